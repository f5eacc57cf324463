import type { BenchmarkOptions } from './api.js';
import { invalid } from './api-modes.js';
import { nearest } from './nearest.js';

/** All options of benchmark(): the compiler asks for one that is missing here. */
const NAMES = Object.keys({
  model: true,
  devices: true,
  api: true,
  iterations: true,
  timeMs: true,
  requests: true,
  warmup: true,
  repeat: true,
  hint: true,
  properties: true,
  image: true,
  inputs: true,
  shape: true,
  simulate: true,
  onProgress: true,
  signal: true,
  sweep: true,
  batch: true,
  rate: true,
  findRate: true,
  backlog: true,
  rateSeed: true,
  samplesPerQuery: true,
  loadOnly: true,
  cacheDir: true,
  endToEnd: true,
  scenario: true,
} satisfies Record<keyof BenchmarkOptions, true>);

/**
 * Refuses what nobody would read, such as `time` in place of `timeMs`: it would be measured for the default's ten seconds. And
 * what is no object, no model and no device at all.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT`.
 */
export function checkBenchmarkOptions(options: unknown): asserts options is BenchmarkOptions {
  if (!isObject(options))
    throw invalid(`they are an object such as { model: 'model.xml', devices: ['CPU'] }, not ${said(options)}`);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || NAMES.includes(name)) continue;
    const near = nearest(name.slice(0, 80), NAMES);
    const meant = near === undefined ? '' : `did you mean ${near}? `;
    throw invalid(`there is no option ${said(name)}: ${meant}the options are ${NAMES.join(', ')}`);
  }
  const { model, devices, properties, inputs, shape, onProgress } = options;
  if (typeof model !== 'string' || model === '') throw invalid(`model is the path of a model file, not ${said(model)}`);
  const names = typeof devices === 'string' ? [devices] : (devices ?? ['CPU']);
  if (!Array.isArray(names) || names.length === 0 || !names.every((each) => typeof each === 'string'))
    throw invalid(`devices is a device string or a list of at least one, such as ['CPU', 'GPU'], not ${said(devices)}`);
  for (const [name, value] of Object.entries({ properties, inputs }))
    if (value !== undefined && !isObject(value)) throw invalid(`${name} is an object, not ${said(value)}`);
  if (shape !== undefined && !isObject(shape) && !Array.isArray(shape))
    throw invalid(`shape is a list of dimensions, or an object of such lists by an input's name, not ${said(shape)}`);
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw invalid(`onProgress is a function, not ${said(onProgress)}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in few words. */
function said(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

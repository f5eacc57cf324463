import { readFileSync } from 'node:fs';
import { OpenVINOError } from '../../index.js';
import { printable, systemCode } from '../../runtime/printable.js';
import { type Api, parseShape, quote, type ShapeOption, type Stop, usageError, wholeNumber } from '../options.js';
import type { BenchOptions, InputChoice } from '../run/plan.js';
import type { GivenFlags } from './parse.js';
import { type Config, hintOf, propertiesOf } from './properties.js';

/** How long benchmark_app measures where nothing else is asked for. */
const DEFAULT_SECONDS = 60;

/** What benchmark_app's flags ask for, as the benchmark's options. Pure, but for the configuration's file. */
export function appOptions(flags: GivenFlags): {
  readonly model: string;
  readonly device: string;
  readonly options: BenchOptions;
} {
  const model = flags.text('m');
  if (model === undefined) throw usageError('ov-bench app needs -m MODEL, as benchmark_app does.');
  if (flags.has('inference_only') && !flags.on('inference_only'))
    throw usageError('-inference_only false is not supported: inputs are filled once, before the loop.');
  const device = flags.text('d') ?? 'CPU';
  const hint = hintOf(flags);
  const api = apiOf(flags.text('api'), hint === 'latency');
  const requests = numberOf(flags, 'nireq', 1, 4096);
  const count = numberOf(flags, 'niter', 0, 10_000_000);
  const isLoadOnly = count === 0;
  const properties = propertiesOf(flags, device, configOf(flags.text('load_config')));
  const hasHint = properties.some(([key]) => key === 'PERFORMANCE_HINT');
  const batch = numberOf(flags, 'b', 1, 4096);
  const options: BenchOptions = {
    form: 'run',
    input: inputOf(flags.list('i')),
    shapes: shapesOf(flags.text('shape')),
    devices: [device],
    mappings: [],
    apis: [api],
    hint: hint ?? (hasHint ? undefined : api === 'sync' ? 'latency' : 'throughput'),
    properties,
    iterations: undefined,
    timeMs: undefined,
    requests: api === 'sync' ? undefined : requests,
    // one inference before the measured ones, as benchmark_app has
    warmup: isLoadOnly ? undefined : 0,
    repeat: 1,
    simulated: false,
    modes: {
      ...(batch !== undefined && { batch }),
      ...(flags.has('ip') && { inputType: flags.text('ip') }),
      ...(isLoadOnly
        ? { loadOnly: true }
        : { stop: stopOf(count, numberOf(flags, 't', 1, 86_400), api, requests), firstApart: !flags.has('no_warmup') }),
    },
  };
  return { model, device, options };
}

function apiOf(text: string | undefined, latency: boolean): Api {
  if (text === undefined || text === '') return latency ? 'sync' : 'async';
  if (text === 'sync' || text === 'async') return text;
  throw usageError(`-api takes sync or async, not ${quote(text)}.`);
}

/** A whole number of a flag; undefined where it was not given. */
function numberOf(flags: GivenFlags, name: string, min: number, max: number): number | undefined {
  const text = flags.text(name);
  return text === undefined ? undefined : wholeNumber(`-${name}`, min, max)(text);
}

/** Its own rounding: whole rounds of the requests. With both limits it goes on until both are reached. */
function stopOf(count: number | undefined, seconds: number | undefined, api: Api, requests: number | undefined): Stop {
  if (count === undefined) return { kind: 'time', timeMs: (seconds ?? DEFAULT_SECONDS) * 1000 };
  const round = api === 'async' ? (requests ?? 1) : 1;
  const iterations = Math.ceil(count / round) * round;
  return { kind: 'count', iterations, ...(seconds !== undefined && { atLeastMs: seconds * 1000 }) };
}

/** `[1,3,224,224]`, or `a[1,2],b[1,4]`. */
function shapesOf(text: string | undefined): ShapeOption[] {
  if (text === undefined) return [];
  const parts = [...text.replace(/\s+/g, '').matchAll(/([^,[\]][^[\]]*)?\[([^\]]*)\],?/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text.replace(/\s+/g, ''))
    throw usageError(`-shape takes [1,3,224,224], or input1[1,3,224,224],input2[1,4], not ${quote(text)}.`);
  return parts.map(([, name, dimensions]) =>
    parseShape(name === undefined ? `[${dimensions}]` : `${name}:[${dimensions}]`),
  );
}

function inputOf(texts: readonly string[]): InputChoice {
  const [only] = texts;
  if (only === undefined) return { kind: 'files', files: [] };
  if (texts.length === 1 && /\.(png|jpe?g|webp|gif|tiff?|avif)$/i.test(only) && !/^\w+:/.test(only))
    return { kind: 'image', path: only };
  const files = texts.map((text) => (text.includes(':') ? text : `0:${text}`));
  const list = files.find((text) => text.includes(','));
  if (list !== undefined) throw usageError(`-i takes one file an input here, not ${quote(list)}.`);
  return { kind: 'files', files };
}

/** Reads a file of `-load_config`: `{ "CPU": { "NUM_STREAMS": "3" } }`. */
function configOf(file: string | undefined): Config {
  if (file === undefined) return {};
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const message = `The configuration ${printable(file)} of -load_config can not be read (${systemCode(cause)}).`;
    throw new OpenVINOError('FILE_NOT_READABLE', message, { cause });
  }
  return checkConfig(parseJson(text, file), file);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OpenVINOError('INVALID_ARGUMENT', `The configuration ${printable(file)} is not JSON (${String(cause)}).`);
  }
}

function checkConfig(value: unknown, file: string): Config {
  const devices = isObject(value) ? Object.entries(value) : [];
  if (!isObject(value) || devices.some(([, properties]) => !isObject(properties)))
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `The configuration ${printable(file)} is not of the form { "CPU": { "NUM_STREAMS": "3" } }.`,
    );
  return Object.fromEntries(
    devices.map(([device, properties]) => [
      device,
      Object.fromEntries(
        Object.entries(properties as object).map(([key, item]: [string, unknown]) => [key, String(item)]),
      ),
    ]),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

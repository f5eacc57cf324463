import { parseRequested } from '../devices/devices-requested.js';
import { type Hint, quote, usageError, wholeNumber } from '../options.js';
import type { GivenFlags } from './parse.js';

/** Properties by device, as benchmark_app's configuration files have them. */
export type Config = Readonly<Record<string, Readonly<Record<string, string>>>>;

const HINTS: Readonly<Record<string, Hint>> = {
  throughput: 'throughput',
  tput: 'throughput',
  cumulative_throughput: 'cumulative',
  ctput: 'cumulative',
  latency: 'latency',
  none: 'none',
};

export function hintOf(flags: GivenFlags): Hint | undefined {
  const text = flags.text('hint');
  if (text === undefined) return undefined;
  const hint = HINTS[text.toLowerCase()];
  if (hint !== undefined) return hint;
  throw usageError(`-hint takes ${Object.keys(HINTS).join(', ')}, not ${quote(text)}.`);
}

/**
 * The properties that flags and a configuration make of a compilation; flags come first. On MULTI, AUTO and HETERO what is a
 * device's own goes into DEVICE_PROPERTIES.
 *
 * @throws OpenVINOError `USAGE`.
 */
export function propertiesOf(
  flags: GivenFlags,
  device: string,
  config: Config,
): readonly (readonly [string, string])[] {
  const hint = hintOf(flags);
  if (hint !== 'none' && ['nstreams', 'nthreads', 'pin'].some((name) => flags.has(name)))
    throw usageError('-nstreams, -nthreads and -pin need -hint none, as in benchmark_app.');
  const { virtual, devices } = parseRequested(device);
  const configured = config[virtual === '' ? device : virtual] ?? config[device.replace(/\..*$/, '')] ?? {};
  const own: [string, string][] = Object.entries(configured).filter(
    ([key]) => hint === undefined || key !== 'PERFORMANCE_HINT',
  );
  const perDevice = new Map<string, [string, string][]>();
  const set = (key: string, value: string, only?: string): void => {
    const targets = only === undefined ? devices : [only];
    if (virtual === '' || devices.length === 0) {
      if (only === undefined || only === device) replace(own, key, value);
      else throw usageError(`${only} of ${key} is not the device that is measured, ${device}.`);
    } else for (const target of targets) replace(perDevice.get(target) ?? newList(perDevice, target), key, value);
  };
  for (const [only, value] of perDeviceValues(flags.text('nstreams'))) set('NUM_STREAMS', value, only);
  for (const [only, value] of perDeviceValues(flags.text('infer_precision')))
    set('INFERENCE_PRECISION_HINT', value, only);
  const threads = flags.text('nthreads');
  const hasCpu = virtual === '' ? device === 'CPU' : devices.includes('CPU');
  if (threads !== undefined && hasCpu)
    set('INFERENCE_NUM_THREADS', String(wholeNumber('-nthreads', 1, 4096)(threads)), 'CPU');
  const pin = flags.text('pin');
  if (pin !== undefined && !/^(YES|NO)$/.test(pin)) throw usageError(`-pin takes YES or NO, not ${quote(pin)}.`);
  if (pin !== undefined && hasCpu) set('ENABLE_CPU_PINNING', pin, 'CPU');
  const requests = flags.text('nireq');
  if (requests !== undefined) replace(own, 'PERFORMANCE_HINT_NUM_REQUESTS', requests);
  if (flags.has('pc')) replace(own, 'PERF_COUNT', flags.on('pc') ? 'YES' : 'NO');
  const cache = flags.text('cdir');
  if (cache !== undefined) replace(own, 'CACHE_DIR', cache);
  if (perDevice.size > 0) replace(own, 'DEVICE_PROPERTIES', deviceProperties(perDevice));
  return own;
}

/** `{CPU:{NUM_STREAMS:2},GPU:{NUM_STREAMS:1}}` */
function deviceProperties(perDevice: ReadonlyMap<string, readonly [string, string][]>): string {
  const texts = [...perDevice].map(
    ([name, list]) => `${name}:{${list.map(([key, value]) => `${key}:${value}`).join(',')}}`,
  );
  return `{${texts.join(',')}}`;
}

/** `2`, or `CPU:2,GPU:1`. */
function perDeviceValues(text: string | undefined): [device: string | undefined, value: string][] {
  if (text === undefined) return [];
  return text.split(',').map((part) => {
    const at = part.indexOf(':');
    return at === -1 ? [undefined, part.trim()] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
}

function replace(list: [string, string][], key: string, value: string): void {
  const found = list.find(([name]) => name === key);
  if (found === undefined) list.push([key, value]);
  else found[1] = value;
}

function newList(map: Map<string, [string, string][]>, key: string): [string, string][] {
  const list: [string, string][] = [];
  map.set(key, list);
  return list;
}

import { OpenVINOError } from '../errors.js';
import {
  type Check,
  factor,
  isObject,
  listOf,
  MOST_MS,
  matching,
  milliseconds,
  numberIn,
  objectOf,
  oneOf,
  text,
  unfit,
  wholeNumber,
} from './check.js';
import { baseName, completeDevices, type DeviceData, KNOWN_NAMES } from './devices.js';
import type { MockOptions } from './options.js';

/** Names of OpenVINO's that are no devices, and of the mock's own. */
const TAKEN = ['AUTO', 'MULTI', 'HETERO', 'BATCH', 'MOCK'];

/** As many as the package takes in a device string. */
const MOST_DEVICES = 16;

const deviceName: Check = (value, where) => {
  const takes = "an upper-case device's name such as CPU, GPU.1 or FPGA";
  if (typeof value !== 'string' || !/^[A-Z][A-Z0-9_]{0,31}(\.[0-9]{1,2})?$/.test(value))
    throw unfit(where, takes, value);
  if (TAKEN.includes(baseName(value))) throw unfit(where, `${takes}; ${value} is taken`, value);
};

const wordList = (takes: string): Check =>
  listOf(
    matching('a word', (value) => typeof value === 'string' && /^[\w.:-]+$/.test(value)),
    takes,
  );

const byHint: Check = (value, where) => {
  const count = wholeNumber(1, 4096);
  if (!isObject(value)) count(value, where);
  else objectOf({ latency: count, throughput: count }, ['latency', 'throughput'])(value, where);
};

const latency: Check = (value, where) => {
  if (typeof value === 'number') return milliseconds(value, where);
  if (Array.isArray(value)) return listOf(milliseconds, 'at least one sample', 1)(value, where);
  if (!isObject(value)) throw unfit(where, 'milliseconds, { mean, sd } or an array of samples', value);
  const members = {
    mean: numberIn(1e-6, MOST_MS, 'a number of milliseconds'),
    sd: milliseconds,
    distribution: oneOf('normal', 'lognormal'),
  };
  return objectOf(members, ['mean', 'sd'])(value, where);
};

const scalar: Check = (value, where) => {
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return;
  text(value, where);
};

const properties: Check = (value, where) => {
  if (!isObject(value)) throw unfit(where, 'an object of values by key', value);
  for (const [key, property] of Object.entries(value)) {
    if (!/^\w+$/.test(key)) throw unfit(where, 'keys such as DEVICE_THERMAL', key);
    const check = isObject(property)
      ? objectOf({ value: scalar, writable: matching('true or false', (flag) => typeof flag === 'boolean') }, [
          'value',
          'writable',
        ])
      : scalar;
    check(property, `${where}.${key}`);
  }
};

const share = numberIn(0, 1);

const FAULTS: { readonly [kind: string]: Check } = {
  'compile-fails': objectOf({ kind: text, message: text }),
  'load-hangs': objectOf({ kind: text }),
  'inference-fails': (value, where) => {
    const members = { kind: text, at: wholeNumber(1, Number.MAX_SAFE_INTEGER), probability: share, message: text };
    objectOf(members)(value, where);
    const { at, probability } = value as { at?: unknown; probability?: unknown };
    if ((at === undefined) === (probability === undefined)) {
      throw new OpenVINOError('INVALID_ARGUMENT', `${where} needs either at, an inference's number, or a probability.`);
    }
  },
  'device-lost': objectOf({ kind: text, atMs: milliseconds, message: text }, ['atMs']),
  'slow-down': objectOf({ kind: text, atMs: milliseconds, factor }, ['atMs', 'factor']),
  'not-loadable': objectOf({ kind: text, message: text }),
};

const fault: Check = (value, where) => {
  const kind = isObject(value) ? value['kind'] : undefined;
  const check = typeof kind === 'string' && Object.hasOwn(FAULTS, kind) ? FAULTS[kind] : undefined;
  if (check === undefined) throw unfit(`${where}.kind`, Object.keys(FAULTS).join(', '), kind);
  check(value, where);
};

const deviceObject = objectOf(
  {
    name: deviceName,
    count: wholeNumber(1, MOST_DEVICES),
    fullName: text,
    type: oneOf('integrated', 'discrete'),
    loadMs: milliseconds,
    firstInferenceExtraMs: milliseconds,
    latencyMs: latency,
    streams: byHint,
    optimalRequests: byHint,
    contention: numberIn(0, 1e9),
    precision: matching('a word such as f16', (value) => typeof value === 'string' && /^\w+$/.test(value)),
    capabilities: wordList("an array such as ['FP32', 'FP16']"),
    properties,
    unsupportedOperations: wordList("an array of operations' types, such as ['TopK']"),
    faults: listOf(fault, 'an array of faults'),
  },
  ['name'],
);

const device: Check = (value, where) => {
  if (typeof value !== 'string') {
    deviceObject(value, where);
    const { name, count } = value as { name: string; count?: number };
    if (count === undefined || !name.includes('.')) return;
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `${where}.count makes several of a name without a number, not of ${name}.`,
    );
  }
  deviceName(value, where);
  if (KNOWN_NAMES.includes(baseName(value))) return;
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `${where}, ${value}, is none of the devices that the mock knows by name (${KNOWN_NAMES.join(', ')}); describe it as an object with a name.`,
  );
};

const clock: Check = (value, where) => {
  if (value === 'virtual' || value === 'real') return;
  if (!isObject(value)) throw unfit(where, "'virtual', 'real' or { speed: 10 }", value);
  objectOf({ speed: numberIn(1e-6, 1e6) }, ['speed'])(value, where);
};

const options = objectOf({
  devices: listOf(device, 'an array of devices'),
  version: matching(
    'a release from 2022.1 on, the first with this C API, such as 2026.4.1',
    (value) => typeof value === 'string' && /^20(22\.[1-9]\d?|(2[3-9]|[3-9]\d)\.\d{1,2})(\.\d{1,2})?$/.test(value),
  ),
  seed: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  clock,
});

/** The release that is mocked where none is named. */
export const NEWEST_VERSION = '2026.4.1';

/** Options with everything about the devices known. */
export interface Scenario {
  readonly devices: readonly DeviceData[];
  readonly version: string;
  readonly seed: number;
  /** How much faster than the machine's clock; undefined for virtual time. */
  readonly speed: number | undefined;
}

/**
 * Checks the options of mockRuntime.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT`.
 */
export function scenarioOf(given: MockOptions): Scenario {
  options(given, 'mockRuntime');
  const { devices = ['CPU'], version = NEWEST_VERSION, seed = 1, clock: time = 'virtual' } = given;
  const complete = completeDevices(devices);
  checkNames(complete.map(({ name }) => name));
  const speed = time === 'virtual' ? undefined : time === 'real' ? 1 : time.speed;
  return { devices: complete, version: /\..*\./.test(version) ? version : `${version}.0`, seed, speed };
}

/** OpenVINO takes `GPU` for `GPU.0`. */
function checkNames(names: readonly string[]): void {
  if (names.length > MOST_DEVICES) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `mockRuntime takes ${MOST_DEVICES} devices at most, not ${names.length}.`,
    );
  }
  const canonical = names.map((name) => name.replace(/\.0$/, ''));
  const twice = names.find((_, index) => canonical.indexOf(canonical[index] as string) !== index);
  if (twice === undefined) return;
  throw new OpenVINOError('INVALID_ARGUMENT', `mockRuntime takes each device once, and ${twice} is there twice.`);
}

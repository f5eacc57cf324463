import { capital, describe } from './describe.js';
import { OpenVINOError } from './errors.js';
import { isPlainObject } from './plain-object.js';

/** A property's value as this package gives it. */
export type PropertyValue = string | number | boolean | string[] | number[];

/** A value to set; objects are for `DEVICE_PROPERTIES`: `{ CPU: { NUM_STREAMS: 2 } }`. */
export type PropertyInput =
  | string
  | number
  | bigint
  | boolean
  | readonly (string | number)[]
  | { readonly [key: string]: PropertyInput };

/** Properties by key. */
export type Properties = { readonly [key: string]: PropertyInput };

/** Keys whose text is read as something else than a string (types: OpenVINO's properties.hpp). */
const KINDS: ReadonlyMap<string, 'boolean' | 'number' | 'strings' | 'numbers'> = new Map([
  ...(['AVAILABLE_DEVICES', 'EXECUTION_DEVICES', 'OPTIMIZATION_CAPABILITIES', 'SUPPORTED_PROPERTIES'] as const).map(
    (key) => [key, 'strings'] as const,
  ),
  ...(['RANGE_FOR_ASYNC_INFER_REQUESTS', 'RANGE_FOR_STREAMS'] as const).map((key) => [key, 'numbers'] as const),
  ...(
    [
      'ALLOW_AUTO_BATCHING',
      'CPU_DENORMALS_OPTIMIZATION',
      'DEVICE_BIND_BUFFER',
      'ENABLE_CPU_PINNING',
      'ENABLE_CPU_RESERVATION',
      'ENABLE_HYPER_THREADING',
      'ENABLE_MMAP',
      'ENABLE_RUNTIME_FALLBACK',
      'ENABLE_STARTUP_FALLBACK',
      'ENABLE_TENSOR_PARALLEL',
      'ENABLE_WEIGHTLESS',
      'FORCE_TBB_TERMINATE',
      'LOADED_FROM_CACHE',
      'PERF_COUNT',
    ] as const
  ).map((key) => [key, 'boolean'] as const),
  ...(
    [
      'ACTIVATIONS_SCALE_FACTOR',
      'AUTO_BATCH_TIMEOUT',
      'COMPILATION_NUM_THREADS',
      'CPU_SPARSE_WEIGHTS_DECOMPRESSION_RATE',
      'DEVICE_THERMAL',
      'DYNAMIC_QUANTIZATION_GROUP_SIZE',
      'INFERENCE_NUM_THREADS',
      'KEY_CACHE_GROUP_SIZE',
      'MAX_BATCH_SIZE',
      'NUM_STREAMS',
      'OPTIMAL_BATCH_SIZE',
      'OPTIMAL_NUMBER_OF_INFER_REQUESTS',
      'PERFORMANCE_HINT_NUM_REQUESTS',
      'VALUE_CACHE_GROUP_SIZE',
    ] as const
  ).map((key) => [key, 'number'] as const),
]);

/**
 * Reads a value's text: numbers, booleans (YES/NO) and lists (space-separated) for the keys that hold them, else the text.
 */
export function parseProperty(key: string, text: string): PropertyValue {
  const words = text.split(/\s+/).filter((word) => word !== '');
  switch (KINDS.get(key)) {
    case 'strings':
      return words;
    case 'numbers':
      return words.map(Number);
    case 'boolean':
      return /^(YES|true|1)$/i.test(text) ? true : /^(NO|false|0)$/i.test(text) ? false : text;
    case 'number':
      // "AUTO" for NUM_STREAMS; 2^53 and beyond would not come out exact
      return /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text) && Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER
        ? Number(text)
        : text;
    default:
      return text;
  }
}

/**
 * Properties as the addon takes them: `[key, value, key, value, …]`.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT` for what is no object of values, for keys that hold function pointers, and for
 *   more than 32 properties.
 */
export function packProperties(properties: Properties | undefined): string[] {
  // of a promise or a Map, no property would be seen
  if (!isPlainObject(properties)) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `Properties are an object such as { PERFORMANCE_HINT: "THROUGHPUT" }, not ${describe(properties)}.`,
    );
  }
  const entries = Object.entries(properties);
  if (entries.length > 32)
    throw new OpenVINOError('INVALID_ARGUMENT', `${entries.length} properties at once are too many; 32 are the most.`);
  return entries.flatMap(([key, value]) => [checkKey(key), formatProperty(key, value)]);
}

/** Refuses keys that the library would take as something else. */
export function checkKey(key: unknown): string {
  if (typeof key !== 'string' || key === '' || key.includes('\0')) {
    throw new OpenVINOError('INVALID_ARGUMENT', `${capital(describe(key))} is not the name of a property.`);
  }
  // the library casts this value's bytes to function pointers and jumps there
  if (key === 'CACHE_ENCRYPTION_CALLBACKS') {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      'CACHE_ENCRYPTION_CALLBACKS holds C functions and can not be set from JavaScript.',
    );
  }
  return key;
}

function formatProperty(key: string, value: PropertyInput): string {
  if (typeof value === 'boolean') return value ? 'YES' : 'NO';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'string' && !value.includes('\0')) return value;
  if (Array.isArray(value))
    return value
      .map((item) => formatProperty(key, item as PropertyInput))
      .join(key === 'MULTI_DEVICE_PRIORITIES' ? ',' : ' ');
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(
      ([name, inner]) => `${checkKey(name)}:${formatProperty(name, inner as PropertyInput)}`,
    );
    return `{${pairs.join(',')}}`;
  }
  throw new OpenVINOError(
    'INVALID_PROPERTY_VALUE',
    `Property ${key} can not be ${describe(value)}; values are strings, numbers, booleans, or arrays of them.`,
  );
}

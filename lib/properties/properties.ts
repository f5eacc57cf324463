import { capital, describe } from '../common/describe.js';
import { isPlainObject } from '../common/plain-object.js';
import { isVirtual, parseDevice } from '../core/device.js';
import { OpenVINOError } from '../errors.js';
import type { KnownProperties } from './known-properties.js';
import { formatProperty, refused, UNQUOTABLE } from './property-format.js';
import { parseMap } from './property-map.js';
import { objectOfMap } from './property-map-format.js';
import type { PropertyRow } from './property-rows.js';
import { nearestProperty, rowOf, TABLE } from './property-table.js';
import type { Properties, PropertyInfo } from './property-types.js';

/** Properties of one call: more than a program gives, and as many as the variadic functions are called with. */
const MOST = 32;

/** Devices of one DEVICE_PROPERTIES: more than a machine has. */
const MOST_DEVICES = 16;

/** What sets a read-only property instead. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['EXECUTION_DEVICES', 'it follows the device string, as in "AUTO:GPU,CPU"'],
  ['LOADED_FROM_CACHE', 'CACHE_DIR names a cache'],
  ['NETWORK_NAME', "it is the model's own"],
  ['NPU_MAX_TILES', 'NPU_TILES says how many to use'],
  ['OPTIMAL_NUMBER_OF_INFER_REQUESTS', 'it follows NUM_STREAMS and PERFORMANCE_HINT'],
]);

/**
 * What is known of each property of OpenVINO 2026.4: values, range, whether it can be set, which devices have it. An entry
 * stands for its name in `getProperty`, and its `name` in an object of properties.
 *
 * @category Properties
 * @example
 * ```ts
 * import { properties } from '@x/openvino-node';
 *
 * properties.PERFORMANCE_HINT.values; // ['LATENCY', 'THROUGHPUT', 'CUMULATIVE_THROUGHPUT']
 * const name = core.getProperty('CPU', properties.FULL_DEVICE_NAME); // string
 * core.setProperty('CPU', { [properties.NUM_STREAMS.name]: 2 });
 * ```
 */
export const properties: { readonly [Name in keyof KnownProperties]: PropertyInfo<Name> } = Object.freeze(
  Object.fromEntries(Object.entries(TABLE).map(([name, row]) => [name, infoOf(name, row)])),
) as { readonly [Name in keyof KnownProperties]: PropertyInfo<Name> };

function infoOf(name: string, row: PropertyRow): object {
  const { kind, mode, scope, devices, compiledModels, live, values, range, summary } = row;
  return Object.freeze({ name, kind, mode, scope, devices, compiledModels, live, values, range, summary });
}

/**
 * Properties as the addon takes them: `[key, value, key, value, …]`.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT` for what is no object of values, for what holds an object of C++ or is of remote
 *   contexts, and for more than 32 properties; `READ_ONLY_PROPERTY`; `INVALID_PROPERTY_VALUE`; `INVALID_DEVICE`.
 */
export function packProperties(values: Properties | undefined): string[] {
  // of a promise or a Map, no property would be seen
  if (!isPlainObject(values)) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `Properties are an object such as { PERFORMANCE_HINT: "THROUGHPUT" }, not ${describe(values)}.`,
    );
  }
  const entries = entriesOf(values);
  checkCount(entries, MOST, 'properties at once');
  return entries.flatMap(([name, value]) => formatPair(name, value) ?? []);
}

/** Those that are given: what is undefined is left out. */
function entriesOf(values: object): [string, unknown][] {
  const [symbol] = Object.getOwnPropertySymbols(values);
  if (symbol !== undefined) checkKey(symbol);
  return Object.entries(values).filter(([, value]) => value !== undefined);
}

function checkCount({ length }: readonly unknown[], most: number, what: string): void {
  if (length > most)
    throw new OpenVINOError('INVALID_ARGUMENT', `${length} ${what} are too many; ${most} are the most.`);
}

function formatPair(name: string, value: unknown): [string, string] | undefined {
  checkWritable(name);
  if (name === 'DEVICE_PROPERTIES') {
    const content = formatDevices(value);
    return content === undefined ? undefined : [name, content];
  }
  // the form that openvino's own C++ and Python make
  if (name.startsWith('DEVICE_PROPERTIES_')) {
    const content = formatDevice(name, objectFrom(name, value));
    return content === undefined ? undefined : [name, content];
  }
  return [name, formatProperty(name, value)];
}

/** `{CPU:{NUM_STREAMS:2}}`; undefined where there is nothing to set, for the library never comes back from `{}`. */
function formatDevices(value: unknown): string | undefined {
  const entries = entriesOf(objectFrom('DEVICE_PROPERTIES', value));
  checkCount(entries, MOST_DEVICES, 'devices in DEVICE_PROPERTIES');
  const texts = entries.flatMap(([device, own]) => {
    checkDeviceName(device);
    const content = formatDevice(`DEVICE_PROPERTIES of ${device}`, objectFrom(`DEVICE_PROPERTIES of ${device}`, own));
    return content === undefined ? [] : [`${device}:${content}`];
  });
  return texts.length === 0 ? undefined : `{${texts.join(',')}}`;
}

function formatDevice(where: string, values: object): string | undefined {
  const entries = entriesOf(values);
  checkCount(entries, MOST, `properties in ${where}`);
  const texts = entries.map(([name, value]) => {
    if (!/^\w+$/.test(name)) throw refused(where, name, 'names of properties, of letters, digits and underscores');
    if (name === 'DEVICE_PROPERTIES') throw refused(where, name, "the device's own properties, and none by device");
    checkWritable(name);
    const content = formatProperty(name, value);
    // the library has no way to quote them, and waits forever for the rest of "a,b"; the pieces of maps are checked
    if (!isPlainObject(value) && UNQUOTABLE.test(content))
      throw refused(`${name} in ${where}`, value, 'text without commas and braces; set it with setProperty(device, …)');
    return `${name}:${content}`;
  });
  return texts.length === 0 ? undefined : `{${texts.join(',')}}`;
}

function objectFrom(name: string, value: unknown): object {
  const given = typeof value === 'string' ? (value.trim() === '' ? {} : objectOfMap(parseMap(value))) : value;
  if (isPlainObject(given)) return given;
  throw refused(name, value, 'an object, as in { CPU: { NUM_STREAMS: 2 } }, or its text {CPU:{NUM_STREAMS:2}}');
}

/** AUTO passes over what it has for devices that it does not know, without a word. */
function checkDeviceName(device: string): void {
  const { base, devices } = parseDevice(device);
  if (device !== base || devices[0] !== base || isVirtual(base)) {
    throw new OpenVINOError(
      'INVALID_DEVICE',
      `${describe(device)} can't have properties of its own in DEVICE_PROPERTIES: name single devices, as in CPU or GPU.0.`,
    );
  }
  if (/^(cpu|gpu|npu)(\.|$)/i.test(device) && device !== device.toUpperCase()) {
    throw new OpenVINOError(
      'INVALID_DEVICE',
      `${describe(device)} is no device: device names are upper case, as ${device.toUpperCase()}.`,
    );
  }
}

/** Longer names are no property's, and would be told whole by the library. */
const LONGEST_NAME = 256;

/** Refuses names that the library would take as something else. */
export function checkKey(name: unknown): string {
  if (typeof name !== 'string' || name === '' || name.length > LONGEST_NAME || name.includes('\0')) {
    throw new OpenVINOError('INVALID_ARGUMENT', `${capital(describe(name))} is not the name of a property.`);
  }
  // { [properties.NUM_STREAMS]: 2 }
  if (name === '[object Object]') {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      'A property is set by its name, as in { [properties.NUM_STREAMS.name]: 2 }, not by an object.',
    );
  }
  return name;
}

/** Refuses what can't be set. */
function checkWritable(name: string): void {
  const row = rowOf(checkKey(name));
  if (row === undefined) return;
  // the library casts the text's bytes to function pointers and jumps there
  if (name === 'CACHE_ENCRYPTION_CALLBACKS')
    throw new OpenVINOError('INVALID_ARGUMENT', `${name} holds C functions and can not be set from JavaScript.`);
  if (row.scope === 'remote') {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `${name} is of remote contexts and tensors: give it where those are made.`,
    );
  }
  if (row.kind === 'object') {
    throw new OpenVINOError('INVALID_ARGUMENT', `${name} holds an object of C++ and can not be set from JavaScript.`);
  }
  // an older library may still let it be set, and decides
  if (row.mode !== 'RO' || row.writableUntil !== undefined) return;
  throw new OpenVINOError(
    'READ_ONLY_PROPERTY',
    `${name} can only be read: ${INSTEAD.get(name) ?? 'it tells what is, and nothing sets it'}. Leave it out.`,
  );
}

/** The name of a property to read, by itself or as an entry of {@link properties}. */
export function nameToRead(given: unknown): string {
  const name = checkKey(isPlainObject(given) ? (given as Partial<PropertyInfo>).name : given);
  if (name === 'CACHE_ENCRYPTION_CALLBACKS')
    throw new OpenVINOError('INVALID_ARGUMENT', `${name} holds C functions and can not be read from JavaScript.`);
  if (rowOf(name)?.mode === 'WO')
    throw new OpenVINOError('UNKNOWN_PROPERTY', `${name} can only be set, and is never read.`);
  return name;
}

/** ` Did you mean NUM_STREAMS?`, where a name is nearly one of the table. */
export function didYouMean(name: string): string {
  const near = rowOf(name) === undefined ? nearestProperty(name) : undefined;
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

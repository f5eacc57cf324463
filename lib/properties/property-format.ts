import { describe } from '../common/describe.js';
import { isPlainObject } from '../common/plain-object.js';
import { parseDevice } from '../core/device.js';
import { OpenVINOError } from '../errors.js';
import { elementNames } from '../tensor/element.js';
import { formatMap } from './property-map-format.js';
import type { PropertyRow } from './property-rows.js';
import { rowOf } from './property-table.js';

/** What parts a map's text, and can not be quoted in it. */
export const UNQUOTABLE = /[,{}]/;

/** Objects and arrays in one another: what the library reads has three. */
const DEEPEST = 8;

/** Text of a property's value for the library; of any value for a name that the table lacks. */
export function formatProperty(name: string, value: unknown): string {
  const row = rowOf(name);
  if (typeof value === 'string' && value.includes('\0')) throw refused(name, value, 'text without NUL characters');
  if (row === undefined) return formatUnknown(name, value);
  const formatted = formatValue(row, value);
  if (formatted === undefined) throw refused(name, value, expected(row));
  return formatted;
}

function formatValue(row: PropertyRow, value: unknown): string | undefined {
  switch (row.kind) {
    case 'boolean':
      return flag(value);
    case 'streams':
      return value === 'AUTO' || value === 'NUMA' ? value : whole(row, value);
    case 'integer':
    case 'uint64':
      return whole(row, value);
    case 'float':
      return float(row, value);
    case 'id':
      return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : text(value);
    case 'path':
      return quoted(value);
    case 'enum':
      return isWord(row, value) ? String(value) : undefined;
    case 'enums':
      return manyWords(row, value);
    case 'elementType':
      return typeof value === 'string' && isElementType(value) ? value : undefined;
    case 'strings':
      return list(value, ' ');
    case 'devices':
      return deviceList(value);
    case 'numbers':
    case 'percentages':
    case 'curves':
      return formatMap(row, value);
    default:
      return text(value);
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** AUTO keeps the text that it gets, so it gets the library's own. */
function flag(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'YES' : 'NO';
  if (typeof value !== 'string') return undefined;
  return /^(yes|true|1|on)$/i.test(value) ? 'YES' : /^(no|false|0|off)$/i.test(value) ? 'NO' : undefined;
}

/** The library takes `4abc` and `1.5` for whole numbers, and of -1 makes 2^64 - 1. */
function whole(row: PropertyRow, value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined;
  if (
    typeof value !== 'number' &&
    typeof value !== 'bigint' &&
    !(typeof value === 'string' && /^-?\d{1,20}$/.test(value))
  )
    return undefined;
  const exact = BigInt(value);
  const [least, most] = row.range ?? [exact, exact];
  return exact >= BigInt(least) && exact <= BigInt(most) ? String(exact) : undefined;
}

function float(row: PropertyRow, value: unknown): string | undefined {
  const isNumber =
    typeof value === 'number' || (typeof value === 'string' && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(value));
  const number = isNumber ? Number(value) : Number.NaN;
  const [least, most] = row.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return Number.isFinite(number) && number >= Number(least) && number <= Number(most) ? String(value) : undefined;
}

/** C++ reads a path as a quoted string: of one without quotes it takes the first word. */
function quoted(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return /^".*"$/s.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

function isWord(row: PropertyRow, value: unknown): boolean {
  return typeof value === 'string' && [...(row.values ?? []), ...row.aliases, ...lowerCase(row)].includes(value);
}

/** Words that the library takes in small letters as well: of the others it takes none so. */
function lowerCase(row: PropertyRow): string[] {
  const both = row.values?.includes('OPTIMIZE_SIZE') === true || row.values?.includes('EFFICIENT') === true;
  return both ? (row.values ?? []).map((word) => word.toLowerCase()) : [];
}

function manyWords(row: PropertyRow, value: unknown): string | undefined {
  const words = typeof value === 'string' ? value.split(' ').filter((word) => word !== '') : value;
  return Array.isArray(words) && words.every((word) => isWord(row, word)) ? words.join(' ') : undefined;
}

/** Names of the package, `undefined` of older releases, and the names of IR files: FP32, I8. */
function isElementType(value: string): boolean {
  return (
    value === 'undefined' ||
    elementNames().includes(value) ||
    /^(FP(16|32|64)|BF16|[IU](4|8|16|32|64)|U1|NF4|BOOL)$/.test(value)
  );
}

function list(value: unknown, separator: string): string | undefined {
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.join(separator) : undefined;
}

/** @throws OpenVINOError `INVALID_DEVICE`. */
function deviceList(value: unknown): string | undefined {
  const devices = list(value, ',');
  if (devices !== undefined && devices !== '') parseDevice(`AUTO:${devices}`);
  return devices;
}

function formatUnknown(name: string, value: unknown, depth = 0): string {
  if (depth > DEEPEST) throw refused(name, value, `objects and arrays at most ${DEEPEST} deep in one another`);
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'YES' : 'NO';
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
  if (Array.isArray(value)) return value.map((item) => formatUnknown(name, item, depth + 1)).join(' ');
  if (isPlainObject(value) && Object.keys(value).length > 0) {
    return `{${Object.entries(value)
      .map(([key, inner]) => formatPiece(name, key, inner, depth + 1))
      .join(',')}}`;
  }
  throw refused(name, value, 'strings, numbers, booleans, arrays of them, or an object of them');
}

/** A piece of a map's text: `A:1`. */
function formatPiece(name: string, key: string, value: unknown, depth: number): string {
  if (!/^[\w.]+$/.test(key)) throw refused(name, key, 'keys of letters, digits, underscores and points in its objects');
  const content = formatUnknown(name, value, depth);
  if (!isPlainObject(value) && UNQUOTABLE.test(content))
    throw refused(`${key} in ${name}`, value, 'text without commas and braces');
  return `${key}:${content}`;
}

/** @param takes What is taken instead, as it follows "it takes". */
export function refused(name: string, value: unknown, takes: string): OpenVINOError {
  return new OpenVINOError(
    'INVALID_PROPERTY_VALUE',
    `OpenVINO does not take ${describe(value)} for ${name}: it takes ${takes}.`,
  );
}

/** What a row's values are, in words. */
function expected(row: PropertyRow): string {
  const { kind, range, values = [] } = row;
  switch (kind) {
    case 'boolean':
      return 'true or false';
    case 'streams':
      return 'a whole number from 0, "AUTO" or "NUMA"';
    case 'integer':
    case 'uint64':
      return `a whole number from ${range?.[0]} to ${range?.[1]}`;
    case 'float':
      return range === undefined ? 'a number' : `a number from ${range[0]} to ${range[1]}`;
    case 'enum':
      return `${either(values)}${values[0] === values[0]?.toLowerCase() || lowerCase(row).length > 0 ? '' : ', in capital letters'}`;
    case 'enums':
      return `${either(values)}, or an array of these`;
    case 'elementType':
      return "an element type such as 'f32', 'f16', 'bf16' or 'dynamic'";
    case 'strings':
    case 'devices':
      return 'a string or an array of strings';
    case 'id':
      return 'a string or a whole number';
    case 'percentages':
      return 'numbers from 0 to 100 by device, as in { CPU: 80 }';
    case 'curves':
      return 'scores by percentage by CPU, iGPU, dGPU and NPU, as in { CPU: { 0: 1, 100: 5.5 } }';
    default:
      return 'a string';
  }
}

function either(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

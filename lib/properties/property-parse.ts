import { parseMap, type TextMap } from './property-map.js';
import type { PropertyRow } from './property-rows.js';
import { rowOf } from './property-table.js';
import type { DevicePropertyValues, PciInfo, PropertyValue } from './property-types.js';

/**
 * A value's text as its property's type has it: numbers, booleans, words, lists, maps. Text where the table lacks the
 * property, or the library answered in another form.
 */
export function parseProperty(name: string, text: string): PropertyValue {
  const row = rowOf(name);
  return row === undefined ? text : parseValue(row, text);
}

function parseValue(row: PropertyRow, text: string): PropertyValue {
  switch (row.kind) {
    case 'boolean':
      // AUTO gives the text that it was given
      return /^(YES|true|1)$/i.test(text) ? true : /^(NO|false|0)$/i.test(text) ? false : text;
    case 'integer':
    case 'uint64':
    case 'streams':
      return whole(text);
    case 'float':
      return number(text) ?? text;
    case 'strings':
    case 'enums':
      return text.split(/\s+/).filter((word) => word !== '');
    case 'range2':
    case 'range3':
      return text
        .split(/\s+/)
        .filter((word) => word !== '')
        .map(Number);
    case 'path':
      return unquoted(text);
    case 'enum':
      // some are read in the other case than they are set in: optimize_speed
      return row.values?.find((word) => word.toUpperCase() === text.toUpperCase()) ?? text;
    case 'pciInfo':
      return pciInfo(text) ?? text;
    case 'elementNumbers':
    case 'numbers':
    case 'percentages':
    case 'curves':
      return numbersOf(text) ?? text;
    case 'deviceProperties':
      return devicePropertiesOf(text) ?? text;
    default:
      return text;
  }
}

/** A whole number; as a bigint where a number would not be exact. */
function whole(text: string): number | bigint | string {
  if (!/^-?\d+$/.test(text)) return text;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function number(text: string): number | undefined {
  return /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** A path as C++ streams it: `"/a folder"`. */
function unquoted(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : text;
}

/** `{domain: 0 bus: 3 device: 0x1f function: 0}`. */
function pciInfo(text: string): PciInfo | undefined {
  const match = /^\{domain: (\d+) bus: (\d+) device: (0x[\da-f]+) function: (\d+)\}$/i.exec(text);
  if (match === null) return undefined;
  const [domain, bus, device, fn] = match.slice(1).map(Number);
  return { domain, bus, device, function: fn } as PciInfo;
}

function numbersOf(text: string): PropertyValue | undefined {
  const map = text === '' ? new Map() : parseMap(text);
  return map === undefined ? undefined : toNumbers(map);
}

function toNumbers(map: TextMap): Readonly<Record<string, number>> | undefined {
  const entries = [...map].map(([key, value]) => [
    key,
    typeof value === 'string' ? number(value) : (toNumbers(value) as unknown as number | undefined),
  ]);
  if (entries.some(([, value]) => value === undefined)) return undefined;
  return Object.fromEntries(entries);
}

/**
 * `{CPU:{NUM_STREAMS:2,EXECUTION_DEVICES:A B},GPU.0:{…}}`: values may hold commas of their own, so a piece without a name
 * belongs to the value before it.
 */
function devicePropertiesOf(text: string): DevicePropertyValues | undefined {
  const devices = text === '' ? new Map() : parseMap(text, 'loose');
  if (devices === undefined) return undefined;
  const values: Record<string, Record<string, PropertyValue>> = {};
  for (const [device, properties] of devices) {
    if (typeof properties === 'string') return undefined;
    values[device] = Object.fromEntries(
      [...properties].map(([name, value]) => [
        name,
        parseProperty(name, typeof value === 'string' ? value : textOf(value)),
      ]),
    );
  }
  return values;
}

function textOf(map: TextMap): string {
  return `{${[...map].map(([key, value]) => `${key}:${typeof value === 'string' ? value : textOf(value)}`).join(',')}}`;
}

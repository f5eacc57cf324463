import type { PropertyKind, PropertyMode, PropertyScope } from './property-facts.js';

/** A row of the table. */
export interface PropertyRow {
  readonly kind: PropertyKind;
  readonly mode: PropertyMode;
  readonly scope: PropertyScope;
  /** Devices that have it, of OpenVINO 2026.4. */
  readonly devices: readonly string[];
  /** Devices whose compiled models tell it. They let it change where {@link PropertyRow.live} says so. */
  readonly compiledModels: readonly string[];
  /** Whether it can be set while a compiled model lives. */
  readonly live: boolean;
  /** All words of an `enum`. */
  readonly values: readonly string[] | undefined;
  /** Other words that the library takes for an `enum`. */
  readonly aliases: readonly string[];
  /** Least and greatest number. */
  readonly range: readonly [least: number | bigint, most: number | bigint] | undefined;
  /** A release up to which it could be set; today it is read only. */
  readonly writableUntil: string | undefined;
  /** What it is, in a few words. */
  readonly summary: string;
}

/** `'CPU GPU > CPU AUTO'`: the devices that have it, then those whose compiled models tell it. */
type Where = string;

type Extra = Partial<Pick<PropertyRow, 'scope' | 'live' | 'aliases' | 'range' | 'writableUntil'>>;

function row(
  kind: PropertyKind,
  mode: PropertyMode,
  where: Where,
  summary: string,
  extra: Partial<PropertyRow>,
): PropertyRow {
  const [devices = [], compiledModels = []] = where
    .split('>')
    .map((part) => part.split(' ').filter((name) => name !== ''));
  return Object.freeze({
    kind,
    mode,
    scope: 'device',
    devices,
    compiledModels,
    live: false,
    values: undefined,
    aliases: [],
    range: undefined,
    writableUntil: undefined,
    ...extra,
    summary,
  });
}

/** Range of C's int32_t, from a least value. */
export const int32 = (least: number): Extra => ({ range: [least, 2 ** 31 - 1] });
const UINT32: Extra = { range: [0, 2 ** 32 - 1] };
const SAFE: Extra = { range: [0, Number.MAX_SAFE_INTEGER] };
const UINT64: Extra = { range: [0n, 2n ** 64n - 1n] };

/** Makes a row: of a mode, where it is, and in a few words what. */
type MakeRow = (mode: PropertyMode, where: Where, summary: string, extra?: Extra) => PropertyRow;

/** Rows of a kind that needs nothing else: `plain('string')('RO', 'CPU', 'What it is')`. */
function plain(kind: PropertyKind, limits: Extra = {}): MakeRow {
  return (mode, where, summary, extra = {}) => row(kind, mode, where, summary, { ...limits, ...extra });
}

export const flag = plain('boolean');
/** Of C's uint32_t where no other range is given. */
export const integer = plain('integer', UINT32);
/** Bytes, which no memory has more of than 2^53. */
export const bytes = plain('integer', SAFE);
export const uint64 = plain('uint64', UINT64);
export const float = plain('float');
export const text = plain('string');
export const id = plain('id');
export const path = plain('path');
export const elementType = plain('elementType');
export const strings = plain('strings');
export const devices = plain('devices');
export const streams = plain('streams', int32(-2));
export const range2 = plain('range2');
export const range3 = plain('range3');
export const pciInfo = plain('pciInfo');
export const elementNumbers = plain('elementNumbers');
export const numbers = plain('numbers');
export const percentages = plain('percentages', { range: [0, 100] });
export const curves = plain('curves');
export const deviceProperties = plain('deviceProperties');
/** A pointer or another object of C++, which no text can be. */
export const object = plain('object');

/** One of some words. */
export function words(
  values: readonly string[],
  mode: PropertyMode,
  where: Where,
  summary: string,
  extra: Extra = {},
): PropertyRow {
  return row('enum', mode, where, summary, { ...extra, values });
}

/** Any of some words, separated by spaces. */
export function manyWords(values: readonly string[], mode: PropertyMode, where: Where, summary: string): PropertyRow {
  return row('enums', mode, where, summary, { values });
}

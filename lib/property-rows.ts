/** `RO` can only be read, `WO` only be set. */
export type PropertyMode = 'RO' | 'RW' | 'WO';

/**
 * Where a property is given: to a device (`setProperty`, `compileModel`); to OpenVINO itself, without a device; to
 * `compileModel` alone; or to a remote context and its tensors, whose calls take it in ways of their own.
 */
export type PropertyScope = 'device' | 'core' | 'compile' | 'remote';

/** What a property's values are. */
export type PropertyKind =
  | 'boolean'
  | 'integer'
  | 'uint64'
  | 'float'
  | 'string'
  | 'id'
  | 'path'
  | 'enum'
  | 'enums'
  | 'elementType'
  | 'strings'
  | 'devices'
  | 'streams'
  | 'range2'
  | 'range3'
  | 'pciInfo'
  | 'elementNumbers'
  | 'numbers'
  | 'percentages'
  | 'curves'
  | 'deviceProperties'
  | 'object';

/** A row of the table. */
export interface PropertyRow<
  Kind extends PropertyKind = PropertyKind,
  Mode extends PropertyMode = PropertyMode,
  Scope extends PropertyScope = PropertyScope,
  Value extends string = string,
> {
  readonly kind: Kind;
  readonly mode: Mode;
  readonly scope: Scope;
  /** Devices that have it, of OpenVINO 2026.4. */
  readonly devices: readonly string[];
  /** Devices whose compiled models tell it. They let it change where {@link PropertyRow.live} says so. */
  readonly compiledModels: readonly string[];
  /** Whether it can be set while a compiled model lives. */
  readonly live: boolean;
  /** All words of an `enum`. */
  readonly values: readonly Value[] | undefined;
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

type Extra = Partial<Pick<PropertyRow, 'live' | 'aliases' | 'range' | 'writableUntil'>>;

function row<
  K extends PropertyKind,
  M extends PropertyMode,
  S extends PropertyScope = 'device',
  V extends string = never,
>(
  kind: K,
  mode: M,
  where: Where,
  summary: string,
  { scope, values, ...extra }: Extra & { scope?: S | undefined; values?: readonly V[] | undefined } = {},
): PropertyRow<K, M, S, V> {
  const [devices = [], compiledModels = []] = where
    .split('>')
    .map((part) => part.split(' ').filter((name) => name !== ''));
  return Object.freeze({
    kind,
    mode,
    scope: scope ?? ('device' as S),
    devices,
    compiledModels,
    live: false,
    values,
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

type Row<
  K extends PropertyKind,
  M extends PropertyMode,
  S extends PropertyScope = 'device',
  V extends string = never,
> = PropertyRow<K, M, S, V>;

/** A row of a kind that needs nothing else: `plain('string')('RO', 'CPU', 'What it is')`. */
function plain<K extends PropertyKind>(kind: K, limits: Extra = {}) {
  return <const M extends PropertyMode, const S extends PropertyScope = 'device'>(
    mode: M,
    where: Where,
    summary: string,
    extra: Extra & { scope?: S } = {},
  ): Row<K, M, S> => row(kind, mode, where, summary, { ...limits, ...extra });
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

/** One of some words, separated by spaces. */
export function words<const M extends PropertyMode, const V extends string, const S extends PropertyScope = 'device'>(
  values: readonly V[],
  mode: M,
  where: Where,
  summary: string,
  extra: Extra & { scope?: S } = {},
): Row<'enum', M, S, V> {
  return row('enum', mode, where, summary, { ...extra, values });
}

/** Any of some words. */
export function manyWords<const M extends PropertyMode, const V extends string>(
  values: readonly V[],
  mode: M,
  where: Where,
  summary: string,
): Row<'enums', M, 'device', V> {
  return row('enums', mode, where, summary, { values });
}

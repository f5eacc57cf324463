import type { ElementType } from './element.js';
import type { PropertyKind, PropertyMode, PropertyRow, PropertyScope } from './property-rows.js';
import type { TABLE } from './property-table.js';

type Table = typeof TABLE;

/** Name of a property that OpenVINO 2026.4 has; docs/properties.md lists them. */
export type PropertyName = keyof Table;

/** Name of a property that can be read. */
export type ReadablePropertyName = {
  [Name in PropertyName]: Table[Name]['mode'] extends 'WO' ? never : Name;
}[PropertyName];

/**
 * Name of a property that can be given to {@link Core.setProperty} or {@link Core.compileModel}: none that is read only, is
 * of remote contexts, or holds an object of C++.
 */
export type WritablePropertyName = {
  [Name in PropertyName]: Table[Name] extends { mode: 'RO' } | { scope: 'remote' } | { kind: 'object' } ? never : Name;
}[PropertyName];

/** Address of a device on its bus. */
export interface PciInfo {
  readonly domain: number;
  readonly bus: number;
  readonly device: number;
  readonly function: number;
}

/** What a compiled model's devices were compiled with: `{ CPU: { NUM_STREAMS: 2, … } }`. */
export type DevicePropertyValues = {
  readonly [device: string]: PropertyValues;
};

/** Properties with their values, as they are read. */
export interface PropertyValues extends KnownValues {
  readonly [name: string]: PropertyValue | undefined;
}
type KnownValues = { readonly [Name in ReadablePropertyName]?: PropertyValueOf<Name> };

/** A property's value as this package gives it. */
export type PropertyValue =
  | string
  | number
  | bigint
  | boolean
  | readonly string[]
  | readonly number[]
  | PciInfo
  | Readonly<Record<string, number>>
  | Readonly<Record<string, Readonly<Record<string, number>>>>
  | DevicePropertyValues;

/** Element type of a property; `undefined` is what releases before 2025.0 say where it is not decided. */
type PropertyElementType = ElementType | 'undefined';

/** What is read, by kind. */
type ValueOfKind<Row extends PropertyRow> = {
  boolean: boolean;
  integer: number;
  uint64: number | bigint;
  float: number;
  string: string;
  id: string;
  path: string;
  enum: WordsOf<Row>;
  enums: WordsOf<Row>[];
  elementType: PropertyElementType;
  strings: string[];
  devices: string;
  streams: number | 'AUTO' | 'NUMA';
  range2: [least: number, most: number];
  range3: [least: number, most: number, step: number];
  pciInfo: PciInfo;
  elementNumbers: { readonly [Type in ElementType]?: number };
  numbers: Readonly<Record<string, number>>;
  percentages: Readonly<Record<string, number>>;
  curves: Readonly<Record<string, Readonly<Record<string, number>>>>;
  deviceProperties: DevicePropertyValues;
  object: string;
}[Row['kind']];

type WordsOf<Row> = Row extends PropertyRow<PropertyKind, PropertyMode, PropertyScope, infer Word> ? Word : never;

/** A whole number: as such, or its digits. */
type Whole = number | bigint | `${bigint}`;
/** A map as the library writes it: `'{CPU:80}'`. */
type MapText = '' | `{${string}}`;

/** What is accepted, by kind. */
type InputOfKind<Row extends PropertyRow> = {
  boolean: boolean | 'YES' | 'NO';
  integer: Whole;
  uint64: Whole;
  float: number | `${number}`;
  string: string;
  id: string | number;
  path: string;
  enum: WordsOf<Row>;
  enums: WordsOf<Row> | readonly WordsOf<Row>[];
  elementType: PropertyElementType;
  strings: string | readonly string[];
  devices: string | readonly string[];
  streams: Whole | 'AUTO' | 'NUMA';
  range2: never;
  range3: never;
  pciInfo: never;
  elementNumbers: never;
  numbers: Readonly<Record<string, number>> | MapText;
  percentages: Readonly<Record<string, number>> | MapText;
  curves: Readonly<Record<string, Readonly<Record<number, number>>>> | MapText;
  deviceProperties: { readonly [device: string]: Properties | undefined } | MapText;
  object: never;
}[Row['kind']];

/**
 * What `getProperty` gives for a name: a known property's own type (`never` where it can't be read), text for a name that
 * the table lacks, any of them for a `string` that is not known before run time.
 *
 * A runtime that answers in a form unknown to the table has its text passed on as it is.
 *
 * @example
 * ```ts
 * import type { PropertyValueOf } from '@x/openvino-node';
 *
 * const streams: PropertyValueOf<'NUM_STREAMS'> = core.getProperty('CPU', 'NUM_STREAMS'); // number | 'AUTO' | 'NUMA'
 * ```
 */
export type PropertyValueOf<Name extends string> = string extends Name
  ? PropertyValue
  : Name extends PropertyName
    ? Table[Name]['mode'] extends 'WO'
      ? never
      : ValueOfKind<Table[Name]>
    : string;

/**
 * What can be set for a name: `never` for what is read only, is of remote contexts, or holds an object of C++.
 *
 * @example
 * ```ts
 * import type { PropertyInputOf } from '@x/openvino-node';
 *
 * const hint: PropertyInputOf<'PERFORMANCE_HINT'> = 'THROUGHPUT';
 * ```
 */
export type PropertyInputOf<Name extends string> = Name extends WritablePropertyName
  ? InputOfKind<Table[Name]>
  : Name extends PropertyName
    ? never
    : PropertyInput;

/** A value to set; objects are for maps and `DEVICE_PROPERTIES`: `{ CPU: { NUM_STREAMS: 2 } }`. */
export type PropertyInput =
  | string
  | number
  | bigint
  | boolean
  | readonly (string | number)[]
  | { readonly [key: string]: PropertyInput | undefined };

type KnownProperties = { readonly [Name in PropertyName]?: PropertyInputOf<Name> | undefined };

/**
 * Properties to set, by name. Those of the table are typed; other names go to the library as text. What is `undefined` is
 * left out.
 *
 * @example
 * ```ts
 * import type { Properties } from '@x/openvino-node';
 *
 * const properties: Properties = { PERFORMANCE_HINT: 'THROUGHPUT', NUM_STREAMS: 2, PERF_COUNT: true };
 * core.compileModelSync(model, 'CPU', properties).close();
 * ```
 */
export interface Properties extends KnownProperties {
  readonly [name: string]: PropertyInput | undefined;
}

/** What the table knows of a property; see {@link properties}. */
export interface PropertyInfo<Name extends PropertyName = PropertyName> {
  /** Its name, as the library has it. */
  readonly name: Name;
  /** What its values are. */
  readonly kind: Table[Name]['kind'];
  /** `RO` can only be read, `WO` only be set, `RW` both: of a core. Compiled models let few change. */
  readonly mode: Table[Name]['mode'];
  /** Where it is given: to a device, to OpenVINO (`core`), to `compileModel` alone, to a remote context. */
  readonly scope: Table[Name]['scope'];
  /** Devices that have it, in OpenVINO 2026.4. */
  readonly devices: readonly string[];
  /** Devices whose compiled models tell it. */
  readonly compiledModels: readonly string[];
  /** Whether a compiled model lets it change. */
  readonly live: boolean;
  /** All its words, where it has such. */
  readonly values: readonly WordsOf<Table[Name]>[] | undefined;
  /** Least and greatest number that it takes. */
  readonly range: readonly [least: number | bigint, most: number | bigint] | undefined;
  /** What it is, in a sentence. */
  readonly summary: string;
}

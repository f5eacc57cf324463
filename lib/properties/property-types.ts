import type { ElementType } from '../tensor/element.js';
import type { KnownProperties } from './known-properties.js';

/**
 * Name of a property that OpenVINO 2026.4 has; {@link KnownProperties} lists them.
 *
 * @category Properties
 * @example
 * ```ts
 * const names = Object.keys(properties) as PropertyName[];
 * assert.ok(names.includes('NUM_STREAMS'));
 * ```
 */
export type PropertyName = keyof KnownProperties;

/**
 * Name of a property that can be read.
 *
 * @category Properties
 * @example
 * ```ts
 * const shown: ReadablePropertyName[] = ['FULL_DEVICE_NAME', 'NUM_STREAMS', 'PERFORMANCE_HINT'];
 * for (const name of shown) console.log(name, core.getProperty('CPU', name));
 * ```
 */
export type ReadablePropertyName = {
  [Name in PropertyName]: KnownProperties[Name]['mode'] extends 'WO' ? never : Name;
}[PropertyName];

/**
 * The type of a property to read: its name, or an entry of {@link properties}. A name that TypeScript knows as that of a
 * property which can only be set is refused; others are any text, for plugins have properties of their own.
 *
 * @category Properties
 * @example
 * ```ts
 * function show<Name extends ReadablePropertyName>(property: PropertyToRead<Name>): void {
 *   console.log(core.getProperty('CPU', property));
 * }
 * show('NUM_STREAMS');
 * show(properties.FULL_DEVICE_NAME);
 * ```
 */
export type PropertyToRead<Name extends string> = [Name] extends [Exclude<PropertyName, ReadablePropertyName>]
  ? PropertyToRead<ReadablePropertyName>
  :
      | Name
      | {
          /** Its name. */
          readonly name: Name;
        };

/**
 * Name of a property that can be given to {@link Core.setProperty} or {@link Core.compileModel}: none that is read only, is
 * of remote contexts, or holds an object of C++.
 *
 * @category Properties
 * @example
 * ```ts
 * function switchOn(name: WritablePropertyName & `ENABLE_${string}`): void {
 *   core.setProperty('CPU', { [name]: true });
 * }
 * switchOn('ENABLE_CPU_PINNING');
 * ```
 */
export type WritablePropertyName = {
  [Name in PropertyName]: KnownProperties[Name]['mode'] extends 'RO'
    ? never
    : KnownProperties[Name]['scope'] extends 'remote'
      ? never
      : KnownProperties[Name]['kind'] extends 'object'
        ? never
        : Name;
}[PropertyName];

/**
 * Address of a device on its bus.
 *
 * @category Properties
 * @example
 * ```ts
 * function address(device: string): string {
 *   const { domain, bus, device: number, function: fn }: PciInfo = core.getProperty(device, 'DEVICE_PCI_INFO');
 *   return `${domain}:${bus}:${number}.${fn}`; // of 'GPU': '0:3:0.0'
 * }
 * ```
 */
export interface PciInfo {
  /** Number of the PCI domain, 0 on most machines. */
  readonly domain: number;
  /** Number of the bus. */
  readonly bus: number;
  /** Number of the device on its bus. */
  readonly device: number;
  /** Number of the function in its device. */
  readonly function: number;
}

/**
 * What a compiled model's devices were compiled with: `{ CPU: { NUM_STREAMS: 2, … } }`.
 *
 * @category Properties
 * @example
 * ```ts
 * const compiled = core.compileModelSync(model, 'AUTO:CPU');
 * const byDevice: DevicePropertyValues = compiled.getProperty('DEVICE_PROPERTIES');
 * for (const [device, values] of Object.entries(byDevice)) console.log(device, values.NUM_STREAMS);
 * ```
 */
export type DevicePropertyValues = {
  readonly [device: string]: PropertyValues;
};

/**
 * Properties with their values, as they are read.
 *
 * @category Properties
 * @example
 * ```ts
 * const values: PropertyValues = { NUM_STREAMS: core.getProperty('CPU', 'NUM_STREAMS') };
 * console.log(values.NUM_STREAMS); // number | 'AUTO' | 'NUMA' | undefined
 * ```
 */
export interface PropertyValues extends KnownValues {
  readonly [name: string]: PropertyValue | undefined;
}

type KnownValues = {
  readonly [Name in keyof KnownProperties as Name extends ReadablePropertyName ? Name : never]?: PropertyValueOf<Name>;
};

/**
 * A property's value as this package gives it.
 *
 * @category Properties
 * @example
 * ```ts
 * for (const name of core.getProperty('CPU', 'SUPPORTED_PROPERTIES')) {
 *   const value: PropertyValue = core.getProperty('CPU', name);
 *   console.log(name, value);
 * }
 * ```
 */
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

/**
 * What is read, by kind. What a runtime answers in another form is its text.
 *
 * @category Properties
 * @typeParam Word Words of the property.
 * @example
 * ```ts
 * const range: ValuesByKind['range2'] = core.getProperty('CPU', 'RANGE_FOR_STREAMS');
 * const [least, most] = range;
 * ```
 */
export interface ValuesByKind<Word extends string = string> {
  /** True or false. */
  boolean: boolean;
  /** A whole number. */
  integer: number;
  /** A whole number; a bigint where a number would not be exact. */
  uint64: number | bigint;
  /** A number. */
  float: number;
  /** Text. */
  string: string;
  /** Text that may be digits. */
  id: string;
  /** Path of a file or folder. */
  path: string;
  /** One of the property's words. */
  enum: Word;
  /** Some of the property's words. */
  enums: Word[];
  /** An element type; `'undefined'` is what releases before 2025.0 say where it is not decided. */
  elementType: ElementType | 'undefined';
  /** Texts. */
  strings: string[];
  /** Devices, separated by commas: `'GPU,CPU'`. */
  devices: string;
  /** A number of streams, or how it is chosen. */
  streams: number | 'AUTO' | 'NUMA';
  /** Least and greatest number. */
  range2: [least: number, most: number];
  /** Least and greatest number, and the step between those that are allowed. */
  range3: [least: number, most: number, step: number];
  /** Address on the bus. */
  pciInfo: PciInfo;
  /** Numbers by element type: `{ f16: 2500, i8: 5000 }`. */
  elementNumbers: Readonly<Partial<Record<ElementType, number>>>;
  /** Numbers by name. */
  numbers: Readonly<Record<string, number>>;
  /** Percentages by device: `{ CPU: 80 }`. */
  percentages: Readonly<Record<string, number>>;
  /** Scores by percentage by device: `{ CPU: { 0: 1, 100: 2.5 } }`. */
  curves: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Properties by device. */
  deviceProperties: DevicePropertyValues;
  /** The library's text for an object of C++. */
  object: string;
}

/**
 * What can be set, by kind.
 *
 * @category Properties
 * @typeParam Word Words of the property.
 * @example
 * ```ts
 * const streams: InputsByKind['streams'] = 'AUTO';
 * core.setProperty('CPU', { NUM_STREAMS: streams });
 * ```
 */
export interface InputsByKind<Word extends string = string> {
  /** True or false, or the library's words for them. */
  boolean: boolean | 'YES' | 'NO';
  /** A whole number, or its digits. */
  integer: number | bigint | `${bigint}`;
  /** A whole number from 0 to 2^64 - 1, or its digits; a bigint from 2^53 on. */
  uint64: number | bigint | `${bigint}`;
  /** A number, or its text. */
  float: number | `${number}`;
  /** Text. */
  string: string;
  /** Text, or a number. */
  id: string | number;
  /** Path of a file or folder. */
  path: string;
  /** One of the property's words. */
  enum: Word;
  /** One or some of the property's words. */
  enums: Word | readonly Word[];
  /** An element type; `'undefined'` is of releases before 2025.0. */
  elementType: ElementType | 'undefined';
  /** Texts, or one text with spaces between them. */
  strings: string | readonly string[];
  /** Devices, or one text with commas between them. */
  devices: string | readonly string[];
  /** A number of streams, or how to choose it. */
  streams: number | bigint | `${bigint}` | 'AUTO' | 'NUMA';
  /** Is never set. */
  range2: never;
  /** Is never set. */
  range3: never;
  /** Is never set. */
  pciInfo: never;
  /** Is never set. */
  elementNumbers: never;
  /** Numbers by name, or a map as the library writes it: `'{a:1}'`. */
  numbers: Readonly<Record<string, number>> | '' | `{${string}}`;
  /** Percentages by device, or a map as the library writes it: `'{CPU:80}'`. */
  percentages: Readonly<Record<string, number>> | '' | `{${string}}`;
  /** Scores by percentage by device, or a map as the library writes it: `'{CPU:{0:1,100:2.5}}'`. */
  curves: Readonly<Record<string, Readonly<Record<number, number>>>> | '' | `{${string}}`;
  /** Properties by device, or a map as the library writes it: `'{CPU:{NUM_STREAMS:2}}'`. */
  deviceProperties: { readonly [device: string]: Properties | undefined } | '' | `{${string}}`;
  /** Objects of C++ can't be set. */
  object: never;
}

/**
 * What `getProperty` gives for a name: a known property's own type (`never` where it can't be read), text for a name that
 * the table lacks, any of them for a `string` that is not known before run time.
 *
 * A runtime that answers in a form unknown to the table has its text passed on as it is.
 *
 * @category Properties
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
    ? KnownProperties[Name]['mode'] extends 'WO'
      ? never
      : ValuesByKind<KnownProperties[Name]['word']>[KnownProperties[Name]['kind']]
    : string;

/**
 * What can be set for a name: `never` for what is read only, is of remote contexts, or holds an object of C++.
 *
 * @category Properties
 * @example
 * ```ts
 * import type { PropertyInputOf } from '@x/openvino-node';
 *
 * const hint: PropertyInputOf<'PERFORMANCE_HINT'> = 'THROUGHPUT';
 * ```
 */
export type PropertyInputOf<Name extends string> = Name extends WritablePropertyName
  ? InputsByKind<KnownProperties[Name]['word']>[KnownProperties[Name]['kind']]
  : Name extends PropertyName
    ? never
    : PropertyInput;

/**
 * A value to set; objects are for maps and `DEVICE_PROPERTIES`: `{ CPU: { NUM_STREAMS: 2 } }`.
 *
 * @category Properties
 * @example
 * ```ts
 * function set(name: string, value: PropertyInput): void {
 *   core.setProperty('CPU', { [name]: value }); // checked at run time
 * }
 * set('NUM_STREAMS', 2);
 * ```
 */
export type PropertyInput =
  | string
  | number
  | bigint
  | boolean
  | readonly (string | number)[]
  | { readonly [key: string]: PropertyInput | undefined };

type KnownInputs = { readonly [Name in keyof KnownProperties]?: PropertyInputOf<Name> | undefined };

/**
 * Properties to set, by name. Those of the table are typed; other names go to the library as text. What is `undefined` is
 * left out.
 *
 * @category Properties
 * @example
 * ```ts
 * import type { Properties } from '@x/openvino-node';
 *
 * const properties: Properties = { PERFORMANCE_HINT: 'THROUGHPUT', NUM_STREAMS: 2, PERF_COUNT: true };
 * core.compileModelSync(model, 'CPU', properties).close();
 * ```
 */
export interface Properties extends KnownInputs {
  readonly [name: string]: PropertyInput | undefined;
}

/**
 * What the table knows of a property; {@link properties} has them.
 *
 * @category Properties
 * @example
 * ```ts
 * const { kind, values, summary }: PropertyInfo<'PERFORMANCE_HINT'> = properties.PERFORMANCE_HINT;
 * console.log(kind, values, summary); // enum [ 'LATENCY', 'THROUGHPUT', 'CUMULATIVE_THROUGHPUT' ] What to be fast at.
 * ```
 */
export interface PropertyInfo<Name extends PropertyName = PropertyName> {
  /** Its name, as the library has it. */
  readonly name: Name;
  /** What its values are. */
  readonly kind: KnownProperties[Name]['kind'];
  /** `RO` can only be read, `WO` only be set, `RW` both: of a core. Compiled models let few change. */
  readonly mode: KnownProperties[Name]['mode'];
  /** Where it is given: to a device, to OpenVINO (`core`), to `compileModel` alone, to a remote context. */
  readonly scope: KnownProperties[Name]['scope'];
  /** Devices that have it, in OpenVINO 2026.4. */
  readonly devices: readonly string[];
  /** Devices whose compiled models tell it. */
  readonly compiledModels: readonly string[];
  /** Whether a compiled model lets it change. */
  readonly live: boolean;
  /** All its words, where it has such. */
  readonly values: readonly KnownProperties[Name]['word'][] | undefined;
  /** Least and greatest number that it takes. */
  readonly range: readonly [least: number | bigint, most: number | bigint] | undefined;
  /** What it is, in a sentence. */
  readonly summary: string;
}

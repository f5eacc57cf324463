/**
 * How a property is used: `RO` can only be read, `WO` only be set, `RW` both.
 *
 * @category Properties
 * @example
 * ```ts
 * const mode: PropertyMode = properties.EXECUTION_DEVICES.mode;
 * assert.equal(mode, 'RO');
 * ```
 */
export type PropertyMode = 'RO' | 'RW' | 'WO';

/**
 * Where a property is given: to a device (`setProperty`, `compileModel`); to OpenVINO itself, without a device; to
 * `compileModel` alone; or to a remote context and its tensors, whose calls take it in ways of their own.
 *
 * @category Properties
 * @example
 * ```ts
 * const namesOf = (scope: PropertyScope): string[] =>
 *   Object.values(properties)
 *     .filter((info) => info.scope === scope)
 *     .map(({ name }) => name);
 * assert.ok(namesOf('core').includes('ENABLE_MMAP'));
 * ```
 */
export type PropertyScope = 'device' | 'core' | 'compile' | 'remote';

/**
 * What a property's values are: {@link ValuesByKind} has what is read of each kind, {@link InputsByKind} what is set.
 *
 * @category Properties
 * @example
 * ```ts
 * const kind: PropertyKind = properties.NUM_STREAMS.kind;
 * assert.equal(kind, 'streams');
 * ```
 */
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

/**
 * What the types know of a property; {@link properties} has more at run time.
 *
 * @category Properties
 * @example
 * ```ts
 * type Hint = KnownProperties['PERFORMANCE_HINT']; // PropertyFacts<'enum', 'RW', 'device', 'LATENCY' | 'THROUGHPUT' | …>
 * const hint: Hint['word'] = 'CUMULATIVE_THROUGHPUT';
 * ```
 */
export interface PropertyFacts<
  Kind extends PropertyKind,
  Mode extends PropertyMode,
  Scope extends PropertyScope = 'device',
  Word extends string = never,
> {
  /** What its values are. */
  readonly kind: Kind;
  /** Whether it can be read and set. */
  readonly mode: Mode;
  /** Where it is given. */
  readonly scope: Scope;
  /** Its words, of the kinds `enum` and `enums`; others have none. */
  readonly word: Word;
}

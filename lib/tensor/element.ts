import { types } from 'node:util';
import { capital, describe } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';

/**
 * Every element type of the C API, in the order that the addon numbers them (native/element.cc holds the same list; the
 * numbers of the library itself differ by release and are chosen when a runtime is opened).
 */
const TYPES = {
  /** Any type: of a port whose type is not known yet; no tensor has it. */
  dynamic: { bits: 0, array: Uint8Array },
  /** A byte, 0 or 1. */
  boolean: { bits: 8, array: Uint8Array },
  /** The 16 bits of a bfloat16, the upper half of an f32. */
  bf16: { bits: 16, array: Uint16Array },
  /** The 16 bits of an IEEE 754 half. */
  f16: { bits: 16, array: Uint16Array },
  /** IEEE 754 single. */
  f32: { bits: 32, array: Float32Array },
  /** IEEE 754 double. */
  f64: { bits: 64, array: Float64Array },
  /** Signed 4-bit integers, two a byte. */
  i4: { bits: 4, array: Uint8Array },
  /** Signed 8-bit integers. */
  i8: { bits: 8, array: Int8Array },
  /** Signed 16-bit integers. */
  i16: { bits: 16, array: Int16Array },
  /** Signed 32-bit integers. */
  i32: { bits: 32, array: Int32Array },
  /** Signed 64-bit integers. */
  i64: { bits: 64, array: BigInt64Array },
  /** Bits, eight a byte. */
  u1: { bits: 1, array: Uint8Array },
  /** Unsigned 2-bit integers, four a byte. */
  u2: { bits: 2, array: Uint8Array },
  /** Unsigned 3-bit integers, eight in 3 bytes. */
  u3: { bits: 3, array: Uint8Array },
  /** Unsigned 4-bit integers, two a byte. */
  u4: { bits: 4, array: Uint8Array },
  /** Unsigned 6-bit integers, four in 3 bytes. */
  u6: { bits: 6, array: Uint8Array },
  /** Unsigned 8-bit integers. */
  u8: { bits: 8, array: Uint8Array },
  /** Unsigned 16-bit integers. */
  u16: { bits: 16, array: Uint16Array },
  /** Unsigned 32-bit integers. */
  u32: { bits: 32, array: Uint32Array },
  /** Unsigned 64-bit integers. */
  u64: { bits: 64, array: BigUint64Array },
  /** 4-bit NormalFloats, two a byte. */
  nf4: { bits: 4, array: Uint8Array },
  /** 8-bit floats with 4 bits of exponent and 3 of mantissa. */
  f8e4m3: { bits: 8, array: Uint8Array },
  /** 8-bit floats with 5 bits of exponent and 2 of mantissa. */
  f8e5m2: { bits: 8, array: Uint8Array },
  /** Strings: a tensor of them has no `data` (see {@link Tensor.strings}). */
  string: { bits: 0, array: Uint8Array },
  /** 4-bit floats with 2 bits of exponent and 1 of mantissa, two a byte. */
  f4e2m1: { bits: 4, array: Uint8Array },
  /** Powers of two by their 8-bit exponent. */
  f8e8m0: { bits: 8, array: Uint8Array },
} as const;

/**
 * The class of `tensor.data` for each element type: packed types, 8-bit floats and booleans are bytes, f16 and bf16 are
 * their 16 bits. Strings have no such class: they are in `tensor.strings`.
 *
 * @category Tensors
 * @interface
 * @example
 * ```ts
 * const halves: ElementArrays['bf16'] = encodeHalf([0.5, 1.5], 'bf16'); // a Uint16Array
 * ```
 */
export type ElementArrays = {
  readonly [Type in keyof typeof TYPES]: Type extends 'string' ? never : (typeof TYPES)[Type]['array']['prototype'];
};

/**
 * Name of an element type, as OpenVINO writes it: `'f32'`, `'u8'`, `'bf16'` …
 *
 * @category Tensors
 * @example
 * ```ts
 * const wanted: ElementType = 'f32';
 * assert.equal(compiledModel.input().elementType, wanted);
 * ```
 */
export type ElementType = { [Type in keyof ElementArrays]: Type }[keyof ElementArrays];

/**
 * An element type whose elements have a size: what memory of a device can hold.
 *
 * @category Tensors
 * @example
 * ```ts
 * function onDevice(context: RemoteContext, type: SizedElementType): RemoteTensor {
 *   return context.createTensor(type, [1, 3, 32, 32]);
 * }
 * ```
 */
export type SizedElementType = Exclude<ElementType, 'dynamic' | 'string'>;

/**
 * The class of `tensor.data` for an element type: `TypedArrayOf<'f32'>` is Float32Array.
 *
 * @category Tensors
 * @example
 * ```ts
 * function largest(scores: TypedArrayOf<'f32'>): number {
 *   return Math.max(...scores);
 * }
 * largest(Float32Array.of(0.1, 0.9));
 * ```
 */
export type TypedArrayOf<Type extends ElementType = ElementType> = ElementArrays[Type];

/** Float16Array, where the program's types know that class; else nothing. */
type HalfArray = typeof globalThis extends { Float16Array: { prototype: infer Half } } ? Half : never;

/**
 * Arrays that a tensor of an element type can be made over: those of the class of its `data`, for bytes also
 * Uint8ClampedArray (a Buffer is a Uint8Array), and for f16 also Float16Array, where the program's types know it; strings for
 * `string`.
 *
 * @category Tensors
 * @example
 * ```ts
 * const pixels: TensorData<'u8'> = Buffer.from([0, 127, 255]);
 * const tensor = new Tensor('u8', [3], pixels);
 * ```
 */
export type TensorData<Type extends ElementType = ElementType> = AcceptedArrays[Type];

type AcceptedArrays = {
  readonly [Type in ElementType]: Type extends 'string'
    ? readonly string[]
    : Type extends 'f16'
      ? Uint16Array | HalfArray
      : ElementArrays[Type] extends Uint8Array
        ? Uint8Array | Uint8ClampedArray
        : ElementArrays[Type];
};

/**
 * Views that can hold a tensor's elements.
 *
 * @category Tensors
 * @example
 * ```ts
 * const bytesOf = (data: TypedArray): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
 * assert.equal(bytesOf(tensor.data).length, tensor.byteLength);
 * ```
 */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** Constructor of a {@link TypedArray}. */
export type TypedArrayConstructor = new (buffer: ArrayBufferLike, byteOffset?: number, length?: number) => TypedArray;

/**
 * Names of the element types, each under itself: the type of {@link element}.
 *
 * @interface
 * @category Tensors
 * @example
 * ```ts
 * const { f32, u8 }: ElementNames = element;
 * ```
 */
export type ElementNames = { readonly [Type in keyof typeof TYPES]: Type };

/**
 * Names of the element types as constants: `element.f32 === 'f32'`.
 *
 * @category Tensors
 * @example
 * ```ts
 * const tensor = new Tensor(element.f32, [1, 3, 32, 32]);
 * assert.equal(element.f32, 'f32');
 * ```
 */
export const element: ElementNames = Object.freeze(
  Object.fromEntries(Object.keys(TYPES).map((name) => [name, name])),
) as ElementNames;

/**
 * An element type, as openvino-node names it: {@link ElementType}.
 *
 * @category Tensors
 * @example
 * ```ts
 * const type: element = element.u8;
 * ```
 */
export type element = ElementType;

const NAMES = Object.keys(TYPES) as ElementType[];
const INDEX = new Map(NAMES.map((name, index) => [name, index]));

/** Names of all element types. */
export function elementNames(): readonly string[] {
  return NAMES;
}

/** The addon's number of a type. */
export function elementIndex(type: ElementType): number {
  return INDEX.get(type) as number;
}

/** The type of an addon's number. */
export function elementName(index: number): ElementType {
  return NAMES[index] ?? 'dynamic';
}

/** Refuses what is no element type. */
export function checkElementType(type: unknown): asserts type is ElementType {
  if (typeof type !== 'string' || !INDEX.has(type as ElementType)) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `${capital(describe(type))} is not an element type; the types are ${NAMES.join(', ')}.`,
    );
  }
}

/** Constructor of the typed array that holds elements of a type: sub-byte and 8-bit float types are bytes. */
export function arrayConstructor(type: ElementType): TypedArrayConstructor {
  return TYPES[type].array as TypedArrayConstructor;
}

/**
 * Bytes that `count` elements take. Types below a byte are packed; u3 and u6 are stored in groups of 3 bytes (8 and 4
 * elements), as the library's own `ov_tensor_get_byte_size` counts them.
 */
export function byteLengthOf(type: ElementType, count: number): number {
  const { bits } = TYPES[type];
  if (bits === 3) return Math.ceil(count / 8) * 3;
  if (bits === 6) return Math.ceil(count / 4) * 3;
  return bits >= 8 ? (bits / 8) * count : Math.ceil((bits * count) / 8);
}

/** Whether a value is a typed array, of whatever realm (test runners give each file its own). */
export function isTypedArray(value: unknown): value is TypedArray {
  return types.isTypedArray(value);
}

/** A typed array's class by its own account: an array of another realm is no `instanceof` of this one's. */
const classOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)
  ?.get as (this: TypedArray) => string;

/**
 * Whether an array's class fits a type: the exact class, or for types without a class of their own (f16, bf16, sub-byte
 * types) a class of the same width holding raw bits. `Uint8ClampedArray` and `Buffer` count as bytes, `Float16Array`
 * (where the engine has it) as f16.
 */
export function arrayFits(type: ElementType, array: TypedArray): boolean {
  const name = classOf.call(array);
  if (name === 'Float16Array') return type === 'f16';
  return name === TYPES[type].array.name || (name === 'Uint8ClampedArray' && TYPES[type].array === Uint8Array);
}

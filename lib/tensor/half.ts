import { types } from 'node:util';
import { describe } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/**
 * Decodes 16-bit floats to f32, exactly.
 *
 * @category Tensors
 * @param halves Bits of f16 (IEEE 754 binary16) or bf16 (the upper half of an f32).
 * @throws OpenVINOError `INVALID_ARGUMENT` for what is no Uint16Array, and for another type.
 * @example
 * ```ts
 * assert.deepEqual([...decodeHalf(Uint16Array.of(0x3c00, 0xc000), 'f16')], [1, -2]);
 * ```
 */
export function decodeHalf(halves: Uint16Array, type: 'f16' | 'bf16'): Float32Array {
  checkHalfType(type);
  if (!types.isUint16Array(halves)) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `The bits of 16-bit floats are a Uint16Array, not ${describe(halves)}.`,
    );
  }
  const result = new Float32Array(halves.length);
  if (type === 'bf16') {
    const words = new Uint32Array(result.buffer);
    for (let i = 0; i < halves.length; i++) words[i] = (halves[i] as number) << 16;
    return result;
  }
  for (let i = 0; i < halves.length; i++) result[i] = decodeF16(halves[i] as number);
  return result;
}

/**
 * Encodes f32 to 16-bit floats, rounding to the nearest, ties to even; what is too large becomes infinity.
 *
 * @category Tensors
 * @param values An array of numbers, or a typed array of them (not of bigints).
 * @throws OpenVINOError `INVALID_ARGUMENT` for what is no such array, and for another type.
 * @example
 * ```ts
 * const tensor = new Tensor('f16', [3], encodeHalf([1, -2, 0.1], 'f16'));
 * assert.equal(tensor.toFloat32Array()[1], -2);
 * ```
 */
export function encodeHalf(values: ArrayLike<number>, type: 'f16' | 'bf16'): Uint16Array {
  checkHalfType(type);
  checkNumbers(values);
  const result = new Uint16Array(values.length);
  const encode = type === 'f16' ? encodeF16 : encodeBf16;
  for (let i = 0; i < values.length; i++) result[i] = encode(values[i] as number);
  return result;
}

function checkHalfType(type: unknown): void {
  if (type === 'f16' || type === 'bf16') return;
  throw new OpenVINOError('INVALID_ARGUMENT', `The type of 16-bit floats is 'f16' or 'bf16', not ${describe(type)}.`);
}

/** What is no number would become NaN or 0 without a word. */
function checkNumbers(values: unknown): void {
  if (types.isTypedArray(values)) {
    if (!types.isBigInt64Array(values) && !types.isBigUint64Array(values)) return;
  } else if (Array.isArray(values)) {
    for (let i = 0; i < values.length; i++) {
      if (typeof values[i] === 'number') continue;
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `Numbers are encoded as 16-bit floats, and not ${describe(values[i])} at ${i}.`,
      );
    }
    return;
  }
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `What is encoded as 16-bit floats is an array of numbers, not ${describe(values)}.`,
  );
}

function decodeF16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function encodeF16(value: number): number {
  float[0] = value;
  const word = bits[0] as number;
  const sign = (word >>> 16) & 0x8000;
  const magnitude = Math.abs(float[0] as number);
  if (Number.isNaN(value)) return 0x7e00;
  if (magnitude >= 65520) return sign | 0x7c00;
  // below the smallest normal number the steps are 2^-24 apart
  if (magnitude < 2 ** -14) return sign | roundHalfEven(magnitude * 2 ** 24);
  const exponent = ((word >>> 23) & 0xff) - 127;
  return sign | (((exponent + 15) << 10) + roundHalfEven((magnitude / 2 ** exponent - 1) * 1024));
}

function encodeBf16(value: number): number {
  float[0] = value;
  const word = bits[0] as number;
  if (Number.isNaN(value)) return 0x7fc0;
  return ((word + 0x7fff + ((word >>> 16) & 1)) >>> 16) & 0xffff;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

import { OpenVINOError } from '../errors.js';
import type { ElementType, TypedArray } from './element.js';
import { decodeHalf } from './half.js';

/**
 * Elements as numbers: f32 as a copy, f16 and bf16 decoded, integers converted.
 *
 * @param count Number of elements: packed types have fewer in `data`.
 * @throws OpenVINOError `NOT_IMPLEMENTED` for packed and 8-bit float types.
 */
export function toFloat32(type: ElementType, data: TypedArray, count: number): Float32Array {
  if (type === 'f16' || type === 'bf16') return decodeHalf(data as Uint16Array, type);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float32Array.from(data, Number);
  if (data.length !== count || type.startsWith('f8')) {
    throw new OpenVINOError(
      'NOT_IMPLEMENTED',
      `Elements of type ${type} have no conversion to numbers here; read the bytes of data.`,
    );
  }
  return Float32Array.from(data);
}

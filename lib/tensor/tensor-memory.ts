import { describe } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';
import { elementCount, formatShape } from '../model/shape.js';
import {
  arrayConstructor,
  arrayFits,
  byteLengthOf,
  type ElementType,
  isTypedArray,
  type TypedArray,
} from './element.js';

/**
 * Strings that C can hold, copied.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT`, `SHAPE_MISMATCH` where they are not as many as the shape has elements.
 */
export function checkStrings(strings: unknown, shape: readonly number[]): readonly string[] {
  if (Array.isArray(strings)) checkStringCount(strings.length);
  // Array.from makes holes of an array undefined, which nothing else sees
  if (
    !Array.isArray(strings) ||
    Array.from<unknown>(strings).some((string) => typeof string !== 'string' || string.includes('\0'))
  ) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      'A string tensor is made from an array of strings without NUL characters.',
    );
  }
  if (strings.length === elementCount(shape)) return [...(strings as readonly string[])];
  throw new OpenVINOError(
    'SHAPE_MISMATCH',
    `A string tensor of shape ${formatShape(shape)} takes ${elementCount(shape)} strings, not ${strings.length}.`,
  );
}

/** Each is an object of C++ of 32 bytes, and one of JavaScript's. */
const MOST_STRINGS = 2 ** 24;

/** Strings for a shape: those that there are, as far as they go, and empty ones. */
export function stringsFor(shape: readonly number[], strings: readonly string[]): readonly string[] {
  const count = elementCount(shape);
  checkStringCount(count);
  return Array.from({ length: count }, (_, index) => strings[index] ?? '');
}

function checkStringCount(count: number): void {
  if (count <= MOST_STRINGS) return;
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `A tensor of ${count} strings is too large; ${MOST_STRINGS} are the most.`,
  );
}

/** Zeroed memory for a tensor, as the array that its `data` is. */
export function allocate(type: ElementType, shape: readonly number[]): TypedArray {
  const byteLength = byteLengthOf(type, elementCount(shape));
  const Data = arrayConstructor(type);
  try {
    return new Data(new ArrayBuffer(byteLength));
  } catch (cause) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `A tensor of shape ${formatShape(shape)} takes ${byteLength} bytes, more than can be allocated.`,
      { cause },
    );
  }
}

/** Checks an array against type and shape, and gives it in the class that `data` has. */
export function wrap(type: ElementType, shape: readonly number[], data: TypedArray): TypedArray {
  const Data = arrayConstructor(type);
  if (!isTypedArray(data))
    throw new OpenVINOError('INVALID_ARGUMENT', `Data of a ${type} tensor is a ${Data.name}, not ${describe(data)}.`);
  if (!arrayFits(type, data)) {
    throw new OpenVINOError(
      'ELEMENT_TYPE_MISMATCH',
      `A ${type} tensor takes a ${Data.name}, not a ${data.constructor.name}.`,
    );
  }
  const { buffer } = data as { buffer: ArrayBufferLike & { resizable?: boolean; growable?: boolean } };
  if (buffer.resizable === true || buffer.growable === true) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      'A tensor can not wrap a resizable buffer: shrinking it would leave the library with freed memory. Use one of fixed length.',
    );
  }
  checkAttached(data, type, shape);
  return data instanceof Data ? data : new Data(buffer, data.byteOffset, data.length);
}

/** Refuses an array whose buffer has gone, or whose length is not the shape's. */
export function checkAttached(data: TypedArray, type: ElementType, shape: readonly number[]): void {
  const expected = byteLengthOf(type, elementCount(shape));
  if (data.byteLength === expected) return;
  if (data.byteLength === 0 && isDetached(data)) {
    throw new OpenVINOError(
      'DETACHED_BUFFER',
      'The buffer of the tensor is detached (it was transferred elsewhere); make a tensor over the buffer that has the data now.',
    );
  }
  throw new OpenVINOError(
    'SHAPE_MISMATCH',
    `Shape ${formatShape(shape)} of type ${type} takes ${expected} bytes and the data has ${data.byteLength}.`,
  );
}

/** Node 20 has no ArrayBuffer.prototype.detached; making a view of a detached buffer throws there. */
export function isDetached(data: TypedArray): boolean {
  try {
    new Uint8Array(data.buffer);
    return false;
  } catch {
    return true;
  }
}

import { types } from 'node:util';
import { describe } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';

/** More than any operation takes. */
export const MOST_DIMENSIONS = 64;

/** Refuses a shape that is not an array of whole numbers from 0 to 2^53 − 1, or of more than 64 dimensions. */
export function checkShape(shape: unknown): asserts shape is readonly number[] {
  if (!Array.isArray(shape) && !types.isInt32Array(shape) && !types.isUint32Array(shape)) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `A shape is an array of dimensions such as [1, 3, 224, 224], not ${describe(shape)}.`,
    );
  }
  const dimensions = shape as readonly unknown[];
  if (dimensions.length > MOST_DIMENSIONS) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `A shape of ${dimensions.length} dimensions is too long; ${MOST_DIMENSIONS} are the most.`,
    );
  }
  for (const dimension of dimensions) {
    if (typeof dimension !== 'number' || !Number.isSafeInteger(dimension) || dimension < 0) {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `${describe(dimension)} is not a dimension of a tensor's shape; each is a whole number from 0 to 2^53 - 1.`,
      );
    }
  }
}

/**
 * Number of elements of a shape: the product of its dimensions, 1 for a scalar.
 *
 * The library multiplies without a check (2^33 × 2^33 gave 0), so the product is checked here.
 */
export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (const dimension of shape) count *= dimension;
  if (count > Number.MAX_SAFE_INTEGER) {
    throw new OpenVINOError('INVALID_ARGUMENT', `Shape ${formatShape(shape)} has more than 2^53 elements.`);
  }
  return count;
}

/** `[1,3,224,224]`, as OpenVINO writes shapes. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(',')}]`;
}

/** Whether two shapes are the same. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dimension, index) => dimension === b[index]);
}

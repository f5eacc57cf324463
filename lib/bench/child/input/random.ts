import { type ElementType, OpenVINOError, type TypedArray } from '../../../index.js';

/** Seed of the random input: the same elements in each run, on each machine. */
export const RANDOM_SEED = 0x5eed;

/** A small, fast and well-mixed generator (mulberry32) of numbers in [0, 1). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Fills a tensor's elements: floats from [0, 1), or [0.5, 1) where the type has 16 bits or less (no subnormal among them:
 * f16 subnormals cost up to a third more time), integers from 0 to 255 or to what their type holds, booleans 0 and 1,
 * packed types with random bits.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT` for strings, which nothing random stands for.
 */
export function fillRandom(data: TypedArray, elementType: ElementType, random: () => number): void {
  if (elementType === 'string' || elementType === 'dynamic') {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `An input of type ${elementType} can not be filled with random elements.`,
    );
  }
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    for (let index = 0; index < data.length; index++) data[index] = BigInt(Math.floor(random() * 256));
    return;
  }
  const next = generatorOf(elementType, random);
  for (let index = 0; index < data.length; index++) data[index] = next();
}

function generatorOf(elementType: ElementType, random: () => number): () => number {
  switch (elementType) {
    case 'f32':
    case 'f64':
      return random;
    case 'f16': // exponent of [0.5, 1), ten bits of fraction
      return () => (14 << 10) | Math.floor(random() * 1024);
    case 'bf16': // the same, with seven bits
      return () => (126 << 7) | Math.floor(random() * 128);
    case 'f8e4m3': // exponent 6 − 7
      return () => (6 << 3) | Math.floor(random() * 8);
    case 'f8e5m2': // exponent 14 − 15
      return () => (14 << 2) | Math.floor(random() * 4);
    case 'f8e8m0': // powers of two from 1/8 to 1
      return () => 124 + Math.floor(random() * 4);
    case 'boolean':
      return () => Math.floor(random() * 2);
    case 'i8':
      return () => Math.floor(random() * 128);
    default:
      return () => Math.floor(random() * 256);
  }
}

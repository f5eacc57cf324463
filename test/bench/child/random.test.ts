import { describe, expect, it } from 'vitest';
import { fillRandom, RANDOM_SEED, randomNumbers } from '../../../lib/bench/child/input/random.js';
import { decodeHalf, type ElementType, element, Tensor } from '../../../lib/index.js';
import { expectError } from '../../helpers/expect-error.js';

function filled(elementType: ElementType): Tensor {
  const tensor = new Tensor(elementType, [512]);
  fillRandom(tensor.data, elementType, randomNumbers(RANDOM_SEED));
  return tensor;
}

describe('random elements', () => {
  it('are the same each time, and well mixed', () => {
    const numbers = randomNumbers(1);
    const sample = Array.from({ length: 10_000 }, numbers);
    const again = randomNumbers(1);
    expect(sample.slice(0, 5)).toEqual(Array.from({ length: 5 }, again));
    expect(sample.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(sample.reduce((sum, value) => sum + value, 0) / 10_000).toBeCloseTo(0.5, 1);
    expect(new Set(sample).size).toBeGreaterThan(9_990);
  });

  it.each(Object.keys(element).filter((name) => name !== 'string' && name !== 'dynamic') as ElementType[])(
    'fill a tensor of %s with different values',
    (elementType) => {
      const bytes = new Set<unknown>(filled(elementType).data as unknown as Iterable<unknown>);
      expect(bytes.size).toBeGreaterThan(1);
    },
  );

  it('stay in the range that a type can hold, without subnormal floats', () => {
    for (const type of ['f16', 'bf16'] as const) {
      const values = [...decodeHalf(filled(type).data as Uint16Array, type)];
      expect(values.every((value) => value >= 0.5 && value < 1)).toBe(true);
    }
    expect([...(filled('i8').data as Int8Array)].every((value) => value >= 0)).toBe(true);
    expect([...(filled('boolean').data as Uint8Array)].every((value) => value <= 1)).toBe(true);
    expect([...(filled('i64').data as BigInt64Array)].every((value) => value >= 0n && value < 256n)).toBe(true);
  });

  it('there are none of strings', () => {
    expectError('INVALID_ARGUMENT', () => fillRandom(new Uint8Array(1), 'string', Math.random), /can not be filled/);
  });
});

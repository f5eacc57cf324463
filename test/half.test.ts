import { describe, expect, test } from 'vitest';
import { decodeHalf, encodeHalf } from '../lib/tensor/half.js';
import { expectError } from './helpers/expect-error.js';

const fromHalfBits = (bits: number): number => decodeHalf(Uint16Array.of(bits), 'f16')[0] as number;
const toHalfBits = (value: number): number => encodeHalf([value], 'f16')[0] as number;
const toBfloatBits = (value: number): number => encodeHalf([value], 'bf16')[0] as number;

describe('halves', () => {
  test('all 65,536 survive the way there and back', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = fromHalfBits(bits);
      if (Number.isNaN(value)) expect(Number.isNaN(fromHalfBits(toHalfBits(value)))).toBe(true);
      else if (toHalfBits(value) !== bits) expect.fail(`0x${bits.toString(16)} comes back as ${toHalfBits(value)}`);
    }
  });

  test('midway between two halves the even one is taken, and past the middle the nearer one', () => {
    for (let bits = 0; bits < 0x7bff; bits++) {
      const low = fromHalfBits(bits);
      const high = fromHalfBits(bits + 1);
      const middle = (low + high) / 2;
      const even = bits % 2 === 0 ? bits : bits + 1;
      const quarter = (high - low) / 4;
      if (toHalfBits(middle) !== even) expect.fail(`midway above 0x${bits.toString(16)}`);
      if (toHalfBits(middle - quarter) !== bits) expect.fail(`below the middle above 0x${bits.toString(16)}`);
      if (toHalfBits(-middle - quarter) !== (0x8000 | (bits + 1))) expect.fail(`beyond -0x${bits.toString(16)}`);
    }
  });

  test('what is too large is infinity', () => {
    expect([65504, 65519.99, 65520, 1e10, Infinity, -1e10].map(toHalfBits)).toEqual([
      0x7bff, 0x7bff, 0x7c00, 0x7c00, 0x7c00, 0xfc00,
    ]);
  });
});

test('bf16 rounds to the nearest, ties to even, and keeps NaN', () => {
  const cases = [1, 1 + 2 ** -8, 1 + 3 * 2 ** -8, 1 + 2 ** -8 + 2 ** -20, -255, 3.4e38, 0];
  expect(cases.map(toBfloatBits)).toEqual([0x3f80, 0x3f80, 0x3f82, 0x3f81, 0xc37f, 0x7f80, 0]);
  expect(toBfloatBits(Number.NaN) & 0x7fff).toBeGreaterThan(0x7f80);
});

test('what is no array of numbers, no bits and no type of 16 bits is refused', () => {
  for (const type of [undefined, 'bfloat16', 'f32', 1, ['f16']] as never[]) {
    expectError('INVALID_ARGUMENT', () => encodeHalf([1], type), /'f16' or 'bf16', not/);
    expectError('INVALID_ARGUMENT', () => decodeHalf(Uint16Array.of(1), type), /'f16' or 'bf16', not/);
  }
  for (const values of [undefined, null, '12', {}, 5, { length: 1 }, BigInt64Array.of(1n), ['1'], [1n], new Array(2)])
    expectError('INVALID_ARGUMENT', () => encodeHalf(values as never, 'f16'));
  for (const halves of [undefined, Float32Array.of(1, 2), [1], '12', Int16Array.of(1)])
    expectError('INVALID_ARGUMENT', () => decodeHalf(halves as never, 'f16'), /are a Uint16Array, not/);
  expect([...encodeHalf(Int8Array.of(1, -2), 'f16')]).toEqual([0x3c00, 0xc000]);
});

import { describe, expect, it } from 'vitest';
import { numpyName, parseNpy } from '../../../lib/bench/child/input/npy.js';
import { expectError } from '../../helpers/expect-error.js';
import { npyFile } from '../../helpers/npy.js';

describe('parseNpy', () => {
  it.each([
    ['<f4', 'f32', 4],
    ['<f2', 'f16', 2],
    ['<f8', 'f64', 8],
    ['|u1', 'u8', 1],
    ['<i4', 'i32', 4],
    ['<i8', 'i64', 8],
    ['|b1', 'boolean', 1],
  ])('reads %s as %s', (descr, elementType, byteLength) => {
    const data = Uint8Array.from({ length: 6 * byteLength }, (_, index) => index);
    expect(parseNpy(npyFile(descr, [2, 3], data), 'a.npy')).toEqual({
      elementType,
      shape: [2, 3],
      data: Buffer.from(data),
    });
  });

  it('reads scalars, vectors, and the longer header of version 2', () => {
    expect(parseNpy(npyFile('<f4', [], new Uint8Array(4)), 'a').shape).toEqual([]);
    expect(parseNpy(npyFile('<f4', [3], new Uint8Array(12)), 'a').shape).toEqual([3]);
    expect(parseNpy(npyFile('<f4', [3], new Uint8Array(12), { version: 2 }), 'a').shape).toEqual([3]);
  });

  it('says what is wrong with a file', () => {
    const good = npyFile('<f4', [2, 3], new Uint8Array(24));
    const cases: [Uint8Array, RegExp][] = [
      [new Uint8Array(0), /not a \.npy file/],
      [Buffer.from('hello, this is text'), /not a \.npy file/],
      [good.subarray(0, 40), /cut off within its header/],
      [good.subarray(0, good.length - 1), /holds 23 bytes of elements and its header promises 24/],
      [
        npyFile('<f4', [2, 3], new Uint8Array(24), { fortran: true }),
        /column-major order; save numpy\.ascontiguousarray/,
      ],
      [npyFile('>f4', [2, 3], new Uint8Array(24)), /big-endian/],
      [npyFile('<c8', [2], new Uint8Array(16)), /numpy's type 'c8'/],
      [npyFile('<U3', [2], new Uint8Array(24)), /numpy's type 'U3'/],
    ];
    for (const [bytes, says] of cases) expectError('INVALID_ARGUMENT', () => parseNpy(bytes, 'bad.npy'), says);
  });

  it("knows numpy's names", () => {
    expect(['f32', 'f16', 'u8', 'i64', 'boolean', 'bf16', 'u4'].map((type) => numpyName(type as 'f32'))).toEqual([
      'float32',
      'float16',
      'uint8',
      'int64',
      'bool',
      undefined,
      undefined,
    ]);
  });
});

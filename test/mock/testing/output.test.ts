import { describe, expect, it } from 'vitest';
import { type ElementType, Tensor } from '../../../lib/index.js';
import { expectedOutput } from '../../../lib/testing/index.js';
import { xxh32 } from '../../../lib/testing/xxh32.js';
import { expectError } from '../../helpers/expect-error.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('xxh32', () => {
  // of its specification and of other implementations' tests
  it.each([
    ['', 0, 0x02cc5d05],
    ['', 0x9e3779b1, 0x36b78ae7],
    ['abc', 0, 0x32d153ff],
    ['a', 0, 0x550d7456],
    ['Nobody inspects the spammish repetition', 0, 0xe2293b2f],
  ])('of %j with seed %d', (text, seed, hash) => {
    expect(xxh32(bytes(text), seed)).toBe(hash);
  });

  it('depends on each byte, at any length and place in its buffer', () => {
    const data = Uint8Array.from({ length: 67 }, (_, index) => (index * 37) & 0xff);
    const seen = new Set<number>();
    for (let length = 0; length <= data.length; length++) seen.add(xxh32(data.subarray(0, length)));
    expect(seen.size).toBe(68);
    const moved = new Uint8Array(80);
    moved.set(data, 3);
    expect(xxh32(moved.subarray(3, 70))).toBe(xxh32(data));
  });
});

describe('expectedOutput', () => {
  const input = new Tensor('f32', [4], Float32Array.of(1, 2, 3, 4));
  const of = (type: ElementType, shape: readonly number[] = [1000]) => expectedOutput({ type, shape }, [input]);

  it('is as written in the documentation', () => {
    const hash = xxh32(new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer));
    const mix = (value: bigint): bigint => {
      let u = BigInt.asUintN(32, value);
      u = BigInt.asUintN(32, (u ^ (u >> 16n)) * 0x85ebca6bn);
      u = BigInt.asUintN(32, (u ^ (u >> 13n)) * 0xc2b2ae35n);
      return u ^ (u >> 16n);
    };
    const u = (output: bigint, element: bigint) => mix(BigInt(hash) + 0x9e3779b1n * (output + 1n) + element);
    const second = expectedOutput({ type: 'u32', shape: [3], index: 1 }, [input]).data;
    expect([...second]).toEqual([0n, 1n, 2n].map((element) => Number(u(1n, element) % 100n)));
    expect(of('f32', [2]).data[1]).toBe(Number(u(0n, 1n) >> 8n) / 2 ** 24);
    expect(of('u4', [5]).data).toEqual(Uint8Array.from([0n, 1n, 2n], (element) => Number(u(0n, element) & 0xffn)));
  });

  it('has values of its type', () => {
    for (const type of ['f32', 'f64', 'f16', 'bf16'] as const) {
      const values = of(type).toFloat32Array();
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...values)).toBeLessThanOrEqual(1);
      expect(new Set(values).size).toBeGreaterThan(100);
    }
    for (const type of ['i8', 'i16', 'i32', 'i64', 'u8', 'u16', 'u32', 'u64'] as const) {
      const values = of(type).toFloat32Array();
      expect([Math.min(...values), Math.max(...values)]).toEqual([0, 99]);
    }
    expect(new Set(of('boolean').toFloat32Array())).toEqual(new Set([0, 1]));
    expect(of('u1', [9]).data).toHaveLength(2);
  });

  it('depends on all inputs in their order, and takes arrays for tensors', () => {
    const other = Float32Array.of(5);
    const port = { type: 'u32', shape: [8] } as const;
    const results = [[input], [other], [input, other], [other, input], []].map((inputs) =>
      expectedOutput(port, inputs).data.join(),
    );
    expect(new Set(results).size).toBe(5);
    expect(expectedOutput(port, [Float32Array.of(1, 2, 3, 4), new Tensor('f32', [1], other)]).data.join()).toBe(
      results[2],
    );
  });

  it('is a scalar, or nothing, where the shape says so', () => {
    expect(of('f32', []).data).toHaveLength(1);
    expect(of('f32', [0, 4]).data).toHaveLength(0);
  });

  it('has plausible detections in the shape of detections', () => {
    for (let seed = 0; seed < 50; seed++) {
      const rows = expectedOutput({ type: 'f32', shape: [1, 1, 200, 7] }, [Uint8Array.of(seed)]).data as Float32Array;
      const row = (index: number) => [...rows.subarray(7 * index, 7 * index + 7)];
      const count = Array.from({ length: 200 }, (_, index) => row(index)[0]).indexOf(-1);
      expect(count).toBeGreaterThanOrEqual(2);
      expect(count).toBeLessThanOrEqual(5);
      for (let index = 0; index < count; index++) {
        const [image, label, confidence, x1 = 0, y1 = 0, x2 = 0, y2 = 0] = row(index);
        expect([image, label]).toEqual([0, 1 + (index % 2)]);
        expect(confidence).toBeGreaterThan(0.5);
        expect(confidence).toBeLessThan(1);
        expect(0 <= x1 && x1 < x2 && x2 <= 1 && 0 <= y1 && y1 < y2 && y2 <= 1).toBe(true);
      }
      expect(row(count)).toEqual([-1, 0, 0, 0, 0, 0, 0]);
      expect(row(count + 1)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    }
    expect(expectedOutput({ type: 'f32', shape: [1, 1, 1, 7] }, []).data[0]).toBe(0);
  });

  it('refuses what is no port and no input', () => {
    const port = { type: 'f32', shape: [1] } as const;
    expectError('INVALID_ARGUMENT', () => expectedOutput(null as never, []), /takes \{ type, shape, index \}/);
    expectError('INVALID_ARGUMENT', () => expectedOutput(port, input as never), /an array of inputs/);
    expectError('INVALID_ARGUMENT', () => expectedOutput(port, ['x'] as never), /Input 0 is neither/);
    expectError('INVALID_ARGUMENT', () => expectedOutput({ ...port, index: -1 }, []), /whole number from 0, not -1/);
    expectError('INVALID_ARGUMENT', () => expectedOutput({ type: 'string', shape: [1] }, []));
  });
});

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { resizeArea } from '../../../lib/bench/image/resize-area.js';
import { roundHalfToEven } from '../../../lib/bench/image/rounding.js';
import { gradientPicture, noisePicture } from '../../helpers/pictures.js';

interface Golden {
  readonly opencv: string;
  readonly cases: readonly {
    readonly picture: 'noise' | 'gradient';
    readonly from: readonly [number, number];
    readonly to: readonly [number, number];
    readonly sha256: string;
  }[];
}

const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/resize-area.json', import.meta.url), 'utf8'));
const draw = { noise: noisePicture, gradient: gradientPicture };

describe(`resizeArea gives the bytes of OpenCV ${golden.opencv}'s INTER_AREA`, () => {
  test.each(golden.cases)('$picture $from to $to', ({ picture, from, to, sha256 }) => {
    const resized = resizeArea(draw[picture](...from), ...to);
    expect([resized.width, resized.height]).toEqual(to);
    expect(createHash('sha256').update(resized.data).digest('hex')).toBe(sha256);
  });
});

describe('resizeArea', () => {
  test('leaves its source alone and gives a picture of its own, even for the same size', () => {
    const source = noisePicture(8, 6);
    const before = source.data.slice();
    const same = resizeArea(source, 8, 6);
    same.data.fill(0);
    resizeArea(source, 3, 4);
    expect(source.data).toEqual(before);
  });

  test.each([
    [0, 10],
    [10, -1],
    [1.5, 2],
    [Number.NaN, 2],
    [32769, 1],
  ])('refuses %d×%d', (width, height) => {
    expect(() => resizeArea(noisePicture(2, 2), width, height)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining('1 to 32768') }),
    );
  });

  test('takes milliseconds for a photograph', () => {
    const source = noisePicture(1200, 675);
    resizeArea(source, 300, 300);
    const start = performance.now();
    resizeArea(source, 300, 300);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

test('roundHalfToEven', () => {
  expect([0.5, 1.5, 2.5, 2.4999, 2.5001, -0.5, -1.5].map(roundHalfToEven)).toEqual([0, 2, 2, 2, 3, 0, -2]);
});

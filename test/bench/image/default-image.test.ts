import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { box, Canvas, mirrored, smooth } from '../../../lib/bench/image/canvas.js';
import { drawDefaultImage } from '../../../lib/bench/image/default-image.js';

const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

describe('drawDefaultImage', () => {
  const picture = drawDefaultImage();

  test('is the same picture every time and everywhere', () => {
    expect([picture.width, picture.height, picture.data.length]).toEqual([640, 480, 640 * 480 * 3]);
    expect(sha256(picture.data)).toBe('2d6df7c637b88ccde31eddefcca05b9f89dcfe6b2648b5b063518d128733190a');
    expect(sha256(drawDefaultImage().data)).toBe('2d6df7c637b88ccde31eddefcca05b9f89dcfe6b2648b5b063518d128733190a');
  });

  test('shows a dark car on a light street with a blue plate', () => {
    const at = (x: number, y: number): number[] =>
      Array.from(picture.data.subarray((y * 640 + x) * 3, (y * 640 + x) * 3 + 3));
    const light = (x: number, y: number): number => Math.max(...at(x, y));
    expect(light(318, 250)).toBeLessThan(70);
    expect(light(60, 400)).toBeGreaterThan(110);
    const [blue = 0, , red = 0] = at(291, 331);
    expect(blue - red).toBeGreaterThan(80);
  });
});

describe('Canvas', () => {
  test('fills the pixels whose middles lie within', () => {
    const canvas = new Canvas(4, 3, 1);
    canvas.fill(box(1, 1, 3, 9), 0x0000ff);
    const blue = Array.from({ length: 12 }, (_, i) => (canvas.image.data[i * 3] === 255 ? '#' : '.')).join('');
    expect(blue).toBe('.....##..##.');
  });

  test('colours are 0xRRGGBB and run from top to bottom', () => {
    const canvas = new Canvas(1, 2, 1);
    canvas.fill(box(0, 0, 1, 2), [0x102030, 0x304050]);
    expect(Array.from(canvas.image.data)).toEqual([0x38, 0x28, 0x18, 0x48, 0x38, 0x28]);
  });

  test('outlines: mirrored at an axis, smoothed within their corners', () => {
    expect(
      mirrored(10, [
        [1, 0],
        [2, 5],
      ]),
    ).toEqual([
      [11, 0],
      [12, 5],
      [8, 5],
      [9, 0],
    ]);
    const curve = smooth(box(0, 0, 4, 4), 1);
    expect(curve).toEqual([
      [1, 0],
      [3, 0],
      [4, 1],
      [4, 3],
      [3, 4],
      [1, 4],
      [0, 3],
      [0, 1],
    ]);
  });
});

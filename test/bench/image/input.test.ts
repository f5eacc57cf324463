import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { describeImageInput, detectLayout, toInput } from '../../../lib/bench/image/input.js';
import type { TypedArray } from '../../../lib/index.js';
import { noisePicture } from '../../helpers/pictures.js';

describe('describeImageInput', () => {
  test.each([
    [[1, 300, 300, 3], { layout: 'NHWC', batch: 1, channels: 3, width: 300, height: 300 }],
    [[1, 3, 300, 300], { layout: 'NCHW', batch: 1, channels: 3, width: 300, height: 300 }],
    [[8, 3, 240, 320], { layout: 'NCHW', batch: 8, channels: 3, width: 320, height: 240 }],
    [[2, 240, 320, 3], { layout: 'NHWC', batch: 2, channels: 3, width: 320, height: 240 }],
    [[1, 1, 28, 30], { layout: 'NCHW', batch: 1, channels: 1, width: 30, height: 28 }],
    [[1, 28, 30, 1], { layout: 'NHWC', batch: 1, channels: 1, width: 30, height: 28 }],
    // both could be the channels: 3 goes before 1, and the second dimension before the last
    [[1, 3, 64, 3], { layout: 'NCHW', batch: 1, channels: 3, width: 3, height: 64 }],
    [[1, 1, 64, 3], { layout: 'NHWC', batch: 1, channels: 3, width: 64, height: 1 }],
    [[1, 3, 64, 1], { layout: 'NCHW', batch: 1, channels: 3, width: 1, height: 64 }],
    [[1, 1, 64, 1], { layout: 'NCHW', batch: 1, channels: 1, width: 1, height: 64 }],
  ])('%j', (shape, expected) => {
    expect(describeImageInput(shape)).toEqual(expected);
    expect(detectLayout(shape)).toBe(expected.layout);
  });

  test.each([
    [[]],
    [[1, 16]],
    [[3, 300, 300]],
    [[1, 4, 300, 300]],
    [[1, 3, -1, 300]],
    [[1, 3, 0, 3]],
    [[1, 2, 3, 4, 3]],
  ])('%j takes no image', (shape) => {
    expect(() => detectLayout(shape)).toThrow(
      expect.objectContaining({
        code: 'INVALID_ARGUMENT',
        message: expect.stringContaining(
          `of shape [${shape.join(',')}] takes no image: that needs four fixed dimensions`,
        ),
      }),
    );
  });
});

/** The elements of any typed array; Array.from does not take them all at once. */
function elements(array: TypedArray): (number | bigint)[] {
  return [...array];
}

describe('toInput', () => {
  const image = { width: 2, height: 2, data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255) };
  const planes = [1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 255];

  test('NHWC keeps the order of BGR pixels, NCHW makes planes of them', () => {
    expect(toInput(image, { layout: 'NHWC', elementType: 'u8' })).toEqual(image.data);
    expect(toInput(image, { layout: 'NCHW', elementType: 'u8' })).toEqual(Uint8Array.from(planes));
    expect(toInput(image, { layout: 'NCHW', elementType: 'f32' })).toEqual(Float32Array.from(planes));
  });

  test('it never shares memory with the picture', () => {
    const input = toInput(image, { layout: 'NHWC', elementType: 'u8' });
    input[0] = 99;
    expect(image.data[0]).toBe(1);
  });

  test('every element type that holds 0 to 255', () => {
    const types = ['f32', 'f64', 'u8', 'u16', 'u32', 'i16', 'i32'] as const;
    for (const elementType of types) {
      expect(elements(toInput(image, { layout: 'NCHW', elementType })), elementType).toEqual(planes);
    }
    for (const elementType of ['i64', 'u64'] as const) {
      expect(elements(toInput(image, { layout: 'NCHW', elementType })), elementType).toEqual(planes.map(BigInt));
    }
    // bits of 1, 2, 3 and 255
    const f16 = toInput(image, { layout: 'NHWC', elementType: 'f16' });
    expect([f16[0], f16[1], f16[2], f16[11]]).toEqual([0x3c00, 0x4000, 0x4200, 0x5bf8]);
    const bf16 = toInput(image, { layout: 'NHWC', elementType: 'bf16' });
    expect([bf16[0], bf16[1], bf16[2], bf16[11]]).toEqual([0x3f80, 0x4000, 0x4040, 0x437f]);
  });

  test.each(['i8', 'boolean', 'u4', 'string'] as const)('%s is refused', (elementType) => {
    expect(() => toInput(image, { layout: 'NHWC', elementType })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining(elementType) }),
    );
  });

  test('a batch repeats the picture', () => {
    const input = toInput(image, { layout: 'NCHW', elementType: 'u8', batch: 3 });
    expect(elements(input)).toEqual([...planes, ...planes, ...planes]);
  });

  test("gray is OpenCV's COLOR_BGR2GRAY", () => {
    const gray = toInput(noisePicture(64, 48), { layout: 'NCHW', elementType: 'u8', channels: 1 });
    expect(gray).toHaveLength(64 * 48);
    // sum of cv2.cvtColor(noise(64, 48), cv2.COLOR_BGR2GRAY), OpenCV 5.0.0
    expect(
      createHash('sha256')
        .update(gray as Uint8Array)
        .digest('hex'),
    ).toBe('913f57b56d9ae31ccc371f997253567386643c70cdd449b4850bc8d2ffb0860d');
  });
});

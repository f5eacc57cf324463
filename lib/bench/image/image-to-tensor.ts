import { types } from 'node:util';
import { type ElementType, OpenVINOError, type Output, Tensor } from '../../index.js';
import { describeImageInput, type ImageLayout, toInput } from './input.js';
import { decodeImage, loadImage } from './load.js';
import { resizeArea } from './resize-area.js';
import { loadSharp } from './sharp.js';
import type { BgrImage } from './types.js';

/**
 * A model's image input: a port of a model or compiled model, or what matters of it.
 *
 * @example
 * ```ts
 * const target: ImageTarget = { shape: [1, 3, 32, 32], elementType: 'u8' };
 * const image = await imageToTensor('car.png', target);
 * ```
 */
export type ImageTarget =
  | Output
  | {
      /** Four dimensions, all known: [1, 300, 300, 3] or [1, 3, 224, 224]. */
      readonly shape: readonly number[];
      /** f32 where left out. */
      readonly elementType?: ElementType;
    };

/**
 * Options of {@link imageToTensor}.
 *
 * @example
 * ```ts
 * const options: ImageToTensorOptions = { layout: 'NCHW' };
 * const image = await imageToTensor('car.png', { shape: [1, 3, 32, 3] }, options);
 * ```
 */
export interface ImageToTensorOptions {
  /** Order of the dimensions; told from the shape where left out: the channels are the dimension that is 3 (or 1, gray). */
  readonly layout?: ImageLayout | undefined;
}

/**
 * A picture as the tensor of a model's image input, as the exercise's Python script prepares it: decoded as `cv2.imread`
 * does (bit for bit), resized as `cv2.resize` does with `INTER_AREA` (no pixel differs), BGR or gray, in the input's layout
 * and element type, values 0 to 255 and not scaled. A batch holds the picture as many times.
 *
 * @param image Path of a JPEG, PNG, WebP, GIF, TIFF or AVIF file, the bytes of one, or a decoded picture.
 * @param input The input, with a static shape of four dimensions such as [1, 300, 300, 3] or [1, 3, 224, 224]; element type
 *   f32 where none is given.
 * @returns Tensor of the input's shape and element type, of memory of its own.
 * @throws OpenVINOError (rejects) `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `IMAGE_INVALID`, `MISSING_DEPENDENCY` (sharp),
 *   `INVALID_ARGUMENT` for an input that takes no picture, `SHAPE_MISMATCH` for one of dynamic shape.
 * @example
 * ```ts
 * const image = await imageToTensor('car.png', compiledModel.input());
 * const { boxes } = await compiledModel.run({ image });
 * ```
 */
export async function imageToTensor(
  image: string | Uint8Array | BgrImage,
  input: ImageTarget,
  options: ImageToTensorOptions = {},
): Promise<Tensor> {
  const { shape, elementType = 'f32' } = input;
  const { layout, width, height, channels, batch } = describeImageInput(shape);
  const chosen = options.layout ?? layout;
  if (chosen !== layout && shape[1] !== shape[3]) {
    throw new OpenVINOError('INVALID_ARGUMENT', `An input of shape [${shape.join(',')}] is ${layout}, not ${chosen}.`);
  }
  const picture = await pictureOf(image);
  const size = chosen === layout ? [width, height] : [shape[2], shape[1]];
  const resized = resizeArea(picture, size[0] as number, size[1] as number);
  return new Tensor(elementType, shape, toInput(resized, { layout: chosen, elementType, channels, batch }));
}

async function pictureOf(image: string | Uint8Array | BgrImage): Promise<BgrImage> {
  if (typeof image === 'string') return loadImage(image);
  if (types.isUint8Array(image)) return decodeImage(image, 'given as bytes', await loadSharp());
  const { width, height, data } = Object(image) as Partial<BgrImage>;
  const isSize = (size: unknown): size is number => Number.isInteger(size) && (size as number) > 0;
  if (types.isUint8Array(data) && isSize(width) && isSize(height) && data.length === 3 * width * height) {
    return { width, height, data };
  }
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    'A picture is the path of an image file, the bytes of one, or { width, height, data } with 3 bytes a pixel, blue, green and red.',
  );
}

import { type ElementType, encodeHalf, OpenVINOError, type TypedArray } from '../../index.js';
import { bgrToGray } from './channels.js';
import type { BgrImage } from './types.js';

/**
 * @example
 * ```ts
 * const layout: ImageLayout = 'NHWC';
 * const image = await imageToTensor('car.png', { shape: [1, 32, 32, 3] }, { layout });
 * ```
 */
export type ImageLayout = 'NHWC' | 'NCHW';

/** What a model's input asks of a picture. */
export interface ImageInput {
  readonly layout: ImageLayout;
  readonly batch: number;
  /** 3 for BGR, 1 for gray. */
  readonly channels: 1 | 3;
  readonly width: number;
  readonly height: number;
}

/**
 * Reads a model's input shape as a picture's. The channels are the second dimension (NCHW) or the last one (NHWC),
 * whichever is 3; failing that, whichever is 1 (gray). Where both are equal it is NCHW, OpenVINO's own order.
 *
 * @param shape A static shape of four dimensions, e.g. [1, 300, 300, 3].
 * @throws OpenVINOError `INVALID_ARGUMENT` when the shape is not that of a picture.
 */
export function describeImageInput(shape: readonly number[]): ImageInput {
  const [batch, second, third, last] = shape;
  const four = shape.length === 4 && shape.every((size) => Number.isInteger(size) && size > 0);
  if (four && batch !== undefined && second !== undefined && third !== undefined && last !== undefined) {
    for (const channels of [3, 1] as const) {
      if (second === channels) return { layout: 'NCHW', batch, channels, height: third, width: last };
      if (last === channels) return { layout: 'NHWC', batch, channels, height: second, width: third };
    }
  }
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `The model's input of shape [${shape.join(',')}] takes no image: that needs four fixed dimensions with 3 or 1 channels as the second (NCHW) or the last one (NHWC).`,
  );
}

/**
 * The layout of a model's image input; see {@link describeImageInput} for the rule.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT` when the shape is not that of a picture.
 */
export function detectLayout(shape: readonly number[]): ImageLayout {
  return describeImageInput(shape).layout;
}

/** How `toInput` lays out a picture. */
export interface ToInputOptions {
  readonly layout: ImageLayout;
  readonly elementType: ElementType;
  /** 3, BGR, when left out; 1 is gray. */
  readonly channels?: 1 | 3;
  /** How many times the picture stands in the tensor, one after the other; 1 when left out. */
  readonly batch?: number;
}

/**
 * The picture as the elements of a model's input: values 0 to 255, BGR or gray, not scaled (the exercise's models scale
 * within). To be called once, outside the timed loop.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT` for an element type that cannot hold 0 to 255.
 */
export function toInput(image: BgrImage, { layout, elementType, channels = 3, batch = 1 }: ToInputOptions): TypedArray {
  const pixels = channels === 1 ? bgrToGray(image.data) : image.data;
  const ordered = layout === 'NCHW' && channels === 3 ? toPlanes(pixels) : pixels;
  const elements = new Uint8Array(ordered.length * batch);
  for (let n = 0; n < batch; n++) elements.set(ordered, n * ordered.length);
  return convert(elements, elementType);
}

function toPlanes(pixels: Uint8Array): Uint8Array {
  const area = pixels.length / 3;
  const planes = new Uint8Array(pixels.length);
  for (let i = 0, from = 0; i < area; i++, from += 3) {
    planes[i] = pixels[from] as number;
    planes[area + i] = pixels[from + 1] as number;
    planes[2 * area + i] = pixels[from + 2] as number;
  }
  return planes;
}

function convert(bytes: Uint8Array, elementType: ElementType): TypedArray {
  switch (elementType) {
    case 'u8':
      return bytes;
    case 'f32':
      return new Float32Array(bytes);
    case 'f64':
      return new Float64Array(bytes);
    case 'f16':
    case 'bf16':
      return encodeHalf(bytes, elementType);
    case 'u16':
      return new Uint16Array(bytes);
    case 'u32':
      return new Uint32Array(bytes);
    case 'i16':
      return new Int16Array(bytes);
    case 'i32':
      return new Int32Array(bytes);
    case 'i64':
      return BigInt64Array.from(bytes, BigInt);
    case 'u64':
      return BigUint64Array.from(bytes, BigInt);
    default:
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `A model input of type ${elementType} takes no image: its elements cannot hold the values 0 to 255.`,
      );
  }
}

import { OpenVINOError } from '../../index.js';
import { axis } from './resize-axis.js';
import { resizeByCoverage } from './resize-coverage.js';
import { resizeByLinear } from './resize-linear.js';
import { resizeByWholeCells } from './resize-whole-cells.js';
import type { BgrImage } from './types.js';

/** No side of a picture that a model sees is longer than this; it also bounds what `resizeArea` allocates. */
export const MAX_SIDE_PX = 32768;

/**
 * Resizes as OpenCV's `cv::resize` with INTER_AREA does, to the byte (checked against cv2 4.14 and 5.0 on x86-64, whose
 * vector and scalar code agree here). Like OpenCV it is three different interpolations under one name:
 *
 * - whole factors on both axes (679×512 to 97×256 is not one: 679/97 is 7.000000000000001 in doubles): mean of the cell
 *   by an integer sum;
 * - shrinking, or keeping, both axes otherwise: mean of the cell with fractional coverage in float32;
 * - as soon as one axis grows: a bilinear interpolation in 11-bit fixed point with its own rule for the coefficients.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT` when a side is not a whole number from 1 to 32768.
 * @example
 * ```ts
 * const small = resizeArea(await loadImage('car.png'), 16, 16);
 * assert.equal(small.data.length, 16 * 16 * 3);
 * ```
 */
export function resizeArea(image: BgrImage, width: number, height: number): BgrImage {
  for (const side of [width, height]) {
    if (!Number.isInteger(side) || side < 1 || side > MAX_SIDE_PX) {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `An image cannot be resized to ${width}×${height}: both sides are whole numbers from 1 to ${MAX_SIDE_PX}.`,
      );
    }
  }
  if (width === image.width && height === image.height) return { width, height, data: new Uint8Array(image.data) };
  const x = axis(image.width, width);
  const y = axis(image.height, height);
  if (x.scale < 1 || y.scale < 1) return resizeByLinear(image, x, y);
  return x.wholeFactor > 0 && y.wholeFactor > 0
    ? resizeByWholeCells(image, x.wholeFactor, y.wholeFactor)
    : resizeByCoverage(image, x, y);
}

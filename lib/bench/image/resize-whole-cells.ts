import { roundHalfToEven } from './rounding.js';
import type { BgrImage } from './types.js';

const CHANNELS = 3;

/** Mean of cells of `factorX` × `factorY` source pixels. */
export function resizeByWholeCells(image: BgrImage, factorX: number, factorY: number): BgrImage {
  const width = Math.floor(image.width / factorX);
  const height = Math.floor(image.height / factorY);
  const data = new Uint8Array(width * height * CHANNELS);
  // OpenCV rounds 2×2 cells half up and all others, multiplied by a float32 reciprocal, half to even.
  const twoByTwo = factorX === 2 && factorY === 2;
  const reciprocal = Math.fround(1 / (factorX * factorY));
  const sums = new Float64Array(width * CHANNELS);
  for (let y = 0; y < height; y++) {
    sumCells(image, y * factorY, factorX, factorY, sums);
    const row = y * width * CHANNELS;
    for (let x = 0; x < sums.length; x++) {
      const sum = sums[x] as number;
      data[row + x] = twoByTwo ? (sum + 2) >> 2 : roundHalfToEven(Math.fround(Math.fround(sum) * reciprocal));
    }
  }
  return { width, height, data };
}

/** The sums of one row of cells. Doubles: a cell of more than 8.4 million pixels overflows OpenCV's 32 bits. */
function sumCells(image: BgrImage, top: number, factorX: number, factorY: number, sums: Float64Array): void {
  const source = image.data;
  sums.fill(0);
  for (let y = top; y < top + factorY; y++) {
    let at = y * image.width * CHANNELS;
    for (let x = 0; x < sums.length; x += CHANNELS) {
      let b = 0;
      let g = 0;
      let r = 0;
      for (let k = 0; k < factorX; k++, at += CHANNELS) {
        b += source[at] as number;
        g += source[at + 1] as number;
        r += source[at + 2] as number;
      }
      sums[x] = (sums[x] as number) + b;
      sums[x + 1] = (sums[x + 1] as number) + g;
      sums[x + 2] = (sums[x + 2] as number) + r;
    }
  }
}

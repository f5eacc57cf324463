import type { BgrImage } from '../../lib/bench/image/types.js';

/** Bytes from a linear congruential generator, its state's upper 8 bits, as test/golden/make-resize-golden.py makes them. */
export function noisePicture(width: number, height: number): BgrImage {
  const data = new Uint8Array(width * height * 3);
  let state = (width * 65536 + height) >>> 0;
  for (let index = 0; index < data.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[index] = state >>> 24;
  }
  return { width, height, data };
}

/** Slopes in x, y and both, with steps and wrap-arounds, as test/golden/make-resize-golden.py makes them. */
export function gradientPicture(width: number, height: number): BgrImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      data[at] = Math.floor((x * 255) / Math.max(width - 1, 1));
      data[at + 1] = (y * 7) % 256;
      data[at + 2] = (x * y) % 256;
    }
  }
  return { width, height, data };
}

import type { ResizeAxis } from './resize-axis.js';
import { roundHalfToEven } from './rounding.js';
import type { BgrImage } from './types.js';

const CHANNELS = 3;
/** Coefficients are 11-bit fixed point: 2048 is 1. */
const ONE = 2048;

/** For each target pixel: the first of its two source pixels, and the coefficients of both. */
interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly firstPart: Int32Array;
  readonly secondPart: Int32Array;
}

/**
 * What OpenCV calls INTER_AREA when a side grows: a target pixel that lies within one source pixel is that pixel, one
 * that lies across a border is the mix of both by the length on each side.
 */
export function resizeByLinear(image: BgrImage, xAxis: ResizeAxis, yAxis: ResizeAxis): BgrImage {
  const columns = taps(xAxis);
  const rows = taps(yAxis);
  const width = xAxis.targetLength;
  const height = yAxis.targetLength;
  const rowLength = width * CHANNELS;
  const data = new Uint8Array(rowLength * height);
  const cache = new RowCache(image, columns, rowLength);
  for (let y = 0; y < height; y++) {
    const upper = cache.row(rows.first[y] as number);
    const lower = cache.row(rows.second[y] as number);
    const upperPart = rows.firstPart[y] as number;
    const lowerPart = rows.secondPart[y] as number;
    const start = y * rowLength;
    for (let x = 0; x < rowLength; x++) {
      // OpenCV drops 4 bits of the 19-bit rows and 16 of the products before it adds: to be followed bit by bit.
      const a = (upperPart * ((upper[x] as number) >> 4)) >> 16;
      const b = (lowerPart * ((lower[x] as number) >> 4)) >> 16;
      data[start + x] = (a + b + 2) >> 2;
    }
  }
  return { width, height, data };
}

/** The two source rows last asked for, already stretched to the target's width. */
class RowCache {
  readonly #image: BgrImage;
  readonly #columns: Taps;
  readonly #held: { y: number; row: Int32Array }[];

  constructor(image: BgrImage, columns: Taps, rowLength: number) {
    this.#image = image;
    this.#columns = columns;
    this.#held = [0, 1].map(() => ({ y: -1, row: new Int32Array(rowLength) }));
  }

  row(y: number): Int32Array {
    // Neighbours have different parity, so the two rows that one target row needs never take each other's place.
    const slot = this.#held[y & 1] as { y: number; row: Int32Array };
    if (slot.y !== y) {
      this.#stretch(y, slot.row);
      slot.y = y;
    }
    return slot.row;
  }

  #stretch(y: number, row: Int32Array): void {
    const { first, second, firstPart, secondPart } = this.#columns;
    const pixels = this.#image.data;
    const start = y * this.#image.width * CHANNELS;
    for (let x = 0, to = 0; x < first.length; x++) {
      const left = start + (first[x] as number) * CHANNELS;
      const right = start + (second[x] as number) * CHANNELS;
      const leftPart = firstPart[x] as number;
      const rightPart = secondPart[x] as number;
      for (let c = 0; c < CHANNELS; c++, to++) {
        row[to] = (pixels[left + c] as number) * leftPart + (pixels[right + c] as number) * rightPart;
      }
    }
  }
}

function taps({ sourceLength, targetLength, scale, inverseScale }: ResizeAxis): Taps {
  const result: Taps = {
    first: new Int32Array(targetLength),
    second: new Int32Array(targetLength),
    firstPart: new Int32Array(targetLength),
    secondPart: new Int32Array(targetLength),
  };
  const last = sourceLength - 1;
  for (let i = 0; i < targetLength; i++) {
    const source = Math.floor(i * scale);
    const beyond = Math.fround(i + 1 - (source + 1) * inverseScale);
    const fraction = beyond <= 0 || source >= last ? 0 : beyond - Math.floor(beyond);
    result.first[i] = Math.min(source, last);
    result.second[i] = Math.min(source + 1, last);
    result.firstPart[i] = roundHalfToEven(Math.fround(1 - fraction) * ONE);
    result.secondPart[i] = roundHalfToEven(fraction * ONE);
  }
  return result;
}

import type { ResizeAxis } from './resize-axis.js';
import type { BgrImage } from './types.js';

const CHANNELS = 3;
const round32 = Math.fround;

/** Which source pixels make up which target pixel, and how much of it: three arrays of one length. */
interface Coverage {
  readonly target: Int32Array;
  readonly source: Int32Array;
  readonly weight: Float32Array;
}

/** Mean of each target pixel's cell in the source, its edge pixels weighted by the part that lies within. */
export function resizeByCoverage(image: BgrImage, xAxis: ResizeAxis, yAxis: ResizeAxis): BgrImage {
  const columns = coverage(xAxis);
  const rows = coverage(yAxis);
  const width = xAxis.targetLength;
  const height = yAxis.targetLength;
  const rowLength = width * CHANNELS;
  // Stores round half to even and clamp, as OpenCV's saturate_cast does.
  const data = new Uint8ClampedArray(rowLength * height);
  const row = new Float32Array(rowLength);
  const sum = new Float32Array(rowLength);
  for (let i = 0; i < rows.target.length; i++) {
    const y = rows.target[i] as number;
    const weight = rows.weight[i] as number;
    sumRow(image, rows.source[i] as number, columns, row);
    if (i === 0 || rows.target[i - 1] !== y) {
      for (let x = 0; x < rowLength; x++) sum[x] = (row[x] as number) * weight;
    } else {
      for (let x = 0; x < rowLength; x++) sum[x] = (sum[x] as number) + round32((row[x] as number) * weight);
    }
    if (rows.target[i + 1] !== y) data.set(sum, y * rowLength);
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}

/** One source row shrunk to the target's width, in float32 with every product and every sum rounded, in order. */
function sumRow(image: BgrImage, y: number, columns: Coverage, row: Float32Array): void {
  const { target, source, weight } = columns;
  const pixels = image.data;
  const start = y * image.width * CHANNELS;
  row.fill(0);
  for (let i = 0; i < target.length; i++) {
    const to = (target[i] as number) * CHANNELS;
    const from = start + (source[i] as number) * CHANNELS;
    const part = weight[i] as number;
    row[to] = (row[to] as number) + round32((pixels[from] as number) * part);
    row[to + 1] = (row[to + 1] as number) + round32((pixels[from + 1] as number) * part);
    row[to + 2] = (row[to + 2] as number) + round32((pixels[from + 2] as number) * part);
  }
}

/** A sliver thinner than this is left out; the weights then sum to a little less than 1, in OpenCV too. */
const THINNEST = 1e-3;

function coverage({ sourceLength, targetLength, scale }: ResizeAxis): Coverage {
  const target: number[] = [];
  const source: number[] = [];
  const weight: number[] = [];
  const add = (to: number, from: number, part: number): void => {
    target.push(to);
    source.push(from);
    weight.push(part);
  };
  for (let i = 0; i < targetLength; i++) {
    const begin = i * scale;
    const end = begin + scale;
    const cell = Math.min(scale, sourceLength - begin);
    const lastWhole = Math.min(Math.floor(end), sourceLength - 1);
    const firstWhole = Math.min(Math.ceil(begin), lastWhole);
    if (firstWhole - begin > THINNEST) add(i, firstWhole - 1, (firstWhole - begin) / cell);
    for (let j = firstWhole; j < lastWhole; j++) add(i, j, 1 / cell);
    if (end - lastWhole > THINNEST) add(i, lastWhole, Math.min(end - lastWhole, 1, cell) / cell);
  }
  return { target: Int32Array.from(target), source: Int32Array.from(source), weight: Float32Array.from(weight) };
}

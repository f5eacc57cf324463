import type { BgrImage } from './types.js';

/** A colour as 0xRRGGBB. */
export type Colour = number;
export type Point = readonly [x: number, y: number];

/** One colour, or two that run into each other from the shape's top to its bottom. */
export type Paint = Colour | readonly [top: Colour, bottom: Colour];

/**
 * A picture to draw on with filled shapes: each covers what it is drawn over, hard-edged. Smooth edges come from drawing
 * larger than needed and shrinking. Plain arithmetic only, so that the same calls give the same bytes everywhere.
 */
export class Canvas {
  readonly #scale: number;
  readonly image: BgrImage;

  /** @param scale Pixels a unit of the drawing's coordinates. */
  constructor(width: number, height: number, scale: number) {
    this.#scale = scale;
    const data = new Uint8Array(width * scale * height * scale * 3);
    this.image = { width: width * scale, height: height * scale, data };
  }

  /** Fills the polygon through `points`; the last one is joined with the first. */
  fill(points: readonly Point[], paint: Paint): void {
    const corners = points.map(([x, y]): Point => [x * this.#scale, y * this.#scale]);
    const top = Math.min(...corners.map(([, y]) => y));
    const bottom = Math.max(...corners.map(([, y]) => y));
    const first = Math.max(0, Math.ceil(top - 0.5));
    const last = Math.min(this.image.height - 1, Math.ceil(bottom - 0.5) - 1);
    for (let y = first; y <= last; y++) {
      const colour = typeof paint === 'number' ? paint : mix(paint[0], paint[1], (y + 0.5 - top) / (bottom - top));
      const crossings = crossingsAt(corners, y + 0.5);
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        this.#span(y, crossings[i] as number, crossings[i + 1] as number, colour);
      }
    }
  }

  #span(y: number, from: number, to: number, colour: Colour): void {
    const { width, data } = this.image;
    const begin = Math.max(0, Math.ceil(from - 0.5));
    const end = Math.min(width, Math.ceil(to - 0.5));
    for (let x = begin, at = (y * width + begin) * 3; x < end; x++, at += 3) {
      data[at] = colour & 0xff;
      data[at + 1] = (colour >> 8) & 0xff;
      data[at + 2] = (colour >> 16) & 0xff;
    }
  }
}

/** Makes every pixel a little lighter or darker, in place: grain, as a camera has. */
export function addGrain({ data }: BgrImage, strength: number): void {
  let state = 1;
  for (let at = 0; at < data.length; at += 3) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const by = Math.floor(((state >>> 16) / 65536 - 0.5) * 2 * strength);
    for (let c = at; c < at + 3; c++) data[c] = Math.min(255, Math.max(0, (data[c] as number) + by));
  }
}

/** Where the polygon's edges cross the horizontal line at `y`, from left to right. */
function crossingsAt(corners: readonly Point[], y: number): number[] {
  const crossings: number[] = [];
  corners.forEach(([x1, y1], index) => {
    const [x2, y2] = corners[(index + 1) % corners.length] as Point;
    if (y1 <= y !== y2 <= y) crossings.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
  });
  return crossings.sort((a, b) => a - b);
}

function mix(from: Colour, to: Colour, part: number): Colour {
  const channel = (shift: number): number => {
    const a = (from >> shift) & 0xff;
    const b = (to >> shift) & 0xff;
    return Math.round(a + (b - a) * part) << shift;
  };
  return channel(16) | channel(8) | channel(0);
}

/** The polygon with its corners cut off again and again (Chaikin's curve): a smooth outline from few points. */
export function smooth(points: readonly Point[], times = 3): Point[] {
  let curve: Point[] = [...points];
  for (let round = 0; round < times; round++) {
    curve = curve.flatMap(([x1, y1], index) => {
      const [x2, y2] = curve[(index + 1) % curve.length] as Point;
      return [
        [x1 * 0.75 + x2 * 0.25, y1 * 0.75 + y2 * 0.25],
        [x1 * 0.25 + x2 * 0.75, y1 * 0.25 + y2 * 0.75],
      ] satisfies Point[];
    });
  }
  return curve;
}

/** An outline that is symmetric to the line x = `axis`, from the points of its right half, top to bottom. */
export function mirrored(axis: number, right: readonly Point[]): Point[] {
  const outward = right.map(([x, y]): Point => [axis + x, y]);
  const back = right.map(([x, y]): Point => [axis - x, y]).reverse();
  return [...outward, ...back];
}

/** The rectangle with these edges. */
export function box(left: number, top: number, right: number, bottom: number): Point[] {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

import { addGrain, box, Canvas, mirrored, type Paint, type Point, smooth } from './canvas.js';
import { resizeArea } from './resize-area.js';
import type { BgrImage } from './types.js';

const WIDTH = 640;
const HEIGHT = 480;
/** Shapes are drawn this many times larger and shrunk, for smooth edges. */
const OVERSAMPLING = 3;
/** The middle of the car. */
const AXIS = 318;

/**
 * A street with a car and its licence plate, 640×480, drawn by code: what models are shown where no photograph is given.
 * It is the same bytes every time.
 */
export function drawDefaultImage(): BgrImage {
  const canvas = new Canvas(WIDTH, HEIGHT, OVERSAMPLING);
  drawStreet(canvas);
  drawCar(canvas);
  drawPlate(canvas);
  const picture = resizeArea(canvas.image, WIDTH, HEIGHT);
  addGrain(picture, 9);
  return picture;
}

function drawStreet(canvas: Canvas): void {
  const white = 0xd6d8d4;
  canvas.fill(box(0, 0, WIDTH, HEIGHT), [0x9a9c9b, 0x85878a]);
  canvas.fill(points('0,0 105,0 0,170'), 0x6f7a58); // grass behind the kerb
  canvas.fill(points('105,0 116,0 0,188 0,170'), 0xb4b4ae);
  for (const left of [118, 210, 402, 487, 572]) {
    const lean = (AXIS - left) * 0.12;
    canvas.fill(
      [
        [left + lean, 112],
        [left + 32 + lean, 112],
        [left + 38, 232],
        [left, 232],
      ],
      white,
    ); // a zebra crossing
  }
  canvas.fill(points('0,276 640,288 640,302 0,290'), white);
  canvas.fill(points('360,360 374,360 366,480 346,480'), white);
  canvas.fill(points('402,0 407,0 400,112 396,112'), 0x7b7c7c); // a joint in the asphalt
}

/** The car's parts from back to front: right halves, in pixels from its axis. */
const CAR: readonly (readonly [rightHalf: string, paint: Paint])[] = [
  ['60,310 118,325 124,372 100,384 40,386', 0x4a4c4e], // shadow
  ['62,92 84,112 97,150 108,200 112,250 115,320 113,352 100,372 50,374', [0x30323a, 0x0c0d10]], // body
  ['44,96 66,102 78,128 80,144 40,146', [0x3c3f48, 0x22242b]], // roof
  ['30,108 46,109 52,128 30,130', 0x16171c], // sunroof
  ['62,142 76,146 92,200 96,210 50,213', [0x75848b, 0x46545c]], // windscreen
  ['20,204 60,202 94,208 92,212 40,214', 0x101216], // wipers
  ['40,214 90,212 104,240 108,268 62,292 30,294', [0x34363e, 0x17181d]], // bonnet
];

const TYRE = ['88,344 113,336 115,376 104,388 90,384', 0x08090a] as const;

/** Parts that stand on both sides; the points are those of the right one. */
const PAIRS: readonly (readonly [right: string, paint: Paint])[] = [
  ['62,218 65,218 84,280 80,286', 0x0c0d10], // crease of the bonnet
  ['82,118 86,120 102,182 99,184 92,160', [0x59636a, 0x39434a]], // side window
  ['109,184 122,180 136,188 136,199 116,203', [0x35373e, 0x101115]], // mirror
  ['60,302 82,284 108,272 111,286 100,304 74,312', [0x9aa3aa, 0xe8edf0]], // headlamp
  ['76,302 92,290 102,286 100,300 84,307', [0x50585e, 0xc6ced2]], // its inside
  ['72,340 98,333 100,341 76,348', [0xc2c8cc, 0x7e8488]], // fog lamp
];

function drawCar(canvas: Canvas): void {
  drawPair(canvas, ...TYRE);
  for (const [half, paint] of CAR) canvas.fill(smooth(mirrored(AXIS, points(half))), paint);
  for (const [right, paint] of PAIRS) drawPair(canvas, right, paint);
  canvas.fill(smooth(points('338,158 352,150 366,158 370,196 334,196')), 0x3f4b52); // a driver
  canvas.fill(mirrored(AXIS, points('58,297 60,314')), 0x101114); // grille
  for (const top of [298, 304, 310])
    canvas.fill(
      mirrored(AXIS, [
        [59, top],
        [58, top + 2.4],
      ]),
      0xc4cacd,
    );
  canvas.fill(smooth(mirrored(AXIS, points('10,295 14,306 9,316'))), [0xe2e5e6, 0x9aa0a3]); // badge
  canvas.fill(smooth(mirrored(AXIS, points('30,353 78,350 70,361 30,364'))), 0x060708); // lower inlet
  canvas.fill(mirrored(AXIS, points('62,364 60,366')), 0x8b9093);
}

function drawPair(canvas: Canvas, right: string, paint: Paint): void {
  const outline = smooth(points(right));
  canvas.fill(
    outline.map(([x, y]) => [AXIS + x, y]),
    paint,
  );
  canvas.fill(
    outline.map(([x, y]) => [AXIS - x, y]),
    paint,
  );
}

/** Letters of 5×7 dots, a row a number. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  O: [14, 17, 17, 17, 17, 17, 14],
  V: [17, 17, 17, 17, 17, 10, 4],
  '1': [4, 12, 4, 4, 4, 4, 14],
  '0': [14, 17, 19, 21, 25, 17, 14],
  '6': [14, 16, 16, 30, 17, 17, 14],
};

function drawPlate(canvas: Canvas): void {
  const top = 327;
  canvas.fill(
    mirrored(AXIS, [
      [29, top],
      [29, top + 20],
    ]),
    0xdfe4ea,
  );
  canvas.fill(
    mirrored(AXIS, [
      [28, top + 1],
      [28, top + 19],
    ]),
    [0x2b5fc4, 0x1f4da8],
  );
  const dot = 1.7;
  [...'OV106'].forEach((letter, place) => {
    const left = AXIS - 24 + place * 10 + (place > 1 ? 1 : 0);
    GLYPHS[letter]?.forEach((row, y) => {
      for (let x = 0; x < 5; x++) {
        if (!((row >> (4 - x)) & 1)) continue;
        const at: Point = [left + x * dot, top + 4 + y * dot];
        canvas.fill(box(at[0], at[1], at[0] + dot, at[1] + dot), 0xf2f5f8);
      }
    });
  });
}

/** `10,20 30,40` as points. */
function points(text: string): Point[] {
  return text.split(' ').map((pair): Point => {
    const [x, y] = pair.split(',').map(Number);
    return [x as number, y as number];
  });
}

import { readDetections } from '../result/detections.js';

/** How far an output is from the reference. */
export interface OutputError {
  /** Largest absolute error, as a share of the range of the reference; Infinity where one of them is no number. */
  readonly maxError: number;
  /** 1 for the same direction. */
  readonly cosine: number;
}

/** What became of the objects that the reference found, for a detector's output. */
export interface BoxError {
  /** Objects in the reference. */
  readonly objects: number;
  /** Objects that only one of the two found, or with another label. */
  readonly unmatched: number;
  /** Least overlap of a pair (intersection over union); 1 without a pair. */
  readonly leastOverlap: number;
  /** Largest difference of confidence of a pair. */
  readonly confidence: number;
}

/** The worst of all outputs, over the items of a batch. */
export interface Accuracy {
  readonly maxError: number;
  readonly cosine: number;
  /** Where an output lists detections and the reference has some. */
  readonly boxes?: BoxError;
  /** Why it is refused; undefined where it is within the tolerance. */
  readonly refused?: string;
}

/** Share of the reference's range that an output may stray. */
export const DEFAULT_TOLERANCE = 0.02;
/** What the cosine must be at least, whatever the tolerance. */
export const LEAST_COSINE = 0.999;
/** Objects of less confidence are none. */
const THRESHOLD = 0.5;
/** Boxes move more than values: an overlap of 0.9 is right for a tolerance of 0.02. */
const OVERLAP_PER_TOLERANCE = 5;

/**
 * Errors of floating-point elements.
 *
 * @param reference As many elements as `values`.
 */
export function outputError(reference: ArrayLike<number>, values: ArrayLike<number>): OutputError {
  let [least, most, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  let [dot, squares, reference2] = [0, 0, 0];
  for (let index = 0; index < reference.length; index++) {
    const [a, b] = [reference[index] as number, values[index] as number];
    if (Object.is(a, b)) {
      if (!Number.isFinite(a)) continue;
    } else if (!Number.isFinite(a) || !Number.isFinite(b)) return { maxError: Number.POSITIVE_INFINITY, cosine: 0 };
    least = Math.min(least, a);
    most = Math.max(most, a);
    largest = Math.max(largest, Math.abs(a - b));
    dot += a * b;
    squares += b * b;
    reference2 += a * a;
  }
  if (largest === 0) return { maxError: 0, cosine: 1 };
  // a constant output has no range: then it is its size that counts
  const range = most > least ? most - least : Math.abs(most) || 1;
  const norms = Math.sqrt(squares) * Math.sqrt(reference2);
  return { maxError: largest / range, cosine: norms === 0 ? 0 : Math.min(dot / norms, 1) };
}

/**
 * Objects of one picture, in the unit square. Those whose confidence is within the tolerance of the threshold may be in one
 * of them only.
 *
 * @param reference Rows of seven, as DetectionOutput makes them, of image 0.
 */
export function boxError(reference: ArrayLike<number>, values: ArrayLike<number>, tolerance: number): BoxError {
  const [a, b] = [reference, values].map((data) =>
    readDetections(data, { width: 1, height: 1, threshold: THRESHOLD - tolerance }),
  ) as unknown as [Found[], Found[]];
  const free = new Set(b);
  let [unmatched, leastOverlap, confidence] = [0, 1, 0];
  for (const object of a) {
    const partner = nearest(object, free);
    if (partner === undefined) {
      if (isSure(object, tolerance)) unmatched++;
      continue;
    }
    free.delete(partner);
    leastOverlap = Math.min(leastOverlap, overlap(object.box, partner.box));
    confidence = Math.max(confidence, Math.abs(object.confidence - partner.confidence));
  }
  unmatched += [...free].filter((object) => isSure(object, tolerance)).length;
  return { objects: a.filter((object) => object.confidence > THRESHOLD).length, unmatched, leastOverlap, confidence };
}

interface Found {
  readonly labelId: number;
  readonly confidence: number;
  readonly box: readonly [number, number, number, number];
}

function isSure({ confidence }: Found, tolerance: number): boolean {
  return confidence > THRESHOLD + tolerance;
}

function nearest(object: Found, others: ReadonlySet<Found>): Found | undefined {
  const same = [...others].filter((other) => other.labelId === object.labelId && overlap(object.box, other.box) > 0);
  return same.sort((a, b) => overlap(object.box, b.box) - overlap(object.box, a.box))[0];
}

/** Intersection over union. */
function overlap(a: Found['box'], b: Found['box']): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const area = ([x1, y1, x2, y2]: Found['box']): number => (x2 - x1) * (y2 - y1);
  return (width * height) / (area(a) + area(b) - width * height);
}

/** Why an output is not to be trusted; undefined where it is. */
export function refusalOf(
  name: string,
  { maxError, cosine }: OutputError,
  boxes: BoxError | undefined,
  tolerance: number,
): string | undefined {
  const refused = (what: string): string => `output ${name} strays from the f32 reference: ${what}`;
  if (boxes !== undefined && boxes.objects > 0) {
    const least = 1 - OVERLAP_PER_TOLERANCE * tolerance;
    if (boxes.unmatched > 0) return refused(`${boxes.unmatched} of ${boxes.objects} objects differ`);
    if (boxes.leastOverlap < least)
      return refused(`a box overlaps by ${boxes.leastOverlap.toFixed(3)} only (at least ${least.toFixed(3)})`);
    if (boxes.confidence > tolerance)
      return refused(`a confidence differs by ${boxes.confidence.toFixed(4)} (at most ${tolerance})`);
    return undefined;
  }
  if (maxError === Number.POSITIVE_INFINITY) return refused('elements that are no numbers');
  if (maxError > tolerance)
    return refused(`by ${(100 * maxError).toPrecision(3)} % of its range (at most ${100 * tolerance} %)`);
  return cosine < LEAST_COSINE ? refused(`cosine ${cosine.toFixed(5)} (at least ${LEAST_COSINE})`) : undefined;
}

/** The worst of several, over outputs, items of a batch or processes. */
export function worst(all: readonly Accuracy[]): Accuracy | undefined {
  const [first] = all;
  if (first === undefined) return undefined;
  const boxes = all.flatMap((each) => each.boxes ?? []);
  const refused = all.find((each) => each.refused !== undefined)?.refused;
  return {
    maxError: Math.max(...all.map((each) => each.maxError)),
    cosine: Math.min(...all.map((each) => each.cosine)),
    ...(boxes.length > 0 && {
      boxes: {
        objects: Math.max(...boxes.map((each) => each.objects)),
        unmatched: Math.max(...boxes.map((each) => each.unmatched)),
        leastOverlap: Math.min(...boxes.map((each) => each.leastOverlap)),
        confidence: Math.max(...boxes.map((each) => each.confidence)),
      },
    }),
    ...(refused !== undefined && { refused }),
  };
}

import { OpenVINOError } from '../../index.js';

/** An object that a detector found. */
export interface Detection {
  /** `vehicle`, `licence plate`, or `label N`. */
  readonly label: string;
  readonly labelId: number;
  /** 0 to 1 */
  readonly confidence: number;
  /** Corners in pixels of the original image, with fractions; they may lie a little outside of it. */
  readonly box: readonly [xmin: number, ymin: number, xmax: number, ymax: number];
}

export interface ReadDetectionsOptions {
  /** Size of the original image in pixels: boxes come as fractions of it. */
  readonly width: number;
  readonly height: number;
  /** Only what is above it counts; 0.5 when left out. */
  readonly threshold?: number;
  /** Names by label number; those of vehicle-license-plate-detection-barrier-0106 when left out. */
  readonly labels?: Readonly<Record<number, string>>;
}

/** What the exercise's detector calls its labels. */
export const DETECTOR_LABELS: Readonly<Record<number, string>> = { 1: 'vehicle', 2: 'licence plate' };

const ROW_LENGTH = 7;

/** Whether an output of that shape lists detections: [1, 1, N, 7], as OpenVINO's DetectionOutput makes them. */
export function isDetectionOutput(shape: readonly number[]): boolean {
  const [first, second, rows = 0, columns] = shape;
  return shape.length === 4 && first === 1 && second === 1 && rows > 0 && columns === ROW_LENGTH;
}

/**
 * Reads a detector's output: rows of [image_id, label, confidence, xmin, ymin, xmax, ymax], ended by an image_id of -1.
 * Of a batch it reads the first image's. Rows keep their order: by label, then by falling confidence.
 *
 * @param data The output's elements, [1, 1, N, 7].
 * @throws OpenVINOError `INVALID_ARGUMENT` when the elements do not make up whole rows.
 */
export function readDetections(data: ArrayLike<number>, options: ReadDetectionsOptions): Detection[] {
  const { width, height, threshold = 0.5, labels = DETECTOR_LABELS } = options;
  if (data.length % ROW_LENGTH !== 0) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `${data.length} elements are no list of detections: each has ${ROW_LENGTH} (image, label, confidence and a box).`,
    );
  }
  const detections: Detection[] = [];
  for (let at = 0; at < data.length; at += ROW_LENGTH) {
    const [image, labelId, confidence, ...corners] = Array.from(
      { length: ROW_LENGTH },
      (_, i) => data[at + i] as number,
    );
    if (image === undefined || labelId === undefined || confidence === undefined || image < 0) break;
    // A NaN is above no threshold; a box of NaNs is none.
    if (image !== 0 || !(confidence > threshold) || !corners.every(Number.isFinite)) continue;
    const [xmin, ymin, xmax, ymax] = corners as [number, number, number, number];
    const box = [xmin * width, ymin * height, xmax * width, ymax * height] as const;
    detections.push({ label: labels[labelId] ?? `label ${labelId}`, labelId, confidence, box });
  }
  return detections;
}

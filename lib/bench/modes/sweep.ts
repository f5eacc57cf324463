import { HINTS, type Hint, oneOf, quote, usageError, wholeNumber } from '../options.js';
import type { BenchOptions } from '../run/plan.js';

/** What varies, and the values that it takes. */
export interface Sweep {
  /** `requests`, `streams`, `batch`, `hint`, or a property's name. */
  readonly key: string;
  readonly values: readonly string[];
}

/** Options with the values of one point of the matrix. */
export interface SweepPoint {
  readonly options: BenchOptions;
  /** Keys and values; undefined where nothing varies. */
  readonly varied: Readonly<Record<string, string>> | undefined;
}

/** Rows of a matrix at most: more fit on no screen, and with five processes of ten seconds each they take four hours. */
export const MOST_ROWS = 256;

const NUMBERS: Readonly<Record<string, (text: string) => number>> = {
  requests: wholeNumber('--sweep requests', 1, 4096),
  streams: wholeNumber('--sweep streams', 1, 4096),
  batch: wholeNumber('--sweep batch', 1, 4096),
};
const parseHint = oneOf('--sweep hint', HINTS);

/** `requests=1,2,4..8`, `hint=latency,throughput`, `INFERENCE_PRECISION_HINT=f32,bf16`. */
export function parseSweep(text: string): Sweep {
  const at = text.indexOf('=');
  const word = text.slice(0, Math.max(at, 0)).trim();
  const key = word.toLowerCase() in NUMBERS || word.toLowerCase() === 'hint' ? word.toLowerCase() : word;
  const pieces = text
    .slice(at + 1)
    .split(',')
    .map((piece) => piece.trim());
  return sweepOf(key, pieces, text);
}

/**
 * A sweep of a key over values; `4..8` among them is a range.
 *
 * @param text What was written, for the message where it is no sweep.
 * @throws OpenVINOError `USAGE`.
 */
export function sweepOf(key: string, pieces: readonly string[], text = `${key}=${pieces.join()}`): Sweep {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(key) || pieces.length === 0 || pieces.some((piece) => piece === '')) {
    throw usageError(
      `--sweep takes KEY=VALUES, such as requests=1,2,4..8, batch=1,4, hint=latency,throughput or INFERENCE_PRECISION_HINT=f32,bf16, not ${quote(text)}.`,
    );
  }
  const values = pieces.flatMap((piece) => valuesOf(key, piece));
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw usageError(`--sweep ${key} has ${twice} twice.`);
  return { key, values };
}

function valuesOf(key: string, piece: string): string[] {
  if (key === 'hint') return [parseHint(piece)];
  const parse = NUMBERS[key];
  const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(piece) ?? [];
  if (from === undefined || to === undefined) return [parse === undefined ? piece : String(parse(piece))];
  const number = parse ?? wholeNumber(`--sweep ${key}`, 0);
  const [first, last] = [number(from), number(to)];
  if (first > last || last - first >= MOST_ROWS)
    throw usageError(
      `--sweep ${key} takes a range from a smaller to a larger number, of ${MOST_ROWS} at most, not ${quote(piece)}.`,
    );
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
}

/**
 * The points of the matrix that several sweeps make, the last one varying fastest.
 *
 * @throws OpenVINOError `USAGE` where an option fixes what a sweep varies, or there are too many.
 */
export function sweepPoints(options: BenchOptions): SweepPoint[] {
  const sweeps = options.modes?.sweeps ?? [];
  checkSweeps(sweeps, options);
  const count = sweeps.reduce((product, { values }) => product * values.length, 1);
  if (count > MOST_ROWS) throw tooManyRows(count);
  let points: SweepPoint[] = [{ options, varied: undefined }];
  for (const { key, values } of sweeps) {
    points = points.flatMap((point) =>
      values.map((value) => ({
        options: withValue(point.options, key, value),
        varied: { ...point.varied, [key]: value },
      })),
    );
  }
  return points;
}

export function tooManyRows(count: number): Error {
  return usageError(`That would make ${count} rows; ${MOST_ROWS} are the limit. Vary less at a time.`);
}

function withValue(options: BenchOptions, key: string, value: string): BenchOptions {
  switch (key) {
    case 'requests':
      return { ...options, requests: Number(value) };
    case 'batch':
      return { ...options, modes: { ...options.modes, batch: Number(value) } };
    case 'hint':
      return { ...options, hint: value as Hint };
    default:
      return { ...options, properties: [...options.properties, [propertyOf(key), value]] };
  }
}

function propertyOf(key: string): string {
  return key === 'streams' ? 'NUM_STREAMS' : key;
}

function checkSweeps(sweeps: readonly Sweep[], options: BenchOptions): void {
  const given = [...options.properties, ...(options.against ?? [])].map(([key]) => key);
  const fixed: Readonly<Record<string, boolean>> = {
    requests: options.requests !== undefined,
    batch: options.modes?.batch !== undefined,
    hint: options.hint !== undefined || given.includes('PERFORMANCE_HINT'),
  };
  const seen = new Set<string>();
  for (const { key } of sweeps) {
    const name = propertyOf(key);
    if (seen.has(name)) throw usageError(`--sweep varies ${key} twice: give all its values in one.`);
    seen.add(name);
    if (fixed[key] === true || given.includes(name))
      throw usageError(`${key} is both fixed by an option and varied by --sweep: give one of them.`);
  }
  if (seen.has('hint') && seen.has('PERFORMANCE_HINT'))
    throw usageError('--sweep varies hint and PERFORMANCE_HINT, which are the same.');
}

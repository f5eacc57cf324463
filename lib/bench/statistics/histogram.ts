import { type LatencySummary, percentilesOf } from './stats.js';

/** How far a percentile of a histogram may lie from the sample that it stands for, as a share of it. */
export const HISTOGRAM_ERROR = 0.005;

/** Bounds of a bucket have this ratio: its geometric middle is off by {@link HISTOGRAM_ERROR} at most. */
const GROWTH = (1 + HISTOGRAM_ERROR) ** 2;
const LOG_GROWTH = Math.log(GROWTH);
/** A nanosecond: what is below falls into the first bucket. */
const LOWEST_MS = 1e-6;
/** Up to 11 days: what is above falls into the last one. */
const BUCKETS = Math.ceil(Math.log(1e9 / LOWEST_MS) / LOG_GROWTH);

/** A histogram as it crosses the channel between processes. */
export interface HistogramData {
  readonly counts: Float64Array;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Sum of the squared differences from the mean. */
  readonly squares: number;
}

/**
 * Latencies in logarithmic buckets, for runs of more inferences than can be kept one by one. Count, lowest, highest, mean and
 * deviation are exact; percentiles are off by 0.5 % at most.
 */
export class Histogram {
  #counts = new Float64Array(BUCKETS);
  #count = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #mean = 0;
  #squares = 0;

  add(milliseconds: number): void {
    const bucket = Math.floor(Math.log(milliseconds / LOWEST_MS) / LOG_GROWTH);
    const index = bucket > 0 ? Math.min(bucket, BUCKETS - 1) : 0;
    this.#counts[index] = (this.#counts[index] as number) + 1;
    this.#count++;
    if (milliseconds < this.#min) this.#min = milliseconds;
    if (milliseconds > this.#max) this.#max = milliseconds;
    const delta = milliseconds - this.#mean;
    this.#mean += delta / this.#count;
    this.#squares += delta * (milliseconds - this.#mean);
  }

  /** Adds those of another one (Chan's formula for the moments). */
  merge({ counts, count, min, max, mean, squares }: HistogramData): void {
    if (count === 0) return;
    const total = this.#count + count;
    const delta = mean - this.#mean;
    this.#squares += squares + (delta * delta * this.#count * count) / total;
    this.#mean += (delta * count) / total;
    this.#count = total;
    this.#min = Math.min(this.#min, min);
    this.#max = Math.max(this.#max, max);
    for (const [index, value] of counts.entries()) this.#counts[index] = (this.#counts[index] as number) + value;
  }

  data(): HistogramData {
    return {
      counts: this.#counts,
      count: this.#count,
      min: this.#min,
      max: this.#max,
      mean: this.#mean,
      squares: this.#squares,
    };
  }
}

/** A percentile by nearest rank: the middle of the bucket that the sample is in. */
export function histogramPercentile({ counts, count, min, max }: HistogramData, percent: number): number {
  const rank = Math.max(1, Math.ceil(Number(((percent * count) / 100).toFixed(6))));
  if (rank >= count) return max;
  let seen = 0;
  const bucket = counts.findIndex((each) => {
    seen += each;
    return seen >= rank;
  });
  return Math.min(Math.max(LOWEST_MS * GROWTH ** (bucket + 0.5), min), max);
}

/** The summary of a histogram's latencies; null of none. */
export function summarizeHistogram(data: HistogramData): LatencySummary | null {
  const { count, min, max, mean, squares } = data;
  if (count === 0) return null;
  return {
    min,
    mean,
    ...percentilesOf(count, (percent) => histogramPercentile(data, percent)),
    max,
    sd: count > 1 ? Math.sqrt(squares / (count - 1)) : null,
  };
}

/**
 * What a run's latencies were, in milliseconds.
 *
 * @category Results
 * @example
 * ```ts
 * const latencyMs: LatencySummary | null = row.latencyMs;
 * console.log(latencyMs?.p50, latencyMs?.p99 ?? 'too few samples for p99');
 * ```
 */
export interface LatencySummary {
  /** The shortest. */
  readonly min: number;
  /** Arithmetic mean. */
  readonly mean: number;
  /** Median, by nearest rank. */
  readonly p50: number;
  /** The latency that 90 % do not exceed, by nearest rank. */
  readonly p90: number;
  /** null where fewer than 200 samples were taken. Results of earlier versions have none. */
  readonly p95?: number | null;
  /** null where fewer than 1000 samples were taken: it would rest on less than ten of them. */
  readonly p99: number | null;
  /** The 99.9 % point; null where fewer than 10,000 samples were taken. Results of earlier versions have none. */
  readonly p999?: number | null;
  /** The longest. */
  readonly max: number;
  /** Standard deviation of the samples (n − 1); null for a single one. */
  readonly sd: number | null;
}

/** Samples that must lie above a tail percentile for it to be given. */
const SAMPLES_ABOVE = 10;

/** Whether `count` samples support a percentile: at least ten of them lie above it (p90 from 100 on, p99 from 1000). */
export function supportsPercentile(count: number, percent: number): boolean {
  return exactly((count * (100 - percent)) / 100) >= SAMPLES_ABOVE;
}

/**
 * A percentile by nearest rank: the smallest sample that at least `percent` of all samples do not exceed. It is always a
 * latency that was measured, never a value between two.
 *
 * @param sorted Samples in ascending order, at least one.
 */
export function percentile(sorted: Float64Array, percent: number): number {
  if (sorted.length === 0) throw new RangeError('a percentile needs a sample');
  const rank = Math.ceil(exactly((percent * sorted.length) / 100));
  return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1] as number;
}

/** Samples that a percentile needs, by the same rule. */
export function samplesFor(percent: number): number {
  return Math.ceil(exactly((SAMPLES_ABOVE * 100) / exactly(100 - percent)));
}

/** Without the dust of binary fractions: 99.9 % of 10,000 are 9990, not 9990.000000000002. */
function exactly(value: number): number {
  return Number(value.toFixed(6));
}

/**
 * Summary of latencies: none for no sample.
 *
 * p50 and p90 are given for any number of samples (with few of them a warning says so), those beyond only where
 * {@link supportsPercentile} holds.
 */
export function summarizeLatencies(samplesMs: Float64Array): LatencySummary | null {
  if (samplesMs.length === 0) return null;
  const sorted = Float64Array.from(samplesMs).sort();
  const { mean, sd } = moments(sorted);
  return {
    min: sorted[0] as number,
    mean,
    ...percentilesOf(sorted.length, (percent) => percentile(sorted, percent)),
    max: sorted[sorted.length - 1] as number,
    sd,
  };
}

/** The percentiles of a summary, those that so many samples support. */
export function percentilesOf(
  count: number,
  percentileAt: (percent: number) => number,
): Required<Pick<LatencySummary, 'p50' | 'p90' | 'p95' | 'p99' | 'p999'>> {
  const supported = (percent: number): number | null =>
    supportsPercentile(count, percent) ? percentileAt(percent) : null;
  return {
    p50: percentileAt(50),
    p90: percentileAt(90),
    p95: supported(95),
    p99: supported(99),
    p999: supported(99.9),
  };
}

/** Mean and deviation in one pass (Welford): no loss where the spread is small against the mean. */
function moments(samples: Float64Array): { mean: number; sd: number | null } {
  let mean = 0;
  let squares = 0;
  for (let index = 0; index < samples.length; index++) {
    const sample = samples[index] as number;
    const delta = sample - mean;
    mean += delta / (index + 1);
    squares += delta * (sample - mean);
  }
  return { mean, sd: samples.length > 1 ? Math.sqrt(squares / (samples.length - 1)) : null };
}

/** Inferences per second; null where no time has passed. */
export function framesPerSecond(iterations: number, totalMs: number): number | null {
  return totalMs > 0 ? (iterations * 1000) / totalMs : null;
}

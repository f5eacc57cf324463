import type { Quantile, TimelineBin } from '../result/result.js';
import { type HistogramData, histogramPercentile } from './histogram.js';
import { percentile, supportsPercentile } from './stats.js';

/** Bins of a timeline at most: more than a chart has pixels for is of no use to it. */
const MOST_BINS = 200;

/** Shares beyond the whole percentiles, given where enough samples lie above. */
const TAIL = [0.995, 0.999, 0.9995, 0.9999, 0.99999];

/**
 * The distribution of latencies by its quantiles: lowest, each whole percentile, the tail that the count supports, highest.
 * Of fewer than a hundred samples, each is one.
 *
 * @param sorted In ascending order, at least one.
 */
export function quantilesOf(sorted: Float64Array): Quantile[] {
  const { length } = sorted;
  if (length < 100) return Array.from(sorted, (value, index) => [(index + 1) / length, value]);
  return wholePercents(length, (percent) => percentile(sorted, percent));
}

/** The same of a histogram, with its error. */
export function histogramQuantiles(data: HistogramData): Quantile[] {
  return wholePercents(data.count, (percent) => (percent === 0 ? data.min : histogramPercentile(data, percent)));
}

function wholePercents(count: number, at: (percent: number) => number): Quantile[] {
  const tail = TAIL.filter((share) => supportsPercentile(count, 100 * share));
  const shares = [...Array.from({ length: 100 }, (_, percent) => percent / 100), ...tail, 1];
  return shares.map((share): Quantile => [share, at(100 * share)]);
}

/**
 * How latencies went on over a run, in the order of completion: bins of the same number of inferences.
 *
 * @param stride Each sample is one of so many, the others were not kept.
 * @param total Inferences.
 */
export function timelineOf(samples: Float64Array, stride = 1, total = samples.length): TimelineBin[] {
  const size = Math.ceil(samples.length / MOST_BINS);
  const bins: TimelineBin[] = [];
  for (let first = 0; first < samples.length; first += size) {
    const sorted = samples.slice(first, first + size).sort();
    const count = sorted.length;
    bins.push({
      first: first * stride,
      count: Math.min(count * stride, total - first * stride),
      min: sorted[0] as number,
      p50: percentile(sorted, 50),
      max: sorted[count - 1] as number,
    });
  }
  return bins;
}

import { percentile } from './stats.js';

/** Fewer samples than this tell nothing of how a run went on. */
const FEWEST_SAMPLES = 100;
/** Medians of a quiet run's quarters differ by a few per cent, on a busy machine by a fifth. */
const CLEAR = 1.5;

/** How many times as long inferences took in the last quarter of a run as in the first, by their medians; undefined where that is not clearly longer. */
export function slowdownOf(latenciesMs: Float64Array): number | undefined {
  if (latenciesMs.length < FEWEST_SAMPLES) return undefined;
  const quarter = Math.floor(latenciesMs.length / 4);
  const first = median(latenciesMs.slice(0, quarter));
  const last = median(latenciesMs.slice(-quarter));
  return first > 0 && last / first >= CLEAR ? last / first : undefined;
}

/** A run is looked at in so many pieces: neighbours in time resemble each other, pieces of a twentieth hardly do. */
const PIECES = 20;
/** A trend that changes latencies by less from begin to end is none that anyone need know. */
const NOTABLE_DRIFT = 0.1;
/** |z| of Kendall's test that noise exceeds once in a thousand runs. */
const SURE = 3.29;

/**
 * How many times as long inferences took at the end of a run as at its beginning, by a steady trend; undefined where there is
 * none, or less than 10 %.
 *
 * Mann and Kendall's test on the medians of twenty pieces says whether there is a trend (one false alarm in a thousand runs of
 * independent noise), Theil and Sen's slope how large it is. Of the samples themselves the test would see one in each run of
 * thousands, since they are not independent.
 */
export function driftOf(latenciesMs: Float64Array): number | undefined {
  if (latenciesMs.length < FEWEST_SAMPLES) return undefined;
  const size = latenciesMs.length / PIECES;
  const medians = Array.from({ length: PIECES }, (_, piece) =>
    median(latenciesMs.slice(Math.floor(piece * size), Math.floor((piece + 1) * size))),
  );
  if (Math.abs(kendall(medians)) < SURE) return undefined;
  const slope = senSlope(medians);
  const middle = median(Float64Array.from(medians));
  const [first, last] = [middle - (slope * (PIECES - 1)) / 2, middle + (slope * (PIECES - 1)) / 2];
  if (first <= 0 || last <= 0) return undefined;
  return Math.abs(Math.log(last / first)) >= Math.log1p(NOTABLE_DRIFT) ? last / first : undefined;
}

/** z of Mann and Kendall's test for a trend. */
function kendall(values: readonly number[]): number {
  const count = values.length;
  const score = pairs(values).reduce((sum, { rise }) => sum + Math.sign(rise), 0);
  const variance = (count * (count - 1) * (2 * count + 5)) / 18;
  return score === 0 ? 0 : (score - Math.sign(score)) / Math.sqrt(variance);
}

/** Theil and Sen's slope: the median of all slopes between two of the values. */
function senSlope(values: readonly number[]): number {
  return median(Float64Array.from(pairs(values), ({ rise, run }) => rise / run));
}

function pairs(values: readonly number[]): { readonly rise: number; readonly run: number }[] {
  return values.flatMap((value, index) =>
    values.slice(index + 1).map((later, ahead) => ({ rise: later - value, run: ahead + 1 })),
  );
}

function median(samples: Float64Array): number {
  return percentile(samples.sort(), 50);
}

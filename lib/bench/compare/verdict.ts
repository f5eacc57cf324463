import { type Estimate, independentEstimate, pairedEstimate } from './interval.js';
import { studentQuantile } from './student.js';

/**
 * What can be said of one thing against another.
 *
 * @category Comparisons and checks
 * @example
 * ```ts
 * const verdict: Verdict | null | undefined = result.comparisons?.[0]?.verdict;
 * console.log(verdict ?? 'none');
 * ```
 */
export type Verdict = 'faster' | 'slower' | 'inconclusive';

/** Smaller differences are none, however sure they are: a process that was started at another address may differ by as much. */
export const LEAST_EFFECT = 0.01;

/** Logarithms beyond it, of two processes that have nothing in common, are no numbers any more. */
const FARTHEST = 20;

/**
 * How many times as fast something is as its baseline.
 *
 * @category Comparisons and checks
 * @example
 * ```ts
 * const ratio: Ratio | undefined = result.comparisons?.[0];
 * console.log(ratio?.ratio, ratio?.interval);
 * ```
 */
export interface Ratio {
  /** Above 1 it is faster, of times as well: the ratio of geometric means. */
  readonly ratio: number;
  /** 95 % interval; null of one process. */
  readonly interval: readonly [low: number, high: number] | null;
  /** null where there is none to be had. */
  readonly verdict: Verdict | null;
  /** The smallest difference that such a comparison finds four times out of five: 0.03 is 3 %. null of one process. */
  readonly detectable: number | null;
}

/**
 * Speeds of the same rounds, or of processes that have nothing to do with each other.
 *
 * @category Comparisons and checks
 * @example
 * ```ts
 * const design: Design | 'duet' | undefined = result.comparisons?.[0]?.design;
 * console.log(design);
 * ```
 */
export type Design = 'paired' | 'independent';

/**
 * The ratio of speeds, with its interval and verdict. Pure: the same speeds give the same answer.
 *
 * @param baseline A speed a process, above 0.
 * @param candidate In `paired` design as many, in the same order.
 */
export function ratioOf(baseline: readonly number[], candidate: readonly number[], design: Design): Ratio {
  const [a, b] = [baseline, candidate].map((speeds) => speeds.map(Math.log)) as [number[], number[]];
  if (design === 'paired') return ratioOfPairs(a.map((value, index) => (b[index] as number) - value));
  return Math.min(a.length, b.length) < 2 ? bare(meanOf(b) - meanOf(a)) : ratioFrom(independentEstimate(a, b));
}

/** The same from logarithms of ratios, a pair of processes each. */
export function ratioOfPairs(logRatios: readonly number[]): Ratio {
  return logRatios.length < 2 ? bare(meanOf(logRatios)) : ratioFrom(pairedEstimate(logRatios));
}

function bare(logRatio: number): Ratio {
  return { ratio: Math.exp(logRatio), interval: null, verdict: null, detectable: null };
}

function ratioFrom({ mean, low, high, error, degrees }: Estimate): Ratio {
  const reach = (studentQuantile(0.975, degrees) + studentQuantile(0.8, degrees)) * error;
  return {
    ratio: Math.exp(mean),
    interval: [Math.exp(Math.max(low, -FARTHEST)), Math.exp(Math.min(high, FARTHEST))],
    verdict: verdictOf(mean, low, high),
    detectable: Math.max(Math.expm1(Math.min(reach, FARTHEST)), LEAST_EFFECT),
  };
}

function verdictOf(mean: number, low: number, high: number): Verdict {
  if (Math.abs(mean) < Math.log1p(LEAST_EFFECT)) return 'inconclusive';
  if (low > 0) return 'faster';
  return high < 0 ? 'slower' : 'inconclusive';
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

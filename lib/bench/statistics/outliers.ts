import { percentile } from './stats.js';

/** What stood out of a run, and what it did to its figures. */
export interface Outliers {
  readonly count: number;
  /** Inferences that took longer stand out. */
  readonly aboveMs: number;
  /** Share of the whole time that would not have passed, had they taken the median. */
  readonly share: number;
}

/** Fewer samples than this have no usual spread to stand out of. */
const FEWEST_SAMPLES = 20;
/** So many robust standard deviations from the median: hyperfine's threshold. With Iglewicz's and Hoaglin's 3.5 each run has some. */
const DEVIATIONS = 10;
/** Makes a normal distribution's median absolute deviation its standard deviation. */
const TO_DEVIATION = 1.4826;
/** The least spread that is believed, as a share of the median: a clock and a simulation may show none. */
const LEAST_SPREAD = 0.01;
/** Outliers that cost less of the time change no figure but the highest ones. */
const NOTABLE_SHARE = 0.05;

/**
 * Inferences that took far longer than the others and 5 % of the time or more: those whose modified z-score, (latency − median)
 * / (1.4826 · median absolute deviation), is above 10. undefined where there are none, or where they do not matter.
 *
 * @param latenciesMs In any order.
 */
export function outliersOf(latenciesMs: Float64Array): Outliers | undefined {
  if (latenciesMs.length < FEWEST_SAMPLES) return undefined;
  const median = percentile(Float64Array.from(latenciesMs).sort(), 50);
  const deviations = latenciesMs.map((value) => Math.abs(value - median)).sort();
  const spread = Math.max(TO_DEVIATION * percentile(deviations, 50), LEAST_SPREAD * median);
  const aboveMs = median + DEVIATIONS * spread;
  let [count, excess, total] = [0, 0, 0];
  for (const value of latenciesMs) {
    total += value;
    if (value <= aboveMs) continue;
    count++;
    excess += value - median;
  }
  return count > 0 && excess / total >= NOTABLE_SHARE ? { count, aboveMs, share: excess / total } : undefined;
}

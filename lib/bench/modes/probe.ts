import type { Measurement } from '../child/trial.js';
import { countOf } from '../result/rows.js';
import type { Outcome } from '../run/executor.js';
import { histogramPercentile } from '../statistics/histogram.js';
import { percentile, supportsPercentile } from '../statistics/stats.js';
import type { LatencyBound, OpenFacts } from './mode.js';
import type { Answer } from './rate-search.js';

/** Requests a second that were begun, until the last one was. */
export function achievedPerSecond({ arrivals, refused, busyMs }: OpenFacts): number {
  return busyMs > 0 ? ((arrivals - refused) * 1000) / busyMs : 0;
}

/** Requests a second that arrived. */
export function offeredPerSecond({ arrivals, windowMs }: OpenFacts): number {
  return windowMs > 0 ? (arrivals * 1000) / windowMs : 0;
}

/** Of random arrivals so many more may wait at the end by chance: three deviations of Poisson's number. */
const CHANCE = 3;
/** Less than that of what was offered is too little, however short the run. */
const SHARE = 0.9;

/**
 * Whether more was offered than could be done: requests were refused, the line at the end is longer than chance makes it, or
 * the rate fell far behind.
 */
export function isOverloaded(facts: OpenFacts, pattern: 'fixed' | 'poisson'): boolean {
  const spread = Math.sqrt(facts.arrivals) * (pattern === 'poisson' ? CHANCE : 1);
  const behind = achievedPerSecond(facts) < SHARE * offeredPerSecond(facts);
  return facts.refused > 0 || facts.backlogAtEnd > Math.max(spread, 10) || (behind && facts.backlogAtEnd > 1);
}

/** A percentile of any share, by nearest rank; null without samples. */
export function latencyAt(
  { latenciesMs, histogram }: Pick<Measurement, 'latenciesMs' | 'histogram'>,
  { percent }: LatencyBound,
): number | null {
  if (histogram !== undefined) return histogramPercentile(histogram, percent);
  return latenciesMs.length === 0 ? null : percentile(Float64Array.from(latenciesMs).sort(), percent);
}

/** Whether an open loop kept a bound, and had enough samples to say so. */
export function keeps(
  measurement: Pick<Measurement, 'latenciesMs' | 'histogram'>,
  facts: OpenFacts,
  pattern: 'fixed' | 'poisson',
  bound: LatencyBound,
): boolean {
  const at = latencyAt(measurement, bound);
  if (!supportsPercentile(facts.arrivals, bound.percent)) return false;
  return at !== null && at <= bound.limitMs && !isOverloaded(facts, pattern);
}

/** A probe's outcome as the search reads it. */
export function answerOf(outcome: Outcome): Answer {
  if ('failure' in outcome || outcome.measurement.failure !== undefined) return undefined;
  const { spec, measurement } = outcome;
  const { facts, totalMs } = measurement;
  if (facts?.kind !== 'open' || spec.mode?.kind !== 'open' || spec.bound === undefined)
    return { perSecond: totalMs > 0 ? (countOf(measurement) * 1000) / totalMs : 0, met: false };
  const perSecond = achievedPerSecond(facts);
  if (!supportsPercentile(facts.arrivals, spec.bound.percent)) return { perSecond, met: false, tooFew: true };
  return { perSecond, met: keeps(measurement, facts, spec.mode.pattern, spec.bound) };
}

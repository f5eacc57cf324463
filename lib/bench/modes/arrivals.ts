import { quote, type Stop, usageError } from '../options.js';
import type { ArrivalPattern, Arrivals, LatencyBound } from './mode.js';

/** Requests waiting in line at most; further ones are refused, as a server would. */
export const BACKLOG = 1000;
/** Seed of random gaps: the same arrivals in each run. */
export const ARRIVAL_SEED = 0x5eed;

const HIGHEST_RATE = 1_000_000;
/** Of percentiles that a bound may be about: beyond it a probe needs ten million requests and more. */
const HIGHEST_PERCENT = 99.999;

/** `100` or `poisson:100`, requests a second. */
export function parseRate(text: string): { pattern: ArrivalPattern; rate: number } {
  const match = /^(?:(fixed|poisson):)?(\d+(?:\.\d+)?)$/i.exec(text);
  const rate = Number(match?.[2]);
  if (match !== null && rate >= 0.01 && rate <= HIGHEST_RATE)
    return { pattern: match[1]?.toLowerCase() === 'poisson' ? 'poisson' : 'fixed', rate };
  throw usageError(
    `--rate takes requests a second, from 0.01 to ${HIGHEST_RATE}: 100 (evenly) or poisson:100 (at random), not ${quote(text)}.`,
  );
}

const UNIT_MS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000 };

/** `p99<20ms`. */
export function parseBound(text: string): LatencyBound {
  const match = /^\s*p(\d{1,2}(?:\.\d+)?)\s*<=?\s*(\d+(?:\.\d+)?)\s*(us|ms|s)\s*$/.exec(text);
  const [percent, limitMs] = [Number(match?.[1]), Number(match?.[2]) * (UNIT_MS[match?.[3] ?? ''] ?? Number.NaN)];
  if (percent > 0 && percent <= HIGHEST_PERCENT && limitMs > 0) return { percent, limitMs };
  throw usageError(
    `--find-rate takes a bound on latency, such as "p99<20ms" or "p90<1.5s" (p${HIGHEST_PERCENT} at most), not ${quote(text)}.`,
  );
}

/** `p99 < 20 ms` */
export function boundText({ percent, limitMs }: LatencyBound): string {
  return `p${percent} < ${limitMs} ms`;
}

/**
 * The moments of arrival in milliseconds, from 0 on, without an end. Fixed: one each 1/rate. Poisson: gaps are drawn from the
 * exponential distribution, −ln(1 − u) / rate, so that the number in any second is Poisson's.
 *
 * @param random Numbers in [0, 1).
 */
export function* arrivalTimes(
  { pattern, rate }: Omit<Arrivals, 'seed'>,
  random: () => number,
): Generator<number, never> {
  const gapMs = 1000 / rate;
  if (pattern === 'fixed') for (let count = 1; ; count++) yield count * gapMs;
  for (let at = 0; ; ) {
    at -= Math.log1p(-random()) * gapMs;
    yield at;
  }
}

/**
 * The same arrivals, stretched so that their rate is the one asked for and not that only on average: of 1000 random arrivals
 * the rate is off by 3 %, as much as lies between two rates of a search. Given how many arrive in a time, Poisson's are spread
 * over it as these are.
 *
 * @param random A generator of numbers in [0, 1), the same ones each time.
 */
export function* exactArrivals(
  arrivals: Omit<Arrivals, 'seed'>,
  stop: Stop,
  random: () => () => number,
): Generator<number, never> {
  const { pattern, rate } = arrivals;
  if (pattern === 'fixed') return yield* arrivalTimes(arrivals, random());
  // of a time, the gap from the last arrival to its end is random as well
  const gaps = stop.kind === 'count' ? stop.iterations : Math.max(1, Math.round((rate * stop.timeMs) / 1000)) + 1;
  const wholeMs = stop.kind === 'count' ? (gaps * 1000) / rate : stop.timeMs;
  const once = arrivalTimes(arrivals, random());
  let last = 0;
  for (let count = 0; count < gaps; count++) last = once.next().value;
  for (const at of arrivalTimes(arrivals, random())) yield at * (wholeMs / last);
  throw new Error('arrivals have no end');
}

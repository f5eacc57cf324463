import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../../lib/bench/child/input/random.js';
import { exactArrivals, parseBound } from '../../lib/bench/modes/arrivals.js';
import { resolutionOf, searchRate } from '../../lib/bench/modes/rate-search.js';
import { percentile, samplesFor } from '../../lib/bench/statistics/stats.js';
import { expectError } from '../helpers/expect-error.js';

/** The latency by which a share of the requests of a queue with one lane and a constant time is done. */
function latencyOfQueue(rate: number, count: number, seed: number, percent: number): number {
  const arrivals = exactArrivals({ pattern: 'poisson', rate }, { kind: 'count', iterations: count }, () =>
    randomNumbers(seed),
  );
  const latencies = new Float64Array(count);
  for (let index = 0, free = 0; index < count; index++) {
    const at = arrivals.next().value;
    free = Math.max(at, free) + 10;
    latencies[index] = free - at;
  }
  return percentile(latencies.sort(), percent);
}

describe('what a search finds', () => {
  it('arrivals have the rate that was asked for, however few they are', () => {
    const random = () => randomNumbers(3);
    const arrivals = { pattern: 'poisson', rate: 50 } as const;
    const byCount = exactArrivals(arrivals, { kind: 'count', iterations: 20 }, random);
    const times = Array.from({ length: 20 }, () => byCount.next().value);
    expect(times.at(-1)).toBeCloseTo(400, 6);
    const byTime = exactArrivals(arrivals, { kind: 'time', timeMs: 1000 }, random);
    const within = Array.from({ length: 60 }, () => byTime.next().value).filter((at) => at < 1000);
    expect(within).toHaveLength(50);
    expect(exactArrivals({ pattern: 'fixed', rate: 10 }, { kind: 'count', iterations: 2 }, random).next().value).toBe(
      100,
    );
  });

  it.each([
    [90, 20, 100],
    [90, 50, 1000],
    [99, 50, 1000],
    [90, 20, 2000],
  ])('p%s < %s ms with %s requests a probe is within its resolution for 20 seeds', (percent, limitMs, count) => {
    const rates = Array.from({ length: 20 }, (_, seed) => {
      const steps = searchRate(2);
      steps.next();
      let step = steps.next({ perSecond: 100, met: false });
      for (let probe = 0; step.done !== true; probe++) {
        const rate = step.value.kind === 'rate' ? step.value.rate : 0;
        step = steps.next({
          perSecond: rate,
          met: latencyOfQueue(rate, count, seed * 1000 + probe, percent) <= limitMs,
        });
      }
      return step.value.rate ?? 0;
    }).sort((a, b) => a - b);
    const middle = ((rates[9] as number) + (rates[10] as number)) / 2;
    const apart = resolutionOf(100 / 32, (count * (100 - percent)) / 100);
    expect(rates[0]).toBeGreaterThanOrEqual(middle - apart);
    expect(rates[19]).toBeLessThanOrEqual(middle + apart);
  });

  it('needs ten samples above the percentile', () => {
    expect([50, 90, 99, 99.9, 99.99, 99.999].map(samplesFor)).toEqual([20, 100, 1000, 10_000, 100_000, 1_000_000]);
    expectError('USAGE', () => parseBound('p99.9999<1s'), /p99\.999 at most/);
  });
});

import { describe, expect, it } from 'vitest';
import {
  framesPerSecond,
  percentile,
  summarizeLatencies,
  supportsPercentile,
} from '../../../lib/bench/statistics/stats.js';

const upTo = (count: number): Float64Array => Float64Array.from({ length: count }, (_, index) => index + 1);

/** Deterministic order, not sorted. */
function shuffled(values: Float64Array): Float64Array {
  const result = values.slice();
  for (let i = result.length - 1, state = 7; i > 0; i--) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const j = state % (i + 1);
    [result[i], result[j]] = [result[j] as number, result[i] as number];
  }
  return result;
}

describe('percentiles by nearest rank', () => {
  it.each([
    [1, 50, 1],
    [1, 99, 1],
    [2, 50, 1],
    [3, 50, 2],
    [10, 90, 9],
    [10, 91, 10],
    [100, 99, 99],
    [1000, 99, 990],
    [1000, 50, 500],
    [1001, 99, 991],
    [7, 0, 1],
    [7, 100, 7],
    [10_000, 99.9, 9990],
  ])('of 1 … %i, p%i is %i', (count, percent, value) => {
    expect(percentile(upTo(count), percent)).toBe(value);
  });

  it('are always a sample, and at least that share is at or below', () => {
    for (const count of [1, 2, 5, 19, 20, 99, 100, 101, 999, 1000, 12345]) {
      const sorted = shuffled(upTo(count))
        .map((value) => Math.sqrt(value))
        .sort();
      for (const percent of [1, 50, 90, 95, 99]) {
        const value = percentile(sorted, percent);
        const below = sorted.filter((sample) => sample <= value).length;
        expect(sorted.includes(value)).toBe(true);
        expect(below * 100).toBeGreaterThanOrEqual(count * percent);
        expect((below - 1) * 100).toBeLessThan(count * percent);
      }
    }
  });

  it('need ten samples above them', () => {
    expect([supportsPercentile(999, 99), supportsPercentile(1000, 99)]).toEqual([false, true]);
    expect([supportsPercentile(99, 90), supportsPercentile(100, 90)]).toEqual([false, true]);
    expect([supportsPercentile(19, 50), supportsPercentile(20, 50)]).toEqual([false, true]);
    expect(supportsPercentile(10_000, 99.9)).toBe(true);
    expect(supportsPercentile(1000, 99.9)).toBe(false);
  });
});

describe('summarizeLatencies', () => {
  it('gives all of 1 … 1000, in any order, and leaves the samples alone', () => {
    const samples = shuffled(upTo(1000));
    const before = samples.slice();
    expect(summarizeLatencies(samples)).toEqual({
      min: 1,
      mean: expect.closeTo(500.5, 9),
      p50: 500,
      p90: 900,
      p95: 950,
      p99: 990,
      p999: null,
      max: 1000,
      sd: expect.closeTo(Math.sqrt((1000 * 1001) / 12), 9),
    });
    expect(samples).toEqual(before);
  });

  it('gives no p99 below 1000 samples, no deviation of one, nothing of none', () => {
    expect(summarizeLatencies(upTo(999))?.p99).toBeNull();
    expect(summarizeLatencies(Float64Array.of(4))).toEqual({
      min: 4,
      mean: 4,
      p50: 4,
      p90: 4,
      p95: null,
      p99: null,
      p999: null,
      max: 4,
      sd: null,
    });
    expect(summarizeLatencies(new Float64Array(0))).toBeNull();
  });

  it('gives p95 from 200 samples on, and 99.9 % from 10,000', () => {
    expect([199, 200].map((count) => summarizeLatencies(upTo(count))?.p95)).toEqual([null, 190]);
    expect([9999, 10_000].map((count) => summarizeLatencies(upTo(count))?.p999)).toEqual([null, 9990]);
  });

  it('keeps a small spread on a large mean', () => {
    const samples = Float64Array.from({ length: 1000 }, (_, index) => 1e9 + (index % 2));
    expect(summarizeLatencies(samples)?.sd).toBeCloseTo(0.50025, 4);
  });
});

it('frames per second are iterations by seconds: 1000, not 100, by the time', () => {
  expect(framesPerSecond(1000, 4000)).toBe(250);
  expect(framesPerSecond(0, 0)).toBeNull();
});

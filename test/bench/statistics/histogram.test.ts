import { describe, expect, it } from 'vitest';
import { Samples } from '../../../lib/bench/child/samples.js';
import { seededRandom } from '../../../lib/bench/compare/random.js';
import { histogramQuantiles, quantilesOf, timelineOf } from '../../../lib/bench/statistics/distribution.js';
import {
  HISTOGRAM_ERROR,
  Histogram,
  type HistogramData,
  histogramPercentile,
  summarizeHistogram,
} from '../../../lib/bench/statistics/histogram.js';
import { percentile, summarizeLatencies } from '../../../lib/bench/statistics/stats.js';
import { measurement, rowOf, trialSpec } from '../factories.js';

/** Lognormal latencies around a millisecond, with a heavy tail. */
function latencies(count: number, seed = 1): Float64Array {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Float64Array.from({ length: count }, () => Math.exp((random() < 0.02 ? 3 : 0.3) * normal()));
}

function histogramOf(samples: Float64Array): HistogramData {
  const histogram = new Histogram();
  for (const sample of samples) histogram.add(sample);
  return histogram.data();
}

const PERCENTS = [1, 10, 50, 75, 90, 95, 99, 99.9];

describe('a histogram', () => {
  it('is off by half a per cent at most, from a nanosecond to a day', () => {
    for (const scale of [1e-4, 1, 1e3, 1e6]) {
      const samples = latencies(20_000).map((value) => value * scale);
      const data = histogramOf(samples);
      const sorted = samples.slice().sort();
      for (const percent of PERCENTS) {
        const exact = percentile(sorted, percent);
        expect(Math.abs(histogramPercentile(data, percent) / exact - 1)).toBeLessThanOrEqual(HISTOGRAM_ERROR + 1e-9);
      }
    }
  });

  it('has count, ends, mean and deviation exactly', () => {
    const samples = latencies(20_000);
    const { min, max, mean, sd, p50 } = summarizeLatencies(samples) ?? {};
    const summary = summarizeHistogram(histogramOf(samples));
    expect(summary).toMatchObject({ min, max, mean: expect.closeTo(mean ?? 0, 9), sd: expect.closeTo(sd ?? 0, 9) });
    expect(summary?.p50).not.toBe(p50);
    expect(summarizeHistogram(new Histogram().data())).toBeNull();
  });

  it('of two runs is that of both together', () => {
    const [a, b] = [latencies(3000, 1), latencies(5000, 2).map((value) => 3 * value)];
    const merged = new Histogram();
    merged.merge(histogramOf(a));
    merged.merge(histogramOf(b));
    const { mean, squares, ...rest } = histogramOf(Float64Array.of(...a, ...b));
    expect(merged.data()).toEqual({ ...rest, mean: expect.closeTo(mean, 9), squares: expect.closeTo(squares, 3) });
  });

  it('takes what is outside of its buckets', () => {
    const data = histogramOf(Float64Array.of(0, 1e-9, 1e12));
    expect([data.count, data.min, data.max]).toEqual([3, 0, 1e12]);
    expect(histogramPercentile(data, 100)).toBe(1e12);
  });
});

describe('the samples of a run', () => {
  it('are all kept up to the limit', () => {
    const samples = new Samples(10, 64);
    for (let index = 0; index < 64; index++) samples.add(index);
    expect(samples.take()).toEqual({
      latenciesMs: Float64Array.from({ length: 64 }, (_, index) => index),
      stride: 1,
      histogram: undefined,
    });
  });

  it.each([65, 128, 129, 1000, 4096, 5000])('of %i with room for 64: evenly thinned out, and all counted', (count) => {
    const samples = new Samples(10, 64);
    for (let index = 0; index < count; index++) samples.add(index + 1);
    const { latenciesMs, stride, histogram } = samples.take();
    expect(samples.count).toBe(count);
    expect(Array.from(latenciesMs)).toEqual(
      Array.from({ length: Math.ceil(count / stride) }, (_, index) => 1 + index * stride),
    );
    expect(latenciesMs.length).toBeLessThanOrEqual(64);
    expect(latenciesMs.length).toBeGreaterThanOrEqual(32);
    expect(histogram).toMatchObject({ count, min: 1, max: count, mean: expect.closeTo((count + 1) / 2, 9) });
  });
});

describe('a row of a long run', () => {
  const all = latencies(4000);
  const samples = new Samples(1, 1024);
  for (const value of all) samples.add(value);
  const totalMs = all.reduce((sum, value) => sum + value, 0);
  const row = rowOf({ spec: trialSpec(), measurement: measurement({ ...samples.take(), totalMs }) });

  it('counts all inferences', () => {
    expect(row.iterations).toBe(4000);
    expect(row.fps).toBeCloseTo(4_000_000 / totalMs, 6);
    expect(row.latencyMs).toMatchObject({ min: Math.min(...all), max: Math.max(...all) });
    expect(row.timeline?.reduce((sum, { count }) => sum + count, 0)).toBe(4000);
  });

  it('has the quantiles of all, within the error', () => {
    const exact = quantilesOf(all.slice().sort());
    for (const [index, [share, value]] of (row.quantiles ?? []).entries()) {
      expect(share).toBe(exact[index]?.[0]);
      expect(Math.abs(value / (exact[index]?.[1] ?? 1) - 1)).toBeLessThanOrEqual(HISTOGRAM_ERROR + 1e-9);
    }
    expect(histogramQuantiles(histogramOf(all)).map(([share]) => share)).toEqual(exact.map(([share]) => share));
  });

  it('has a timeline over the whole of it', () => {
    const bins = timelineOf(Float64Array.of(1, 2, 3), 4, 10);
    expect(bins.map(({ first, count }) => [first, count])).toEqual([
      [0, 4],
      [4, 4],
      [8, 2],
    ]);
  });
});

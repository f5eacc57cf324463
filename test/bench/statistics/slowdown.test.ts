import { describe, expect, it } from 'vitest';
import { slowdownOf } from '../../../lib/bench/statistics/slowdown.js';
import { measurement, rowOf, trialSpec } from '../factories.js';

/** A run of some phases: how many inferences, and how long each of them took. */
const run = (...phases: readonly (readonly [count: number, latencyMs: number])[]): Float64Array =>
  Float64Array.from(phases.flatMap(([count, latencyMs]) => Array<number>(count).fill(latencyMs)));

describe('slowdownOf', () => {
  it('compares the ends of a run by their medians', () => {
    expect(slowdownOf(run([500, 5], [500, 15]))).toBe(3);
    expect(slowdownOf(run([740, 4], [260, 6]))).toBe(1.5);
    expect(slowdownOf(run([1000, 5]))).toBeUndefined();
    expect(slowdownOf(run([500, 5], [500, 7]))).toBeUndefined();
    expect(slowdownOf(run([500, 15], [500, 5]))).toBeUndefined();
    // single slow ones move no median
    expect(slowdownOf(run([990, 5], [10, 500]))).toBeUndefined();
  });

  it('says nothing of few inferences, or of none', () => {
    expect(slowdownOf(run([50, 5], [49, 50]))).toBeUndefined();
    expect(slowdownOf(new Float64Array(0))).toBeUndefined();
  });

  it('leaves the samples in their order', () => {
    const samples = run([100, 9], [100, 3]);
    slowdownOf(samples);
    expect(samples).toEqual(run([100, 9], [100, 3]));
  });
});

describe('the row of a device that slowed down', () => {
  const slowed = measurement({ latenciesMs: run([500, 5], [500, 15]) });

  it('says so', () => {
    expect(rowOf({ spec: trialSpec(), measurement: slowed }).warnings).toEqual([
      expect.stringMatching(/^Inferences took 3\.0 times as long at the end of the run as at its beginning/),
    ]);
  });

  it('not where AUTO went to another device, which is said already', () => {
    const switched = { ...slowed, devicesAtLoad: ['(CPU)'], devicesAfter: ['GPU'] };
    const { warnings } = rowOf({ spec: trialSpec({ device: 'AUTO' }), measurement: switched });
    expect(warnings).toEqual([expect.stringMatching(/^AUTO started on CPU and switched to GPU/)]);
  });
});

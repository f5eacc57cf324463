import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../lib/bench/compare/random.js';
import { outliersOf } from '../../../lib/bench/statistics/outliers.js';
import { driftOf } from '../../../lib/bench/statistics/slowdown.js';
import { measurement, rowOf, trialSpec } from '../factories.js';

/** Latencies from a seed, by a function of normal noise and the share of the run that has passed. */
function run(seed: number, latency: (noise: number, passed: number) => number, count = 1000): Float64Array {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Float64Array.from({ length: count }, (_, index) => latency(normal(), index / count));
}

const quiet = run(1, (noise) => 5 + 0.2 * noise);

describe('outliers', () => {
  it('are those beyond ten robust deviations that cost 5 % of the time', () => {
    const samples = quiet.slice();
    for (let index = 0; index < 10; index++) samples[100 * index] = 50;
    const outliers = outliersOf(samples);
    expect(outliers).toMatchObject({ count: 10, share: expect.closeTo(450 / 5450, 2) });
    expect(outliers?.aboveMs).toBeCloseTo(7, 0);
    expect(rowOf({ spec: trialSpec(), measurement: measurement({ latenciesMs: samples }) }).warnings).toEqual([
      expect.stringMatching(/^10 of 1000 inferences took more than \d\.\d+ ms, ten robust .* cost 8 % of the time/),
    ]);
  });

  it('are none of noise, of a few that cost nothing, of very few samples', () => {
    expect(outliersOf(quiet)).toBeUndefined();
    for (let seed = 0; seed < 50; seed++)
      expect(outliersOf(run(seed, (noise) => 5 * Math.exp(0.3 * noise)))).toBeUndefined();
    const one = quiet.slice();
    one[500] = 100;
    expect(outliersOf(one)).toBeUndefined();
    expect(outliersOf(Float64Array.of(1, 1, 1, 100))).toBeUndefined();
  });

  it('stand out of latencies without any spread, too', () => {
    const samples = new Float64Array(100).fill(5);
    expect(outliersOf(samples)).toBeUndefined();
    samples[3] = 5.4;
    expect(outliersOf(samples)).toBeUndefined();
    samples[3] = 500;
    expect(outliersOf(samples)).toMatchObject({ count: 1, aboveMs: 5.5 });
  });
});

describe('drift', () => {
  it('is told where latencies rise or fall over the whole run', () => {
    expect(driftOf(run(2, (noise, passed) => 5 * (1 + 0.3 * passed) + 0.3 * noise))).toBeCloseTo(1.3, 1);
    expect(driftOf(run(3, (noise, passed) => 5 * (1.25 - 0.25 * passed) + 0.3 * noise))).toBeCloseTo(0.8, 1);
    const rising = run(2, (noise, passed) => 5 * (1 + 0.3 * passed) + 0.3 * noise);
    expect(rowOf({ spec: trialSpec(), measurement: measurement({ latenciesMs: rising }) }).warnings).toEqual([
      expect.stringMatching(/^Inferences took ever longer, \d\d % from begin to end of the run: heat, or other work/),
    ]);
  });

  it('is none of noise: independent, with a memory, with a heavy tail', () => {
    let alarms = 0;
    for (let seed = 0; seed < 300; seed++) {
      let memory = 0;
      const noises = [
        run(seed, (noise) => 5 + noise),
        run(seed, (noise) => {
          memory = 0.9 * memory + noise;
          return 20 + memory;
        }),
        run(seed, (noise) => 5 * Math.exp(noise)),
      ];
      alarms += noises.filter((samples) => driftOf(samples) !== undefined).length;
    }
    expect(alarms).toBeLessThanOrEqual(2);
  });

  it('is none below 10 %, of few samples, or of a burst', () => {
    expect(driftOf(run(2, (noise, passed) => 5 * (1 + 0.05 * passed) + 0.01 * noise))).toBeUndefined();
    expect(driftOf(run(2, (_, passed) => 1 + passed, 99))).toBeUndefined();
    expect(driftOf(run(2, (noise, passed) => (passed > 0.4 && passed < 0.6 ? 9 : 5) + 0.1 * noise))).toBeUndefined();
  });
});

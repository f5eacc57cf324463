import { describe, expect, it } from 'vitest';
import { independentEstimate, pairedEstimate } from '../../../lib/bench/compare/interval.js';
import { seededRandom } from '../../../lib/bench/compare/random.js';
import { studentQuantile } from '../../../lib/bench/compare/student.js';

describe("Student's quantiles", () => {
  it.each([
    [0.975, 1, 12.7062],
    [0.975, 2, 4.30265],
    [0.975, 4, 2.77645],
    [0.975, 8, 2.306],
    [0.975, 30, 2.04227],
    [0.8, 4, 0.940965],
    [0.8, 1, 1.37638],
    [0.975, 1e6, 1.95997],
    [0.975, 4.5, 2.65891],
  ])('%f of %f degrees is %f', (probability, degrees, value) => {
    expect(studentQuantile(probability, degrees)).toBeCloseTo(value, 4);
  });
});

describe('seeded numbers', () => {
  it('follow from the seed, and fill the range evenly', () => {
    const [one, same, other] = [seededRandom(1), seededRandom(1), seededRandom(2)];
    const draws = Array.from({ length: 100_000 }, one);
    expect(Array.from({ length: 3 }, same)).toEqual(draws.slice(0, 3));
    expect(other()).not.toBe(draws[0]);
    expect(Math.min(...draws.slice(0, 10_000))).toBeGreaterThanOrEqual(0);
    const tenths = new Array<number>(10).fill(0);
    for (const draw of draws) tenths[Math.floor(draw * 10)] = (tenths[Math.floor(draw * 10)] ?? 0) + 1;
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});

describe('the interval of differences', () => {
  it('is a little off what Student has for even samples, as wide as his', () => {
    const values = [-0.02, -0.01, 0, 0.01, 0.02];
    const { mean, low, high, error, degrees } = pairedEstimate(values);
    expect([mean, degrees]).toEqual([expect.closeTo(0, 12), 4]);
    expect(error).toBeCloseTo(Math.sqrt(0.00025 / 5), 12);
    expect(high / (2.77645 * error)).toBeGreaterThan(0.9);
    expect(high / (2.77645 * error)).toBeLessThan(1.1);
    expect(low).toBeCloseTo(-high, 12);
  });

  it('leans to where the samples do', () => {
    const { mean, low, high } = pairedEstimate([0, 0, 0.01, 0.01, 0.2]);
    expect(high - mean).toBeGreaterThan(1.2 * (mean - low));
  });

  it('is a point where all are the same, and the same each time', () => {
    expect(pairedEstimate([0.5, 0.5, 0.5])).toMatchObject({ low: 0.5, high: 0.5 });
    expect(pairedEstimate([1, 2, 4])).toEqual(pairedEstimate([1, 2, 4]));
    expect(independentEstimate([1, 1, 1], [2, 2, 2])).toMatchObject({ mean: 1, low: 1, high: 1 });
  });

  it('changes its sign with the samples', () => {
    const random = seededRandom(3);
    for (let trial = 0; trial < 20; trial++) {
      const [a, b] = [3 + (trial % 5), 3 + (trial % 3)].map((count) => Array.from({ length: count }, random));
      const [there, back] = [independentEstimate(a ?? [], b ?? []), independentEstimate(b ?? [], a ?? [])];
      expect(back.mean).toBeCloseTo(-there.mean, 12);
      expect([back.low, back.high]).toEqual([expect.closeTo(-there.high, 12), expect.closeTo(-there.low, 12)]);
      const paired = pairedEstimate(a ?? []);
      const negated = pairedEstimate((a ?? []).map((value) => -value));
      expect([negated.low, negated.high]).toEqual([expect.closeTo(-paired.high, 12), expect.closeTo(-paired.low, 12)]);
    }
  });

  it("has Welch's degrees of freedom where the sets are not paired", () => {
    // even spreads: as many as both have together; one without a spread: those of the other
    expect(independentEstimate([1, 2, 3], [4, 5, 6]).degrees).toBeCloseTo(4, 9);
    expect(independentEstimate([1, 1, 1], [4, 5, 6]).degrees).toBeCloseTo(2, 9);
  });

  it('holds the truth about 95 times of 100 at n = 5', () => {
    const random = seededRandom(11);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let held = 0;
    for (let trial = 0; trial < 600; trial++) {
      const { low, high } = pairedEstimate(Array.from({ length: 5 }, normal));
      if (low <= 0 && high >= 0) held++;
    }
    expect(held / 600).toBeGreaterThan(0.925);
    expect(held / 600).toBeLessThan(0.975);
  });
});

import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../lib/bench/compare/random.js';
import { ratioOf, ratioOfPairs } from '../../../lib/bench/compare/verdict.js';
import { verdictWords } from '../../../lib/bench/compare/words.js';

const noisy = (mean: number, seed: number, count = 5): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => mean * (1 + 0.02 * (random() - 0.5)));
};

describe('the verdict', () => {
  it('is faster or slower where the interval leaves no doubt', () => {
    expect(ratioOf(noisy(100, 1), noisy(150, 2), 'paired')).toMatchObject({ verdict: 'faster' });
    expect(ratioOf(noisy(100, 1), noisy(90, 2), 'independent')).toMatchObject({ verdict: 'slower' });
    expect(ratioOf(noisy(100, 1), noisy(100, 2), 'paired')).toMatchObject({ verdict: 'inconclusive' });
    expect(ratioOf([100, 200, 300], [150, 120, 500], 'paired').verdict).toBe('inconclusive');
  });

  it('is none of differences below 1 %, however sure', () => {
    expect(ratioOf([100, 100, 100], [100.9, 100.9, 100.9], 'paired').verdict).toBe('inconclusive');
    expect(ratioOf([100, 100, 100], [101.1, 101.1, 101.1], 'paired').verdict).toBe('faster');
    expect(ratioOf([101.1, 101.1], [100, 100], 'independent').verdict).toBe('slower');
  });

  it('is none of one process', () => {
    for (const design of ['paired', 'independent'] as const) {
      const ratio = ratioOf([100], [150], design);
      expect(ratio).toMatchObject({ interval: null, verdict: null, detectable: null });
      expect(ratio.ratio).toBeCloseTo(1.5, 12);
    }
    expect(ratioOf([100], [150, 150], 'independent').verdict).toBeNull();
    expect(ratioOfPairs([0.1]).verdict).toBeNull();
  });

  it('profits from rounds: what slowed down both is no noise', () => {
    const slowed = [1, 1.3, 0.8, 1.1, 0.9];
    const [a, b] = [slowed.map((factor) => 100 * factor), slowed.map((factor, i) => 105 * factor * (1 + i / 1000))];
    expect(ratioOf(a, b, 'paired').verdict).toBe('faster');
    expect(ratioOf(a, b, 'independent').verdict).toBe('inconclusive');
  });

  it('says which difference it would have found', () => {
    const logs = [-0.02, -0.01, 0, 0.01, 0.02];
    const error = Math.sqrt(0.00025 / 5);
    expect(ratioOfPairs(logs).detectable).toBeCloseTo(Math.expm1((2.77645 + 0.940965) * error), 5);
    expect(ratioOf([1, 1, 1], [2, 2, 2], 'paired').detectable).toBe(0.01);
  });

  it('stays a number where nothing is known', () => {
    const { interval, detectable } = ratioOf([1, 1e9], [1e9, 1], 'paired');
    for (const value of [...(interval ?? []), detectable]) expect(Number.isFinite(value)).toBe(true);
  });
});

describe.each(['paired', 'independent'] as const)('a ratio of %s speeds', (design) => {
  it('is the reciprocal where they change places, and the verdict the opposite', () => {
    const opposite = { faster: 'slower', slower: 'faster', inconclusive: 'inconclusive' } as const;
    for (let seed = 1; seed <= 30; seed++) {
      const [a, b] = [noisy(100, seed), noisy(100 + (seed % 7) - 3, seed + 1000)];
      const [there, back] = [ratioOf(a, b, design), ratioOf(b, a, design)];
      expect(back.ratio).toBeCloseTo(1 / there.ratio, 10);
      expect(back.interval?.[0]).toBeCloseTo(1 / (there.interval?.[1] ?? 0), 10);
      expect(back.interval?.[1]).toBeCloseTo(1 / (there.interval?.[0] ?? 0), 10);
      expect(back.verdict).toBe(opposite[there.verdict ?? 'inconclusive']);
      expect(back.detectable).toBeCloseTo(there.detectable ?? 0, 10);
    }
  });

  it('does not depend on the unit', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const [a, b] = [noisy(100, seed), noisy(102, seed + 1000)];
      const [one, other] = [
        ratioOf(a, b, design),
        ratioOf(
          a.map((x) => 4096 * x),
          b.map((x) => 4096 * x),
          design,
        ),
      ];
      expect(other.ratio).toBeCloseTo(one.ratio, 10);
      expect(other.interval).toEqual(one.interval?.map((end) => expect.closeTo(end, 10)));
      // one of them faster by a factor: the whole interval moves by it
      const moved = ratioOf(
        a,
        b.map((x) => 3 * x),
        design,
      );
      expect(moved.interval).toEqual(one.interval?.map((end) => expect.closeTo(3 * end, 9)));
    }
  });
});

describe('its words', () => {
  it.each([
    [{ ratio: 1.54, interval: [1.41, 1.66], verdict: 'faster' }, '1.54x faster [1.41, 1.66]'],
    [{ ratio: 0.5, interval: [0.4, 0.625], verdict: 'slower' }, '2.00x slower [1.60, 2.50]'],
    [{ ratio: 1.001, interval: [0.93, 1.08], verdict: 'inconclusive' }, 'inconclusive [0.93, 1.08]'],
    [{ ratio: 1.001, interval: [0.996, 1.004], verdict: 'inconclusive' }, 'inconclusive [0.996, 1.004]'],
    [{ ratio: 1.5, interval: null, verdict: null }, '1.50x (no verdict)'],
    [{ ratio: 1.5, interval: [1.4, 1.6], verdict: null }, '1.50x (no verdict)'],
    [{ ratio: 250, interval: [240, 260], verdict: 'faster' }, '250x faster [240, 260]'],
  ] as const)('%j: %s', (ratio, words) => {
    expect(verdictWords({ detectable: null, ...ratio })).toBe(words);
  });
});

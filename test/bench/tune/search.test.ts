import { describe, expect, it } from 'vitest';
import type { Goal } from '../../../lib/bench/tune/goal.js';
import { type SearchResult, search } from '../../../lib/bench/tune/search.js';
import { Laboratory, landscape, type Point } from './landscape.js';

const THROUGHPUT: Goal = { kind: 'throughput' };
const QUIET = { process: 0.01, inference: 0.05 };
/** Processes of a shared machine: their means differ by several percent. */
const NOISY = { process: 0.04, inference: 0.15 };

/** One process in ten runs beside something that takes two thirds of its time. */
const BURSTS = { ...QUIET, bursts: 0.1 };

const best = ({ standings }: SearchResult<Point>): Point => standings[0]?.candidate as Point;

describe('successive halving', () => {
  it.each([
    ['a quiet machine', QUIET, 1],
    ['a noisy one', NOISY, 0.95],
    ['one with bursts of other work', BURSTS, 0.9],
  ])('on %s finds a configuration within 5 %% of the best', async (_, noise, share) => {
    const runs = 200;
    let found = 0;
    for (let seed = 0; seed < runs; seed++) {
      const candidates = landscape(seed);
      const laboratory = new Laboratory({ ...noise, seed: 1000 + seed });
      const result = await search({
        candidates,
        goal: THROUGHPUT,
        budgetMs: 120_000,
        measure: laboratory.measure,
      });
      expect(laboratory.spentMs).toBeLessThanOrEqual(120_000);
      expect(result.spentMs).toBeCloseTo(laboratory.spentMs, 6);
      if (best(result).fps >= 0.95 * Math.max(...candidates.map(({ fps }) => fps))) found++;
    }
    expect(found / runs).toBeGreaterThanOrEqual(share);
  });

  it.each([10_000, 30_000, 60_000, 300_000])('keeps a budget of %i ms', async (budgetMs) => {
    for (let seed = 0; seed < 20; seed++) {
      const laboratory = new Laboratory({ ...NOISY, seed });
      const candidates = landscape(seed, 200);
      const result = await search({ candidates, goal: THROUGHPUT, budgetMs, measure: laboratory.measure });
      expect(laboratory.spentMs).toBeLessThanOrEqual(budgetMs);
      const { standings, eliminated, dropped, untried } = result;
      expect(standings.length + eliminated.length + dropped.length + untried.length).toBe(200);
      expect(standings.map(({ candidate }) => candidate)).toContain(candidates[0]);
      for (const { limitMs } of laboratory.asked) expect(limitMs).toBeLessThanOrEqual(budgetMs);
    }
  });

  it('leaves out the last candidates where the budget is short, and takes longer trials where it is long', async () => {
    const run = async (budgetMs: number): Promise<[SearchResult<Point>, Laboratory]> => {
      const laboratory = new Laboratory({ ...QUIET, seed: 1 });
      const candidates = landscape(1);
      return [await search({ candidates, goal: THROUGHPUT, budgetMs, measure: laboratory.measure }), laboratory];
    };
    const [short] = await run(20_000);
    expect(short.untried.length).toBeGreaterThan(20);
    expect(short.untried).toEqual(landscape(1).slice(-short.untried.length));
    const [long, laboratory] = await run(600_000);
    expect(long.untried).toEqual([]);
    const times = long.rounds.map(({ timeMs }) => timeMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(long.rounds.map(({ candidates }) => candidates)).toEqual([48, 17, 7, 5]);
    expect(laboratory.asked.every(({ confirming }) => !confirming)).toBe(true);
  });

  it('measures the survivors of a round in turns, none always first', async () => {
    const laboratory = new Laboratory({ ...QUIET, seed: 2 });
    const result = await search({
      candidates: landscape(2, 5),
      goal: THROUGHPUT,
      budgetMs: 60_000,
      measure: laboratory.measure,
    });
    const last = result.rounds.at(-1);
    expect(last).toMatchObject({ candidates: 5, processes: 3 });
    const names = laboratory.asked.slice(5).map(({ point }) => point.name);
    const passes = [0, 1, 2].map((pass) => names.slice(5 * pass, 5 * pass + 5));
    for (const pass of passes) expect(new Set(pass).size).toBe(5);
    expect(new Set(passes.map(([first]) => first)).size).toBe(3);
  });

  it('keeps the baseline, however slow it is, even where its outputs are refused', async () => {
    const candidates = landscape(3).map((point, index) => (index === 0 ? { ...point, fps: 1 } : point));
    const laboratory = new Laboratory({ ...QUIET, seed: 3 }, (point) =>
      point === candidates[0] ? { refused: 'it strays' } : undefined,
    );
    const { standings, rounds } = await search({
      candidates,
      goal: THROUGHPUT,
      budgetMs: 120_000,
      measure: laboratory.measure,
    });
    expect(standings.at(-1)?.candidate).toBe(candidates[0]);
    expect(standings.at(-1)?.trials.length).toBeGreaterThanOrEqual(rounds.length);
  });

  it('drops what fails or is refused, with its reason, and measures it no more', async () => {
    const candidates = landscape(4, 12);
    const [, broken, strays, late] = candidates as [Point, Point, Point, Point];
    const seen = new Map<Point, number>();
    const laboratory = new Laboratory({ ...QUIET, seed: 4 }, (point) => {
      seen.set(point, (seen.get(point) ?? 0) + 1);
      if (point === broken) return { kind: 'failed', reason: 'it does not compile' };
      if (point === strays) return { refused: 'outputs stray' };
      return point === late && seen.get(point) === 2 ? { kind: 'failed', reason: 'it crashed' } : undefined;
    });
    const result = await search({
      candidates: candidates.map((point) => (point === late ? Object.assign(point, { fps: 9999 }) : point)),
      goal: THROUGHPUT,
      budgetMs: 60_000,
      measure: laboratory.measure,
    });
    expect(result.dropped).toEqual([
      { candidate: broken, round: 0, kind: 'failed', reason: 'it does not compile' },
      { candidate: strays, round: 0, kind: 'refused', reason: 'outputs stray' },
      { candidate: late, round: 1, kind: 'failed', reason: 'it crashed' },
    ]);
    expect([seen.get(broken), seen.get(strays), seen.get(late)]).toEqual([1, 1, 2]);
    expect(result.standings.map(({ candidate }) => candidate)).not.toContain(late);
  });

  it('is over where the baseline fails: nothing could be compared with anything', async () => {
    const laboratory = new Laboratory({ ...QUIET, seed: 5 }, () => ({ kind: 'failed', reason: 'no' }));
    const result = await search({
      candidates: landscape(5, 6),
      goal: THROUGHPUT,
      budgetMs: 60_000,
      measure: laboratory.measure,
    });
    expect(result).toMatchObject({ standings: [], eliminated: [], interrupted: false });
    expect(result.dropped).toHaveLength(1);
    expect(result.untried).toHaveLength(5);
  });

  it.each([0, 1, 10, 50])('keeps what it has where trial %i is interrupted', async (at) => {
    const laboratory = new Laboratory({ ...QUIET, seed: 6 }, (_, nth) => (nth === at ? 'interrupt' : undefined));
    const result = await search({
      candidates: landscape(6),
      goal: THROUGHPUT,
      budgetMs: 120_000,
      measure: laboratory.measure,
    });
    expect(result.interrupted).toBe(true);
    expect(laboratory.asked).toHaveLength(at + 1);
    expect(result.standings.length + result.eliminated.length).toBe(Math.min(at, 48));
  });

  it('with a bound on latency prefers the fastest that is within it', async () => {
    const goal: Goal = { kind: 'latency', percent: 99, boundMs: 9 };
    let found = 0;
    for (let seed = 0; seed < 40; seed++) {
      const candidates = landscape(seed);
      const laboratory = new Laboratory({ ...QUIET, seed });
      const result = await search({ candidates, goal, budgetMs: 240_000, measure: laboratory.measure });
      // p99 of a lognormal with the spread of an inference
      const within = candidates.filter(({ latencyMs }) => latencyMs * Math.exp(2.326 * QUIET.inference) < 9);
      const fastest = Math.max(...within.map(({ fps }) => fps));
      if (within.length === 0 || best(result).fps >= 0.95 * fastest) found++;
    }
    expect(found).toBeGreaterThanOrEqual(38);
  });
});

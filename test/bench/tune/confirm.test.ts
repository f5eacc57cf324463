import { describe, expect, it } from 'vitest';
import { type Confirmation, type ConfirmOptions, confirm, type Duel, isDuel } from '../../../lib/bench/tune/confirm.js';
import { type Goal, goalText, parseGoal, samplesNeeded } from '../../../lib/bench/tune/goal.js';
import { decide, type Evidence } from '../../../lib/bench/tune/outcome.js';
import type { SearchResult } from '../../../lib/bench/tune/search.js';
import { expectError } from '../../helpers/expect-error.js';
import { Laboratory, type Point, type Special } from './landscape.js';

const point = (name: string, fps: number, latencyMs = 1000 / fps): Point => ({ name, fps, latencyMs, overheadMs: 500 });
const SLOW = point('default', 200);
const FAST = point('fast', 300);
const SAME = point('same', 200);
const NOISE = { process: 0.02, inference: 0.05 };

async function run(
  challenger: Point,
  changes: Partial<ConfirmOptions<Point>> = {},
  special: Special = () => undefined,
): Promise<{ confirmation: Confirmation<Point>; laboratory: Laboratory }> {
  const laboratory = new Laboratory({ ...NOISE, seed: 7 }, special);
  const confirmation = await confirm({
    baseline: SLOW,
    challenger,
    goal: { kind: 'throughput' },
    budgetMs: 60_000,
    measure: laboratory.measure,
    overheadMs: ({ overheadMs }) => overheadMs,
    inferencesPerSecond: ({ fps }) => fps,
    ...changes,
  });
  return { confirmation, laboratory };
}

describe('confirmation', () => {
  it('measures five fresh processes of each in turns, and keeps the budget', async () => {
    const { confirmation, laboratory } = await run(FAST);
    expect(laboratory.asked.map(({ point: { name } }) => name).join(' ')).toBe(
      'default fast fast default default fast fast default default fast',
    );
    expect(laboratory.asked.every(({ confirming }) => confirming)).toBe(true);
    expect(laboratory.spentMs).toBeLessThanOrEqual(60_000);
    const { ratio, challenger } = confirmation.outcome as Duel<Point>;
    expect(ratio).toMatchObject({ verdict: 'faster' });
    expect(ratio.ratio).toBeCloseTo(1.5, 1);
    expect(challenger.trials).toHaveLength(5);
  });

  it('makes as many inferences as the percentile needs', async () => {
    const goal = parseGoal('latency p99 < 20ms');
    const { confirmation } = await run(FAST, { goal });
    const { challenger } = confirmation.outcome as Duel<Point>;
    expect(challenger.samples).toBeGreaterThanOrEqual(samplesNeeded(goal));
    expect(challenger).toMatchObject({ within: true });
  });

  it('gives no percentile that too few samples stand behind', async () => {
    const { confirmation } = await run(FAST, { goal: parseGoal('latency p99 < 20ms'), budgetMs: 9000 });
    expect((confirmation.outcome as Duel<Point>).challenger).toMatchObject({ tailMs: null, within: false });
  });

  it.each([
    ['budget', {}, 5000],
    ['failed', { kind: 'failed', reason: 'gone' } as const, 60_000],
    ['refused', { refused: 'it strays' }, 60_000],
    ['interrupted', 'interrupt' as const, 60_000],
  ])('says why there is none: %s', async (why, special, budgetMs) => {
    const { confirmation } = await run(FAST, { budgetMs }, (each, nth) =>
      each === FAST && nth > 2 ? special : undefined,
    );
    expect(confirmation.outcome).toMatchObject({ candidate: FAST, why });
    expect(isDuel(confirmation.outcome)).toBe(false);
  });
});

describe('outcome', () => {
  const evidence = (changes: Partial<Evidence<Point>>): Evidence<Point> => ({
    goal: { kind: 'throughput' },
    baseline: SLOW,
    search: { standings: [SLOW, FAST].map(standing) } as unknown as SearchResult<Point>,
    confirmations: [],
    interrupted: false,
    baselineRefused: undefined,
    nameOf: ({ name }) => name,
    ...changes,
  });
  const standing = (candidate: Point) => ({
    candidate,
    trials: [],
    fps: candidate.fps,
    tailMs: candidate.latencyMs,
  });
  const duel = async (challenger: Point, goal: Goal = { kind: 'throughput' }) => [
    (await run(challenger, { goal })).confirmation.outcome,
  ];

  it('is the winner with its ratio and interval', async () => {
    const outcome = decide(evidence({ confirmations: await duel(FAST) }));
    expect(outcome).toMatchObject({ kind: 'winner', choice: FAST, ratio: { verdict: 'faster' } });
    expect(outcome.sentence).toMatch(/^fast is 1\.\d+x faster \[1\.\d+, 1\.\d+\] than default\.$/);
  });

  it('is the default where nothing beats it', async () => {
    const outcome = decide(evidence({ confirmations: await duel(SAME) }));
    expect(outcome).toMatchObject({ kind: 'default', choice: SLOW });
    expect(outcome.sentence).toMatch(/^No setting beats the default, default: .* inconclusive \[0\.\d+, 1\.\d+\]/);
  });

  it('is another one where the outputs of the default are not to be trusted', async () => {
    const outcome = decide(evidence({ confirmations: await duel(SAME), baselineRefused: 'output y strays' }));
    expect(outcome).toMatchObject({ kind: 'winner', choice: SAME });
    expect(outcome.sentence).toMatch(/not to be trusted \(output y strays\)/);
  });

  it('of a latency goal: who meets the bound, and who does not', async () => {
    const tight = parseGoal('latency p99 < 4.5ms');
    const met = decide(evidence({ goal: tight, confirmations: await duel(FAST, tight) }));
    expect(met).toMatchObject({ kind: 'winner', choice: FAST });
    expect(met.sentence).toMatch(/^fast meets latency p99 < 4\.5 ms; default has a p99 of 5\.\d+ ms\. Its p99 is 3/);
    const never = parseGoal('latency p99 < 1ms');
    expect(decide(evidence({ goal: never, confirmations: await duel(FAST, never) }))).toMatchObject({
      kind: 'none',
      choice: null,
    });
    const wide = parseGoal('latency p99 < 7ms');
    const slower = point('slower', 250, 9);
    expect(decide(evidence({ goal: wide, confirmations: await duel(slower, wide) }))).toMatchObject({
      kind: 'default',
      choice: SLOW,
    });
  });

  it('says that an interrupted one is unconfirmed', () => {
    const outcome = decide(evidence({ interrupted: true, search: { standings: [FAST, SLOW].map(standing) } as never }));
    expect(outcome).toMatchObject({ kind: 'unconfirmed', choice: FAST, ratio: null });
    expect(outcome.sentence).toMatch(/^UNCONFIRMED \(interrupted\)/);
  });

  it('is the default where nothing else ran', () => {
    const search = { standings: [standing(SLOW)] } as unknown as SearchResult<Point>;
    expect(decide(evidence({ search }))).toMatchObject({ kind: 'default', choice: SLOW });
    expect(decide(evidence({ search, baselineRefused: 'it strays' }))).toMatchObject({ kind: 'none', choice: null });
  });
});

describe('goals', () => {
  it.each([
    ['throughput', { kind: 'throughput' }, 1],
    ['latency p99 < 20ms', { kind: 'latency', percent: 99, boundMs: 20 }, 1000],
    ['Latency p95<=1.5s', { kind: 'latency', percent: 95, boundMs: 1500 }, 200],
    ['latency p90 < 500us', { kind: 'latency', percent: 90, boundMs: 0.5 }, 100],
    ['latency p50 < 3 ms', { kind: 'latency', percent: 50, boundMs: 3 }, 20],
  ])('%s', (text, goal, needed) => {
    expect(parseGoal(text)).toEqual(goal);
    expect(samplesNeeded(goal as Goal)).toBe(needed);
    expect(parseGoal(goalText(goal as Goal))).toEqual(goal);
  });

  it.each([
    'speed',
    'latency',
    'latency p99',
    'latency p98 < 5ms',
    'latency p99 < 5',
    'latency p99 < 0ms',
    'p99 < 5ms',
  ])('refuses %s', (text) => {
    expectError('USAGE', () => parseGoal(text), /--goal takes throughput/);
  });
});

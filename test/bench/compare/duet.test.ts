import { describe, expect, it } from 'vitest';
import { runDuet, type StartPlayer } from '../../../lib/bench/compare/duet.js';
import { makePlan } from '../../../lib/bench/run/plan.js';
import type { Turn, TurnReply } from '../../../lib/bench/run/protocol.js';
import { expectError } from '../../helpers/expect-error.js';
import { measurement, trialSpec } from '../factories.js';

const spec = trialSpec();
const done = { spec, measurement: measurement() };
const lost = { spec, failure: { code: 'TRIAL_FAILED', message: 'lost' } as const };

/** A process that has so many inferences a slice; `fails` at that slice. */
function player(name: string, count: number, told: string[], fails = Number.POSITIVE_INFINITY): StartPlayer {
  return (onTurn) =>
    new Promise((resolve) => {
      let slices = 0;
      const say = (reply: TurnReply): void => void setTimeout(() => onTurn(reply, hear), 1);
      const hear = (turn: Turn): void => {
        told.push(`${name} ${turn.kind}`);
        if (turn.kind === 'finish') resolve(done);
        else if (++slices >= fails) resolve(lost);
        else say({ kind: 'sliced', totals: { count, frames: count, totalMs: turn.timeMs } });
      };
      told.push(`${name} starts`);
      if (fails === 0) resolve(lost);
      else say({ kind: 'ready' });
    });
}

describe('a duet', () => {
  it('loads one after the other, and takes turns: ABBA', async () => {
    const told: string[] = [];
    const { outcomes, ratios } = await runDuet([player('A', 50, told), player('B', 60, told)], {
      sliceMs: 200,
      slices: 4,
      first: 0,
    });
    const order = ['A', 'B', 'B', 'A', 'A', 'B', 'B', 'A'].map((name) => `${name} slice`);
    expect(told).toEqual(['A starts', 'B starts', ...order, 'A finish', 'B finish']);
    expect(outcomes).toEqual([done, done]);
    expect(ratios).toEqual([1.2, 1.2, 1.2, 1.2]);
  });

  it('can begin with the other one: ratios stay what they are', async () => {
    const told: string[] = [];
    const slices: unknown[] = [];
    const { ratios } = await runDuet([player('A', 50, told), player('B', 60, told)], {
      sliceMs: 100,
      slices: 2,
      first: 1,
      onSlice: (...args) => slices.push(args),
    });
    expect(told.slice(0, 6)).toEqual(['B starts', 'A starts', 'B slice', 'A slice', 'A slice', 'B slice']);
    expect(ratios).toEqual([1.2, 1.2]);
    expect(slices).toEqual([
      [1, 60, 100],
      [0, 50, 100],
      [0, 100, 200],
      [1, 120, 200],
    ]);
  });

  it.each([
    ['while it loads', 0, 0],
    ['in a slice', 2, 1],
  ])('one that fails %s ends it; the other one is kept', async (_, fails, pairs) => {
    const told: string[] = [];
    const starters = [player('A', 50, told), player('B', 60, told, fails)] as const;
    const { outcomes, ratios } = await runDuet(starters, { sliceMs: 200, slices: 4, first: 0 });
    expect(outcomes).toEqual([done, lost]);
    expect(ratios).toHaveLength(pairs);
    expect(told.at(-1)).toBe('A finish');
  });

  it('tells of an error of its own', async () => {
    const broken: StartPlayer = () => Promise.reject(new Error('no'));
    await expect(runDuet([broken, broken], { sliceMs: 1, slices: 2, first: 0 })).rejects.toThrow('no');
  });
});

describe('the plan of a duet', () => {
  const options = {
    form: 'run',
    input: { kind: 'files', files: [] },
    shapes: [],
    devices: ['CPU', 'GPU'],
    mappings: [],
    apis: ['sync'],
    hint: undefined,
    properties: [],
    iterations: undefined,
    timeMs: 1000,
    requests: undefined,
    warmup: undefined,
    repeat: undefined,
    simulated: true,
    duet: { sliceMs: 200 },
  } as const;

  it('has two rows, five times', () => {
    expect(makePlan(options)).toMatchObject({ repeat: 5, duet: { sliceMs: 200 }, trials: [{}, {}] });
    const { trials } = makePlan({ ...options, devices: ['CPU'], against: [['A', '1']] });
    expect(trials.map(({ device, properties }) => [device, properties])).toEqual([
      ['CPU', { PERFORMANCE_HINT: 'LATENCY' }],
      ['CPU', { PERFORMANCE_HINT: 'LATENCY', A: '1' }],
    ]);
  });

  it('refuses what is no pair, or has no time', () => {
    expectError('USAGE', () => makePlan({ ...options, devices: ['CPU'] }), /exactly two rows, not 1/);
    expectError('USAGE', () => makePlan({ ...options, devices: ['A', 'B', 'C'] }), /exactly two rows, not 3/);
    expectError('USAGE', () => makePlan({ ...options, timeMs: undefined, iterations: 5 }), /give --time/);
  });
});

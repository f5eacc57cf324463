import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distinct } from '../../lib/bench/chart/distinct.js';
import { entryOfRow } from '../../lib/bench/chart/entry.js';
import { parseResult } from '../../lib/bench/chart/parse-result.js';
import { MOST_KEPT, Samples } from '../../lib/bench/child/samples.js';
import { matchRows, rowName } from '../../lib/bench/compare/match.js';
import { readResult } from '../../lib/bench/compare/read-result.js';
import { parseBound, parseRate } from '../../lib/bench/modes/arrivals.js';
import { latencyAt } from '../../lib/bench/modes/probe.js';
import { parseSweep } from '../../lib/bench/modes/sweep.js';
import { type Turn, turnsOf } from '../../lib/bench/modes/turns.js';
import { resultJson } from '../../lib/bench/report/json.js';
import { styleFor } from '../../lib/bench/report/style.js';
import { screen } from '../../lib/bench/report/terminal.js';
import type { TrialResult } from '../../lib/bench/result/result.js';
import type { Outcome } from '../../lib/bench/run/executor.js';
import { type BenchOptions, makePlan, type TrialSpec } from '../../lib/bench/run/plan.js';
import { expectError } from '../helpers/expect-error.js';
import { testFolder } from '../helpers/folder.js';
import { expectValid } from '../helpers/result-schema.js';
import { measurement, RUN_OPTIONS, resultOf, rowOf, trialSpec } from './factories.js';

const folder = testFolder();
const F32 = [['INFERENCE_PRECISION_HINT', 'f32']] as const;

describe('--against beside modes', () => {
  it('gives each point of a sweep a second row, and each load one of its own', () => {
    const swept = makePlan({ ...RUN_OPTIONS, against: F32, modes: { sweeps: [parseSweep('requests=1,2')] } });
    expect(swept.trials.map(({ requests, properties }) => [requests, properties['INFERENCE_PRECISION_HINT']])).toEqual([
      [1, undefined],
      [1, 'f32'],
      [2, undefined],
      [2, 'f32'],
    ]);
    const loads = makePlan({ ...RUN_OPTIONS, against: F32, repeat: 1, modes: { loadOnly: true, cacheDir: '/c' } });
    const turns = [...(turnsOf(loads) as Iterable<readonly Turn[]>)].flat();
    expect(turns.map(({ index, cache }) => [index, cache])).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
      [3, 1],
    ]);
    expect(loads.trials.map(({ varied }) => varied?.['cache'])).toEqual(['cold', 'warm', 'cold', 'warm']);
  });

  it('can not be of what a sweep varies', () => {
    const plan = (key: string, sweep: string) =>
      makePlan({ ...RUN_OPTIONS, against: [[key, '1']], modes: { sweeps: [parseSweep(sweep)] } });
    expectError('USAGE', () => plan('NUM_STREAMS', 'streams=1,2'), /streams is both fixed by an option and varied/);
    expectError('USAGE', () => plan('PERFORMANCE_HINT', 'hint=latency,none'), /hint is both fixed/);
  });
});

describe('--duet beside modes', () => {
  const duet = { sliceMs: 200 };

  it('takes two points of a sweep, both in each turn', () => {
    const plan = makePlan({ ...RUN_OPTIONS, duet, modes: { sweeps: [parseSweep('batch=1,4')] } });
    const turns = [...(turnsOf(plan) as Iterable<readonly Turn[]>)];
    expect(turns).toHaveLength(5);
    expect(turns[3]?.map(({ index, repetition, spec }) => [index, repetition, spec.batch])).toEqual([
      [0, 3, 1],
      [1, 3, 4],
    ]);
  });

  it.each<[BenchOptions['modes'], RegExp, Partial<BenchOptions>?]>([
    [{ rate: parseRate('5') }, /^--duet and --rate exclude each other: slices in turns are of closed loops\.$/],
    [{ find: parseBound('p99<9ms') }, /--duet and --find-rate exclude/],
    [{ samplesPerQuery: 4 }, /--duet and --samples-per-query exclude/],
    [{ loadOnly: true }, /--duet and --load-only exclude/],
    [{ endToEnd: ['a.png'] }, /--duet and --end-to-end exclude/, { apis: ['sync'] }],
    [{ find: parseBound('p99<9ms'), scenario: 'Server' }, /--duet and --scenario Server exclude/],
    [{ sweeps: [parseSweep('requests=1..3')] }, /exactly two rows, not 3/],
  ])('refuses %j', (modes, says, changes = {}) => {
    expectError('USAGE', () => makePlan({ ...RUN_OPTIONS, duet, devices: ['CPU'], ...changes, modes }), says);
  });
});

const process = (spec: TrialSpec, ms: number, more: object = {}): Outcome => ({
  spec,
  measurement: measurement({
    requests: spec.requests ?? 1,
    latenciesMs: new Float64Array(1000).fill(ms),
    totalMs: 1000 * ms,
    ...more,
  }),
});
const OPEN = {
  ...{ kind: 'open', arrivals: 1000, refused: 0, windowMs: 4000, busyMs: 4000, backlogMax: 0, backlogAtEnd: 0 },
  ...{ lateMs: { mean: 0, max: 0 } },
  queueMs: { latenciesMs: new Float64Array(1000), stride: 1, histogram: undefined },
  deviceMs: { latenciesMs: new Float64Array(1000).fill(4), stride: 1, histogram: undefined },
};
const swept = (requests: number): TrialSpec =>
  trialSpec({ api: 'async', requests, varied: { requests: String(requests), streams: '2' } });
const open = trialSpec({
  ...{ api: 'async', requests: 2 },
  mode: { kind: 'open', pattern: 'poisson', rate: 250, seed: 1, backlog: 9 },
});

describe('comparisons of rows with modes', () => {
  it('are with the first row of a sweep, and the verdict stands beside what varies', () => {
    const specs = [swept(1), swept(2), swept(4)];
    const times = [8, 4, 2];
    const outcomes = [0, 1, 2].flatMap((round) =>
      specs.map((spec, index) => process(spec, (times[index] ?? 1) * (1 + round / 100))),
    );
    const result = resultOf(outcomes);
    expect(result.comparisons).toMatchObject([
      { row: 1, baseline: 0, verdict: 'faster' },
      { row: 2, baseline: 0, verdict: 'faster', ratio: expect.closeTo(4, 6) },
    ]);
    expectValid(JSON.parse(resultJson(result)));
    const shown = screen(result, { width: 160, style: styleFor({}, {}), settings: '', advice: [] });
    expect(shown).toMatch(/^requested +mode +requests +streams +ran on/m);
    expect(shown).toMatch(/^CPU +async 1 +1 +2 .* baseline$/m);
    expect(shown).toMatch(/^CPU +async 4 +4 +2 .* 4\.00\d?x faster \[/m);
  });

  it('count frames, and the machine counts inferences', () => {
    const batched = trialSpec({ batch: 8, varied: { batch: '8' } });
    const result = resultOf([process(trialSpec({ varied: { batch: '1' } }), 4), process(batched, 8, { frames: 8 })]);
    expect(result.comparisons).toMatchObject([{ ratio: expect.closeTo(4, 9) }]);
    expect(result.results[1]).toMatchObject({ iterations: 1000, fps: 1000, inferencesPerSecond: 125 });
  });

  it('are of load times where rows only load, cold and warm ones together', () => {
    const load = { latenciesMs: new Float64Array(0), totalMs: 0, firstInferenceMs: null };
    const facts = (phase: 'cold' | 'warm') => ({
      ...{ kind: 'load', phase, loadedFromCache: phase === 'warm', cacheFiles: 1, cacheBytes: 1 },
      stagesMs: { core: 1, read: 1, compile: 1, request: 1 },
    });
    const specs = (['cold', 'warm'] as const).map((phase) => trialSpec({ mode: { kind: 'load', phase } }));
    const rounds = [0, 1, 2, 3, 4].flatMap((round) =>
      specs.map((spec, index) => {
        const loadMs = (index === 0 ? 300 : 100) * (1 + ((round * 7) % 5) / 100 + (index * round) / 200);
        return process(spec, 1, { ...load, loadMs, facts: facts(index === 0 ? 'cold' : 'warm') });
      }),
    );
    const result = resultOf(rounds);
    expect(result.comparisons).toMatchObject([
      {
        ...{ row: 1, baseline: 0, metric: 'loadMs', design: 'paired', processes: [5, 5] },
        verdict: 'faster',
        times: {},
      },
    ]);
    const [{ ratio = 0, interval } = {}] = result.comparisons ?? [];
    expect(ratio).toBeCloseTo(3, 0);
    expect(interval?.[0]).toBeLessThan(ratio);
    expectValid(JSON.parse(resultJson(result)));
    // a load has nothing to be compared with in a loop
    const mixed = resultOf([...rounds.slice(0, 1), process(swept(1), 4)]);
    expect(mixed).not.toHaveProperty('comparisons');
  });

  it('are none of rows whose rate is given', () => {
    const again = { ...open };
    const opened = resultOf([process(open, 4, { facts: OPEN }), process(again, 4, { facts: OPEN })]);
    expect(opened).not.toHaveProperty('comparisons');
    // neither is an open loop the baseline of a closed one
    const mixed = resultOf([process(open, 4, { facts: OPEN }), process(swept(1), 4), process(swept(2), 2)]);
    expect(mixed.comparisons).toMatchObject([{ row: 2, baseline: 1 }]);
    expectValid(JSON.parse(resultJson(mixed)));
  });
});

describe('rows of the same device', () => {
  const rows = [
    rowOf(process(swept(2), 4)),
    rowOf(process(open, 4, { facts: OPEN })),
    rowOf(process(trialSpec({ api: 'async', requests: 2, batch: 4 }), 4, { frames: 4 })),
    rowOf(process(trialSpec(), 4)),
  ];
  const result = { ...resultOf([process(trialSpec(), 4)]), results: rows };

  it('are matched by how they were measured', () => {
    expect(rows.map(rowName)).toEqual([
      'CPU async 2 streams=2',
      'CPU async 2 poisson 250/s',
      'CPU async 2 batch=4',
      'CPU sync',
    ]);
    const other = { ...result, results: [...rows].reverse() };
    const { pairs, alone } = matchRows({ file: 'a', result }, { file: 'b', result: other }, {});
    expect(pairs.map(({ a, b }) => a === b)).toEqual([true, true, true, true]);
    expect(alone).toEqual([]);
  });

  it('are told apart in charts', () => {
    expect(distinct(rows.map((row) => entryOfRow(row, result))).map(({ label }) => label)).toEqual([
      'CPU async ×2 streams=2',
      'CPU async ×2 poisson 250/s',
      'CPU async ×2 batch=4',
      'CPU sync',
    ]);
  });

  it.each<[string, object]>([
    ['varied', { streams: 2 }],
    ['openLoop', { pattern: 'poisson', rate: '250' }],
    ['rateSearch', []],
    ['load', null as unknown as object],
  ])('with a %s that is none are refused', async (name, value) => {
    const text = JSON.stringify({ ...result, results: [{ ...rows[1], [name]: value }] });
    expect(parseResult(text)).toMatchObject({ reason: expect.stringMatching(new RegExp(`results\\[0\\]\\.${name}`)) });
    const file = join(folder, `${name}.json`);
    writeFileSync(file, text);
    await expect(readResult(file)).rejects.toThrow(/"results" has at 0 what is no row/);
  });
});

describe('a run of more inferences than are kept', () => {
  it('is counted whole, whatever its mode', () => {
    const samples = new Samples(MOST_KEPT);
    const count = MOST_KEPT + 1000;
    for (let index = 0; index < count; index++) samples.add(index < count / 2 ? 2 : 4);
    const taken = samples.take();
    const query = trialSpec({ api: 'async', requests: 2, mode: { kind: 'query', samples: 4 } });
    const row: TrialResult = rowOf(
      process(query, 1, { ...taken, totalMs: 8 * count, facts: { kind: 'query', samples: 4 } }),
    );
    expect(row).toMatchObject({ iterations: 4 * count, fps: 500, query: { samples: 4, queries: count } });
    expect((latencyAt(taken, parseBound('p99<9ms')) ?? 0) / 4).toBeCloseTo(1, 2);
    const waits = rowOf(process(open, 1, { ...taken, facts: { ...OPEN, queueMs: taken, deviceMs: taken } }));
    expect(waits.openLoop?.queueMs).toMatchObject({ min: 2, max: 4, mean: expect.closeTo(3, 9) });
  });
});

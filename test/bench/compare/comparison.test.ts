import { describe, expect, it } from 'vitest';
import { compareRows, comparisonsOf } from '../../../lib/bench/compare/comparison.js';
import { foundation } from '../../../lib/bench/compare/words.js';
import { resultJson } from '../../../lib/bench/report/json.js';
import { styleFor } from '../../../lib/bench/report/style.js';
import { screen } from '../../../lib/bench/report/terminal.js';
import { adviceOf } from '../../../lib/bench/result/advice.js';
import type { BenchResult, TrialResult } from '../../../lib/bench/result/result.js';
import type { Outcome } from '../../../lib/bench/run/executor.js';
import type { TrialSpec } from '../../../lib/bench/run/plan.js';
import { expectValid } from '../../helpers/result-schema.js';
import { measurement, resultOf, trialSpec } from '../factories.js';

const [cpu, gpu, npu] = ['CPU', 'GPU', 'NPU'].map((device) => trialSpec({ device })) as [
  TrialSpec,
  TrialSpec,
  TrialSpec,
];
const died = { code: 'TRIAL_FAILED', message: 'its process died' } as const;

const process = (spec: TrialSpec, ms: number): Outcome => ({
  spec,
  measurement: measurement({
    latenciesMs: new Float64Array(1000).fill(ms),
    totalMs: 1000 * ms,
    loadMs: 100 * ms,
    devicesAtLoad: [spec.device],
    devicesAfter: [spec.device],
    readback: { performanceHint: 'LATENCY', streams: 1, inferencePrecision: 'f32', optimalRequests: 1 },
  }),
});
/** Rounds of rows, a process of so many milliseconds an inference each. */
const rounds = (...times: readonly (readonly [TrialSpec, readonly number[]])[]): BenchResult =>
  resultOf(times[0]?.[1].flatMap((_, round) => times.map(([spec, all]) => process(spec, all[round] ?? 1))) ?? []);

const table = (result: BenchResult): string =>
  screen(result, { width: 120, style: styleFor({}, {}), settings: '', advice: adviceOf(result, 'exercise') });

describe('rows of a result', () => {
  it('are compared with the first of their kind, round by round', () => {
    const result = rounds([cpu, [4, 5, 4.2, 3.9, 4.4]], [gpu, [2, 2.52, 2.1, 1.96, 2.2]]);
    const [comparison, ...others] = result.comparisons ?? [];
    expect(others).toEqual([]);
    expect(comparison).toMatchObject({
      row: 1,
      baseline: 0,
      design: 'paired',
      processes: [5, 5],
      verdict: 'faster',
      ratio: expect.closeTo(2, 1),
    });
    expect(comparison?.times).toMatchObject({
      loadMs: { verdict: 'faster', ratio: expect.closeTo(2, 1) },
      p50Ms: { verdict: 'faster' },
      p99Ms: { verdict: 'faster' },
    });
    expectValid(JSON.parse(resultJson(result)));
    expect(table(result)).toMatch(/^CPU .* baseline$/m);
    expect(table(result)).toMatch(/^GPU .* \d\.\d+x faster \[\d\.\d+, \d\.\d+\]$/m);
    expect(table(result)).toMatch(
      /^~ FPS against the baseline, 95 % interval, 5 processes a row\. Smallest detectable/m,
    );
  });

  it('of one process have a ratio and no verdict, and say what gives one', () => {
    const result = rounds([cpu, [3]], [gpu, [2]]);
    expect(result.comparisons).toMatchObject([{ verdict: null, interval: null, noVerdict: 'one-process' }]);
    expectValid(JSON.parse(resultJson(result)));
    const shown = table(result);
    expect(shown).toMatch(/^GPU .* 1\.50x \(no verdict\)$/m);
    expect(shown).toMatch(/^~ One process: no verdict; --repeat 5\.$/m);
    expect(shown).not.toMatch(/faster|Fastest/);
  });

  it('that were throttled have no verdict; that others were at work is in the interval', () => {
    const result = rounds([cpu, [4, 4, 4]], [gpu, [2, 2, 2]]);
    const [base, row] = result.results as [TrialResult, TrialResult];
    const throttled: TrialResult = { ...row, disturbed: ['thermal-throttling'] };
    expect(compareRows(base, { ...row, disturbed: ['other-processes'] }, 'paired')?.verdict).toBe('faster');
    const [comparison] = comparisonsOf([base, throttled]);
    expect(comparison).toMatchObject({ verdict: null, noVerdict: 'throttled', interval: [2, 2] });
    expect(comparison?.times.p50Ms?.verdict).toBeNull();
    expect(foundation(comparison === undefined ? [] : [comparison])).toEqual(['Throttled rows: no verdict.']);
  });

  it('are paired by the rounds in which both went well', () => {
    const outcomes = [process(cpu, 4), process(gpu, 2), process(cpu, 400), { spec: gpu, failure: died }];
    const [comparison] = resultOf([...outcomes, process(cpu, 4), process(gpu, 2)]).comparisons ?? [];
    expect(comparison).toMatchObject({ processes: [2, 2], ratio: expect.closeTo(2, 9) });
  });

  it('have none where one of them failed, or where there is no other', () => {
    expect(resultOf([process(cpu, 4), { spec: gpu, failure: died }])).not.toHaveProperty('comparisons');
    const asynchronous = trialSpec({ api: 'async' });
    expect(rounds([cpu, [4]], [asynchronous, [2]])).not.toHaveProperty('comparisons');
  });

  it('that took turns are compared slice by slice', () => {
    const { results } = rounds([cpu, [4, 4]], [gpu, [4, 4]]);
    const duet = {
      sliceMs: 200,
      ratios: [
        [1.1, 1.1, 90],
        [1.12, 1.1, 1.11],
      ],
    };
    const [comparison] = comparisonsOf(results, duet);
    // the median of a pair's slices: one of them was disturbed
    expect(comparison).toMatchObject({ design: 'duet', processes: [2, 2], ratio: expect.closeTo(1.105, 3) });
    const failed = comparisonsOf(results, { ...duet, ratios: [[1.1, 1.1], [], [1.2]] });
    expect(failed).toMatchObject([{ processes: [2, 2], ratio: expect.closeTo(Math.sqrt(1.32), 6) }]);
    expect(comparisonsOf(results, { ...duet, ratios: [[]] })).toEqual([]);
  });
});

describe('advice on the fastest', () => {
  it('needs verdicts over all others', () => {
    const clear = rounds([cpu, [4, 4.1, 4]], [gpu, [2, 2.1, 2]], [npu, [1, 1.02, 1]]);
    expect(adviceOf(clear, 'exercise').join('\n')).toMatch(
      /^Fastest here: NPU with one request at a time: 1000 FPS, .*x faster \[.*\] than CPU synchronous\.$/m,
    );
    const close = rounds([cpu, [4, 4.1, 4]], [gpu, [1, 1.5, 1.1]], [npu, [1.1, 1, 1.5]]);
    expect(adviceOf(close, 'exercise').join('\n')).toMatch(
      /^Faster than the baseline: \w+ with .* Not known to be faster than \w+ sync\.$/m,
    );
    const same = rounds([cpu, [4, 4.1, 4]], [gpu, [4.1, 3.9, 4]]);
    expect(adviceOf(same, 'exercise').join('\n')).not.toMatch(/aster/);
  });
});

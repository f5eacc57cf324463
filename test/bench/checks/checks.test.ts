import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../lib/bench/checks/condition.js';
import { checkNoise } from '../../../lib/bench/checks/noise.js';
import { checkRegressions } from '../../../lib/bench/checks/regression.js';
import { checkThresholds } from '../../../lib/bench/checks/thresholds.js';
import { exitCodeOf, worstOf } from '../../../lib/bench/exit-code.js';
import { resultJson } from '../../../lib/bench/report/json.js';
import { lostSentence } from '../../../lib/bench/result/failed-processes.js';
import type { BenchResult, TrialResult } from '../../../lib/bench/result/result.js';
import type { TrialSpec } from '../../../lib/bench/run/plan.js';
import { expectValid } from '../../helpers/result-schema.js';
import { measurement, resultOf, rowOf, trialSpec } from '../factories.js';

const check = (row: TrialResult, text: string) => checkThresholds([row], [parseCondition(text)])[0];

/** A row of several processes of that many frames per second. */
function rowWith(rates: readonly number[], spec: TrialSpec = trialSpec()): TrialResult {
  const outcomes = rates.map((fps) => ({ spec, measurement: measurement({ totalMs: 4000 / fps }) }));
  return resultOf(outcomes).results[0] as TrialResult;
}

const thousand = rowOf({
  spec: trialSpec(),
  measurement: measurement({ latenciesMs: Float64Array.from({ length: 1000 }, (_, index) => index + 1) }),
});

const LOAD = {
  phase: 'uncached',
  loadedFromCache: null,
  cacheFiles: null,
  cacheBytes: null,
  stagesMs: { core: 1, read: 2, compile: 3, request: 1 },
} as const;

describe('thresholds', () => {
  it.each([
    ['fps < 200', false, 250],
    ['fps < 251', true, 250],
    ['load > 176ms', true, 176.123_456],
    ['first > 6ms', true, 6.6],
    ['min < 3ms', false, 3],
    ['mean > 4ms', false, 4],
    ['p50 > 3.9ms', true, 4],
    ['max > 5ms', false, 5],
    ['sd > 1s', false, 0.816],
  ])('%j of 4, 3, 5 and 4 ms at 250 FPS', (text, violated, measured) => {
    const found = check(rowOf({ spec: trialSpec(), measurement: measurement() }), text);
    expect(found).toMatchObject({ kind: 'threshold', violated, condition: text, requestedDevice: 'CPU', row: 0 });
    expect(found?.measured).toBeCloseTo(measured, 2);
  });

  it('of percentiles, where there are enough samples', () => {
    expect(check(thousand, 'p99 > 989ms')).toMatchObject({ violated: true, measured: 990 });
    expect(check(thousand, 'p95 > 950ms')).toMatchObject({ violated: false, measured: 950 });
    expect(check(thousand, 'p1 > 10ms')).toMatchObject({ violated: false, measured: 10 });
  });

  it('a figure that was not measured fails, and says why', () => {
    const few = rowOf({ spec: trialSpec(), measurement: measurement() });
    expect(check(few, 'p99 > 20ms')).toMatchObject({ violated: true, measured: null, limit: 20 });
    expect(check(few, 'p99 > 20ms')?.sentence).toMatch(/4 inferences are too few for it: it needs 1000\.$/);
    expect(check(thousand, 'p99.9 > 20ms')?.sentence).toMatch(/needs 10000/);
    expect(check(few, 'cv > 5%')?.sentence).toMatch(/two processes/);
    expect(check(few, 'drop rate > 5%')).toMatchObject({ violated: true });
  });

  it('of open loops know the share that was refused', () => {
    const openLoop = { arrivals: 200, refused: 20 } as TrialResult['openLoop'];
    const row = { ...thousand, ...(openLoop !== undefined && { openLoop }) };
    expect(check(row, 'drop rate > 5%')).toMatchObject({ violated: true, measured: 0.1 });
  });

  it('of rows that only load find no rate and no latency', () => {
    const row: TrialResult = { ...thousand, fps: null, totalMs: null, latencyMs: null, load: LOAD };
    expect(check(row, 'fps < 1')).toMatchObject({ violated: true, measured: null });
    expect(check(row, 'p50 > 1s')).toMatchObject({ violated: true, measured: null });
    expect(check(row, 'load > 1s')).toMatchObject({ violated: false });
  });

  it('look at rows of their device; one that there is no row of fails', () => {
    expect(check(thousand, 'fps < 999999 on CPU')).toMatchObject({ violated: true });
    const none = check(thousand, 'fps < 1 on GPU');
    expect(none).toMatchObject({ violated: true, row: null, requestedDevice: null });
    expect(none?.sentence).toMatch(/could not be looked at, which counts as a violation: no row is of GPU\.$/);
  });

  it('leave failed rows to their own exit code', () => {
    const failed = rowOf({ spec: trialSpec(), failure: { code: 'DEVICE_NOT_FOUND', message: 'no' } });
    expect(check(failed, 'fps < 1')).toBeUndefined();
  });
});

describe('noise', () => {
  it('is the coefficient of variation of the processes', () => {
    expect(checkNoise([rowWith([100, 100, 100])], 0.05)).toMatchObject([
      { violated: false, measured: 0, kind: 'noise' },
    ]);
    const [noisy] = checkNoise([rowWith([90, 110])], 0.05);
    expect(noisy).toMatchObject({ violated: true, limit: 0.05, condition: 'cv > 5.00 %' });
    expect(noisy?.measured).toBeCloseTo(Math.sqrt(200) / 100);
    expect(checkNoise([rowWith([90, 110])], 0.2)).toMatchObject([{ violated: false }]);
  });

  it('of rows that only load is of their load times', () => {
    const row = { ...rowWith([100, 100]), load: LOAD };
    const processes = (row.processes ?? []).map((each, index) => ({ ...each, fps: null, loadMs: 100 + 20 * index }));
    const [noisy] = checkNoise([{ ...row, fps: null, processes }], 0.05);
    expect(noisy?.measured).toBeCloseTo(Math.sqrt(200) / 110);
    expect(noisy?.sentence).toMatch(/load times of the processes vary by/);
  });

  it('one process alone does not pass', () => {
    expect(checkNoise([rowWith([100])], 0.05)).toMatchObject([{ violated: true, measured: null }]);
  });
});

describe('regressions', () => {
  const options = { metrics: ['fps'], most: 0.05 } as const;
  const compared = (now: TrialResult[], baseline: TrialResult[]) => checkRegressions(now, { ...options, baseline });

  it('are those beyond the share that is allowed', () => {
    expect(compared([rowWith([94])], [rowWith([100])])).toMatchObject([{ violated: true, kind: 'regression' }]);
    expect(compared([rowWith([96])], [rowWith([100])])).toMatchObject([{ violated: false }]);
    const [faster] = compared([rowWith([150])], [rowWith([100])]);
    expect(faster?.violated).toBe(false);
    expect(faster?.sentence).toMatch(/fps is 50\.0 % better than the baseline \(150 FPS instead of 100 FPS\)/);
  });

  it('of times go the other way', () => {
    const slow = rowOf({ spec: trialSpec(), measurement: measurement({ loadMs: 200 }) });
    const fast = rowOf({ spec: trialSpec(), measurement: measurement({ loadMs: 100 }) });
    const load = { metrics: ['load'], most: 0.05 } as const;
    expect(checkRegressions([slow], { ...load, baseline: [fast] })).toMatchObject([{ violated: true, limit: 105 }]);
    expect(checkRegressions([fast], { ...load, baseline: [slow] })).toMatchObject([{ violated: false }]);
  });

  it('compare rows that are alike: device, api, properties, and then settings', () => {
    const f32 = trialSpec({ properties: { INFERENCE_PRECISION_HINT: 'f32' } });
    const baseline = [rowWith([100]), rowWith([50], f32)];
    expect(compared([rowWith([50], f32), rowWith([100])], baseline)).toMatchObject([
      { violated: false },
      { violated: false },
    ]);
    const [alone] = compared([rowWith([100], trialSpec({ device: 'GPU' }))], baseline);
    expect(alone).toMatchObject({ violated: true, limit: null });
    expect(alone?.sentence).toMatch(/can't be compared with the baseline: the baseline has no row like it/);
  });

  it('a figure that one of them lacks fails', () => {
    const p99 = { metrics: ['p99'], most: 0.05 } as const;
    expect(checkRegressions([thousand], { ...p99, baseline: [rowWith([100])] })[0]?.sentence).toMatch(/has no p99/);
  });

  it('of several processes need an interval that leaves no doubt', () => {
    const [noisy] = compared([rowWith([60, 100, 110])], [rowWith([70, 105, 125])]);
    expect(noisy?.violated).toBe(false);
    expect(noisy?.sentence).toMatch(/worse than the baseline \(.*; 95 % interval -.* % to .* % worse\)\.$/);
    const [sure] = compared([rowWith([90, 91, 92])], [rowWith([99, 100, 101])]);
    expect(sure?.violated).toBe(true);
    const [little] = compared([rowWith([97, 97.1, 97.2])], [rowWith([99.9, 100, 100.1])]);
    expect(little?.violated).toBe(false);
    const throttled = { ...rowWith([60, 100, 110]), disturbed: ['thermal-throttling' as const] };
    expect(compared([throttled], [rowWith([70, 108, 125])])[0]?.sentence).not.toMatch(/interval/);
  });

  it('of rows that only load are of their load times', () => {
    const row = (loadMs: number): TrialResult => ({ ...rowWith([100]), fps: null, totalMs: null, loadMs, load: LOAD });
    const [slower] = compared([row(120)], [row(100)]);
    expect(slower).toMatchObject({ violated: true, measured: 120, limit: 105 });
    expect(compared([row(100)], [{ ...row(100), load: { ...LOAD, phase: 'warm' } }])).toMatchObject([
      { violated: true, limit: null },
    ]);
  });

  it('another judge may decide', () => {
    const judge = () => ({ worse: 0.5, regressed: false });
    expect(checkRegressions([rowWith([1])], { ...options, baseline: [rowWith([9])], judge })).toMatchObject([
      { violated: false },
    ]);
  });
});

describe('exit codes', () => {
  const row = rowWith([90, 110]);
  const result = resultOf([{ spec: trialSpec(), measurement: measurement() }]);
  const violated = (kind: 'threshold' | 'noise'): BenchResult['checks'] => {
    const [made] = checkNoise([row], 0.01);
    return made && [{ ...made, kind }];
  };

  it('1 before 3 before 4 before 5', () => {
    const [thresholds, noise] = [violated('threshold') ?? [], violated('noise') ?? []];
    expect(exitCodeOf({ ...result, checks: noise }, 'run', false)).toBe(5);
    expect(exitCodeOf({ ...result, checks: [...noise, ...thresholds] }, 'run', false)).toBe(4);
    const dropped = { ...result, results: [{ ...row, droppedDevices: ['GPU'] }], checks: thresholds };
    expect(exitCodeOf(dropped, 'run', false)).toBe(3);
    expect(exitCodeOf(dropped, 'run', true)).toBe(4);
    const failed = { ...dropped, results: [{ ...row, status: 'failed' as const }] };
    expect(exitCodeOf(failed, 'run', true)).toBe(1);
    expect(exitCodeOf({ ...result, checks: checkNoise([row], 0.5) }, 'run', false)).toBe(0);
  });

  it('1 where a process of a row failed, in the exercise as well', () => {
    const [spec, other] = [trialSpec(), trialSpec({ device: 'GPU' })];
    const well = { spec, measurement: measurement() };
    const failed = (code: 'TRIAL_FAILED' | 'MODEL_REPLACED' | 'DEVICE_NOT_FOUND', of = spec) => ({
      spec: of,
      failure: { code, message: 'no' },
    });
    const partly = resultOf([well, failed('TRIAL_FAILED'), well]);
    expect(partly.results[0]?.status).toBe('ok');
    expect([exitCodeOf(partly, 'run', false), exitCodeOf(partly, 'exercise', true)]).toEqual([1, 1]);
    expect(lostSentence(partly.results[0] as TrialResult)).toBe(
      "CPU sync: 1 of 3 processes failed; the row's figures are of the others: no (TRIAL_FAILED)",
    );
    // a missing device is what the exercise's table is for, a replaced model is not
    expect(exitCodeOf(resultOf([well, failed('DEVICE_NOT_FOUND', other)]), 'exercise', true)).toBe(0);
    expect(exitCodeOf(resultOf([well, failed('MODEL_REPLACED', other)]), 'exercise', true)).toBe(1);
  });

  it('of several runs the smallest that is not 0', () => {
    expect([worstOf([0, 0]), worstOf([0, 5, 4]), worstOf([3, 1, 0]), worstOf([])]).toEqual([0, 4, 1, 0]);
  });

  it('checks are written into the JSON by its schema', () => {
    const checks = [...checkNoise([row], 0.01), ...checkThresholds([row], [parseCondition('fps < 1 on GPU')])];
    const written = JSON.parse(resultJson({ ...result, checks }));
    expectValid(written);
    expect(written.checks).toMatchObject([{ violated: true, measured: 0.141421 }, { row: null }]);
  });
});

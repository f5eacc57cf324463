import { describe, expect, it } from 'vitest';
import { compareResults } from '../../lib/bench/compare/compare-results.js';
import { fullName, matchRows } from '../../lib/bench/compare/match.js';
import { comparisonScreen } from '../../lib/bench/compare/report.js';
import { settingsLine } from '../../lib/bench/report/settings.js';
import { styleFor } from '../../lib/bench/report/style.js';
import { screen } from '../../lib/bench/report/terminal.js';
import { adviceOf } from '../../lib/bench/result/advice.js';
import type { BenchResult } from '../../lib/bench/result/result.js';
import type { Outcome } from '../../lib/bench/run/executor.js';
import { makePlan } from '../../lib/bench/run/plan.js';
import { measurement, resultOf, trialSpec } from './factories.js';

const PLAIN = styleFor({}, {});
const show = (result: BenchResult): string =>
  screen(result, { width: 200, style: PLAIN, settings: '', advice: adviceOf(result, 'exercise') });
const spec = trialSpec({ properties: {} });
const f32 = trialSpec({ properties: { INFERENCE_PRECISION_HINT: 'f32' } });
const asF32 = measurement({
  readback: { performanceHint: null, streams: 1, inferencePrecision: 'f32', optimalRequests: 1 },
});

describe('what is advised', () => {
  it('is not what was measured already', () => {
    const alone: Outcome[] = [{ spec, measurement: measurement() }];
    expect(show(resultOf(alone))).toMatch(/may even be faster/);
    expect(show(resultOf([...alone, { spec: f32, measurement: asF32 }]))).not.toMatch(/may even be faster/);
  });

  it('is no --repeat 5 where several processes were asked for and were lost', () => {
    const failure = { code: 'INFER_FAILED', message: 'No.' } as const;
    const rows = [spec, f32].flatMap((each): Outcome[] => [
      { spec: each, measurement: measurement() },
      { spec: each, failure },
    ]);
    expect(show(resultOf(rows))).toMatch(/One process alone went well of some rows: no verdict\./);
    expect(show(resultOf(rows))).not.toMatch(/--repeat 5/);
    const once = [spec, f32].map((each): Outcome => ({ spec: each, measurement: measurement() }));
    expect(show(resultOf(once, { interrupted: true }))).not.toMatch(/--repeat 5/);
    expect(show(resultOf(once))).toMatch(/One process: no verdict; --repeat 5\./);
  });

  it('after an interruption the heading says how many processes there were', () => {
    const plan = makePlan({
      ...{ form: 'run', input: { kind: 'files', files: [] }, shapes: [], devices: ['CPU', 'GPU'], mappings: [] },
      ...{ apis: ['sync'], hint: undefined, properties: [], iterations: 1, timeMs: undefined, requests: undefined },
      ...{ warmup: undefined, repeat: 100, simulated: false },
    });
    const twice = resultOf([spec, spec, f32].map((each): Outcome => ({ spec: each, measurement: measurement() })));
    expect(settingsLine(plan)).toMatch(/, 100 processes a row, in turns$/);
    expect(settingsLine(plan, twice.results)).toMatch(/, INTERRUPTED: 1 to 2 of 100 processes a row, in turns$/);
  });
});

describe('compare', () => {
  const both = resultOf([
    { spec, measurement: measurement() },
    { spec: f32, measurement: measurement() },
  ]);
  const one = resultOf([{ spec, measurement: measurement() }]);

  it('names the property that makes a row another one', () => {
    expect(both.results.map((row) => fullName(row, both.results))).toEqual([
      'CPU sync',
      'CPU sync INFERENCE_PRECISION_HINT=f32',
    ]);
    const { alone } = matchRows({ file: 'a.json', result: both }, { file: 'b.json', result: one }, {});
    expect(alone).toEqual([{ file: 'a.json', row: 'CPU sync INFERENCE_PRECISION_HINT=f32' }]);
  });

  it('says why rows that ran have no verdict', () => {
    const [row] = one.results;
    const still = { ...one, results: [{ ...(row as NonNullable<typeof row>), fps: 0 }] };
    const compared = compareResults({ file: 'a.json', result: still }, { file: 'b.json', result: one }, {});
    expect(comparisonScreen(compared, 120, PLAIN)).toMatch(/^CPU sync .*no verdict: 0 FPS have no ratio/m);
  });
});

describe('numbers of one', () => {
  it('are of one thing', () => {
    const failed = measurement({
      latenciesMs: Float64Array.of(4),
      failure: { code: 'INFER_FAILED', message: 'Lost.' },
    });
    expect(resultOf([{ spec, measurement: failed }]).results[0]?.error?.message).toBe('After 1 inference: Lost.');
    const streams = measurement({
      readback: { performanceHint: null, streams: 4, inferencePrecision: 'f32', optimalRequests: 4 },
    });
    const [row] = resultOf([{ spec: trialSpec({ api: 'async' }), measurement: streams }]).results;
    expect(row?.warnings.join()).toMatch(/1 request in flight leaves some of the 4 streams idle/);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exerciseLines, exerciseStats } from '../../../lib/bench/report/exercise-stats.js';
import { resultJson } from '../../../lib/bench/report/json.js';
import { expectValid, validateResult } from '../../helpers/result-schema.js';
import { detectorOutput, inspection, measurement, resultOf, rowOf, trialSpec } from '../factories.js';

const lost = { code: 'INFER_FAILED', message: 'device lost' } as const;
const everything = resultOf([
  { spec: trialSpec(), measurement: measurement({ detectorOutput: detectorOutput() }) },
  {
    spec: trialSpec({ device: 'MULTI:CPU,MYRIAD', api: 'async' }),
    measurement: measurement({ latenciesMs: new Float64Array(1000).fill(1.23456789) }),
  },
  { spec: trialSpec({ device: 'NPU' }), failure: { code: 'DEVICE_NOT_FOUND', message: 'no' } },
  { spec: trialSpec(), measurement: measurement({ failure: lost }) },
  {
    spec: trialSpec(),
    measurement: measurement({ failure: lost, latenciesMs: new Float64Array(0), firstInferenceMs: null, totalMs: 0 }),
  },
]);

describe('the JSON result', () => {
  it('keeps to its schema, whatever became of the rows', () => {
    expectValid(JSON.parse(resultJson(everything)));
    expectValid(JSON.parse(resultJson({ ...everything, results: [], interrupted: true })));
  });

  it('the schema refuses what is no result', () => {
    const good = JSON.parse(resultJson(everything));
    const [row] = good.results;
    const broken = [
      { ...good, schemaVersion: 2 },
      { ...good, createdAt: 'today' },
      { ...good, results: undefined },
      { ...good, results: [{ ...row, fps: '250' }] },
      { ...good, results: [{ ...row, status: 'failed' }] },
      { ...good, results: [{ ...row, error: lost }] },
      { ...good, results: [{ ...row, latencyMs: null }] },
      { ...good, results: [{ ...row, loadMs: -1 }] },
      { ...good, results: [{ ...row, detections: [{ ...row.detections[0], box: [1, 2, 3] }] }] },
      { ...good, unknown: 1 },
    ];
    for (const result of broken) expect(validateResult(result), JSON.stringify(result).slice(0, 80)).not.toEqual([]);
  });

  it('rounds to what was measured', () => {
    const [first, second] = JSON.parse(resultJson(everything)).results;
    expect(first).toMatchObject({
      loadMs: 176.1235,
      detections: [{ confidence: 0.99, box: [169.75, 256, 509.25, 512] }, {}],
    });
    expect(second.latencyMs).toEqual({
      min: 1.2346,
      mean: 1.2346,
      p50: 1.2346,
      p90: 1.2346,
      p95: 1.2346,
      p99: 1.2346,
      p999: null,
      max: 1.2346,
      sd: 0,
    });
  });

  it('keeps shapes and boxes on a line', () => {
    expect(resultJson(everything)).toMatch(/"shape": \[1, 300, 300, 3\]/);
    expect(resultJson(everything)).toMatch(/"box": \[169\.75, 256, 509\.25, 512\]/);
  });

  it('carries any name, and none to a terminal', () => {
    const name = 'a\u001b[2J\u009b\u202e"\\[\n1\n]';
    const text = resultJson(resultOf([], { inspection: inspection({ model: { ...inspection().model, name } }) }));
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(JSON.parse(text).model.name).toBe(name);
  });

  it('is described by the file that the package publishes', () => {
    const { exports } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    expect(exports['./result-schema.json']).toBe('./dist/bench/report/result-schema.json');
    const published = readFileSync(new URL('../../../dist/bench/report/result-schema.json', import.meta.url), 'utf8');
    expect(published).toBe(
      readFileSync(new URL('../../../lib/bench/report/result-schema.json', import.meta.url), 'utf8'),
    );
  });
});

describe("the exercise's own lines", () => {
  const row = rowOf({
    spec: trialSpec(),
    measurement: measurement({ loadMs: 3400, totalMs: 3470, latenciesMs: new Float64Array(1000).fill(3.47) }),
  });

  it('are printed word for word', () => {
    expect(exerciseLines(row)).toBe(
      'Time taken to load model = 3.400000 seconds\nTime Taken to run 1000 Inference is = 3.470000 seconds\n',
    );
  });

  it('and the stats file has three, the last of them the true frames per second', () => {
    expect(exerciseStats(row)).toBe('3.400000\n3.470000\n288.184\n');
  });

  it('have no exponent for tiny times', () => {
    const quick = rowOf({ spec: trialSpec(), measurement: measurement({ loadMs: 0.0001, totalMs: 0.0004 }) });
    expect(exerciseStats(quick)).toBe('0.000000\n0.000000\n10000000\n');
  });
});

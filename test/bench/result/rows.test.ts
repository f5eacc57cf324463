import { describe, expect, it } from 'vitest';
import { resultJson } from '../../../lib/bench/report/json.js';
import { representative, rowsOf } from '../../../lib/bench/result/rows.js';
import type { Outcome } from '../../../lib/bench/run/executor.js';
import { quantilesOf, timelineOf } from '../../../lib/bench/statistics/distribution.js';
import { expectValid } from '../../helpers/result-schema.js';
import { measurement, resultOf, trialSpec } from '../factories.js';

const lost = { code: 'INFER_FAILED', message: 'device lost' } as const;
const [cpu, gpu] = [trialSpec(), trialSpec({ device: 'GPU' })];
const startedAt = new Date(Date.UTC(2026, 0, 2));

/** A process that had so many inferences of one duration. */
const process = (ms: number, spec = cpu, count = 4): Outcome => ({
  spec,
  startedAt,
  measurement: measurement({ latenciesMs: new Float64Array(count).fill(ms), totalMs: ms * count, loadMs: 100 + ms }),
});
const replaced: Outcome = { spec: cpu, startedAt, failure: { code: 'MODEL_REPLACED', message: 'it was replaced' } };
const dead: Outcome = { spec: cpu, startedAt, failure: { code: 'TRIAL_FAILED', message: 'its process died' } };
const halfway: Outcome = { spec: cpu, startedAt, measurement: measurement({ failure: lost }) };

describe('a row of several processes', () => {
  it('gathers them by what was asked for, whatever ran in between', () => {
    const rows = rowsOf([process(4), process(5, gpu), process(6, gpu), process(7)]);
    expect(rows.map(({ spec, outcomes }) => [spec.device, outcomes.length])).toEqual([
      ['CPU', 2],
      ['GPU', 2],
    ]);
  });

  it.each([
    ['the median of three', [9, 4, 5], 5],
    ['of two the slower one', [4, 9], 9],
    ['the only one', [4], 4],
  ])('is spoken for by %s', (_, times, expected) => {
    const [row] = resultOf(times.map((ms) => process(ms))).results;
    expect([row?.fps, row?.loadMs]).toEqual([1000 / expected, 100 + expected]);
  });

  it('has the latencies of all, and each by itself', () => {
    const result = resultOf([process(4), process(5), process(9)]);
    const [row] = result.results;
    expect(row?.latencyMs).toMatchObject({ min: 4, p50: 5, max: 9, mean: 6 });
    expect(row?.iterations).toBe(4);
    expect(row?.quantiles?.at(-1)).toEqual([1, 9]);
    expect(row?.timeline).toHaveLength(4);
    expect(row?.processes?.map(({ fps, loadMs, status }) => [fps, loadMs, status])).toEqual([
      [250, 104, 'ok'],
      [200, 105, 'ok'],
      [1000 / 9, 109, 'ok'],
    ]);
    expect(row?.processes?.[0]).toMatchObject({ startedAt: '2026-01-02T00:00:00.000Z', executionDevices: ['CPU'] });
    expectValid(JSON.parse(resultJson(result)));
  });

  it('stands on those that went well, and says that others did not', () => {
    const result = resultOf([dead, halfway, process(5)]);
    const [row] = result.results;
    expect(row).toMatchObject({ status: 'ok', fps: 200, latencyMs: { max: 5 } });
    expect(row?.warnings[0]).toBe('2 of 3 processes failed, and the figures are of the others: its process died');
    expect(row?.processes?.map(({ status, error }) => [status, error?.message])).toEqual([
      ['failed', 'its process died'],
      ['failed', 'After 4 inferences: device lost'],
      ['ok', undefined],
    ]);
    expectValid(JSON.parse(resultJson(result)));
  });

  it('fails where all have', () => {
    expect(representative({ spec: cpu, outcomes: [dead, dead] })).toBe(dead);
    const result = resultOf([dead, dead]);
    expect(result.results[0]).toMatchObject({ status: 'failed', error: { code: 'TRIAL_FAILED' }, fps: null });
    expect(result.results[0]?.processes).toHaveLength(2);
    expectValid(JSON.parse(resultJson(result)));
  });

  it('fails where the model was replaced before its last process: the others are of the model before', () => {
    const result = resultOf([process(4), process(5), replaced]);
    expect(result.results[0]).toMatchObject({ status: 'failed', error: { code: 'MODEL_REPLACED' }, fps: null });
    expect(result.results[0]?.processes?.map(({ status }) => status)).toEqual(['ok', 'ok', 'failed']);
    expectValid(JSON.parse(resultJson(result)));
  });

  it('is no list of processes where there was one', () => {
    expect(resultOf([process(4)]).results[0]?.processes).toBeUndefined();
  });
});

describe('the distribution of latencies', () => {
  it('of few samples is the samples', () => {
    expect(quantilesOf(Float64Array.of(1, 2, 4, 8))).toEqual([
      [0.25, 1],
      [0.5, 2],
      [0.75, 4],
      [1, 8],
    ]);
  });

  it.each([
    [100, [0, 0.99, 1]],
    [2000, [0, 0.99, 0.995, 1]],
    [10_000, [0, 0.99, 0.995, 0.999, 1]],
  ])('of %i samples has the percentiles that they support', (count, shares) => {
    const quantiles = quantilesOf(Float64Array.from({ length: count }, (_, i) => i + 1));
    expect(quantiles.filter(([share]) => share === 0 || share >= 0.99).map(([share]) => share)).toEqual(shares);
    expect(quantiles.find(([share]) => share === 0.5)).toEqual([0.5, count / 2]);
    const values = quantiles.map(([, ms]) => ms);
    expect(values).toEqual([...values].sort((a, b) => a - b));
  });

  it('goes on in at most 200 bins that hold each sample once', () => {
    for (const count of [1, 199, 200, 201, 1000, 12_345]) {
      const bins = timelineOf(Float64Array.from({ length: count }, (_, i) => i));
      expect(bins.length).toBeLessThanOrEqual(200);
      expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(count);
      for (const { first, count: size, min, max } of bins) expect([min, max]).toEqual([first, first + size - 1]);
    }
    expect(timelineOf(Float64Array.of(3, 1, 2))).toMatchObject([{ p50: 3 }, { p50: 1 }, { p50: 2 }]);
  });
});

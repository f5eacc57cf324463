import { type Entry, entryOfRow } from '../../../lib/bench/chart/entry.js';
import type { BenchResult, ProcessResult, TrialResult } from '../../../lib/bench/result/result.js';
import { measurement, resultOf, trialSpec } from '../factories.js';

/** A result whose rows are as they are given, each on the CPU unless it says otherwise. */
export function chartResult(rows: readonly Partial<TrialResult>[], changes: Partial<BenchResult> = {}): BenchResult {
  const result = resultOf([{ spec: trialSpec(), measurement: measurement() }]);
  const [row] = result.results as [TrialResult];
  return { ...result, results: rows.map((each) => ({ ...row, ...each })), ...changes };
}

/** The bars of such a result. */
export function chartEntries(rows: readonly Partial<TrialResult>[], changes: Partial<BenchResult> = {}): Entry[] {
  const result = chartResult(rows, changes);
  return result.results.map((row) => entryOfRow(row, result));
}

/** A process of a repeated trial. */
export function chartProcess(fps: number): ProcessResult {
  return {
    startedAt: '2026-01-02T03:04:05.000Z',
    status: 'ok',
    executionDevices: ['CPU'],
    loadMs: 100 + fps,
    firstInferenceMs: 1,
    iterations: 1000,
    totalMs: 1e6 / fps,
    fps,
    latencyMs: null,
  };
}

/** Latencies of a row as a result has them. */
export const LATENCIES: Pick<TrialResult, 'quantiles' | 'timeline'> = {
  quantiles: [
    [0, 2],
    [0.5, 4],
    [0.9, 6],
    [0.99, 30],
    [1, 45],
  ],
  timeline: Array.from({ length: 40 }, (_, index) => ({
    first: index * 25,
    count: 25,
    min: 2,
    p50: 4 + (index % 3) * 0.2,
    max: index === 20 ? 90 : 6,
  })),
};

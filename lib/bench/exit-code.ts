import { lostProcesses } from './result/failed-processes.js';
import type { BenchResult } from './result/result.js';
import type { Form } from './run/plan.js';

/**
 * What the process's exit code says; `violated` is of a threshold, of a baseline, and of `compare` where a row is slower;
 * `pending` of a job that has not ended.
 */
export const EXIT = { ok: 0, failed: 1, usage: 2, dropped: 3, violated: 4, noisy: 5, pending: 6 } as const;

/**
 * Exit code of a result: 1 where a row failed or a process of it, 3 where a requested device did not run. The exercise shows
 * rows that failed and dropped devices in its table, most machines lacking most of its devices; it fails where nothing ran at
 * all, and where what went wrong is no missing device. Then come 4, a threshold or a regression, and 5, processes of a row
 * that differ: figures of the wrong device need no threshold.
 */
export function exitCodeOf(result: BenchResult, form: Form, allowDropped: boolean): number {
  const failed = result.results.filter((trial) => trial.status === 'failed');
  if (failed.length > 0 && (form !== 'exercise' || failed.length === result.results.length)) return EXIT.failed;
  if (failed.some(({ error }) => error?.code === 'MODEL_REPLACED')) return EXIT.failed;
  if (result.results.some((trial) => lostProcesses(trial).length > 0)) return EXIT.failed;
  const dropped = result.results.some((trial) => trial.droppedDevices.length > 0);
  if (dropped && form !== 'exercise' && !allowDropped) return EXIT.dropped;
  const violated = result.checks?.filter((check) => check.violated) ?? [];
  if (violated.some(({ kind }) => kind !== 'noise')) return EXIT.violated;
  return violated.length > 0 ? EXIT.noisy : EXIT.ok;
}

/** Exit code of several runs: of those that are not 0 the one that tells the most, which is the smallest. */
export function worstOf(codes: readonly number[]): number {
  return codes.filter((code) => code !== EXIT.ok).sort((a, b) => a - b)[0] ?? EXIT.ok;
}

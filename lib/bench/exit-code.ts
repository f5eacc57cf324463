import type { Form } from './plan.js';
import type { BenchResult } from './result.js';

/** What the process's exit code says. */
export const EXIT = { ok: 0, failed: 1, usage: 2, dropped: 3, slower: 4 } as const;

/**
 * Exit code of a result: 1 where a row failed, 3 where a requested device did not run. The exercise shows both in its
 * table, most machines lacking most of its devices, and fails only where nothing ran at all.
 */
export function exitCodeOf(result: BenchResult, form: Form, allowDropped: boolean): number {
  const failed = result.results.filter((trial) => trial.status === 'failed').length;
  if (failed > 0 && (form !== 'exercise' || failed === result.results.length)) return EXIT.failed;
  const dropped = result.results.some((trial) => trial.droppedDevices.length > 0);
  return dropped && form !== 'exercise' && !allowDropped ? EXIT.dropped : EXIT.ok;
}

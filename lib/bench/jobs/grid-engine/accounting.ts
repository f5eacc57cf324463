import { printable } from '../../../runtime/printable.js';
import type { Ending, JobRef, Sighting } from '../engine.js';
import { isOf, timeOf } from './listing.js';

/** An entry of `qacct -j`, its keys and what stands behind each. */
type Record = ReadonlyMap<string, string>;

/**
 * What `qacct -j` says of the jobs: of those that have ended, task by task. A task that was run again has a record of each run, and
 * the last one counts.
 */
export function endingsOf(text: string, jobs: readonly JobRef[]): Map<string, Sighting[]> {
  const wanted = new Map(jobs.map((job) => [job.id, job]));
  const found = new Map<string, Map<number | undefined, Sighting>>();
  for (const record of recordsOf(text)) {
    const job = wanted.get(record.get('jobnumber') ?? '');
    if (job === undefined || !isOf(job, record.get('jobname') ?? '', timeOf(record.get('qsub_time') ?? ''))) continue;
    const sighting = sightingOf(record);
    found.set(job.id, (found.get(job.id) ?? new Map<number | undefined, Sighting>()).set(sighting.task, sighting));
  }
  return new Map([...found].map(([id, tasks]) => [id, [...tasks.values()]]));
}

/** For `qacct -b`, run with TZ=UTC: the minute of the first submission, and an hour for clocks that differ. */
export function beginOf(jobs: readonly JobRef[]): string {
  const first = Math.min(...jobs.map(({ submittedAt }) => submittedAt.getTime()));
  return new Date(first - 3_600_000).toISOString().slice(0, 16).replace(/\D/g, '');
}

function recordsOf(text: string): Record[] {
  const parts = text.split(/^=+$/m).map((part) => part.split('\n'));
  return parts.map(
    (lines) =>
      new Map(
        lines.flatMap((line) => {
          const [, key, value] = /^(\w+)\s+(.*?)\s*$/.exec(line) ?? [];
          return key === undefined || value === undefined ? [] : [[key, value] as const];
        }),
      ),
  );
}

function sightingOf(record: Record): Sighting {
  const [, failed = '', why = ''] = /^(\d+)\s*:?\s*(.*)$/.exec(record.get('failed') ?? '') ?? [];
  const task = Number(record.get('taskid'));
  const ending = endingOf(Number(failed), Number.parseInt(record.get('exit_status') ?? '', 10));
  const seconds = Number.parseFloat(record.get('ru_wallclock') ?? '');
  return {
    task: Number.isInteger(task) && task > 0 ? task : undefined,
    letter: 'C',
    word: 'finished',
    well: failed === '0' && ending?.exitCode === 0 && ending.signal === undefined,
    node: printable(record.get('hostname') ?? ''),
    reason: failed === '0' ? '' : printable(why === '' ? `failed ${failed}` : why),
    elapsedMs: Number.isNaN(seconds) ? undefined : Math.round(seconds * 1000),
    ending,
  };
}

/**
 * `failed` is 0 for a job that ended by itself; 100 for one that a signal ended, whose number and 128 are its exit status; 37 for one
 * that was over its time. With most others (a folder that is not there) it has not run, and its exit status is 0.
 */
function endingOf(failed: number, status: number): Ending | undefined {
  if (Number.isNaN(failed) || Number.isNaN(status)) return undefined;
  if (failed === 0) return { exitCode: status, signal: undefined };
  if (status === 0) return undefined;
  return { exitCode: status, signal: status > 128 ? status - 128 : undefined };
}

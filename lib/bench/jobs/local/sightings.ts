import { setTimeout as sleep } from 'node:timers/promises';
import type { Sighting } from '../engine.js';
import { isRunning } from './process-group.js';
import type { Queue, QueuedJob, Unit } from './queue.js';
import { type EndRecord, endOf } from './records.js';
import { runnerOf } from './runner-lock.js';
import { groupOf } from './unit-process.js';

const PATIENCE_MS = 2000;
const PAUSE_MS = 20;

/** What is known of a queue beside its files. */
export interface Circumstances {
  readonly node: string;
  /** Whether there is a runner: then nothing is over before it says so. */
  readonly hasRunner: boolean;
  /** Why nothing will begin; empty where something will. */
  readonly stuck: string;
}

/** What can be said of a job, of each of its tasks. */
export async function sightingsOf(queue: Queue, job: QueuedJob, circumstances: Circumstances): Promise<Sighting[]> {
  return Promise.all(job.units.map((unit) => sightingOf(queue, job, unit, circumstances)));
}

async function sightingOf(
  queue: Queue,
  job: QueuedJob,
  { task, start, end }: Unit,
  { node, hasRunner, stuck }: Circumstances,
): Promise<Sighting> {
  const elapsed = (until: number): number | undefined =>
    start === undefined || start.startedAt === '' ? undefined : Math.max(until - Date.parse(start.startedAt), 0);
  const common = { task, well: false, ending: undefined } as const;
  if (end !== undefined) {
    return { ...ended(task, end), node: start === undefined ? '' : node, elapsedMs: elapsed(Date.parse(end.endedAt)) };
  }
  if (start === undefined) {
    const unstarted = { ...common, node: '', elapsedMs: undefined };
    return job.cancelled
      ? { ...unstarted, letter: 'C', word: 'CANCELLED', reason: '' }
      : { ...unstarted, letter: 'Q', word: 'QUEUED', reason: stuck };
  }
  const running = { ...common, node, letter: 'R', word: 'RUNNING', elapsedMs: elapsed(Date.now()) } as const;
  if (hasRunner) return { ...running, reason: job.cancelled ? 'it is being cancelled' : '' };
  if (await isRunning(groupOf(job.id, start.leader))) return { ...running, reason: 'its runner was killed' };
  const noted = await endNotedBySomebody(queue, job.id, task);
  if (noted === 'runner') return { ...running, reason: '' };
  if (noted !== undefined) return { ...ended(task, noted), node, elapsedMs: elapsed(Date.parse(noted.endedAt)) };
  const exitCode = await queue.exitCode(job.id, task);
  const unseen = endOf(job.cancelled ? 'CANCELLED' : undefined, exitCode === undefined ? {} : { exitCode });
  return { ...ended(task, unseen), node, elapsedMs: undefined };
}

/**
 * The end of a unit that does not run any more. It may have been begun, and ended, since its files were read; and a runner that
 * has just come will say in a moment what became of those that it found. `runner` where there is one that says nothing.
 */
async function endNotedBySomebody(
  queue: Queue,
  id: number,
  task: number | undefined,
): Promise<EndRecord | 'runner' | undefined> {
  for (const until = performance.now() + PATIENCE_MS; ; ) {
    const hasRunner = (await runnerOf(queue.runners)) !== undefined;
    const noted = (await queue.read(id))?.units.find((each) => each.task === task)?.end;
    if (noted !== undefined || !hasRunner) return noted;
    if (performance.now() > until) return 'runner';
    await sleep(PAUSE_MS);
  }
}

function ended(task: number | undefined, { word, exitCode, signal, reason }: EndRecord) {
  const ending =
    signal !== null
      ? { exitCode: 128 + signal, signal }
      : exitCode === null
        ? undefined
        : { exitCode, signal: undefined };
  return { task, letter: 'C', word, well: word === 'COMPLETED', reason, ending } as const;
}

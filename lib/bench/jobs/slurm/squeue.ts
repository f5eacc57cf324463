import type { Ending, JobRef, Sighting, StateLetter } from '../engine.js';
import { isWaitingReason, waitingReason } from './messages.js';
import { elapsedMs, letterOf } from './states.js';

/**
 * Fields that nobody but Slurm and we fill come first; the comment, which may be another user's and hold anything, stands last.
 * `exit_code` is a wait status.
 */
export const SQUEUE_FIELDS = 'JobArrayID:|,State:|,exit_code:|,NodeList:|,TimeUsed:|,Reason:|,Comment:|';

/** What a job's comment says of whose it is. */
export function commentOf(token: string): string {
  return `ov-bench:${token}`;
}

/**
 * The jobs of ours in what squeue printed. A line that does not bear the job's own token is another one's, of a cluster that has
 * begun to count anew, or a part of somebody's comment with a line break in it.
 */
export function parseSqueue(text: string, jobs: readonly JobRef[]): Map<string, Sighting[]> {
  const wanted = new Map(jobs.map((job) => [job.id, job]));
  const found = new Map<string, Sighting[]>();
  for (const line of text.split('\n')) {
    const [arrayId = '', word = '', status = '', node = '', used = '', reason = '', comment = ''] = line.split('|');
    const [, id, task] = /^(\d+)(?:_(\d+))?$/.exec(arrayId) ?? [];
    const job = wanted.get(id ?? '');
    if (id === undefined || job === undefined || comment !== commentOf(job.token)) continue;
    const sightings = found.get(id) ?? [];
    found.set(id, sightings);
    const letter = letterOf(word);
    sightings.push({
      task: task === undefined ? undefined : Number(task),
      letter,
      word,
      well: word === 'COMPLETED',
      node: isNothing(node) ? '' : node,
      reason: isNothing(reason) ? '' : reasonOf(letter, reason),
      elapsedMs: letter === 'Q' ? undefined : elapsedMs(used),
      ending: letter === 'C' ? endingOf(Number(status)) : undefined,
    });
  }
  return found;
}

/** Slurm keeps why a job waited beyond its end: one that was cancelled was not cancelled for that. */
function reasonOf(letter: StateLetter, reason: string): string {
  if (letter === 'Q') return waitingReason(reason);
  return isWaitingReason(reason) ? '' : reason;
}

function isNothing(text: string): boolean {
  return text === '' || text === 'None' || text === '(null)' || text === 'n/a' || text === 'N/A';
}

/** Of a wait status: the low seven bits are a signal, the second byte an exit code. */
function endingOf(status: number): Ending | undefined {
  if (!Number.isSafeInteger(status) || status < 0) return undefined;
  const signal = status & 0x7f;
  return { exitCode: (status >> 8) & 0xff, signal: signal === 0 ? undefined : signal };
}

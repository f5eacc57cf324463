import type { JobRef, Sighting } from '../engine.js';
import { elapsedMs, letterOf } from './states.js';

/** `-P` puts a bar between them; the name, which may hold one, stands last. */
export const SACCT_FIELDS = 'JobID,State,ExitCode,NodeList,ElapsedRaw,Elapsed,Submit,JobName';

/** Clocks of a node and of this machine may differ by so much. */
const CLOCKS_APART_MS = 5 * 60_000;

/**
 * Jobs in what `sacct -X -n -P` printed. Its database keeps jobs of years, and a cluster that has begun to count anew has ids
 * twice: one of our name that was submitted when ours was is ours.
 */
export function parseSacct(text: string, jobs: readonly JobRef[]): Map<string, Sighting[]> {
  const wanted = new Map(jobs.map((job) => [job.id, job]));
  const found = new Map<string, Sighting[]>();
  for (const line of text.split('\n')) {
    const [jobId = '', state = '', exit = '', node = '', , elapsed = '', submit = '', ...name] = line.split('|');
    const [, id, task] = /^(\d+)(?:_(\d+))?$/.exec(jobId) ?? [];
    const job = wanted.get(id ?? '');
    if (id === undefined || job === undefined || name.join('|') !== job.name || !isOf(submit, job)) continue;
    // "CANCELLED by 1000"
    const word = state.split(' ')[0] ?? '';
    const [, exitCode, signal] = /^(\d+):(\d+)$/.exec(exit) ?? [];
    const sightings = found.get(id) ?? [];
    found.set(id, sightings);
    sightings.push({
      task: task === undefined ? undefined : Number(task),
      letter: letterOf(word),
      word,
      well: word === 'COMPLETED',
      node: node === 'None assigned' ? '' : node,
      reason: state === word ? '' : state,
      elapsedMs: elapsedMs(elapsed),
      ending:
        exitCode === undefined
          ? undefined
          : { exitCode: Number(exitCode), signal: signal === '0' ? undefined : Number(signal) },
    });
  }
  return found;
}

/** sacct tells times in the zone of the machine. */
function isOf(submit: string, { submittedAt }: JobRef): boolean {
  return Math.abs(Date.parse(submit) - submittedAt.getTime()) < CLOCKS_APART_MS;
}

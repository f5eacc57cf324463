import type { StateLetter } from '../engine.js';

/** Slurm's own words for the states of a job, by what they mean to somebody who waits for it (squeue(1), JOB STATE CODES). */
const LETTERS: Readonly<Record<string, StateLetter>> = {
  ...all('Q', ['PENDING', 'CONFIGURING', 'REQUEUED', 'REQUEUE_HOLD', 'REQUEUE_FED', 'RESV_DEL_HOLD', 'SPECIAL_EXIT']),
  ...all('R', ['RUNNING', 'COMPLETING', 'SUSPENDED', 'STOPPED', 'SIGNALING', 'RESIZING', 'STAGE_OUT']),
  ...all('C', ['COMPLETED', 'FAILED', 'CANCELLED', 'TIMEOUT', 'NODE_FAIL', 'OUT_OF_MEMORY', 'PREEMPTED', 'BOOT_FAIL']),
  ...all('C', ['DEADLINE', 'REVOKED']),
};

/** A word that a later Slurm may bring is not known, and above all not "complete". */
export function letterOf(word: string): StateLetter {
  return Object.hasOwn(LETTERS, word) ? (LETTERS[word] as StateLetter) : '?';
}

/** squeue's TimeUsed and sacct's Elapsed: `M:SS`, `H:MM:SS`, `D-HH:MM:SS`; undefined for `INVALID` and the like. */
export function elapsedMs(text: string): number | undefined {
  const match = /^(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+)$/.exec(text);
  if (match === null) return undefined;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
}

function all(letter: StateLetter, words: readonly string[]): Record<string, StateLetter> {
  return Object.fromEntries(words.map((word) => [word, letter]));
}

import type { SubmittedJob } from '../folder/manifest.js';
import { type EngineOf, type JobState, survey } from './survey.js';

export interface WatchOptions {
  readonly engineOf: EngineOf;
  /** Between two looks; undefined for pauses that grow, from 0.5 s to 10 s, as nothing changes. */
  readonly intervalMs?: number | undefined;
  readonly signal: AbortSignal;
  /** Told of each look. */
  readonly onLook?: (states: readonly JobState[]) => void;
}

const SHORTEST_MS = 500;
const LONGEST_MS = 10_000;
const GROWTH = 1.3;
/** A shared folder may show late what a node has written: so long a job that seems lost is looked at again. */
const SURELY_LOST_MS = 15_000;

/**
 * Looks until all jobs have ended: one question an engine and a look, however many jobs there are. An engine that does not
 * answer is asked again, without end.
 *
 * @throws The signal's reason where it is aborted.
 */
export async function watchJobs(
  jobs: readonly SubmittedJob[],
  { engineOf, intervalMs, signal, onLook }: WatchOptions,
): Promise<JobState[]> {
  let pauseMs = SHORTEST_MS;
  let before = '';
  let lostSince: number | undefined;
  for (;;) {
    const states = await orAborted(survey(jobs, engineOf), signal);
    onLook?.(states);
    const lost = states.some(({ tasks }) => tasks.some(({ outcome }) => outcome === 'lost'));
    lostSince = lost ? (lostSince ?? performance.now()) : undefined;
    const sure = lostSince === undefined || performance.now() - lostSince > SURELY_LOST_MS;
    if (sure && states.every(({ done }) => done)) return states;
    const now = JSON.stringify(states.map(({ tasks }) => tasks.map(({ word }) => word)));
    pauseMs = now === before ? Math.min(LONGEST_MS, pauseMs * GROWTH) : SHORTEST_MS;
    before = now;
    await pause(intervalMs ?? (lost ? 1000 : pauseMs), signal);
  }
}

/** A scheduler that hangs is waited for up to a minute: whoever ends this does not wait for it. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
  signal.throwIfAborted();
}

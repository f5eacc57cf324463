import { identityFrom, type ProcessIdentity } from '../../machine/process-identity.js';

/** How a unit stands, in this engine's words. */
export type Word = 'QUEUED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'TIMEOUT' | 'LOST';

/** What a submission leaves in the queue: all that the runner has to know, whoever started it. */
export interface JobRecord {
  readonly name: string;
  readonly token: string;
  readonly folder: string;
  readonly script: string;
  /** null for a job that is no array. */
  readonly tasks: number | null;
  readonly mostAtOnce: number | null;
  readonly exclusive: boolean;
  /** It does not begin while so many jobs run. */
  readonly slots: number;
  readonly timeLimitMs: number | null;
  /** All of its environment but what the engine adds. */
  readonly env: Readonly<Record<string, string>>;
}

/** Written before the unit's first command runs. */
export interface StartRecord {
  /** The process that leads its group. */
  readonly leader: ProcessIdentity;
  /** ISO 8601, UTC; empty where it is not known. */
  readonly startedAt: string;
}

/** A start of which nothing is known but that there was one: its process is none of this machine. */
export const UNKNOWN_START: StartRecord = {
  leader: { pid: 1, start: null, boot: null, namespace: null, host: '' },
  startedAt: '',
};

/** Written when nothing of a unit runs any more. */
export interface EndRecord {
  readonly word: Exclude<Word, 'QUEUED' | 'RUNNING'>;
  readonly endedAt: string;
  readonly exitCode: number | null;
  readonly signal: number | null;
  /** Why it did not end well; empty where the exit code says it. */
  readonly reason: string;
}

/**
 * What is noted of an end, or would be.
 *
 * @param why Where it did not end by itself; else the exit code says it, and where there is none nobody knows.
 */
export function endOf(
  why: EndRecord['word'] | undefined,
  { exitCode = null, signal = null, reason = '' }: Partial<Pick<EndRecord, 'exitCode' | 'signal' | 'reason'>>,
): EndRecord {
  const own = exitCode === null && signal === null ? 'LOST' : exitCode === 0 ? 'COMPLETED' : 'FAILED';
  const word = why ?? own;
  return {
    word,
    endedAt: new Date().toISOString(),
    exitCode,
    signal,
    reason: word === 'LOST' ? 'its runner or the machine ended before it, and how it ended is not known' : reason,
  };
}

const ENDINGS: readonly string[] = [
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'TIMEOUT',
  'LOST',
] satisfies EndRecord['word'][];

/** What a file of the queue holds; undefined where it is damaged: such a job is not known. */
export function jobFrom(text: string): JobRecord | undefined {
  const job = parsed(text);
  if (job === undefined) return undefined;
  const { name, token, folder, script, tasks, mostAtOnce, exclusive, slots, timeLimitMs, env } = job;
  const texts = [name, token, folder, script].every((each) => typeof each === 'string');
  const counts = [tasks, mostAtOnce, timeLimitMs].every((each) => each === null || isCount(each)) && isCount(slots);
  if (!texts || !counts || typeof exclusive !== 'boolean' || !isTexts(env)) return undefined;
  return job as unknown as JobRecord;
}

export function startFrom(text: string): StartRecord | undefined {
  const { leader, startedAt } = parsed(text) ?? {};
  const identity = identityFrom(leader);
  if (identity === undefined || !isTime(startedAt)) return undefined;
  return { leader: identity, startedAt };
}

export function endFrom(text: string): EndRecord | undefined {
  const { word, endedAt, exitCode, signal, reason } = parsed(text) ?? {};
  if (typeof word !== 'string' || !ENDINGS.includes(word) || !isTime(endedAt)) return undefined;
  const number = (value: unknown): number | null => (Number.isSafeInteger(value) ? Number(value) : null);
  return {
    word: word as EndRecord['word'],
    endedAt,
    exitCode: number(exitCode),
    signal: number(signal),
    reason: typeof reason === 'string' ? reason : '',
  };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && value > 0;
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

function isTexts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'string');
}

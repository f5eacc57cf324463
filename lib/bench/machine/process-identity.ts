import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/** A process that can be told from a later one of the same number, on another machine or in another container. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, in the kernel's ticks since the boot; null where the system does not tell. */
  readonly start: string | null;
  /** Which boot of the machine that was: after another one the same number may have begun at the same tick. */
  readonly boot: string | null;
  /** Processes of another namespace are not visible, and not gone. */
  readonly namespace: string | null;
  readonly host: string;
}

/** `unknown`: of another machine or container. */
export type Fate = 'alive' | 'gone' | 'unknown';

/** What tells a process from others, while it is there. */
export async function identityOf(pid: number): Promise<ProcessIdentity> {
  return { pid, start: (await lookAt(pid))?.start ?? null, ...(await place()) };
}

/** An identity that was written down; undefined where it is none. */
export function identityFrom(value: unknown): ProcessIdentity | undefined {
  if (typeof value !== 'object' || value === null || !('pid' in value)) return undefined;
  if (!Number.isSafeInteger(value.pid) || Number(value.pid) <= 0) return undefined;
  const text = (member: unknown): string | null => (typeof member === 'string' ? member : null);
  const { start, boot, namespace, host } = value as Partial<Record<string, unknown>>;
  return {
    pid: Number(value.pid),
    start: text(start),
    boot: text(boot),
    namespace: text(namespace),
    host: text(host) ?? '',
  };
}

/** Whether a process still runs. One that has ended and waits for a parent who never asks is gone. */
export async function fateOf({ pid, start, boot, namespace, host }: ProcessIdentity): Promise<Fate> {
  const here = await place();
  if (host !== here.host) return 'unknown';
  if (boot !== null && here.boot !== null && boot !== here.boot) return 'gone';
  if (namespace !== here.namespace) return 'unknown';
  if (!isThere(pid)) return 'gone';
  const seen = await lookAt(pid);
  if (seen === undefined) return isThere(pid) ? 'alive' : 'gone';
  if (seen.ended) return 'gone';
  return start !== null && seen.start !== start ? 'gone' : 'alive';
}

/** Whether there is a process of that number; one of another user is there as well. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return !(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH');
  }
}

async function place(): Promise<Pick<ProcessIdentity, 'boot' | 'namespace' | 'host'>> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => null);
  const namespace = await readlink('/proc/self/ns/pid').catch(() => null);
  return { boot: boot?.trim() ?? null, namespace, host: hostname() };
}

/** What Linux tells of a process. */
export interface ProcessFacts {
  readonly start: string;
  /** Number of its process group. */
  readonly group: number;
  /** Whether only its entry is left, which its parent has not asked for yet. */
  readonly ended: boolean;
}

/** Undefined where it is not there, or the system has no such files. */
export async function lookAt(pid: number): Promise<ProcessFacts | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // the second field is a name in parentheses that may hold blanks
  const [state, , group, ...more] = text?.replace(/^.*\) /s, '').split(' ') ?? [];
  const start = more[16];
  if (state === undefined || group === undefined || start === undefined) return undefined;
  return { start, group: Number(group), ended: state === 'Z' || state === 'X' };
}

import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fateOf, lookAt, type ProcessIdentity } from '../../machine/process-identity.js';

/** Time to write what was measured, between the request to end and the end. */
export const GRACE_MS = 10_000;
const PAUSE_MS = 100;

/** The processes of a unit: a group that its first one leads. */
export interface ProcessGroup {
  readonly leader: ProcessIdentity;
  /** What each of them has in its environment: it tells them from a later group of the same number. */
  readonly mark: string;
}

/**
 * Whether any of them runs. They may outlive their leader: its number stays theirs then. Where there is no `/proc`, a group of
 * that number is taken for it.
 */
export async function isRunning(group: ProcessGroup): Promise<boolean> {
  const fate = await fateOf(group.leader);
  if (fate === 'alive') return true;
  // of another boot or container: what has that number here is something else
  if (fate === 'unknown' || !hasGroup(group)) return false;
  const members = await membersOf(group.leader.pid);
  if (members === undefined) return true;
  for (const pid of members) if (await isMarked(pid, group.mark)) return true;
  return false;
}

/**
 * Ends all of them, and waits until none runs any more: asks first, and kills what is still there after the time of grace. A
 * process that waits for a device which never answers can't be killed; then this does not end, and nothing else may be
 * measured meanwhile.
 */
export async function endGroup(group: ProcessGroup, graceMs = GRACE_MS): Promise<void> {
  if (!(await isRunning(group))) return;
  signal(group, 'SIGTERM');
  const killAt = performance.now() + graceMs;
  while (await isRunning(group)) {
    if (performance.now() > killAt) signal(group, 'SIGKILL');
    await sleep(PAUSE_MS);
  }
}

function signal({ leader }: ProcessGroup, name: NodeJS.Signals): void {
  try {
    process.kill(-leader.pid, name);
  } catch {
    // they have ended meanwhile
  }
}

function hasGroup({ leader }: ProcessGroup): boolean {
  try {
    process.kill(-leader.pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Those that run of a group's processes; undefined where the system does not tell. */
async function membersOf(number: number): Promise<number[] | undefined> {
  const names = await readdir('/proc').catch(() => undefined);
  const pids = names?.filter((name) => /^\d+$/.test(name)).map(Number) ?? [];
  if (pids.length === 0) return undefined;
  const found = await Promise.all(pids.map(async (pid) => ({ pid, facts: await lookAt(pid) })));
  return found.flatMap(({ pid, facts }) => (facts?.group === number && !facts.ended ? [pid] : []));
}

async function isMarked(pid: number, mark: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  return environment.split('\0').includes(mark);
}

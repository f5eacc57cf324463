import { lstat, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { systemCode } from './printable.js';
import { temporaryPath } from './temporary.js';

/** What is done under a lock takes milliseconds: one this old is of somebody who has gone. */
const STALE_MS = 10_000;

/** No clock of a file server is this far ahead of ours: a lock that is was never written by one that runs. */
const AHEAD_MS = 60_000;

const POLL_MS = 5;

/** Tasks of this process by their lock, the last one of each. */
const tasks = new Map<string, Promise<unknown>>();

/**
 * Does something that several may do at once, in this process and in others: one after the other. The others are kept off by
 * a file, which a process that is killed leaves behind, and the next one takes away.
 */
export async function oneAtATime<T>(lock: string, task: () => Promise<T>): Promise<T> {
  const before = tasks.get(lock) ?? Promise.resolve();
  const mine = before.catch(() => undefined).then(() => underLock(lock, task));
  tasks.set(lock, mine);
  try {
    return await mine;
  } finally {
    if (tasks.get(lock) === mine) tasks.delete(lock);
  }
}

async function underLock<T>(lock: string, task: () => Promise<T>): Promise<T> {
  let seen: Seen | undefined;
  while (!(await take(lock))) {
    seen = await look(lock, seen);
    if (seen !== undefined && isStale(seen)) await drop(lock);
    await setTimeout(POLL_MS);
  }
  try {
    return await task();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx');
    // on a full disk nobody knows whose it is, and it is taken all the same
    await file.writeFile(`${hostname()} ${process.pid}\n`).catch(() => undefined);
    await file.close();
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Somebody's lock, since this process found it. */
interface Seen {
  readonly owner: string;
  readonly mtimeMs: number;
  /** By the clock of this process: a file server's may be ahead. */
  readonly sinceMs: number;
}

/** Who has the lock; undefined where it has just been given back. */
async function look(lock: string, before: Seen | undefined): Promise<Seen | undefined> {
  // a link to nothing is in the way as well
  const facts = await lstat(lock).catch(() => undefined);
  if (facts === undefined) return undefined;
  const owner = facts.isFile() ? await readFile(lock, 'utf8').catch(() => '') : '';
  const { mtimeMs } = facts;
  const isSame = before?.owner === owner && before.mtimeMs === mtimeMs;
  return { owner, mtimeMs, sinceMs: isSame ? before.sinceMs : performance.now() };
}

/** Whether a lock's owner is gone: of this host and dead, or old. */
function isStale({ owner, mtimeMs, sinceMs }: Seen): boolean {
  const [host, pid] = owner.trim().split(' ');
  if (host === hostname() && pid !== undefined && !isAlive(Number(pid))) return true;
  const ageMs = Date.now() - mtimeMs;
  return ageMs >= STALE_MS || ageMs <= -AHEAD_MS || performance.now() - sinceMs >= STALE_MS;
}

async function drop(lock: string): Promise<void> {
  // under another name first: of several that find it stale one gets it
  const away = temporaryPath(dirname(lock), 'lock');
  await rename(lock, away).catch(() => undefined);
  await rm(away, { force: true, recursive: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { systemCode } from '../runtime/printable.js';
import { temporaryPath } from '../runtime/temporary.js';

/** What is done under a lock takes milliseconds: one this old is of somebody who has gone. */
const STALE_MS = 10_000;

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
  while (!(await take(lock))) {
    await dropStale(lock);
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
    await file.writeFile(`${hostname()} ${process.pid}\n`).finally(() => file.close());
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Takes a lock away whose owner is gone: of this host and dead, or old. */
async function dropStale(lock: string): Promise<void> {
  const [owner, facts] = await Promise.all([readFile(lock, 'utf8').catch(() => ''), stat(lock).catch(() => undefined)]);
  if (facts?.isFile() !== true) return;
  const [host, pid] = owner.trim().split(' ');
  const isDead = host === hostname() && pid !== undefined && !isAlive(Number(pid));
  if (!isDead && Date.now() - facts.mtimeMs < STALE_MS) return;
  // under another name first: of several that find it stale one gets it
  const away = temporaryPath(dirname(lock), 'lock');
  await rename(lock, away).catch(() => undefined);
  await rm(away, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 200;

/**
 * Takes the lock file, waiting while a living process holds it. A lock whose process has died is taken over: it is moved
 * aside first, which only one of several waiters can do.
 * @param {string} file
 * @param {(pid: number) => void} onWait called once, when another process holds the lock
 * @returns {Promise<() => void>} releases the lock
 */
export async function acquireLock(file, onWait) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, startedAt: processStart(process.pid) });
  for (let told = false; !tryTake(file, mine); ) {
    const holder = read(file);
    if (holder === undefined) continue;
    if (!isAlive(holder)) {
      moveAside(file, holder);
      continue;
    }
    if (!told) onWait(holder.pid);
    told = true;
    await delay(POLL_MS);
  }
  return () => {
    if (read(file)?.pid === process.pid) fs.rmSync(file, { force: true });
  };
}

/**
 * The lock appears with its content: it is written under another name and linked, so that nobody reads half of it.
 * @param {string} file
 * @param {string} content
 */
function tryTake(file, content) {
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, content);
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'EEXIST') return false;
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return tryCreate(file, content);
    throw error;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

/**
 * For file systems without hard links.
 * @param {string} file
 * @param {string} content
 */
function tryCreate(file, content) {
  try {
    fs.writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} file
 * @returns {{ pid: number, startedAt: string } | undefined}
 */
function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    // Not written by us, or by a full disk: nobody can hold it.
    return { pid: 0, startedAt: '' };
  }
}

/**
 * @param {string} file
 * @param {{ pid: number, startedAt: string }} dead
 */
function moveAside(file, dead) {
  const aside = `${file}.dead.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return;
  }
  // Another waiter may have been quicker and hold a fresh lock by now: give it back.
  const moved = read(aside);
  if (moved !== undefined && moved.pid !== dead.pid) {
    try {
      fs.linkSync(aside, file);
    } catch {}
  }
  fs.rmSync(aside, { force: true });
}

/** @param {{ pid: number, startedAt: string }} holder */
function isAlive(holder) {
  if (!isRunning(holder.pid)) return false;
  return holder.startedAt === '' || processStart(holder.pid) === holder.startedAt;
}

/**
 * @param {number} pid
 * @returns {boolean}
 */
export function isRunning(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * When a process started, in the kernel's ticks: tells a recycled process id from the one that took the lock.
 * @param {number} pid
 * @returns {string} empty where the system does not say
 */
function processStart(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = '.ov-bench.lock';
/** Held for some renames: one that is older belongs to a process that was killed in the middle of them. */
const STALE_MS = 10_000;
const PAUSE_MS = 10;

/** Does something in a folder while nobody else who asks for it does, in this process or another. */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const file = join(folder, NAME);
  while (!(await take(file))) {
    if (await isStale(file)) await rm(file, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx')).close();
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  }
}

async function isStale(file: string): Promise<boolean> {
  const mtimeMs = await stat(file).then(
    (stats) => stats.mtimeMs,
    () => Number.NaN,
  );
  // one of the future would block until then: clocks of a file server and of this machine may differ
  return Math.abs(Date.now() - mtimeMs) > STALE_MS;
}

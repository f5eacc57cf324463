import { lstat, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';

const PREFIX = 'ov-bench-';
/** What mkdtemp makes of the prefix; folders of other names are not looked at. */
const NAME = /^ov-bench-[A-Za-z0-9]{6}$/;
/** In each such folder: which process it belongs to. */
const OWNER_FILE = '.owner.json';

/** A process that can be told from a later one of the same number, on another machine or in another container. */
interface Owner {
  readonly pid: number;
  /** When it began, in the kernel's ticks; null where the system does not tell. */
  readonly start: string | null;
  /** Processes of another namespace are not visible, and not gone. */
  readonly namespace: string | null;
  readonly host: string;
}

/**
 * Makes a folder that is this process's own while it lives: {@link removeOwnedFolder} of a later run takes it away where this
 * one was killed.
 *
 * @throws The system's error.
 */
export async function makeOwnedFolder(parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, PREFIX));
  const owner: Owner = { pid: process.pid, start: await startOf(process.pid), ...(await place()) };
  await writeFile(join(folder, OWNER_FILE), JSON.stringify(owner));
  return folder;
}

/** Removes it, and those beside it whose process was killed: after the run, for before and within it that would take time. */
export async function removeOwnedFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  // what others left is no reason for this run to fail
  await removeAbandoned(dirname(folder)).catch(() => undefined);
}

/** Takes away what killed processes left in a folder; what nobody can be sure of stays. */
export async function removeAbandoned(parent: string): Promise<void> {
  const here = await place();
  for (const name of await readdir(parent)) {
    if (!NAME.test(name)) continue;
    const folder = join(parent, name);
    if (await isAbandoned(folder, here)) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isAbandoned(folder: string, here: Pick<Owner, 'namespace' | 'host'>): Promise<boolean> {
  const stats = await lstat(folder).catch(() => undefined);
  // a folder of somebody else may say anything of its owner, and change while it is removed
  if (stats?.isDirectory() !== true || (process.getuid !== undefined && stats.uid !== process.getuid())) return false;
  const owner = await readOwner(join(folder, OWNER_FILE));
  if (owner === undefined || owner.host !== here.host || owner.namespace !== here.namespace) return false;
  if (!isThere(owner.pid)) return true;
  const start = await startOf(owner.pid);
  return start !== null && owner.start !== null && start !== owner.start;
}

async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    const owner = JSON.parse(await readFile(file, 'utf8')) as Partial<Owner> | null;
    const { pid, start = null, namespace = null, host = '' } = owner ?? {};
    return Number.isSafeInteger(pid) && Number(pid) > 0 ? { pid: Number(pid), start, namespace, host } : undefined;
  } catch {
    return undefined;
  }
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

async function place(): Promise<Pick<Owner, 'namespace' | 'host'>> {
  return { namespace: await readlink('/proc/self/ns/pid').catch(() => null), host: hostname() };
}

/** Linux: the 22nd field of its stat file; the second one is a name in parentheses that may hold blanks. */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.replace(/^.*\) /s, '').split(' ')[19] ?? null;
}

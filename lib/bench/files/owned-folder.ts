import { lstat, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fateOf, identityFrom, identityOf, type ProcessIdentity } from '../machine/process-identity.js';

const PREFIX = 'ov-bench-';
/** What mkdtemp makes of the prefix; folders of other names are not looked at. */
const NAME = /^ov-bench-[A-Za-z0-9]{6}$/;
/** In each such folder: which process it belongs to. */
const OWNER_FILE = '.owner.json';

/**
 * Makes a folder that is this process's own while it lives: {@link removeOwnedFolder} of a later run takes it away where this
 * one was killed.
 *
 * @throws The system's error.
 */
export async function makeOwnedFolder(parent: string): Promise<string> {
  const owner = JSON.stringify(await identityOf(process.pid));
  const folder = await mkdtemp(join(parent, PREFIX));
  // whole or not there: a folder whose owner nobody can read is never taken away
  const file = join(folder, OWNER_FILE);
  await writeFile(`${file}.new`, owner);
  await rename(`${file}.new`, file);
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
  for (const name of await readdir(parent)) {
    if (!NAME.test(name)) continue;
    const folder = join(parent, name);
    if (await isAbandoned(folder)) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isAbandoned(folder: string): Promise<boolean> {
  const stats = await lstat(folder).catch(() => undefined);
  // a folder of somebody else may say anything of its owner, and change while it is removed
  if (stats?.isDirectory() !== true || (process.getuid !== undefined && stats.uid !== process.getuid())) return false;
  const owner = await readOwner(join(folder, OWNER_FILE));
  return owner !== undefined && (await fateOf(owner)) === 'gone';
}

async function readOwner(file: string): Promise<ProcessIdentity | undefined> {
  try {
    return identityFrom(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

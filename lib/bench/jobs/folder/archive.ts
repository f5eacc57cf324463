import type { Dirent, Stats } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { OpenVINOError } from '../../../index.js';
import { asDiskError } from '../../../runtime/disk-error.js';
import type { ArchiveLimits } from '../../../runtime/entry-guard.js';
import { printable, reasonOf, systemCode } from '../../../runtime/printable.js';
import { sweepStale, temporaryPath } from '../../../runtime/temporary.js';
import { untar } from '../../../runtime/untar.js';
import { makeFolder } from '../../files/make-folder.js';

export interface UnpackOptions {
  readonly limits?: ArchiveLimits;
  /** See `Growth`; another one than ours is for tests. */
  readonly growth?: { readonly ratio: number; readonly fromByteLength: number };
}

const LIMITS: ArchiveLimits = { entries: 10_000, byteLength: 1024 ** 3 };
/**
 * Measured: samples.csv shrinks to a quarter, one with equal latencies to a seventh; but a log of one line again and again to
 * a 344th. So only what has become large is measured by its ratio.
 */
const GROWTH = { ratio: 100, fromByteLength: 64 * 1024 ** 2 };

const RULES = {
  strip: 0,
  links: false,
  dot: true,
  names: process.platform === 'linux' ? 'unix' : 'portable',
  executable: false,
} as const;

/**
 * Unpacks a job's output.tgz into a folder, which is made where it is not there. The archive comes from another machine and is
 * not trusted: it may hold files and folders, and nothing else; one entry that is refused refuses all of it. What it holds is
 * unpacked beside, and moved in when it is whole: files of the same names are replaced, others stay.
 *
 * @returns paths of the files below the folder, with `/` between their parts, in order.
 * @throws OpenVINOError `ARCHIVE_INVALID`, `FILE_NOT_FOUND`, `FILE_NOT_READABLE`; `NOT_WRITABLE` also where a symbolic link
 *   stands in the way, for what is unpacked would land elsewhere.
 */
export async function unpackResults(
  archive: string,
  folder: string,
  options: UnpackOptions = {},
): Promise<readonly string[]> {
  const target = resolve(folder);
  let made: readonly string[] = [];
  try {
    const isThere = await isFolder(target);
    // Within the folder where it is there: the one above may be on another disk, or not ours to write.
    const parent = isThere ? target : dirname(target);
    made = await missingFolders(parent);
    await makeFolder(parent);
    await sweepStale(parent);
    return await unpackBeside(parent, async (temporary) => {
      const files = await untar(archive, temporary, { limits: LIMITS, growth: GROWTH, ...options, ...RULES });
      if (isThere || !(await becomes(temporary, target))) await moveInto(temporary, target);
      return [...files].sort();
    });
  } catch (error) {
    // empty by now, unless someone else has put something there
    for (const path of made) await rmdir(path).catch(() => undefined);
    throw asWriteError(error, target);
  }
}

/** Gives the use a fresh folder, and removes what is left of it. */
async function unpackBeside<T>(parent: string, use: (temporary: string) => Promise<T>): Promise<T> {
  const temporary = temporaryPath(parent, 'results');
  try {
    await mkdir(temporary, { mode: 0o755 });
    return await use(temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Folders that are not there yet, the innermost first. */
async function missingFolders(folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    const isMissing = await lstat(at).then(
      () => false,
      (error: unknown) => systemCode(error) === 'ENOENT',
    );
    if (!isMissing) return missing;
    missing.push(at);
  }
}

/** Whether a folder could take a name that was free. */
async function becomes(temporary: string, target: string): Promise<boolean> {
  try {
    await rename(temporary, target);
    return true;
  } catch (error) {
    // someone else was quicker
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemCode(error) ?? '')) return false;
    throw error;
  }
}

/** Moves files and folders into a folder. Each place is looked at before anything is moved. */
async function moveInto(temporary: string, target: string): Promise<void> {
  await isFolder(target);
  const entries = await readdir(temporary, { recursive: true, withFileTypes: true });
  const pathOf = (entry: Dirent): string => relative(temporary, join(entry.parentPath, entry.name));
  // sorted, so that a folder comes before what is in it
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map(pathOf)
    .sort();
  const files = entries.filter((entry) => !entry.isDirectory()).map(pathOf);
  for (const path of folders) await isFolder(join(target, path));
  for (const path of files) await refuseFolder(join(target, path));
  for (const path of folders) {
    if (!(await isFolder(join(target, path)))) await mkdir(join(target, path), { mode: 0o755 });
  }
  for (const path of files) await rename(join(temporary, path), join(target, path));
}

/** Whether a folder is there. Whatever else stands there is refused: a symbolic link would lead what is written elsewhere. */
async function isFolder(path: string): Promise<boolean> {
  const stats = await statsOf(path);
  if (stats === undefined || stats.isDirectory()) return stats !== undefined;
  const what = stats.isSymbolicLink() ? 'a symbolic link, and results are not unpacked through one' : 'not a folder';
  throw new OpenVINOError('NOT_WRITABLE', `"${printable(path)}" is ${what}: remove it, or give another folder.`);
}

async function refuseFolder(path: string): Promise<void> {
  if ((await statsOf(path))?.isDirectory() !== true) return;
  throw new OpenVINOError(
    'NOT_WRITABLE',
    `"${printable(path)}" is a folder, and the archive has a file of that name: remove it, or give another folder.`,
  );
}

async function statsOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function asWriteError(error: unknown, target: string): unknown {
  const told = asDiskError(error, target, 'Give another folder.');
  if (told instanceof OpenVINOError || systemCode(told) === undefined) return told;
  return new OpenVINOError('NOT_WRITABLE', `Can't write ${printable(target)}: ${reasonOf(error)}.`, { cause: error });
}

import { randomBytes } from 'node:crypto';
import { lstat, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OpenVINOError } from '../../index.js';

/** What a file gets; pieces one after the other where it is too much for the memory at once. */
export type FileData = string | Uint8Array | Iterable<string>;

/**
 * Writes a whole file or nothing: into a temporary file beside it, which then takes its name. A reader never sees half of
 * it, and of two writers at once the last one wins. A symbolic link stays one; its target is replaced.
 *
 * @throws OpenVINOError `NOT_WRITABLE` when the folder is not there or not writable, the disk is full, or the path is taken
 *   by something that is not a regular file.
 */
export async function writeFileAtomically(file: string, data: FileData): Promise<void> {
  await writeFilesAtomically([[file, data]]);
}

/** {@link writeFileAtomically} for files that belong together: where one can't be written, none is. */
export async function writeFilesAtomically(files: readonly (readonly [file: string, data: FileData])[]): Promise<void> {
  const staged: Staged[] = [];
  let current = '';
  try {
    for (const [file, data] of files) {
      current = file;
      await stage(file, data, staged);
    }
    for (const { file, temporary, target } of staged) {
      current = file;
      await rename(temporary, target);
    }
  } catch (cause) {
    for (const { temporary } of staged) await rm(temporary, { force: true }).catch(() => undefined);
    throw cause instanceof OpenVINOError ? cause : notWritable(`"${current}"`, cause);
  }
}

/** A file that is whole, under a temporary name. */
interface Staged {
  readonly file: string;
  readonly temporary: string;
  readonly target: string;
}

async function stage(file: string, data: FileData, staged: Staged[]): Promise<void> {
  const target = await resolveTarget(file);
  // of a name that is as long as the file system takes only a part, so that there is room for what is added
  const name = basename(target).slice(0, 60);
  const temporary = join(dirname(target), `.${name}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  // noted first: a half-written one must be removed, too
  staged.push({ file, temporary, target });
  await writeFile(temporary, data, { flag: 'wx' });
}

/** The path to write, behind symbolic links. A device or pipe is refused: renaming would put a file in its place. */
async function resolveTarget(file: string): Promise<string> {
  try {
    const target = await realpath(file);
    if ((await lstat(target)).isFile()) return target;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return file;
    throw cause;
  }
  throw new OpenVINOError(
    'NOT_WRITABLE',
    `Nothing can be written to "${file}": it is there and is not a regular file.`,
  );
}

/** Why nothing can be written, by the system's code, and what to do. */
export const REASONS_NOT_WRITABLE: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist: create it first',
  ENOTDIR: 'a part of its path is not a folder',
  EEXIST: 'a file of that name is there',
  EACCES: 'this user may not write there: choose another folder',
  EPERM: 'this user may not write there: choose another folder',
  EROFS: 'the file system is read-only: choose another folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'its name is too long',
};

/** The error of what could not be written: `what` begins its sentence. */
export function notWritable(what: string, cause: unknown): OpenVINOError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  const reason = REASONS_NOT_WRITABLE[code] ?? `the system says ${code}`;
  return new OpenVINOError('NOT_WRITABLE', `${what} cannot be written: ${reason}.`, { cause });
}

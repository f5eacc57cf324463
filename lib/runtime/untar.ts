import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ReadEntry } from 'tar';
import { OpenVINOError } from '../errors.js';
import { diskReason } from './disk-error.js';
import { type ArchiveEntry, DEFAULT_LIMITS, EntryGuard, type EntryRules } from './entry-guard.js';
import { printable, reasonOf, systemCode } from './printable.js';
import { type Growth, readEntries } from './tar-entries.js';

export interface UntarOptions extends EntryRules {
  /** Whether to unpack an entry, by its path without what is stripped. */
  readonly keep?: (path: string) => boolean;
  /** From when on it is a bomb. Libraries shrink to a fifth: where nothing is said, by what grows more than a hundredfold. */
  readonly growth?: Pick<Growth, 'ratio' | 'fromByteLength'>;
  /** Whether files that are executable in the archive are made so: true where nothing is said. */
  readonly executable?: boolean;
}

/**
 * Unpacks a .tgz, without its one top folder where nothing else is said. The archive is read twice: first every entry is judged,
 * then they are written, so that nothing of a hostile archive reaches the disk; they are judged again as they are written, for
 * its owner may be changing it. Owners, times and modes are left out: files get 0644 or 0755, folders 0755.
 *
 * @param root a folder that is there, empty, and no one else's.
 * @returns paths of the files and links below `root`.
 * @throws {OpenVINOError} `ARCHIVE_INVALID` when it is no regular file, damaged, or has an entry that is refused;
 *   `FILE_NOT_FOUND`; `FILE_NOT_READABLE`. Errors of writing to the disk come as they are.
 */
export async function untar(path: string, root: string, options: UntarOptions = {}): Promise<readonly string[]> {
  const rules = { strip: 1, ...options };
  const { byteLength, entries } = options.limits ?? DEFAULT_LIMITS;
  // beside its bytes an entry has a header, and one or two more with a long name
  const most = byteLength + entries * 4096;
  const growth: Growth = { ...(options.growth ?? { ratio: 100, fromByteLength: 0 }), byteLength: most };
  const written: string[] = [];
  const file = await openArchive(path);
  try {
    const judge = new EntryGuard(path, rules);
    await readEntries(file, growth, (entry) => void judge.accept(factsOf(entry)));
    const guard = new EntryGuard(path, rules);
    await readEntries(file, growth, async (entry) => {
      const facts = factsOf(entry);
      const place = guard.accept(facts);
      if (place === '' || options.keep?.(place) === false) return;
      const mode = options.executable !== false && ((entry.mode ?? 0) & 0o100) !== 0 ? 0o755 : 0o644;
      await write(entry, facts, join(root, place), mode);
      if (facts.kind !== 'folder') written.push(place);
    });
    return written;
  } catch (error) {
    throw asArchiveError(error, path);
  } finally {
    await file.close();
  }
}

/** A regular file, and nothing that waits when it is opened, such as a FIFO, or leads somewhere else. */
async function openArchive(path: string): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ELOOP') throw invalid(path, 'it is a symbolic link', error);
    if (code === 'ENXIO') throw invalid(path, 'it is not a regular file', error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw unreadable(path, error);
    throw new OpenVINOError('FILE_NOT_FOUND', `${printable(path)} is not there.`, { cause: error });
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw invalid(path, 'it is not a regular file');
}

async function write(
  entry: ReadEntry,
  { kind, target = '' }: ArchiveEntry,
  place: string,
  mode: number,
): Promise<void> {
  await mkdir(kind === 'folder' ? place : dirname(place), { recursive: true, mode: 0o755 });
  if (kind === 'symlink') await symlink(target, place);
  if (kind !== 'file') return;
  // a new one: what is there already is not written to, wherever it may lead
  const file = await open(place, 'wx', mode);
  try {
    for await (const piece of entry) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}

const KINDS: Partial<Record<string, ArchiveEntry['kind']>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'folder',
  SymbolicLink: 'symlink',
};

function factsOf(entry: ReadEntry): ArchiveEntry {
  const kind = KINDS[entry.type] ?? 'other';
  const facts = { path: entry.path, kind, byteLength: entry.size };
  return kind === 'symlink' ? { ...facts, target: entry.linkpath ?? '' } : facts;
}

function asArchiveError(error: unknown, path: string): unknown {
  if (error instanceof Error && 'syscall' in error && error.syscall === 'read') return unreadable(path, error);
  if (error instanceof OpenVINOError || diskReason(error) !== undefined) return error;
  return invalid(path, reasonOf(error), error);
}

function unreadable(path: string, cause: unknown): OpenVINOError {
  return new OpenVINOError('FILE_NOT_READABLE', `${printable(path)} can't be read: ${reasonOf(cause)}.`, { cause });
}

function invalid(path: string, what: string, cause?: unknown): OpenVINOError {
  return new OpenVINOError('ARCHIVE_INVALID', `${printable(path)} can't be unpacked: ${what}.`, { cause });
}

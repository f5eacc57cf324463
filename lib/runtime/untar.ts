import type { ReadEntry } from 'tar';
import { OpenVINOError } from '../errors.js';
import { diskReason } from './disk-error.js';
import { type ArchiveEntry, type ArchiveLimits, EntryGuard } from './entry-guard.js';
import { printable, reasonOf } from './printable.js';

/** Compressed libraries shrink to a fifth; what grows more than this is a bomb. */
const MAX_DECOMPRESSION_RATIO = 100;

export interface UntarOptions {
  readonly limits?: ArchiveLimits;
  /** Whether to unpack an entry, by its path below the archive's one top folder. */
  readonly keep?: (path: string) => boolean;
}

/**
 * Unpacks a .tgz without its one top folder. The archive is read twice: first every entry is judged, then they are written,
 * so that nothing of a hostile archive reaches the disk.
 *
 * @throws {OpenVINOError} `ARCHIVE_INVALID` when it is damaged or has an entry that is refused.
 */
export async function untar(path: string, root: string, options: UntarOptions = {}): Promise<void> {
  const tar = await import('tar');
  const common = { file: path, strict: true, maxDecompressionRatio: MAX_DECOMPRESSION_RATIO };
  const guard = new EntryGuard(path, { strip: 1, ...(options.limits === undefined ? {} : { limits: options.limits }) });
  let refusal: unknown;
  const judge = (entry: ReadEntry): void => {
    // Thrown from here it would end the process: node-tar calls back from a stream.
    try {
      if (refusal === undefined) guard.accept(factsOf(entry));
    } catch (error) {
      refusal = error;
    }
  };
  const keep = options.keep ?? (() => true);
  try {
    await tar.t({ ...common, onReadEntry: judge });
    if (refusal !== undefined) throw refusal;
    await tar.x({ ...common, cwd: root, strip: 1, preserveOwner: false, filter: (name) => keep(belowTop(name)) });
  } catch (error) {
    if (error instanceof OpenVINOError || diskReason(error) !== undefined) throw error;
    throw new OpenVINOError('ARCHIVE_INVALID', `${printable(path)} can't be unpacked: ${reasonOf(error)}.`, {
      cause: error,
    });
  }
}

function belowTop(path: string): string {
  return path.split('/').slice(1).join('/');
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

import { createHash } from 'node:crypto';
import { open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { FileKind } from '../core/file-kind.js';
import { OpenVINOError } from '../errors.js';
import type { NativeExportedBlob } from '../native.js';
import { asDiskError, diskReason } from '../runtime/disk-error.js';
import { oneAtATime } from '../runtime/path-lock.js';
import { sweepStale, temporaryPath } from '../runtime/temporary.js';
import { checksumPath, formatChecksums, readChecksums } from './checksum.js';

/** How much of a file is in memory at once. */
const CHUNK_BYTES = 1024 * 1024;

/** An exported model's file, where it is read or written. */
export const BLOB_FILE: FileKind = {
  noun: 'exported model',
  missing: 'MODEL_NOT_FOUND',
  unreadable: 'MODEL_NOT_READABLE',
  empty: 'MODEL_INVALID',
};

/**
 * An exported model in a file, as {@link CompiledModel.exportModel} has written it.
 *
 * @category Models
 * @example
 * ```ts
 * const exported: ExportedModel = await compiledModel.exportModel('model.blob');
 * console.log(exported.path, exported.byteLength, exported.sha256);
 * using imported = await core.importModel(exported.path, 'CPU', {}, { sha256: exported.sha256 });
 * ```
 */
export interface ExportedModel {
  /** The file. Its checksum stands beside it, in a file of the same name with `.sha256` behind it. */
  readonly path: string;
  /** Size of the file, in bytes. */
  readonly byteLength: number;
  /** SHA-256 of its bytes, in hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Copies an exported model to `path`, with its checksum beside it: first under other names, and renamed when all is on the
 * disk; of several that do so at once one after the other. Two files are not renamed at once, so the checksum is at first that
 * of the new model and of the old one: whichever is there where the process is killed meanwhile can be imported.
 *
 * @throws OpenVINOError `NOT_WRITABLE`.
 */
export async function writeBlob(source: NativeExportedBlob, path: string): Promise<ExportedModel> {
  const folder = dirname(path);
  const blob = temporaryPath(folder, 'blob');
  const both = temporaryPath(folder, 'both');
  const sums = temporaryPath(folder, 'sha256');
  try {
    await sweepStale(folder);
    for (const target of [path, checksumPath(path), lockPath(path)]) await checkReplaceable(target);
    const { byteLength, sha256 } = await copy(source, blob);
    await writeFile(sums, formatChecksums(path, [sha256]), { flag: 'wx', flush: true });
    await oneAtATime(lockPath(path), async () => {
      const old = await readChecksums(path).catch(() => []);
      await writeFile(both, formatChecksums(path, [sha256, ...old]), { flag: 'wx', flush: true });
      await rename(both, checksumPath(path));
      await rename(blob, path);
      await rename(sums, checksumPath(path));
    });
    return { path, byteLength, sha256 };
  } catch (error) {
    throw asDiskError(error, path, remedy(error));
  } finally {
    await rm(blob, { force: true });
    for (const rest of [both, sums]) await rm(rest, { force: true });
  }
}

/** What keeps exports to one path from each other. */
export function lockPath(path: string): string {
  const absolute = resolve(path);
  return resolve(dirname(absolute), `.${basename(absolute)}.lock`);
}

async function copy(source: NativeExportedBlob, path: string): Promise<{ byteLength: number; sha256: string }> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx');
  try {
    let byteLength = 0;
    for (;;) {
      const piece = Buffer.allocUnsafe(CHUNK_BYTES);
      const count = source.read(byteLength, piece);
      if (count === 0) break;
      const read = piece.subarray(0, count);
      hash.update(read);
      await file.writeFile(read);
      byteLength += count;
    }
    if (byteLength === 0) throw new OpenVINOError('GENERAL_ERROR', 'The device exported nothing.');
    await file.sync();
    return { byteLength, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

/** What stands at the path of an export is replaced, and so may only be a file: as root, one could rename over a device. */
async function checkReplaceable(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there === undefined || there.isFile()) return;
  throw new OpenVINOError(
    'NOT_WRITABLE',
    `Can't write ${path}: ${there.isDirectory() ? 'a folder' : 'something that is no file'} stands there. Name a file.`,
  );
}

function remedy(error: unknown): string {
  const isFull = /\((ENOSPC|EDQUOT|EFBIG)\)/.test(diskReason(error) ?? '');
  return isFull ? 'Free some space.' : 'Name a file in a folder that can be written to.';
}

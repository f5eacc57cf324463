import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe } from '../common/describe.js';
import type { FileKind } from '../core/file-kind.js';
import { OpenVINOError } from '../errors.js';
import { asDiskError } from '../runtime/disk-error.js';
import { temporaryPath } from '../runtime/temporary.js';

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

/** Where the checksum of an exported model stands. */
export function checksumPath(path: string): string {
  return `${path}.sha256`;
}

/**
 * Copies an open file to `path`, with its checksum beside it: first under other names, and renamed when all is on the disk. A
 * blob and a checksum that do not belong together (a crash between the two) are refused when they are imported.
 *
 * @param descriptor The open file, read from its start; closed at the end.
 * @throws OpenVINOError `NOT_WRITABLE`.
 */
export async function writeBlob(descriptor: number, path: string): Promise<ExportedModel> {
  const blob = temporaryPath(dirname(path), 'blob');
  const sums = temporaryPath(dirname(path), 'sha256');
  const hash = createHash('sha256');
  let byteLength = 0;
  const measured = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      hash.update(chunk);
      byteLength += chunk.byteLength;
      done(null, chunk);
    },
  });
  try {
    const source = createReadStream('', { fd: descriptor, start: 0, highWaterMark: CHUNK_BYTES });
    await checkReplaceable(path).catch((error: unknown) => {
      source.destroy();
      throw error;
    });
    await pipeline(source, measured, createWriteStream(blob, { flags: 'wx', flush: true }));
    const sha256 = hash.digest('hex');
    // as sha256sum writes and checks it
    await writeFile(sums, `${sha256}  ${basename(path)}\n`, { flag: 'wx', flush: true });
    await rename(blob, path);
    await rename(sums, checksumPath(path));
    return { path, byteLength, sha256 };
  } catch (error) {
    throw asDiskError(error, path, 'Free some space, or name a folder that can be written to.');
  } finally {
    await rm(blob, { force: true });
    await rm(sums, { force: true });
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

/**
 * The checksum that the file beside an exported model has for it.
 *
 * @throws OpenVINOError `CHECKSUM_MISMATCH` where there is none, or it is no checksum.
 */
export async function readChecksum(path: string): Promise<string> {
  const text = await readFile(checksumPath(path), 'latin1').catch((cause: unknown) => {
    throw noChecksum(path, cause);
  });
  return parseChecksum(path, text);
}

/** {@link readChecksum}, blocking the thread. */
export function readChecksumSync(path: string): string {
  let text: string;
  try {
    text = readFileSync(checksumPath(path), 'latin1');
  } catch (cause) {
    throw noChecksum(path, cause);
  }
  return parseChecksum(path, text);
}

function noChecksum(path: string, cause: unknown): OpenVINOError {
  return new OpenVINOError(
    'CHECKSUM_MISMATCH',
    `The exported model ${path} has no readable checksum ${checksumPath(path)} beside it, and a damaged one can be imported ` +
      'and give wrong results: export it by exportModel(path), give its { sha256 }, or { sha256: false } to go without.',
    { cause },
  );
}

function parseChecksum(path: string, text: string): string {
  const sha256 = /^([0-9a-f]{64})(?:\s|$)/i.exec(text)?.[1];
  if (sha256 !== undefined) return sha256.toLowerCase();
  throw new OpenVINOError(
    'CHECKSUM_MISMATCH',
    `${checksumPath(path)} holds no SHA-256 checksum; export the model again.`,
  );
}

/** Checks a checksum that was given: 64 hexadecimal digits, or false for none. */
export function checkSha256(sha256: unknown): string | false | undefined {
  if (sha256 === undefined || sha256 === false) return sha256;
  if (typeof sha256 === 'string' && /^[0-9a-f]{64}$/i.test(sha256)) return sha256.toLowerCase();
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `sha256 is a checksum of 64 hexadecimal digits, or false for no check, not ${describe(sha256)}.`,
  );
}

/** Refuses bytes that are not those of the checksum. */
export function compareChecksums(subject: string, expected: string, found: string): void {
  if (expected === found) return;
  throw new OpenVINOError(
    'CHECKSUM_MISMATCH',
    `${subject} has the SHA-256 ${found} and not ${expected}: it is damaged, or another one; export it again.`,
  );
}

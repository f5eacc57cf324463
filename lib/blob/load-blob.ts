import { createHash } from 'node:crypto';
import { type BigIntStats, lstatSync, readFileSync } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { types } from 'node:util';
import { describe } from '../common/describe.js';
import { checkFile, checkFileAsync, unreachable } from '../core/file-kind.js';
import { OpenVINOError } from '../errors.js';
import { type NativeMemory, nativeAddon } from '../native.js';
import { isTypedArray } from '../tensor/element.js';
import { Tensor } from '../tensor/tensor.js';
import { BLOB_FILE, lockPath } from './blob-file.js';
import { checksumPath, compareChecksums, type Expected, readChecksums, readChecksumsSync } from './checksum.js';

/** How much is read, or copied, before the event loop gets its turn. */
const CHUNK_BYTES = 8 * 1024 * 1024;

/** How often a file is read again that somebody exports to just then. */
const MOST_ATTEMPTS = 8;

/** How long after the first attempt, and twice as long after each other one: an export holds its lock for less. */
const PAUSE_MS = 5;

/** What is expected of the bytes: a checksum, none (false), or for a file what stands beside it. */
type Wanted = string | false | undefined;

/** The bytes of an exported model out of JavaScript's reach, checked: those that were checked, and no others. */
export async function loadBlob(source: unknown, wanted: Wanted): Promise<NativeMemory> {
  const expected = expectedOf(wanted);
  return typeof source === 'string' ? loadFile(source, expected) : copyAll(bytesOf(source), expected);
}

/** {@link loadBlob}, blocking the thread. */
export function loadBlobSync(source: unknown, wanted: Wanted): NativeMemory {
  const expected = expectedOf(wanted);
  if (typeof source !== 'string') return copyAllSync('The exported model', bytesOf(source), expected);
  checkFile(source, BLOB_FILE);
  for (let attempt = 1; ; attempt++) {
    const before = lstatSync(checksumPath(source), STAMP);
    const sha256 = expected ?? readChecksumsSync(source);
    try {
      return copyAllSync(`The exported model ${source}`, readSync(source), sha256);
    } catch (error) {
      if (expected !== undefined || attempt === MOST_ATTEMPTS || !isMismatch(error)) throw error;
      const lock = lstatSync(lockPath(source), STAMP);
      if (!isReplaced(lock, before, lstatSync(checksumPath(source), STAMP))) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseAfter(attempt));
    }
  }
}

function expectedOf(wanted: Wanted): Expected {
  return typeof wanted === 'string' ? [wanted] : wanted;
}

function readSync(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw unreachable(path, cause, BLOB_FILE);
  }
}

function bytesOf(source: unknown): Uint8Array {
  const data = source instanceof Tensor && source.getElementType() === 'u8' ? source.data : source;
  if (!types.isUint8Array(data) || !isTypedArray(data)) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `What is imported is the path of an exported model, or its bytes as a Buffer or a Tensor of u8, not ${describe(source)}.`,
    );
  }
  if (data.byteLength === 0) throw new OpenVINOError('MODEL_INVALID', 'The exported model is empty.');
  return data;
}

async function copyAll(bytes: Uint8Array, expected: Expected): Promise<NativeMemory> {
  const { byteLength } = bytes;
  const memory = new (nativeAddon().Memory)(byteLength);
  const hash = createHash('sha256');
  for (let offset = 0; offset < byteLength; offset += CHUNK_BYTES) {
    if (bytes.byteLength !== byteLength) {
      throw new OpenVINOError('DETACHED_BUFFER', 'The buffer of the model was transferred while it was imported.');
    }
    put(memory, offset, bytes.subarray(offset, offset + CHUNK_BYTES), hash, expected);
    if (offset + CHUNK_BYTES < byteLength) await new Promise(setImmediate);
  }
  compareChecksums('The exported model', expected, hash.digest('hex'));
  return memory;
}

function copyAllSync(subject: string, bytes: Uint8Array, expected: Expected): NativeMemory {
  const memory = new (nativeAddon().Memory)(bytes.byteLength);
  const hash = createHash('sha256');
  put(memory, 0, bytes, hash, expected);
  compareChecksums(subject, expected, hash.digest('hex'));
  return memory;
}

/** Others may write to the bytes at any time, so what is checked is a copy, and that is what the library gets. */
function put(
  memory: NativeMemory,
  offset: number,
  bytes: Uint8Array,
  hash: { update(bytes: Uint8Array): unknown },
  expected: Expected,
): void {
  const copy = expected ? Uint8Array.from(bytes) : bytes;
  if (expected) hash.update(copy);
  memory.write(offset, copy);
}

async function loadFile(path: string, expected: Expected): Promise<NativeMemory> {
  await checkFileAsync(path, BLOB_FILE);
  if (expected !== undefined) return readAll(path, expected);
  for (let attempt = 1; ; attempt++) {
    const before = await look(checksumPath(path));
    try {
      return await readAll(path, await readChecksums(path));
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !isMismatch(error)) throw error;
      const lock = await look(lockPath(path));
      if (!isReplaced(lock, before, await look(checksumPath(path)))) throw error;
      await setTimeout(pauseAfter(attempt));
    }
  }
}

const STAMP = { bigint: true, throwIfNoEntry: false } as const;

function look(path: string): Promise<BigIntStats | undefined> {
  return lstat(path, { bigint: true }).catch(() => undefined);
}

/**
 * Whether an export was at work: a blob and the checksum beside it are two files, which it replaces one after the other under
 * its lock. The checksum may be the same one again by now, the file is another one.
 *
 * @param lock Looked at before `after`.
 */
function isReplaced(lock: unknown, before: BigIntStats | undefined, after: BigIntStats | undefined): boolean {
  return lock !== undefined || before?.ino !== after?.ino || before?.ctimeNs !== after?.ctimeNs;
}

function isMismatch(error: unknown): boolean {
  return error instanceof OpenVINOError && error.code === 'CHECKSUM_MISMATCH';
}

function pauseAfter(attempt: number): number {
  return PAUSE_MS * 2 ** (attempt - 1);
}

async function readAll(path: string, expected: Expected): Promise<NativeMemory> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw unreachable(path, cause, BLOB_FILE);
  });
  try {
    const { size } = await file.stat();
    const memory = new (nativeAddon().Memory)(size);
    const hash = createHash('sha256');
    for (let offset = 0; offset < size; ) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - offset)));
      if (bytesRead === 0) {
        throw new OpenVINOError('MODEL_INVALID', `The exported model ${path} became shorter while it was read.`);
      }
      const piece = buffer.subarray(0, bytesRead);
      if (expected) hash.update(piece);
      memory.write(offset, piece);
      offset += bytesRead;
    }
    compareChecksums(`The exported model ${path}`, expected, hash.digest('hex'));
    return memory;
  } finally {
    await file.close();
  }
}

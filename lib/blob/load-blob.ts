import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { types } from 'node:util';
import { describe } from '../common/describe.js';
import { checkFile, checkFileAsync, unreachable } from '../core/file-kind.js';
import { OpenVINOError } from '../errors.js';
import { type NativeMemory, nativeAddon } from '../native.js';
import { isTypedArray } from '../tensor/element.js';
import { Tensor } from '../tensor/tensor.js';
import { BLOB_FILE } from './blob-file.js';
import { compareChecksums, readChecksum, readChecksumSync } from './checksum.js';

/** How much is read, or copied, before the event loop gets its turn. */
const CHUNK_BYTES = 8 * 1024 * 1024;

/** How often a file is read again that another process exports to just then. */
const MOST_ATTEMPTS = 5;

/** What is expected of the bytes: a checksum, none (false), or for a file the one beside it. */
type Expected = string | false | undefined;

/** The bytes of an exported model out of JavaScript's reach, checked: those that were checked, and no others. */
export async function loadBlob(source: unknown, expected: Expected): Promise<NativeMemory> {
  return typeof source === 'string' ? loadFile(source, expected) : copyAll(bytesOf(source), expected);
}

/** {@link loadBlob}, blocking the thread. */
export function loadBlobSync(source: unknown, expected: Expected): NativeMemory {
  if (typeof source !== 'string') return copyAllSync('The exported model', bytesOf(source), expected);
  checkFile(source, BLOB_FILE);
  const sha256 = expected ?? readChecksumSync(source);
  let bytes: Buffer;
  try {
    bytes = readFileSync(source);
  } catch (cause) {
    throw unreachable(source, cause, BLOB_FILE);
  }
  return copyAllSync(`The exported model ${source}`, bytes, sha256);
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
  const copy = typeof expected === 'string' ? Uint8Array.from(bytes) : bytes;
  if (typeof expected === 'string') hash.update(copy);
  memory.write(offset, copy);
}

/** A file and the checksum beside it are two: where another process replaces both just then, they are read once more. */
async function loadFile(path: string, expected: Expected): Promise<NativeMemory> {
  await checkFileAsync(path, BLOB_FILE);
  if (expected !== undefined) return readAll(path, expected);
  for (let attempt = 1; ; attempt++) {
    const sha256 = await readChecksum(path);
    try {
      return await readAll(path, sha256);
    } catch (error) {
      const isMismatch = error instanceof OpenVINOError && error.code === 'CHECKSUM_MISMATCH';
      if (!isMismatch || attempt === MOST_ATTEMPTS || (await readChecksum(path)) === sha256) throw error;
    }
  }
}

async function readAll(path: string, expected: string | false): Promise<NativeMemory> {
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
      if (expected !== false) hash.update(piece);
      memory.write(offset, piece);
      offset += bytesRead;
    }
    compareChecksums(`The exported model ${path}`, expected, hash.digest('hex'));
    return memory;
  } finally {
    await file.close();
  }
}

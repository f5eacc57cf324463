import { createHash, type Hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { types } from 'node:util';
import { describe } from '../common/describe.js';
import { isPlainObject } from '../common/plain-object.js';
import {
  type CompileAttempt,
  explainCompileFailure,
  explainCompileFailureSync,
  isUnexplained,
} from '../core/compile-failure.js';
import { parseDevice } from '../core/device.js';
import { checkFile, checkFileAsync, unreachable } from '../core/file-kind.js';
import { OpenVINOError } from '../errors.js';
import { copyWeights, copyWeightsAsync } from '../model/model-memory.js';
import { type NativeCompiledModel, type NativeCore, type NativeMemory, nativeAddon } from '../native.js';
import { notInCApi } from '../not-in-c-api.js';
import { isTypedArray } from '../tensor/element.js';
import { Tensor } from '../tensor/tensor.js';
import { BLOB_FILE, checkSha256, compareChecksums, readChecksum, readChecksumSync } from './blob-file.js';

/** How much is read before the event loop gets its turn. */
const CHUNK_BYTES = 8 * 1024 * 1024;

/** What is to be imported, and how it is checked. */
export interface ImportRequest {
  readonly source: unknown;
  readonly device: string;
  readonly sha256: string | false | undefined;
}

/**
 * Checks the arguments of an import.
 *
 * @throws OpenVINOError `INVALID_DEVICE`, `INVALID_ARGUMENT`, `NOT_IN_C_API` for properties.
 */
export function importRequest(source: unknown, device: string, properties: unknown, sha256: unknown): ImportRequest {
  parseDevice(device);
  if (properties !== undefined && (!isPlainObject(properties) || Object.keys(properties).length > 0)) {
    throw notInCApi('Core.importModel(…, config)');
  }
  return { source, device, sha256: checkSha256(sha256) };
}

/** Imports a model while JavaScript goes on. */
export async function importModel(
  native: NativeCore,
  { source, device, sha256 }: ImportRequest,
  attempt: CompileAttempt,
): Promise<NativeCompiledModel> {
  const blob = typeof source === 'string' ? await readBlob(source, sha256) : await copyBlob(source, sha256);
  try {
    return await native.importModel(blob, device);
  } catch (error) {
    if (!isUnexplained(error)) throw error;
    throw refused(error, await explainCompileFailure(error, attempt), device);
  }
}

/** {@link importModel}, blocking the thread. */
export function importModelSync(
  native: NativeCore,
  { source, device, sha256 }: ImportRequest,
  attempt: CompileAttempt,
): NativeCompiledModel {
  const blob = typeof source === 'string' ? readBlobSync(source, sha256) : copyBlobSync(source, sha256);
  try {
    return native.importModelSync(blob, device);
  } catch (error) {
    if (!isUnexplained(error)) throw error;
    throw refused(error, explainCompileFailureSync(error, attempt), device);
  }
}

function refused(error: OpenVINOError, explained: OpenVINOError, device: string): OpenVINOError {
  if (explained !== error) return explained;
  const facts = { cause: error, ...(error.status !== undefined && { status: error.status }) };
  if (error.code === 'NOT_IMPLEMENTED') {
    return new OpenVINOError(
      'NOT_IMPLEMENTED',
      `${device} imports no models; import for the device itself that the model was exported from.`,
      facts,
    );
  }
  return new OpenVINOError(
    'MODEL_INVALID',
    `${device} can not import the model: ${error.message.replace(/\.+$/, '')}. A model is imported by the device and the OpenVINO that exported it; compile it again.`,
    facts,
  );
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

async function copyBlob(source: unknown, sha256: string | false | undefined): Promise<NativeMemory> {
  const bytes = bytesOf(source);
  check('The exported model', sha256, createHash('sha256'), bytes);
  return (await copyWeightsAsync(bytes)) as NativeMemory;
}

function copyBlobSync(
  source: unknown,
  sha256: string | false | undefined,
  subject = 'The exported model',
): NativeMemory {
  const bytes = bytesOf(source);
  check(subject, sha256, createHash('sha256'), bytes);
  return copyWeights(bytes) as NativeMemory;
}

function check(subject: string, sha256: string | false | undefined, hash: Hash, bytes: Uint8Array): void {
  if (typeof sha256 === 'string') compareChecksums(subject, sha256, hash.update(bytes).digest('hex'));
}

async function readBlob(path: string, sha256: string | false | undefined): Promise<NativeMemory> {
  await checkFileAsync(path, BLOB_FILE);
  const expected = sha256 ?? (await readChecksum(path));
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw unreachable(path, cause, BLOB_FILE);
  });
  try {
    const { size } = await file.stat();
    const memory = new (nativeAddon().Memory)(size);
    const hash = createHash('sha256');
    for (let offset = 0; offset < size; ) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - offset)));
      if (bytesRead === 0)
        throw new OpenVINOError('MODEL_INVALID', `The exported model ${path} became shorter while it was read.`);
      const piece = buffer.subarray(0, bytesRead);
      if (expected !== false) hash.update(piece);
      memory.write(offset, piece);
      offset += bytesRead;
    }
    if (expected !== false) compareChecksums(`The exported model ${path}`, expected, hash.digest('hex'));
    return memory;
  } finally {
    await file.close();
  }
}

function readBlobSync(path: string, sha256: string | false | undefined): NativeMemory {
  checkFile(path, BLOB_FILE);
  const expected = sha256 ?? readChecksumSync(path);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw unreachable(path, cause, BLOB_FILE);
  }
  return copyBlobSync(bytes, expected, `The exported model ${path}`);
}

import { accessSync, closeSync, constants, openSync, readSync, type Stats, statSync } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { checkPath, checkStats, MODEL_FILE, reasonOf, unreachable } from '../core/file-kind.js';
import { OpenVINOError } from '../errors.js';
import { checkIr, WeightsExtent } from './ir.js';

/** An .xml beyond this is no model: the largest known language models' have tens of megabytes. */
const MAX_XML_BYTES = 512 * 1024 * 1024;

/** How much of an .xml's beginning and end is looked at. */
const PIECE_BYTES = 4096;

/** How much of an .xml is read at once when all of it is looked at. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * Checks a model's file before the library gets it.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT`, `MODEL_NOT_FOUND`, `MODEL_NOT_READABLE`, `MODEL_INVALID`, `MODEL_TOO_OLD`,
 *   `WEIGHTS_INVALID`.
 */
export function checkModelPath(path: unknown): asserts path is string {
  checkPath(path, MODEL_FILE);
  try {
    const stats = statSync(path);
    checkModelStats(path, stats);
    if (!path.endsWith('.xml')) return accessSync(path, constants.R_OK);
    checkWeightsBeside(path, statSync(weightsBeside(path), { throwIfNoEntry: false }));
    const file = openSync(path, 'r');
    try {
      const end = Math.max(0, stats.size - PIECE_BYTES);
      checkIr(path, readPiece(file, 0, PIECE_BYTES), readPiece(file, end, PIECE_BYTES));
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw unreachable(path, cause, MODEL_FILE);
  }
}

/** {@link checkModelPath} without waiting on the JavaScript thread for a slow file system. */
export async function checkModelPathAsync(path: unknown): Promise<string> {
  checkPath(path, MODEL_FILE);
  try {
    const stats = await stat(path);
    checkModelStats(path, stats);
    if (!path.endsWith('.xml')) {
      await access(path, constants.R_OK);
      return path;
    }
    checkWeightsBeside(path, await stat(weightsBeside(path)).catch(() => undefined));
    const end = Math.max(0, stats.size - PIECE_BYTES);
    await withFile(path, async (read) => checkIr(path, await read(0, PIECE_BYTES), await read(end, PIECE_BYTES)));
    return path;
  } catch (cause) {
    throw unreachable(path, cause, MODEL_FILE);
  }
}

/**
 * Finds out why the library could not read a model; gives the library's own error back where nothing shows.
 *
 * @param error What the library said.
 * @param weightsPath Where the weights are not beside the model.
 */
export function explainReadFailure(error: unknown, path: string, weightsPath: string | undefined): unknown {
  if (!(error instanceof OpenVINOError) || error.code !== 'MODEL_INVALID') return error;
  if (!path.endsWith('.xml')) return becauseOf(error, path);
  const weights = weightsPath ?? weightsBeside(path);
  try {
    return weightsFault(path, weights, weightBytes(path), readableBytes(weights)) ?? becauseOf(error, path);
  } catch {
    return becauseOf(error, path);
  }
}

/** {@link explainReadFailure} piece by piece: an .xml can have hundreds of megabytes. */
export async function explainReadFailureAsync(
  error: unknown,
  path: string,
  weightsPath: string | undefined,
): Promise<unknown> {
  if (!(error instanceof OpenVINOError) || error.code !== 'MODEL_INVALID') return error;
  if (!path.endsWith('.xml')) return becauseOf(error, path);
  const weights = weightsPath ?? weightsBeside(path);
  try {
    const needed = await weightBytesAsync(path);
    return weightsFault(path, weights, needed, await readableBytesAsync(weights)) ?? becauseOf(error, path);
  } catch {
    return becauseOf(error, path);
  }
}

function checkModelStats(path: string, stats: Stats): void {
  checkStats(path, stats, MODEL_FILE);
  if (!path.endsWith('.xml') || stats.size <= MAX_XML_BYTES) return;
  throw new OpenVINOError(
    'MODEL_INVALID',
    `The model file ${path} has ${stats.size} bytes; an IR's .xml has at most ${MAX_XML_BYTES}.`,
  );
}

function weightsBeside(path: string): string {
  return path.replace(/\.xml$/, '.bin');
}

/** The library opens whatever lies beside the .xml, and hangs on a FIFO. */
function checkWeightsBeside(path: string, stats: Stats | undefined): void {
  if (stats === undefined || stats.isFile()) return;
  throw new OpenVINOError(
    'WEIGHTS_INVALID',
    `${weightsBeside(path)} is not a regular file, so it can not hold the weights of ${path}.`,
  );
}

function readPiece(file: number, position: number, byteLength: number): string {
  const buffer = Buffer.alloc(byteLength);
  return buffer.toString('latin1', 0, readSync(file, buffer, 0, byteLength, position));
}

type ReadPiece = (position: number, byteLength: number) => Promise<string>;

/** Not by `await using`: test runners run code in contexts that lack `Symbol.asyncDispose`, with Node 20. */
async function withFile<T>(path: string, use: (read: ReadPiece) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await use(async (position, byteLength) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(byteLength), 0, byteLength, position);
      return buffer.toString('latin1', 0, bytesRead);
    });
  } finally {
    await file.close();
  }
}

function becauseOf(error: OpenVINOError, path: string): OpenVINOError {
  return new OpenVINOError('MODEL_INVALID', `The model ${path} could not be read: ${error.message}`, {
    cause: error,
    ...(error.operation !== undefined && { operation: error.operation }),
    ...(error.status !== undefined && { status: error.status }),
  });
}

/**
 * Whether the weights are why: missing, unreadable, or shorter than the .xml says.
 *
 * @param found Bytes of the weights file, or why it can't be read.
 */
function weightsFault(
  path: string,
  weights: string,
  needed: number,
  found: number | NodeJS.ErrnoException,
): OpenVINOError | undefined {
  if (typeof found === 'number') {
    if (found >= needed) return undefined;
    return new OpenVINOError(
      'WEIGHTS_INVALID',
      `The weights ${weights} have ${found} bytes and the model ${path} needs ${needed}: the file is cut off, or of another model.`,
    );
  }
  if (found.code !== 'ENOENT') {
    return new OpenVINOError('WEIGHTS_INVALID', `The weights ${weights} can not be read: ${reasonOf(found)}.`, {
      cause: found,
    });
  }
  if (needed === 0) return undefined;
  return new OpenVINOError(
    'WEIGHTS_NOT_FOUND',
    `The model ${path} needs its weights beside it, and there is no file ${weights}.`,
    { cause: found },
  );
}

function readableBytes(path: string): number | NodeJS.ErrnoException {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).size;
  } catch (cause) {
    return cause as NodeJS.ErrnoException;
  }
}

async function readableBytesAsync(path: string): Promise<number | NodeJS.ErrnoException> {
  try {
    await access(path, constants.R_OK);
    return (await stat(path)).size;
  } catch (cause) {
    return cause as NodeJS.ErrnoException;
  }
}

function weightBytes(path: string): number {
  const extent = new WeightsExtent();
  const file = openSync(path, 'r');
  try {
    for (let position = 0; ; position += CHUNK_BYTES) {
      const piece = readPiece(file, position, CHUNK_BYTES);
      if (piece === '') return extent.end;
      extent.add(piece);
    }
  } finally {
    closeSync(file);
  }
}

async function weightBytesAsync(path: string): Promise<number> {
  const extent = new WeightsExtent();
  return withFile(path, async (read) => {
    for (let position = 0; ; position += CHUNK_BYTES) {
      const piece = await read(position, CHUNK_BYTES);
      if (piece === '') return extent.end;
      extent.add(piece);
    }
  });
}

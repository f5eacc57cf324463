import { accessSync, closeSync, constants, openSync, readFileSync, readSync, type Stats, statSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { OpenVINOError } from './errors.js';

/** An .xml beyond this is no model: the largest known language models' have tens of megabytes. */
const MAX_XML_BYTES = 512 * 1024 * 1024;

/** Oldest IR version that OpenVINO reads since 2023. */
const OLDEST_IR = 10;

/** How much of an .xml's beginning and end is looked at. */
const PIECE_BYTES = 4096;

/**
 * Checks a model's file before the library gets it: the library hangs on a FIFO, tries every one of its readers on a web
 * page (which print what they think of it), and calls everything else "Unable to read the model".
 *
 * @throws OpenVINOError `INVALID_ARGUMENT`, `MODEL_NOT_FOUND`, `MODEL_NOT_READABLE`, `MODEL_INVALID`, `MODEL_TOO_OLD`.
 */
export function checkModelPath(path: unknown): asserts path is string {
  checkPathString(path);
  try {
    const stats = statSync(path);
    checkStats(path, stats);
    if (!path.endsWith('.xml')) return accessSync(path, constants.R_OK);
    checkWeightsBeside(path, statSync(weightsBeside(path), { throwIfNoEntry: false }));
    checkXml(path, readPiece(path, 0), readPiece(path, Math.max(0, stats.size - PIECE_BYTES)));
  } catch (cause) {
    throw unreachable(path, cause);
  }
}

/** {@link checkModelPath} without waiting on the JavaScript thread for a slow file system. */
export async function checkModelPathAsync(path: unknown): Promise<string> {
  checkPathString(path);
  try {
    const stats = await stat(path);
    checkStats(path, stats);
    await using file = await openFile(path);
    if (!path.endsWith('.xml')) return path;
    checkWeightsBeside(path, await stat(weightsBeside(path)).catch(() => undefined));
    const head = await file.read(0);
    checkXml(path, head, await file.read(Math.max(0, stats.size - PIECE_BYTES)));
    return path;
  } catch (cause) {
    throw unreachable(path, cause);
  }
}

/** Checks the path of another file that the library is to open: weights, plugins.xml, a library. */
export function checkFilePath(path: unknown): asserts path is string {
  checkPathString(path);
  try {
    const stats = statSync(path);
    checkStats(path, stats);
    accessSync(path, constants.R_OK);
  } catch (cause) {
    throw unreachable(path, cause);
  }
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

async function openFile(path: string): Promise<AsyncDisposable & { read(position: number): Promise<string> }> {
  const file = await open(path, 'r');
  return {
    read: async (position) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, position);
      return buffer.toString('latin1', 0, bytesRead);
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}

function readPiece(path: string, position: number): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(PIECE_BYTES);
    return buffer.toString('latin1', 0, readSync(file, buffer, 0, buffer.length, position));
  } finally {
    closeSync(file);
  }
}

function checkXml(path: string, head: string, end: string): void {
  if (!/<net\b/.test(head)) {
    throw new OpenVINOError('MODEL_INVALID', `${path} is not an OpenVINO model: no <net> element starts it.`);
  }
  const version = /<net\b[^>]*\bversion\s*=\s*"(\d+)"/.exec(head)?.[1];
  if (version !== undefined && Number(version) < OLDEST_IR) {
    throw new OpenVINOError(
      'MODEL_TOO_OLD',
      `${path} is an IR of version ${version}; OpenVINO reads IR ${OLDEST_IR} and newer. Convert the original model again, ` +
        'with ovc or openvino.convert_model.',
    );
  }
  if (!end.includes('</net>')) {
    throw new OpenVINOError('MODEL_INVALID', `The model ${path} is cut off: its </net> is missing.`);
  }
}

function checkPathString(path: unknown): asserts path is string {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `${JSON.stringify(path) ?? String(path)} is not the path of a model; give the .xml or .onnx file.`,
    );
  }
}

/** The error of a file that can't be looked at; a check's own error as it is. */
function unreachable(path: string, cause: unknown): OpenVINOError {
  if (cause instanceof OpenVINOError) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new OpenVINOError('MODEL_NOT_FOUND', `There is no model file ${path}.`, { cause });
  }
  return new OpenVINOError(
    'MODEL_NOT_READABLE',
    `The model file ${path} can not be read: ${code === 'EACCES' ? 'permission denied' : code}.`,
    { cause },
  );
}

function checkStats(path: string, stats: Stats): void {
  if (stats.isDirectory()) {
    throw new OpenVINOError(
      'MODEL_NOT_READABLE',
      `${path} is a folder, not a model file; give the .xml or .onnx file in it.`,
    );
  }
  if (!stats.isFile())
    throw new OpenVINOError(
      'MODEL_NOT_READABLE',
      `${path} is not a regular file, and a model can be read from nothing else.`,
    );
  if (stats.size === 0) throw new OpenVINOError('MODEL_INVALID', `The model file ${path} is empty.`);
  if (path.endsWith('.xml') && stats.size > MAX_XML_BYTES) {
    throw new OpenVINOError(
      'MODEL_INVALID',
      `The model file ${path} has ${stats.size} bytes; an IR's .xml has at most ${MAX_XML_BYTES}.`,
    );
  }
}

/**
 * Finds out why the library could not read a model; gives the library's own error back where nothing shows.
 *
 * @param error What the library said.
 */
export function explainReadFailure(error: unknown, path: string, weightsPath: string | undefined): unknown {
  if (!(error instanceof OpenVINOError) || error.code !== 'MODEL_INVALID') return error;
  if (!path.endsWith('.xml')) return becauseOf(error, path);
  return explainWeights(path, weightsPath ?? weightsBeside(path)) ?? becauseOf(error, path);
}

function becauseOf(error: OpenVINOError, path: string): OpenVINOError {
  return new OpenVINOError('MODEL_INVALID', `The model ${path} could not be read: ${error.message}`, {
    cause: error,
    ...(error.operation !== undefined && { operation: error.operation }),
    ...(error.status !== undefined && { status: error.status }),
  });
}

/** Whether the weights are why: missing, unreadable, or shorter than the .xml says. */
function explainWeights(path: string, weights: string): OpenVINOError | undefined {
  const needed = weightBytes(path);
  let stats: Stats;
  try {
    stats = statSync(weights);
  } catch (cause) {
    if (needed === 0) return undefined;
    return new OpenVINOError(
      'WEIGHTS_NOT_FOUND',
      `The model ${path} needs its weights beside it, and there is no file ${weights}.`,
      { cause },
    );
  }
  try {
    accessSync(weights, constants.R_OK);
  } catch (cause) {
    return new OpenVINOError('WEIGHTS_INVALID', `The weights ${weights} can not be read: permission denied.`, {
      cause,
    });
  }
  if (stats.size >= needed) return undefined;
  return new OpenVINOError(
    'WEIGHTS_INVALID',
    `The weights ${weights} have ${stats.size} bytes and the model ${path} needs ${needed}: the file is cut off, or of another model.`,
  );
}

/** End of the last constant in the .bin, by the .xml's offsets and sizes. */
function weightBytes(path: string): number {
  const xml = readFileSync(path, 'latin1');
  let end = 0;
  for (const [tag] of xml.matchAll(/<data\b[^>]*\boffset="\d+"[^>]*>/g)) {
    const offset = /\boffset="(\d+)"/.exec(tag)?.[1];
    const size = /\bsize="(\d+)"/.exec(tag)?.[1];
    if (offset !== undefined && size !== undefined) end = Math.max(end, Number(offset) + Number(size));
  }
  return end;
}

import { accessSync, closeSync, constants, openSync, readFileSync, readSync, type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { OpenVINOError } from './errors.js';

/** An .xml beyond this is no model: the largest known language models' have tens of megabytes. */
const MAX_XML_BYTES = 512 * 1024 * 1024;

/** Oldest IR version that OpenVINO reads since 2023. */
const OLDEST_IR = 10;

/**
 * Checks a model's path before the library gets it: the library hangs on a FIFO, and calls everything else "Unable to read
 * the model".
 *
 * @throws OpenVINOError `INVALID_ARGUMENT`, `MODEL_NOT_FOUND`, `MODEL_NOT_READABLE`, `MODEL_INVALID`.
 */
export function checkModelPath(path: unknown): asserts path is string {
  checkPathString(path);
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (cause) {
    throw unreachable(path, cause);
  }
  checkStats(path, stats);
}

/** {@link checkModelPath} without waiting on the JavaScript thread for a slow file system. */
export async function checkModelPathAsync(path: unknown): Promise<string> {
  checkPathString(path);
  const stats = await stat(path).catch((cause: unknown) => {
    throw unreachable(path, cause);
  });
  checkStats(path, stats);
  return path;
}

function checkPathString(path: unknown): asserts path is string {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `${JSON.stringify(path) ?? String(path)} is not the path of a model; give the .xml or .onnx file.`,
    );
  }
}

function unreachable(path: string, cause: unknown): OpenVINOError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new OpenVINOError('MODEL_NOT_FOUND', `There is no model file ${path}.`, { cause });
  }
  return new OpenVINOError('MODEL_NOT_READABLE', `The model file ${path} can not be read (${code}).`, { cause });
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
  if (!(error instanceof OpenVINOError) || (error.code !== 'MODEL_INVALID' && error.code !== 'COMPILE_FAILED'))
    return error;
  const unreadable = checkReadable(path, 'MODEL_NOT_READABLE', 'model');
  if (unreadable !== undefined) return unreadable;
  if (!path.endsWith('.xml')) return becauseOf(error, path);
  const head = readHead(path);
  const version = /<net\b[^>]*\bversion\s*=\s*"(\d+)"/.exec(head)?.[1];
  if (version === undefined && !/<net\b/.test(head)) {
    return new OpenVINOError('MODEL_INVALID', `${path} is not an OpenVINO model: no <net> element starts it.`, {
      cause: error,
    });
  }
  if (version !== undefined && Number(version) < OLDEST_IR) {
    const advice = `OpenVINO reads IR ${OLDEST_IR} and newer. Convert the original model again, with ovc or openvino.convert_model.`;
    return new OpenVINOError('MODEL_TOO_OLD', `${path} is an IR of version ${version}; ${advice}`, { cause: error });
  }
  return explainWeights(path, weightsPath ?? path.replace(/\.xml$/, '.bin')) ?? becauseOf(error, path);
}

function becauseOf(error: OpenVINOError, path: string): OpenVINOError {
  if (error.code === 'COMPILE_FAILED') return error;
  return new OpenVINOError('MODEL_INVALID', `The model ${path} could not be read: ${error.message}`, {
    cause: error,
    ...(error.operation !== undefined && { operation: error.operation }),
    ...(error.status !== undefined && { status: error.status }),
  });
}

function checkReadable(
  path: string,
  code: 'MODEL_NOT_READABLE' | 'WEIGHTS_INVALID',
  kind: string,
): OpenVINOError | undefined {
  try {
    accessSync(path, constants.R_OK);
    return undefined;
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === 'EACCES' ? 'permission denied' : String(cause);
    return new OpenVINOError(code, `The ${kind} file ${path} can not be read: ${reason}.`, { cause });
  }
}

function readHead(path: string): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(4096);
    return buffer.toString('latin1', 0, readSync(file, buffer, 0, buffer.length, 0));
  } finally {
    closeSync(file);
  }
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
  if (!stats.isFile())
    return new OpenVINOError(
      'WEIGHTS_INVALID',
      `${weights} is not a regular file, so it can not hold the weights of ${path}.`,
    );
  const unreadable = checkReadable(weights, 'WEIGHTS_INVALID', 'weights');
  if (unreadable !== undefined) return unreadable;
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

import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { OpenVINOError } from '../../index.js';

/** No picture file is larger than this; it bounds the memory that a wrong path costs. */
export const MAX_FILE_BYTES = 512 * 1024 * 1024;

/**
 * All bytes of a regular file. A FIFO or a device is refused before it is opened, and opened without waiting in case it
 * takes the file's place in between: neither can make the program hang.
 *
 * @throws OpenVINOError `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, or `IMAGE_INVALID` when it is empty or too large.
 */
export async function readImageFile(file: string): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    checkKind(file, await stat(file));
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    checkKind(file, await handle.stat());
    return await handle.readFile();
  } catch (cause) {
    throw cause instanceof OpenVINOError ? cause : readError(file, cause);
  } finally {
    await handle?.close();
  }
}

function checkKind(file: string, stats: Stats): void {
  const kind = kindOf(stats);
  if (kind !== undefined) {
    throw new OpenVINOError('FILE_NOT_READABLE', `The image "${file}" is ${kind}: give the path of an image file.`);
  }
  if (stats.size === 0) throw new OpenVINOError('IMAGE_INVALID', `The image "${file}" is an empty file.`);
  if (stats.size > MAX_FILE_BYTES) {
    const megabytes = Math.round(stats.size / 2 ** 20);
    throw new OpenVINOError(
      'IMAGE_INVALID',
      `The image "${file}" has ${megabytes} MiB: files of more than ${MAX_FILE_BYTES / 2 ** 20} MiB are not read.`,
    );
  }
}

function kindOf(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

function readError(file: string, cause: unknown): OpenVINOError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
    case 'ERR_INVALID_ARG_VALUE': // a NUL byte in the path
      return new OpenVINOError('FILE_NOT_FOUND', `There is no image "${file}": check the path.`, { cause });
    case 'EACCES':
    case 'EPERM':
      return new OpenVINOError(
        'FILE_NOT_READABLE',
        `The image "${file}" may not be read by this user: check its permissions.`,
        { cause },
      );
    default:
      return new OpenVINOError('FILE_NOT_READABLE', `The image "${file}" cannot be read (${code || cause}).`, {
        cause,
      });
  }
}

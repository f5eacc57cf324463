import { OpenVINOError } from '../errors.js';
import { printable, systemCode } from './printable.js';

const REASONS: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than the limit (ulimit -f)',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file stands where a folder should',
  ENOENT: 'the folder is not there and can not be made',
  EISDIR: 'a folder stands there',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports an I/O error',
};

/** What `error` says about writing to disk, or undefined when it is no such error. */
export function diskReason(error: unknown): string | undefined {
  const code = systemCode(error);
  if (code === undefined || REASONS[code] === undefined) return undefined;
  return `${REASONS[code]} (${code})`;
}

/** `NOT_WRITABLE` for an error of the disk; anything else is handed back as it is. */
export function asDiskError(error: unknown, path: string, remedy: string): unknown {
  if (error instanceof OpenVINOError) return error;
  const reason = diskReason(error);
  if (reason === undefined) return error;
  return new OpenVINOError('NOT_WRITABLE', `Can't write ${printable(path)}: ${reason}. ${remedy}`, { cause: error });
}

import { accessSync, closeSync, constants, openSync, readSync, type Stats, statSync } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { capital, describe, shorten } from '../common/describe.js';
import { OpenVINOError, type OpenVINOErrorCode } from '../errors.js';

/** What the systems take as a path is shorter, and told whole. */
const LONGEST_PATH = 4096;

/** A kind of file that the library is to open, and the codes of what can be wrong with one. */
export interface FileKind {
  readonly noun: string;
  readonly missing: OpenVINOErrorCode;
  readonly unreadable: OpenVINOErrorCode;
  readonly empty: OpenVINOErrorCode;
}

export const MODEL_FILE: FileKind = {
  noun: 'model file',
  missing: 'MODEL_NOT_FOUND',
  unreadable: 'MODEL_NOT_READABLE',
  empty: 'MODEL_INVALID',
};

export const WEIGHTS_FILE: FileKind = {
  noun: 'weights file',
  missing: 'WEIGHTS_NOT_FOUND',
  unreadable: 'WEIGHTS_INVALID',
  empty: 'WEIGHTS_INVALID',
};

export const PLUGINS_FILE: FileKind = {
  noun: 'plugins.xml',
  missing: 'FILE_NOT_FOUND',
  unreadable: 'FILE_NOT_READABLE',
  empty: 'FILE_NOT_READABLE',
};

export const EXTENSION_FILE: FileKind = { ...PLUGINS_FILE, noun: 'extension library' };

/**
 * Checks a file before the library gets its path: the library hangs on a FIFO, and says little of what it can't open.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT`, or a code of the kind.
 */
export function checkFile(path: unknown, kind: FileKind): asserts path is string {
  checkPath(path, kind);
  try {
    checkStats(path, statSync(path), kind);
    accessSync(path, constants.R_OK);
  } catch (cause) {
    throw unreachable(path, cause, kind);
  }
}

/** Checks a plugins.xml, of whose content OpenVINO's parser says little. */
export function checkPlugins(path: unknown): void {
  checkFile(path, PLUGINS_FILE);
  const file = openSync(path, 'r');
  try {
    const beginning = Buffer.alloc(1024);
    const text = beginning.toString('utf8', 0, readSync(file, beginning));
    if (/^\uFEFF?\s*</.test(text)) return;
  } finally {
    closeSync(file);
  }
  throw new OpenVINOError('FILE_NOT_READABLE', `${path} is no plugins.xml: it does not begin as XML does.`);
}

/** {@link checkFile} without waiting on the JavaScript thread for a slow file system. */
export async function checkFileAsync(path: unknown, kind: FileKind): Promise<string> {
  checkPath(path, kind);
  try {
    checkStats(path, await stat(path), kind);
    await access(path, constants.R_OK);
    return path;
  } catch (cause) {
    throw unreachable(path, cause, kind);
  }
}

export function checkPath(path: unknown, kind: FileKind): asserts path is string {
  if (typeof path === 'string' && path !== '' && !path.includes('\0')) return;
  throw new OpenVINOError('INVALID_ARGUMENT', `${capital(describe(path))} is not the path of ${aKind(kind)}.`);
}

/** The noun of a kind with its article. */
function aKind({ noun }: FileKind): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** Only a regular file with something in it can be read. */
export function checkStats(path: string, stats: Stats, kind: FileKind): void {
  if (stats.isDirectory()) {
    throw new OpenVINOError(kind.unreadable, `${path} is a folder, not ${aKind(kind)}; give the file in it.`);
  }
  if (!stats.isFile()) {
    throw new OpenVINOError(
      kind.unreadable,
      `${path} is not a regular file, and ${aKind(kind)} can be read from nothing else.`,
    );
  }
  if (stats.size === 0) throw new OpenVINOError(kind.empty, `The ${kind.noun} ${path} is empty.`);
}

/** Why a file can't be read, in few words. */
export function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code === 'EACCES' ? 'permission denied' : (code ?? message ?? String(cause));
}

/** The error of a file that can't be looked at; a check's own error as it is. */
export function unreachable(path: string, cause: unknown, kind: FileKind): OpenVINOError {
  if (cause instanceof OpenVINOError) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new OpenVINOError(kind.missing, `There is no ${kind.noun} ${shorten(path, LONGEST_PATH)}.`, { cause });
  }
  return new OpenVINOError(
    kind.unreadable,
    `The ${kind.noun} ${shorten(path, LONGEST_PATH)} can not be read: ${reasonOf(cause)}.`,
    { cause },
  );
}

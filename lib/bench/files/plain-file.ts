import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { systemCode } from '../../runtime/printable.js';

/** What a file of somebody else's folder holds, or why it is not read. */
export type PlainText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unfit'; readonly reason: string; readonly cause?: unknown };

/** Of a file, and its size when it was opened. */
export interface PlainFile {
  readonly handle: FileHandle;
  readonly byteLength: number;
}

/** More has no file that says in a few words how something ended. */
const MOST_BYTES = 64 * 1024;

/**
 * Opens a file that somebody else may have put there: a regular one, and no link to one. A named pipe would wait for its
 * writer, for ever, if it were opened as files are.
 *
 * @returns undefined where a regular file is not what stands there.
 * @throws The system's error; `ELOOP` where it is a link.
 */
export async function openPlain(file: string): Promise<PlainFile | undefined> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (stats.isFile()) return { handle, byteLength: stats.size };
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return undefined;
}

/** The text of such a file, where it is not larger than it may be. */
export async function readPlainText(file: string, mostBytes = MOST_BYTES): Promise<PlainText> {
  let opened: PlainFile | undefined;
  try {
    opened = await openPlain(file);
    if (opened === undefined) return { kind: 'unfit', reason: 'it is not a regular file' };
    const { handle, byteLength } = opened;
    if (byteLength > mostBytes)
      return { kind: 'unfit', reason: `it has ${byteLength} bytes, and more than ${mostBytes} are not read` };
    return { kind: 'text', text: await readAtMost(handle, byteLength) };
  } catch (cause) {
    const code = systemCode(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    if (code === 'ELOOP') return { kind: 'unfit', reason: 'it is a symbolic link', cause };
    // a socket, or a device without a driver
    if (code === 'ENXIO') return { kind: 'unfit', reason: 'it is not a regular file', cause };
    return { kind: 'unfit', reason: `the system says ${code ?? String(cause)}`, cause };
  } finally {
    await opened?.handle.close();
  }
}

/** Text or nothing: where it does not matter why there is none. */
export async function plainTextOf(file: string, mostBytes?: number): Promise<string | undefined> {
  const read = await readPlainText(file, mostBytes);
  return read.kind === 'text' ? read.text : undefined;
}

/** What was there when it was opened: a file that grows meanwhile is not read without end. */
async function readAtMost(handle: FileHandle, byteLength: number): Promise<string> {
  const content = Buffer.alloc(byteLength);
  let at = 0;
  while (at < byteLength) {
    const { bytesRead } = await handle.read(content, at, byteLength - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return content.toString('utf8', 0, at);
}

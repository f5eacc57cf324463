import { constants, createReadStream, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { printable, systemCode } from '../../runtime/printable.js';

/** No result is larger; it bounds the memory that a wrong path costs. */
export const MAX_BYTES = 200 * 2 ** 20;

/** What of a folder of --output is read. */
export const RESULT_FILE = 'result.json';

/** What a file holds, or why it can't be read; `file` is the one in the folder, where a folder was given. */
export type Reading =
  | { readonly kind: 'text'; readonly text: string; readonly file: string }
  | { readonly kind: 'missing'; readonly file: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * The text of a file that a user names, without the mark that some editors of Windows begin it with. A named pipe or a device
 * is refused before it is opened, and opened without waiting in case it takes the file's place in between: neither can make
 * the program hang. What a shell hands over, `<(command)`, is a pipe that is open already, and read to its end.
 *
 * @param inFolder The file to read where a folder is named; folders are refused without it.
 */
export async function readInput(file: string, inFolder?: string, maxBytes = MAX_BYTES): Promise<Reading> {
  let handle: FileHandle | undefined;
  try {
    const stats = await stat(file);
    if (inFolder !== undefined && stats.isDirectory())
      return await readInput(join(file, inFolder), undefined, maxBytes);
    if (stats.isFIFO() && isHandedOver(file)) return await readPipe(file, maxBytes);
    const before = unfit(stats, maxBytes);
    if (before !== undefined) return { kind: 'unreadable', reason: before };
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const reason = unfit(await handle.stat(), maxBytes);
    if (reason !== undefined) return { kind: 'unreadable', reason };
    return { kind: 'text', text: withoutMark(await handle.readFile('utf8')), file };
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing', file };
    const denied = code === 'EACCES' || code === 'EPERM';
    return {
      kind: 'unreadable',
      reason: denied ? 'this user may not read it' : `it cannot be read (${code ?? printable(String(error))})`,
    };
  } finally {
    await handle?.close();
  }
}

/** Whether a path is one of the files that this process was started with: what it says has no folder of its own. */
export function isHandedOver(file: string): boolean {
  return /^\/(?:dev\/fd|proc\/self\/fd)\/\d+$|^\/dev\/stdin$/.test(file);
}

async function readPipe(file: string, maxBytes: number): Promise<Reading> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return { kind: 'unreadable', reason: tooLarge(bytes, maxBytes) };
    chunks.push(chunk);
  }
  if (bytes === 0) return { kind: 'unreadable', reason: 'it is empty' };
  return { kind: 'text', text: withoutMark(Buffer.concat(chunks).toString('utf8')), file };
}

function withoutMark(text: string): string {
  return text.replace(/^\ufeff/, '');
}

function unfit(stats: Stats, maxBytes: number): string | undefined {
  if (stats.isDirectory()) return 'it is a folder';
  if (stats.isFIFO()) return 'it is a named pipe, not a file';
  if (!stats.isFile()) return 'it is not a regular file';
  if (stats.size === 0) return 'it is empty';
  if (stats.size <= maxBytes) return undefined;
  return tooLarge(stats.size, maxBytes);
}

function tooLarge(bytes: number, maxBytes: number): string {
  const [size, most] = [bytes, maxBytes].map((each) => Math.round(each / 2 ** 20));
  return `it has ${size} MiB, and results of more than ${most} MiB are not read`;
}

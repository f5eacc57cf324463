import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { printable, systemCode } from '../../runtime/printable.js';

/** No result is larger; it bounds the memory that a wrong path costs. */
export const MAX_BYTES = 200 * 2 ** 20;

/** What a file holds, or why it can't be read. */
export type Reading =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * The text of a regular file. A FIFO or a device is refused before it is opened, and opened without waiting in case it takes
 * the file's place in between: neither can make the program hang.
 */
export async function readInput(file: string, maxBytes = MAX_BYTES): Promise<Reading> {
  let handle: FileHandle | undefined;
  try {
    const before = unfit(await stat(file), maxBytes);
    if (before !== undefined) return { kind: 'unreadable', reason: before };
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const reason = unfit(await handle.stat(), maxBytes);
    if (reason !== undefined) return { kind: 'unreadable', reason };
    return { kind: 'text', text: (await handle.readFile('utf8')).replace(/^\ufeff/, '') };
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    const denied = code === 'EACCES' || code === 'EPERM';
    return {
      kind: 'unreadable',
      reason: denied ? 'this user may not read it' : `it cannot be read (${code ?? printable(String(error))})`,
    };
  } finally {
    await handle?.close();
  }
}

function unfit(stats: Stats, maxBytes: number): string | undefined {
  if (stats.isDirectory()) return 'it is a folder';
  if (stats.isFIFO()) return 'it is a named pipe, not a file';
  if (!stats.isFile()) return 'it is not a regular file';
  if (stats.size === 0) return 'it is empty';
  if (stats.size <= maxBytes) return undefined;
  const [size, most] = [stats.size, maxBytes].map((bytes) => Math.round(bytes / 2 ** 20));
  return `it has ${size} MiB, and results of more than ${most} MiB are not read`;
}

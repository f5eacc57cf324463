import type { Writable } from 'node:stream';

/**
 * Writes, and waits until it has been taken: who writes on meanwhile keeps all of it in memory, where the reader is slow.
 * A reader that has gone (`… | head`) is no error here: what it did not want is dropped.
 */
export function writeThrough(stream: Writable, piece: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => stream.write(piece, () => resolve()));
}

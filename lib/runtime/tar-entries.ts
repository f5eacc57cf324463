import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ReadEntry } from 'tar';

/** How much an archive may grow when it is unpacked, before it is taken for a bomb. */
export interface Growth {
  /** How many times its own size. Deflate can't do more than 1032. */
  readonly ratio: number;
  /** The ratio counts only of an archive that has grown to more than this. */
  readonly fromByteLength: number;
  /** The most, whatever the ratio. */
  readonly byteLength: number;
}

const PIECE_BYTE_LENGTH = 256 * 1024;

/**
 * Passes the entries of a .tgz by a visitor, one after the other. Ends with the first error, the archive's or the visitor's;
 * the visitor has ended by then.
 *
 * @param visit may read the entry's bytes, or leave them.
 */
export async function readEntries(
  file: FileHandle,
  growth: Growth,
  visit: (entry: ReadEntry) => Promise<void> | void,
): Promise<void> {
  const { Parser } = await import('tar');
  // It gets what is inflated already: what is compressed once more is no tar file, and a ratio of 0 allows no byte of it.
  const parser = new Parser({ strict: true, zstd: false, maxDecompressionRatio: 0 });
  const failure = new Failure();
  let isWhole = false;
  let current: ReadEntry | undefined;
  let work = Promise.resolve();
  const take = (entry: ReadEntry): void => {
    current = entry;
    // Thrown from here an error would end the process: node-tar calls back from a stream.
    const visited = work.then(() => (failure.isThere ? undefined : visit(entry)));
    work = visited.catch(failure.note).then(() => entry.resume());
  };
  // entries of a kind that node-tar does not know, and headers that are too large for it, are to be seen as well
  parser.on('entry', take).on('ignoredEntry', take).on('error', failure.note);
  parser.on('eof', () => {
    isWhole = true;
  });
  const ended = new Promise<void>((resolve) => parser.once('end', resolve));
  try {
    await inflate(file, growth, async (piece) => {
      // What stands behind the end is read for its checksum only: node-tar would keep all of it in memory.
      if (isWhole || parser.write(piece)) return failure.check();
      await failure.or(new Promise<void>((resolve) => parser.once('drain', resolve)));
    });
    parser.end();
    await failure.or(ended);
    await failure.or(work);
  } catch (error) {
    failure.note(error);
    // a visitor that waits for bytes has to hear that none will come
    if (current !== undefined && !current.emittedEnd) current.end();
    await work;
    throw error;
  }
  failure.check();
  if (!isWhole) throw new Error('its end is missing');
}

/** The first error of several that one leads to. */
class Failure {
  readonly #told: Promise<never>;
  #reject: (error: unknown) => void = () => undefined;
  #first: { readonly error: unknown } | undefined;

  constructor() {
    this.#told = new Promise((_resolve, reject) => {
      this.#reject = reject;
    });
    this.#told.catch(() => undefined);
  }

  get isThere(): boolean {
    return this.#first !== undefined;
  }

  readonly note = (error: unknown): void => {
    this.#first ??= { error };
    this.#reject(error);
  };

  check(): void {
    if (this.#first !== undefined) throw this.#first.error;
  }

  or(other: Promise<void>): Promise<void> {
    return Promise.race([other, this.#told]);
  }
}

/** Passes on what a gzip file holds, piece by piece, as long as it does not grow too much. */
async function inflate(file: FileHandle, growth: Growth, use: (piece: Buffer) => Promise<void>): Promise<void> {
  let packedByteLength = 0;
  let byteLength = 0;
  // not `file.createReadStream`, which closes the file when it is destroyed, whatever `autoClose` says
  const source = Readable.from(piecesOf(file, (count) => (packedByteLength += count)));
  // not `pipeline`, which tells of an AbortError where its last function has thrown
  const gunzip = createGunzip({ chunkSize: PIECE_BYTE_LENGTH });
  source.once('error', (error) => gunzip.destroy(error)).pipe(gunzip);
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      byteLength += piece.length;
      const most = Math.min(growth.byteLength, Math.max(growth.fromByteLength, packedByteLength * growth.ratio));
      if (byteLength > most) throw new Error(`it grows to more than ${most} bytes`);
      await use(piece);
    }
  } finally {
    source.destroy();
  }
}

async function* piecesOf(file: FileHandle, count: (byteLength: number) => void): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(
      Buffer.allocUnsafe(PIECE_BYTE_LENGTH),
      0,
      PIECE_BYTE_LENGTH,
      position,
    );
    if (bytesRead === 0) return;
    position += bytesRead;
    count(bytesRead);
    yield buffer.subarray(0, bytesRead);
  }
}

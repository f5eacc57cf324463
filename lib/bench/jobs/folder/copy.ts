import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../../files/make-folder.js';
import { openPlain, type PlainFile } from '../../files/plain-file.js';
import { obstacleBelow, refuseObstacles, replaceFile } from '../../files/without-links.js';

const PIECE = 1024 * 1024;

/** Where files come from and go to: no link stands below either root, on the way to a file. */
export interface Way {
  readonly fromRoot: string;
  readonly toRoot: string;
}

/**
 * Copies files of a job, which may be anybody's, piece by piece. There is a limit for all of them together: a job that was
 * ended may have filled its disk.
 */
export class Copier {
  readonly #way: Way;
  #bytesLeft: number;

  constructor(way: Way, mostBytes: number) {
    this.#way = way;
    this.#bytesLeft = mostBytes;
  }

  /** Copies a file that has something in it. @returns what came of it: `none` where there is nothing to copy. */
  async copy(from: string, to: string): Promise<'copied' | 'none' | 'too large'> {
    const { fromRoot, toRoot } = this.#way;
    if ((await obstacleBelow(fromRoot, dirname(from)).catch(() => from)) !== undefined) return 'none';
    const file = await openPlain(from).catch(() => undefined);
    if (file === undefined) return 'none';
    try {
      if (file.byteLength > this.#bytesLeft) return 'too large';
      // taken at once: others copy at the same time
      this.#bytesLeft -= file.byteLength;
      await refuseObstacles(toRoot, dirname(to));
      await makeFolder(dirname(to));
      await replaceFile(to, (write) => pieces(file, write));
      return 'copied';
    } finally {
      await file.handle.close();
    }
  }

  /** Copies files and folders of a folder, and nothing that is a link or a device. */
  async copyFolder(from: string, to: string): Promise<Copied> {
    const all = { files: [] as string[], tooLarge: [] as string[] };
    if ((await obstacleBelow(this.#way.fromRoot, from).catch(() => from)) !== undefined) return all;
    for (const { name, isFolder } of await namesIn(from)) {
      // temporary files of who was ended
      if (name.startsWith('.')) continue;
      if (isFolder) {
        const below = await this.copyFolder(join(from, name), join(to, name));
        all.files.push(...below.files.map((each) => join(name, each)));
        all.tooLarge.push(...below.tooLarge.map((each) => join(name, each)));
        continue;
      }
      const what = await this.copy(join(from, name), join(to, name));
      if (what === 'copied') all.files.push(name);
      if (what === 'too large') all.tooLarge.push(name);
    }
    return all;
  }

  /** Copies files to other names of one folder, but for empty ones. */
  async copyLogs(logs: readonly (readonly [from: string, name: string])[], to: string): Promise<Copied> {
    const all = { files: [] as string[], tooLarge: [] as string[] };
    for (const [from, name] of logs) {
      if (await this.#isEmpty(from)) continue;
      const what = await this.copy(from, join(to, name));
      if (what === 'copied') all.files.push(name);
      if (what === 'too large') all.tooLarge.push(basename(from));
    }
    return all;
  }

  async #isEmpty(file: string): Promise<boolean> {
    const opened = await openPlain(file).catch(() => undefined);
    await opened?.handle.close();
    return opened === undefined || opened.byteLength === 0;
  }
}

/** Paths of files below the folder that they were copied to, and of those that were left out. */
export interface Copied {
  readonly files: readonly string[];
  readonly tooLarge: readonly string[];
}

async function namesIn(folder: string): Promise<{ readonly name: string; readonly isFolder: boolean }[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
}

/** What it had when it was opened: one that grows meanwhile has no end. */
async function pieces({ handle, byteLength }: PlainFile, write: (piece: Uint8Array) => Promise<void>): Promise<void> {
  const piece = Buffer.alloc(Math.min(PIECE, byteLength));
  for (let at = 0; at < byteLength; ) {
    const { bytesRead } = await handle.read(piece, 0, Math.min(PIECE, byteLength - at), at);
    if (bytesRead === 0) break;
    await write(piece.subarray(0, bytesRead));
    at += bytesRead;
  }
}

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { engineLog, OUTPUT_FOLDER, UNIT_STDERR, UNIT_STDOUT } from './layout.js';

/** A log of a job, and which stream of ours it is shown on. */
export interface Log {
  readonly file: string;
  readonly to: 'stdout' | 'stderr';
}

/**
 * The logs of a unit: what its script printed, what the script kept in its output, and what the engine's own shell said, which
 * is nothing unless something went wrong.
 */
export function logsOf(folder: string, unit: string, task: number | undefined): Log[] {
  return [
    { file: join(unit, UNIT_STDOUT), to: 'stdout' },
    { file: join(unit, OUTPUT_FOLDER, UNIT_STDOUT), to: 'stdout' },
    { file: engineLog(folder, task, 'stderr'), to: 'stderr' },
    { file: join(unit, UNIT_STDERR), to: 'stderr' },
    { file: join(unit, OUTPUT_FOLDER, UNIT_STDERR), to: 'stderr' },
  ];
}

const PIECE = 1024 * 1024;

/** Reads what has been added to logs since the last time. */
export class LogReader {
  readonly #logs: readonly Log[];
  readonly #read = new Map<string, number>();

  constructor(logs: readonly Log[]) {
    this.#logs = logs;
  }

  /** Hands on what is new, in pieces. Links are not followed: a job's script could lead to any file of the reader's. */
  async readNew(show: (log: Log, piece: Buffer) => void): Promise<void> {
    for (const log of this.#logs) {
      const file = await open(log.file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
        () => undefined,
      );
      if (file === undefined) continue;
      try {
        const stats = await file.stat();
        if (!stats.isFile()) continue;
        let at = this.#read.get(log.file) ?? 0;
        // begun anew
        if (stats.size < at) at = 0;
        const piece = Buffer.alloc(PIECE);
        for (;;) {
          const { bytesRead } = await file.read(piece, 0, PIECE, at);
          if (bytesRead === 0) break;
          show(log, Buffer.from(piece.subarray(0, bytesRead)));
          at += bytesRead;
        }
        this.#read.set(log.file, at);
      } finally {
        await file.close();
      }
    }
  }
}

/** Log text for a terminal: without what moves its cursor or changes its settings; colours stay. */
export function harmless(text: string): string {
  return text
    .replace(/\u001b\[[\d;]*m|\u001b/g, (code) => (code.length > 1 ? code : '\\x1b'))
    .replace(/[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g, (character) =>
      character === '\r' ? character : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    );
}

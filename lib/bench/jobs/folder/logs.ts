import { dirname, join } from 'node:path';
import { openPlain } from '../../files/plain-file.js';
import { obstacleBelow } from '../../files/without-links.js';
import { engineLog, OUTPUT_FOLDER, UNIT_STDERR, UNIT_STDOUT } from './layout.js';

/** A log of a job, and which stream of ours it is shown on. */
export interface Log {
  readonly file: string;
  /** A folder that it lies below: from there on no link is followed. */
  readonly root: string;
  readonly to: 'stdout' | 'stderr';
}

/**
 * The logs of a unit: what its script printed, what the script kept in its output, and what the engine's own shell said, which
 * is nothing unless something went wrong.
 */
export function logsOf(folder: string, unit: string, task: number | undefined): Log[] {
  const logs: (readonly [file: string, to: Log['to']])[] = [
    [join(unit, UNIT_STDOUT), 'stdout'],
    [join(unit, OUTPUT_FOLDER, UNIT_STDOUT), 'stdout'],
    [engineLog(folder, task, 'stderr'), 'stderr'],
    [join(unit, UNIT_STDERR), 'stderr'],
    [join(unit, OUTPUT_FOLDER, UNIT_STDERR), 'stderr'],
  ];
  return logs.map(([file, to]) => ({ file, root: folder, to }));
}

const PIECE = 1024 * 1024;

/** Reads what has been added to logs since the last time. */
export class LogReader {
  readonly #logs: readonly Log[];
  readonly #read = new Map<string, number>();

  constructor(logs: readonly Log[]) {
    this.#logs = logs;
  }

  /**
   * Hands on what is new, in pieces, each after the one before was taken. Links are not followed: a job's script could lead to
   * any file of the reader's.
   */
  async readNew(show: (log: Log, piece: Buffer) => Promise<void>): Promise<void> {
    for (const log of this.#logs) {
      if ((await obstacleBelow(log.root, dirname(log.file)).catch(() => log.root)) !== undefined) continue;
      const file = await openPlain(log.file).catch(() => undefined);
      if (file === undefined) continue;
      try {
        let at = this.#read.get(log.file) ?? 0;
        // begun anew
        if (file.byteLength < at) at = 0;
        for (;;) {
          // a fresh one each time: a stream may hold on to what it was given
          const piece = Buffer.allocUnsafe(PIECE);
          const { bytesRead } = await file.handle.read(piece, 0, PIECE, at);
          if (bytesRead === 0) break;
          await show(log, piece.subarray(0, bytesRead));
          at += bytesRead;
        }
        this.#read.set(log.file, at);
      } finally {
        await file.handle.close();
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

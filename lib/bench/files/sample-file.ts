import { type FileHandle, open, rm } from 'node:fs/promises';
import { Numbering, SAMPLES_HEADER, sampleLines } from '../report/samples-csv.js';
import type { Outcome } from '../run/executor.js';

/**
 * samples.csv while a run goes on. It has all samples of what has finished, or is not there: a part of it would pass for the
 * whole, and on a full disk take the room of the files that matter more.
 */
export class SampleFile {
  readonly #file: string;
  #numbering = new Numbering();
  #written = 0;
  #handle: FileHandle | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * Appends what is not there yet.
   *
   * @param outcomes Of all processes so far, in the order in which they ended.
   * @throws The system's error; the file is gone then, and the next call begins anew.
   */
  async catchUp(outcomes: readonly Outcome[]): Promise<void> {
    try {
      const handle = this.#handle ?? (await this.#begin());
      for (const outcome of outcomes.slice(this.#written)) {
        for (const text of sampleLines(outcome, this.#numbering)) await handle.appendFile(text);
        this.#written++;
      }
    } catch (cause) {
      await this.remove();
      throw cause;
    }
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close().catch(() => undefined);
  }

  /** Takes it away; never fails, for it makes room or tidies up. */
  async remove(): Promise<void> {
    await this.close();
    await rm(this.#file, { force: true }).catch(() => undefined);
  }

  async #begin(): Promise<FileHandle> {
    this.#handle = await open(this.#file, 'w');
    this.#numbering = new Numbering();
    this.#written = 0;
    await this.#handle.appendFile(SAMPLES_HEADER);
    return this.#handle;
  }
}

import { type FileHandle, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OpenVINOError } from '../index.js';
import { type FileData, notWritable, writeFilesAtomically } from './atomic-write.js';
import type { Outcome } from './executor.js';
import { withFolderLock } from './folder-lock.js';
import { makeFolder } from './make-folder.js';
import { FOLDER_FILES } from './outputs.js';
import { resultJson } from './report/json.js';
import { resultMarkdown } from './report/markdown.js';
import { profileCsv } from './report/profile-csv.js';
import { resultCsv } from './report/result-csv.js';
import { Numbering, SAMPLES_HEADER, sampleLines } from './report/samples-csv.js';
import type { BenchResult } from './result.js';

/** How a folder of what was not finished begins its name. */
export const UNFINISHED = 'unfinished-';

/**
 * The folder of --output. While the run goes on, what has finished stands in a folder of its own within it, whole after each
 * process: SIGKILL loses no more than the process that was running. At the end all files take their places at once, so of
 * several runs into one folder the last one is there as a whole, and what an earlier run left stays until then.
 */
export class RunFolder {
  readonly #folder: string;
  readonly #numbering = new Numbering();
  #staging: string | undefined;
  #samples: FileHandle | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where unfinished results are kept; undefined where there are none. */
  get kept(): string | undefined {
    return this.#staging;
  }

  /**
   * Keeps what has been measured so far.
   *
   * @param outcomes Of the process that has just ended, or of the two that ran in turns.
   * @param result Of all that have ended.
   * @throws OpenVINOError `NOT_WRITABLE`.
   */
  async keep(outcomes: readonly Outcome[], result: BenchResult): Promise<void> {
    try {
      const staging = await this.#open();
      for (const outcome of outcomes)
        for (const text of sampleLines(outcome, this.#numbering)) await this.#samples?.appendFile(text);
      await writeFilesAtomically(filesIn(staging, result));
    } catch (cause) {
      throw cause instanceof OpenVINOError ? cause : notWritable(`What has finished for "${this.#folder}"`, cause);
    }
  }

  /**
   * Puts the files in their places; nothing where no process has ended.
   *
   * @throws OpenVINOError `NOT_WRITABLE`; what could be written stays where it was kept.
   */
  async finish(result: BenchResult): Promise<string[]> {
    const staging = this.#staging;
    if (staging === undefined) return [];
    try {
      const files = filesIn(staging, result);
      await writeFilesAtomically(files);
      await this.#samples?.close();
      this.#samples = undefined;
      const written = new Set(['samples.csv', ...files.map(([file]) => file.slice(staging.length + 1))]);
      await withFolderLock(this.#folder, () => this.#replace(staging, written));
      this.#staging = undefined;
      return [...written].map((name) => join(this.#folder, name));
    } catch (cause) {
      throw cause instanceof OpenVINOError ? cause : notWritable(`The result for "${this.#folder}"`, cause);
    }
  }

  async #open(): Promise<string> {
    if (this.#staging !== undefined) return this.#staging;
    await makeFolder(this.#folder);
    const staging = await mkdtemp(join(this.#folder, UNFINISHED));
    this.#staging = staging;
    this.#samples = await open(join(staging, 'samples.csv'), 'wx');
    await this.#samples.appendFile(SAMPLES_HEADER);
    return staging;
  }

  async #replace(staging: string, written: ReadonlySet<string>): Promise<void> {
    for (const name of FOLDER_FILES) {
      if (written.has(name)) await rename(join(staging, name), join(this.#folder, name));
      // of an earlier run: it would pass for this one's
      else await rm(join(this.#folder, name), { force: true });
    }
    await rm(staging, { recursive: true, force: true });
  }
}

function filesIn(folder: string, result: BenchResult): [file: string, data: FileData][] {
  const profiled = result.results.some(({ profiles }) => profiles !== undefined);
  return [
    [join(folder, 'result.json'), resultJson(result)],
    [join(folder, 'result.csv'), resultCsv(result)],
    [join(folder, 'result.md'), resultMarkdown(result)],
    ...(profiled ? [[join(folder, 'profile.csv'), profileCsv(result)] as [string, FileData]] : []),
  ];
}

import { mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpenVINOError } from '../../index.js';
import { systemCode } from '../../runtime/printable.js';
import { resultJson } from '../report/json.js';
import { resultMarkdown } from '../report/markdown.js';
import { profileCsv } from '../report/profile-csv.js';
import { resultCsv } from '../report/result-csv.js';
import type { BenchResult } from '../result/result.js';
import type { Outcome } from '../run/executor.js';
import { type FileData, notWritable, writeFileAtomically } from './atomic-write.js';
import { withFolderLock } from './folder-lock.js';
import { makeFolder } from './make-folder.js';
import { FOLDER_FILES } from './outputs.js';
import { SampleFile } from './sample-file.js';

/** How a folder of what was not finished begins its name. */
export const UNFINISHED = 'unfinished-';
/** The same, in the system's folder for temporary files, where the folder of --output takes nothing any more. */
const RESCUED = 'ov-bench-kept-';
const RESULT = 'result.json';
const SAMPLES = 'samples.csv';

/** Files that still hold what was measured. */
export interface Kept {
  readonly folder: string;
  readonly files: readonly string[];
}

/**
 * The folder of --output. While the run goes on, what has finished stands in a folder of its own within it, whole after each
 * process: SIGKILL loses no more than the process that was running. At the end all files take their places at once, so of
 * several runs into one folder the last one is there as a whole, and what an earlier run left stays until then.
 *
 * The disk may fill up and the folder may vanish meanwhile. The small files come first and samples.csv makes room for them;
 * a folder that is gone is made again; and where that can't be, the result goes to the folder for temporary files.
 */
export class RunFolder {
  readonly #folder: string;
  readonly #outcomes: Outcome[] = [];
  #staging: Staging | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What is kept of a run that could not be finished, as it is on the disk now; undefined where nothing is. */
  async kept(): Promise<Kept | undefined> {
    const folder = this.#staging?.folder;
    if (folder === undefined) return undefined;
    const files = (await readdir(folder).catch(() => [])).filter((name) => isOurs(name)).sort();
    return files.length === 0 ? undefined : { folder, files };
  }

  /**
   * Keeps what has been measured so far.
   *
   * @param outcomes Of the process that has just ended, or of the two that ran in turns.
   * @param result Of all that have ended.
   * @throws OpenVINOError `NOT_WRITABLE`.
   */
  async keep(outcomes: readonly Outcome[], result: BenchResult): Promise<void> {
    this.#outcomes.push(...outcomes);
    const what = `What has finished for "${this.#folder}"`;
    try {
      const staging = await this.#open();
      tellFailed(await staging.write(result, staging.samplesFailed ? undefined : this.#outcomes), what);
    } catch (cause) {
      throw cause instanceof OpenVINOError ? cause : notWritable(what, cause);
    }
  }

  /**
   * Puts the files in their places; nothing where no process has ended.
   *
   * @throws OpenVINOError `NOT_WRITABLE`; what could be written is in its place, or {@link kept}.
   */
  async finish(result: BenchResult): Promise<string[]> {
    if (this.#outcomes.length === 0) return [];
    const what = `The result for "${this.#folder}"`;
    let placed = false;
    try {
      const staging = await this.#open();
      const failed = await staging.write(result, this.#outcomes);
      if (failed.has(RESULT)) tellFailed(failed, what);
      await staging.close();
      const names = filesOf(result).filter((name) => !failed.has(name));
      await withFolderLock(this.#folder, () => this.#replace(staging.folder, new Set(names)));
      this.#staging = undefined;
      placed = true;
      tellFailed(failed, what, `; ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} there`);
      return names.map((name) => join(this.#folder, name));
    } catch (cause) {
      if (!placed) await this.#rescue(result);
      throw cause instanceof OpenVINOError ? cause : notWritable(what, cause);
    }
  }

  /** Where results are staged; made, and made again where somebody has taken it away. */
  async #open(): Promise<Staging> {
    if (this.#staging !== undefined && (await isFolder(this.#staging.folder))) return this.#staging;
    await this.#staging?.close();
    this.#staging = undefined;
    await makeFolder(this.#folder);
    this.#staging = new Staging(await mkdtemp(join(this.#folder, UNFINISHED)));
    return this.#staging;
  }

  async #replace(staging: string, written: ReadonlySet<string>): Promise<void> {
    for (const name of FOLDER_FILES) {
      if (written.has(name)) await rename(join(staging, name), join(this.#folder, name));
      // of an earlier run: it would pass for this one's
      else await rm(join(this.#folder, name), { force: true });
    }
    await rm(staging, { recursive: true, force: true });
  }

  /** Where the folder has no whole result, another place gets it: what took an hour to measure is not thrown away. */
  async #rescue(result: BenchResult): Promise<void> {
    await this.#staging?.close();
    const json = resultJson(result);
    for (const folder of [this.#folder, this.#staging?.folder])
      if (folder !== undefined && (await isText(join(folder, RESULT), json))) return;
    try {
      const place = new Staging(await mkdtemp(join(tmpdir(), RESCUED)));
      await place.write(result, this.#outcomes);
      await place.close();
      this.#staging = place;
    } catch {
      // there is no other place: that nothing is kept shows in `kept`
    }
  }
}

/** A folder with files that are whole, or not there. */
class Staging {
  readonly folder: string;
  /** Whether the samples had no room: they are not tried again before the end, for they take the room of the others. */
  samplesFailed = false;
  readonly #samples: SampleFile;

  constructor(folder: string) {
    this.folder = folder;
    this.#samples = new SampleFile(join(folder, SAMPLES));
  }

  /**
   * Writes each file by itself, result.json first.
   *
   * @param outcomes Whose samples are written; undefined for no samples.
   * @returns Names of the files that could not be written, and why.
   */
  async write(result: BenchResult, outcomes: readonly Outcome[] | undefined): Promise<Map<string, unknown>> {
    const failed = new Map<string, unknown>();
    for (const [name, data] of texts(result)) {
      const file = join(this.folder, name);
      let error = await attempt(() => writeFileAtomically(file, data()));
      if (error !== undefined && isFull(error)) {
        // the samples of before have taken the room
        await this.#samples.remove();
        error = await attempt(() => writeFileAtomically(file, data()));
      }
      if (error !== undefined) failed.set(name, error);
    }
    if (outcomes === undefined) return failed;
    const error = await attempt(() => this.#samples.catchUp(outcomes));
    this.samplesFailed = error !== undefined;
    if (error !== undefined) failed.set(SAMPLES, error);
    return failed;
  }

  close(): Promise<void> {
    return this.#samples.close();
  }
}

/** The files but for the samples, the most important one first. */
function texts(result: BenchResult): [name: string, data: () => FileData][] {
  const profiled = result.results.some(({ profiles }) => profiles !== undefined);
  return [
    [RESULT, () => resultJson(result)],
    ['result.csv', () => resultCsv(result)],
    ['result.md', () => resultMarkdown(result)],
    ...(profiled ? [['profile.csv', () => profileCsv(result)] as [string, () => FileData]] : []),
  ];
}

function filesOf(result: BenchResult): string[] {
  return [...texts(result).map(([name]) => name), SAMPLES];
}

async function attempt(work: () => Promise<void>): Promise<unknown> {
  return work().then(
    () => undefined,
    (cause: unknown) => cause ?? new Error('unknown'),
  );
}

/** @throws OpenVINOError `NOT_WRITABLE` where something failed, with the names of the files and the first reason. */
function tellFailed(failed: ReadonlyMap<string, unknown>, what: string, besides = ''): void {
  const [first] = failed.values();
  if (first === undefined) return;
  const cause = first instanceof OpenVINOError ? first.cause : first;
  const { message } = notWritable(`${what} (${[...failed.keys()].join(', ')})`, cause);
  throw new OpenVINOError('NOT_WRITABLE', `${message.replace(/\.$/, '')}${besides}.`, { cause });
}

function isFull(error: unknown): boolean {
  const code = systemCode(error instanceof OpenVINOError ? error.cause : error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}

async function isText(file: string, text: string): Promise<boolean> {
  return (await readFile(file, 'utf8').catch(() => undefined)) === text;
}

function isOurs(name: string): boolean {
  return (FOLDER_FILES as readonly string[]).includes(name);
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

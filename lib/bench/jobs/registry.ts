import { readdir, readFile, realpath, rm } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { OpenVINOError } from '../../index.js';
import { makeFolders } from '../../runtime/make-folders.js';
import { printable, systemCode } from '../../runtime/printable.js';
import { writeFileAtomically } from '../files/atomic-write.js';
import { ENGINES, type EngineName } from './engine.js';
import { isSubmitted, type Job, readManifest, type SubmittedJob } from './folder/manifest.js';
import { jobOf } from './gone-job.js';
import { stateFolder } from './state-folder.js';

/** Where a job's folder is, by what a user knows of it. */
export interface Entry {
  readonly engine: EngineName;
  readonly cluster: string;
  readonly submittedAt: string;
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  /** With these the engine can be asked after it where its folder is gone; entries of before have neither. */
  readonly token?: string;
  readonly tasks?: number | null;
}

/** A job, and the entry that is all that is left of it where its folder is gone. */
export interface Found {
  readonly job: SubmittedJob;
  readonly gone: Entry | undefined;
}

/**
 * The jobs of this user, a file each: nothing is rewritten, and any number may be added at the same time. Engine, cluster and
 * time of submission make up its name, for ids begin anew.
 */
export class Registry {
  readonly #folder: string;

  constructor(env: NodeJS.ProcessEnv) {
    this.#folder = join(stateFolder(env), 'jobs');
  }

  /** @throws OpenVINOError `NOT_WRITABLE`: the job is submitted all the same, and is found by its folder. */
  async add({ folder, manifest }: SubmittedJob): Promise<void> {
    const { engine, cluster, submittedAt, id, name, token, tasks } = manifest;
    const entry: Entry = { engine, cluster, submittedAt, id, name, folder, token, tasks };
    await makeFolders(this.#folder, 0o700).catch(() => undefined);
    await writeFileAtomically(this.#fileOf(entry), `${JSON.stringify(entry)}\n`);
  }

  /** Takes an entry away: nothing is left that it could lead to. */
  async remove(entry: Entry): Promise<void> {
    await rm(this.#fileOf(entry), { force: true }).catch(() => undefined);
  }

  #fileOf({ submittedAt, engine, cluster, id }: Entry): string {
    const parts = [submittedAt.replace(/[:.]/g, ''), engine, cluster, id];
    return join(this.#folder, `${parts.map((part) => part.replace(/[^\w-]/g, '_').slice(0, 60)).join('.')}.json`);
  }

  /**
   * All entries, the newest first.
   *
   * @throws OpenVINOError `FILE_NOT_READABLE`: a list that can't be read is not an empty one.
   */
  async entries(): Promise<Entry[]> {
    const names = (await this.#names()).filter((name) => /^[^.].*\.json$/.test(name));
    const entries = await Promise.all(names.map((name) => readEntry(join(this.#folder, name))));
    return entries
      .filter((entry) => entry !== undefined)
      .sort((a, b) => Date.parse(b.submittedAt) - Date.parse(a.submittedAt));
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.#folder);
    } catch (cause) {
      const code = systemCode(cause);
      if (code === 'ENOENT') return [];
      throw new OpenVINOError(
        'FILE_NOT_READABLE',
        `The list of jobs in "${printable(this.#folder)}" can't be read (${code ?? String(cause)}): have this user own it, or name another folder with OV_BENCH_STATE_DIR.`,
        { cause },
      );
    }
  }

  /**
   * The job of an id or a folder, as far as it is known: where its folder is gone, by its entry alone.
   *
   * @throws OpenVINOError `JOB_NOT_FOUND`
   */
  async findOrGone(which: string, engine?: EngineName): Promise<Found> {
    const entry = isPath(which) ? undefined : await this.#entryOf(which, engine);
    const left = entry === undefined ? undefined : await this.leftOf(entry);
    return left === undefined ? { job: await this.find(which, engine), gone: undefined } : { job: left, gone: entry };
  }

  /** What is left of a job whose folder is gone; undefined where it is there, or too little was noted. */
  async leftOf(entry: Entry): Promise<SubmittedJob | undefined> {
    return (await readManifest(entry.folder)) === undefined ? jobOf(entry) : undefined;
  }

  async #entryOf(id: string, engine: EngineName | undefined): Promise<Entry | undefined> {
    const wanted = (await this.entries()).filter((entry) => entry.id === id || entry.id.split('.')[0] === id);
    return wanted.find((entry) => engine === undefined || entry.engine === engine);
  }

  /**
   * The job of an id, the newest of several, or of a folder.
   *
   * @throws OpenVINOError `JOB_NOT_FOUND`
   */
  async find(which: string, engine?: EngineName): Promise<SubmittedJob> {
    const folder = resolve(which);
    if (isPath(which)) return await inFolder(folder);
    const entry = await this.#entryOf(which, engine);
    if (entry !== undefined) return await inFolder(entry.folder, entry);
    if ((await readManifest(folder)) !== undefined) return await inFolder(folder);
    const of = engine === undefined ? '' : ` of ${engine}`;
    throw notFound(
      `No job "${printable(which, 60)}"${of} was submitted from here: \`ov-bench job status --all\` lists those that were; a job of another machine or user is found by its folder, as ./DIR.`,
    );
  }
}

/** Whether it names a folder, and no id. */
function isPath(which: string): boolean {
  return /[/\\]/.test(which) || which === '.' || which === '..';
}

/** The job that lies in a folder. An entry tells what there was, where the folder tells no more. */
async function inFolder(folder: string, entry?: Entry): Promise<SubmittedJob> {
  const manifest = await readManifest(folder);
  const shown = printable(folder);
  if (manifest === undefined) {
    throw notFound(
      entry === undefined
        ? `"${shown}" is not the folder of a job: it has no manifest.`
        : `The folder "${shown}" of job ${entry.id} (${entry.name}, ${entry.engine}) is gone, and its results with it: where it was moved, give ./NEWPLACE.`,
    );
  }
  // it may have been moved or mounted elsewhere: what counts is where it is
  const job: Job = { folder: await realpath(folder), manifest };
  if (!isSubmitted(job)) {
    throw notFound(
      `The job in "${shown}" was not submitted to its end: give the same \`ov-bench job submit\` once more.`,
    );
  }
  if (entry !== undefined && (manifest.id !== entry.id || manifest.submittedAt !== entry.submittedAt)) {
    throw notFound(`The folder "${shown}" of job ${entry.id} has another job in it by now, ${manifest.id}.`);
  }
  return job;
}

async function readEntry(file: string): Promise<Entry | undefined> {
  try {
    const entry = JSON.parse(await readFile(file, 'utf8')) as Partial<Record<keyof Entry, unknown>>;
    const texts = [entry.cluster, entry.submittedAt, entry.id, entry.name, entry.folder];
    const isEntry =
      ENGINES.some((engine) => engine === entry.engine) &&
      texts.every((text) => typeof text === 'string') &&
      isAbsolute(String(entry.folder)) &&
      !Number.isNaN(Date.parse(String(entry.submittedAt)));
    if (!isEntry) return undefined;
    const { token, tasks, ...rest } = entry as Entry;
    return isAskable(entry) ? (entry as Entry) : rest;
  } catch {
    return undefined;
  }
}

/** Whether an engine's command may be given what it says. */
function isAskable({ id, token, tasks }: Partial<Record<keyof Entry, unknown>>): boolean {
  const isCount = Number.isSafeInteger(tasks) && Number(tasks) >= 1 && Number(tasks) <= 1_000_000;
  return /^\d[\w.[\]-]*$/.test(String(id)) && /^\w+$/.test(String(token ?? '')) && (tasks === null || isCount);
}

function notFound(message: string): OpenVINOError {
  return new OpenVINOError('JOB_NOT_FOUND', message);
}

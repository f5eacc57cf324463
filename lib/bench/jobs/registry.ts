import { mkdir, readdir, readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { OpenVINOError } from '../../index.js';
import { printable } from '../../runtime/printable.js';
import { writeFileAtomically } from '../files/atomic-write.js';
import { ENGINES, type EngineName } from './engine.js';
import { isSubmitted, type Job, readManifest, type SubmittedJob } from './folder/manifest.js';
import { stateFolder } from './state-folder.js';

/** Where a job's folder is, by what a user knows of it. */
export interface Entry {
  readonly engine: EngineName;
  readonly cluster: string;
  readonly submittedAt: string;
  readonly id: string;
  readonly name: string;
  readonly folder: string;
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
    const { engine, cluster, submittedAt, id, name } = manifest;
    const entry: Entry = { engine, cluster, submittedAt, id, name, folder };
    await mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
    const parts = [submittedAt.replace(/[:.]/g, ''), engine, cluster, id];
    const file = parts.map((part) => part.replace(/[^\w-]/g, '_').slice(0, 60)).join('.');
    await writeFileAtomically(join(this.#folder, `${file}.json`), `${JSON.stringify(entry)}\n`);
  }

  /** All entries, the newest first. */
  async entries(): Promise<Entry[]> {
    const names = (await readdir(this.#folder).catch(() => [])).filter((name) => /^[^.].*\.json$/.test(name));
    const entries = await Promise.all(names.map((name) => readEntry(join(this.#folder, name))));
    return entries
      .filter((entry) => entry !== undefined)
      .sort((a, b) => Date.parse(b.submittedAt) - Date.parse(a.submittedAt));
  }

  /**
   * The job of an id, the newest of several, or of a folder.
   *
   * @throws OpenVINOError `JOB_NOT_FOUND`
   */
  async find(which: string, engine?: EngineName): Promise<SubmittedJob> {
    const folder = resolve(which);
    if (/[/\\]/.test(which) || which === '.' || which === '..') return await inFolder(folder);
    const wanted = (await this.entries()).filter(({ id }) => id === which || id.split('.')[0] === which);
    const entry = wanted.find((each) => engine === undefined || each.engine === engine);
    if (entry !== undefined) return await inFolder(entry.folder, entry);
    if ((await readManifest(folder)) !== undefined) return await inFolder(folder);
    const of = engine === undefined ? '' : ` of ${engine}`;
    throw notFound(
      `No job "${printable(which, 60)}"${of} was submitted from here: \`ov-bench job status --all\` lists those that were; a job of another machine or user is found by its folder, as ./DIR.`,
    );
  }
}

/** The job that lies in a folder. An entry tells what there was, where the folder tells no more. */
async function inFolder(folder: string, entry?: Entry): Promise<SubmittedJob> {
  const manifest = await readManifest(folder);
  const shown = printable(folder);
  if (manifest === undefined) {
    throw notFound(
      entry === undefined
        ? `"${shown}" is not the folder of a job: it has no manifest.`
        : `The folder "${shown}" of job ${entry.id} (${entry.name}, ${entry.engine}) is gone, and its results with it.`,
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
    return isEntry ? (entry as Entry) : undefined;
  } catch {
    return undefined;
  }
}

function notFound(message: string): OpenVINOError {
  return new OpenVINOError('JOB_NOT_FOUND', message);
}

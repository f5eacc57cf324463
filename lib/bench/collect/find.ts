import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { systemCode } from '../../runtime/printable.js';
import { MANIFEST_FILE } from '../jobs/folder/layout.js';

/** Where a job's own command writes. */
const OUTPUT = 'output';
const TASK = /^task-\d+$/;

/** A job's folder may lie deep in a tree of them, and its results a few folders below; nothing is as deep as this. */
const DEEPEST = 12;
/** A wrong folder, such as the whole of a home, costs some seconds and no more. */
const MOST_ENTRIES = 200_000;

/** A file that may be a result. */
export interface Candidate {
  readonly file: string;
  /** The folder of the job, or of the task, that it lies in; undefined outside of jobs. */
  readonly unit: string | undefined;
  /** Whether the user named this very file. */
  readonly named: boolean;
}

export interface Finding {
  /** Those in folders of jobs first. */
  readonly candidates: readonly Candidate[];
  /** Folders of jobs, or of their tasks: each should have a result. */
  readonly units: readonly string[];
  /** Sentences: what could not be looked at. */
  readonly warnings: readonly string[];
}

/** Looks for what may be results in folders, in an order that does not depend on the system. No link is followed. */
export async function findCandidates(named: readonly string[]): Promise<Finding> {
  const walk = new Walk();
  for (const path of named) await walk.start(path);
  const { candidates, units, warnings } = walk;
  return {
    candidates: [...candidates.filter(({ unit }) => unit !== undefined), ...candidates.filter(({ unit }) => !unit)],
    units,
    warnings,
  };
}

class Walk {
  readonly candidates: Candidate[] = [];
  readonly units: string[] = [];
  readonly warnings: string[] = [];
  readonly #order = new Intl.Collator('en', { numeric: true });
  readonly #seen = new Set<string>();
  #entries = 0;
  #told = false;

  async start(path: string): Promise<void> {
    const stats = await stat(path).catch((cause: unknown) => cause);
    if (stats instanceof Error) {
      const missing = systemCode(stats) === 'ENOENT' || systemCode(stats) === 'ENOTDIR';
      this.warnings.push(missing ? `There is no folder ${path}.` : `${path} is not looked at: ${whyNot(stats)}.`);
    } else if (stats !== null && typeof stats === 'object' && 'isDirectory' in stats) {
      // a task's folder may be named without that of its job
      if ((stats as Awaited<ReturnType<typeof stat>>).isDirectory()) await this.#folder(path, 0, await unitAbove(path));
      else this.candidates.push({ file: path, unit: undefined, named: true });
    }
  }

  async #folder(folder: string, depth: number, within: string | undefined): Promise<void> {
    if (this.#seen.has(resolve(folder))) return;
    this.#seen.add(resolve(folder));
    const entries = await this.#entriesOf(folder);
    const folders = entries.filter((each) => each.isDirectory()).map(({ name }) => name);
    const unit = this.#unitOf(folder, entries, folders) ?? within;
    for (const { name } of entries.filter((each) => each.isFile()))
      if (isCandidate(name)) this.candidates.push({ file: join(folder, name), unit, named: false });
    if (depth >= DEEPEST) return this.#tooMuch(folders, `Folders more than ${DEEPEST} deep in ${folder}`);
    for (const name of folders) await this.#folder(join(folder, name), depth + 1, unit);
  }

  /** The folder itself, where it is that of a job without tasks or of a task. */
  #unitOf(folder: string, entries: readonly Dirent[], folders: readonly string[]): string | undefined {
    const isJob = entries.some(({ name }) => name === MANIFEST_FILE);
    const hasTasks = isJob && folders.some((name) => TASK.test(name));
    if (hasTasks) {
      this.units.push(...folders.filter((name) => TASK.test(name)).map((name) => join(folder, name)));
      return folder;
    }
    if (isJob) this.units.push(folder);
    return isJob || this.units.includes(folder) ? folder : undefined;
  }

  /** What is in a folder, its output before what may be a copy of it; hidden things are not looked at. */
  async #entriesOf(folder: string): Promise<Dirent[]> {
    if (this.#entries > MOST_ENTRIES) {
      this.#tooMuch([folder], `All after ${MOST_ENTRIES} files`);
      return [];
    }
    try {
      const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !isPassedOver(name));
      this.#entries += entries.length;
      const rank = ({ name }: Dirent): number => (name === OUTPUT ? 0 : 1);
      return entries.sort((a, b) => rank(a) - rank(b) || this.#order.compare(a.name, b.name));
    } catch (cause) {
      this.warnings.push(`${folder} is not looked at: ${whyNot(cause)}.`);
      return [];
    }
  }

  #tooMuch(left: readonly string[], what: string): void {
    if (left.length === 0 || this.#told) return;
    this.#told = true;
    this.warnings.push(`${what} are not looked at: name the folders of the jobs themselves.`);
  }
}

/** The unit that a folder is, by the manifest beside or in the folder above it. */
async function unitAbove(path: string): Promise<string | undefined> {
  const folder = resolve(path);
  if (!TASK.test(basename(folder))) return undefined;
  const manifest = await stat(join(dirname(folder), MANIFEST_FILE)).catch(() => undefined);
  return manifest === undefined ? undefined : path;
}

function isCandidate(name: string): boolean {
  return /^\.(json|txt)$/i.test(extname(name)) && name !== MANIFEST_FILE;
}

function isPassedOver(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

function whyNot(cause: unknown): string {
  const code = systemCode(cause);
  return code === 'EACCES' || code === 'EPERM' ? 'this user may not read it' : (code ?? String(cause));
}

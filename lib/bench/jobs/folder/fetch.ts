import { lstat, readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { OpenVINOError } from '../../../index.js';
import { makeFolder } from '../../files/make-folder.js';
import { obstacleBelow, refuseObstacles } from '../../files/without-links.js';
import { unpackResults } from './archive.js';
import { Copier } from './copy.js';
import { ARCHIVE_FILE, engineLog, OUTPUT_FOLDER, UNIT_STDERR, UNIT_STDOUT, unitFolder } from './layout.js';
import type { SubmittedJob } from './manifest.js';

/** What was fetched of a unit; of a task on several nodes also what its engine said, which is of no node alone. */
export interface Fetched {
  readonly task: number | undefined;
  /** Of a job of several nodes. */
  readonly node: string | undefined;
  readonly folder: string;
  readonly files: readonly string[];
  /** Whether there was an archive; without one, what lay there was copied. */
  readonly packed: boolean;
  /** Why its archive was not unpacked. */
  readonly refusal?: OpenVINOError;
  /** Sentences about what was left out. */
  readonly warnings: readonly string[];
}

/** Tasks that are fetched at the same time. */
const AT_ONCE = 8;
/** Copied in all, of logs and where there is no archive: more than this is no result of ours. */
const MOST_BYTES = 2 * 1024 ** 3;
/** Files that a warning names. */
const MOST_NAMES = 5;

/** A fetch under way. */
interface Work {
  readonly job: SubmittedJob;
  readonly folder: string;
  /** Below it nothing is written through a link. */
  readonly root: string;
  readonly copier: Copier;
  readonly mostBytes: number;
}

/**
 * Brings what tasks have left into `folder`: of an array into `task-N` below it, of several nodes into `node-NAME`. From the
 * archive, or file by file where a job was ended before it could pack one. Once more gives the same. The job may be
 * somebody else's: links in its folder are not followed, neither for what is read nor for what is written.
 *
 * @throws OpenVINOError `NOT_WRITABLE`
 */
export async function fetchResults(
  job: SubmittedJob,
  tasks: readonly (number | undefined)[],
  folder: string,
  { mostBytes = MOST_BYTES }: { readonly mostBytes?: number } = {},
): Promise<Fetched[]> {
  const root = rootOf(job, folder);
  const copier = new Copier({ fromRoot: job.folder, toRoot: root }, mostBytes);
  const work = { job, folder, root, copier, mostBytes };
  await refuseObstacles(root, folder);
  await makeFolder(folder);
  const all: Fetched[] = [];
  for (let at = 0; at < tasks.length; at += AT_ONCE) {
    const some = tasks.slice(at, at + AT_ONCE).map((task) => fetchTask(work, task));
    // all of them have ended before a failure is told
    for (const each of await Promise.allSettled(some)) {
      if (each.status === 'rejected') throw each.reason;
      all.push(...each.value);
    }
  }
  return all;
}

/** The job's folder, where the results go into that; else the one above theirs, which a user has named. */
function rootOf(job: SubmittedJob, folder: string): string {
  const way = relative(job.folder, resolve(folder));
  // of another drive it is absolute
  const isWithin = !isAbsolute(way) && way.split(sep)[0] !== '..';
  return isWithin ? job.folder : dirname(resolve(folder));
}

async function fetchTask(work: Work, task: number | undefined): Promise<Fetched[]> {
  const { job, folder } = work;
  const said: [from: string, name: string] = [engineLog(job.folder, task, 'stderr'), 'engine-stderr.log'];
  if (job.manifest.nodes === 1) return [await fetchUnit(work, task, undefined, [said])];
  const { nodes, links } = await nodesOf(job.folder, task);
  const fetched: Fetched[] = [];
  for (const node of nodes) fetched.push(await fetchUnit(work, task, node, []));
  const to = unitFolder(folder, { task, node: undefined });
  const { files, tooLarge } = await work.copier.copyLogs([said], to);
  const warnings = [...links.map(notFollowed), ...leftOut(tooLarge, work)];
  if (files.length === 0 && warnings.length === 0) return fetched;
  return [...fetched, { task, node: undefined, folder: to, files, packed: true, warnings }];
}

/** Nodes that a task has begun on, by their folders; and what only looks like one. */
export async function nodesOf(
  folder: string,
  task: number | undefined,
): Promise<{ readonly nodes: readonly string[]; readonly links: readonly string[] }> {
  const base = unitFolder(folder, { task, node: undefined });
  if ((await obstacleBelow(folder, base).catch(() => base)) !== undefined) return { nodes: [], links: [base] };
  const entries = await readdir(base, { withFileTypes: true }).catch(() => []);
  const ours = entries.filter(({ name }) => name.startsWith('node-'));
  return {
    nodes: ours.filter((entry) => entry.isDirectory()).map(({ name }) => name.slice('node-'.length)),
    links: ours.filter((entry) => entry.isSymbolicLink()).map(({ name }) => join(base, name)),
  };
}

/** @param more Logs that lie elsewhere, and their names. */
async function fetchUnit(
  work: Work,
  task: number | undefined,
  node: string | undefined,
  more: readonly (readonly [from: string, name: string])[],
): Promise<Fetched> {
  const { job, root, copier } = work;
  const unit = unitFolder(job.folder, { task, node });
  const folder = unitFolder(work.folder, { task, node });
  await refuseObstacles(root, folder);
  const blank = { task, node, folder, files: [], packed: true, warnings: [] };
  const obstacles = await obstaclesOf(job.folder, [unit, join(unit, OUTPUT_FOLDER), dirname(more[0]?.[0] ?? unit)]);
  const archive = join(unit, ARCHIVE_FILE);
  const packed = !obstacles.includes(unit) && (await lstat(archive).catch(() => undefined)) !== undefined;
  try {
    const unpacked = packed ? await unpackResults(archive, folder) : undefined;
    const output = unpacked === undefined ? await copier.copyFolder(join(unit, OUTPUT_FOLDER), folder) : undefined;
    const files = unpacked ?? output?.files ?? [];
    const logs = await copier.copyLogs(
      [
        [join(unit, UNIT_STDOUT), files.includes(UNIT_STDOUT) ? 'job-stdout.log' : UNIT_STDOUT],
        [join(unit, UNIT_STDERR), files.includes(UNIT_STDERR) ? 'job-stderr.log' : UNIT_STDERR],
        ...more,
      ],
      folder,
    );
    const tooLarge = [...(output?.tooLarge.map((name) => join(OUTPUT_FOLDER, name)) ?? []), ...logs.tooLarge];
    const warnings = [...obstacles.map(notFollowed), ...leftOut(tooLarge, work)];
    return { ...blank, files: [...files, ...logs.files], packed, warnings };
  } catch (error) {
    // what one task packed is no reason to lose the others'
    if (!(error instanceof OpenVINOError) || error.code !== 'ARCHIVE_INVALID') throw error;
    return { ...blank, refusal: error };
  }
}

/** Links, or what else is no folder, where folders of a job should be; each once. */
async function obstaclesOf(root: string, folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(folders.map((each) => obstacleBelow(root, each).catch(() => undefined)));
  return [...new Set(found.filter((each) => each !== undefined))];
}

function notFollowed(obstacle: string): string {
  return `"${obstacle}" is a link or no folder, and nothing was fetched from it.`;
}

function leftOut(names: readonly string[], { mostBytes }: Work): string[] {
  if (names.length === 0) return [];
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  const most = mostBytes >= 1024 ** 3 ? `${mostBytes / 1024 ** 3} GiB` : `${mostBytes} bytes`;
  return [
    `${names.slice(0, MOST_NAMES).join(', ')}${more} stayed in the job's folder: more than ${most} are not copied.`,
  ];
}

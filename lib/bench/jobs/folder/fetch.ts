import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OpenVINOError } from '../../../index.js';
import { writeFileAtomically } from '../../files/atomic-write.js';
import { makeFolder } from '../../files/make-folder.js';
import { unpackResults } from './archive.js';
import { ARCHIVE_FILE, engineLog, OUTPUT_FOLDER, UNIT_STDERR, UNIT_STDOUT, unitFolder } from './layout.js';
import type { SubmittedJob } from './manifest.js';

/** What was fetched of a unit. */
export interface Fetched {
  readonly task: number | undefined;
  readonly folder: string;
  readonly files: readonly string[];
  /** Whether there was an archive; without one, what lay there was copied. */
  readonly packed: boolean;
  /** Why its archive was not unpacked. */
  readonly refusal?: OpenVINOError;
}

/** Tasks that are fetched at the same time. */
const AT_ONCE = 8;
/** Copied where there is no archive: logs and results of a job that was ended. More than this is no result of ours. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Brings what tasks have left into `folder`: of an array into `task-N` below it, of several nodes into `node-NAME`. From the
 * archive, or file by file where a job was ended before it could pack one. Once more gives the same.
 *
 * @throws OpenVINOError `NOT_WRITABLE`
 */
export async function fetchResults(
  job: SubmittedJob,
  tasks: readonly (number | undefined)[],
  folder: string,
): Promise<Fetched[]> {
  await makeFolder(folder);
  const all: Fetched[] = [];
  for (let at = 0; at < tasks.length; at += AT_ONCE) {
    const some = tasks.slice(at, at + AT_ONCE).map((task) => fetchTask(job, task, folder));
    // all of them have ended before a failure is told
    for (const each of await Promise.allSettled(some)) {
      if (each.status === 'rejected') throw each.reason;
      all.push(...each.value);
    }
  }
  return all;
}

async function fetchTask(job: SubmittedJob, task: number | undefined, folder: string): Promise<Fetched[]> {
  const fetched: Fetched[] = [];
  for (const node of await nodesOf(job, task)) {
    const unit = unitFolder(job.folder, { task, node });
    const to = unitFolder(folder, { task, node });
    fetched.push(
      await fetchUnit(job, unit, task, to).catch((error: unknown) => {
        // what one task packed is no reason to lose the others'
        if (!(error instanceof OpenVINOError) || error.code !== 'ARCHIVE_INVALID') throw error;
        return { task, folder: to, files: [], packed: true, refusal: error };
      }),
    );
  }
  return fetched;
}

async function nodesOf({ folder, manifest }: SubmittedJob, task: number | undefined): Promise<(string | undefined)[]> {
  if (manifest.nodes === 1) return [undefined];
  const names = await readdir(unitFolder(folder, { task, node: undefined })).catch(() => []);
  return names.flatMap((name) => (name.startsWith('node-') ? [name.slice('node-'.length)] : []));
}

async function fetchUnit(job: SubmittedJob, unit: string, task: number | undefined, folder: string): Promise<Fetched> {
  const archive = join(unit, ARCHIVE_FILE);
  const packed = (await lstat(archive).catch(() => undefined)) !== undefined;
  const files = packed ? await unpackResults(archive, folder) : await copyFiles(join(unit, OUTPUT_FOLDER), folder);
  const logs = await copyLogs(folder, [
    [join(unit, UNIT_STDOUT), files.includes(UNIT_STDOUT) ? 'job-stdout.log' : UNIT_STDOUT],
    [join(unit, UNIT_STDERR), files.includes(UNIT_STDERR) ? 'job-stderr.log' : UNIT_STDERR],
    [engineLog(job.folder, task, 'stderr'), 'engine-stderr.log'],
  ]);
  return { task, folder, files: [...files, ...logs], packed };
}

/** Copies those that have something in them. */
async function copyLogs(folder: string, logs: readonly (readonly [from: string, name: string])[]): Promise<string[]> {
  const copied: string[] = [];
  for (const [from, name] of logs) {
    const content = await readPlainFile(from, MOST_BYTES);
    if (content === undefined || content.byteLength === 0) continue;
    await makeFolder(folder);
    await writeFileAtomically(join(folder, name), content);
    copied.push(name);
  }
  return copied;
}

/** Files and folders, and nothing that is a link or a device. */
async function copyFiles(from: string, to: string, below = ''): Promise<string[]> {
  const copied: string[] = [];
  let left = MOST_BYTES;
  for (const entry of await readdir(join(from, below), { withFileTypes: true }).catch(() => [])) {
    const name = join(below, entry.name);
    // temporary files of who was ended
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) copied.push(...(await copyFiles(from, to, name)));
    if (!entry.isFile()) continue;
    const content = await readPlainFile(join(from, name), left);
    if (content === undefined) continue;
    left -= content.byteLength;
    await refuseLink(join(to, below));
    await mkdir(join(to, below), { recursive: true });
    await writeFileAtomically(join(to, name), content);
    copied.push(name);
  }
  return copied;
}

async function refuseLink(folder: string): Promise<void> {
  const there = await lstat(folder).catch(() => undefined);
  if (there === undefined || there.isDirectory()) return;
  throw new OpenVINOError('NOT_WRITABLE', `Nothing can be written into "${folder}": it is there and is not a folder.`);
}

async function readPlainFile(path: string, mostBytes: number): Promise<Buffer | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => undefined,
  );
  if (file === undefined) return undefined;
  try {
    const stats = await file.stat();
    return stats.isFile() && stats.size <= mostBytes ? await file.readFile() : undefined;
  } finally {
    await file.close();
  }
}

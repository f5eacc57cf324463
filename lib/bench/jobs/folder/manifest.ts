import { randomBytes } from 'node:crypto';
import { link, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OpenVINOError } from '../../../index.js';
import { printable, systemCode } from '../../../runtime/printable.js';
import { notWritable } from '../../files/atomic-write.js';
import { readPlainText } from '../../files/plain-file.js';
import { replaceFile } from '../../files/without-links.js';
import { identityFrom, identityOf, type ProcessIdentity } from '../../machine/process-identity.js';
import { ENGINES, type EngineName, type JobRef } from '../engine.js';
import { MANIFEST_FILE } from './layout.js';

const VERSION = 1;
/** Of an array: as many as a submission may have. */
export const MOST_TASKS = 100_000;
const MOST_NODES = 1_000_000;
const NAME = /^[A-Za-z0-9_.-]{1,64}$/;
/** Fits the titles of as many tasks as there may be. */
const MOST_BYTES = 64 * 1024 * 1024;

/** What a job's folder says of it: enough to ask for it, fetch it, or go on with its submission, from any terminal. */
export interface Manifest {
  readonly version: typeof VERSION;
  readonly name: string;
  readonly engine: EngineName;
  readonly cluster: string;
  /** Null while it is being submitted, or where that was cut short. */
  readonly id: string | null;
  /** Random; the engine knows the job by it, too. */
  readonly token: string;
  readonly createdAt: string;
  readonly submittedAt: string | null;
  /** Of what was asked for; see `order.ts`. */
  readonly fingerprint: string;
  /** Number of tasks; null for a job that is no array. */
  readonly tasks: number | null;
  readonly nodes: number;
  readonly features: readonly string[];
  readonly exclusive: boolean;
  readonly strictDevices: boolean;
  /** What each task does; one for all of them where they do the same. */
  readonly titles: readonly string[];
  /** Who submits it, while it has no id. */
  readonly submitter: ProcessIdentity;
}

/** A manifest and the folder that it lies in. */
export interface Job {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** A job that has an id. */
export interface SubmittedJob extends Job {
  readonly manifest: Manifest & { readonly id: string; readonly submittedAt: string };
}

export async function newManifest(
  facts: Omit<Manifest, 'version' | 'token' | 'createdAt' | 'submitter'>,
): Promise<Manifest> {
  return {
    version: VERSION,
    ...facts,
    token: randomBytes(12).toString('hex'),
    createdAt: new Date().toISOString(),
    submitter: await identityOf(process.pid),
  };
}

export function isSubmitted(job: Job): job is SubmittedJob {
  return job.manifest.id !== null && job.manifest.submittedAt !== null;
}

/** What an engine has to know of a job. */
export function refOf({ folder, manifest }: SubmittedJob, tasks: JobRef['tasks'] = tasksOf(manifest)): JobRef {
  const { id, name, token, submittedAt } = manifest;
  return { id, name, token, folder, submittedAt: new Date(submittedAt), tasks };
}

/** Numbers of its tasks; of a job that is no array one, without a number. */
export function tasksOf({ tasks }: Manifest): readonly (number | undefined)[] {
  return tasks === null ? [undefined] : Array.from({ length: tasks }, (_, index) => index + 1);
}

/** What a task does, for people. */
export function titleOf({ titles }: Manifest, task: number | undefined): string {
  return titles[task === undefined || titles.length === 1 ? 0 : task - 1] ?? '';
}

const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/**
 * Writes a manifest where there is none: of two at once, one succeeds.
 *
 * @returns whether it was this one.
 * @throws OpenVINOError `NOT_WRITABLE`
 */
export async function claim({ folder, manifest }: Job): Promise<boolean> {
  const file = join(folder, MANIFEST_FILE);
  const whole = join(folder, `.${MANIFEST_FILE}.${manifest.token}.tmp`);
  try {
    await writeFile(whole, textOf(manifest), { flag: 'wx' });
    // a link is made or refused, with all its content; some file systems have none
    await link(whole, file).catch((cause: unknown) => {
      if (!NO_LINKS.includes(systemCode(cause) ?? '')) throw cause;
      return writeFile(file, textOf(manifest), { flag: 'wx' });
    });
    return true;
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false;
    throw notWritable(`"${file}"`, cause);
  } finally {
    await rm(whole, { force: true }).catch(() => undefined);
  }
}

/** @throws OpenVINOError `NOT_WRITABLE` */
export async function writeManifest({ folder, manifest }: Job): Promise<void> {
  await replaceFile(join(folder, MANIFEST_FILE), textOf(manifest));
}

function textOf(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/**
 * The manifest of a folder; undefined where it has none.
 *
 * @throws OpenVINOError `FILE_NOT_READABLE` where there is one that this version can't read.
 */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const file = join(folder, MANIFEST_FILE);
  const read = await readPlainText(file, MOST_BYTES);
  if (read.kind === 'missing') return undefined;
  if (read.kind === 'unfit') throw unreadable(file, read.reason, read.cause);
  let content: unknown;
  try {
    content = JSON.parse(read.text);
  } catch (cause) {
    throw unreadable(file, 'it is not JSON', cause);
  }
  if (!isManifest(content)) throw unreadable(file, 'it is none that this version of ov-bench writes');
  return content;
}

function isManifest(content: unknown): content is Manifest {
  if (typeof content !== 'object' || content === null) return false;
  const each = content as Partial<Record<keyof Manifest, unknown>>;
  const texts = [each.cluster, each.token, each.createdAt, each.fingerprint];
  const lists = [each.features, each.titles];
  return (
    each.version === VERSION &&
    ENGINES.some((engine) => engine === each.engine) &&
    typeof each.name === 'string' &&
    NAME.test(each.name) &&
    texts.every((text) => typeof text === 'string') &&
    lists.every((list) => Array.isArray(list) && list.every((text) => typeof text === 'string')) &&
    isIdOrNull(each.id) &&
    (each.submittedAt === null || isTime(each.submittedAt)) &&
    (each.tasks === null || isCount(each.tasks, MOST_TASKS)) &&
    isCount(each.nodes, MOST_NODES) &&
    typeof each.exclusive === 'boolean' &&
    typeof each.strictDevices === 'boolean' &&
    identityFrom(each.submitter) !== undefined
  );
}

/** `12`, `12.server`, `12[].server`: what an engine's command may be given. */
function isIdOrNull(id: unknown): boolean {
  return id === null || (typeof id === 'string' && /^\d[\w.[\]-]*$/.test(id));
}

function isTime(time: unknown): boolean {
  return typeof time === 'string' && !Number.isNaN(Date.parse(time));
}

function isCount(count: unknown, most: number): boolean {
  return Number.isSafeInteger(count) && Number(count) >= 1 && Number(count) <= most;
}

function unreadable(file: string, why: string, cause?: unknown): OpenVINOError {
  return new OpenVINOError('FILE_NOT_READABLE', `${printable(file)} can't be read as a job's manifest: ${why}.`, {
    cause,
  });
}

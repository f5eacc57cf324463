import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OpenVINOError } from '../../index.js';
import { printable } from '../../runtime/printable.js';
import { withFolderLock } from '../files/folder-lock.js';
import { plainTextOf } from '../files/plain-file.js';
import { fateOf, identityOf } from '../machine/process-identity.js';
import type { Engine, JobSpec } from './engine.js';
import { clearFolder, fillFolder, openFolder } from './folder/folder.js';
import { JOB_FILE, STARTED_FILE } from './folder/layout.js';
import {
  claim,
  isSubmitted,
  type Manifest,
  newManifest,
  readManifest,
  type SubmittedJob,
  writeManifest,
} from './folder/manifest.js';
import { isNamedByProcess } from './named-by-process.js';
import { checkFolder, checkOrder, fingerprint, type Order } from './order/order.js';

export interface Submission {
  readonly job: SubmittedJob;
  /** Whether the folder's job was there already: nothing was submitted. */
  readonly again: boolean;
}

/** How long one waits for another process that submits the same folder's job. */
const PATIENCE_MS = 90_000;
const PAUSE_MS = 100;
/** A submitter on another machine can't be looked at: one that has not finished after this time was killed. */
const FOREIGN_MS = 5 * 60_000;

/**
 * Submits a job, once: the same order into the same folder gives the job that is there, also where an earlier submission was
 * killed between the engine's yes and its own note of it, and where two are made at once.
 *
 * @param folder Absolute, on a file system that the nodes share.
 * @param env Variables for the script.
 * @throws OpenVINOError `USAGE`, `NOT_WRITABLE`, `JOB_REJECTED`, `SCHEDULER_UNAVAILABLE`. Nothing is left in the folder then.
 */
export async function submitJob(
  order: Order,
  folder: string,
  engine: Engine,
  env: Readonly<Record<string, string>>,
): Promise<Submission> {
  checkOrder(order);
  checkFolder(folder);
  const cluster = await engine.cluster();
  const made = await openFolder(folder);
  const manifest = await newManifest({
    name: order.name,
    engine: engine.name,
    cluster,
    id: null,
    submittedAt: null,
    fingerprint: fingerprint(order),
    tasks: order.tasks ?? null,
    nodes: order.nodes,
    features: order.features,
    exclusive: order.exclusive,
    strictDevices: order.strictDevices,
    titles: order.titles,
  });
  const claimed = await claim({ folder, manifest }).catch(async (error: unknown) => {
    if (made) await clearFolder(folder, made).catch(() => undefined);
    throw error;
  });
  if (claimed) return { job: await give({ order, folder, engine, env }, manifest, made), again: false };
  return await goOn({ order, folder, engine, env });
}

/** A submission under way. */
interface Work {
  readonly order: Order;
  readonly folder: string;
  readonly engine: Engine;
  readonly env: Readonly<Record<string, string>>;
}

/** Fills the folder and hands the job to the engine. */
async function give({ order, folder, engine, env }: Work, manifest: Manifest, made: boolean): Promise<SubmittedJob> {
  let id: string;
  try {
    await fillFolder(folder, order, engine, { token: manifest.token, environment: env });
    id = await submitOrFind(specOf(order, folder, manifest.token), engine);
  } catch (error) {
    await clearFolder(folder, made).catch(() => undefined);
    throw error;
  }
  return await note(folder, manifest, id, engine);
}

/** An answer that was lost on its way does not mean that there is no job. */
async function submitOrFind(spec: JobSpec, engine: Engine): Promise<string> {
  try {
    return await engine.submit(spec);
  } catch (error) {
    if (!(error instanceof OpenVINOError) || error.code !== 'SCHEDULER_UNAVAILABLE') throw error;
    const id = await engine.find(spec.token).catch(() => undefined);
    if (id === undefined) throw error;
    return id;
  }
}

/** Writes the id down. A job that nobody could find again is ended. */
async function note(folder: string, manifest: Manifest, id: string, engine: Engine): Promise<SubmittedJob> {
  const submittedAt = new Date().toISOString();
  const job: SubmittedJob = { folder, manifest: { ...manifest, id, submittedAt } };
  try {
    await writeManifest(job);
  } catch (error) {
    const { name, token } = manifest;
    await engine
      .cancel([{ id, name, token, folder, submittedAt: new Date(submittedAt), tasks: [undefined] }])
      .catch(() => undefined);
    throw error;
  }
  return job;
}

/** The folder has a manifest: of the same order, or it is refused. */
async function goOn(work: Work): Promise<Submission> {
  const { order, folder, engine, env } = work;
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const manifest = await readManifest(folder);
    // whoever was about to submit was refused, and has cleared up
    if (manifest === undefined) return await submitJob(order, folder, engine, env);
    refuseOther(manifest, order, folder, engine);
    const job = { folder, manifest };
    if (isSubmitted(job)) return { job, again: true };
    if (await isAbandoned(manifest)) return await resume(work);
    if (Date.now() > until) throw stillSubmitting(manifest, folder);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

function stillSubmitting({ submitter }: Manifest, folder: string): OpenVINOError {
  return new OpenVINOError(
    'JOB_REJECTED',
    `Process ${submitter.pid} on ${printable(submitter.host)} has been submitting the job of "${printable(folder)}" for ${PATIENCE_MS / 1000} s: wait for it, or end it and try again.`,
  );
}

function refuseOther(manifest: Manifest, order: Order, folder: string, engine: Engine): void {
  if (manifest.fingerprint === fingerprint(order) && manifest.engine === engine.name) return;
  const id = manifest.id === null ? '' : ` (${manifest.id})`;
  throw new OpenVINOError(
    'NOT_WRITABLE',
    `"${printable(folder)}" is the folder of another job, ${manifest.name}${id} of ${manifest.engine}: give another one with --out.`,
  );
}

/** A submission that was killed: its job may be with the engine, may even have begun, or may never have got there. */
async function resume(work: Work): Promise<Submission> {
  const { folder, engine } = work;
  const mine = await withFolderLock(folder, () => takeOver(folder));
  if (mine === undefined) return await goOn(work);
  // a command that hands it over has a session of its own, and outlives who called it
  for (const until = Date.now() + PATIENCE_MS; await isNamedByProcess(mine.token); ) {
    if (Date.now() > until) throw stillSubmitting(mine, folder);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const id = (await engine.find(mine.token)) ?? (await startedAs(folder));
  if (id !== undefined) return { job: await note(folder, mine, id, engine), again: true };
  return { job: await give(work, mine, false), again: false };
}

/** Makes a submission this process's own; undefined where another one was quicker. */
async function takeOver(folder: string): Promise<Manifest | undefined> {
  const manifest = await readManifest(folder);
  if (manifest === undefined || manifest.id !== null || !(await isAbandoned(manifest))) return undefined;
  const mine = { ...manifest, submitter: await identityOf(process.pid), createdAt: new Date().toISOString() };
  await writeManifest({ folder, manifest: mine });
  return mine;
}

/** The id that a unit says it began with. */
async function startedAs(folder: string): Promise<string | undefined> {
  const below = (await readdir(folder)).filter((name) => /^(task-\d+|node-.+)$/.test(name));
  for (const name of ['.', ...below]) {
    const text = (await plainTextOf(join(folder, name, STARTED_FILE))) ?? '';
    const id = /"id":"(\d[\w.[\]-]*)"/.exec(text)?.[1];
    if (id !== undefined) return id;
  }
  return undefined;
}

async function isAbandoned({ submitter, createdAt }: Manifest): Promise<boolean> {
  const fate = await fateOf(submitter);
  return fate === 'unknown' ? Date.now() - Date.parse(createdAt) > FOREIGN_MS : fate === 'gone';
}

function specOf(order: Order, folder: string, token: string): JobSpec {
  return { ...order, folder, token, script: join(folder, JOB_FILE) };
}

import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OpenVINOError } from '../../../index.js';
import { printable } from '../../../runtime/printable.js';
import { EXIT } from '../../exit-code.js';
import { replaceFile } from '../../files/without-links.js';
import type { Engine } from '../../jobs/engine.js';
import { CANCEL_FILE } from '../../jobs/folder/layout.js';
import { refOf } from '../../jobs/folder/manifest.js';
import { openSession } from '../../jobs/session.js';
import { whatOf } from '../../jobs/state/status-view.js';
import { type JobState, survey } from '../../jobs/state/survey.js';
import { tellGone } from './gone-jobs.js';
import type { WhichOptions } from './options.js';

/** `ov-bench job cancel`. @returns the exit code. */
export async function cancelCommand(which: readonly string[], { engine }: WhichOptions): Promise<number> {
  const { stderr, stdout } = process;
  const session = await openSession(which, engine, process.env, { orGone: true });
  const { jobs, engineOf } = session;
  // the engine is asked first: its job of that id has to be ours
  const states = await survey(jobs, engineOf);
  const silent = states.find(({ tasks }) => tasks.some(({ letter }) => letter === '?'));
  if (silent !== undefined) {
    const reason = silent.tasks.find(({ letter }) => letter === '?')?.reason ?? '';
    throw new OpenVINOError('SCHEDULER_UNAVAILABLE', `Nothing is cancelled: ${printable(reason, 400)}`);
  }
  await tellGone(states, session);
  const open = states.filter(({ done }) => !done);
  for (const state of states.filter(({ done }) => done)) stderr.write(`ov-bench: ${beforeText(state)}\n`);
  for (const [of, group] of byEngine(open, engineOf)) await cancelAll(of, group);
  // looked at while the engine still knows them
  await survey(
    open.map(({ job }) => job),
    engineOf,
  );
  for (const { job } of open) stdout.write(`${job.manifest.id}\n`);
  if (open.length > 0) stderr.write(`ov-bench: ${open.length === 1 ? 'it is' : 'they are'} being ended.\n`);
  return states.some(isUnknown) ? EXIT.failed : EXIT.ok;
}

/** @throws What the engine throws; nothing says then that they were cancelled. */
async function cancelAll(engine: Engine, states: readonly JobState[]): Promise<void> {
  const noted: string[] = [];
  // noted first: an engine may be quicker to forget it than this process to look
  for (const { job } of states) noted.push(...(await noteCancel(job.folder)));
  try {
    await engine.cancel(states.map(({ job }) => refOf(job)));
  } catch (error) {
    for (const file of noted) await rm(file, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** @returns the file, where there was none before. A folder that can't be written to is no reason not to end a job. */
async function noteCancel(folder: string): Promise<readonly string[]> {
  const file = join(folder, CANCEL_FILE);
  const text = `${JSON.stringify({ at: new Date().toISOString() })}\n`;
  const before = await lstat(file).catch(() => undefined);
  if (before !== undefined) return [];
  return replaceFile(file, text).then(
    () => [file],
    () => [],
  );
}

/** Whether nobody knows what became of it: it may even run. */
function isUnknown({ tasks }: JobState): boolean {
  return tasks.some(({ word }) => word === 'LOST');
}

function beforeText(state: JobState): string {
  const { id } = state.job.manifest;
  const { tasks } = state;
  const [first] = tasks;
  if (isUnknown(state)) {
    const reason = tasks.find(({ word }) => word === 'LOST')?.reason ?? '';
    return printable(`nobody knows of job ${id}, and nothing is cancelled: ${reason}`, 300);
  }
  const end = tasks.length === 1 && first !== undefined ? whatOf(first) : `${tasks.length} tasks`;
  return `job ${id} has ended before: ${printable(end.replace(/\.$/, ''), 300)}.`;
}

function byEngine(
  states: readonly JobState[],
  engineOf: (job: JobState['job']) => Engine,
): Map<Engine, readonly JobState[]> {
  const groups = new Map<Engine, readonly JobState[]>();
  for (const state of states) {
    const engine = engineOf(state.job);
    groups.set(engine, [...(groups.get(engine) ?? []), state]);
  }
  return groups;
}

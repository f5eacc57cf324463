import { join } from 'node:path';
import { OpenVINOError } from '../../../index.js';
import { printable } from '../../../runtime/printable.js';
import { writeFileAtomically } from '../../files/atomic-write.js';
import type { Engine } from '../../jobs/engine.js';
import { CANCEL_FILE } from '../../jobs/folder/layout.js';
import { refOf } from '../../jobs/folder/manifest.js';
import { openSession } from '../../jobs/session.js';
import { whatOf } from '../../jobs/state/status-view.js';
import { type JobState, survey } from '../../jobs/state/survey.js';
import type { WhichOptions } from './options.js';

/** `ov-bench job cancel`. */
export async function cancelCommand(which: readonly string[], { engine }: WhichOptions): Promise<void> {
  const { stderr, stdout } = process;
  const { jobs, engineOf } = await openSession(which, engine, process.env);
  // the engine is asked first: its job of that id has to be ours
  const states = await survey(jobs, engineOf);
  const silent = states.find(({ tasks }) => tasks.some(({ letter }) => letter === '?'));
  if (silent !== undefined) {
    const reason = silent.tasks.find(({ letter }) => letter === '?')?.reason ?? '';
    throw new OpenVINOError('SCHEDULER_UNAVAILABLE', `Nothing is cancelled: ${printable(reason, 400)}`);
  }
  const open = states.filter(({ done }) => !done);
  for (const state of states.filter(({ done }) => done)) {
    stderr.write(`ov-bench: job ${state.job.manifest.id} has ended before: ${printable(endOf(state), 300)}.\n`);
  }
  // noted first: an engine may be quicker to forget it than this process to look
  for (const { job } of open) await noteCancel(job.folder);
  for (const [of, group] of byEngine(open, engineOf)) await of.cancel(group.map(({ job }) => refOf(job)));
  // looked at while the engine still knows them
  await survey(
    open.map(({ job }) => job),
    engineOf,
  );
  for (const { job } of open) stdout.write(`${job.manifest.id}\n`);
  if (open.length > 0) stderr.write(`ov-bench: ${open.length === 1 ? 'it is' : 'they are'} being ended.\n`);
}

/** A folder that can't be written to is no reason not to end a job. */
async function noteCancel(folder: string): Promise<void> {
  const text = `${JSON.stringify({ at: new Date().toISOString() })}\n`;
  await writeFileAtomically(join(folder, CANCEL_FILE), text).catch(() => undefined);
}

function endOf({ tasks }: JobState): string {
  const [first] = tasks;
  return tasks.length === 1 && first !== undefined ? whatOf(first) : `${tasks.length} tasks`;
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

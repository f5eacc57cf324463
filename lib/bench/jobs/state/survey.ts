import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine, JobRef, Look } from '../engine.js';
import { addEnds, readEnds } from '../folder/ends.js';
import { CANCEL_FILE } from '../folder/layout.js';
import { refOf, type SubmittedJob, tasksOf } from '../folder/manifest.js';
import { readMarkers } from '../folder/markers.js';
import { judge, type TaskState } from './outcome.js';

/** A job and what has become of it. */
export interface JobState {
  readonly job: SubmittedJob;
  readonly tasks: readonly TaskState[];
  /** Whether all of it has ended. */
  readonly done: boolean;
}

/** Gives the engine of a job; the same object for all jobs of a kind. */
export type EngineOf = (job: SubmittedJob) => Engine;

/** Markers of so many tasks are read at the same time. */
const AT_ONCE = 64;

/**
 * What has become of some jobs. Each engine is asked once, however many jobs it has, and not after tasks whose end is known.
 */
export async function survey(jobs: readonly SubmittedJob[], engineOf: EngineOf): Promise<JobState[]> {
  const known = await Promise.all(jobs.map(async (job) => ({ job, ends: await readEnds(job.folder) })));
  const open = known.flatMap(({ job, ends }) => {
    const tasks = tasksOf(job.manifest).filter((task) => !ends.has(task));
    return tasks.length === 0 ? [] : [{ job, ref: refOf(job, tasks) }];
  });
  const looks = await lookAll(open, engineOf);
  return await Promise.all(
    known.map(async ({ job, ends }) => {
      const ref = open.find((each) => each.job === job)?.ref;
      const now = ref === undefined ? [] : await judgeAll(job, ref, looks.get(job) as Look);
      await addEnds(
        job.folder,
        // one that is lost may be found again: a shared folder shows late what a node has written
        now.filter(({ outcome }) => outcome !== undefined && outcome !== 'lost'),
      );
      const fresh = new Map(now.map((state) => [state.task, state]));
      const tasks = tasksOf(job.manifest).map((task) => (ends.get(task) ?? fresh.get(task)) as TaskState);
      return { job, tasks, done: tasks.every(({ outcome }) => outcome !== undefined) };
    }),
  );
}

interface Open {
  readonly job: SubmittedJob;
  readonly ref: JobRef;
}

async function lookAll(open: readonly Open[], engineOf: EngineOf): Promise<Map<SubmittedJob, Look>> {
  const looks = new Map<SubmittedJob, Look>();
  const groups = new Map<Engine, Open[]>();
  for (const each of open) {
    const engine = engineOf(each.job);
    groups.set(engine, [...(groups.get(engine) ?? []), each]);
  }
  for (const [engine, group] of groups) {
    let here: string;
    try {
      here = await engine.cluster();
    } catch (error) {
      const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
      for (const { job } of group) looks.set(job, { kind: 'silent', reason });
      continue;
    }
    const [ours, others] = [group, group].map((all, index) =>
      all.filter(({ job }) => (job.manifest.cluster === here) === (index === 0)),
    ) as [Open[], Open[]];
    for (const { job } of others) {
      const reason = `It was submitted to the cluster ${job.manifest.cluster}, and the commands here ask ${here}`;
      looks.set(job, { kind: 'silent', reason });
    }
    if (ours.length === 0) continue;
    const look = await engine.look(ours.map(({ ref }) => ref));
    for (const { job } of ours) looks.set(job, look);
  }
  return looks;
}

async function judgeAll({ folder, manifest }: SubmittedJob, { id, tasks }: JobRef, look: Look): Promise<TaskState[]> {
  const sightings =
    look.kind === 'answered' ? new Map((look.jobs.get(id) ?? []).map((each) => [each.task, each])) : null;
  const cancelled = await access(join(folder, CANCEL_FILE)).then(
    () => true,
    () => false,
  );
  const states: TaskState[] = [];
  for (let at = 0; at < tasks.length; at += AT_ONCE) {
    const some = tasks.slice(at, at + AT_ONCE).map(async (task) => {
      const engine = look.kind === 'silent' ? { silent: look.reason } : (sightings?.get(task) ?? 'gone');
      // of one that waits there is nothing to read
      const waits = typeof engine === 'object' && 'letter' in engine && engine.letter === 'Q';
      const { nodes, strictDevices } = manifest;
      const markers = waits ? { units: [], folderGone: false } : await readMarkers(folder, task, manifest);
      return judge({ task, engine, markers, nodes, strictDevices, cancelled });
    });
    states.push(...(await Promise.all(some)));
  }
  return states;
}

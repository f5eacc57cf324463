import { titleOf } from '../folder/manifest.js';
import type { JobState } from './survey.js';

/** A job's state for programs: what `job status --json` prints. */
export function statusJson({ job: { folder, manifest }, tasks, done }: JobState): object {
  const { id, name, engine, cluster, submittedAt } = manifest;
  return {
    id,
    name,
    engine,
    cluster,
    submittedAt,
    folder,
    done,
    tasks: tasks.map((task) => ({
      task: task.task ?? null,
      title: titleOf(manifest, task.task),
      state: task.letter,
      word: task.word,
      node: task.node === '' ? null : task.node,
      elapsedMs: task.elapsedMs ?? null,
      reason: task.reason === '' ? null : task.reason,
      outcome: task.outcome ?? null,
      exitCode: task.exitCode ?? null,
    })),
  };
}

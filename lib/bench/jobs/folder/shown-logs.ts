import { join } from 'node:path';
import type { TaskState } from '../state/outcome.js';
import { type Fetched, nodesOf } from './fetch.js';
import { unitFolder } from './layout.js';
import { type Log, logsOf } from './logs.js';
import type { SubmittedJob } from './manifest.js';

/** A unit and the logs that are shown of it. */
export interface UnitLogs {
  readonly task: number | undefined;
  readonly node: string | undefined;
  readonly logs: readonly Log[];
}

/** The logs of what was fetched; of an archive that was refused those that lie in the job's own folder. */
export function fetchedLogs({ folder }: SubmittedJob, fetched: readonly Fetched[]): UnitLogs[] {
  return fetched.map(({ task, node, refusal, folder: root, files }) => ({
    task,
    node,
    logs:
      refusal !== undefined
        ? logsOf(folder, unitFolder(folder, { task, node }), task)
        : files
            .filter((name) => /(^|\/)(\w+-)?std(out|err)\.log$/.test(name))
            .map((name) => ({ file: join(root, name), root, to: /stdout\.log$/.test(name) ? 'stdout' : 'stderr' })),
  }));
}

/** The logs in the job's own folder: where nothing could be fetched. */
export async function ownLogs({ folder, manifest }: SubmittedJob, ended: readonly TaskState[]): Promise<UnitLogs[]> {
  const all: UnitLogs[] = [];
  for (const { task } of ended) {
    const nodes = manifest.nodes === 1 ? [undefined] : (await nodesOf(folder, task)).nodes;
    for (const node of nodes) all.push({ task, node, logs: logsOf(folder, unitFolder(folder, { task, node }), task) });
  }
  return all;
}

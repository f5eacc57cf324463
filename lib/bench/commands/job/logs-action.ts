import { setTimeout as delay } from 'node:timers/promises';
import { OpenVINOError } from '../../../index.js';
import { printable } from '../../../runtime/printable.js';
import { writeThrough } from '../../files/write-through.js';
import { nodesOf } from '../../jobs/folder/fetch.js';
import { unitFolder } from '../../jobs/folder/layout.js';
import { harmless, type Log, LogReader, logsOf } from '../../jobs/folder/logs.js';
import type { SubmittedJob } from '../../jobs/folder/manifest.js';
import { openSession } from '../../jobs/session.js';
import { survey } from '../../jobs/state/survey.js';
import { usageError } from '../../options.js';
import { watchInterrupts } from '../../run/interrupt.js';
import type { LogsOptions } from './options.js';

const PAUSE_MS = 500;
/** The scheduler is asked less often than the logs are read. */
const LOOK_EVERY = 6;

/** Folders that are named. */
const MOST_NODES = 10;

/** `ov-bench job logs`. */
export async function logsCommand(which: string, { engine, follow, task }: LogsOptions): Promise<void> {
  const { jobs, engineOf } = await openSession([which], engine, process.env);
  const [job] = jobs;
  if (job === undefined) return;
  const { tasks, nodes } = job.manifest;
  if (task !== undefined && (tasks === null || task > tasks)) {
    throw usageError(
      tasks === null ? 'The job has no tasks: leave --task away.' : `The job has ${tasks} tasks, and no task ${task}.`,
    );
  }
  if (tasks !== null && task === undefined) throw usageError(`The job has ${tasks} tasks: say which with --task N.`);
  const reader = new LogReader(logsOf(job.folder, unitFolder(job.folder, { task, node: undefined }), task));
  let shown = 0;
  const show = async ({ to }: Log, piece: Buffer): Promise<void> => {
    const stream = process[to];
    shown += piece.byteLength;
    await writeThrough(stream, stream.isTTY === true ? harmless(piece.toString('utf8')) : piece);
  };
  const toEnd = async (): Promise<void> => {
    for (let round = 0; follow === true && nodes === 1; round++) {
      const done =
        round % LOOK_EVERY === 0 &&
        (await interrupts.orAbort(survey(jobs, engineOf)))[0]?.tasks.find((each) => each.task === task)?.outcome !==
          undefined;
      await reader.readNew(show);
      if (done) break;
      await delay(PAUSE_MS);
    }
    await reader.readNew(show);
  };
  const interrupts = watchInterrupts();
  try {
    await interrupts.orAbort(toEnd());
  } finally {
    interrupts.stop();
  }
  // what was shown is the engine's own, of all nodes
  if (nodes > 1) throw await ofNodes(job, task);
  if (shown > 0) return;
  process.stderr.write(
    'ov-bench: the job has printed nothing yet; `ov-bench job status` tells whether it has begun.\n',
  );
}

/** Where the logs of several nodes are: beside each other they could not be told apart. */
async function ofNodes({ folder, manifest }: SubmittedJob, task: number | undefined): Promise<OpenVINOError> {
  const { nodes } = await nodesOf(folder, task);
  const unit = (node: string): string => printable(unitFolder(folder, { task, node }));
  const where =
    nodes.length === 0
      ? `in ${unit('NAME')}, once they have begun`
      : nodes
          .slice(0, MOST_NODES)
          .map((node) => unit(node))
          .join(', ');
  const more = nodes.length > MOST_NODES ? ` and ${nodes.length - MOST_NODES} more` : '';
  return new OpenVINOError(
    'FILE_NOT_FOUND',
    `The job runs on ${manifest.nodes} nodes, each with logs of its own, stdout.log and stderr.log, there or in output/: ${where}${more}.`,
  );
}

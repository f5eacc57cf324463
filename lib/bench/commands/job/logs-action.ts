import { setTimeout as delay } from 'node:timers/promises';
import { OpenVINOError } from '../../../index.js';
import { unitFolder } from '../../jobs/folder/layout.js';
import { harmless, type Log, LogReader, logsOf } from '../../jobs/folder/logs.js';
import { openSession } from '../../jobs/session.js';
import { survey } from '../../jobs/state/survey.js';
import { usageError } from '../../options.js';
import { watchInterrupts } from '../../run/interrupt.js';
import type { LogsOptions } from './options.js';

const PAUSE_MS = 500;
/** The scheduler is asked less often than the logs are read. */
const LOOK_EVERY = 6;

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
  const show = ({ to }: Log, piece: Buffer): void => {
    const stream = process[to];
    stream.write(stream.isTTY === true ? harmless(piece.toString('utf8')) : piece);
    shown += piece.byteLength;
  };
  const interrupts = watchInterrupts();
  try {
    for (let round = 0; follow === true; round++) {
      const done =
        round % LOOK_EVERY === 0 &&
        (await survey(jobs, engineOf))[0]?.tasks.find((each) => each.task === task)?.outcome !== undefined;
      await reader.readNew(show);
      if (done) break;
      await delay(PAUSE_MS, undefined, { signal: interrupts.signal }).catch(() => interrupts.signal.throwIfAborted());
    }
    await reader.readNew(show);
  } finally {
    interrupts.stop();
  }
  if (shown > 0) return;
  if (nodes > 1) {
    throw new OpenVINOError(
      'FILE_NOT_FOUND',
      `The job runs on ${nodes} nodes: their logs are in ${job.folder}, a folder each.`,
    );
  }
  process.stderr.write(
    'ov-bench: the job has printed nothing yet; `ov-bench job status` tells whether it has begun.\n',
  );
}

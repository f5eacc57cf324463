import { rmSync } from 'node:fs';
import { toFailure } from '../failure.js';
import type { Job, Reply, Turn } from '../protocol.js';
import { survey } from '../tune/survey.js';
import { inspect } from './inspect.js';
import type { Turns } from './slices.js';
import { runTrial } from './trial.js';
import { openWorld } from './world.js';

/** The process that measures: takes one job over the channel, answers, and ends. */
const parentId = process.ppid;
/** The run's temporary folder: an argument, since the parent may be gone before the job comes. */
const [, , folder] = process.argv;

// modules load while the event loop turns: the parent may have gone before this line
if (process.connected !== true) abandon();
process.once('disconnect', abandon);
process.once('message', (job: Job) => {
  void answer(job);
});

async function answer(job: Job): Promise<void> {
  const reply = await replyTo(job).catch((error: unknown): Reply => ({ kind: 'failed', error: toFailure(error) }));
  process.removeListener('disconnect', abandon);
  process.send?.(reply, () => process.disconnect?.());
}

async function replyTo(job: Job): Promise<Reply> {
  const world = await openWorld(job.simulation, job.folder);
  try {
    if (job.kind === 'survey') return { kind: 'surveyed', survey: await survey(job) };
    return job.kind === 'inspect'
      ? { kind: 'inspected', inspection: await inspect(job) }
      : {
          kind: 'measured',
          measurement: await runTrial(job, { world, onProgress, turns: job.inTurns ? turns : undefined }),
        };
  } finally {
    world.close();
  }
}

const turns: Turns = {
  ready: () => say({ kind: 'ready' }),
  next: () => new Promise((resolve) => process.once('message', (turn: Turn) => resolve(turn))),
  ended: (totals) => say({ kind: 'sliced', totals }),
};

function say(reply: Reply): void {
  process.send?.(reply);
}

function onProgress(done: number, elapsedMs: number): void {
  // a synchronous loop sees no event, "disconnect" neither; the parent's id changes all the same when it is gone
  if (process.ppid !== parentId) abandon();
  say({ kind: 'progress', done, elapsedMs });
}

/** The parent was killed: nobody wants the result. An orderly exit would wait for a compilation to end. */
function abandon(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  process.kill(process.pid, 'SIGKILL');
}

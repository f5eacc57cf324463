import { rmSync } from 'node:fs';
import { toFailure } from '../failure.js';
import type { Job, Reply, Turn } from '../run/protocol.js';
import type { Turns } from './slices.js';
import { openWorld } from './world.js';

/** The process that measures: takes one job over the channel, answers, and ends. */
const parentId = process.ppid;
/** The run's temporary folder: an argument, since the parent may be gone before the job comes. */
const [, , folder, expected] = process.argv;

/** What does a job. The other jobs' modules are not loaded: each takes half a millisecond. */
const WORK = {
  inspect: () => import('./inspect.js'),
  trial: () => import('./trial.js'),
  survey: () => import('../tune/survey.js'),
};

// a process that is started ahead of its job makes itself ready for it
if (expected === 'trial') void WORK.trial();

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
    switch (job.kind) {
      case 'survey':
        return { kind: 'surveyed', survey: await (await WORK.survey()).survey(job) };
      case 'inspect':
        return { kind: 'inspected', inspection: await (await WORK.inspect()).inspect(job) };
      case 'trial': {
        const { runTrial } = await WORK.trial();
        const context = { world, onProgress, onWarmup, turns: job.inTurns ? turns : undefined };
        return { kind: 'measured', measurement: await runTrial(job, context) };
      }
    }
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
  tell({ kind: 'progress', done, elapsedMs });
}

function onWarmup(done: number, of: number): void {
  tell({ kind: 'warming', done, of });
}

function tell(reply: Reply): void {
  // a synchronous loop sees no event, "disconnect" neither; the parent's id changes all the same when it is gone
  if (process.ppid !== parentId) abandon();
  say(reply);
}

/** The parent was killed: nobody wants the result. An orderly exit would wait for a compilation to end. */
function abandon(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  process.kill(process.pid, 'SIGKILL');
}

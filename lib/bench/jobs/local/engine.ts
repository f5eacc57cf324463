import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import { OpenVINOError } from '../../../index.js';
import { printable, reasonOf, systemCode } from '../../../runtime/printable.js';
import type { Dialect, Engine, JobRef, JobSpec, Look, Sighting } from '../engine.js';
import { isOver, Queue, type QueuedJob } from './queue.js';
import type { JobRecord } from './records.js';
import { runnerOf } from './runner-lock.js';
import { sightingsOf } from './sightings.js';
import { ensureRunner } from './start-runner.js';

export interface LocalOptions {
  /** Where the queue is kept: see `stateFolder`. */
  readonly stateFolder: string;
  /** All that the runner and the jobs have in their environment; it is kept in the queue, in files of this user alone. */
  readonly env: Readonly<Record<string, string>>;
  /** How many jobs that are not exclusive run beside each other; half as many as there are cores by default. */
  readonly sharedSlots?: number;
  /** The module of the runner's process, where it is not beside this one. */
  readonly runnerModule?: URL;
}

const DIALECT: Dialect = {
  id: '$OV_BENCH_LOCAL_JOB_ID',
  task: '$OV_BENCH_LOCAL_TASK',
  node: '$OV_BENCH_LOCAL_NODE',
  onEachNode: undefined,
};

/**
 * This machine as a batch system: a queue of child processes, for where there is no cluster. Jobs are run by a process of its
 * own (`runner.ts`), which is there as long as there are any, and outlives the terminal.
 */
export function localEngine(options: LocalOptions): Engine {
  return new LocalEngine(options);
}

class LocalEngine implements Engine {
  readonly name = 'local';
  readonly title = 'the local queue';
  readonly dialect = DIALECT;
  readonly #options: LocalOptions;
  readonly #host = hostname();
  readonly #queue: Queue;

  constructor(options: LocalOptions) {
    this.#options = options;
    // home folders may be shared by machines, and a process of another one can neither be seen nor ended
    this.#queue = new Queue(join(options.stateFolder, 'local', folderName(this.#host)));
  }

  /** Process groups are those of Unix. */
  async isHere(): Promise<boolean> {
    return process.platform !== 'win32';
  }

  async cluster(): Promise<string> {
    return folderName(this.#host);
  }

  async submit(spec: JobSpec): Promise<string> {
    this.#refuse(spec);
    return this.#told(() => this.#submit(spec));
  }

  async #submit(spec: JobSpec): Promise<string> {
    await this.#queue.make();
    const { sharedSlots = Math.max(1, Math.floor(availableParallelism() / 2)), env } = this.#options;
    const id = await this.#queue.add(recordOf(spec, sharedSlots, env));
    try {
      await this.#run();
    } catch (error) {
      // nobody is told its id
      await this.#queue.noteCancel(id).catch(() => undefined);
      throw error;
    }
    return String(id);
  }

  async find(token: string): Promise<string | undefined> {
    return this.#told(async () => {
      for (const id of (await this.#queue.ids()).reverse())
        if ((await this.#queue.read(id))?.record.token === token) return String(id);
      return undefined;
    });
  }

  async look(jobs: readonly JobRef[]): Promise<Look> {
    try {
      // before the files: what has no end in them then, and no runner, has none to come
      const hasRunner = (await runnerOf(this.#queue.runners)) !== undefined;
      const known = await this.#known(jobs);
      const stuck = hasRunner ? '' : await this.#resume(known);
      const circumstances = { node: this.#host, hasRunner, stuck };
      const seen = new Map<string, readonly Sighting[]>();
      for (const job of known) seen.set(String(job.id), await sightingsOf(this.#queue, job, circumstances));
      return { kind: 'answered', jobs: seen };
    } catch (error) {
      return { kind: 'silent', reason: reasonOf(error) };
    }
  }

  async cancel(jobs: readonly JobRef[]): Promise<void> {
    return this.#told(() => this.#cancel(jobs));
  }

  async #cancel(jobs: readonly JobRef[]): Promise<void> {
    const known = (await this.#known(jobs)).filter(isUnfinished);
    for (const { id } of known) await this.#queue.noteCancel(id);
    // read again: what has begun since is to be ended, what has not never will be
    if ((await this.#known(jobs)).some(isUnfinished)) await this.#run();
  }

  /** What the system says of files of the queue, as one sentence. */
  async #told<T>(work: () => Promise<T>): Promise<T> {
    return work().catch((cause: unknown) => {
      if (cause instanceof OpenVINOError || systemCode(cause) === undefined) throw cause;
      throw new OpenVINOError(
        'SCHEDULER_UNAVAILABLE',
        `The queue of local jobs in ${printable(this.#queue.folder)} can't be used: ${reasonOf(cause)}; name another folder with OV_BENCH_STATE_DIR.`,
        { cause },
      );
    });
  }

  async #known(jobs: readonly JobRef[]): Promise<QueuedJob[]> {
    // a queue that can't be read is an error, and no queue without these jobs
    const ids = new Set((await this.#queue.ids()).map(String));
    const known: QueuedJob[] = [];
    for (const { id, token } of jobs) {
      const job = ids.has(id) ? await this.#queue.read(Number(id)) : undefined;
      // of a queue that was emptied the ids begin anew
      if (job?.record.token === token) known.push(job);
    }
    return known;
  }

  /** Has the jobs run. A runner that is there already looks at once. */
  async #run(): Promise<void> {
    const runner = await runnerOf(this.#queue.runners);
    if (runner === undefined) {
      await ensureRunner(this.#queue, { env: this.#options.env, module: this.#options.runnerModule });
      return;
    }
    try {
      process.kill(runner.pid, 'SIGCONT');
    } catch {
      // it has gone, or is of another container: the queue is looked at by and by
    }
  }

  /** Jobs that wait, or whose runner was killed, get another one. */
  async #resume(jobs: readonly QueuedJob[]): Promise<string> {
    if (!jobs.some(isUnfinished)) return '';
    return this.#run().then(
      () => '',
      (error: unknown) => reasonOf(error),
    );
  }

  #refuse({ nodes, nodelist }: JobSpec): void {
    const here = printable(this.#host);
    if (nodes > 1)
      throw rejected(`it asks for ${nodes} nodes, and this machine is one: give --nodes 1, or name a batch system`);
    if (nodelist !== undefined && nodelist !== this.#host && nodelist !== 'localhost')
      throw rejected(`it asks for the node ${printable(nodelist)}, and this machine is ${here}`);
  }
}

function rejected(why: string): OpenVINOError {
  return new OpenVINOError('JOB_REJECTED', `The local queue does not take the job: ${why}.`);
}

function recordOf(spec: JobSpec, slots: number, env: JobRecord['env']): JobRecord {
  const { name, token, folder, script, tasks, mostAtOnce, exclusive, timeLimitMs } = spec;
  return {
    ...{ name, token, folder, script, exclusive, slots, env },
    tasks: tasks ?? null,
    mostAtOnce: mostAtOnce ?? null,
    timeLimitMs: timeLimitMs ?? null,
  };
}

/** Whether something of it waits or runs, or was running when its runner was killed. */
function isUnfinished(job: QueuedJob): boolean {
  return job.units.some((unit) => !isOver(job, unit));
}

function folderName(host: string): string {
  const name = host.replace(/[^A-Za-z0-9_.-]/g, '_');
  return /^\.*$/.test(name) ? '_' : name;
}

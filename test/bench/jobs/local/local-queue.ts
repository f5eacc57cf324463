import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine, JobRef, JobSpec, Sighting } from '../../../../lib/bench/jobs/engine.js';
import { localEngine } from '../../../../lib/bench/jobs/local/engine.js';
import { runnerOf } from '../../../../lib/bench/jobs/local/runner-lock.js';

/** The runner's process is the built one, as it is for users. */
export const RUNNER = new URL('../../../../dist/bench/jobs/local/runner-main.js', import.meta.url);
export const ENV = { PATH: process.env.PATH ?? '' };

/** A queue with a state folder of its own, and what tests do with it. */
export class LocalQueue {
  readonly state: string;
  readonly engine: Engine;
  readonly #folder: string;
  #jobs = 0;

  constructor(folder: string, { sharedSlots = 2 } = {}) {
    this.#folder = mkdtempSync(join(folder, 'local-'));
    this.state = join(this.#folder, 'state');
    this.engine = localEngine({ stateFolder: this.state, env: ENV, sharedSlots, runnerModule: RUNNER });
  }

  /** The queue's own folder, which is there after a submission. */
  get queue(): string {
    const local = join(this.state, 'local');
    return join(local, readdirSync(local)[0] as string);
  }

  /** A job of a script, with a folder of its own. */
  spec(script: string, changes: Partial<JobSpec> = {}): JobSpec {
    const folder = join(this.#folder, `job ${++this.#jobs}`);
    mkdirSync(join(folder, 'engine'), { recursive: true });
    writeFileSync(join(folder, 'job.sh'), script);
    return {
      ...{ name: 'test', folder, script: join(folder, 'job.sh'), tasks: undefined, mostAtOnce: undefined, nodes: 1 },
      processorsPerNode: undefined,
      ...{ features: [], exclusive: true, timeLimitMs: undefined, partition: undefined, account: undefined },
      ...{ qos: undefined, gres: undefined, nodelist: undefined, token: `token-${this.#folder}-${this.#jobs}` },
      ...changes,
    };
  }

  async submit(script: string, changes: Partial<JobSpec> = {}): Promise<JobRef> {
    const spec = this.spec(script, changes);
    return refOf(await this.engine.submit(spec), spec);
  }

  /** What the engine says of a job now. */
  async sightings(job: JobRef): Promise<readonly Sighting[]> {
    const look = await this.engine.look([job]);
    if (look.kind === 'silent') throw new Error(look.reason);
    return look.jobs.get(job.id) ?? [];
  }

  async words(job: JobRef): Promise<string> {
    return (await this.sightings(job)).map(({ word }) => word).join(' ');
  }

  /** Waits until a job is over, and gives what is said of it then. */
  async ended(job: JobRef, timeoutMs = 20_000): Promise<readonly Sighting[]> {
    const end = Date.now() + timeoutMs;
    for (;;) {
      const sightings = await this.sightings(job);
      if (sightings.length > 0 && sightings.every(({ letter }) => letter === 'C')) return sightings;
      if (Date.now() > end) throw new Error(`job ${job.id} is still ${await this.words(job)}`);
      await sleep(20);
    }
  }

  /** Number of the runner's process; undefined where there is none. */
  async runner(): Promise<number | undefined> {
    return (await runnerOf(join(this.queue, 'runners')))?.pid;
  }

  /** Waits until the runner has ended. */
  async idle(): Promise<void> {
    await eventually(async () => (await this.runner()) === undefined, 'the end of the runner');
  }

  /** A file that jobs write to and tests read. */
  file(name: string): string {
    return join(this.#folder, name);
  }

  lines(name: string): string[] {
    try {
      return readFileSync(this.file(name), 'utf8')
        .split('\n')
        .filter((line) => line !== '');
    } catch {
      return [];
    }
  }
}

export function refOf(id: string, { name, token, folder, tasks }: JobSpec): JobRef {
  const all = tasks === undefined ? [undefined] : Array.from({ length: tasks }, (_, index) => index + 1);
  return { id, name, token, folder, submittedAt: new Date(), tasks: all };
}

/** Waits until something holds. */
export async function eventually(
  holds: () => Promise<boolean> | boolean,
  what: string,
  timeoutMs = 20_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await sleep(10);
  }
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type CliRun, type RunningCli, startCli } from './cli.js';
import { testFolder } from './folder.js';
import { type SlurmCluster, type SlurmOptions, startSlurm } from './slurm-cluster.js';

/** A user of a cluster: a folder to work in, a registry of jobs, and `ov-bench`. */
export class Lab {
  readonly folder: string;
  readonly env: Record<string, string | undefined>;

  constructor(folder: string, env: Readonly<Record<string, string | undefined>>) {
    this.folder = folder;
    this.env = { ...process.env, ...env, HOME: process.env['HOME'], OV_BENCH_STATE_DIR: join(folder, 'state') };
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}, timeoutMs?: number): RunningCli {
    return startCli(args, { cwd: this.folder, env: { ...this.env, ...env } }, timeoutMs);
  }

  /** `ov-bench job ARGS` to its end. */
  job(...args: readonly string[]): Promise<CliRun> {
    return this.start(['job', ...args]).ended;
  }

  /** Submits; the id, which is all that stdout has. */
  async submit(...args: readonly string[]): Promise<string> {
    const run = await this.job('submit', ...args);
    const id = /^(\d+)\n$/.exec(run.stdout)?.[1];
    if (run.code !== 0 || id === undefined) throw new Error(`submit: ${run.code} ${run.stdout} ${run.stderr}`);
    return id;
  }

  /** Writes a script to submit. */
  script(name: string, ...lines: readonly string[]): string {
    const file = join(this.folder, name);
    writeFileSync(file, `#!/bin/bash\n${lines.join('\n')}\n`);
    return file;
  }

  /** What `job status --json` says of a job's tasks. */
  async tasks(id: string): Promise<readonly Task[]> {
    const { stdout, stderr } = await this.job('status', id, '--json');
    const [job] = JSON.parse(stdout || '[]') as { readonly tasks: readonly Task[] }[];
    if (job === undefined) throw new Error(stderr);
    return job.tasks;
  }

  /** The same once all have a state that is wanted. */
  async until(id: string, wanted: (task: Task) => boolean, timeoutMs = 30_000): Promise<readonly Task[]> {
    for (const end = Date.now() + timeoutMs; ; ) {
      const tasks = await this.tasks(id);
      if (tasks.every(wanted)) return tasks;
      if (Date.now() > end) throw new Error(`job ${id} is still ${JSON.stringify(tasks)}`);
    }
  }
}

/** A task as `job status --json` shows it. */
export interface Task {
  readonly task: number | null;
  readonly state: string;
  readonly word: string;
  readonly node: string | null;
  readonly reason: string | null;
  readonly outcome: string | null;
  readonly exitCode: number | null;
}

/** A real Slurm for a file's tests, and its user. */
export function slurmLab(options: SlurmOptions = {}): { readonly lab: Lab; readonly cluster: SlurmCluster } {
  const folder = testFolder();
  const made: { lab?: Lab; cluster?: SlurmCluster } = {};
  beforeAll(async () => {
    made.cluster = await startSlurm(options);
    const work = join(folder, 'work');
    mkdirSync(work);
    made.lab = new Lab(work, made.cluster.env);
  });
  afterAll(() => made.cluster?.stop());
  const get = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('Slurm has not started');
    return value;
  };
  return {
    get lab() {
      return get(made.lab);
    },
    get cluster() {
      return get(made.cluster);
    },
  };
}

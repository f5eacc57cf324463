/** Batch systems that jobs can be given to; `local` is this machine. */
export const ENGINES = ['slurm', 'sge', 'pbs', 'local'] as const;
export type EngineName = (typeof ENGINES)[number];

/** What a job asks of its scheduler. All texts have been checked: see `job-spec.ts`. */
export interface JobSpec {
  /** Letters, digits, `_`, `.`, `-`. */
  readonly name: string;
  /** The job's own folder: absolute, there, and the same on every node. */
  readonly folder: string;
  /** What the scheduler runs: a POSIX shell script in that folder, without arguments. */
  readonly script: string;
  /** Number of tasks of an array, from 1 on; undefined for a job that is none. */
  readonly tasks: number | undefined;
  /** At most so many of them at the same time. */
  readonly mostAtOnce: number | undefined;
  /** How many different nodes; each runs all of it. */
  readonly nodes: number;
  /** Of each node, where the job does not take all of it; undefined where nothing was said. */
  readonly processorsPerNode: number | undefined;
  /** What a node has to have, each of them. Letters, digits, `_`, `.`, `-`. */
  readonly features: readonly string[];
  /** Whether the nodes are for this job alone. */
  readonly exclusive: boolean;
  readonly timeLimitMs: number | undefined;
  readonly partition: string | undefined;
  readonly account: string | undefined;
  readonly qos: string | undefined;
  /** Generic resources, `ncs2:1`. */
  readonly gres: string | undefined;
  readonly nodelist: string | undefined;
  /** Random, of this submission alone: it tells the job from another one of the same id. */
  readonly token: string;
}

/** A job that was submitted, as far as its engine has to know it. */
export interface JobRef {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  readonly submittedAt: Date;
  readonly folder: string;
  /** The tasks that are asked after; of a job that is no array one, without a number. */
  readonly tasks: readonly (number | undefined)[];
}

/** Queued, running, complete (however it ended), or not known. */
export type StateLetter = 'Q' | 'R' | 'C' | '?';

/** How a job ended: by an exit code, or by a signal. */
export interface Ending {
  readonly exitCode: number;
  readonly signal: number | undefined;
}

/** What an engine says of a job, or of a task of an array. */
export interface Sighting {
  /** Number of the task; undefined of a job that is no array. */
  readonly task: number | undefined;
  readonly letter: StateLetter;
  /** The engine's own word: `PENDING`, `qw`. */
  readonly word: string;
  /** Whether it ended well: of `C` alone. */
  readonly well: boolean;
  /** Empty where it has none yet. */
  readonly node: string;
  /** Why it waits or failed, in the engine's words; empty where there is nothing to say. */
  readonly reason: string;
  readonly elapsedMs: number | undefined;
  /** Undefined where the engine does not tell. */
  readonly ending: Ending | undefined;
}

/** What came of asking. A job that is not among `jobs` is not known to the engine (any more). */
export type Look =
  | { readonly kind: 'answered'; readonly jobs: ReadonlyMap<string, readonly Sighting[]> }
  /** The scheduler itself can't be asked: nothing follows for any job. */
  | { readonly kind: 'silent'; readonly reason: string };

/** Shell expressions for the job's script: what it is told by this engine, on the node. */
export interface Dialect {
  /** The job's id, that of the array where it is a task. */
  readonly id: string;
  /** Number of the task, empty where it is none. */
  readonly task: string;
  readonly node: string;
  /** A command that runs `"$@"` once on each node of the job; undefined where the engine has none. */
  readonly onEachNode: string | undefined;
}

/**
 * A batch system. Its methods call the engine's own commands, without a shell and with an environment that says nothing but
 * what the job is to have.
 */
export interface Engine {
  readonly name: EngineName;
  /** For sentences: `Slurm`. */
  readonly title: string;
  readonly dialect: Dialect;
  /** Whether its commands are on this machine. */
  isHere(): Promise<boolean>;
  /** Name of the cluster, for the registry: ids of two clusters have nothing to do with each other. */
  cluster(): Promise<string>;
  /**
   * @returns the job's id.
   * @throws OpenVINOError `JOB_REJECTED` where the scheduler refuses it, or can't do what is asked; `SCHEDULER_UNAVAILABLE` where
   *   it does not answer.
   */
  submit(spec: JobSpec): Promise<string>;
  /** Finds a job by its token, where a submission was killed before it noted the id. */
  find(token: string): Promise<string | undefined>;
  /** All jobs at once: as few commands as the engine allows, however many jobs there are. */
  look(jobs: readonly JobRef[]): Promise<Look>;
  /** Ends jobs that wait or run; those that have ended are no error. */
  cancel(jobs: readonly JobRef[]): Promise<void>;
}

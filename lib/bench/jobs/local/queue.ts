import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../../runtime/printable.js';
import { notWritable, writeFileAtomically } from '../../files/atomic-write.js';
import { makeFolder } from '../../files/make-folder.js';
import { addNumbered, numbersIn, removeNumbered, sweepNumbered } from '../../files/numbered-folders.js';
import {
  type EndRecord,
  endFrom,
  type JobRecord,
  jobFrom,
  type StartRecord,
  startFrom,
  UNKNOWN_START,
} from './records.js';

const JOB = 'job.json';
/** Its being there is all that it says. */
const CANCEL = 'cancel';

/** A job, or one of the tasks of an array, as far as it has come. */
export interface Unit {
  /** undefined of a job that is no array. */
  readonly task: number | undefined;
  readonly start: StartRecord | undefined;
  readonly end: EndRecord | undefined;
}

/** A job as the queue has it. */
export interface QueuedJob {
  readonly id: number;
  readonly record: JobRecord;
  readonly cancelled: boolean;
  readonly units: readonly Unit[];
}

/**
 * The queue of one machine: a folder for each job, named by its id, and in it files that are written once. Nothing is ever
 * changed there, so nobody who reads needs a lock.
 */
export class Queue {
  readonly folder: string;
  /** Folders of runners: see `runner-lock.ts`. */
  readonly runners: string;
  /** What runners have to say of themselves. */
  readonly log: string;
  readonly #jobs: string;

  constructor(folder: string) {
    this.folder = folder;
    this.runners = join(folder, 'runners');
    this.log = join(folder, 'runner.log');
    this.#jobs = join(folder, 'jobs');
  }

  /** @throws OpenVINOError `NOT_WRITABLE` */
  async make(): Promise<void> {
    await makeFolder(this.#jobs);
    await makeFolder(this.runners);
  }

  /**
   * @returns the job's id.
   * @throws OpenVINOError `NOT_WRITABLE`; nothing of the job is there then.
   */
  async add(record: JobRecord): Promise<number> {
    return addNumbered(this.#jobs, JOB, JSON.stringify(record));
  }

  /** Ids of all jobs that are there, first come first. */
  async ids(): Promise<number[]> {
    return numbersIn(this.#jobs);
  }

  /**
   * @param known The same job, read before: what it said of units that had ended holds for ever.
   * @returns undefined where it is not there, or damaged.
   */
  async read(id: number, known?: QueuedJob): Promise<QueuedJob | undefined> {
    const folder = this.folderOf(id);
    const names = await readdir(folder).catch((cause: unknown) => {
      if (isNotOurs(cause)) return undefined;
      throw cause;
    });
    if (names === undefined) return undefined;
    const record = known?.record ?? jobFrom(await readText(join(folder, JOB)));
    if (record === undefined) return undefined;
    const there = new Set(names);
    const units = await Promise.all(
      tasksOf(record).map(async (task, index): Promise<Unit> => {
        const before = known?.units[index];
        if (before?.end !== undefined) return before;
        const [start, end] = [`start${suffix(task)}.json`, `end${suffix(task)}.json`];
        return {
          task,
          start: before?.start ?? (there.has(start) ? await this.#startIn(join(folder, start)) : undefined),
          end: there.has(end) ? endFrom(await readText(join(folder, end))) : undefined,
        };
      }),
    );
    return { id, record, cancelled: there.has(CANCEL), units };
  }

  /** What has a start has begun, whatever is left of the file: the power may have failed before it was on the disk. */
  async #startIn(file: string): Promise<StartRecord> {
    return startFrom(await readText(file)) ?? UNKNOWN_START;
  }

  folderOf(id: number): string {
    return join(this.#jobs, String(id));
  }

  async noteStart(id: number, task: number | undefined, record: StartRecord): Promise<void> {
    await writeFileAtomically(join(this.folderOf(id), `start${suffix(task)}.json`), JSON.stringify(record));
  }

  async noteEnd(id: number, task: number | undefined, record: EndRecord): Promise<void> {
    await writeFileAtomically(join(this.folderOf(id), `end${suffix(task)}.json`), JSON.stringify(record));
  }

  /** @throws OpenVINOError `NOT_WRITABLE` */
  async noteCancel(id: number): Promise<void> {
    const file = join(this.folderOf(id), CANCEL);
    await writeFile(file, '').catch((cause: unknown) => {
      throw notWritable(`"${file}", which cancels job ${id},`, cause);
    });
  }

  async isCancelled(id: number): Promise<boolean> {
    return (await stat(join(this.folderOf(id), CANCEL)).catch(() => undefined)) !== undefined;
  }

  /** Where a unit's first process leaves the exit code, whether there is a runner to hear of it or not. */
  exitFile(id: number, task: number | undefined): string {
    return join(this.folderOf(id), `exit${suffix(task)}`);
  }

  /** The exit code that a unit left; undefined where it left none. */
  async exitCode(id: number, task: number | undefined): Promise<number | undefined> {
    const text = (await readText(this.exitFile(id, task))).trim();
    return /^\d{1,3}$/.test(text) ? Number(text) : undefined;
  }

  /** Takes away what ended long ago, except the newest ones: ids go on from the highest one that is there. */
  async prune(newest: number, beforeMs: number): Promise<void> {
    for (const id of (await this.ids()).slice(0, -newest)) {
      const stats = await stat(this.folderOf(id)).catch(() => undefined);
      if (stats === undefined || stats.mtimeMs > beforeMs) continue;
      const job = await this.read(id);
      if (job === undefined || job.units.every((unit) => isOver(job, unit))) await removeNumbered(this.#jobs, id);
    }
    await sweepNumbered(this.#jobs);
    await sweepNumbered(this.runners);
  }
}

/** Whether nothing will come of a unit any more. */
export function isOver({ cancelled }: QueuedJob, { start, end }: Unit): boolean {
  return end !== undefined || (cancelled && start === undefined);
}

export function tasksOf({ tasks }: JobRecord): (number | undefined)[] {
  return tasks === null ? [undefined] : Array.from({ length: tasks }, (_, index) => index + 1);
}

/** What files of a task have in their names. */
export function suffix(task: number | undefined): string {
  return task === undefined ? '' : `.${task}`;
}

/** Nothing of a file that is not there. One that can't be read for another reason may say anything: that a job has run, too. */
async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return '';
    throw cause;
  });
}

/** Not there, or of another user: who calls the command as root once must not stop his own jobs by that. */
function isNotOurs(cause: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(systemCode(cause) ?? '');
}

import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../../../runtime/printable.js';
import type { Bell } from './bell.js';
import { endGroup, isRunning } from './process-group.js';
import { isOver, type Queue, type QueuedJob, type Unit } from './queue.js';
import { type EndRecord, endOf, type StartRecord } from './records.js';
import { RunnerLock } from './runner-lock.js';
import { chooseUnits, type Waiting } from './schedule.js';
import { adoptUnit, groupOf, startUnit, type UnitProcess } from './unit-process.js';

/** A job that was added or cancelled rings; this is for those that could not. Rare: somebody measures meanwhile. */
const LOOK_MS = 5000;
/** Until a disk that is full is tried again. */
const RETRY_MS = 2000;
/** Jobs that have ended stay in the queue: so many of them whatever their age, and younger ones. */
const KEPT_JOBS = 1000;
const KEPT_MS = 7 * 24 * 3600 * 1000;

/** Why a unit is ended before its own end. */
type Stop = 'CANCELLED' | 'TIMEOUT';

/** A unit that this runner answers for. */
interface Running {
  readonly id: number;
  readonly task: number | undefined;
  readonly exclusive: boolean;
  readonly process: UnitProcess;
  /** By the clock on the wall, for the process that started it may have been another one. */
  readonly endsAtMs: number;
  stop: Stop | undefined;
  stopped: Promise<void> | undefined;
}

/** Where a runner tells what nobody else would: its log. */
export type Log = (sentence: string) => void;

/**
 * Runs the jobs of a queue until none is left; at once where somebody else does.
 *
 * Between "nothing is left" and its end a job may be added by somebody who saw that there is a runner. So it gives up the queue
 * first, and looks once more: whoever added a job before that has it seen here, whoever adds one later finds no runner.
 */
export async function runQueue(queue: Queue, bell: Bell, log: Log): Promise<void> {
  const runner = new Runner(queue, bell, log);
  for (;;) {
    const lock = await RunnerLock.claim(queue.runners);
    if (lock === undefined) return;
    await runner.serve(lock);
    await lock.release();
    if (await runner.isDone()) {
      await lock.prune();
      await queue.prune(KEPT_JOBS, Date.now() - KEPT_MS);
      return;
    }
  }
}

class Runner {
  readonly #queue: Queue;
  readonly #bell: Bell;
  readonly #log: Log;
  readonly #known = new Map<number, QueuedJob>();
  readonly #over = new Set<number>();
  readonly #running = new Set<Running>();
  /** All units that it answered for: what was read of one before it ended says nothing after that. */
  readonly #own = new Set<string>();
  #pausedUntilMs = 0;

  constructor(queue: Queue, bell: Bell, log: Log) {
    this.#queue = queue;
    this.#bell = bell;
    this.#log = log;
  }

  /** Until nothing waits and nothing runs. */
  async serve(lock: RunnerLock): Promise<void> {
    for (;;) {
      // while one has the machine for itself nothing begins, and looking through a thousand jobs would disturb it
      const jobs = [...this.#running].some(({ exclusive }) => exclusive) ? [] : await this.#unfinished();
      for (const job of jobs) for (const unit of job.units) await this.#takeOver(job, unit);
      await this.#stopWhatMustEnd();
      const waiting = jobs.flatMap((job) => this.#waitingOf(job));
      if (waiting.length === 0 && this.#running.size === 0) return;
      if (Date.now() >= this.#pausedUntilMs) await this.#begin(waiting, jobs);
      await lock.touch();
      await this.#bell.wait(this.#pauseMs());
    }
  }

  /** Until something has to be done that nobody rings for. */
  #pauseMs(): number {
    const now = Date.now();
    const ends = [...this.#running].flatMap(({ stop, endsAtMs }) => (stop === undefined ? [endsAtMs] : []));
    const moments = [...ends, ...(this.#pausedUntilMs > now ? [this.#pausedUntilMs] : [])];
    return Math.max(Math.min(LOOK_MS, ...moments.map((moment) => moment - now)), 0);
  }

  async isDone(): Promise<boolean> {
    return (await this.#unfinished()).length === 0;
  }

  async #unfinished(): Promise<QueuedJob[]> {
    const jobs: QueuedJob[] = [];
    for (const id of await this.#queue.ids()) {
      if (this.#over.has(id)) continue;
      const job = await this.#queue.read(id, this.#known.get(id));
      if (job === undefined || job.units.every((unit) => isOver(job, unit))) {
        this.#over.add(id);
        this.#known.delete(id);
      } else {
        this.#known.set(id, job);
        jobs.push(job);
      }
    }
    return jobs;
  }

  #waitingOf(job: QueuedJob): Waiting[] {
    const { id, record, units } = job;
    const waits = (unit: Unit): boolean =>
      unit.start === undefined && !isOver(job, unit) && !this.#own.has(keyOf(id, unit.task));
    const tasks = units.filter(waits).map(({ task }) => task);
    const { exclusive, slots, mostAtOnce } = record;
    return tasks.length === 0 ? [] : [{ id, exclusive, slots, mostAtOnce, tasks }];
  }

  /**
   * A unit whose runner was killed. Its processes may go on, for they are no part of the runner; then it is waited for and not
   * ended: what it measures is as good as ever, and its first process leaves the exit code. Nothing is begun beside it that
   * could not have been begun beside any other.
   */
  async #takeOver({ id, record, cancelled }: QueuedJob, { task, start, end }: Unit): Promise<void> {
    if (start === undefined || end !== undefined || this.#own.has(keyOf(id, task))) return;
    this.#own.add(keyOf(id, task));
    const left = (): Promise<number | undefined> => this.#queue.exitCode(id, task);
    if (await isRunning(groupOf(id, start.leader))) {
      this.#log(`job ${nameOf(id, task)} goes on without the runner that began it, and is waited for`);
      this.#watch(runningOf(id, task, record, start, adoptUnit(id, start.leader, left)));
      return;
    }
    const exitCode = (await left()) ?? null;
    await this.#noteEnd(id, task, endOf(cancelled ? 'CANCELLED' : undefined, { exitCode }));
  }

  async #stopWhatMustEnd(): Promise<void> {
    for (const unit of [...this.#running]) {
      if (await this.#queue.isCancelled(unit.id)) this.#stop(unit, 'CANCELLED');
      else if (Date.now() >= unit.endsAtMs) this.#stop(unit, 'TIMEOUT');
    }
  }

  #stop(unit: Running, why: Stop): void {
    if (unit.stop !== undefined) return;
    unit.stop = why;
    unit.stopped = endGroup(unit.process.group);
  }

  async #begin(waiting: readonly Waiting[], jobs: readonly QueuedJob[]): Promise<void> {
    for (const { id, task } of chooseUnits(waiting, [...this.#running])) {
      const job = jobs.find((each) => each.id === id);
      if (job !== undefined && !(await this.#start(job, task))) return;
    }
  }

  /** @returns false where the disk takes nothing: then nothing else is begun for a while, either. */
  async #start(job: QueuedJob, task: number | undefined): Promise<boolean> {
    const { id, record } = job;
    const process = await startUnit(job, task, this.#queue.exitFile(id, task));
    if ('reason' in process) {
      this.#own.add(keyOf(id, task));
      await this.#noteEnd(id, task, endOf('FAILED', process));
      this.#bell.ring();
      return true;
    }
    const start: StartRecord = { leader: process.group.leader, startedAt: new Date().toISOString() };
    try {
      await this.#queue.noteStart(id, task, start);
    } catch (cause) {
      process.dismiss();
      await process.ended;
      this.#log(`job ${nameOf(id, task)} can't be begun yet: ${reasonOf(cause)}`);
      this.#pausedUntilMs = Date.now() + RETRY_MS;
      return false;
    }
    this.#own.add(keyOf(id, task));
    // whoever cancelled it before its start was noted takes it for one that never starts
    if (await this.#queue.isCancelled(id)) {
      process.dismiss();
      await process.ended;
      await this.#noteEnd(id, task, endOf('CANCELLED', {}));
      this.#bell.ring();
      return true;
    }
    process.go();
    this.#watch(runningOf(id, task, record, start, process));
    return true;
  }

  #watch(unit: Running): void {
    this.#running.add(unit);
    const ended = async (): Promise<void> => {
      const end = await unit.process.ended;
      const { stop } = unit;
      // what the script has left running would be beside the next one
      await (unit.stopped ?? endGroup(unit.process.group));
      await this.#noteEnd(unit.id, unit.task, endOf(stop, end));
      this.#running.delete(unit);
      this.#bell.ring();
    };
    void ended();
  }

  /** Tries until it is written: a job that has ended must not be taken for one that runs. */
  async #noteEnd(id: number, task: number | undefined, record: EndRecord): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await this.#queue.noteEnd(id, task, record);
        return;
      } catch (cause) {
        if (tries === 0) this.#log(`the end of job ${nameOf(id, task)} can't be noted yet: ${reasonOf(cause)}`);
        // whoever removed the job asks for nothing more
        if ((await stat(this.#queue.folderOf(id)).catch(() => undefined)) === undefined) return;
        await sleep(RETRY_MS);
      }
    }
  }
}

function runningOf(
  id: number,
  task: number | undefined,
  { exclusive, timeLimitMs }: QueuedJob['record'],
  { startedAt }: StartRecord,
  process: UnitProcess,
): Running {
  const endsAtMs = timeLimitMs === null ? Number.POSITIVE_INFINITY : Date.parse(startedAt) + timeLimitMs;
  return { id, task, exclusive, process, endsAtMs, stop: undefined, stopped: undefined };
}

function keyOf(id: number, task: number | undefined): string {
  return `${id} ${task ?? ''}`;
}

function nameOf(id: number, task: number | undefined): string {
  return task === undefined ? String(id) : `${id}, task ${task},`;
}

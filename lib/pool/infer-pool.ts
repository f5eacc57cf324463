import { abortError, onAbort, throwIfAborted } from '../common/abort.js';
import { OpenVINOError } from '../errors.js';
import type { InferInputs, InferResults, InferSettings } from '../infer/infer-options.js';
import { type InferRequest, isFree, launch, withdraw } from '../infer/infer-request.js';
import { type CompiledModel, makeRelayRequest } from '../model/compiled-model.js';
import { clockOffset, type NativeRelay, nativeAddon } from '../native.js';
import { PlaceSeekers } from './place-seekers.js';
import { type PoolStats, Tally } from './pool-stats.js';
import { WaitingLine } from './waiting-line.js';

/** An inference for whichever request of a pool is free. */
export interface Task {
  readonly inputs: InferInputs | undefined;
  /** Where inputs may be left out, the request that was offered last runs it. */
  readonly settings: InferSettings;
  /** Called once, at its end. `request` ran it (undefined where none did) and goes on with another task when this returns. */
  done(error: unknown, results: InferResults | undefined, request: InferRequest | undefined): void;
}

/** A task that waits for its turn. */
interface Waiter {
  readonly task: Task;
  readonly since: number;
  stopListening: (() => void) | undefined;
}

/** What a pool is made of. */
export interface PoolParts {
  /** Requests at the same time. */
  readonly size: number;
  /** Tasks that may wait; Infinity for any number. */
  readonly maxWaiting: number;
  /** What a caller should do whom the waiting list has no place for: half a sentence. */
  readonly advice: string;
  /** What it is when it is closed: `The queue was released`. */
  readonly name: string;
  readonly compiledModel: CompiledModel;
}

/**
 * Requests beyond the pool's size that are made ready for the next inferences: the addon starts them when others end, so that
 * the device does not wait for JavaScript. More than two bring nothing (measured on models of 10 us and of 1.4 ms).
 */
const MOST_AHEAD = 2;

/** Infer requests that share the work: a task goes to one that is free, or waits, first come first served. */
export class InferPool {
  readonly size: number;
  /** Requests that have a task at the same time: those that run, and those that are ready to. */
  readonly #places: number;
  readonly #relay: NativeRelay;
  readonly #parts: PoolParts;
  readonly #idle: InferRequest[] = [];
  readonly #line: WaitingLine<Waiter>;
  readonly #tally = new Tally();
  /** Requests that have a task. */
  #taken = 0;
  #isFilled = false;
  #closed = false;
  /** Those that were given to be filled, and not started yet. */
  #offered: InferRequest[] = [];
  readonly #busy = new Set<InferRequest>();
  readonly #seekers = new PlaceSeekers();
  /** Those who wait for the end of everything. */
  #enders: (() => void)[] = [];

  constructor(parts: PoolParts) {
    this.#parts = parts;
    this.size = parts.size;
    const ahead = Math.min(parts.size, parts.maxWaiting, MOST_AHEAD);
    this.#places = parts.size + ahead;
    this.#relay = new (nativeAddon().Relay)(parts.size);
    this.#line = new WaitingLine(parts.maxWaiting - ahead);
  }

  /** Tasks that run. */
  get running(): number {
    return Math.min(this.#taken, this.size);
  }

  /** Tasks that wait. */
  get waiting(): number {
    return this.#taken - this.running + this.#line.size;
  }

  /** Whether a task would start at once. */
  get hasIdle(): boolean {
    return this.#taken < this.size;
  }

  /** Runs an inference on inputs, with results of its own. */
  run(inputs: InferInputs, settings: InferSettings): Promise<InferResults> {
    // what the executor throws rejects
    return new Promise((resolve, reject) => {
      this.submit({
        inputs,
        settings,
        done: (error, results) => (error === undefined ? resolve(results as InferResults) : reject(error)),
      });
    });
  }

  /**
   * Starts a task, or lets it wait.
   *
   * @throws OpenVINOError `QUEUE_FULL`, `CLOSED`, `CANCELLED`, or what is wrong with its inputs; `done` is then never called.
   */
  submit(task: Task): void {
    this.#seekers.take(() => this.#enter(task));
  }

  #enter(task: Task): void {
    const { signal } = task.settings;
    if (this.#closed) throw this.#closedError();
    throwIfAborted(signal, 'The inference');
    if (!this.#isFilled) this.#fill();
    const offered = task.settings.needsAllInputs ? undefined : this.#takeOffered();
    if (this.#taken < this.#places) {
      this.#taken++;
      try {
        this.#launch(offered ?? this.#take(), task, this.#taken > this.size ? performance.now() : undefined);
      } catch (error) {
        this.#taken--;
        this.#tally.count(error, undefined);
        // it may be filled better, and started again
        if (offered !== undefined && isFree(offered)) this.#offerAgain(offered);
        throw error;
      }
      return;
    }
    const waiter: Waiter = { task, since: performance.now(), stopListening: undefined };
    try {
      this.#line.add(waiter, this.#parts.advice, this.#parts.maxWaiting);
    } catch (error) {
      this.#tally.refused++;
      throw error;
    }
    if (signal === undefined) return;
    waiter.stopListening = onAbort(signal, () => {
      if (!this.#line.leave(waiter)) return;
      this.#refuse(waiter, abortError(signal, 'The inference'));
      this.#seekers.tell();
    });
  }

  /** As {@link PlaceSeekers.when}; rejects when the pool is closed. */
  when(hasPlace: (promised: number) => boolean): Promise<void> {
    return this.#closed ? Promise.reject(this.#closedError()) : this.#seekers.when(hasPlace);
  }

  /** Resolves when nothing runs or waits: at once where it is so. */
  whenEmpty(): Promise<void> {
    if (this.#taken === 0) return Promise.resolve();
    return new Promise((resolve) => this.#enders.push(resolve));
  }

  /** A request to be filled, where one is idle: the next task without inputs gets it, one with inputs if it has to. */
  offer(): InferRequest {
    if (this.#closed) throw this.#closedError();
    if (!this.#isFilled) this.#fill();
    const request = this.#take();
    // others are taken before it
    this.#idle.unshift(request);
    this.#offered.push(request);
    return request;
  }

  #offerAgain(request: InferRequest): void {
    this.#idle.splice(this.#idle.indexOf(request), 1);
    this.#idle.unshift(request);
    this.#offered.unshift(request);
  }

  /** Cancels what runs; what waits fails with `error`. */
  cancelAll(error: OpenVINOError): void {
    this.#refuseWaiting(error);
    for (const request of this.#busy) request.cancel();
  }

  stats(): PoolStats {
    const { size, running, waiting } = this;
    return {
      size,
      running,
      idle: size - running,
      waiting,
      maxWaiting: this.#parts.maxWaiting,
      ...this.#tally.summary(),
    };
  }

  /** Frees the requests, those that run when they have ended; what waits fails with `CLOSED`. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#refuseWaiting(this.#closedError());
    for (const request of this.#idle.splice(0)) request.close();
    this.#seekers.close(this.#closedError());
  }

  #refuseWaiting(error: OpenVINOError): void {
    for (let waiter = this.#line.next(); waiter !== undefined; waiter = this.#line.next()) this.#refuse(waiter, error);
    // those that were made ready for their turn wait as well
    for (const request of this.#busy) {
      try {
        withdraw(request, error);
      } catch (thrown) {
        // a callback of the request's own threw: the others must end all the same, and the error must not be lost
        process.nextTick(() => {
          throw thrown;
        });
      }
    }
  }

  /** Makes all requests before anything runs: beside a first inference, the CPU makes one only when that has ended (measured). */
  #fill(): void {
    this.#isFilled = true;
    while (this.#idle.length < this.#places) this.#idle.push(this.#makeRequest());
  }

  #makeRequest(): InferRequest {
    return makeRelayRequest(this.#parts.compiledModel, this.#relay);
  }

  /**
   * The request that was given to be filled, first given first started: any other would run on what an earlier inference left
   * bound to it. Undefined for a model that has nothing to fill.
   */
  #takeOffered(): InferRequest | undefined {
    let offered = this.#offered.shift();
    while (offered !== undefined && !isFree(offered)) offered = this.#offered.shift();
    if (offered === undefined) {
      if (this.#parts.compiledModel.inputs.length === 0) return undefined;
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        'startAsync() without inputs runs on the request that getIdleRequest() gave just before, and there is none, or another call has taken it; give inputs, or fill a request first.',
      );
    }
    this.#idle.splice(this.#idle.indexOf(offered), 1);
    return offered;
  }

  /** A request that is free: users who were given one may have closed it, or run it. */
  #take(): InferRequest {
    for (let request = this.#idle.pop(); request !== undefined; request = this.#idle.pop()) {
      if (this.#offered.length > 0) this.#offered = this.#offered.filter((offered) => offered !== request);
      if (isFree(request)) return request;
    }
    return this.#makeRequest();
  }

  /** @throws what is wrong with the task; the request is then idle. */
  #launch(request: InferRequest, task: Task, waitsSince: number | undefined): void {
    try {
      launch(request, task.inputs, task.settings, (error, results, startedMs, completedMs) => {
        this.#busy.delete(request);
        const hasRun = !Number.isNaN(startedMs);
        if (hasRun && waitsSince !== undefined) {
          this.#tally.waitMs.add(Math.max(startedMs + clockOffset() - waitsSince, 0));
        }
        this.#tally.count(error, hasRun ? completedMs - startedMs : undefined);
        try {
          task.done(error, results, hasRun ? request : undefined);
        } finally {
          this.#goOn(request);
        }
      });
      this.#busy.add(request);
    } catch (error) {
      this.#idle.push(request);
      throw error;
    }
  }

  /** After a task: the next one, on the same request where it is still free. */
  #goOn(request: InferRequest): void {
    this.#idle.push(request);
    for (let waiter = this.#line.next(); waiter !== undefined; waiter = this.#line.next()) {
      waiter.stopListening?.();
      try {
        this.#launch(this.#take(), waiter.task, waiter.since);
        this.#seekers.tell();
        return;
      } catch (error) {
        this.#refuse(waiter, error);
      }
    }
    this.#taken--;
    if (this.#closed) for (const idle of this.#idle.splice(0)) idle.close();
    this.#seekers.tell();
    if (this.#taken === 0) for (const end of this.#enders.splice(0)) end();
  }

  #refuse(waiter: Waiter, error: unknown): void {
    waiter.stopListening?.();
    this.#tally.count(error, undefined);
    waiter.task.done(error, undefined, undefined);
  }

  #closedError(): OpenVINOError {
    return new OpenVINOError('CLOSED', `${this.#parts.name}; make another one.`);
  }
}

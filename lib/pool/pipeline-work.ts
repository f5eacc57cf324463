import { abortError, onAbort } from '../common/abort.js';
import { isPromise } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';
import { type InferInputs, type InferResults, runSettings } from '../infer/infer-options.js';
import type { InferPool } from './infer-pool.js';

/** What a pipeline is made of. */
export interface PipelineParts<Item, Failure> {
  readonly pool: InferPool;
  readonly iterator: Iterator<Item> | AsyncIterator<Item>;
  readonly ordered: boolean;
  readonly signal: AbortSignal | undefined;
  readonly preprocess: (item: Item, index: number) => InferInputs | Promise<InferInputs>;
  readonly onError: ((error: Failure) => unknown) | undefined;
  readonly makeError: (index: number, item: Item, cause: unknown) => Failure;
}

type Result<Item> = { readonly index: number; readonly item: Item; readonly outputs: InferResults };

/** An item that is done with: its result, or what it failed with. */
interface Outcome<Item> {
  readonly index: number;
  readonly item: Item;
  readonly outputs: InferResults | undefined;
  readonly error: unknown;
}

/** Somebody who asked for the next result. */
interface Asker<Item> {
  resolve(result: IteratorResult<Result<Item>, undefined>): void;
  reject(error: unknown): void;
}

const SETTINGS = runSettings(undefined);

/**
 * A pipeline at work, as the iterator of its results. Written by hand and not as an asynchronous generator, whose promises
 * would take as long as a small model's inference.
 */
export class PipelineWork<Item, Failure = unknown> implements AsyncGenerator<Result<Item>, void, undefined> {
  readonly #parts: PipelineParts<Item, Failure>;
  /** Items taken from the source and not given to the consumer yet; at most so many, however slow that one is. */
  #outstanding = 0;
  readonly #window: number;
  #taken = 0;
  /** Index of the next result to give, where they are ordered. */
  #nextIndex = 0;
  /** Outcomes to give: by index where they are ordered, else as they came. */
  readonly #outcomes = new Map<number, Outcome<Item>>();
  /** Whether an asynchronous source was asked and has not answered. */
  #isPulling = false;
  #isWorking = false;
  #sourceEnded = false;
  #sourceError: { readonly error: unknown } | undefined;
  #askers: Asker<Item>[] = [];
  #isStopped = false;
  /** What the next asker is told instead of a result. */
  #error: { readonly error: unknown } | undefined;
  #ended: Promise<void> | undefined;
  readonly #stopListening: () => void;

  constructor(parts: PipelineParts<Item, Failure>) {
    this.#parts = parts;
    this.#window = 2 * parts.pool.size;
    const { signal } = parts;
    const abort = (): void => this.#fail(abortError(signal as AbortSignal, 'The pipeline'));
    this.#stopListening = onAbort(signal, abort);
    if (signal?.aborted) abort();
  }

  next(): Promise<IteratorResult<Result<Item>, undefined>> {
    return new Promise((resolve, reject) => {
      const asker = { resolve, reject };
      if (this.#isStopped) {
        void this.#stop().then(() => this.#tellEnd(asker));
        return;
      }
      this.#askers.push(asker);
      this.#work();
    });
  }

  /** Ends the work: the consumer has what it wants. Resolves when nothing runs any more. */
  async return(): Promise<IteratorResult<Result<Item>, undefined>> {
    const wasStopped = this.#isStopped;
    await this.#stop();
    // what the source throws when it is closed is the consumer's to know; why it had ended before is not asked any more
    const failed = this.#error;
    this.#error = undefined;
    if (failed !== undefined && !wasStopped) throw failed.error;
    return { value: undefined, done: true };
  }

  async throw(error: unknown): Promise<IteratorResult<Result<Item>, undefined>> {
    await this.#stop();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
  }

  /** Gives what can be given and takes what can be taken, by turns: each makes room for the other. */
  #work(): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    do this.#give();
    while (this.#pull());
    this.#isWorking = false;
  }

  #give(): void {
    while (this.#askers.length > 0 && !this.#isStopped) {
      const outcome = this.#nextOutcome();
      if (outcome === undefined) {
        if (this.#outstanding > 0 || !this.#sourceEnded) return;
        if (this.#sourceError === undefined) this.#stop();
        else this.#fail(this.#sourceError.error);
        return;
      }
      this.#outstanding--;
      const { index, item, outputs } = outcome;
      if (outputs !== undefined) this.#askers.shift()?.resolve({ value: { index, item, outputs }, done: false });
      else this.#report(outcome);
    }
  }

  #nextOutcome(): Outcome<Item> | undefined {
    if (this.#parts.ordered) {
      const outcome = this.#outcomes.get(this.#nextIndex);
      if (outcome !== undefined) this.#outcomes.delete(this.#nextIndex++);
      return outcome;
    }
    for (const outcome of this.#outcomes.values()) {
      this.#outcomes.delete(outcome.index);
      return outcome;
    }
    return undefined;
  }

  #report({ index, item, error }: Outcome<Item>): void {
    const { onError, makeError } = this.#parts;
    const failure = makeError(index, item, error);
    try {
      if (onError === undefined) throw failure;
      const report = onError(failure);
      if (isPromise(report)) this.#follow(report);
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  #follow(report: PromiseLike<unknown>): void {
    // until it is done its item is: so the end waits for it, and so do further items
    this.#outstanding++;
    void Promise.resolve(report).then(
      () => {
        this.#outstanding--;
        if (this.#askers.length > 0) this.#work();
      },
      (thrown) => {
        // where the pipeline has ended otherwise, nobody is left to be told: an unhandled rejection
        if (this.#isStopped) throw thrown;
        this.#fail(thrown);
      },
    );
  }

  /** Takes an item from the source where there is room for it; true where it came at once. */
  #pull(): boolean {
    if (this.#isPulling || this.#sourceEnded || this.#isStopped || this.#outstanding >= this.#window) return false;
    try {
      const step = this.#parts.iterator.next();
      if (!isPromise(step)) {
        this.#take(step);
        return true;
      }
      this.#isPulling = true;
      step.then(
        (taken) => {
          this.#isPulling = false;
          this.#take(taken);
          this.#work();
        },
        (error) => {
          this.#isPulling = false;
          this.#endSource({ error });
          this.#work();
        },
      );
    } catch (error) {
      this.#endSource({ error });
      return true;
    }
    return false;
  }

  #endSource(error: { readonly error: unknown } | undefined): void {
    this.#sourceEnded = true;
    this.#sourceError = error;
  }

  #take(step: IteratorResult<Item>): void {
    if (this.#isStopped) return;
    if (step.done === true) {
      this.#endSource(undefined);
      return;
    }
    const [index, item] = [this.#taken++, step.value];
    this.#outstanding++;
    try {
      const inputs = this.#parts.preprocess(item, index);
      if (!isPromise(inputs)) this.#infer(index, item, inputs);
      else
        inputs.then(
          (made) => this.#infer(index, item, made),
          (error) => this.#finish(index, item, undefined, error),
        );
    } catch (error) {
      this.#finish(index, item, undefined, error);
    }
  }

  #infer(index: number, item: Item, inputs: InferInputs): void {
    if (this.#isStopped) return;
    try {
      this.#parts.pool.submit({
        inputs,
        settings: SETTINGS,
        done: (error, outputs) => this.#finish(index, item, outputs, error),
      });
    } catch (error) {
      this.#finish(index, item, undefined, error);
    }
  }

  #finish(index: number, item: Item, outputs: InferResults | undefined, error: unknown): void {
    if (this.#isStopped) return;
    this.#outcomes.set(index, { index, item, outputs, error });
    if (this.#askers.length > 0) this.#work();
  }

  #fail(error: unknown): void {
    if (this.#isStopped) return;
    this.#error = { error };
    this.#stop();
  }

  /** Ends the work; those who ask are told when nothing runs any more. */
  #stop(): Promise<void> {
    if (!this.#isStopped) {
      this.#isStopped = true;
      this.#ended = this.#end();
    }
    return this.#ended as Promise<void>;
  }

  async #end(): Promise<void> {
    const { pool } = this.#parts;
    this.#stopListening();
    pool.cancelAll(new OpenVINOError('CANCELLED', 'The pipeline has ended.'));
    await pool.whenEmpty();
    pool.close();
    this.#outcomes.clear();
    if (!this.#sourceEnded) await this.#closeSource();
    for (const asker of this.#askers.splice(0)) this.#tellEnd(asker);
  }

  /** A source that is asked for an item may never answer, nor close before it has: then nobody waits for it. */
  async #closeSource(): Promise<void> {
    try {
      const closing = Promise.resolve(this.#parts.iterator.return?.());
      if (this.#isPulling) closing.catch(() => {});
      else await closing;
    } catch (error) {
      this.#error ??= { error };
    }
  }

  #tellEnd(asker: Asker<Item>): void {
    const failed = this.#error;
    this.#error = undefined;
    if (failed === undefined) asker.resolve({ value: undefined, done: true });
    else asker.reject(failed.error);
  }
}

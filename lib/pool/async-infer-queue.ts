import { describe, isPromise } from '../common/describe.js';
import { showAs } from '../common/inspect.js';
import { checkFunction, checkOptions } from '../common/options.js';
import { OpenVINOError } from '../errors.js';
import { type InferInputs, type InferSettings, type StartOptions, startSettings } from '../infer/infer-options.js';
import type { InferRequest } from '../infer/infer-request.js';
import { CompiledModel } from '../model/compiled-model.js';
import type { PortTypes } from '../model/model-types.js';
import { InferPool } from './infer-pool.js';
import { checkSize, type PoolStats, poolParts } from './pool-options.js';
import { checkMostWaiting } from './waiting-line.js';

/**
 * Told of each inference that has ended: the error or null, the request with its outputs, and the call's user data. An
 * asynchronous function has the request until its first `await`.
 *
 * @category Many inferences
 * @example
 * ```ts
 * const onEnd: QueueCallback<string> = (error, request, name) => {
 *   if (error === null) console.log(name, request.getOutputTensor().data[0]);
 * };
 * using queue = new AsyncInferQueue<string>(compiledModel);
 * queue.setCallback(onEnd);
 * await queue.startAsync({ image: tensor }, 'car.png');
 * ```
 */
export type QueueCallback<
  UserData = unknown,
  Inputs extends PortTypes = PortTypes,
  Outputs extends PortTypes = PortTypes,
> = (error: OpenVINOError | null, request: InferRequest<Inputs, Outputs>, userData: UserData | undefined) => unknown;

/**
 * Options of {@link AsyncInferQueue}.
 *
 * @category Many inferences
 * @example
 * ```ts
 * const options: QueueOptions = { maxWaiting: 100, whenFull: 'wait' };
 * using queue = new AsyncInferQueue(compiledModel, 4, options);
 * ```
 */
export interface QueueOptions {
  /** Inferences that may wait for a request; 1024 where left out, Infinity for any number. */
  readonly maxWaiting?: number | undefined;
  /**
   * What happens to a call beyond `maxWaiting`. `'reject'` (where left out): it rejects with `QUEUE_FULL`, for servers that
   * would rather say "later" at once. `'wait'`: it waits as well, for producers that await each call or
   * {@link AsyncInferQueue.whenReady}.
   */
  readonly whenFull?: 'reject' | 'wait' | undefined;
}

/**
 * Infer requests that share the work, with a callback for the outputs.
 *
 * {@link CompiledModel.run} is simpler where each caller wants its own results; the queue copies none.
 *
 * @category Many inferences
 * @example
 * ```ts
 * const queue = new AsyncInferQueue<string>(compiledModel, 4);
 * queue.setCallback((error, request, name) => {
 *   if (error === null) console.log(name, request.getOutputTensor().data[0]);
 * });
 * for (const name of ['car.png', 'bus.png']) {
 *   await queue.whenReady(); // a place for another inference
 *   void queue.startAsync({ image: new Float32Array(3 * 32 * 32) }, name);
 * }
 * await queue.waitAll();
 * assert.equal(queue.stats().completed, 2);
 * queue.release();
 * ```
 *
 * Without copies: a request of the queue is filled where its memory is.
 *
 * ```ts
 * using queue = new AsyncInferQueue(compiledModel);
 * queue.setCallback((error) => console.log(error ?? 'done'));
 * if (queue.isReady()) console.log(`one of ${queue.size} is free`);
 * const idle = await queue.getIdleRequest();
 * idle.getInputTensor().data.fill(1 as never);
 * await queue.startAsync();
 * ```
 */
export class AsyncInferQueue<
  UserData = unknown,
  Inputs extends PortTypes = PortTypes,
  Outputs extends PortTypes = PortTypes,
> {
  readonly #pool: InferPool;
  readonly #maxWaiting: number;
  #callback: QueueCallback<UserData, Inputs, Outputs> | undefined;

  /**
   * @param compiledModel Whose requests they are.
   * @param jobs Inferences at the same time, from 1; OPTIMAL_NUMBER_OF_INFER_REQUESTS of the compiled model where left out.
   * @throws OpenVINOError `INVALID_ARGUMENT`.
   */
  constructor(compiledModel: CompiledModel<Inputs, Outputs>, jobs?: number, options: QueueOptions = {}) {
    if (!(compiledModel instanceof CompiledModel)) {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `An AsyncInferQueue is made for a CompiledModel, not ${describe(compiledModel)}.`,
      );
    }
    checkOptions(options, ['maxWaiting', 'whenFull'], "{ maxWaiting: 100, whenFull: 'wait' }");
    if (!['reject', 'wait', undefined].includes(options.whenFull)) {
      throw new OpenVINOError('INVALID_ARGUMENT', `whenFull is 'reject' or 'wait', not ${describe(options.whenFull)}.`);
    }
    const size = jobs === undefined ? undefined : checkSize('jobs', jobs);
    this.#maxWaiting = checkMostWaiting(options.maxWaiting);
    const maxWaiting = options.whenFull === 'wait' ? Infinity : this.#maxWaiting;
    const advice = "await whenReady() before the next, or make the queue with { whenFull: 'wait' }";
    this.#pool = new InferPool({
      ...poolParts(compiledModel as unknown as CompiledModel, { size, maxWaiting }, advice),
      name: 'The queue was released',
    });
  }

  /**
   * Names the function that is told of each inference's end. Its request starts the next inference when it returns (or comes
   * to its first `await`): copy what you keep of the outputs. An error that it throws, or that its promise rejects with,
   * rejects the promise of {@link AsyncInferQueue.startAsync}.
   */
  setCallback(callback: QueueCallback<UserData, Inputs, Outputs>): void {
    if (callback === undefined) throw noCallback();
    checkFunction('A callback', callback);
    this.#callback = callback;
  }

  /**
   * Starts an inference, now or when a request is free, first come first served.
   *
   * @param inputs A tensor for each input. Without any, the inference runs on the request that
   *   {@link AsyncInferQueue.getIdleRequest} gave, with what is bound to it; the oldest where it gave several.
   * @param userData Handed to the callback.
   * @returns `userData`, when the callback has returned and its promise, if any, is fulfilled. Failures reject: those of the
   *   inference (of which the callback was told), of the callback, `INVALID_ARGUMENT` without a callback and for inputs that
   *   do not fit, `QUEUE_FULL`, `CLOSED`, `CANCELLED`. Await or catch it: a failure that no callback was told of and nobody
   *   looks at ends the process, as every unhandled rejection does.
   */
  startAsync(inputs?: InferInputs<Inputs>, userData?: UserData, options?: StartOptions): Promise<UserData | undefined> {
    const done = new Promise<UserData | undefined>((resolve, reject) => {
      if (this.#callback === undefined) throw noCallback();
      this.#pool.submit({
        inputs: inputs as InferInputs,
        settings: queueSettings(options, inputs as InferInputs),
        done: (error, _results, request) => {
          const end = (): void => {
            if (error === undefined) {
              resolve(userData);
              return;
            }
            // whoever leaves failures to the callback, which was told, need not look at the promise
            if (request !== undefined) done.catch(() => {});
            reject(error);
          };
          if (request === undefined) end();
          else this.#tell(error, request, userData, end, reject);
        },
      });
    });
    return done;
  }

  #tell(
    error: unknown,
    request: InferRequest,
    userData: UserData | undefined,
    end: () => void,
    reject: (error: unknown) => void,
  ): void {
    try {
      const callback = this.#callback as unknown as QueueCallback<UserData>;
      const told = callback((error as OpenVINOError | undefined) ?? null, request, userData);
      if (isPromise(told)) told.then(end, reject);
      else end();
    } catch (thrown) {
      reject(thrown);
    }
  }

  /** Requests: inferences at the same time. */
  get size(): number {
    return this.#pool.size;
  }

  /** Whether an inference would start at once. */
  isReady(): boolean {
    return this.#pool.hasIdle;
  }

  /**
   * Resolves when there is a place for another inference, running or waiting: at once where there is one.
   *
   * @throws OpenVINOError (rejects) `CLOSED` when the queue is released.
   */
  whenReady(): Promise<void> {
    const places = this.#pool.size + this.#maxWaiting;
    return this.#pool.when((promised) => this.#pool.running + this.#pool.waiting + promised < places);
  }

  /** Resolves when nothing runs or waits any more. How each inference ended is told by its promise and the callback. */
  waitAll(): Promise<void> {
    return this.#pool.whenEmpty();
  }

  /**
   * A request that is idle, when there is one, to be filled. The next {@link AsyncInferQueue.startAsync} without inputs runs
   * on it; call that before anything else is awaited: the request is not kept from calls with inputs, and where one has
   * taken it, startAsync rejects with `INVALID_ARGUMENT`.
   *
   * @throws OpenVINOError (rejects) `CLOSED` when the queue is released.
   */
  async getIdleRequest(): Promise<InferRequest<Inputs, Outputs>> {
    // one at a time: until the one before has started it, a second caller would get the same request
    await this.#pool.when((promised) => promised === 0 && this.#pool.hasIdle);
    return this.#pool.offer() as unknown as InferRequest<Inputs, Outputs>;
  }

  /** What the queue has done, and does. */
  stats(): PoolStats {
    return { ...this.#pool.stats(), maxWaiting: this.#maxWaiting };
  }

  /**
   * Frees the requests, those that run when they have ended; what waits fails with `CLOSED`. A queue that is not released
   * keeps no process alive, and is freed by the garbage collector. Releasing again does nothing.
   */
  release(): void {
    this.#pool.close();
  }

  /** Releases, as {@link AsyncInferQueue.release} does: for `using queue = …`. */
  [Symbol.dispose](): void {
    this.release();
  }

  /** Releases, and waits for what runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.release();
    await this.waitAll();
  }
}

showAs(AsyncInferQueue, (queue) => queue.stats());

const WITH_INPUTS: InferSettings = Object.freeze({ ...startSettings(undefined), needsAllInputs: true });

function queueSettings(options: StartOptions | undefined, inputs: InferInputs | undefined): InferSettings {
  if (options === undefined && inputs !== undefined) return WITH_INPUTS;
  return { ...startSettings(options), needsAllInputs: inputs !== undefined };
}

function noCallback(): OpenVINOError {
  return new OpenVINOError(
    'INVALID_ARGUMENT',
    'The queue has no callback: name one by setCallback() before startAsync().',
  );
}

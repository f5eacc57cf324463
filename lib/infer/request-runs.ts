import { abortError, onAbort, throwIfAborted } from '../common/abort.js';
import { countResults } from '../common/garbage.js';
import { OpenVINOError } from '../errors.js';
import { forgetInference, type NativeInferenceCalls, type NativeInferRequest, startInference } from '../native.js';
import { MOST_WAITING, WaitingLine } from '../pool/waiting-line.js';
import type { CompletionTarget } from './in-flight.js';
import type { InferInputs, InferResults, InferSettings } from './infer-options.js';
import type { RequestTensors } from './request-tensors.js';

/** How an asynchronous inference ended: with an error, or with results (undefined where nobody asked for them); and its times by the addon's clock, NaN where it never began. */
export type Done = (error: unknown, results: InferResults | undefined, startedMs: number, completedMs: number) => void;

/** An asynchronous inference, from its call to its end. */
interface Run {
  readonly inputs: InferInputs | undefined;
  readonly settings: InferSettings;
  readonly done: Done;
  /** Undefined where no signal can abort it. */
  stopListening: (() => void) | undefined;
  /** Its number in flight. */
  number: number;
}

/** The inferences of a request, one after the other: which one runs, which ones wait, and what becomes of them. */
export class RequestRuns {
  readonly #native: NativeInferRequest;
  readonly #calls: NativeInferenceCalls;
  readonly #tensors: RequestTensors;
  readonly #completionTarget: CompletionTarget;
  #run: Run | undefined;
  #line: WaitingLine<Run> | undefined;
  #closed = false;
  /** How the last asynchronous inference ended. */
  #outcome: { readonly error: unknown } | undefined;
  #waiters: ((error: unknown) => void)[] = [];
  /** Called after each asynchronous inference, with its error or null. */
  callback: ((error: unknown) => void) | undefined;

  constructor(native: NativeInferRequest, tensors: RequestTensors) {
    this.#native = native;
    this.#calls = native.calls();
    this.#tensors = tensors;
    this.#completionTarget = {
      complete: (error, startedMs, completedMs) => this.#complete(error, startedMs, completedMs),
    };
  }

  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  /** Whether an inference could be started. */
  get isFree(): boolean {
    return !this.#closed && this.#run === undefined;
  }

  /** @throws OpenVINOError `CLOSED`, `REQUEST_BUSY`. */
  checkIdle(): void {
    if (this.#closed) throw closedError();
    if (this.#run !== undefined)
      throw new OpenVINOError('REQUEST_BUSY', 'The infer request is running; await it first, or use another request.');
  }

  /** Runs an inference on this thread. */
  infer(inputs: InferInputs | undefined, settings: InferSettings): InferResults {
    this.checkIdle();
    const { resultBytes } = this.#tensors;
    if (resultBytes > 0 && settings.results === 'own') countResults(resultBytes);
    this.#tensors.prepare(inputs, settings);
    try {
      this.#calls.infer();
    } finally {
      this.#tensors.followShapes();
    }
    return this.#tensors.results(settings);
  }

  /** Starts an inference, or throws; `done` is called once, at its end, when the request is idle again. */
  launch(inputs: InferInputs | undefined, settings: InferSettings, done: Done): void {
    throwIfAborted(settings.signal, 'The inference');
    this.#begin({ inputs, settings, done, stopListening: undefined, number: -1 });
  }

  /** Starts an inference, or lets it wait for its turn. */
  enter(inputs: InferInputs | undefined, settings: InferSettings, done: Done): void {
    if (this.#run === undefined) {
      this.launch(inputs, settings, done);
      return;
    }
    if (this.#closed) throw closedError();
    const { signal } = settings;
    throwIfAborted(signal, 'The inference');
    this.#line ??= new WaitingLine(MOST_WAITING);
    const run: Run = { inputs, settings, done, stopListening: undefined, number: -1 };
    this.#line.add(run, 'await some of them, or use more requests (compiledModel.run does)');
    run.stopListening = onAbort(signal, () => {
      if (this.#line?.leave(run)) finish(run, abortError(signal as AbortSignal, 'The inference'));
    });
  }

  /** Asks the running inference to stop. */
  cancel(): void {
    if (this.#run === undefined) return;
    if (!this.withdraw(new OpenVINOError('CANCELLED', 'The inference was cancelled before it began.'))) {
      this.#native.cancel();
    }
  }

  /** Ends an inference that waits for its turn among several requests, with `error`; false where it has begun. */
  withdraw(error: unknown): boolean {
    if (this.#run === undefined || !this.#native.withdraw()) return false;
    forgetInference(this.#run.number);
    this.#complete(error, Number.NaN, Number.NaN);
    return true;
  }

  /** The end of the inference that runs, or of the last one. */
  ended(): Promise<true> {
    return new Promise((resolve, reject) => {
      const tell = (error: unknown): void => (error === undefined ? resolve(true) : reject(error));
      if (this.#run !== undefined) this.#waiters.push(tell);
      else if (this.#outcome !== undefined) tell(this.#outcome.error);
      else throw new OpenVINOError('NOT_STARTED', 'No inference of this request was started; call startAsync() first.');
    });
  }

  /** Cancels what runs and refuses what waits; the request is freed when nothing runs. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#run !== undefined) this.cancel();
    else this.#native.close();
    for (let run = this.#line?.next(); run !== undefined; run = this.#line?.next()) finish(run, closedError());
  }

  #begin(run: Run): void {
    this.checkIdle();
    this.#tensors.prepare(run.inputs, run.settings);
    run.number = startInference(this.#calls, this.#completionTarget);
    this.#run = run;
    this.#tensors.fly(1);
    const { signal } = run.settings;
    if (signal === undefined) return;
    run.stopListening = onAbort(signal, () => {
      if (this.#run === run) this.cancel();
    });
  }

  /** Starts those in the line until one can be. */
  #beginNext(): void {
    while (this.#run === undefined) {
      const next = this.#line?.next();
      if (next === undefined) return;
      next.stopListening?.();
      try {
        this.#begin(next);
      } catch (error) {
        finish(next, error);
      }
    }
  }

  #complete(libraryError: unknown, startedMs: number, completedMs: number): void {
    const run = this.#run as Run;
    this.#run = undefined;
    // from now on its signal is not about this request's inference any more
    run.stopListening?.();
    this.#tensors.fly(-1);
    let error = this.#closed ? closedInFlight() : cancellation(run, libraryError);
    let results: InferResults | undefined;
    try {
      this.#tensors.followShapes();
      if (error === undefined && run.settings.results !== undefined) results = this.#tensors.results(run.settings);
    } catch (failure) {
      // no memory for a copy
      error ??= failure;
    }
    if (this.#closed) this.#native.close();
    this.#outcome = { error };
    if (this.#waiters.length > 0) for (const tell of this.#waiters.splice(0)) tell(error);
    try {
      this.callback?.(error ?? null);
    } finally {
      // what waits is started before JavaScript goes on with the results: the device should not
      if (this.#line !== undefined) this.#beginNext();
      finish(run, error, results, startedMs, completedMs);
    }
  }
}

/** Tells how a run ended. */
function finish(
  run: Run,
  error: unknown,
  results?: InferResults,
  startedMs = Number.NaN,
  completedMs = Number.NaN,
): void {
  run.stopListening?.();
  run.done(error, results, startedMs, completedMs);
}

/** What an inference failed with; an aborted one is cancelled, whether or not the library was in time to stop it. */
function cancellation(run: Run, libraryError: unknown): unknown {
  const { signal } = run.settings;
  if (!signal?.aborted) return libraryError;
  const isOther = libraryError instanceof OpenVINOError && libraryError.code !== 'CANCELLED';
  return isOther ? libraryError : abortError(signal, 'The inference', libraryError);
}

function closedError(): OpenVINOError {
  return new OpenVINOError('CLOSED', 'The infer request is closed; create another one.');
}

function closedInFlight(): OpenVINOError {
  return new OpenVINOError('CANCELLED', 'The infer request was closed while its inference ran.');
}

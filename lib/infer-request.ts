import type { CompiledModel } from './compiled-model.js';
import { isTypedArray, type TypedArray } from './element.js';
import { notConstructible, OpenVINOError } from './errors.js';
import type { InferAsyncOptions, InferInputs, InferOptions, InferResults } from './infer-options.js';
import type { CompletionTarget, NativeInferRequest, NativeRuntime } from './native.js';
import { Output, portOrigin } from './output.js';
import { isPlainObject } from './plain-object.js';
import type { Ports } from './ports.js';
import { describeProfile, type ProfilingInfo } from './profiling.js';
import { type Run, settle, startRun } from './run.js';
import { Slot } from './slot.js';
import { Tensor } from './tensor.js';

export let makeInferRequest: (
  createNative: (owner: CompletionTarget) => NativeInferRequest,
  compiledModel: CompiledModel,
  inputs: Ports,
  outputs: Ports,
  runtime: NativeRuntime,
) => InferRequest;

/**
 * One inference at a time on a compiled model, with the tensors it uses. Make several for inferences at the same time.
 *
 * @example
 * ```ts
 * const request = compiledModel.createInferRequest();
 * const results = await request.inferAsync({ image: tensor });
 * results.boxes.data; // Float32Array
 * ```
 */
export class InferRequest {
  readonly #completionTarget: CompletionTarget;
  readonly #native: NativeInferRequest;
  readonly #compiledModel: CompiledModel;
  readonly #inputPorts: Ports;
  readonly #outputPorts: Ports;
  readonly #inputs: readonly Slot[];
  readonly #outputs: readonly Slot[];
  readonly #dynamicOutputs: readonly Slot[];
  #running = false;
  #closed = false;
  #last: Run | undefined;
  #callback: ((error: unknown) => void) | undefined;

  static {
    makeInferRequest = (...parts) => new InferRequest(...parts);
  }

  private constructor(
    createNative: (owner: CompletionTarget) => NativeInferRequest,
    compiledModel: CompiledModel,
    inputs: Ports,
    outputs: Ports,
    runtime: NativeRuntime,
  ) {
    if (createNative === undefined) throw notConstructible('InferRequest', 'compiledModel.createInferRequest()');
    // the addon keeps it, and through it this request with all its buffers, while an inference is in flight
    this.#completionTarget = { complete: (error) => this.#complete(error) };
    const native = createNative(this.#completionTarget);
    this.#native = native;
    this.#compiledModel = compiledModel;
    this.#inputPorts = inputs;
    this.#outputPorts = outputs;
    this.#inputs = inputs.infos.map((info) => new Slot(info, native, runtime));
    this.#outputs = outputs.infos.map((info) => new Slot(info, native, runtime));
    this.#dynamicOutputs = this.#outputs.filter(({ info }) => info.shape === undefined);
  }

  /**
   * Runs an inference and waits for it, blocking the thread.
   *
   * @param inputs Tensors to set first; inputs left out keep the tensor they had.
   * @returns Outputs by name. They belong to the caller: later inferences leave them alone (unless `shareOutputs`).
   * @throws OpenVINOError `REQUEST_BUSY`, `PORT_NOT_FOUND`, `SHAPE_MISMATCH`, `ELEMENT_TYPE_MISMATCH`, `DETACHED_BUFFER`,
   *   `INFER_FAILED`, `CLOSED`.
   */
  infer(inputs?: InferInputs, options?: InferOptions): InferResults {
    const share = sharesOutputs(options);
    this.#prepare(inputs, !share);
    try {
      this.#native.infer();
    } finally {
      for (const slot of this.#dynamicOutputs) slot.followShape();
    }
    return this.#results(share);
  }

  /**
   * Runs an inference while JavaScript goes on.
   *
   * @param inputs As for {@link InferRequest.infer}. Leave their buffers alone until the promise settles.
   * @returns Outputs by name, as {@link InferRequest.infer} gives them. Failures reject, none throws.
   */
  async inferAsync(inputs?: InferInputs, options?: InferAsyncOptions): Promise<InferResults> {
    const share = sharesOutputs(options);
    const signal = signalOf(options);
    if (signal?.aborted) throw cancelled(signal, undefined);
    const done = this.#start(inputs, !share, () => this.#results(share));
    const abort = (): void => this.cancel();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await done;
    } catch (error) {
      throw signal?.aborted && error instanceof OpenVINOError && error.code === 'CANCELLED'
        ? cancelled(signal, error)
        : error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /**
   * Starts an inference; {@link InferRequest.wait} or the callback tells its end, {@link InferRequest.getOutputTensor} its
   * outputs.
   *
   * @throws OpenVINOError As {@link InferRequest.infer}, where it can't start.
   */
  startAsync(inputs?: InferInputs): void {
    this.#start(inputs, false, () => {}).catch(() => {
      // wait() and the callback report it; without them the failure is the caller's to ignore
    });
  }

  /**
   * Waits for the inference started last.
   *
   * @param timeoutMs Longest time to wait, from 0; without end where left out.
   * @returns true when it has ended, false when the time is over.
   * @throws OpenVINOError (rejects) with the inference's own error, with `NOT_STARTED`, or with `INVALID_ARGUMENT`.
   */
  async wait(timeoutMs?: number): Promise<boolean> {
    if (timeoutMs !== undefined && !(typeof timeoutMs === 'number' && timeoutMs >= 0)) {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `A timeout is a number of milliseconds from 0, not ${String(timeoutMs)}.`,
      );
    }
    if (this.#last === undefined)
      throw new OpenVINOError('NOT_STARTED', 'No inference of this request was started; call startAsync() first.');
    const done = this.#last.promise.then(() => true);
    // setTimeout takes 32 bits; 24 days are as good as no limit
    if (timeoutMs === undefined || timeoutMs > 0x7fffffff) return done;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, timeoutMs, false);
    });
    return Promise.race([done, late]).finally(() => clearTimeout(timer));
  }

  /** Asks the running inference to stop: its promise rejects with `CANCELLED` once it has. Does nothing on an idle request. */
  cancel(): void {
    if (this.#running) this.#native.cancel();
  }

  /**
   * Names a function to call after each {@link InferRequest.startAsync} or {@link InferRequest.inferAsync}, with the error or
   * null; none with undefined.
   */
  setCallback(callback: ((error: unknown) => void) | undefined): void {
    if (callback !== undefined && typeof callback !== 'function') {
      throw new OpenVINOError('INVALID_ARGUMENT', `A callback is a function, not ${typeof callback}.`);
    }
    this.#callback = callback;
  }

  /** Time of the last inference in milliseconds, taken on OpenVINO's side of the event loop; NaN before the first. */
  get latencyMs(): number {
    return this.#native.latencyMs();
  }

  /**
   * Times of the nodes in the last inference; compile with `PERF_COUNT: true`.
   *
   * @throws OpenVINOError `REQUEST_BUSY`; `GENERAL_ERROR` where the model was compiled without PERF_COUNT.
   */
  getProfilingInfo(): ProfilingInfo[] {
    this.#checkIdle();
    return this.#native.profilingInfo().map(describeProfile);
  }

  /** The compiled model that made this request. */
  getCompiledModel(): CompiledModel {
    return this.#compiledModel;
  }

  /** Tensor of an input by its index; of the only input without. A live view: write to its `data`. */
  getInputTensor(index?: number): Tensor {
    return this.#slot('input', index).get();
  }

  /** Tensor of an output by its index; of the only output without. A live view: each inference overwrites it. */
  getOutputTensor(index?: number): Tensor {
    return this.#slot('output', index).get();
  }

  /** Tensor of an input or output by its name or port, as {@link InferRequest.getInputTensor}. */
  getTensor(key: string | Output): Tensor {
    return this.#slotOf(key).get();
  }

  /** Sets the tensor of an input: `setInputTensor(tensor)` for a model of one, `setInputTensor(index, tensor)`. */
  setInputTensor(tensor: Tensor): void;
  setInputTensor(index: number, tensor: Tensor): void;
  setInputTensor(first: number | Tensor, second?: Tensor): void {
    this.#setByIndex('input', first, second);
  }

  /** Sets the tensor that an output is written to: `setOutputTensor(tensor)`, `setOutputTensor(index, tensor)`. */
  setOutputTensor(tensor: Tensor): void;
  setOutputTensor(index: number, tensor: Tensor): void;
  setOutputTensor(first: number | Tensor, second?: Tensor): void {
    this.#setByIndex('output', first, second);
  }

  /** Sets the tensor of an input or output by its name or port. */
  setTensor(key: string | Output, tensor: Tensor): void {
    const slot = this.#slotOf(key);
    slot.set(checkIsTensor(tensor));
  }

  /**
   * Frees the request. A running inference is cancelled first and freed when it has stopped; its promise rejects with
   * `CANCELLED`. Further use throws `CLOSED`; closing again does nothing.
   */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#running) this.#native.cancel();
    else this.#native.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Closes, and waits until the library is done with the request. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    if (this.#running) await this.#last?.promise.catch(() => {});
  }

  #prepare(inputs: InferInputs | undefined, keepResults: boolean): void {
    this.#checkIdle();
    if (inputs !== undefined) this.#setInputs(inputs);
    for (const slot of this.#inputs) slot.prepare(keepResults);
    for (const slot of this.#outputs) slot.prepare(keepResults);
  }

  #setInputs(inputs: InferInputs): void {
    if (Array.isArray(inputs)) {
      for (let i = 0; i < inputs.length; i++) this.#setInput(this.#inputPorts.indexOf(i), inputs[i]);
      return;
    }
    if (inputs instanceof Map) {
      for (const [key, value] of inputs) this.#setInput(this.#inputPorts.indexOf(key), value);
      return;
    }
    checkInputs(inputs);
    for (const name of Object.keys(inputs)) {
      this.#setInput(this.#inputPorts.indexOf(name), (inputs as { [name: string]: Tensor | TypedArray })[name]);
    }
  }

  #setInput(index: number, value: unknown): void {
    const slot = this.#inputs[index] as Slot;
    const { info } = slot;
    if (!isTypedArray(value)) {
      slot.set(checkIsTensor(value));
      return;
    }
    if (info.shape === undefined) {
      throw new OpenVINOError(
        'SHAPE_MISMATCH',
        `The input ${info.name} has the dynamic shape ${info.partialShape}; give a Tensor, whose shape says what the array holds.`,
      );
    }
    slot.set(new Tensor(info.type, info.shape, value));
  }

  #start<T>(inputs: InferInputs | undefined, keepResults: boolean, take: () => T): Promise<T> {
    this.#prepare(inputs, keepResults);
    this.#native.start();
    this.#running = true;
    for (const slot of this.#inputs) slot.fly(1);
    for (const slot of this.#outputs) slot.fly(1);
    const run = startRun(take);
    this.#last = run;
    return run.promise;
  }

  #complete(error: unknown): void {
    this.#running = false;
    for (const slot of this.#inputs) slot.fly(-1);
    for (const slot of this.#outputs) slot.fly(-1);
    for (const slot of this.#dynamicOutputs) slot.followShape();
    const run = this.#last as Run;
    const failure =
      error ??
      (this.#closed
        ? new OpenVINOError('CANCELLED', 'The infer request was closed while its inference ran.')
        : undefined);
    settle(run, failure);
    if (this.#closed) this.#native.close();
    this.#callback?.(failure ?? null);
  }

  #results(share: boolean): InferResults {
    const results: InferResults = {};
    for (const slot of this.#outputs) results[slot.info.name] = share ? slot.get() : slot.takeResult();
    return results;
  }

  #checkIdle(): void {
    if (this.#closed) throw new OpenVINOError('CLOSED', 'The infer request is closed; create another one.');
    if (this.#running)
      throw new OpenVINOError('REQUEST_BUSY', 'The infer request is running; await it first, or use another request.');
  }

  #slot(direction: 'input' | 'output', index?: number): Slot {
    this.#checkIdle();
    const [ports, slots] =
      direction === 'input' ? [this.#inputPorts, this.#inputs] : [this.#outputPorts, this.#outputs];
    return slots[ports.indexOf(index)] as Slot;
  }

  #slotOf(key: string | Output): Slot {
    this.#checkIdle();
    if (key instanceof Output && portOrigin(key).direction === 'input')
      return this.#inputs[this.#inputPorts.indexOf(key)] as Slot;
    if (typeof key !== 'string') return this.#outputs[this.#outputPorts.indexOf(key)] as Slot;
    const input = this.#inputPorts.tryName(key);
    return (input === -1 ? this.#outputs[this.#outputPorts.indexOf(key)] : this.#inputs[input]) as Slot;
  }

  #setByIndex(direction: 'input' | 'output', first: number | Tensor, second: Tensor | undefined): void {
    const byIndex = typeof first === 'number';
    const tensor = checkIsTensor(byIndex ? second : first);
    this.#slot(direction, byIndex ? first : undefined).set(tensor);
  }
}

function checkIsTensor(value: unknown): Tensor {
  if (value instanceof Tensor) return value;
  throw new OpenVINOError('INVALID_ARGUMENT', `Expected a Tensor, not ${value === null ? 'null' : typeof value}.`);
}

/** Refuses what would set no input without a word: a promise that was not awaited, a Set, a tensor. */
function checkInputs(inputs: unknown): asserts inputs is object {
  if (typeof inputs === 'object' && inputs !== null && !isTypedArray(inputs) && !(inputs instanceof Tensor)) {
    if (isPlainObject(inputs) || Object.keys(inputs).length > 0) return;
  }
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    'Inputs are an array of tensors, an object of tensors by input name, or a Map of tensors by index, name or port.',
  );
}

function sharesOutputs(options: InferOptions | undefined): boolean {
  if (options === undefined) return false;
  if (typeof options === 'object' && options !== null) return options.shareOutputs === true;
  throw new OpenVINOError('INVALID_ARGUMENT', 'Options are an object such as { shareOutputs: true }.');
}

function signalOf(options: InferAsyncOptions | undefined): AbortSignal | undefined {
  const signal = options?.signal;
  // checked before anything runs: an inference must not be started that nobody hears of
  if (signal === undefined || typeof signal?.addEventListener === 'function') return signal;
  throw new OpenVINOError('INVALID_ARGUMENT', 'A signal is an AbortSignal, as new AbortController().signal.');
}

function cancelled(signal: AbortSignal, error: OpenVINOError | undefined): OpenVINOError {
  return new OpenVINOError('CANCELLED', 'The inference was cancelled by its signal.', {
    cause: signal.reason,
    ...(error?.operation !== undefined && { operation: error.operation }),
    ...(error?.status !== undefined && { status: error.status }),
  });
}

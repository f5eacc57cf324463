import { describe } from '../common/describe.js';
import { showAs } from '../common/inspect.js';
import { MADE_HERE } from '../common/made-here.js';
import { checkFunction, checkNoMore } from '../common/options.js';
import { withinTime } from '../common/timeout.js';
import { notConstructible, OpenVINOError } from '../errors.js';
import type { CompiledModel } from '../model/compiled-model.js';
import type { AnyTensor, PortTypes } from '../model/model-types.js';
import type { Output } from '../model/output.js';
import type { Placement } from '../model/port-info.js';
import type { Ports } from '../model/ports.js';
import type { NativeInferRequest, NativeRuntime } from '../native.js';
import type { Tensor } from '../tensor/tensor.js';
import {
  type InferAsyncOptions,
  type InferInputs,
  type InferOptions,
  type InferResults,
  type InferSettings,
  inferSettings,
  type SomeInputs,
  type StartOptions,
  startSettings,
} from './infer-options.js';
import { type InferTiming, readTiming } from './infer-timing.js';
import { describeProfile, type ProfilingInfo } from './profiling.js';
import { type Done, RequestRuns } from './request-runs.js';
import { RequestTensors } from './request-tensors.js';

/** A thread that is blocked hears of no signal. */
const SYNC_OPTIONS = ['shareOutputs', 'outputs'];

/** What an infer request is made of. */
export interface RequestParts {
  readonly native: NativeInferRequest;
  readonly compiledModel: CompiledModel;
  readonly inputs: Ports;
  readonly outputs: Ports;
  readonly runtime: NativeRuntime;
  readonly placement: Placement;
}

export let makeInferRequest: (parts: RequestParts) => InferRequest;

/**
 * For those who own a request and let others use it: starts an inference on an idle request, or throws; `done` is called
 * once, at its end, when the request is idle again.
 */
export let launch: (
  request: InferRequest,
  inputs: InferInputs | undefined,
  settings: InferSettings,
  done: Done,
) => void;

/** Ends an inference that waits for its turn in a relay, with `error`; false where it has begun. */
export let withdraw: (request: InferRequest, error: unknown) => boolean;

/** Whether an inference could be started on a request. */
export let isFree: (request: InferRequest) => boolean;

/**
 * One inference at a time on a compiled model, with the tensors it uses. Make several for inferences at the same time, or
 * leave that to {@link CompiledModel.run}.
 *
 * @category Inference
 * @example
 * ```ts
 * const request = compiledModel.createInferRequest();
 * const { boxes } = await request.inferAsync({ image: tensor });
 * console.log(boxes?.data, request.latencyMs, request.timing?.deliveryDelayMs);
 * request.close();
 * ```
 *
 * Without copies: tensors are written and read where they are.
 *
 * ```ts
 * const input = request.getInputTensor();
 * if (input.elementType === 'f32') input.data.fill(0.5);
 * request.infer();
 * const output = request.getOutputTensor(0);
 * assert.equal(request.getTensor('boxes').data[0], 0.5);
 * request.infer(); // output.data shows the new values
 * ```
 */
export class InferRequest<Inputs extends PortTypes = PortTypes, Outputs extends PortTypes = PortTypes> {
  readonly #native: NativeInferRequest;
  readonly #compiledModel: CompiledModel;
  readonly #tensors: RequestTensors;
  readonly #runs: RequestRuns;

  static {
    showAs(InferRequest, (request) => ({ isRunning: request.#runs.isRunning, timing: request.timing }));
    makeInferRequest = (parts) => new InferRequest(MADE_HERE, parts);
    launch = (request, inputs, settings, done) => {
      request.#runs.launch(inputs, settings, done);
    };
    withdraw = (request, error) => request.#runs.withdraw(error);
    isFree = (request) => request.#runs.isFree;
  }

  private constructor(token: typeof MADE_HERE, parts: RequestParts) {
    if (token !== MADE_HERE) throw notConstructible('InferRequest', 'compiledModel.createInferRequest()');
    const { native, compiledModel, inputs, outputs, runtime, placement } = parts;
    this.#native = native;
    this.#compiledModel = compiledModel;
    this.#tensors = new RequestTensors(inputs, outputs, native, runtime, placement);
    this.#runs = new RequestRuns(native, this.#tensors);
  }

  /**
   * Runs an inference and waits for it, blocking the thread.
   *
   * @param inputs Tensors to set first; inputs left out keep the tensor they had.
   * @returns Outputs by name. They belong to the caller: later inferences leave them alone (unless `shareOutputs`).
   * @throws OpenVINOError `REQUEST_BUSY`, `PORT_NOT_FOUND`, `SHAPE_MISMATCH`, `ELEMENT_TYPE_MISMATCH`, `DETACHED_BUFFER`,
   *   `INFER_FAILED`, `CLOSED`.
   * @example
   * ```ts
   * const { boxes } = request.infer({ image: tensor });
   * const again = request.infer([tensor], { shareOutputs: true });
   * ```
   */
  infer(inputs?: SomeInputs<Inputs>, options?: InferOptions<Outputs>): InferResults<Outputs> {
    const settings = inferSettings(options as InferOptions, SYNC_OPTIONS);
    return this.#runs.infer(inputs as InferInputs, settings) as InferResults<Outputs>;
  }

  /**
   * Runs an inference while JavaScript goes on. On a busy request it waits for its turn, first come first served; 1024 calls
   * can wait.
   *
   * @param inputs As for {@link InferRequest.infer}. Leave their buffers alone until the promise settles.
   * @returns Outputs by name, as {@link InferRequest.infer} gives them. Failures reject, none throws.
   * @throws OpenVINOError (rejects) as {@link InferRequest.infer}, `QUEUE_FULL` where too many calls wait, and `CANCELLED`.
   * @example
   * ```ts
   * const { boxes } = await request.inferAsync({ image: tensor }, { signal: AbortSignal.timeout(1000) });
   * ```
   */
  inferAsync(inputs?: SomeInputs<Inputs>, options?: InferAsyncOptions<Outputs>): Promise<InferResults<Outputs>> {
    // what the executor throws rejects
    return new Promise((resolve, reject) => {
      this.#runs.enter(inputs as InferInputs, inferSettings(options as InferAsyncOptions), (error, results) =>
        error === undefined ? resolve(results as InferResults<Outputs>) : reject(error),
      );
    });
  }

  /**
   * Starts an inference; {@link InferRequest.wait} or the callback tells its end, {@link InferRequest.getOutputTensor} its
   * outputs.
   *
   * @throws OpenVINOError As {@link InferRequest.infer}, where it can't start; it never waits for a turn.
   * @example
   * ```ts
   * request.startAsync({ image: tensor });
   * await request.wait();
   * console.log(request.getOutputTensor().data[0]);
   * ```
   */
  startAsync(inputs?: SomeInputs<Inputs>, options?: StartOptions): void {
    // how it ended is told by wait() and the callback; without them a failure is the caller's to ignore
    this.#runs.launch(inputs as InferInputs, startSettings(options), () => {});
  }

  /**
   * Waits for the inference that runs, or looks at the last one.
   *
   * @param timeoutMs Longest time to wait, from 0; without end where left out.
   * @returns true when it has ended, false when the time is over.
   * @throws OpenVINOError (rejects) with the inference's own error, with `NOT_STARTED`, or with `INVALID_ARGUMENT`.
   * @example
   * ```ts
   * request.startAsync({ image: tensor });
   * while (!(await request.wait(100))) console.log('still at work');
   * ```
   */
  async wait(timeoutMs?: number): Promise<boolean> {
    const ended = this.#runs.ended();
    return timeoutMs === undefined ? ended : withinTime(timeoutMs, ended);
  }

  /**
   * {@link InferRequest.wait} with a limit, under the name that C++ and Python have for it.
   *
   * @example
   * ```ts
   * request.startAsync({ image: tensor });
   * if (!(await request.waitFor(5000))) request.cancel();
   * ```
   */
  async waitFor(timeoutMs: number): Promise<boolean> {
    return withinTime(timeoutMs, this.#runs.ended());
  }

  /** Asks the running inference to stop: its promise rejects with `CANCELLED` once it has. Does nothing on an idle request. */
  cancel(): void {
    this.#runs.cancel();
  }

  /**
   * Names a function to call after each {@link InferRequest.startAsync} or {@link InferRequest.inferAsync}, with the error or
   * null; none with undefined. It may start the next inference.
   *
   * @example
   * ```ts
   * request.setCallback((error) => console.log(error ?? request.getOutputTensor().data[0]));
   * request.startAsync({ image: tensor });
   * await request.wait();
   * ```
   */
  setCallback(callback: ((error: unknown) => void) | undefined): void {
    checkFunction('A callback', callback);
    this.#runs.callback = callback;
  }

  /** Times of the last inference that has ended, taken on OpenVINO's side of the event loop; undefined before the first. */
  get timing(): InferTiming | undefined {
    const stamps = this.#native.stamps();
    return stamps && readTiming(stamps);
  }

  /** Time of the last inference in milliseconds, from its start to its completion on OpenVINO's side; NaN before the first. */
  get latencyMs(): number {
    const stamps = this.#native.stamps();
    return stamps === undefined ? Number.NaN : stamps[1] - stamps[0];
  }

  /**
   * Times of the nodes in the last inference; compile with `PERF_COUNT: true`.
   *
   * @throws OpenVINOError `REQUEST_BUSY`; `GENERAL_ERROR` where the model was compiled without PERF_COUNT.
   * @example
   * ```ts
   * const compiled = await core.compileModel('model.xml', 'CPU', { PERF_COUNT: true });
   * using request = compiled.createInferRequest();
   * request.infer([tensor]);
   * for (const { nodeName, realTimeUs } of request.getProfilingInfo()) console.log(nodeName, realTimeUs);
   * ```
   */
  getProfilingInfo(): ProfilingInfo[] {
    this.#runs.checkIdle();
    return this.#native.profilingInfo().map(describeProfile);
  }

  /**
   * The compiled model that made this request.
   *
   * @example
   * ```ts
   * assert.equal(request.getCompiledModel().inputs.length, 1);
   * ```
   */
  getCompiledModel(): CompiledModel<Inputs, Outputs> {
    return this.#compiledModel as unknown as CompiledModel<Inputs, Outputs>;
  }

  /** Tensor of an input by its index; of the only input without. A live view: write to its `data`. */
  getInputTensor<Name extends keyof Inputs = keyof Inputs>(index?: number): AnyTensor<Inputs[Name]>;
  getInputTensor(index?: number, ...extra: never[]): Tensor {
    checkNoMore('getInputTensor(index)', extra);
    this.#runs.checkIdle();
    return this.#tensors.byIndex('input', index).get();
  }

  /** Tensor of an output by its index; of the only output without. A live view: each inference overwrites it. */
  getOutputTensor<Name extends keyof Outputs = keyof Outputs>(index?: number): AnyTensor<Outputs[Name]>;
  getOutputTensor(index?: number, ...extra: never[]): Tensor {
    checkNoMore('getOutputTensor(index)', extra);
    this.#runs.checkIdle();
    return this.#tensors.byIndex('output', index).get();
  }

  /** Tensor of an input or output by its name or port, as {@link InferRequest.getInputTensor}. */
  getTensor<Name extends keyof Inputs & string>(key: Name): AnyTensor<Inputs[Name]>;
  getTensor<Name extends keyof Outputs & string>(key: Name): AnyTensor<Outputs[Name]>;
  getTensor(key: Output): AnyTensor;
  getTensor(key: string | Output, ...extra: never[]): Tensor {
    checkNoMore('getTensor(key)', extra);
    this.#runs.checkIdle();
    return this.#tensors.byKey(key).get();
  }

  /**
   * Sets the tensor of an input: `setInputTensor(tensor)` for a model of one, `setInputTensor(index, tensor)`.
   *
   * @example
   * ```ts
   * request.setInputTensor(tensor);
   * tensor.data.fill(1); // what the next inference reads
   * request.infer();
   * ```
   */
  setInputTensor<Name extends keyof Inputs = keyof Inputs>(tensor: Tensor<Inputs[Name]>): void;
  setInputTensor<Name extends keyof Inputs = keyof Inputs>(index: number, tensor: Tensor<Inputs[Name]>): void;
  setInputTensor(first: number | Tensor, second?: Tensor, ...extra: never[]): void {
    checkNoMore('setInputTensor(index, tensor)', extra);
    this.#setByIndex('input', first, second);
  }

  /**
   * Sets the tensor that an output is written to: `setOutputTensor(tensor)`, `setOutputTensor(index, tensor)`. Each inference
   * overwrites it; results are copies of it, unless `shareOutputs`. For memory of one inference see {@link InferOptions}.
   *
   * @example
   * ```ts
   * const boxes = new Tensor('f32', [1, 3, 32, 32]);
   * request.setOutputTensor(boxes);
   * request.infer({ image: tensor });
   * console.log(boxes.data[0]);
   * ```
   */
  setOutputTensor<Name extends keyof Outputs = keyof Outputs>(tensor: Tensor<Outputs[Name]>): void;
  setOutputTensor<Name extends keyof Outputs = keyof Outputs>(index: number, tensor: Tensor<Outputs[Name]>): void;
  setOutputTensor(first: number | Tensor, second?: Tensor, ...extra: never[]): void {
    checkNoMore('setOutputTensor(index, tensor)', extra);
    this.#setByIndex('output', first, second);
  }

  /**
   * Sets the tensor of an input or output by its name or port.
   *
   * @throws OpenVINOError `PORT_NOT_FOUND`, `SHAPE_MISMATCH`, `ELEMENT_TYPE_MISMATCH`, `REQUEST_BUSY`, `CLOSED`.
   * @example
   * ```ts
   * request.setTensor('image', tensor);
   * request.infer();
   * ```
   */
  setTensor<Name extends keyof Inputs & string>(key: Name, tensor: Tensor<Inputs[Name]>): void;
  setTensor<Name extends keyof Outputs & string>(key: Name, tensor: Tensor<Outputs[Name]>): void;
  setTensor(key: Output, tensor: Tensor): void;
  setTensor(key: string | Output, tensor: Tensor, ...extra: never[]): void {
    checkNoMore('setTensor(key, tensor)', extra);
    this.#runs.checkIdle();
    this.#tensors.byKey(key).set(tensor);
  }

  /**
   * Frees the request. A running inference is cancelled first and freed when it has stopped; its promise rejects with
   * `CANCELLED`, those that wait for their turn with `CLOSED`. Further use throws `CLOSED`; closing again does nothing.
   */
  close(): void {
    this.#runs.close();
  }

  /** Closes, as {@link InferRequest.close} does: for `using request = …`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Closes, and waits until the library is done with the request. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    if (this.#runs.isRunning) await this.#runs.ended().catch(() => {});
  }

  #setByIndex(direction: 'input' | 'output', first: number | Tensor, second: Tensor | undefined): void {
    this.#runs.checkIdle();
    const byIndex = typeof first === 'number';
    if (!byIndex && second !== undefined) {
      throw new OpenVINOError(
        'INVALID_ARGUMENT',
        `Before a tensor stands the index of its ${direction}, a number, not ${describe(first)}.`,
      );
    }
    this.#tensors.byIndex(direction, byIndex ? first : undefined).set(byIndex ? second : first);
  }
}

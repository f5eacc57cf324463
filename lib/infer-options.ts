import { checkSignal } from './abort.js';
import type { TypedArray } from './element.js';
import { checkFlag, checkOptions } from './options.js';
import type { PortKey } from './ports.js';
import type { Tensor } from './tensor.js';

/**
 * Inputs by position, by name, or (a Map) by index, name or port. A typed array stands for a tensor of the input's own type
 * and (static) shape.
 */
export type InferInputs =
  | readonly (Tensor | TypedArray)[]
  | { readonly [name: string]: Tensor | TypedArray }
  | ReadonlyMap<PortKey, Tensor | TypedArray>;

/** Memory for outputs, given as {@link InferInputs} are; outputs left out get memory of their own. */
export type InferOutputs = InferInputs;

/** Outputs by name. */
export type InferResults = { [name: string]: Tensor };

/** Options of {@link InferRequest.infer}. */
export interface InferOptions {
  /** Gives live views, which the next inference overwrites, instead of results that belong to the caller. */
  readonly shareOutputs?: boolean | undefined;
  /** The caller's memory, which this one inference writes its outputs to: the results are these tensors, without a copy. */
  readonly outputs?: InferOutputs | undefined;
}

/** Options of {@link InferRequest.startAsync}. */
export interface StartOptions {
  /**
   * Cancels the inference: once the library has stopped it, it fails with the code `CANCELLED` (the name `AbortError`). Its
   * `cause` is the signal's reason, which tells a time that was over (`error.cause.name === 'TimeoutError'`, of
   * `AbortSignal.timeout(ms)`) from an `abort()`.
   */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link InferRequest.inferAsync}. */
export interface InferAsyncOptions extends InferOptions, StartOptions {}

/** Options of {@link CompiledModel.run}. */
export interface RunOptions extends StartOptions {
  /** As in {@link InferOptions}. */
  readonly outputs?: InferOutputs | undefined;
}

/** Options of an inference, checked. */
export interface InferSettings {
  /** Whether results must outlive the next inference; undefined where nobody takes them. */
  readonly results: 'own' | 'shared' | undefined;
  readonly outputs: InferOutputs | undefined;
  readonly signal: AbortSignal | undefined;
  /** Whether an input that is left out is a mistake: on a request that others use as well it would keep their tensor. */
  readonly needsAllInputs: boolean;
}

const DEFAULTS: InferSettings = Object.freeze({
  results: 'own',
  outputs: undefined,
  signal: undefined,
  needsAllInputs: false,
});
const WITHOUT_RESULTS: InferSettings = Object.freeze({ ...DEFAULTS, results: undefined });

/**
 * @param names Options that there are.
 * @throws OpenVINOError `INVALID_ARGUMENT`, before anything runs: an inference must not be started that nobody hears of.
 */
export function inferSettings(
  options: InferAsyncOptions | undefined,
  names: readonly string[] = ['shareOutputs', 'outputs', 'signal'],
): InferSettings {
  if (options === undefined) return DEFAULTS;
  checkOptions(options, names, '{ shareOutputs: true }');
  const { shareOutputs, outputs, signal } = options;
  const results = checkFlag('shareOutputs', shareOutputs, false) ? 'shared' : 'own';
  return { ...DEFAULTS, results, outputs, signal: checkSignal(signal) };
}

/** As {@link inferSettings}, where the outputs are read from the request. */
export function startSettings(options: StartOptions | undefined): InferSettings {
  if (options === undefined) return WITHOUT_RESULTS;
  checkOptions(options, ['signal'], '{ signal: controller.signal }');
  return { ...WITHOUT_RESULTS, signal: checkSignal(options.signal) };
}

const RUN: InferSettings = Object.freeze({ ...DEFAULTS, needsAllInputs: true });

/** As {@link inferSettings}, for a request that others use as well. */
export function runSettings(options: RunOptions | undefined): InferSettings {
  if (options === undefined) return RUN;
  checkOptions(options, ['signal', 'outputs'], '{ signal: controller.signal }');
  return { ...RUN, outputs: options.outputs, signal: checkSignal(options.signal) };
}

import { checkSignal } from '../common/abort.js';
import { checkFlag, checkOptions } from '../common/options.js';
import type { AnyTensor, PortTypes } from '../model/model-types.js';
import type { PortKey } from '../model/ports.js';
import type { ElementType, TensorData } from '../tensor/element.js';
import type { Tensor } from '../tensor/tensor.js';

/**
 * What an input of an element type is given: a tensor, or a typed array that stands for a tensor of the input's own type and
 * (static) shape.
 *
 * @category Inference
 * @example
 * ```ts
 * const value: InputValue<'f32'> = new Float32Array(3 * 32 * 32);
 * const { boxes } = await compiledModel.run({ image: value });
 * ```
 */
export type InputValue<Type extends ElementType = ElementType> = InputValues[Type];

type InputValues = {
  readonly [Type in ElementType]: Type extends 'dynamic' ? Tensor | TensorData : Tensor<Type> | TensorData<Type>;
};

/**
 * All inputs of a model: by position, by name, or (a Map) by index, name or port. Of a model whose types are declared
 * ({@link CompiledModel.typed}), by name.
 *
 * @category Inference
 * @example
 * ```ts
 * const inputs: InferInputs = { image: new Float32Array(3 * 32 * 32) };
 * const { boxes } = await compiledModel.run(inputs);
 * ```
 */
export type InferInputs<Inputs extends PortTypes = PortTypes> =
  | { readonly [Name in keyof Inputs]: InputValue<Inputs[Name]> }
  | readonly InputValue[]
  | ReadonlyMap<PortKey, InputValue>;

/**
 * Inputs of a model, given as {@link InferInputs} are; those that are left out keep the tensor they had.
 *
 * @category Inference
 * @example
 * ```ts
 * const inputs: SomeInputs = { image: new Float32Array(3 * 32 * 32) };
 * request.infer(inputs);
 * request.infer({}); // once more, on the same image
 * ```
 */
export type SomeInputs<Inputs extends PortTypes = PortTypes> =
  | (NamedAtWill<Inputs> & AnyNames<Inputs>)
  | readonly InputValue[]
  | ReadonlyMap<PortKey, InputValue>;

/** Inputs whose names are declared. */
type NamedAtWill<Inputs extends PortTypes> = {
  readonly [Name in keyof Inputs as string extends Name ? never : Name]?: InputValue<Inputs[Name]>;
};

/** Inputs of any name, where none are declared. Apart from the above, where TypeScript would let undefined be a value. */
type AnyNames<Inputs extends PortTypes> = {
  readonly [Name in keyof Inputs as string extends Name ? Name : never]: InputValue<Inputs[Name]>;
};

/**
 * Memory for outputs, given as {@link InferInputs} are; outputs left out get memory of their own.
 *
 * @category Inference
 * @example
 * ```ts
 * const outputs: InferOutputs = { boxes: new Float32Array(3 * 32 * 32) };
 * await compiledModel.run({ image: tensor }, { outputs });
 * ```
 */
export type InferOutputs<Outputs extends PortTypes = PortTypes> = SomeInputs<Outputs>;

/**
 * Outputs by name. Where their types are not declared, `elementType` tells the class of `data`; a declared one
 * ({@link CompiledModel.typed}) has its own.
 *
 * @category Inference
 * @example
 * ```ts
 * const results: InferResults = await compiledModel.run({ image: tensor });
 * const { boxes } = results;
 * if (boxes?.elementType === 'f32') {
 *   const scores: Float32Array = boxes.data;
 * }
 * ```
 */
export type InferResults<Outputs extends PortTypes = PortTypes> = {
  -readonly [Name in keyof Outputs]: AnyTensor<Outputs[Name]>;
};

/**
 * Options of {@link InferRequest.infer}.
 *
 * @category Inference
 * @example
 * ```ts
 * const boxes = new Float32Array(3 * 32 * 32);
 * const options: InferOptions = { outputs: { boxes } };
 * request.infer({ image: tensor }, options); // the results are in boxes
 * ```
 */
export interface InferOptions<Outputs extends PortTypes = PortTypes> {
  /** Gives live views, which the next inference overwrites, instead of results that belong to the caller. */
  readonly shareOutputs?: boolean | undefined;
  /** The caller's memory, which this one inference writes its outputs to: the results are these tensors, without a copy. */
  readonly outputs?: InferOutputs<Outputs> | undefined;
}

/**
 * Options of {@link InferRequest.startAsync}.
 *
 * @category Inference
 * @example
 * ```ts
 * const options: StartOptions = { signal: AbortSignal.timeout(1000) };
 * request.startAsync({ image: tensor }, options);
 * await request.wait();
 * ```
 */
export interface StartOptions {
  /**
   * Cancels the inference: once the library has stopped it, it fails with the code `CANCELLED` (the name `AbortError`). Its
   * `cause` is the signal's reason, which tells a time that was over (`error.cause.name === 'TimeoutError'`, of
   * `AbortSignal.timeout(ms)`) from an `abort()`.
   */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Options of {@link InferRequest.inferAsync}.
 *
 * @category Inference
 * @example
 * ```ts
 * const options: InferAsyncOptions = { shareOutputs: true, signal: AbortSignal.timeout(1000) };
 * const { boxes } = await request.inferAsync({ image: tensor }, options);
 * ```
 */
export interface InferAsyncOptions<Outputs extends PortTypes = PortTypes> extends InferOptions<Outputs>, StartOptions {}

/**
 * Options of {@link CompiledModel.run}.
 *
 * @category Inference
 * @example
 * ```ts
 * const options: RunOptions = { signal: AbortSignal.timeout(1000), outputs: { boxes: new Float32Array(3 * 32 * 32) } };
 * const { boxes } = await compiledModel.run({ image: tensor }, options);
 * ```
 */
export interface RunOptions<Outputs extends PortTypes = PortTypes> extends StartOptions {
  /** As in {@link InferOptions}. */
  readonly outputs?: InferOutputs<Outputs> | undefined;
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

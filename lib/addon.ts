import { Core } from './core/core.js';
import { InferRequest } from './infer/infer-request.js';
import { CompiledModel } from './model/compiled-model.js';
import { Model } from './model/model.js';
import { Output } from './model/output.js';
import { PartialShape } from './model/partial-shape.js';
import { notInCApi } from './not-in-c-api.js';
import { AsyncInferQueue, type QueueCallback } from './pool/async-infer-queue.js';
import { type Preprocess, preprocess } from './preprocess/pre-post-processor.js';
import { type ResizeAlgorithms, resizeAlgorithm } from './preprocess/preprocess-steps.js';
import { getOpenvinoVersion } from './runtime.js';
import { type ElementNames, element, type TypedArray } from './tensor/element.js';
import { Tensor } from './tensor/tensor.js';

/**
 * openvino-node's name for a typed array that a tensor takes; {@link TypedArray} here.
 *
 * @category openvino-node's names
 * @example
 * ```ts
 * const pixels: SupportedTypedArray = new Float32Array(16);
 * ```
 */
export type SupportedTypedArray = TypedArray;

/**
 * openvino-node's name for the element types that it has; {@link ElementType} has more.
 *
 * @category openvino-node's names
 * @example
 * ```ts
 * const type: elementTypeString = 'f32';
 * ```
 */
export type elementTypeString = 'u8' | 'u32' | 'u16' | 'u64' | 'i8' | 'i64' | 'i32' | 'i16' | 'f64' | 'f32' | 'string';

/**
 * openvino-node's name for a property's value; {@link PropertyInput} and {@link PropertyValue} here.
 *
 * @category openvino-node's names
 * @example
 * ```ts
 * const hint: OVAny = 'LATENCY';
 * ```
 */
export type OVAny = string | number | boolean;

/**
 * openvino-node's name for {@link QueueCallback}.
 *
 * @category openvino-node's names
 * @example
 * ```ts
 * const callback: AsyncInferQueueCallback = (error, request) => {
 *   if (error === null) console.log(request.getOutputTensor().getShape());
 * };
 * ```
 */
export type AsyncInferQueueCallback<UserData = unknown> = QueueCallback<UserData>;

/**
 * The type of {@link addon}.
 *
 * @category openvino-node's names
 * @example
 * ```ts
 * const { Core, Tensor }: NodeAddon = addon;
 * ```
 */
export type NodeAddon = {
  /** {@link Core}: devices, reading, compiling. */
  readonly Core: typeof Core;
  /** {@link Model}: what was read. */
  readonly Model: typeof Model;
  /** {@link CompiledModel}: what was compiled for a device. */
  readonly CompiledModel: typeof CompiledModel;
  /** {@link InferRequest}: one inference at a time. */
  readonly InferRequest: typeof InferRequest;
  /** {@link Tensor}: elements in a shape. */
  readonly Tensor: typeof Tensor;
  /** {@link Output}: an input or output of a model. */
  readonly Output: typeof Output;
  /** Class of a compiled model's ports, which is {@link Output} here. */
  readonly ConstOutput: typeof Output;
  /** {@link PartialShape}: a shape with unknown dimensions. */
  readonly PartialShape: typeof PartialShape;
  /** {@link AsyncInferQueue}: requests with one callback. */
  readonly AsyncInferQueue: typeof AsyncInferQueue;
  /** {@link preprocess}: PrePostProcessor and resizeAlgorithm. */
  readonly preprocess: Preprocess;
  /** {@link element}: names of the element types. */
  readonly element: ElementNames;
  /** {@link resizeAlgorithm}: ways to resize. */
  readonly resizeAlgorithm: ResizeAlgorithms;
  /** {@link getOpenvinoVersion}: which OpenVINO it is. */
  readonly getOpenvinoVersion: typeof getOpenvinoVersion;
  /**
   * Not in the C API.
   *
   * @throws OpenVINOError `NOT_IN_C_API`, always.
   */
  readonly saveModelSync: (model: Model, path: string, compressToFp16?: boolean) => void;
};

/**
 * Everything that openvino-node has, under its names: a program that was written for it changes the import and nothing else.
 * What the C API has nothing for is there as well, and throws `NOT_IN_C_API` with what to do instead. The same classes are
 * exported by name, with all that openvino-node lacks.
 *
 * @category openvino-node's names
 * @example
 * ```ts
 * import { addon as ov } from '@x/openvino-node';
 *
 * const ownCore = new ov.Core();
 * const compiled = ownCore.compileModelSync('model.xml', 'CPU');
 * const [input] = compiled.inputs;
 * const tensor = new ov.Tensor(ov.element.f32, input?.shape ?? []);
 * const results = compiled.createInferRequest().infer([tensor]);
 * ```
 */
export const addon: NodeAddon = Object.freeze({
  Core,
  Model,
  CompiledModel,
  InferRequest,
  Tensor,
  Output,
  ConstOutput: Output,
  PartialShape,
  AsyncInferQueue,
  preprocess,
  element,
  resizeAlgorithm,
  getOpenvinoVersion,
  saveModelSync: (_model: Model, _path: string, _compressToFp16?: boolean): void => {
    throw notInCApi('saveModelSync()');
  },
});

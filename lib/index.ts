/**
 * OpenVINO for Node.js: devices, models, tensors and inferences.
 *
 * | to | begin at |
 * |---|---|
 * | find devices, read and compile models | {@link Core} |
 * | infer in a server, where callers come by themselves | {@link CompiledModel.run} |
 * | infer on files, streams, video | {@link pipeline}, {@link inferTransformStream} |
 * | infer one thing after the other | {@link CompiledModel.createInferRequest}, {@link InferRequest} |
 * | have many in flight, as openvino-node and Python do | {@link AsyncInferQueue} |
 * | put data in, and read results | {@link Tensor}, {@link TensorData} |
 * | have the device resize, convert and normalize | {@link PrePostProcessor} |
 * | change a model's shapes | {@link Model.reshape}, {@link PartialShape} |
 * | set up devices, and ask them | {@link properties}, {@link KnownProperties}, {@link Core.setProperty} |
 * | load faster the next time | {@link ModelCache}, {@link CompiledModel.exportModel} |
 * | keep memory on the GPU or NPU | {@link RemoteContext} |
 * | act on a failure | {@link OpenVINOError}, {@link OpenVINOErrorCode} |
 * | see what OpenVINO logs | {@link setLogHandler} |
 * | run a program that was written for openvino-node | {@link addon} |
 *
 * @module @x/openvino-node
 */
export {
  type AsyncInferQueueCallback,
  addon,
  type elementTypeString,
  type NodeAddon,
  type OVAny,
  type SupportedTypedArray,
} from './addon.js';
export type { ExportedModel } from './blob/blob-file.js';
export { type CachedModel, ModelCache } from './blob/model-cache.js';
export { Core } from './core/core.js';
export type {
  CoreOptions,
  DeviceVersions,
  ImportOptions,
  LoadOptions,
  ModelWeights,
  NoProperties,
} from './core/core-options.js';
export type { Device, DeviceArgument, PhysicalDevice } from './core/device.js';
export { OpenVINOError, type OpenVINOErrorCode, type OpenVINOErrorOptions } from './errors.js';
export type {
  InferAsyncOptions,
  InferInputs,
  InferOptions,
  InferOutputs,
  InferResults,
  InputValue,
  RunOptions,
  SomeInputs,
  StartOptions,
} from './infer/infer-options.js';
export { InferRequest } from './infer/infer-request.js';
export type { InferTiming } from './infer/infer-timing.js';
export type { ProfilingInfo } from './infer/profiling.js';
export { type LogHandler, setLogHandler } from './log.js';
export { CompiledModel } from './model/compiled-model.js';
export { Model, type Node } from './model/model.js';
export type { AnyTensor, ModelTypes, PortTypes } from './model/model-types.js';
export { Output } from './model/output.js';
export { type Dimension, PartialShape, type PartialShapeLike } from './model/partial-shape.js';
export type { PortKey } from './model/ports.js';
export { AsyncInferQueue, type QueueCallback, type QueueOptions } from './pool/async-infer-queue.js';
export { PipelineError, type PipelineOptions, type PipelineResult, pipeline } from './pool/pipeline.js';
export { type InferTransformStream, inferTransform, inferTransformStream } from './pool/pipeline-streams.js';
export type { PoolOptions, PoolStats } from './pool/pool-options.js';
export type { RecentSummary } from './pool/recent.js';
export { type ColorFormat, colorFormat } from './preprocess/color-format.js';
export { Layout, type LayoutLike } from './preprocess/layout.js';
export { PrePostProcessor, type Preprocess, preprocess } from './preprocess/pre-post-processor.js';
export { InputInfo, InputModelInfo, InputTensorInfo } from './preprocess/preprocess-info.js';
export { OutputInfo, OutputTensorInfo } from './preprocess/preprocess-output-info.js';
export {
  type PaddingMode,
  PreProcessSteps,
  type ResizeAlgorithm,
  type ResizeAlgorithms,
  resizeAlgorithm,
} from './preprocess/preprocess-steps.js';
export type { KnownProperties } from './properties/known-properties.js';
export { properties } from './properties/properties.js';
export type { PropertyFacts, PropertyKind, PropertyMode, PropertyScope } from './properties/property-facts.js';
export type {
  DevicePropertyValues,
  InputsByKind,
  PciInfo,
  Properties,
  PropertyInfo,
  PropertyInput,
  PropertyInputOf,
  PropertyName,
  PropertyToRead,
  PropertyValue,
  PropertyValueOf,
  PropertyValues,
  ReadablePropertyName,
  ValuesByKind,
  WritablePropertyName,
} from './properties/property-types.js';
export { RemoteContext } from './remote/remote-context.js';
export type { RemoteParams } from './remote/remote-params.js';
export { RemoteTensor } from './remote/remote-tensor.js';
export { getOpenvinoVersion, loadRuntime, type RuntimeInfo, shutdown } from './runtime.js';
export {
  type ElementArrays,
  type ElementNames,
  type ElementType,
  element,
  type SizedElementType,
  type TensorData,
  type TypedArray,
  type TypedArrayOf,
} from './tensor/element.js';
export { decodeHalf, encodeHalf } from './tensor/half.js';
export { Tensor } from './tensor/tensor.js';
export type { Version } from './version.js';

/**
 * OpenVINO for Node.js: devices, models, tensors and inferences.
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
export { AsyncInferQueue, type QueueCallback, type QueueOptions } from './async-infer-queue.js';
export type { ExportedModel } from './blob-file.js';
export { type ColorFormat, colorFormat } from './color-format.js';
export { CompiledModel } from './compiled-model.js';
export {
  Core,
  type CoreOptions,
  type DeviceVersions,
  type ImportOptions,
  type LoadOptions,
  type ModelWeights,
} from './core.js';
export type { Device, DeviceArgument, PhysicalDevice } from './device.js';
export {
  type ElementArrays,
  type ElementType,
  element,
  type TensorData,
  type TypedArray,
  type TypedArrayOf,
} from './element.js';
export { OpenVINOError, type OpenVINOErrorCode, type OpenVINOErrorOptions } from './errors.js';
export { decodeHalf, encodeHalf } from './half.js';
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
} from './infer-options.js';
export { InferRequest } from './infer-request.js';
export type { InferTiming } from './infer-timing.js';
export type { KnownProperties } from './known-properties.js';
export { Layout, type LayoutLike } from './layout.js';
export { type LogHandler, setLogHandler } from './log.js';
export { Model, type Node } from './model.js';
export { type CachedModel, ModelCache } from './model-cache.js';
export type { AnyTensor, ModelTypes, PortTypes } from './model-types.js';
export { Output } from './output.js';
export { type Dimension, PartialShape, type PartialShapeLike } from './partial-shape.js';
export { PipelineError, type PipelineOptions, type PipelineResult, pipeline } from './pipeline.js';
export { type InferTransformStream, inferTransform, inferTransformStream } from './pipeline-streams.js';
export type { PoolOptions, PoolStats } from './pool-options.js';
export type { PortKey } from './ports.js';
export { PrePostProcessor, preprocess } from './pre-post-processor.js';
export { InputInfo, InputModelInfo, InputTensorInfo } from './preprocess-info.js';
export { OutputInfo, OutputTensorInfo } from './preprocess-output-info.js';
export { type PaddingMode, PreProcessSteps, type ResizeAlgorithm, resizeAlgorithm } from './preprocess-steps.js';
export type { ProfilingInfo } from './profiling.js';
export { properties } from './properties.js';
export type { PropertyFacts, PropertyKind, PropertyMode, PropertyScope } from './property-facts.js';
export type {
  DevicePropertyValues,
  InputsByKind,
  PciInfo,
  Properties,
  PropertyInfo,
  PropertyInput,
  PropertyInputOf,
  PropertyName,
  PropertyValue,
  PropertyValueOf,
  PropertyValues,
  ReadablePropertyName,
  ValuesByKind,
  WritablePropertyName,
} from './property-types.js';
export type { RecentSummary } from './recent.js';
export { RemoteContext } from './remote-context.js';
export type { RemoteParams } from './remote-params.js';
export { RemoteTensor } from './remote-tensor.js';
export { getOpenvinoVersion, loadRuntime, type RuntimeInfo, shutdown } from './runtime.js';
export { Tensor } from './tensor.js';
export type { Version } from './version.js';

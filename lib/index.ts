export { CompiledModel } from './compiled-model.js';
export { Core, type CoreOptions, type DeviceVersions } from './core.js';
export { type ElementType, element, type TypedArray } from './element.js';
export { OpenVINOError, type OpenVINOErrorCode, type OpenVINOErrorOptions } from './errors.js';
export { decodeHalf, encodeHalf } from './half.js';
export {
  type InferAsyncOptions,
  type InferInputs,
  type InferOptions,
  InferRequest,
  type InferResults,
  type ProfilingInfo,
} from './infer-request.js';
export { Model } from './model.js';
export { Output } from './output.js';
export { type Dimension, PartialShape, type PartialShapeLike } from './partial-shape.js';
export type { Properties, PropertyInput, PropertyValue } from './properties.js';
export { getOpenvinoVersion, loadRuntime, type RuntimeInfo } from './runtime.js';
export { Tensor } from './tensor.js';

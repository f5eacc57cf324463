import type { NativeRuntime, NativeTensor } from '../native.js';
import type { ElementType, TypedArray } from './element.js';
import type { Tensor } from './tensor.js';

/** What an infer request needs of a tensor and users do not; see {@link tensorInternals}. */
export interface TensorInternals {
  /** The tensor as the library of `runtime` knows it, made at first use; checks that the memory is still there. */
  handle(tensor: Tensor, runtime: NativeRuntime): NativeTensor;
  /** Whether the memory is still there. */
  isAttached(tensor: Tensor): boolean;
  /** Counts a request in flight that reads or writes the tensor up (+1) or down (−1). */
  fly(tensor: Tensor, change: 1 | -1, writes: boolean): void;
  /** Throws where another request in flight writes the tensor's memory, or reads what is to be written. */
  checkFree(tensor: Tensor, writes: boolean): void;
  /** What tensors that share memory have in common. */
  buffer(tensor: Tensor): object;
  /** Whether two tensors share memory of JavaScript's. */
  overlap(a: Tensor, b: Tensor): boolean;
  /** Takes the shape that the library gave a tensor over the user's memory. */
  adoptShape(tensor: Tensor, shape: readonly number[]): void;
  /** A tensor of its own memory with the same elements. */
  copy(tensor: Tensor): Tensor;
  /** A tensor over an array that is known to fit; `shape` is never changed. */
  trusted(type: ElementType, shape: readonly number[], data: TypedArray): Tensor;
  /** A tensor over memory that the library owns. */
  fromNative(handle: NativeTensor, runtime: NativeRuntime): Tensor;
  /** Makes one that knows nothing yet ({@link TRUSTED}) a tensor over memory that the library owns. */
  adopt(tensor: Tensor, handle: NativeTensor, runtime: NativeRuntime): void;
  /** Forgets the view of memory that may move, detaching what the user still holds. */
  forgetView(tensor: Tensor): void;
}

/** Makes the constructor of {@link Tensor} leave everything to its caller, who is of this package. */
export const TRUSTED: readonly string[] = [];

/** Set by the module of {@link Tensor}, whose private state it is. */
export let tensorInternals: TensorInternals;

export function setTensorInternals(internals: TensorInternals): void {
  tensorInternals = internals;
}

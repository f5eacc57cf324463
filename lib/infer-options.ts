import type { TypedArray } from './element.js';
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

/** Outputs by name. */
export type InferResults = { [name: string]: Tensor };

/** Options of {@link InferRequest.infer}. */
export interface InferOptions {
  /** Gives live views, which the next inference overwrites, instead of results that belong to the caller. */
  readonly shareOutputs?: boolean | undefined;
}

/** Options of {@link InferRequest.inferAsync}. */
export interface InferAsyncOptions extends InferOptions {
  /** Cancels the inference; the promise then rejects with the code `CANCELLED`, its cause the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

import type { ElementType } from '../tensor/element.js';
import type { Tensor } from '../tensor/tensor.js';

/**
 * Element types of a model's inputs or outputs by their names.
 *
 * @category Models
 * @example
 * ```ts
 * const inputs = { image: 'f32' } satisfies PortTypes;
 * const typed = compiledModel.typed({ inputs });
 * ```
 */
export interface PortTypes {
  readonly [name: string]: ElementType;
}

/**
 * What a program knows of a model's inputs and outputs, for {@link CompiledModel.typed}. What is left out is not checked, and
 * stays untyped.
 *
 * @category Models
 * @example
 * ```ts
 * const detector = { inputs: { image: 'f32' }, outputs: { boxes: 'f32' } } satisfies ModelTypes;
 * const { boxes } = await compiledModel.typed(detector).run({ image: new Float32Array(3 * 32 * 32) });
 * const first: number | undefined = boxes.data[0];
 * ```
 */
export interface ModelTypes<Inputs extends PortTypes = PortTypes, Outputs extends PortTypes = PortTypes> {
  /** All inputs, by any of their names. */
  readonly inputs?: Inputs | undefined;
  /** Outputs, by the names that they have in results ({@link Output.anyName}). */
  readonly outputs?: Outputs | undefined;
}

/** Tensors by element type; a table, for TypeScript relates look-ups of two types as it does the types themselves. */
type Tensors = { readonly [Type in ElementType]: Tensor<Type> };

/**
 * A tensor whose `elementType` tells the class of its `data`: the union of the tensors of each type (of all where none are
 * named). A comparison narrows it.
 *
 * @category Tensors
 * @example
 * ```ts
 * function mean(values: AnyTensor): number {
 *   const floats = values.elementType === 'f32' ? values.data : values.toFloat32Array();
 *   return floats.reduce((sum, value) => sum + value, 0) / floats.length;
 * }
 * mean(request.getOutputTensor());
 * ```
 */
export type AnyTensor<Type extends ElementType = ElementType> = Tensors[Type];

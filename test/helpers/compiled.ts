import { type CompiledModel, Core, type InferResults, type Properties, type Tensor } from '../../lib/index.js';
import type { IrModel } from './models.js';

/** A model compiled for the CPU of the runtime in use. */
export function compileForCpu({ xml, weights }: IrModel, properties: Properties = {}): CompiledModel {
  using core = new Core();
  using model = core.readModelSync(xml, weights);
  return core.compileModelSync(model, 'CPU', properties);
}

/** The elements of an output. */
export function valuesOf(results: InferResults, name = 'y'): unknown[] {
  return [...(results[name]?.data ?? [])];
}

/** The elements of an f32 tensor, to write to. */
export function floatsOf(tensor: Tensor): Float32Array {
  return tensor.data as Float32Array;
}

/**
 * What examples in docstrings may use without saying so, besides all that the package exports and `assert` of Node.js: each of
 * these names is made anew for the example that uses it.
 *
 * The current folder has `model.xml` with `model.bin` (an input `image` and an output `boxes`, both f32 of shape
 * [1, 3, 32, 32]), and the pictures `car.png` and `bus.png`. An example that names a GPU or NPU runs on a mocked runtime that
 * has a CPU, a GPU and an NPU, any other on the CPU of the real one.
 */
import { type CompiledModel, Core, type InferRequest, type InferResults, type Model, Tensor } from '@x/openvino-node';
import { type BenchResult, benchmark, type TrialResult } from '@x/openvino-node/bench';

/** A core. */
export function core(): Core {
  return new Core();
}

/** The model that was read. */
export function model(): Model {
  return core().readModelSync('model.xml');
}

/** The model compiled for the CPU. */
export function compiledModel(): CompiledModel {
  return core().compileModelSync('model.xml', 'CPU');
}

/** A request of its own. */
export function request(): InferRequest {
  return compiledModel().createInferRequest();
}

/** A tensor for the model's input. */
export function tensor(): Tensor<'f32'> {
  return new Tensor('f32', [1, 3, 32, 32]);
}

/** Results of the model. */
export function results(): InferResults {
  return request().infer([tensor()]);
}

/** Pictures to infer on. */
export function files(): string[] {
  return ['car.png', 'bus.png'];
}

/** What a short benchmark of the model gives. */
export async function result(): Promise<BenchResult> {
  measured ??= benchmark({ model: 'model.xml', devices: 'CPU', iterations: 20, repeat: 2 });
  return await measured;
}

/** The row of that benchmark. */
export async function row(): Promise<TrialResult> {
  const [first] = (await result()).results;
  if (first === undefined) throw new Error('The benchmark has no row.');
  return first;
}

let measured: Promise<BenchResult> | undefined;

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IrElementType, IrGraph, type IrModel, type IrShape, ops } from '../../lib/bench/model/ir/index.js';

/**
 * Small models for tests, written as OpenVINO IR by the package's own writer. Each function returns the text of the .xml
 * and the bytes of the .bin, as readModel takes them from memory; `writeModel` puts them into files.
 */
export type { IrElementType, IrModel, IrShape };

/** Writes DIR/NAME.xml and DIR/NAME.bin (an empty one where the model has no constants) and returns the .xml's path. */
export function writeModel(dir: string, name: string, model: IrModel): string {
  writeFileSync(join(dir, `${name}.bin`), model.weights);
  const xml = join(dir, `${name}.xml`);
  writeFileSync(xml, model.xml);
  return xml;
}

export interface SmallModelOptions {
  /** f32 when left out. */
  readonly elementType?: IrElementType;
  /** [1, 16] when left out; -1 is a dynamic dimension, [1, 8] within it a range. */
  readonly shape?: IrShape;
  /** The model's friendly name. */
  readonly name?: string;
}

/** x -> max(x, 0) -> y */
export function reluModel({ elementType = 'f32', shape = [1, 16], name = 'relu' }: SmallModelOptions = {}): IrModel {
  const graph = new IrGraph(name);
  graph.result(ops.relu(graph, 'relu', graph.parameter('x', elementType, shape), ['y']));
  return graph.build();
}

/** x -> y, the same values: for element types that have no arithmetic on the CPU. */
export function identityModel({
  elementType = 'f32',
  shape = [1, 16],
  name = 'identity',
}: SmallModelOptions = {}): IrModel {
  const graph = new IrGraph(name);
  const x = graph.parameter('x', elementType, shape, { names: ['x', 'y'] });
  graph.result(x);
  return graph.build();
}

/** x -> not x -> y, booleans */
export function notModel({ shape = [1, 16], name = 'not' }: Omit<SmallModelOptions, 'elementType'> = {}): IrModel {
  const graph = new IrGraph(name);
  graph.result(ops.logicalNot(graph, 'not', graph.parameter('x', 'boolean', shape), ['y']));
  return graph.build();
}

/** a, b -> a + b -> sum */
export function addModel({ elementType = 'f32', shape = [1, 16], name = 'add' }: SmallModelOptions = {}): IrModel {
  const graph = new IrGraph(name);
  const a = graph.parameter('a', elementType, shape);
  const b = graph.parameter('b', elementType, shape);
  graph.result(ops.elementwise(graph, 'Add', 'add', a, b, ['sum']));
  return graph.build();
}

/** x -> max(x, 0) -> positive; x -> -x -> negated */
export function twoOutputsModel({
  elementType = 'f32',
  shape = [1, 16],
  name = 'two outputs',
}: SmallModelOptions = {}): IrModel {
  const graph = new IrGraph(name);
  const x = graph.parameter('x', elementType, shape);
  graph.result(ops.relu(graph, 'relu', x, ['positive']));
  graph.result(ops.negative(graph, 'negate', x, ['negated']));
  return graph.build();
}

/** x -> x + constant -> y, f32 [1, 16]: 64 bytes of weights holding 0.5, 1.5, … 15.5. */
export function weightsModel(name = 'weights'): IrModel {
  const graph = new IrGraph(name);
  const offsets = Float32Array.from({ length: 16 }, (_, index) => index + 0.5);
  const x = graph.parameter('x', 'f32', [1, 16]);
  graph.result(ops.elementwise(graph, 'Add', 'add', x, ops.floats(graph, 'offsets', [1, 16], offsets), ['y']));
  return graph.build();
}

/** An output of 25 MB: max(x, 0) of f32 [1, 3, 1448, 1448]. */
export function largeOutputModel(name = 'large output'): IrModel {
  return reluModel({ shape: [1, 3, 1448, 1448], name });
}

export interface HeavyModelOptions {
  /** How many 3×3 convolutions of 64 channels on 128×128, one after the other; each is 1.2 GFLOP. */
  readonly layers?: number;
  readonly name?: string;
}

/** x -> convolutions -> y, f32 [1, 64, 128, 128]: one inference takes 50 to 100 ms on two cores. */
export function heavyModel({ layers = 4, name = 'heavy' }: HeavyModelOptions = {}): IrModel {
  const graph = new IrGraph(name);
  let x = graph.parameter('x', 'f32', [1, 64, 128, 128]);
  const kernel = Float32Array.from({ length: 64 * 64 * 9 }, (_, index) => (((index * 7919) % 201) - 100) / 2400);
  for (let layer = 1; layer <= layers; layer++) {
    const weights = ops.floats(graph, `weights ${layer}`, [64, 64, 3, 3], kernel);
    x = ops.convolution(graph, `convolution ${layer}`, x, weights, 1);
    x = ops.relu(graph, `relu ${layer}`, x, layer === layers ? ['y'] : []);
  }
  graph.result(x);
  return graph.build();
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IrGraph, type IrModel, ops } from '../../lib/bench/model/ir/index.js';
import {
  addModel,
  heavyModel,
  type IrElementType,
  identityModel,
  reluModel,
  twoOutputsModel,
  weightsModel,
  writeModel,
} from '../helpers/models.js';

/** Element types of which an identity model is made; the CPU compiles each. */
const IDENTITY_TYPES: readonly IrElementType[] = [
  'boolean',
  'bf16',
  'f16',
  'f32',
  'f64',
  'i8',
  'i16',
  'i32',
  'i64',
  'u8',
  'u16',
  'u32',
  'u64',
];

/** x -> max(x, 0), without a name for either tensor. */
function namelessModel(): IrModel {
  const graph = new IrGraph('nameless');
  graph.result(ops.relu(graph, 'relu', graph.parameter('x', 'f32', [1, 16], { names: [] })));
  return graph.build();
}

/** x -> max(x, 0) -> y, each tensor with three names. */
function manyNamesModel(): IrModel {
  const graph = new IrGraph('many names');
  const x = graph.parameter('x', 'f32', [1, 16], { names: ['zebra', 'apple', 'mango'] });
  graph.result(ops.relu(graph, 'relu', x, ['second', 'first', 'third']));
  return graph.build();
}

/** x -> an operation that nobody knows -> y */
function unknownOperationModel(): IrModel {
  const graph = new IrGraph('unknown operation');
  const x = graph.parameter('x', 'f32', [1, 16]);
  const outputs = [{ elementType: 'f32' as const, shape: [1, 16], names: ['y'] }];
  graph.result(graph.op({ type: 'Frobnicate', opset: 'opset1', name: 'frobnicate', inputs: [x], outputs }));
  return graph.build();
}

/** x -> a 3×3 convolution -> y, f32 [1, 3, 32, 32]: something that refuses another number of channels. */
function convolutionModel(): IrModel {
  const graph = new IrGraph('convolution');
  const x = graph.parameter('x', 'f32', [1, 3, 32, 32]);
  const kernel = Float32Array.from({ length: 3 * 3 * 9 }, (_, index) => (index % 7) / 7);
  const weights = ops.floats(graph, 'weights', [3, 3, 3, 3], kernel);
  const features = ops.convolution(graph, 'convolution', x, weights, 1);
  graph.result(ops.relu(graph, 'relu', features, ['y']));
  return graph.build();
}

/** x -> max(x, 0) -> y, f32 [1, 3, 4, 6], of which the file says that it is NCHW. */
function imageWithLayoutModel(): IrModel {
  const graph = new IrGraph('image with layout');
  const x = graph.parameter('x', 'f32', [1, 3, 4, 6], { layout: '[N,C,H,W]' });
  graph.result(ops.relu(graph, 'relu', x, ['y']));
  return graph.build();
}

function writeBrokenFiles(folder: string): void {
  const { xml, weights } = weightsModel();
  writeFileSync(join(folder, 'truncated.xml'), xml.slice(0, xml.length / 2));
  writeFileSync(join(folder, 'empty.xml'), '');
  writeFileSync(join(folder, 'page.xml'), '<!DOCTYPE html><html><body>Not Found</body></html>');
  writeFileSync(join(folder, 'text.xml'), 'This is no XML.');
  writeFileSync(join(folder, 'missing-bin.xml'), xml);
  writeFileSync(join(folder, 'short-bin.xml'), xml);
  writeFileSync(join(folder, 'short-bin.bin'), weights.slice(0, weights.length / 2));
  writeFileSync(join(folder, 'garbage.onnx'), 'This is no ONNX.');
  writeFileSync(join(folder, 'noextension'), xml);
  mkdirSync(join(folder, 'folder.xml'));
  writeModel(folder, 'unknown-operation', unknownOperationModel());
}

/** Writes every model and broken file that native/test/contract uses into an empty folder. */
export function writeContractModels(folder: string): void {
  writeModel(folder, 'relu', reluModel({ name: 'relu <model>' }));
  writeModel(folder, 'add', addModel());
  writeModel(folder, 'two-outputs', twoOutputsModel());
  writeModel(folder, 'weights', weightsModel());
  writeFileSync(join(folder, 'weights-elsewhere.bin'), weightsModel().weights);
  writeModel(folder, 'dynamic-batch', reluModel({ shape: [-1, 16], name: 'dynamic batch' }));
  writeModel(folder, 'bounded', reluModel({ shape: [[1, 8], 16], name: 'bounded' }));
  writeModel(folder, 'nameless', namelessModel());
  writeModel(folder, 'many-names', manyNamesModel());
  writeModel(folder, 'convolution', convolutionModel());
  writeModel(folder, 'image', reluModel({ shape: [1, 3, 4, 6], name: 'image' }));
  writeModel(folder, 'gray', reluModel({ shape: [1, 1, 4, 6], name: 'gray' }));
  writeModel(folder, 'image-dynamic', reluModel({ shape: [1, 3, -1, -1], name: 'image dynamic' }));
  writeModel(folder, 'image-with-layout', imageWithLayoutModel());
  writeModel(folder, 'heavy', heavyModel());
  for (const elementType of IDENTITY_TYPES) {
    writeModel(folder, `identity-${elementType}`, identityModel({ elementType, shape: [2, 3] }));
  }
  writeBrokenFiles(folder);
}

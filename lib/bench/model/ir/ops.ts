import { encodeHalf } from '../../../index.js';
import type { IrGraph } from './graph.js';
import type { IrPort, IrShape } from './types.js';
import { type IrDimension, staticShape } from './types.js';

type Names = readonly string[];

function unary(graph: IrGraph, type: string, name: string, x: IrPort, names: Names): IrPort {
  const { elementType, shape } = x;
  return graph.op({ type, opset: 'opset1', name, inputs: [x], outputs: [{ elementType, shape, names }] });
}

/** max(x, 0) */
export function relu(graph: IrGraph, name: string, x: IrPort, names: Names = []): IrPort {
  return unary(graph, 'ReLU', name, x, names);
}

/** -x */
export function negative(graph: IrGraph, name: string, x: IrPort, names: Names = []): IrPort {
  return unary(graph, 'Negative', name, x, names);
}

/** not x, for booleans */
export function logicalNot(graph: IrGraph, name: string, x: IrPort, names: Names = []): IrPort {
  return unary(graph, 'LogicalNot', name, x, names);
}

/** min(max(x, min), max); with 0 and 6 it is MobileNet's ReLU6. */
export function clamp(graph: IrGraph, name: string, x: IrPort, min: number, max: number): IrPort {
  const { elementType, shape } = x;
  const attributes = { min, max };
  return graph.op({ type: 'Clamp', opset: 'opset1', name, attributes, inputs: [x], outputs: [{ elementType, shape }] });
}

/** a + b, or another elementwise operation, with numpy's broadcasting; the result has the shape of `a`. */
export function elementwise(
  graph: IrGraph,
  type: 'Add' | 'Subtract' | 'Multiply',
  name: string,
  a: IrPort,
  b: IrPort,
  names: Names = [],
): IrPort {
  const outputs = [{ elementType: a.elementType, shape: a.shape, names }];
  return graph.op({
    type,
    opset: 'opset1',
    name,
    attributes: { auto_broadcast: 'numpy' },
    inputs: [a, b],
    outputs,
  });
}

/** An i64 constant: a shape, an order of axes. */
export function int64s(graph: IrGraph, name: string, values: readonly number[]): IrPort {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    view.setBigInt64(index * 8, BigInt(value), true);
  });
  return graph.constant(name, 'i64', [values.length], bytes);
}

/** An f32 constant. */
export function floats(graph: IrGraph, name: string, shape: readonly number[], values: ArrayLike<number>): IrPort {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < values.length; index++) view.setFloat32(index * 4, values[index] as number, true);
  return graph.constant(name, 'f32', shape, bytes);
}

/** An f32 value stored as f16: a constant and the Convert that tells the runtime that it is a compressed weight. */
export function halves(graph: IrGraph, name: string, shape: readonly number[], values: ArrayLike<number>): IrPort {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  encodeHalf(values, 'f16').forEach((bits, index) => {
    view.setUint16(index * 2, bits, true);
  });
  return graph.op({
    type: 'Convert',
    opset: 'opset1',
    name,
    attributes: { destination_type: 'f32' },
    marks: ['decompression'],
    inputs: [graph.constant(`${name}/f16`, 'f16', shape, bytes)],
    outputs: [{ elementType: 'f32', shape }],
  });
}

/** Axes in another order. */
export function transpose(graph: IrGraph, name: string, x: IrPort, order: readonly number[]): IrPort {
  const shape = order.map((axis) => x.shape[axis] ?? -1);
  const inputs = [x, int64s(graph, `${name}/order`, order)];
  return graph.op({
    type: 'Transpose',
    opset: 'opset1',
    name,
    inputs,
    outputs: [{ elementType: x.elementType, shape }],
  });
}

/** The same elements in another, static shape. */
export function reshape(graph: IrGraph, name: string, x: IrPort, shape: readonly number[], names: Names = []): IrPort {
  return graph.op({
    type: 'Reshape',
    opset: 'opset1',
    name,
    attributes: { special_zero: false },
    inputs: [x, int64s(graph, `${name}/shape`, shape)],
    outputs: [{ elementType: x.elementType, shape, names }],
  });
}

/** Inputs one after the other along `axis`. */
export function concat(graph: IrGraph, name: string, inputs: readonly IrPort[], axis: number): IrPort {
  const [first] = inputs;
  if (first === undefined) throw new TypeError('nothing to concatenate');
  const total = inputs.reduce((sum, port) => sum + (staticShape(port.shape)[axis] as number), 0);
  const shape: IrShape = first.shape.map((dimension, index) => (index === axis ? total : dimension));
  const outputs = [{ elementType: first.elementType, shape }];
  return graph.op({ type: 'Concat', opset: 'opset1', name, attributes: { axis }, inputs, outputs });
}

/** What a stride makes of a dimension; of one that is not fixed, another one that is not. */
function strided(dimension: IrDimension | undefined, stride: number): number {
  return typeof dimension === 'number' && dimension >= 0 ? Math.ceil(dimension / stride) : -1;
}

/** A weights port of a convolution: [out, in, kernel, kernel], or [groups, out, in, kernel, kernel] for groups. */
export function convolution(graph: IrGraph, name: string, x: IrPort, weights: IrPort, stride: number): IrPort {
  const [batch = -1, , height, width] = x.shape;
  const kernel = staticShape(weights.shape);
  const grouped = kernel.length === 5;
  const channels = grouped ? (kernel[0] as number) * (kernel[1] as number) : (kernel[0] as number);
  return graph.op({
    type: grouped ? 'GroupConvolution' : 'Convolution',
    opset: 'opset1',
    name,
    attributes: {
      strides: [stride, stride],
      dilations: [1, 1],
      pads_begin: [0, 0],
      pads_end: [0, 0],
      auto_pad: 'same_upper',
    },
    inputs: [x, weights],
    outputs: [
      { elementType: x.elementType, shape: [batch, channels, strided(height, stride), strided(width, stride)] },
    ],
  });
}

import { expect, it } from 'vitest';
import type { ElementType, TypedArray } from '../../lib/index.js';
import { as, call, describeWays, itRefuses } from './ways.js';

/** What openvino-node 2026.4 has of Tensor: each member, each overload, what it refuses. */
const ARRAYS: readonly (readonly [ElementType, TypedArray])[] = [
  ['i8', Int8Array.of(-1, 2)],
  ['u8', Uint8Array.of(1, 2)],
  ['i16', Int16Array.of(-1, 2)],
  ['u16', Uint16Array.of(1, 2)],
  ['i32', Int32Array.of(-1, 2)],
  ['u32', Uint32Array.of(1, 2)],
  ['i64', BigInt64Array.of(-1n, 2n)],
  ['u64', BigUint64Array.of(1n, 2n)],
  ['f32', Float32Array.of(-1, 2.5)],
  ['f64', Float64Array.of(-1, 2.5)],
];

describeWays('Tensor', (ov) => {
  const floats = () => new ov.Tensor('f32', [1, 2], Float32Array.of(1, 2));

  it.each(ARRAYS)('new Tensor(element.%s, shape, array): data, getData(), getElementType()', (type, array) => {
    expect(ov.element[type]).toBe(type);
    const tensor = new ov.Tensor(ov.element[type], [1, 2], as(array));
    expect(tensor.data).toEqual(array);
    expect(tensor.getData()).toEqual(array);
    expect(tensor.getElementType()).toBe(type);
  });

  it('new Tensor(type, shape): zeros', () => {
    const { data } = new ov.Tensor(ov.element.f32, [1, 3, 4]);
    expect(data).toEqual(new Float32Array(12));
  });

  it.each([
    ['an array', [1, 2]],
    ['an Int32Array', Int32Array.of(1, 2)],
    ['a Uint32Array', Uint32Array.of(1, 2)],
  ])('new Tensor(type, shape) with %s for a shape', (_, shape) => {
    expect(new ov.Tensor('f32', as(shape)).getShape()).toEqual([1, 2]);
  });

  it('new Tensor(strings): data are the strings', () => {
    const strings = ['text', 'more text', ''];
    const tensor = new ov.Tensor(strings);
    expect(tensor.data).toEqual(strings);
    expect(tensor.getElementType()).toBe(ov.element.string);
    expect(tensor.getShape()).toEqual([3]);
  });

  it('new Tensor(element.string, shape), and data = strings', () => {
    const tensor = new ov.Tensor(ov.element.string, [1, 1, 2]);
    tensor.data = as(['H', 'i']);
    expect(tensor.data).toEqual(['H', 'i']);
    tensor.setShape([3]);
    expect(tensor.data).toEqual(['H', 'i', '']);
  });

  it('data = array', () => {
    const tensor = new ov.Tensor('f32', [1, 2]);
    tensor.data = Float32Array.of(3, 4);
    expect(tensor.getData()).toEqual(Float32Array.of(3, 4));
  });

  it('getShape(), getSize(), isContinuous()', () => {
    const tensor = new ov.Tensor('f32', [3, 2, 2]);
    expect([tensor.getShape(), tensor.getSize(), tensor.isContinuous()]).toEqual([[3, 2, 2], 12, true]);
  });

  it('setShape(shape)', () => {
    const tensor = new ov.Tensor('f32', [4]);
    tensor.setShape([2, 5]);
    expect([tensor.getShape(), tensor.getSize()]).toEqual([[2, 5], 10]);
  });

  it.each([
    ['of the same shape', [1, 2]],
    ['of another shape, which it gives up', [2, 1]],
    ['that is smaller, and grows', [1]],
    ['that is larger', [4]],
  ])('copyTo a tensor %s', (_, shape) => {
    const target = new ov.Tensor('f32', shape);
    floats().copyTo(target);
    expect([target.getShape(), [...target.data]]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('copyTo of strings', () => {
    const target = new ov.Tensor(ov.element.string, [1]);
    new ov.Tensor(['a', 'b']).copyTo(as(target));
    expect(target.data).toEqual(['a', 'b']);
  });

  itRefuses([
    ['new Tensor()', 'INVALID_ARGUMENT', () => Reflect.construct(ov.Tensor, [])],
    ['an argument more', 'INVALID_ARGUMENT', () => Reflect.construct(ov.Tensor, ['f32', [1], new Float32Array(1), []])],
    [
      'strings with a shape',
      'INVALID_ARGUMENT',
      () =>
        Reflect.construct(ov.Tensor, [
          ['a', 'b'],
          [2, 1],
        ]),
    ],
    ['an ArrayBuffer as data', 'INVALID_ARGUMENT', () => new ov.Tensor('f32', [1], as(new ArrayBuffer(4)))],
    ['an array as data', 'INVALID_ARGUMENT', () => new ov.Tensor('f32', [1], as([1]))],
    ['too much data', 'SHAPE_MISMATCH', () => new ov.Tensor('f32', [1], new Float32Array(2))],
    ['too little data', 'SHAPE_MISMATCH', () => new ov.Tensor('f32', [3], new Float32Array(2))],
    ['an unknown element type', 'INVALID_ARGUMENT', () => new ov.Tensor(as<'f32'>('f31'), [1])],
    ['text in a shape', 'INVALID_ARGUMENT', () => new ov.Tensor('f32', as(['1', 3]))],
    ['a Float32Array as a shape', 'INVALID_ARGUMENT', () => new ov.Tensor('f32', as(Float32Array.of(1)))],
    ['an ArrayBuffer as a shape', 'INVALID_ARGUMENT', () => new ov.Tensor('f32', as(Int32Array.of(1).buffer))],
    ['a DataView as a shape', 'INVALID_ARGUMENT', () => new ov.Tensor('f32', as(new DataView(new ArrayBuffer(4))))],
    ['what is no string among strings', 'INVALID_ARGUMENT', () => new ov.Tensor(as<string[]>(['text', true]))],
    ['more strings than there can be', 'INVALID_ARGUMENT', () => new ov.Tensor('string', [2 ** 33])],
    ['other strings than the shape has', 'SHAPE_MISMATCH', () => (new ov.Tensor(['a']).data = as(['a', 'b']))],
    ['data of another type', 'SHAPE_MISMATCH', () => (floats().data = as(Float64Array.of(1, 2)))],
    ['data of another length', 'SHAPE_MISMATCH', () => (floats().data = new Float32Array(3))],
    ['data that is text', 'SHAPE_MISMATCH', () => (floats().data = as('test'))],
    ['getData with an argument', 'INVALID_ARGUMENT', () => call(floats(), 'getData', 1)],
    ['getShape with arguments', 'INVALID_ARGUMENT', () => call(floats(), 'getShape', 1, 2, 3)],
    ['getSize with an argument', 'INVALID_ARGUMENT', () => call(floats(), 'getSize', 1)],
    ['isContinuous with an argument', 'INVALID_ARGUMENT', () => call(floats(), 'isContinuous', 1)],
    ['setShape()', 'INVALID_ARGUMENT', () => call(floats(), 'setShape')],
    ['setShape beyond the data that it wraps', 'SHAPE_MISMATCH', () => floats().setShape([3])],
    ['copyTo()', 'ELEMENT_TYPE_MISMATCH', () => call(floats(), 'copyTo')],
    [
      'copyTo a tensor of another type',
      'ELEMENT_TYPE_MISMATCH',
      () => floats().copyTo(as(new ov.Tensor('i32', [1, 2]))),
    ],
    [
      'copyTo a tensor that wraps too little data',
      'SHAPE_MISMATCH',
      () => floats().copyTo(new ov.Tensor('f32', [1], new Float32Array(1))),
    ],
  ]);
});

import { expect, it } from 'vitest';
import { PartialShape } from '../../lib/index.js';
import { addModel, reluModel, twoOutputsModel } from '../helpers/models.js';
import { call, describeWays, itRefuses } from './ways.js';

/** What openvino-node 2026.4 has of Model: each member, each overload, what it refuses. */
describeWays('Model', (ov) => {
  const core = new ov.Core();
  const read = ({ xml, weights }: ReturnType<typeof reluModel>) => core.readModelSync(xml, weights);
  const model = read(reluModel({ name: 'test_model', shape: [1, 8] }));
  const two = read(twoOutputsModel());

  it('getFriendlyName(): the name in the file', () => expect(model.getFriendlyName()).toBe('test_model'));
  it('getOutputSize()', () => expect([model.getOutputSize(), two.getOutputSize()]).toEqual([1, 2]));
  it('getOutputShape(index)', () => expect(two.getOutputShape(1)).toEqual([1, 16]));
  it('getOutputElementType(index)', () => expect(model.getOutputElementType(0)).toBe(ov.element.f32));
  it('isDynamic()', () =>
    expect([model.isDynamic(), read(reluModel({ shape: [-1, 8] })).isDynamic()]).toEqual([false, true]));
  it('inputs: Output[]', () => expect(model.inputs.map(String)).toEqual(['x']));
  it('outputs: Output[]', () => expect(two.outputs.map(String)).toEqual(['positive', 'negated']));

  it.each([
    ['input()', () => model.input()],
    ['input(index)', () => model.input(0)],
    ['input(name)', () => model.input('x')],
  ])('%s', (_, input) => {
    expect(input()).toBeInstanceOf(ov.Output);
    expect(String(input())).toBe('x');
  });

  it.each([
    ['output()', () => model.output()],
    ['output(index)', () => model.output(0)],
    ['output(name)', () => model.output('y')],
  ])('%s', (_, output) => {
    expect(output()).toBeInstanceOf(ov.Output);
    expect(String(output())).toBe('y');
  });

  const shape = new ov.PartialShape('2..4,8');
  it.each([
    ['reshape(text)', '2..4,8'],
    ['reshape(PartialShape)', shape],
    ['reshape(Map by index)', new Map([[0, '2..4,8']])],
    ['reshape(Map by name)', new Map([['x', shape]])],
  ])('%s', (_, shapes) => {
    const own = read(reluModel({ shape: [1, 8] }));
    expect(own.reshape(shapes)).toBe(own);
    expect(own.output().getPartialShape().toString()).toBe('[2..4,8]');
  });

  it('reshape(Map by Output)', () => {
    const own = read(addModel());
    own.reshape(new Map(own.inputs.map((input) => [input, new PartialShape('3,16')])));
    expect(own.getOutputShape(0)).toEqual([3, 16]);
  });

  itRefuses([
    ['input() of two', 'PORT_NOT_FOUND', () => read(addModel()).input()],
    ['input(index) that is not there', 'PORT_NOT_FOUND', () => model.input(1)],
    ['input(name) that is not there', 'PORT_NOT_FOUND', () => model.input('none')],
    ['output() of two', 'PORT_NOT_FOUND', () => two.output()],
    ['input(index, index)', 'INVALID_ARGUMENT', () => call(model, 'input', 0, 0)],
    ['output(index, index)', 'INVALID_ARGUMENT', () => call(model, 'output', 0, 0)],
    ['getOutputShape(index, index)', 'INVALID_ARGUMENT', () => call(model, 'getOutputShape', 0, 0)],
    ['getOutputElementType(index, index)', 'INVALID_ARGUMENT', () => call(model, 'getOutputElementType', 0, 1)],
    ['output(object)', 'PORT_NOT_FOUND', () => call(model, 'output', {})],
    ['isDynamic with an argument', 'INVALID_ARGUMENT', () => call(model, 'isDynamic', 'unexpected')],
    ['getFriendlyName with an argument', 'INVALID_ARGUMENT', () => call(model, 'getFriendlyName', 'unexpected')],
    ['getOutputSize with an argument', 'INVALID_ARGUMENT', () => call(model, 'getOutputSize', 'unexpected')],
    ['getOutputShape()', 'INVALID_ARGUMENT', () => call(model, 'getOutputShape')],
    ['getOutputShape(name)', 'INVALID_ARGUMENT', () => call(model, 'getOutputShape', 'y')],
    ['getOutputElementType()', 'INVALID_ARGUMENT', () => call(model, 'getOutputElementType')],
    ['getOutputElementType(text)', 'INVALID_ARGUMENT', () => call(model, 'getOutputElementType', 'unexpected')],
    ['getOutputElementType(3.14)', 'PORT_NOT_FOUND', () => model.getOutputElementType(3.14)],
    ['getOutputElementType out of range', 'PORT_NOT_FOUND', () => model.getOutputElementType(1)],
    ['reshape()', 'INVALID_ARGUMENT', () => call(model, 'reshape')],
    ['reshape(number)', 'INVALID_ARGUMENT', () => call(model, 'reshape', 4)],
    ['reshape of an input that is not there', 'PORT_NOT_FOUND', () => model.reshape(new Map([['none', '1,8']]))],
    ['reshape by text that is no shape', 'INVALID_ARGUMENT', () => model.reshape('1,x')],
  ]);
});

import { expect, it } from 'vitest';
import { Core, type Model, type Output, PartialShape, type PartialShapeLike } from '../../lib/index.js';
import { expectError } from '../helpers/expect-error.js';
import { addModel, reluModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

function read({ xml, weights }: { xml: string; weights: Uint8Array }): Model {
  using core = new Core();
  return core.readModelSync(xml, weights);
}

const shapes = (ports: readonly Output[]): string[] => ports.map((port) => port.partialShape.toString());

describeRuntimes('reshape', () => {
  it.each<[string, PartialShapeLike]>([
    ['text', '[4,16]'],
    ['an array', [4, 16]],
    ['a PartialShape', new PartialShape('4,16')],
  ])('takes %s for a model of one input', (_, shape) => {
    using model = read(reluModel());
    expect(shapes(model.reshape(shape).outputs)).toEqual(['[4,16]']);
  });

  it.each<[string, (model: Model) => unknown]>([
    [
      'a Map by index',
      (model) =>
        model.reshape(
          new Map([
            [0, '2,8'],
            [1, '2,8'],
          ]),
        ),
    ],
    [
      'a Map by name',
      (model) =>
        model.reshape(
          new Map([
            ['a', [2, 8]],
            ['b', [2, 8]],
          ]),
        ),
    ],
    ['a Map by port', (model) => model.reshape(new Map(model.inputs.map((input) => [input, '2,8'] as const)))],
    [
      'a Map by all of these',
      (model) =>
        model.reshape(
          new Map<string | Output, string>([
            ['a', '2,8'],
            [model.input(1), '2,8'],
          ]),
        ),
    ],
    ['an object', (model) => model.reshape({ a: '2,8', b: [2, 8] })],
  ])('takes %s for several inputs', (_, reshape) => {
    using model = read(addModel());
    reshape(model);
    expect([shapes(model.inputs), shapes(model.outputs)]).toEqual([['[2,8]', '[2,8]'], ['[2,8]']]);
  });

  it.each<[string, (model: Model) => unknown]>([
    ['by name', (model) => model.reshape({ a: [1, 16] })],
    ['by index', (model) => model.reshape(new Map([[0, [1, 16]]]))],
    ['by port', (model) => model.reshape(new Map([[model.input('a'), [1, 16]]]))],
  ])('leaves the inputs alone that are not named: %s', (_, reshape) => {
    using model = read(addModel({ shape: [-1, 16] }));
    reshape(model);
    expect(shapes(model.inputs)).toEqual(['[1,16]', '[?,16]']);
  });

  it('makes dimensions dynamic, and ranges of them', () => {
    using model = read(reluModel());
    expect(model.isDynamic()).toBe(false);
    model.reshape('?,4..8,3..');
    expect([model.isDynamic(), ...shapes(model.outputs)]).toEqual([true, '[?,4..8,3..]']);
    model.reshape([-1, [1, 2]]);
    expect(shapes(model.inputs)).toEqual(['[?,1..2]']);
    model.reshape([1, 16]);
    expect(model.isDynamic()).toBe(false);
  });

  it('changes nothing where it fails', () => {
    using model = read(addModel());
    for (const reshape of [
      () => model.reshape({ a: '2,8' }),
      () => model.reshape(new Map([[model.input(0), '2,8']])),
      () => model.reshape(new Map([[0, '2,8']])),
    ]) {
      expectError('SHAPE_MISMATCH', reshape);
      expect(shapes(model.inputs)).toEqual(['[1,16]', '[1,16]']);
    }
    expectError('PORT_NOT_FOUND', () => model.reshape({ c: '2,8' }));
    expectError('PORT_NOT_FOUND', () => model.reshape(new Map([[2, '2,8']])));
    expectError('PORT_NOT_FOUND', () => model.reshape('2,8'), /say which one/);
    expectError('INVALID_ARGUMENT', () => model.reshape({ a: 'x' }));
    expectError('INVALID_ARGUMENT', () => model.reshape({}), /no shape/);
    expectError(
      'INVALID_ARGUMENT',
      () =>
        model.reshape(
          new Map<string | number, string>([
            ['a', '1,2'],
            [0, '2,1'],
          ]),
        ),
      /two shapes/,
    );
    expectError('NOT_IN_C_API', () => model.reshape({ a: '...' }));
  });

  it('takes ports of the model itself, not of another one that has none of that name', () => {
    using model = read(addModel());
    using other = read(reluModel());
    expectError('PORT_NOT_FOUND', () => model.reshape(new Map([[other.input(), '2,8']])));
  });
});

import { expect, it } from 'vitest';
import { reluModel } from '../helpers/models.js';
import { as, call, describeWays, itRefuses } from './ways.js';

/** What openvino-node 2026.4 has of PrePostProcessor: each member, each overload, what it refuses. */
describeWays('PrePostProcessor', (ov) => {
  const { PrePostProcessor, resizeAlgorithm } = ov.preprocess;
  const core = new ov.Core();
  const { xml, weights } = reluModel({ shape: [1, 3, 4, 4] });
  const model = () => core.readModelSync(xml, weights);
  const processor = () => new PrePostProcessor(model());
  const input = () => processor().input();

  it.each([
    ['input()', []],
    ['input(index)', [0]],
    ['input(name)', ['x']],
  ] as [string, [key?: number | string]][])('%s: tensor(), preprocess(), model()', (_, key) => {
    const info = processor().input(...key);
    for (const part of [info.tensor(), info.preprocess(), info.model()]) expect(part).toBeInstanceOf(Object);
  });

  it.each([
    ['output()', []],
    ['output(index)', [0]],
    ['output(name)', ['y']],
  ] as [string, [key?: number | string]][])('%s: tensor()', (_, key) => {
    expect(
      processor()
        .output(...key)
        .tensor(),
    ).toBeInstanceOf(Object);
  });

  it('setElementType(element) of an input and an output', () => {
    const own = model();
    const both = new PrePostProcessor(own);
    both.input().tensor().setElementType(ov.element.u8);
    both.output().tensor().setElementType('f64');
    both.build();
    expect([own.input().elementType, own.getOutputElementType(0)]).toEqual(['u8', 'f64']);
  });

  it.each(Object.values(resizeAlgorithm))('setShape, setLayout, resize(%s), build()', (algorithm) => {
    const own = model();
    const resizing = new PrePostProcessor(own);
    resizing.input().tensor().setElementType('u8').setShape([1, 8, 8, 3]).setLayout('NHWC');
    resizing.input().preprocess().resize(algorithm);
    resizing.input().model().setLayout('NCHW');
    resizing.build();
    expect(own.input().shape).toEqual([1, 8, 8, 3]);
    const results = core
      .compileModelSync(own, 'CPU')
      .createInferRequest()
      .infer([new Uint8Array(192).fill(7)]);
    expect([...(results['y']?.data ?? [])]).toEqual(new Array(48).fill(7));
  });

  it('resizeAlgorithm: its names', () => {
    expect(ov.resizeAlgorithm).toBe(resizeAlgorithm);
    expect(Object.keys(resizeAlgorithm).sort()).toEqual(['RESIZE_CUBIC', 'RESIZE_LINEAR', 'RESIZE_NEAREST']);
  });

  itRefuses([
    ['new PrePostProcessor()', 'INVALID_ARGUMENT', () => Reflect.construct(PrePostProcessor, [])],
    ['a compiled model', 'INVALID_ARGUMENT', () => new PrePostProcessor(as(core.compileModelSync(model(), 'CPU')))],
    ['input(index) that is not there', 'PORT_NOT_FOUND', () => processor().input(1)],
    ['output(name) that is not there', 'PORT_NOT_FOUND', () => processor().output('none')],
    ['input().tensor(0)', 'INVALID_ARGUMENT', () => call(input(), 'tensor', 0)],
    ['input().preprocess(0)', 'INVALID_ARGUMENT', () => call(input(), 'preprocess', 0)],
    ['input().model(0)', 'INVALID_ARGUMENT', () => call(input(), 'model', 0)],
    ['output().tensor(0)', 'INVALID_ARGUMENT', () => call(processor().output(), 'tensor', 0)],
    [
      'setElementType(type, more)',
      'INVALID_ARGUMENT',
      () => call(input().tensor(), 'setElementType', 'u8', 'extraArg'),
    ],
    [
      'setElementType(type, more) of an output',
      'INVALID_ARGUMENT',
      () => call(processor().output().tensor(), 'setElementType', 'u8', 'extraArg'),
    ],
    ['setShape(shape, more)', 'INVALID_ARGUMENT', () => call(input().tensor(), 'setShape', [1, 3, 4, 4], 'extraArg')],
    ['setLayout(layout, more)', 'INVALID_ARGUMENT', () => call(input().tensor(), 'setLayout', 'NCHW', 'extraArg')],
    [
      "setLayout(layout, more) of a model's input",
      'INVALID_ARGUMENT',
      () => call(input().model(), 'setLayout', 'NCHW', 'extraArg'),
    ],
    ['setElementType()', 'INVALID_ARGUMENT', () => call(input().tensor(), 'setElementType')],
    ['an unknown element type', 'INVALID_ARGUMENT', () => input().tensor().setElementType(as('invalidType'))],
    [
      'an unknown element type of an output',
      'INVALID_ARGUMENT',
      () => processor().output().tensor().setElementType(as('x')),
    ],
    ['setShape()', 'INVALID_ARGUMENT', () => call(input().tensor(), 'setShape')],
    ['setLayout()', 'INVALID_ARGUMENT', () => call(input().tensor(), 'setLayout')],
    [
      "setLayout of a model's input, of what is no layout",
      'INVALID_ARGUMENT',
      () => input().model().setLayout('invalidLayout'),
    ],
    ['resize()', 'INVALID_ARGUMENT', () => call(input().preprocess(), 'resize')],
    ['an unknown algorithm', 'INVALID_ARGUMENT', () => input().preprocess().resize(as('RESIZE_NONE'))],
    ['resize to a size', 'NOT_IN_C_API', () => call(input().preprocess(), 'resize', 'RESIZE_LINEAR', 4)],
  ]);
});

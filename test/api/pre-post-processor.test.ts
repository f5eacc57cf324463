import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type ColorFormat,
  Core,
  type ElementType,
  InputInfo,
  type InputModelInfo,
  type InputTensorInfo,
  Layout,
  type Model,
  OutputTensorInfo,
  PrePostProcessor,
  PreProcessSteps,
  preprocess,
  type ResizeAlgorithm,
  resizeAlgorithm,
  Tensor,
} from '../../lib/index.js';
import { nativeAddon } from '../../lib/native.js';
import { expectError } from '../helpers/expect-error.js';
import { addModel, heavyModel, reluModel, twoOutputsModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

/** Reads a model of an image: x -> max(x, 0) -> y, f32 [1, 3, 4, 6]. */
function imageModel(
  core: Core,
  shape: (number | [number, number])[] = [1, 3, 4, 6],
  elementType: 'f32' | 'u8' = 'f32',
) {
  const { xml, weights } = reluModel({ shape, elementType });
  return core.readModelSync(xml, weights);
}

const inputsOf = (model: Model) => model.inputs.map((port) => `${port} ${port.elementType} ${port.partialShape}`);

describeRuntimes('PrePostProcessor', ({ version }) => {
  let core: Core;

  beforeAll(() => {
    core = new Core();
  });

  it('gives the same model back, whose ports are those of the tensors', () => {
    const model = imageModel(core);
    const processor = new PrePostProcessor(model);
    const before = model.input(0);
    processor.input().tensor().setElementType('u8').setLayout('NHWC');
    processor.input().model().setLayout('NCHW');
    processor.output().tensor().setElementType('f16');
    expect(model.inputs.map(String)).toEqual(['x']);
    expect(inputsOf(model)).toEqual(['x f32 [1,3,4,6]']);
    expect(processor.build()).toBe(model);
    expect(inputsOf(model)).toEqual(['x u8 [1,4,6,3]']);
    expect(model.getOutputElementType(0)).toBe('f16');
    // a port that was taken before still finds the new one by its name
    expect(before.elementType).toBe('f32');
    expect(model.input(before).elementType).toBe('u8');
  });

  it('infers on what it built', () => {
    const model = imageModel(core);
    const processor = new PrePostProcessor(model);
    processor.input().tensor().setElementType('u8').setLayout(new Layout('NHWC')).setSpatialStaticShape(2, 3);
    processor.input().preprocess().convertElementType('f32').resize('nearest').mean([10, 20, 30]).scale(2);
    processor.input().model().setLayout('NCHW');
    const compiled = core.compileModelSync(processor.build(), 'CPU');
    const pixels = Uint8Array.from({ length: 18 }, (_, i) => 100 + (i % 3) * 50);
    const { y } = compiled.createInferRequest().infer({ x: new Tensor('u8', [1, 2, 3, 3], pixels) });
    const planes = [0, 1, 2].map(
      (channel) => new Set((y as Tensor).toFloat32Array().slice(channel * 24, channel * 24 + 24)),
    );
    expect(planes).toEqual([new Set([45]), new Set([65]), new Set([85])]);
  });

  it('splits an input into planes', () => {
    const model = imageModel(core);
    const processor = new PrePostProcessor(model);
    processor.input('x').tensor().setElementType('u8').setColorFormat('NV12_TWO_PLANES', ['y', 'uv']);
    processor.input('x').preprocess().convertColor('RGB');
    processor.input('x').model().setLayout('NCHW');
    const before = model.input(0);
    processor.build();
    expect(inputsOf(model)).toEqual(['x/y u8 [1,4,6,1]', 'x/uv u8 [1,2,3,2]']);
    // its index would name another tensor
    expectError('PORT_NOT_FOUND', () => model.input(before), /no input "x"; the inputs are x\/y, x\/uv/);
    const compiled = core.compileModelSync(model, 'CPU');
    const gray = { 'x/y': new Uint8Array(24).fill(126), 'x/uv': new Uint8Array(12).fill(128) };
    const { y } = compiled.createInferRequest().infer(gray);
    expect(Math.abs(Number(y?.data[0]) - 128)).toBeLessThan(1.5);
  });

  it('takes planes without names', () => {
    const model = imageModel(core);
    const processor = new PrePostProcessor(model);
    processor.input().tensor().setColorFormat('I420_THREE_PLANES');
    processor.input().preprocess().convertColor('BGR');
    processor.input().model().setLayout('NCHW');
    expect(inputsOf(processor.build())).toEqual([
      'input_0 f32 [1,4,6,1]',
      'input_1 f32 [1,2,3,1]',
      'input_2 f32 [1,2,3,1]',
    ]);
    // the names are this package's; the library has none for them
    const second = new PrePostProcessor(model);
    second.input('input_1').tensor().setElementType('u8');
    expect(inputsOf(second.build())[1]).toBe('input_1 u8 [1,2,3,1]');
  });

  it('finds inputs and outputs as a model does', () => {
    const { xml, weights } = addModel();
    const add = core.readModelSync(xml, weights);
    const processor = new PrePostProcessor(add);
    expect(processor.input(1)).toBeInstanceOf(InputInfo);
    expect(processor.input(1)).toBe(processor.input('b'));
    expect(processor.input(add.input('b'))).toBe(processor.input(1));
    expect(processor.input(1).tensor()).toBe(processor.input(1).tensor());
    expect(processor.input(1).preprocess()).toBe(processor.input(1).preprocess());
    expect(processor.output('sum')).toBe(processor.output());
    expectError('PORT_NOT_FOUND', () => processor.input(), /2 inputs \(a, b\); say which one/);
    expectError('PORT_NOT_FOUND', () => processor.input(2), /no input 2; the inputs are a, b/);
    expectError('PORT_NOT_FOUND', () => processor.input(-1));
    expectError('PORT_NOT_FOUND', () => processor.input(0.5));
    expectError('PORT_NOT_FOUND', () => processor.input('sum'));
    expectError('PORT_NOT_FOUND', () => processor.output('a'));
    const two = twoOutputsModel();
    const twoOutputs = new PrePostProcessor(core.readModelSync(two.xml, two.weights));
    expectError('PORT_NOT_FOUND', () => twoOutputs.output(), /2 outputs/);
    twoOutputs.output('negated').tensor().setElementType('f16');
    expect(twoOutputs.build().outputs.map((port) => port.elementType)).toEqual(['f32', 'f16']);
  });

  it('keeps an element type that was set before a shape, and takes that of a tensor', () => {
    const build = (say: (tensor: ReturnType<InputInfo['tensor']>) => unknown) => {
      const model = imageModel(core);
      const processor = new PrePostProcessor(model);
      say(processor.input().tensor());
      return inputsOf(processor.build())[0];
    };
    expect(build((tensor) => tensor.setShape([1, 3, 4, 6]))).toBe('x f32 [1,3,4,6]');
    expect(build((tensor) => tensor.setElementType('u8').setShape([1, 3, 4, 6]))).toBe('x u8 [1,3,4,6]');
    expect(build((tensor) => tensor.setShape([1, 3, 4, 6]).setElementType('u8'))).toBe('x u8 [1,3,4,6]');
    expect(build((tensor) => tensor.setElementType('u8').setFrom(new Tensor('i8', [1, 3, 4, 6])))).toBe(
      'x i8 [1,3,4,6]',
    );
    expect(build((tensor) => tensor.setFrom(new Tensor('i8', [1, 3, 4, 6])).setShape([1, 3, 4, 6]))).toBe(
      'x i8 [1,3,4,6]',
    );
    expect(build((tensor) => tensor.setShape([1, 3, 9, 9]).setFrom(new Tensor('f32', [1, 3, 4, 6])))).toBe(
      'x f32 [1,3,4,6]',
    );
    expect(build((tensor) => tensor.setMemoryType('GPU_SURFACE').setMemoryType(''))).toBe('x f32 [1,3,4,6]');
    expect(build((tensor) => tensor.setColorFormat('RGB').setColorFormat('UNDEFINED'))).toBe('x f32 [1,3,4,6]');
  });

  it('leaves the model as it was where the steps do not fit, and can be corrected', () => {
    const model = imageModel(core);
    const processor = new PrePostProcessor(model);
    processor.input().tensor().setElementType('u8');
    processor.input().preprocess().mean(1);
    const { cause } = expectError(
      'PREPROCESS_FAILED',
      () => processor.build(),
      /^The preprocessing can not be built into the model: Mean preprocessing can be applied to 'float' inputs\..*Current type is: u8\. The model is as before; correct the processor/,
    );
    expect(cause).toMatchObject({ operation: 'ov_preprocess_prepostprocessor_build', status: -1 });
    expect(inputsOf(model)).toEqual(['x f32 [1,3,4,6]']);
    core.compileModelSync(model, 'CPU').close();
    processor.input().tensor().setElementType('f32');
    expect(inputsOf(processor.build())).toEqual(['x f32 [1,3,4,6]']);
  });

  it('builds once', () => {
    const model = imageModel(core);
    const [processor, other] = [new PrePostProcessor(model), new PrePostProcessor(model)];
    const [input, otherSteps] = [processor.input(), other.input().preprocess()];
    input.tensor().setElementType('u8');
    const output = processor.output().tensor();
    processor.build();
    for (const use of [
      () => processor.build(),
      () => processor.input(),
      () => processor.output(0),
      () => input.tensor().setElementType('i8'),
      () => input.tensor().setLayout('NCHW'),
      () => input.model().setLayout('NCHW'),
      () => input.preprocess().mean(1),
      () => output.setElementType('f16'),
    ]) {
      expectError('CLOSED', use, /has built its model; make another one/);
    }
    for (const use of [() => other.build(), () => otherSteps.reverseChannels()]) {
      expectError('CLOSED', use, /Another PrePostProcessor has built the model/);
    }
    const third = new PrePostProcessor(model);
    third.input().tensor().setElementType('i8');
    expect(inputsOf(third.build())).toEqual(['x i8 [1,3,4,6]']);
  });

  it('refuses a model that is closed, and one that is being compiled', async () => {
    const closed = imageModel(core);
    const processor = new PrePostProcessor(closed);
    closed.close();
    expectError('CLOSED', () => processor.build(), /model is closed/);
    expectError('CLOSED', () => new PrePostProcessor(closed));
    const { xml, weights } = heavyModel({ layers: 1 });
    const busy = core.readModelSync(xml, weights);
    const waiting = new PrePostProcessor(busy);
    waiting.input().tensor().setElementType('u8');
    const compiling = core.compileModel(busy, 'CPU');
    expectError('REQUEST_BUSY', () => waiting.build(), /is being compiled; await compileModel before build/);
    (await compiling).close();
    expect(waiting.build().input().elementType).toBe('u8');
  });

  it('reshapes what was built', () => {
    const model = imageModel(core);
    const processor = new PrePostProcessor(model);
    processor.input().tensor().setLayout('NHWC');
    processor.input().model().setLayout('NCHW');
    processor.build().reshape([2, 8, 10, 3]);
    expect(inputsOf(model)).toEqual(['x f32 [2,8,10,3]']);
    expect(model.output().shape).toEqual([2, 3, 8, 10]);
  });

  it('takes a dynamic model', () => {
    const model = imageModel(core, [1, 3, -1, -1]);
    const processor = new PrePostProcessor(model);
    processor.input().tensor().setElementType('u8').setLayout('NHWC');
    processor.input().model().setLayout('NCHW');
    processor.input().preprocess().convertElementType().scale(255);
    processor.build();
    expect(inputsOf(model)).toEqual(['x u8 [1,?,?,3]']);
    const { y } = core
      .compileModelSync(model, 'CPU')
      .createInferRequest()
      .infer([new Tensor('u8', [1, 2, 5, 3], new Uint8Array(30).fill(51))]);
    expect(y?.getShape()).toEqual([1, 3, 2, 5]);
    expect(y?.data[0]).toBeCloseTo(0.2);
    const resized = new PrePostProcessor(imageModel(core, [1, 3, -1, -1]));
    resized.input().model().setLayout('NCHW');
    resized.input().tensor().setSpatialStaticShape(8, 8);
    resized.input().preprocess().resize('linear');
    expectError('PREPROCESS_FAILED', () => resized.build(), /Model width dimension shall be static/);
  });

  it('pads where the release can', () => {
    const steps = new PrePostProcessor(imageModel(core)).input().preprocess();
    const pad = () => steps.pad([0, 0, 1, 1], [0, 0, 1, 1], 0, 'edge');
    if (version.startsWith('2024')) expectError('NOT_SUPPORTED_BY_RUNTIME', pad, /since 2025\.0/);
    else expect(pad()).toBe(steps);
  });

  it('survives any order of collecting what it is made of', async () => {
    const parts: object[] = [];
    for (let round = 0; round < 50; round++) {
      const processor = new PrePostProcessor(imageModel(core));
      const input = processor.input();
      parts.push([input.tensor(), input.preprocess(), input.model(), processor.output().tensor()][round % 4] as object);
    }
    // finalizers run in turns of their own
    for (let turn = 0; turn < 3; turn++) {
      nativeAddon().collect();
      await setImmediate();
    }
    for (const part of parts) {
      if (part instanceof PreProcessSteps) part.mean([1, 2, 3]).scale(2).reverseChannels();
      else if (part instanceof OutputTensorInfo) part.setElementType('f16');
      else (part as InputTensorInfo | InputModelInfo).setLayout('NCHW');
    }
  });
});

describe('what a PrePostProcessor refuses', () => {
  const core = new Core();
  const processor = new PrePostProcessor(imageModel(core));
  const input = processor.input(0);
  const [tensor, steps] = [input.tensor(), input.preprocess()];
  const refuse = (use: () => unknown, message: RegExp) => expectError('INVALID_ARGUMENT', use, message);

  it('what is no model, and making parts by hand', () => {
    for (const value of [undefined, null, 'model.xml', {}, core, Promise.resolve()]) {
      refuse(() => new PrePostProcessor(value as never), /^A PrePostProcessor is made for a Model .*, not for /);
    }
    refuse(() => new (InputInfo as unknown as new () => object)(), /InputInfo can not be made by new/);
    refuse(() => new (PreProcessSteps as unknown as new () => object)(), /PreProcessSteps can not be made by new/);
  });

  it('element types that are none, or that nothing converts', () => {
    for (const type of ['f31', 4, undefined, null]) {
      refuse(() => tensor.setElementType(type as ElementType), /is not an element type/);
      refuse(
        () =>
          processor
            .output()
            .tensor()
            .setElementType(type as ElementType),
        /is not an element type/,
      );
    }
    refuse(() => steps.convertElementType('float' as ElementType), /"float" is not an element type/);
    refuse(() => tensor.setElementType('dynamic'), /input x can not have this element type: dynamic is no type/);
    // on the CPU the conversion would overwrite memory
    refuse(() => steps.convertElementType('u1'), /can not convert to u1/);
    refuse(() => steps.convertElementType('string'), /string and f32 can not be converted into each other/);
    refuse(() => processor.output().tensor().setElementType('string'), /output y can not have this element type/);
  });

  it('layouts that are none, or of another rank', () => {
    for (const layout of ['NN', '', ' ', 'N C', '[]', 'Bild–', 7, undefined, ['N']]) {
      refuse(() => tensor.setLayout(layout as string), /is not a layout: /);
      refuse(() => input.model().setLayout(layout as string), /is not a layout: /);
    }
    refuse(() => input.model().setLayout('NC'), /"NC" is of 2 dimensions, and the input x has 4/);
    refuse(() => input.model().setLayout('[a,b,c,...,d,e]'), /of 5 dimensions/);
    expect(input.model().setLayout('N...')).toBe(input.model());
    refuse(() => steps.convertLayout('NN'), /is not a layout/);
    expectError('NOT_IN_C_API', () => steps.convertLayout([0, 3, 1, 2] as never), /not by an order of dimensions/);
    expectError('NOT_IN_C_API', () => processor.output().tensor().setLayout('NCHW'), /transpose the results/);
  });

  it('shapes that are none, and heights and widths beside them', () => {
    refuse(() => tensor.setShape('1,2' as never), /A shape is an array/);
    refuse(() => tensor.setShape([1, -1, 2, 3]), /-1 is not a dimension/);
    refuse(() => tensor.setShape([2 ** 40, 2 ** 40]), /more than 2\^53 elements/);
    refuse(() => tensor.setFrom({} as Tensor), /setFrom takes a Tensor, not a plain object/);
    refuse(() => tensor.setFrom(new Tensor(['text'])), /string and f32/);
    // the library would take 2^32 + 5 for 5
    for (const side of [0, -1, 1.5, Number.NaN, 2 ** 31, 2 ** 32 + 5, '8']) {
      refuse(() => tensor.setSpatialStaticShape(side as number, 8), /The height of a picture is a whole number/);
      refuse(() => tensor.setSpatialStaticShape(8, side as number), /The width of a picture is a whole number/);
    }
    const shaped = new PrePostProcessor(imageModel(core)).input().tensor().setShape([1, 3, 8, 8]);
    refuse(() => shaped.setSpatialStaticShape(8, 8), /setSpatialStaticShape can not follow setShape/);
    const sided = new PrePostProcessor(imageModel(core)).input().tensor().setSpatialStaticShape(8, 8);
    refuse(() => sided.setFrom(new Tensor('f32', [1, 3, 8, 8])), /setFrom can not follow setSpatialStaticShape/);
  });

  it('colour formats and names that do not fit', () => {
    for (const format of ['rgb', 5, undefined, 'toString']) {
      refuse(
        () => tensor.setColorFormat(format as ColorFormat),
        /is not a colour format; the formats are UNDEFINED, NV12/,
      );
      refuse(() => steps.convertColor(format as ColorFormat), /is not a colour format/);
    }
    refuse(() => steps.convertColor('UNDEFINED'), /can not be converted to UNDEFINED/);
    refuse(() => tensor.setColorFormat('NV12_TWO_PLANES', ['y']), /has 2 planes, and 1 names were given/);
    refuse(() => tensor.setColorFormat('I420_THREE_PLANES', ['y', 'uv']), /has 3 planes, and 2 names/);
    refuse(() => tensor.setColorFormat('RGB', ['r']), /RGB has one plane, which has the name of the input/);
    refuse(() => tensor.setColorFormat('NV12_TWO_PLANES', ['y', 'y']), /need different names/);
    refuse(
      () => tensor.setColorFormat('NV12_TWO_PLANES', ['y', '']),
      /name of a plane is a string of one character or more/,
    );
    refuse(() => tensor.setColorFormat('NV12_TWO_PLANES', ['y', 'u\0v']), /name of a plane/);
    refuse(() => tensor.setColorFormat('NV12_TWO_PLANES', 'y' as never), /are an array of strings/);
    refuse(() => tensor.setMemoryType(5 as never), /A memory type is a string, not 5/);
  });

  it('numbers that are none', () => {
    for (const value of [Number.NaN, Infinity, 1e300, '1', null, undefined, [], [1, Number.NaN], ['1'], 1n]) {
      refuse(() => steps.mean(value as number), /^A mean is /);
      refuse(() => steps.scale(value as number), /^A scale is /);
    }
    refuse(() => steps.scale(0), /0 makes infinities/);
    refuse(() => steps.scale([1, 0, 1]), /0 makes infinities/);
    refuse(() => steps.scale(1e-60), /0 makes infinities/);
    expect(steps.mean(Float32Array.of(1, 2, 3)).scale([1, 2, 3])).toBe(steps);
  });

  it('indexes that are none', () => {
    refuse(() => steps.crop([0, 0], [1]), /have a number for each dimension, and 2 and 1 were given/);
    refuse(() => steps.crop([0.5], [1]), /The beginning of crop has whole numbers of 32 bits, not 0\.5/);
    refuse(() => steps.crop([0], [2 ** 31]), /The end of crop has whole numbers of 32 bits/);
    refuse(() => steps.crop(1 as never, [1]), /The beginning of crop is an array/);
    refuse(() => steps.crop([], []), /The beginning of crop is an array/);
    refuse(() => steps.crop([0, 0, 0, 0, 0], [1, 1, 1, 1, 1]), /input x has 4 dimensions, and numbers for 5/);
    refuse(() => steps.pad([0, 0, 0, 0], [0, 0, 0, 0], Number.NaN, 'constant'), /The value of pad is a finite number/);
    refuse(() => steps.pad([0, 0, 0, 0], [0, 0, 0, 0], 0, 'mirror' as never), /"mirror" is not a padding mode/);
  });

  it('resize algorithms that are none', () => {
    for (const name of ['linear', 'cubic', 'nearest', ...Object.values(resizeAlgorithm)]) {
      expect(steps.resize(name as ResizeAlgorithm)).toBe(steps);
    }
    for (const name of ['LINEAR', 'area', 'RESIZE_AREA', 0, undefined, null]) {
      refuse(
        () => steps.resize(name as ResizeAlgorithm),
        /is not a resize algorithm; the algorithms are linear, cubic/,
      );
    }
    for (const name of ['RESIZE_BILINEAR_PILLOW', 'RESIZE_BICUBIC_PILLOW', 'bilinear_pillow']) {
      expectError('NOT_IN_C_API', () => steps.resize(name as ResizeAlgorithm), /has no resize algorithm/);
    }
    const resize = steps.resize.bind(steps) as (...values: unknown[]) => unknown;
    expectError('NOT_IN_C_API', () => resize('linear', 100, 100), /resizes to the model's height and width only/);
  });

  it("nothing of openvino-node's names", () => {
    expect(preprocess.PrePostProcessor).toBe(PrePostProcessor);
    expect(preprocess.resizeAlgorithm).toEqual({
      RESIZE_LINEAR: 'RESIZE_LINEAR',
      RESIZE_CUBIC: 'RESIZE_CUBIC',
      RESIZE_NEAREST: 'RESIZE_NEAREST',
    });
  });
});

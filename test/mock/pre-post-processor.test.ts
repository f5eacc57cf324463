import { expect, it } from 'vitest';
import { Layout, PrePostProcessor, Tensor } from '../../lib/index.js';
import { expectError } from '../helpers/expect-error.js';
import { reluModel } from '../helpers/models.js';
import { device, Rig } from './scheduling/rig.js';

const image = () => reluModel({ shape: [1, 3, 4, 6] }).xml;

it('changes the ports of a model, which then runs with such tensors', async () => {
  using rig = new Rig([device('CPU'), device('GPU')]);
  const model = rig.core.readModelSync(image());
  const processor = new PrePostProcessor(model);
  processor.input().tensor().setElementType('u8').setSpatialStaticShape(8, 12).setLayout(new Layout('NHWC'));
  processor.input().preprocess().convertElementType('f32').resize('linear').mean([1, 2, 3]).scale(255);
  processor.input().model().setLayout('NCHW');
  processor.output().tensor().setElementType('f16');
  const compiled = await rig.core.compileModel(processor.build(), 'GPU');
  expect([compiled.input().elementType, compiled.input().shape]).toEqual(['u8', [1, 8, 12, 3]]);
  const { y } = await compiled.run([new Tensor('u8', [1, 8, 12, 3])]);
  expect([y?.getElementType(), y?.getShape()]).toEqual(['f16', [1, 3, 4, 6]]);
  expect(rig.runtime.inferencesOn('GPU')).toBe(1);
});

it('has a GPU refuse what preprocessing adds, where it is described so', async () => {
  using rig = new Rig([device('CPU'), device('GPU', { unsupportedOperations: ['Interpolate'] })]);
  const processor = new PrePostProcessor(rig.core.readModelSync(image()));
  processor.input().tensor().setSpatialStaticShape(8, 12);
  processor.input().preprocess().resize('cubic');
  processor.input().model().setLayout('NCHW');
  const model = processor.build();
  expectError('COMPILE_FAILED', () => rig.core.compileModelSync(model, 'GPU'), /Interpolate/);
  rig.core.compileModelSync(model, 'HETERO:GPU,CPU').close();
});

it('makes planes into inputs, and takes the size of a frame that is known later', async () => {
  using rig = new Rig([device('CPU')]);
  const model = rig.core.readModelSync(reluModel({ shape: [1, 3, -1, -1] }).xml);
  const processor = new PrePostProcessor(model);
  processor.input().tensor().setElementType('u8').setColorFormat('NV12_TWO_PLANES', ['y', 'uv']);
  processor.input().preprocess().convertColor('RGB');
  processor.input().model().setLayout('NCHW');
  const compiled = await rig.core.compileModel(processor.build(), 'CPU');
  expect(compiled.inputs.map((port) => `${port} ${port.partialShape}`)).toEqual(['x/y [1,?,?,1]', 'x/uv [1,?,?,2]']);
  const { y } = await compiled.run([new Tensor('u8', [1, 6, 8, 1]), new Tensor('u8', [1, 3, 4, 2])]);
  expect(y?.getShape()).toEqual([1, 3, 6, 8]);
});

it('refuses in the words of the library, and leaves the model as it was', () => {
  using rig = new Rig([device('CPU')]);
  const model = rig.core.readModelSync(image());
  const processor = new PrePostProcessor(model);
  processor.input().preprocess().resize('linear');
  expectError('PREPROCESS_FAILED', () => processor.build(), /Can't add resize for layout without W\/H specified/);
  expect(model.input().shape).toEqual([1, 3, 4, 6]);
  expectError('INVALID_ARGUMENT', () => new Layout('NN'), /defined multiple times/);
});

it.each([
  ['2024.6.0', false],
  ['2025.4.1', true],
  ['2026.4.1', true],
])('of %s knows how to pad: %s', (version, can) => {
  using rig = new Rig([device('CPU')], { version });
  const processor = new PrePostProcessor(rig.core.readModelSync(image()));
  processor.input().tensor().setShape([1, 3, 2, 4]);
  const pad = () => processor.input().preprocess().pad([0, 0, 1, 1], [0, 0, 1, 1], 0, 'constant');
  if (!can) {
    expectError('NOT_SUPPORTED_BY_RUNTIME', pad);
    return;
  }
  pad();
  // names of planes go by the array where it is, else by the variadic function
  expect(processor.build().input().shape).toEqual([1, 3, 2, 4]);
});

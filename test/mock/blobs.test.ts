import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ModelCache, PrePostProcessor, setLogHandler, Tensor } from '../../lib/index.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { testFolder } from '../helpers/folder.js';
import { addModel, writeModel } from '../helpers/models.js';
import { executionDevices, Rig } from './scheduling/rig.js';

const folder = testFolder();

/*
 * Compiled models outside the process, on devices that most machines lack.
 */
it('is imported by the device that exported it, and infers the same', async () => {
  using rig = new Rig(['CPU', 'GPU', 'NPU']);
  const { compiled } = await rig.compile('NPU');
  const path = join(folder, 'npu.blob');
  await compiled.exportModel(path);
  const imported = await rig.core.importModel(path, 'NPU');
  expect(executionDevices(imported)).toBe('NPU');
  const inputs = compiled.inputs.map(({ shape }) => new Tensor('f32', shape));
  const outputs = [compiled, imported].map((model) =>
    Object.values(model.createInferRequest().infer(inputs)).map(({ data }) => [...data]),
  );
  expect(outputs[1]).toEqual(outputs[0]);
  await expectRejection('MODEL_INVALID', () => rig.core.importModel(path, 'GPU'), /GPU can not import the model/);
  await expectRejection('NOT_IMPLEMENTED', () => rig.core.importModel(path, 'AUTO'));
  await expectRejection('DEVICE_NOT_FOUND', () => rig.core.importModel(path, 'GPU.3'));
});

it('keeps the shapes that the model was reshaped to', async () => {
  using rig = new Rig(['GPU']);
  const model = rig.core.readModelSync(rig.xml);
  model.reshape(new Map(model.inputs.map((input) => [input, [3, 16]])));
  const compiled = await rig.core.compileModel(model, 'GPU');
  const imported = rig.core.importModelSync(compiled.exportModelSync(), 'GPU');
  expect(imported.inputs.map(({ shape }) => shape)).toEqual(model.inputs.map(() => [3, 16]));
});

it('is not exported by schedulers, nor after preprocessing', async () => {
  using rig = new Rig(['CPU', 'GPU']);
  for (const device of ['AUTO:GPU,CPU', 'MULTI:GPU,CPU', 'BATCH:GPU(2)']) {
    const { compiled } = await rig.compile(device);
    expectError('NOT_IMPLEMENTED', () => compiled.exportModelSync());
  }
  const processor = new PrePostProcessor(rig.core.readModelSync(rig.xml));
  processor.input(0).tensor().setElementType('u8');
  const compiled = await rig.core.compileModel(processor.build(), 'GPU');
  expectError(
    'GENERAL_ERROR',
    () => compiled.exportModelSync(),
    /mocked OpenVINO exports no model that was preprocessed/,
  );
});

it('is compiled anew by a cache, which says so', async () => {
  using rig = new Rig(['GPU']);
  const path = writeModel(folder, 'model', addModel());
  const cache = new ModelCache(join(folder, 'cache'));
  for (let i = 0; i < 2; i++) {
    const { hit, stored } = await cache.compileModel(rig.core, path, 'GPU');
    expect([hit, stored]).toEqual([false, false]);
  }
});

it('has a log, for those who hear it', async () => {
  using rig = new Rig(['NPU']);
  const heard: string[] = [];
  setLogHandler((message) => heard.push(message));
  try {
    using model = rig.core.readModelSync(rig.xml);
    await rig.core.compileModel(model, 'AUTO:NPU', { LOG_LEVEL: 'LOG_INFO' });
    await rig.core.compileModel(model, 'AUTO:NPU');
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(heard).toEqual([expect.stringMatching(/^\[SIMULATED\] compiled .* for AUTO:NPU$/)]);
  } finally {
    setLogHandler();
  }
});

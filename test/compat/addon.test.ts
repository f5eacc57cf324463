import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { addon, Core, type OpenVINOError } from '../../lib/index.js';
import { MISSING, type MissingMember } from '../../lib/not-in-c-api.js';
import { compileForCpu } from '../helpers/compiled.js';
import { expectError } from '../helpers/expect-error.js';
import { reluModel } from '../helpers/models.js';
import { STRING_MODEL } from '../helpers/string-model.js';
import { ROOT } from '../setup/checkout.js';
import { describeWays } from './ways.js';

/** openvino-node 2026.4's public members by class, as its types have them. */
const MEMBERS = {
  Core: 'addExtension compileModel compileModelSync getAvailableDevices getProperty getVersions importModel importModelSync readModel readModelSync setProperty queryModel',
  Model:
    'clone getFriendlyName getName getOps getOutputShape getOutputSize getOutputElementType input isDynamic output setFriendlyName reshape inputs outputs',
  CompiledModel: 'inputs outputs getProperty createInferRequest exportModelSync output input setProperty',
  Tensor: 'data getElementType getData getShape getSize isContinuous setShape copyTo',
  InferRequest:
    'infer inferAsync getCompiledModel getInputTensor getOutputTensor getTensor setInputTensor setOutputTensor setTensor',
  Output: 'anyName shape toString getAnyName getShape getPartialShape',
  ConstOutput: 'anyName shape toString getAnyName getShape getPartialShape',
  PartialShape: 'isStatic isDynamic toString getDimensions',
  AsyncInferQueue: 'setCallback startAsync release',
} as const;

describeWays('addon', (ov) => {
  it.each(Object.entries(MEMBERS))('has %s, with all its members', (name, members) => {
    const { prototype } = ov[name as keyof typeof MEMBERS];
    expect(members.split(' ').filter((member) => !(member in prototype))).toEqual([]);
  });

  it('has preprocess, resizeAlgorithm, getOpenvinoVersion and saveModelSync', () => {
    expect(Object.keys(ov.preprocess).sort()).toEqual(['PrePostProcessor', 'resizeAlgorithm']);
    expect(
      'input output build'.split(' ').filter((name) => !(name in ov.preprocess.PrePostProcessor.prototype)),
    ).toEqual([]);
    expect(Object.keys(ov.getOpenvinoVersion())).toEqual(['buildNumber', 'description']);
    expect(String(ov.getOpenvinoVersion())).toMatch(/^OpenVINO.*\n {4}Version : \d+\.\d+\.\d+\n {4}Build {3}: \S+$/);
  });

  it.each('i8 u8 i16 u16 i32 u32 f32 f64 i64 u64 string'.split(' '))('element.%s is its name', (name) => {
    expect(Reflect.get(ov.element, name)).toBe(name);
  });
});

describe('what the C API has nothing for', () => {
  const core = new Core();
  const { xml, weights } = reluModel();
  const model = core.readModelSync(xml, weights);
  const exported = () => compileForCpu(reluModel()).exportModelSync();
  const output = () => new addon.preprocess.PrePostProcessor(core.readModelSync(xml, weights)).output();
  const calls: Record<MissingMember, () => unknown> = {
    'new Model()': () => Reflect.construct(addon.Model, []),
    'Model.clone()': () => model.clone(),
    'Model.getName()': () => model.getName(),
    'Model.setFriendlyName()': () => model.setFriendlyName('name'),
    'Model.getOps()': () => model.getOps(),
    'Model.reshape(…, variablesShapes)': () => model.reshape('1,16', { state: '1,4' }),
    'Core.queryModel()': () => core.queryModel(model, 'CPU'),
    'Core.importModel(…, config)': () => core.importModelSync(exported(), 'CPU', { NUM_STREAMS: 1 } as never),
    'saveModelSync()': () => addon.saveModelSync(model, 'saved.xml'),
    'OutputTensorInfo.setLayout()': () => output().tensor().setLayout('NHWC'),
    'Tensor.data of strings that OpenVINO made': () => {
      const words = core.compileModelSync(core.readModelSync(STRING_MODEL), 'CPU').createInferRequest();
      return words.infer([new addon.Tensor(['a', 'b'])])['x']?.data;
    },
  };

  it.each(Object.entries(calls))('%s throws, with what to do instead', (member, run) => {
    const error: OpenVINOError = expectError('NOT_IN_C_API', run);
    expect(error.message).toContain(MISSING[member as MissingMember]);
  });

  it('importModel rejects with it as well', async () => {
    await expect(core.importModel(exported(), 'CPU', { NUM_STREAMS: 1 } as never)).rejects.toMatchObject({
      code: 'NOT_IN_C_API',
    });
  });

  it.each(['README.md', 'docs/migrating-from-openvino-node.md'])('%s has the same list', (file) => {
    const text = fs.readFileSync(path.join(ROOT, file), 'utf8');
    const table = /\| not in the C API \| instead \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(text)?.[1] ?? '';
    const rows = [...table.matchAll(/^\| `([^`]+)`(.*?) \| (.*) \|$/gm)].map(([, code, rest, instead]) => [
      `${code}${rest}`,
      instead,
    ]);
    expect(rows).toEqual(Object.entries(MISSING));
  });
});

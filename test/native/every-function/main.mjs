// Uses all of the public API that reaches a function of the C API, for test/native/calls.test.ts: what CPU can (`cpu`), or what
// needs a GPU (`gpu`), on a library that may be the mocked one.
//   node --expose-gc main.mjs LIBRARY cpu|gpu FOLDER [PLUGINS.XML]
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ov from '../../../dist/index.js';
import { modelText, STRINGS } from './models.mjs';
import { preprocessing } from './preprocessing.mjs';
import { remote } from './remote.mjs';

const [library = '', what = '', folder = '', pluginsXml] = process.argv.slice(2);
const { version } = ov.loadRuntime({ path: library });
const release = Number(version.split('.').slice(0, 2).join('.'));

/**
 * Calls what has to fail here.
 * @param {string} code
 * @param {() => unknown} call
 */
async function failing(code, call) {
  try {
    await call();
  } catch (error) {
    if (error instanceof ov.OpenVINOError && error.code === code) return;
    throw error;
  }
  throw new Error(`${call} did not fail with ${code}`);
}

/** @param {ov.Core} core */
async function library_(core) {
  ov.getOpenvinoVersion();
  core.getAvailableDevices();
  core.getVersions('CPU');
  core.getProperty('CPU', 'FULL_DEVICE_NAME');
  core.setProperty('CPU', { PERF_COUNT: true });
  await failing(release >= 2025.4 ? 'GENERAL_ERROR' : 'NOT_SUPPORTED_BY_RUNTIME', () => core.addExtension(library));
  const plugins = join(folder, 'plugins.xml');
  writeFileSync(plugins, '<ie><plugins/></ie>');
  new ov.Core({ pluginsXml: plugins }).close();
  await failing('MODEL_NOT_FOUND', () => core.readModel(join(folder, 'missing.xml')));
}

/** @param {ov.Core} core */
async function models(core) {
  const path = join(folder, 'model.xml');
  writeFileSync(path, modelText(['x'], [1, 4]));
  writeFileSync(join(folder, 'model.bin'), '');
  const model = await core.readModel(path);
  ports(model);
  model.reshape([2, 4]).reshape({ x: [1, 4] });
  const two = core.readModelSync(modelText(['x', 'y'], [-1, 4]));
  two.reshape({ x: [2, 4], y: [2, 4] });
  /** @type {Map<number, number[]>} */
  const byIndex = new Map([0, 1].map((index) => [index, [1, 4]]));
  two.reshape(byIndex).reshape(new Map(two.inputs.map((input) => [input, [2, 4]])));
  const compiled = await core.compileModel(model, 'CPU', { PERF_COUNT: true });
  core.compileModelSync(path, 'CPU').close();
  ports(compiled);
  compiled.getProperty('NETWORK_NAME');
  await failing('NOT_IMPLEMENTED', () => compiled.setProperty({ PERFORMANCE_HINT: 'LATENCY' }));
  await failing('NOT_IMPLEMENTED', () => compiled.getContext());
  compiled.getRuntimeModel().close();
  core.importModelSync(compiled.exportModelSync(), 'CPU').close();
  await requests(compiled);
  compiled.close();
  // the library says of a scalar's shape that it was given a wrong argument
  const scalar = core.compileModelSync(core.readModelSync(modelText(['x'], [])), 'CPU').createInferRequest();
  scalar.getInputTensor().getShape();
  for (const read of [model, two]) read.close();
}

/** @param {ov.Model | ov.CompiledModel} of */
function ports(of) {
  for (const { anyName, elementType, partialShape } of [...of.inputs, ...of.outputs])
    `${anyName} ${elementType} ${partialShape}`;
  [of.input(0), of.output(), of.input('also_x'), of.output('also_z'), of.input('x'), of.output('z')];
  if (of instanceof ov.Model) [of.isDynamic(), of.getFriendlyName()];
}

/** @param {ov.CompiledModel} compiled */
async function requests(compiled) {
  const request = compiled.createInferRequest();
  const x = Float32Array.of(-1, 0, 1, 2);
  request.infer([x]);
  request.setOutputTensor(new ov.Tensor('f32', [1, 4]));
  const own = compiled.createInferRequest();
  for (const tensor of [own.getInputTensor(), own.getOutputTensor()]) [tensor.data, tensor.getShape()];
  await own.inferAsync([x], { shareOutputs: true });
  own.getProfilingInfo();
  const running = request.inferAsync([x]);
  request.cancel();
  await running.catch(() => {});
  for (const each of [request, own]) each.close();
}

/** @param {ov.Core} core */
function strings(core) {
  const request = core.compileModelSync(core.readModelSync(STRINGS), 'CPU').createInferRequest();
  request.getInputTensor().strings = ['c', 'd'];
  request.infer([new ov.Tensor(['a', 'b'])]);
}

const core = new ov.Core(pluginsXml === undefined ? {} : { pluginsXml });
if (what === 'gpu') {
  await remote(core);
} else {
  await library_(core);
  await models(core);
  preprocessing(core, release >= 2025);
  if (release >= 2025.4) {
    ov.setLogHandler(() => {});
    ov.setLogHandler();
    strings(core);
  }
}
core.close();
// ports are freed by the garbage collector
globalThis.gc?.();
await new Promise((resolve) => setTimeout(resolve, 20));
globalThis.gc?.();
ov.shutdown();

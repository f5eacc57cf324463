// Uses all of the public API once, for test/native/calls.test.ts: what CPU can, or what needs a GPU, on a mocked one.
//   node every-function.mjs LIBRARY cpu|gpu FOLDER
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ov from '../../dist/index.js';

const [, , library, what, folder] = process.argv;
const info = ov.loadRuntime({ path: library });
const isNew = Number(info.version.split('.').slice(0, 2).join('.')) >= 2025.4;

const layer = (id, name, type, rest) =>
  `<layer id="${id}" name="${name}" type="${type}" version="opset1">${rest}</layer>`;
const port = (id, dims, names = '') =>
  `<port id="${id}" precision="FP32"${names}>${dims.map((dim) => `<dim>${dim}</dim>`).join('')}</port>`;

/** x, and for two inputs y, → ReLU or Add → z. */
function modelText(inputs, dims) {
  const layers = inputs.map((name, id) =>
    layer(
      id,
      name,
      'Parameter',
      `<data shape="${dims.join()}" element_type="f32"/><output>${port(0, dims, ` names="${name}"`)}</output>`,
    ),
  );
  const operation = inputs.length === 1 ? 'ReLU' : 'Add';
  const ins = inputs.map((_, index) => port(index, dims)).join('');
  layers.push(layer(8, 'operation', operation, `<input>${ins}</input><output>${port(2, dims, ' names="z"')}</output>`));
  layers.push(layer(9, 'result', 'Result', `<input>${port(0, dims)}</input>`));
  const edges = inputs.map((_, id) => `<edge from-layer="${id}" from-port="0" to-layer="8" to-port="${id}"/>`);
  edges.push('<edge from-layer="8" from-port="2" to-layer="9" to-port="0"/>');
  return `<?xml version="1.0"?><net name="small" version="11"><layers>${layers.join('')}</layers><edges>${edges.join('')}</edges></net>`;
}

/** Calls what has to fail here. */
async function failing(code, call) {
  try {
    await call();
  } catch (error) {
    if (error.code === code) return;
    throw error;
  }
  throw new Error(`${call} did not fail with ${code}`);
}

async function everywhere(core, device) {
  const path = join(folder, 'model.xml');
  writeFileSync(path, modelText(['x'], [1, 4]));
  writeFileSync(join(folder, 'model.bin'), '');
  ov.getOpenvinoVersion();
  core.getAvailableDevices();
  core.getVersions(device);
  core.getProperty(device, 'FULL_DEVICE_NAME');
  core.setProperty(device, { PERF_COUNT: true });
  const model = await core.readModel(path);
  const two = core.readModelSync(modelText(['x', 'y'], [1, 4]), new Uint8Array(4));
  ports(model);
  model.reshape([2, 4]);
  model.reshape({ x: [1, 4] });
  two.reshape({ x: [2, 4], y: [2, 4] });
  two.reshape(
    new Map([
      [0, [1, 4]],
      [1, [1, 4]],
    ]),
  );
  two.reshape(new Map(two.inputs.map((input) => [input, [2, 4]])));
  const compiled = await core.compileModel(model, device, { PERF_COUNT: true });
  core.compileModelSync(path, device).close();
  ports(compiled);
  compiled.getProperty('NETWORK_NAME');
  await failing('NOT_IMPLEMENTED', () => compiled.setProperty({ PERFORMANCE_HINT: 'LATENCY' }));
  compiled.getRuntimeModel().close();
  core.importModelSync(compiled.exportModelSync(), device).close();
  await requests(compiled);
  compiled.close();
  model.close();
}

function ports(of) {
  for (const port of [...of.inputs, ...of.outputs]) [port.anyName, port.elementType, port.shape];
  [of.input(0), of.input('x'), of.output(), of.output('z')];
  if (of instanceof ov.Model) [of.isDynamic(), of.getFriendlyName()];
}

async function requests(compiled) {
  const request = compiled.createInferRequest();
  const x = new Float32Array([-1, 0, 1, 2]);
  request.infer({ x });
  request.setOutputTensor(new ov.Tensor('f32', [1, 4]));
  request.getInputTensor().data.set(x);
  [request.getOutputTensor().data, request.getOutputTensor().getShape()];
  await request.inferAsync([x], { shareOutputs: true });
  request.getProfilingInfo();
  const running = request.inferAsync([x]);
  request.cancel();
  await running.catch(() => {});
  request.close();
}

async function onTheCpu(core) {
  await failing('NOT_SUPPORTED_BY_RUNTIME GENERAL_ERROR'.split(' ')[isNew ? 1 : 0], () =>
    core.addExtension(process.execPath),
  );
  if (isNew) {
    ov.setLogHandler(() => {});
    ov.setLogHandler();
    strings(core);
  }
  const plugins = join(folder, 'plugins.xml');
  writeFileSync(plugins, '<ie><plugins/></ie>');
  new ov.Core({ pluginsXml: plugins }).close();
  await failing('MODEL_NOT_FOUND', () => core.readModel(join(folder, 'missing.xml')));
}

function strings(core) {
  new ov.Tensor(['a', 'b']);
}

async function main() {
  const core = new ov.Core();
  if (what === 'cpu') {
    await everywhere(core, 'CPU');
    await onTheCpu(core);
  }
  core.close();
  ov.shutdown();
}

await main();

import { copyFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../helpers/folder.js';
import { weightsModel, writeModel } from '../helpers/models.js';
import { reluOnnx } from '../helpers/onnx.js';
import { PACKAGE, runProgram } from '../helpers/program.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const folder = testFolder();
const onnx = join(folder, 'relu.onnx');
writeFileSync(onnx, reluOnnx([1, 4]));
const weights = writeModel(folder, 'weights', weightsModel());

const PRELUDE = `import fs from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');
const collect = async () => {
  for (let i = 0; i < 3; i++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
/** Whether the library has its reader of ONNX models loaded. */
const reads = () => fs.readFileSync('/proc/self/maps', 'utf8').includes('onnx_frontend');
`;

// each body in a process of its own: what fails here ends it by a signal
describeRuntimes('shutdown and model readers', ({ path: runtime }) => {
  const run = (body: string) => runProgram(PRELUDE + body, { folder, runtime });

  it('leaves the ports of a closed model their code', () => {
    const { stdout, signal } = run(`
      let model = core.readModelSync(${JSON.stringify(onnx)});
      let ports = [...model.inputs, ...model.outputs];
      model.close();
      core.close();
      ov.shutdown();
      console.log(ports.map((port) => port.anyName).join());
      model = ports = undefined;
      await collect();`);
    expect([stdout, signal]).toEqual(['x,y\n', null]);
  });

  it('leaves a model that is compiled for HETERO its constants', () => {
    const { stdout, signal } = run(`
      const model = core.readModelSync(${JSON.stringify(weights)});
      const compiled = core.compileModelSync(model, 'HETERO:CPU');
      const request = compiled.createInferRequest();
      model.close();
      ov.shutdown();
      console.log(request.infer([new Float32Array(16)]).y.data[15]);
      request.close();
      compiled.close();
      await collect();`);
    expect([stdout, signal]).toEqual(['15.5\n', null]);
  });

  it.runIf(process.platform === 'linux')('frees the readers when the last object has gone', () => {
    const { stdout, signal } = run(`
      let model = core.readModelSync(${JSON.stringify(onnx)});
      const told = [reads()];
      ov.shutdown();
      told.push(reads());
      let input = model.input();
      model.close();
      model = undefined;
      await collect();
      told.push(reads());
      input = undefined;
      await collect();
      told.push(reads());
      // loaded anew; with nothing left it goes at once
      core.readModelSync(${JSON.stringify(onnx)}).close();
      await collect();
      told.push(reads());
      ov.shutdown();
      console.log(told.join(), reads());`);
    expect([stdout, signal]).toEqual(['true,true,true,false,true false\n', null]);
  });

  it('does no harm to what other threads have and do', { timeout: 60_000 }, () => {
    writeFileSync(
      join(folder, 'worker.mjs'),
      `import { parentPort } from 'node:worker_threads';
import * as ov from ${JSON.stringify(PACKAGE)};
ov.loadRuntime({ path: ${JSON.stringify(runtime)} });
const core = new ov.Core();
for (let i = 0; i < 20; i++) {
  const model = core.readModelSync(${JSON.stringify(onnx)});
  const [input] = model.inputs;
  const compiled = await core.compileModel(await core.readModel(${JSON.stringify(weights)}), 'HETERO:CPU');
  model.close();
  if (input.anyName !== 'x' || compiled.createInferRequest().infer([new Float32Array(16)]).y.data[0] !== 0.5) throw i;
}
parentPort.postMessage('ended');`,
    );
    const { stdout, signal } = run(`
      import { Worker } from 'node:worker_threads';
      const worker = new Worker(new URL(import.meta.url.replace(/[^/]*$/, 'worker.mjs')));
      let ended = false;
      worker.once('message', () => { ended = true; });
      while (!ended) {
        ov.shutdown();
        core.readModelSync(${JSON.stringify(onnx)}).close();
        await new Promise(setImmediate);
      }
      console.log('ended');`);
    expect([stdout, signal]).toEqual(['ended\n', null]);
  });

  it('counts what another copy of the same release has', () => {
    const copy = join(folder, basename(runtime));
    copyFileSync(runtime, copy);
    const { stdout, signal } = run(`
      let model = core.readModelSync(${JSON.stringify(onnx)});
      let ports = [...model.inputs, ...model.outputs];
      model.close();
      const { path } = ov.loadRuntime({ path: ${JSON.stringify(copy)} });
      ov.shutdown();
      console.log(path === ${JSON.stringify(copy)}, ports.map((port) => port.anyName).join());
      model = ports = undefined;
      await collect();`);
    expect([stdout, signal]).toEqual(['true x,y\n', null]);
  });
});

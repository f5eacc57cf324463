import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../helpers/folder.js';
import { heavyModel, reluModel, writeModel } from '../helpers/models.js';
import { PACKAGE, runProgram } from '../helpers/program.js';
import { testRuntimes } from '../helpers/runtimes.js';

/*
 * Processors at the end of threads and processes, each in a process or thread of its own.
 */
const folder = testFolder();
const image = writeModel(folder, 'image', reluModel({ shape: [1, 3, 4, 6] }));
const heavy = writeModel(folder, 'heavy', heavyModel({ layers: 1 }));
const [newest, older] = testRuntimes();
const runtime = newest?.path ?? '';

/** What makes a processor with all its parts, and builds it where it is told to. */
const MAKE = `const make = (build) => {
  const model = core.readModelSync(${JSON.stringify(image)});
  const processor = new ov.PrePostProcessor(model);
  const input = processor.input();
  const parts = [input.tensor().setElementType('u8'), input.preprocess().convertElementType().mean(1), input.model()];
  if (build) processor.build();
  return [model, processor, input, processor, ...parts];
};
`;

describe('processors', () => {
  it('may be there when a process ends', () => {
    const ended = runProgram(`${MAKE}globalThis.kept = [make(true), make(false)]; console.log(kept.length);`, {
      folder,
      runtime,
    });
    expect(ended).toEqual({ status: 0, signal: null, stdout: '2\n', stderr: '' });
  });

  it('may be collected in any order, with the model closed or not', () => {
    const body = `${MAKE}
const kept = [];
for (let i = 0; i < 200; i++) {
  const made = make(i % 2 === 0);
  if (i % 3 === 0) made[0].close();
  kept.push(made[i % made.length]);
  if (i % 20 === 0) await new Promise(setImmediate);
}
kept.length = 0;
for (let i = 0; i < 50; i++) { new ArrayBuffer(1 << 24); await new Promise(setImmediate); }
console.log('done');`;
    expect(runProgram(body, { folder, runtime })).toEqual({ status: 0, signal: null, stdout: 'done\n', stderr: '' });
  });

  it('may be waiting for a compilation when a process ends', () => {
    const body = `const model = core.readModelSync(${JSON.stringify(heavy)});
const processor = new ov.PrePostProcessor(model);
core.compileModel(model, 'CPU').catch(() => {});
try { processor.build(); } catch (error) { console.log(error.code); }
process.exit(0);`;
    const { status, signal, stdout } = runProgram(body, { folder, runtime });
    expect({ status, signal, stdout }).toEqual({ status: 0, signal: null, stdout: 'REQUEST_BUSY\n' });
  });

  it.skipIf(older === undefined)('take layouts and tensors of another runtime of the process', () => {
    const body = `const layout = new ov.Layout('NHWC');
const tensor = new ov.Tensor('u8', [1, 4, 6, 3]);
core.compileModelSync(${JSON.stringify(image)}, 'CPU');
ov.loadRuntime({ path: ${JSON.stringify(older?.path)} });
const model = new ov.Core().readModelSync(${JSON.stringify(image)});
ov.loadRuntime({ path: ${JSON.stringify(runtime)} });
const processor = new ov.PrePostProcessor(model);
processor.input().tensor().setFrom(tensor).setLayout(layout);
processor.input().model().setLayout('NCHW');
console.log(String(processor.build().input().shape));`;
    expect(runProgram(body, { folder, runtime })).toEqual({ status: 0, signal: null, stdout: '1,4,6,3\n', stderr: '' });
  });

  it('work in a worker, which may be terminated', async () => {
    const program = `import { parentPort } from 'node:worker_threads';
import * as ov from ${JSON.stringify(PACKAGE)};
ov.loadRuntime({ path: ${JSON.stringify(runtime)} });
const core = new ov.Core();
${MAKE}globalThis.kept = [make(true), make(false)];
parentPort.postMessage(kept[0][0].input().elementType);
setInterval(() => make(true), 1);`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`));
    const answer = await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    expect(answer).toBe('u8');
    expect(await worker.terminate()).toBe(1);
  });
});

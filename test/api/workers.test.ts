import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { Core, type Tensor } from '../../lib/index.js';
import { valuesOf } from '../helpers/compiled.js';
import { testFolder } from '../helpers/folder.js';
import { reluModel, writeModel } from '../helpers/models.js';
import { PACKAGE } from '../helpers/program.js';
import { describeRuntimes, type TestRuntime } from '../helpers/runtimes.js';

const LENGTH = 4;
const ROUNDS = 100;
const model = writeModel(testFolder(), 'relu', reluModel({ shape: [LENGTH] }));
const workers = new Set<Worker>();

afterEach(async () => {
  await Promise.all([...workers].map((worker) => worker.terminate()));
  workers.clear();
});

/** A worker that has `compiled`, `data` (its workerData), `port` and `asked()`, the next message. */
function startWorker({ path }: TestRuntime, body: string, workerData: unknown): Worker {
  const program = `import { once } from 'node:events';
import { parentPort as port, workerData as data } from 'node:worker_threads';
import * as ov from ${JSON.stringify(PACKAGE)};
ov.loadRuntime({ path: ${JSON.stringify(path)} });
const compiled = new ov.Core().compileModelSync(${JSON.stringify(model)}, 'CPU');
const asked = async () => (await once(port, 'message'))[0];
${body}`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), { workerData });
  workers.add(worker);
  return worker;
}

/** The next message of a worker; rejects where it fails. */
function answer(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
  });
}

describeRuntimes('workers', (runtime) => {
  it('infer at the same time, each on requests of its own, beside the main thread', { timeout: 60_000 }, async () => {
    const body = `const requests = [1, 2].map(() => compiled.createInferRequest());
await asked();
let wrong = 0;
const drive = async (request, r) => {
  for (let i = 0; i < ${ROUNDS}; i++) {
    const { y } = await request.inferAsync([Float32Array.of(data, r, i, -1)]);
    if (String(y.data) !== [data, r, i, 0].join()) wrong++;
  }
};
await Promise.all(requests.map(drive));
const ran = await Promise.all(Array.from({ length: ${ROUNDS} }, (_, i) => compiled.run([Float32Array.of(data, 9, i, -1)])));
wrong += ran.filter(({ y }, i) => String(y.data) !== [data, 9, i, 0].join()).length;
port.postMessage(wrong);`;
    const all = [10, 20, 30, 40].map((id) => startWorker(runtime, body, id));
    await Promise.all(all.map((worker) => new Promise((resolve) => worker.once('online', resolve))));
    const answers = all.map(answer);
    for (const worker of all) worker.postMessage('go');
    using core = new Core();
    const compiled = core.compileModelSync(model, 'CPU');
    for (let i = 0; i < ROUNDS; i++)
      expect(valuesOf(await compiled.run([Float32Array.of(1, 2, i, -1)]))).toEqual([1, 2, i, 0]);
    expect(await Promise.all(answers)).toEqual([0, 0, 0, 0]);
  });

  it('share memory: one fills it, another infers on it into memory that this thread reads', async () => {
    const shared = new SharedArrayBuffer(2 * LENGTH * 4);
    const [input, output] = [new Float32Array(shared, 0, LENGTH), new Float32Array(shared, LENGTH * 4, LENGTH)];
    const filler = startWorker(
      runtime,
      'for (;;) { const values = await asked(); data.set(values); port.postMessage("filled"); }',
      input,
    );
    const inferrer = startWorker(
      runtime,
      `const [input, output] = [data.input, data.output].map((view) => new ov.Tensor('f32', [${LENGTH}], view));
for (;;) {
  await asked();
  const { y } = await compiled.run([input], { outputs: [output] });
  port.postMessage(y === output && y.data === data.output && y.data.buffer === data.input.buffer);
}`,
      { input, output },
    );
    for (let i = 1; i <= 5; i++) {
      const filled = answer(filler);
      filler.postMessage([i, -i, 2 * i, -2 * i]);
      await filled;
      const inferred = answer(inferrer);
      inferrer.postMessage('infer');
      expect(await inferred).toBe(true);
      expect([...input, ...output]).toEqual([i, -i, 2 * i, -2 * i, i, 0, 2 * i, 0]);
    }
  });

  it('fill the memory of a tensor that this thread has bound once', async () => {
    const input = new Float32Array(new SharedArrayBuffer(LENGTH * 4));
    const filler = startWorker(runtime, 'data.fill(await asked()); port.postMessage("filled"); await asked();', input);
    using core = new Core();
    const request = core.compileModelSync(model, 'CPU').createInferRequest();
    const live = request.getOutputTensor() as Tensor;
    request.infer([input]);
    expect([...live.data]).toEqual([0, 0, 0, 0]);
    const filled = answer(filler);
    filler.postMessage(8);
    await filled;
    // nothing is given: the tensor that is bound is over the worker's memory
    request.infer();
    expect([...live.data]).toEqual([8, 8, 8, 8]);
  });
});

import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { reluModel } from '../helpers/models.js';

/** Of a worker that runs none of its code any more nobody lets the time pass: the library notices after ten seconds. */
it.concurrent.each(['{ kind: "load-hangs" }', '{ kind: "device-lost", atMs: 1e9 }'])(
  'a worker can be terminated while it compiles: %s',
  async (fault) => {
    const testing = new URL('../../dist/testing/index.js', import.meta.url);
    const index = new URL('../../dist/index.js', import.meta.url);
    const worker = new Worker(
      `Promise.all([import(${JSON.stringify(testing.href)}), import(${JSON.stringify(index.href)})]).then(([{ mockRuntime }, { Core }]) => {
  mockRuntime({ devices: [{ name: 'GPU', loadMs: 1000, faults: [${fault}] }] });
  const core = new Core();
  core.compileModel(core.readModelSync(${JSON.stringify(reluModel().xml)}), 'GPU').catch(() => {});
  require('node:worker_threads').parentPort.postMessage('compiling');
  for (const end = Date.now() + 300; Date.now() < end; );
});`,
      { eval: true },
    );
    await new Promise((resolve) => worker.once('message', resolve));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await worker.terminate()).toBe(1);
  },
  60_000,
);

import { readFile } from 'node:fs/promises';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { Core, Tensor } from '../../lib/index.js';
import { expectRejection } from '../helpers/expect-error.js';
import { testFolder } from '../helpers/folder.js';
import { heavyModel, reluModel, weightsModel, writeModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const relu = writeModel(testFolder(), 'relu', reluModel());
const { xml, weights } = heavyModel({ layers: 16 });

/** Runs `work`, and tells how long it took and how long the event loop was held up at most, both in milliseconds. */
async function watch(work: () => Promise<unknown>): Promise<{ totalMs: number; longestMs: number; turns: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let turns = 0;
  const timer = setInterval(() => {
    turns++;
  }, 1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.enable();
  turns = 0;
  const started = performance.now();
  await work();
  const totalMs = performance.now() - started;
  delay.disable();
  clearInterval(timer);
  return { totalMs, longestMs: delay.max / 1e6, turns };
}

describeRuntimes('the event loop stays free', () => {
  // the machine's noise can hold up any process: one good round of three shows that we do not
  it('while models compile and run for the first time', { retry: 2, timeout: 60_000 }, async () => {
    using core = new Core();
    const model = await core.readModel(xml, weights);
    const input = new Tensor('f32', [1, 64, 128, 128]);
    const compiling = await watch(async () => {
      await Promise.all([1, 2, 3, 4].map((n) => core.compileModel(model, 'CPU', { NUM_STREAMS: n })));
    });
    const request = (await core.compileModel(model, 'CPU')).createInferRequest();
    const running = await watch(() => request.inferAsync([input]));
    for (const { totalMs, longestMs, turns } of [compiling, running]) {
      expect(longestMs).toBeLessThan(totalMs / 2);
      expect(turns).toBeGreaterThan(3);
    }
  });

  it('while the cause of a failed compilation is looked for', async () => {
    using core = new Core();
    // the first look at all devices loads every plugin
    const { totalMs, turns } = await watch(() =>
      expectRejection('DEVICE_NOT_FOUND', () => core.compileModel(relu, 'GPU')),
    );
    expect([totalMs, turns > Math.min(3, totalMs / 3)]).toEqual([totalMs, true]);
  });

  it('while a model is read from memory', { retry: 2 }, async () => {
    using core = new Core();
    const { xml } = weightsModel();
    const weights = new Uint8Array(512 * 1024 * 1024);
    const { totalMs, longestMs } = await watch(() => core.readModel(xml, weights));
    expect(longestMs).toBeLessThan(totalMs / 3);
  });

  it("while file operations go on: libuv's threads are not used", { retry: 2, timeout: 60_000 }, async () => {
    using core = new Core();
    const model = await core.readModel(xml, weights);
    let compiled = 0;
    const compiling = [1, 2, 3, 4, 5, 6].map((n) =>
      core.compileModel(model, 'CPU', { NUM_STREAMS: n }).then(() => compiled++),
    );
    await readFile(new URL(import.meta.url));
    expect(compiled).toBeLessThan(6);
    await Promise.all(compiling);
  });
});

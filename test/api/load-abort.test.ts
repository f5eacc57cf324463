import { afterEach, expect, it, vi } from 'vitest';
import { CompiledModel, Core, Model } from '../../lib/index.js';
import { expectRejection } from '../helpers/expect-error.js';
import { testFolder } from '../helpers/folder.js';
import { heavyModel, reluModel, writeModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const folder = testFolder();
const relu = writeModel(folder, 'relu', reluModel());
const { xml, weights } = heavyModel({ layers: 16 });

afterEach(() => {
  vi.restoreAllMocks();
});

/** How often objects of a class were closed from now on. */
function closings(target: typeof Model | typeof CompiledModel): () => number {
  const spy = vi.spyOn(target.prototype as { close(): void }, 'close');
  return () => spy.mock.calls.length;
}

describeRuntimes('loading with a signal', () => {
  it('gives what it gives without, where the signal does not abort', async () => {
    using core = new Core();
    const { signal } = new AbortController();
    const model = await core.readModel(relu, undefined, { signal });
    expect(model.inputs).toHaveLength(1);
    const compiled = await core.compileModel(model, 'CPU', {}, { signal });
    expect(Object.keys(await compiled.run([new Float32Array(16)]))).toEqual(['y']);
  });

  it('that was aborted before does nothing', async () => {
    using core = new Core();
    const signal = AbortSignal.abort(new Error('too late'));
    const calls = [
      () => core.readModel(relu, undefined, { signal }),
      // not even a look at the file
      () => core.readModel('/no/such/model.xml', undefined, { signal }),
      () => core.compileModel(relu, 'CPU', {}, { signal }),
      () => core.compileModel('/no/such/model.xml', 'CPU', undefined, { signal }),
    ];
    for (const call of calls) {
      const error = await expectRejection('CANCELLED', call);
      expect([error.name, (error.cause as Error).message]).toEqual(['AbortError', 'too late']);
    }
  });

  it('rejects at once while a model compiles, and closes what it becomes', { retry: 2 }, async () => {
    using core = new Core();
    const model = await core.readModel(xml, weights);
    const started = performance.now();
    (await core.compileModel(model, 'CPU')).close();
    const compileMs = performance.now() - started;
    const closed = closings(CompiledModel);
    const controller = new AbortController();
    const compiling = core.compileModel(model, 'CPU', {}, { signal: controller.signal });
    setTimeout(() => controller.abort(), 1);
    const before = performance.now();
    await expectRejection('CANCELLED', () => compiling, /Compiling the model/);
    expect(performance.now() - before).toBeLessThan(compileMs / 2);
    expect(closed()).toBe(0);
    await vi.waitFor(() => expect(closed()).toBe(1), { timeout: 10_000 });
  });

  it('rejects at once while a model is read, and closes what it becomes', async () => {
    using core = new Core();
    const closed = closings(Model);
    const controller = new AbortController();
    const reading = core.readModel(xml, weights, { signal: controller.signal });
    controller.abort();
    await expectRejection('CANCELLED', () => reading, /Reading the model/);
    expect(closed()).toBe(0);
    await vi.waitFor(() => expect(closed()).toBe(1), { timeout: 10_000 });
  });

  it('swallows the failure of what nobody waits for any more', async () => {
    using core = new Core();
    const controller = new AbortController();
    const compiling = core.compileModel(relu, 'NPU', {}, { signal: controller.signal });
    const reading = core.readModel('/no/such/model.xml', undefined, { signal: controller.signal });
    controller.abort();
    await expectRejection('CANCELLED', () => compiling);
    await expectRejection('CANCELLED', () => reading);
    // an unhandled rejection meanwhile would fail the run
    await expectRejection('DEVICE_NOT_FOUND', () => core.compileModel(relu, 'NPU'));
  });

  it('fails as ever before its signal aborts', async () => {
    using core = new Core();
    const { signal } = new AbortController();
    await expectRejection('MODEL_NOT_FOUND', () => core.readModel('/no/such/model.xml', undefined, { signal }));
    await expectRejection('DEVICE_NOT_FOUND', () => core.compileModel(relu, 'NPU', {}, { signal }));
  });

  it('leaves a result alone that was given already', async () => {
    using core = new Core();
    const controller = new AbortController();
    const compiled = await core.compileModel(relu, 'CPU', {}, { signal: controller.signal });
    controller.abort();
    await compiled.run([new Float32Array(16)]);
  });

  it.each([5, 'signal', null, { signal: 5 }, { signal: null }, { signal: {} }])('is refused: %o', async (options) => {
    using core = new Core();
    await expectRejection('INVALID_ARGUMENT', () => core.readModel(relu, undefined, options as never));
    await expectRejection('INVALID_ARGUMENT', () => core.compileModel(relu, 'CPU', {}, options as never));
  });
});

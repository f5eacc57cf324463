import { expect, it } from 'vitest';
import { type CompiledModel, Core, type InferRequest, type OpenVINOError, Tensor } from '../../lib/index.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { heavyModel, reluModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const HEAVY = [1, 64, 128, 128];
const heavy = heavyModel();
const heavyInput = new Tensor('f32', HEAVY, new Float32Array(64 * 128 * 128).fill(0.01));

async function compileHeavy(properties = {}): Promise<CompiledModel> {
  using core = new Core();
  using model = await core.readModel(heavy.xml, heavy.weights);
  return await core.compileModel(model, 'CPU', properties);
}

function heavyRequest(compiled: CompiledModel): InferRequest {
  const run = compiled.createInferRequest();
  run.setInputTensor(heavyInput);
  return run;
}

async function reluRequest(): Promise<InferRequest> {
  using core = new Core();
  const { xml, weights } = reluModel({ shape: [1, 4] });
  return (await core.compileModel(await core.readModel(xml, weights), 'CPU')).createInferRequest();
}

describeRuntimes('asynchronous inference', () => {
  it('gives what infer gives', async () => {
    const run = await reluRequest();
    const results = await run.inferAsync([Float32Array.of(-1, 2, -3, 4)]);
    expect([...(results['y'] as Tensor).data]).toEqual([0, 2, 0, 4]);
    expect([...((await run.inferAsync({ x: Float32Array.of(1, 1, 1, 1) }))['y'] as Tensor).data]).toEqual([1, 1, 1, 1]);
    expect(run.latencyMs).toBeGreaterThan(0);
  });

  it('rejects instead of throwing', async () => {
    const run = await reluRequest();
    await expectRejection('SHAPE_MISMATCH', () => run.inferAsync([new Tensor('f32', [5])]));
    await expectRejection('INVALID_ARGUMENT', () => run.inferAsync(5 as never));
    using core = new Core();
    await expectRejection('MODEL_NOT_FOUND', () => core.readModel('/no/such/model.xml'));
    await expectRejection('INVALID_ARGUMENT', () => core.readModel(5 as never));
    await expectRejection('INVALID_DEVICE', () => core.compileModel('/no/such/model.xml', '' as string));
    await expectRejection('NOT_STARTED', () => run.wait());
    await expectRejection('INVALID_ARGUMENT', () => run.wait(-1));
    run.close();
    await expectRejection('CLOSED', () => run.inferAsync());
  });

  it('refuses on a running request what can not wait, and works on', async () => {
    const compiled = await compileHeavy();
    const run = heavyRequest(compiled);
    const done = run.inferAsync();
    expectError('REQUEST_BUSY', () => run.infer());
    expectError('REQUEST_BUSY', () => run.startAsync());
    expectError('REQUEST_BUSY', () => run.setInputTensor(heavyInput));
    expectError('REQUEST_BUSY', () => run.getOutputTensor());
    expectError('REQUEST_BUSY', () => run.setTensor('x', heavyInput));
    expectError('REQUEST_BUSY', () => run.getProfilingInfo());
    expectError('REQUEST_BUSY', () => heavyInput.setShape([1]), /while an inference uses it/);
    expectError('REQUEST_BUSY', () => {
      heavyInput.data = new Float32Array(64 * 128 * 128);
    });
    await done;
    heavyInput.setShape(HEAVY);
    await run.inferAsync();
  });

  it('overlaps two requests', async () => {
    const compiled = await compileHeavy({ NUM_STREAMS: 2, INFERENCE_NUM_THREADS: 2 });
    const [a, b] = [heavyRequest(compiled), heavyRequest(compiled)];
    await Promise.all([a.inferAsync(), b.inferAsync()]);
    const events: string[] = [];
    const track = async (name: string, run: InferRequest): Promise<void> => {
      events.push(`start ${name}`);
      await run.inferAsync();
      events.push(`end ${name}`);
    };
    const started = performance.now();
    await Promise.all([track('a', a), track('b', b)]);
    const elapsedMs = performance.now() - started;
    expect(events.slice(0, 2)).toEqual(['start a', 'start b']);
    // each took its time from start to end; one after the other, the two times would add up to what passed
    expect(a.latencyMs + b.latencyMs).toBeGreaterThan(1.3 * elapsedMs);
  });

  it('cancels, and can be used again at once', async () => {
    const compiled = await compileHeavy();
    const run = heavyRequest(compiled);
    for (let i = 0; i < 3; i++) {
      const done = run.inferAsync();
      run.cancel();
      const error = await expectRejection('CANCELLED', () => done);
      expect(error.name).toBe('AbortError');
    }
    const results = await run.inferAsync();
    expect(Object.values(results)[0]?.data.length).toBe(64 * 128 * 128);
  });

  it('cancels by a signal, with its reason', async () => {
    const compiled = await compileHeavy();
    const run = heavyRequest(compiled);
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('too slow')), 5);
    const error = await expectRejection('CANCELLED', () => run.inferAsync(undefined, { signal: controller.signal }));
    expect((error.cause as Error).message).toBe('too slow');
    await expectRejection('CANCELLED', () => run.inferAsync(undefined, { signal: AbortSignal.abort() }));
    await run.inferAsync(undefined, { signal: new AbortController().signal });
  });

  it('starts, waits and calls back', async () => {
    const compiled = await compileHeavy();
    const run = heavyRequest(compiled);
    const calls: unknown[] = [];
    run.setCallback((error) => calls.push(error));
    run.startAsync();
    expect(await run.wait(0)).toBe(false);
    expect(await run.wait()).toBe(true);
    expect(await run.wait(0)).toBe(true);
    expect(calls).toEqual([null]);
    run.startAsync();
    run.cancel();
    await expectRejection('CANCELLED', () => run.wait());
    expect((calls[1] as OpenVINOError).code).toBe('CANCELLED');
    run.setCallback(undefined);
    await run.inferAsync();
    expect(calls).toHaveLength(2);
  });

  it('closes a running request: it stops, and its promise rejects', async () => {
    const compiled = await compileHeavy();
    const run = heavyRequest(compiled);
    const done = run.inferAsync();
    run.close();
    await expectRejection('CANCELLED', () => done);
    {
      await using disposed = heavyRequest(compiled);
      disposed.startAsync();
    }
    expectError('CLOSED', () => run.infer());
  });

  it('keeps a forgotten request in flight alive', async () => {
    const compiled = await compileHeavy();
    const results: Promise<unknown>[] = [];
    for (let i = 0; i < 4; i++) {
      const run = compiled.createInferRequest();
      results.push(run.inferAsync([new Tensor('f32', HEAVY, new Float32Array(64 * 128 * 128).fill(i))]));
    }
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
    const outputs = (await Promise.all(results)) as Record<string, Tensor>[];
    for (const output of outputs) expect(Object.values(output)[0]?.data.length).toBe(64 * 128 * 128);
  });
});

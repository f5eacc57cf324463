import { describe, expect, it } from 'vitest';
import { AsyncInferQueue, type InferRequest, Tensor } from '../../lib/index.js';
import { expectedOutput, type MockDevice } from '../../lib/testing/index.js';
import { expectRejection } from '../helpers/expect-error.js';
import { device, Rig } from './scheduling/rig.js';

const tensor = (value: number): Tensor => new Tensor('f32', [1, 16], new Float32Array(16).fill(value));
const inputs = (value: number): Tensor[] => [tensor(value), tensor(-value)];
const expected = (value: number): unknown =>
  expectedOutput({ type: 'f32', shape: [1, 16], index: 0 }, inputs(value)).data;
const everySecond: Partial<MockDevice> = {
  faults: [2, 4, 6].map((at) => ({ kind: 'inference-fails', at })),
};

const codeOf = (error: unknown): unknown => (error as { code?: string } | null)?.code ?? error;

/** What a process says of promises that nobody looked at, while `work` runs and a little longer. */
async function unhandledIn(work: () => Promise<unknown>): Promise<unknown[]> {
  const unhandled: unknown[] = [];
  // Vitest's own listeners would fail the run
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason) => unhandled.push(codeOf(reason)));
  try {
    await work();
    await new Promise((resolve) => setTimeout(resolve, 5));
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const listener of others) process.on('unhandledRejection', listener);
  }
  return unhandled;
}

describe('AsyncInferQueue on a device that fails', () => {
  it('tells the callback, rejects, and loses no request', async () => {
    using rig = new Rig([device('NPU', everySecond)]);
    const queue = new AsyncInferQueue<number>((await rig.compile('NPU')).compiled, 1);
    const told: unknown[] = [];
    queue.setCallback((error, _request, userData) => told.push([userData, codeOf(error)]));
    const ends = await Promise.allSettled([1, 2, 3, 4, 5].map((i) => queue.startAsync(inputs(i), i)));
    const FAILED = 'INFER_FAILED';
    expect(told).toEqual([
      [1, null],
      [2, FAILED],
      [3, null],
      [4, FAILED],
      [5, null],
    ]);
    expect(ends.map((end) => (end.status === 'rejected' ? codeOf(end.reason) : end.value))).toEqual([
      1,
      FAILED,
      3,
      FAILED,
      5,
    ]);
    expect(queue.stats()).toMatchObject({ completed: 3, failed: 2, running: 0, idle: 1 });
    await queue.startAsync(inputs(6)).catch(() => {});
    expect(queue.isReady()).toBe(true);
  });

  it('gives each job its own outputs on several requests whose inferences take different times', async () => {
    using rig = new Rig([device('CPU', { streams: 4, latencyMs: [3, 40, 11] })]);
    const queue = new AsyncInferQueue<number>((await rig.compile('CPU')).compiled, 4);
    const order: number[] = [];
    const outputs = new Map<number, unknown>();
    queue.setCallback((_error, request, value = -1) => {
      order.push(value);
      outputs.set(value, Float32Array.from(request.getOutputTensor().data as Float32Array));
    });
    const numbers = Array.from({ length: 30 }, (_, i) => i);
    await Promise.all(numbers.map((value) => queue.startAsync(inputs(value), value)));
    for (const value of numbers) expect(outputs.get(value)).toEqual(expected(value));
    expect(order).not.toEqual(numbers);
    const requests = new Set(rig.runtime.inferences().map(({ request }) => request));
    expect(requests.size).toBeGreaterThanOrEqual(4);
  });

  it('runs four at a time on four streams', async () => {
    using rig = new Rig([device('CPU', { streams: 4 })]);
    const queue = new AsyncInferQueue((await rig.compile('CPU')).compiled, 4);
    queue.setCallback(() => {});
    const before = rig.runtime.now();
    for (let i = 0; i < 20; i++) void queue.startAsync(inputs(i));
    await queue.waitAll();
    expect(rig.runtime.now() - before).toBe(50);
  });

  it('waits for the cancelled ones too, and cancels none by itself when it is released', async () => {
    using rig = new Rig([device('CPU')]);
    const queue = new AsyncInferQueue((await rig.compile('CPU')).compiled, 1);
    const told: unknown[] = [];
    queue.setCallback((error) => told.push(codeOf(error)));
    void queue.startAsync(inputs(1));
    queue.release();
    await queue.waitAll();
    expect(told).toEqual([null]);
    expect(rig.runtime.inferences().map(({ status }) => status)).toEqual(['done']);
  });
});

describe('a promise of AsyncInferQueue that nobody looks at', () => {
  const failing = [{ kind: 'inference-fails', at: 1 }] as const;

  it('is no unhandled rejection where the callback was told of the failure', async () => {
    using rig = new Rig([device('NPU', { faults: [...failing] })]);
    const queue = new AsyncInferQueue((await rig.compile('NPU')).compiled, 1);
    const told: unknown[] = [];
    queue.setCallback((error) => told.push(codeOf(error)));
    const unhandled = await unhandledIn(async () => {
      void queue.startAsync(inputs(1));
      await queue.waitAll();
    });
    expect([told, unhandled]).toEqual([['INFER_FAILED'], []]);
  });

  it.each<[string, (queue: AsyncInferQueue) => unknown, string]>([
    ['inputs are wrong', (queue) => void queue.startAsync([]), 'INVALID_ARGUMENT'],
    ['it was released while it waited', (queue) => void queue.startAsync(inputs(2)), 'CLOSED'],
  ])('is one where %s: the callback was not told', async (_, start, code) => {
    using rig = new Rig([device('NPU')]);
    const queue = new AsyncInferQueue((await rig.compile('NPU')).compiled, 1);
    const told: unknown[] = [];
    queue.setCallback((error) => told.push(codeOf(error)));
    const unhandled = await unhandledIn(async () => {
      void queue.startAsync(inputs(1));
      start(queue);
      if (code === 'CLOSED') queue.release();
      await queue.waitAll();
    });
    expect([told, unhandled]).toEqual([[null], [code]]);
  });

  it('is one where the callback throws', async () => {
    using rig = new Rig([device('NPU')]);
    const queue = new AsyncInferQueue((await rig.compile('NPU')).compiled, 1);
    queue.setCallback(() => {
      throw new Error('mine');
    });
    const unhandled = await unhandledIn(async () => {
      void queue.startAsync(inputs(1));
      await queue.waitAll();
    });
    expect(unhandled).toEqual([new Error('mine')]);
  });
});

describe('run on a device that fails', () => {
  it('rejects for those that fail, and answers the others', async () => {
    using rig = new Rig([device('NPU', everySecond)]);
    const { compiled } = await rig.compile('NPU');
    compiled.configurePool({ size: 1 });
    const ends = await Promise.allSettled([1, 2, 3, 4, 5].map((i) => compiled.run(inputs(i))));
    const got = ends.map((end) => (end.status === 'rejected' ? codeOf(end.reason) : end.value['sum']?.data));
    expect(got).toEqual([expected(1), 'INFER_FAILED', expected(3), 'INFER_FAILED', expected(5)]);
    expect(compiled.stats()).toMatchObject({ completed: 3, failed: 2, running: 0 });
  });

  it('tells how long callers waited', async () => {
    using rig = new Rig([device('CPU')], { clock: 'real' });
    const { compiled } = await rig.compile('CPU');
    compiled.configurePool({ size: 1 });
    await Promise.all([1, 2, 3].map((i) => compiled.run(inputs(i))));
    const { waitMs, latencyMs } = compiled.stats();
    expect([waitMs?.count, latencyMs?.count]).toEqual([2, 3]);
    expect(latencyMs?.p50).toBeGreaterThan(9);
    expect(waitMs?.max).toBeGreaterThan(18);
  });

  it('makes a new request where a user has closed one', async () => {
    using rig = new Rig([device('CPU')]);
    const queue = new AsyncInferQueue((await rig.compile('CPU')).compiled, 2);
    const seen = new Set<InferRequest>();
    queue.setCallback((_error, request) => {
      seen.add(request);
      request.close();
    });
    await Promise.all([1, 2, 3, 4].map((i) => queue.startAsync(inputs(i))));
    expect(seen.size).toBe(4);
    const request = await queue.getIdleRequest();
    request.close();
    await queue.startAsync(inputs(5));
    await expectRejection('CLOSED', () => request.inferAsync());
  });
});

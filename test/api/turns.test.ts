import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { type InferRequest, Tensor } from '../../lib/index.js';
import { compileForCpu, floatsOf, valuesOf } from '../helpers/compiled.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { reluModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const MOST_WAITING = 1024;

const makeRequest = (): InferRequest => compileForCpu(reluModel({ shape: [2] })).createInferRequest();
const input = (value: number): Float32Array[] => [Float32Array.of(value, -value)];

/*
 * JavaScript hears of an inference's end when the event loop turns: until a test awaits something, a request that was started
 * is busy, however fast the device.
 */
describeRuntimes('a call on a busy request', () => {
  it('waits for its turn, first come first served, and gets its own values', async () => {
    const request = makeRequest();
    const order: number[] = [];
    const calls = Array.from({ length: 20 }, async (_, i) => {
      const results = await request.inferAsync(input(i));
      order.push(i);
      return valuesOf(results);
    });
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 20 }, (_, i) => [i, 0]));
    expect(order).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('takes the inputs as they are when its turn comes', async () => {
    const request = makeRequest();
    const tensor = new Tensor('f32', [2], Float32Array.of(1, 1));
    const calls = [request.inferAsync(input(5)), request.inferAsync([tensor])];
    floatsOf(tensor).set([7, 8]);
    expect((await Promise.all(calls)).map((results) => valuesOf(results))).toEqual([
      [5, 0],
      [7, 8],
    ]);
  });

  it(`is refused where ${MOST_WAITING} wait, and those are done`, async () => {
    const request = makeRequest();
    const calls = Array.from({ length: 1 + MOST_WAITING }, (_, i) => request.inferAsync(input(i)));
    await expectRejection('QUEUE_FULL', () => request.inferAsync(input(-1)), /1024 inferences wait/);
    const all = await Promise.all(calls);
    expect(all.map((results) => valuesOf(results)[0])).toEqual(Array.from({ length: 1 + MOST_WAITING }, (_, i) => i));
    expect(valuesOf(await request.inferAsync(input(3)))).toEqual([3, 0]);
  });

  it('leaves the line at once when it is aborted, and the others go on', async () => {
    const request = makeRequest();
    const controller = new AbortController();
    const ended: string[] = [];
    const track = (name: string, call: Promise<unknown>): Promise<unknown> =>
      call.then(
        () => ended.push(name),
        ({ name: error }: Error) => ended.push(`${name} ${error}`),
      );
    const calls = [
      track('first', request.inferAsync(input(1))),
      track('aborted', request.inferAsync(input(2), { signal: controller.signal })),
      track('last', request.inferAsync(input(3))),
    ];
    controller.abort();
    await Promise.resolve();
    await Promise.resolve();
    expect(ended).toEqual(['aborted AbortError']);
    await Promise.all(calls);
    expect(ended).toEqual(['aborted AbortError', 'first', 'last']);
    expect([...request.getOutputTensor().data]).toEqual([3, 0]);
  });

  it('gives its place to another when it is aborted', async () => {
    const request = makeRequest();
    const controller = new AbortController();
    const calls = Array.from({ length: MOST_WAITING }, () => request.inferAsync(input(1)));
    const aborted = request.inferAsync(input(2), { signal: controller.signal });
    await expectRejection('QUEUE_FULL', () => request.inferAsync(input(3)));
    controller.abort();
    const taken = request.inferAsync(input(4));
    await expectRejection('CANCELLED', () => aborted);
    await Promise.all(calls);
    expect(valuesOf(await taken)).toEqual([4, 0]);
  });

  it('with wrong inputs rejects at its turn, and the next one runs', async () => {
    const request = makeRequest();
    const first = request.inferAsync(input(1));
    const wrong = [
      request.inferAsync([new Tensor('f32', [3])]),
      request.inferAsync({ z: new Float32Array(2) }),
      request.inferAsync(5 as never),
    ];
    const last = request.inferAsync(input(4));
    const ends = await Promise.allSettled(wrong);
    expect(ends.map((end) => end.status === 'rejected' && end.reason.code)).toEqual([
      'SHAPE_MISMATCH',
      'PORT_NOT_FOUND',
      'INVALID_ARGUMENT',
    ]);
    expect([valuesOf(await first), valuesOf(await last)]).toEqual([
      [1, 0],
      [4, 0],
    ]);
  });

  it('rejects at once for wrong options, and for a signal that was aborted', async () => {
    const request = makeRequest();
    const running = request.inferAsync(input(1));
    await expectRejection('INVALID_ARGUMENT', () => request.inferAsync(input(2), { signal: 5 as never }));
    await expectRejection('CANCELLED', () => request.inferAsync(input(2), { signal: AbortSignal.abort() }));
    await running;
  });

  it('that is synchronous, starts or sets does not wait', async () => {
    const request = makeRequest();
    const running = request.inferAsync(input(1));
    const waiting = request.inferAsync(input(2));
    const tensor = new Tensor('f32', [2]);
    const calls = {
      infer: () => request.infer(),
      startAsync: () => request.startAsync(),
      setInputTensor: () => request.setInputTensor(tensor),
      setOutputTensor: () => request.setOutputTensor(tensor),
      setTensor: () => request.setTensor('x', tensor),
      getInputTensor: () => request.getInputTensor(),
      getOutputTensor: () => request.getOutputTensor(),
      getTensor: () => request.getTensor('y'),
    };
    for (const call of Object.values(calls)) expectError('REQUEST_BUSY', call);
    await running;
    // the one that waited runs already
    expectError('REQUEST_BUSY', () => request.infer());
    expect(valuesOf(await waiting)).toEqual([2, 0]);
    request.infer();
  });

  it('rejects with CLOSED when the request is closed, and the one that runs with CANCELLED when it has stopped', async () => {
    const request = makeRequest();
    const ended: string[] = [];
    const calls = [1, 2, 3].map((value) =>
      request.inferAsync(input(value)).catch(({ code }) => ended.push(`${value} ${code}`)),
    );
    request.close();
    await Promise.resolve();
    await Promise.resolve();
    expect(ended).toEqual(['2 CLOSED', '3 CLOSED']);
    await Promise.all(calls);
    expect(ended).toEqual(['2 CLOSED', '3 CLOSED', '1 CANCELLED']);
    await expectRejection('CLOSED', () => request.inferAsync(input(4)));
  });
});

describeRuntimes('the callback of a request', () => {
  it('may start the next inference', async () => {
    const request = makeRequest();
    const outputs: unknown[] = [];
    const ended = new Promise<void>((resolve) => {
      request.setCallback((error) => {
        expect(error).toBe(null);
        outputs.push(request.getOutputTensor().data[0]);
        if (outputs.length < 5) request.startAsync(input(10 + outputs.length));
        else resolve();
      });
    });
    request.startAsync(input(10));
    await ended;
    expect(outputs).toEqual([10, 11, 12, 13, 14]);
  });

  it('that starts one goes before those that wait', async () => {
    const request = makeRequest();
    const seen: unknown[] = [];
    request.setCallback(() => {
      seen.push(request.getOutputTensor().data[0]);
      if (seen.length === 1) request.startAsync(input(9));
    });
    const [first, second] = await Promise.all([request.inferAsync(input(1)), request.inferAsync(input(2))]);
    expect(seen).toEqual([1, 9, 2]);
    expect([valuesOf(first), valuesOf(second)]).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  it('may close the request: those that wait reject', async () => {
    const request = makeRequest();
    request.setCallback(() => request.close());
    const [running, waiting] = [request.inferAsync(input(1)), request.inferAsync(input(2))];
    await expectRejection('CLOSED', () => waiting);
    expect(valuesOf(await running)).toEqual([1, 0]);
  });

  it('is a function', () => {
    expectError('INVALID_ARGUMENT', () => makeRequest().setCallback(5 as never));
  });
});

describeRuntimes('waiting for an inference', () => {
  it('tells its end, under both names, with and without a limit', async () => {
    const request = makeRequest();
    await expectRejection('NOT_STARTED', () => request.waitFor(0));
    request.startAsync(input(1));
    expect(await Promise.all([request.wait(), request.wait(10_000), request.waitFor(10_000)])).toEqual([
      true,
      true,
      true,
    ]);
    await expectRejection('INVALID_ARGUMENT', () => request.waitFor(Number.NaN));
    await expectRejection('INVALID_ARGUMENT', () => request.waitFor(undefined as never));
  });

  it('takes a signal, and rejects for an inference that it cancelled', async () => {
    const request = makeRequest();
    const controller = new AbortController();
    request.startAsync(input(1), { signal: controller.signal });
    controller.abort(new Error('enough'));
    const error = await expectRejection('CANCELLED', () => request.wait());
    expect((error.cause as Error).message).toBe('enough');
    expectError('CANCELLED', () => request.startAsync(input(1), { signal: AbortSignal.abort() }));
    expectError('INVALID_ARGUMENT', () => request.startAsync(input(1), 5 as never));
    request.startAsync(input(2));
    expect(await request.wait()).toBe(true);
  });
});

describeRuntimes('the timing of an inference', () => {
  it('is in order, and on the scale of performance.now()', async () => {
    const request = makeRequest();
    expect(request.timing).toBe(undefined);
    expect(request.latencyMs).toBe(Number.NaN);
    for (const run of [async () => request.infer(input(1)), () => request.inferAsync(input(1))]) {
      const beforeMs = performance.now();
      await run();
      const afterMs = performance.now();
      const { startedMs, completedMs, deliveredMs, latencyMs, deliveryDelayMs } = request.timing ?? expect.fail();
      const order = [beforeMs - 0.5, startedMs, completedMs, deliveredMs, afterMs + 0.5];
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(latencyMs).toBeCloseTo(completedMs - startedMs, 3);
      expect(deliveryDelayMs).toBeCloseTo(deliveredMs - completedMs, 3);
      expect(request.latencyMs).toBe(latencyMs);
    }
  });

  it('tells a blocked event loop from a slow device', async () => {
    const request = makeRequest();
    request.infer(input(1));
    request.startAsync(input(1));
    for (const end = performance.now() + 300; performance.now() < end; );
    await request.wait();
    expect(request.timing?.deliveryDelayMs).toBeGreaterThan(150);
    expect(request.latencyMs).toBeLessThan(150);
  });

  it('of a synchronous inference has no delay of delivery', () => {
    const request = makeRequest();
    request.infer(input(1));
    expect(request.timing?.deliveryDelayMs).toBe(0);
  });
});

describeRuntimes('a signal', () => {
  it('cancels its own inference, and not the one that the callback of that one has started', async () => {
    const request = compileForCpu(reluModel({ shape: [2] })).createInferRequest();
    const controller = new AbortController();
    let second: Promise<unknown> | undefined;
    request.setCallback(() => {
      if (second !== undefined) return;
      second = request.inferAsync([Float32Array.of(1, -1)]);
      controller.abort();
    });
    await request.inferAsync([Float32Array.of(2, -2)], { signal: controller.signal });
    await second;
  });

  it('is listened to once, for as many inferences as it is given to', async () => {
    const compiled = compileForCpu(reluModel({ shape: [2] })).configurePool({ size: 1 });
    const { signal } = new AbortController();
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    process.on('warning', warn);
    const calls = Array.from({ length: 50 }, () => compiled.run([Float32Array.of(1, 2)], { signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await Promise.all(calls);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warn);
    expect([warnings, getEventListeners(signal, 'abort')]).toEqual([[], []]);
  });
});

import { expect, it } from 'vitest';
import { AsyncInferQueue, type CompiledModel, Core, type InferRequest, Tensor } from '../../lib/index.js';
import { compileForCpu, floatsOf } from '../helpers/compiled.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { addModel, heavyModel, reluModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const compileRelu = (): CompiledModel => compileForCpu(reluModel({ shape: [2] }));
const input = (value: number): Float32Array[] => [Float32Array.of(value, -value)];

/** A queue that keeps the first element of each output, in the order of their ends. */
function collectingQueue(jobs: number, options = {}): { queue: AsyncInferQueue<number>; outputs: unknown[] } {
  const outputs: unknown[] = [];
  const queue = new AsyncInferQueue<number>(compileRelu(), jobs, options);
  queue.setCallback((error, request) => outputs.push(error ?? request.getOutputTensor().data[0]));
  return { queue, outputs };
}

/** A queue of one request, and inputs that keep it busy for some milliseconds a layer. */
const HEAVY = [new Float32Array(64 * 128 * 128)];
function heavyQueue(options = {}, layers = 2): AsyncInferQueue<number> {
  const queue = new AsyncInferQueue<number>(compileForCpu(heavyModel({ layers })), 1, options);
  queue.setCallback(() => {});
  return queue;
}

describeRuntimes('AsyncInferQueue, as openvino-node has it', () => {
  it('is made for a compiled model and a number of jobs', () => {
    const compiled = compileRelu();
    const make = (...args: unknown[]) => new AsyncInferQueue(...(args as [CompiledModel]));
    const wrong = [[], [new Core()], ['1', 1], [compiled, '1'], [compiled, 0], [compiled, -1], [compiled, 1.5]];
    for (const args of wrong) expectError('INVALID_ARGUMENT', () => make(...args));
    for (const options of [null, 5, { whenFull: 'drop' }, { maxWaiting: -1 }, { maxWaiting: '1' }]) {
      expectError('INVALID_ARGUMENT', () => make(compiled, 1, options));
    }
    expect(make(compiled, 3).size).toBe(3);
  });

  it('has as many jobs as the device works best with, where none are said', () => {
    const compiled = compileRelu();
    const queue = new AsyncInferQueue(compiled);
    expect(queue.size).toBe(compiled.getProperty('OPTIMAL_NUMBER_OF_INFER_REQUESTS'));
  });

  it('takes a function as its callback, and another one later', async () => {
    const { queue, outputs } = collectingQueue(1);
    for (const wrong of [undefined, null, 'x', {}]) {
      expectError('INVALID_ARGUMENT', () => queue.setCallback(wrong as never));
    }
    await queue.startAsync(input(1), 1);
    const seen: unknown[] = [];
    queue.setCallback((_error, _request, userData) => seen.push(userData));
    await queue.startAsync(input(2), 2);
    expect([outputs, seen]).toEqual([[1], [2]]);
  });

  it('resolves with the user data after the callback, which got null, the request and the data', async () => {
    const queue = new AsyncInferQueue<object>(compileForCpu(addModel({ shape: [2] })), 1);
    const data = { name: 'mine' };
    const calls: unknown[][] = [];
    queue.setCallback((...args) => {
      const [, request] = args;
      calls.push([...args, [...request.getInputTensor(1).data], [...request.getOutputTensor().data]]);
    });
    const end = queue.startAsync({ a: Float32Array.of(1, 2), b: new Tensor('f32', [2], Float32Array.of(3, 4)) }, data);
    expect(calls).toHaveLength(0);
    expect(await end).toBe(data);
    expect(calls).toEqual([[null, expect.anything(), data, [3, 4], [4, 6]]]);
  });

  it('rejects without a callback', async () => {
    const queue = new AsyncInferQueue(compileRelu(), 1);
    await expectRejection('INVALID_ARGUMENT', () => queue.startAsync(input(1)), /no callback/);
    expect(queue.stats()).toMatchObject({ completed: 0, running: 0 });
  });

  it('may be released twice, and rejects afterwards', async () => {
    const { queue } = collectingQueue(1);
    await queue.startAsync(input(1));
    queue.release();
    queue.release();
    await expectRejection('CLOSED', () => queue.startAsync(input(1)), /released/);
    await expectRejection('CLOSED', () => queue.whenReady());
    await expectRejection('CLOSED', () => queue.getIdleRequest());
  });

  it('rejects with the very error that the callback throws, and goes on', async () => {
    const { queue, outputs } = collectingQueue(1);
    const mine = new Error('mine');
    const collect = (_error: unknown, request: InferRequest) => outputs.push(request.getOutputTensor().data[0]);
    queue.setCallback((error, request, userData) => {
      if (userData === 1) throw mine;
      collect(error, request);
    });
    const ends = await Promise.allSettled([queue.startAsync(input(1), 1), queue.startAsync(input(2), 2)]);
    expect(ends).toEqual([
      { status: 'rejected', reason: mine },
      { status: 'fulfilled', value: 2 },
    ]);
    expect(outputs).toEqual([2]);
  });

  it('does more jobs than it has requests', async () => {
    const { queue, outputs } = collectingQueue(2);
    const numbers = Array.from({ length: 60 }, (_, i) => i);
    expect(await Promise.all(numbers.map((i) => queue.startAsync(input(i), i)))).toEqual(numbers);
    expect((outputs as number[]).sort((a, b) => a - b)).toEqual(numbers);
    expect(queue.stats()).toMatchObject({ size: 2, completed: 60, running: 0, waiting: 0 });
  });
});

describeRuntimes('AsyncInferQueue', () => {
  it('is ready while a request is idle, and waits for all', async () => {
    const { queue, outputs } = collectingQueue(2);
    await queue.waitAll();
    const ready = [1, 2, 3].map((value) => {
      const before = queue.isReady();
      void queue.startAsync(input(value));
      return before;
    });
    expect([...ready, queue.isReady()]).toEqual([true, true, false, false]);
    await queue.waitAll();
    expect(outputs).toHaveLength(3);
    expect(queue.isReady()).toBe(true);
  });

  it('refuses what is too much', async () => {
    const { queue, outputs } = collectingQueue(1, { maxWaiting: 2 });
    const ends = [1, 2, 3].map((value) => queue.startAsync(input(value)));
    await expectRejection('QUEUE_FULL', () => queue.startAsync(input(4)), /2 inferences wait.*whenReady/);
    await Promise.all(ends);
    expect(outputs).toEqual([1, 2, 3]);
    expect(queue.stats()).toMatchObject({ refused: 1, completed: 3, maxWaiting: 2 });
  });

  it('lets all wait where it is told to', async () => {
    const { queue, outputs } = collectingQueue(1, { maxWaiting: 0, whenFull: 'wait' });
    await Promise.all([1, 2, 3, 4].map((value) => queue.startAsync(input(value))));
    expect(outputs).toEqual([1, 2, 3, 4]);
    expect(queue.stats()).toMatchObject({ refused: 0, maxWaiting: 0 });
  });

  it.each([0, 1, 3])('tells several producers when there is a place, and none is refused: maxWaiting %i', async (n) => {
    const { queue, outputs } = collectingQueue(2, { maxWaiting: n });
    const ends: Promise<unknown>[] = [];
    const produce = async (first: number): Promise<void> => {
      for (let i = 0; i < 20; i++) {
        await queue.whenReady();
        const end = queue.startAsync(input(first + i));
        ends.push(end);
        end.catch(() => {});
      }
    };
    await Promise.all([0, 20, 40, 60, 80].map(produce));
    await Promise.all(ends);
    expect((outputs as number[]).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(queue.stats()).toMatchObject({ refused: 0, completed: 100 });
  });

  it('tells the next producer of a place that the first has not taken', { timeout: 5000 }, async () => {
    const { queue } = collectingQueue(1, { maxWaiting: 0 });
    const running = queue.startAsync(input(1));
    const gaveUp = queue.whenReady();
    const waits = queue.whenReady().then(() => queue.startAsync(input(2), 2));
    await running;
    await gaveUp;
    expect(await waits).toBe(2);
  });

  it('tells a producer of the place that an aborted call leaves', async () => {
    const queue = heavyQueue({ maxWaiting: 1 });
    const controller = new AbortController();
    const running = queue.startAsync(HEAVY);
    const aborted = queue.startAsync(HEAVY, 2, { signal: controller.signal });
    const place = queue.whenReady();
    controller.abort();
    await expectRejection('CANCELLED', () => aborted);
    await place;
    expect(queue.stats()).toMatchObject({ running: 1, waiting: 0 });
    await running;
  });

  it('rejects those who wait for a place when it is released', async () => {
    const { queue } = collectingQueue(1, { maxWaiting: 0 });
    const running = queue.startAsync(input(1));
    const [place, idle] = [queue.whenReady(), queue.getIdleRequest()];
    queue.release();
    await expectRejection('CLOSED', () => place);
    await expectRejection('CLOSED', () => idle);
    await running;
  });

  it('runs on what is bound to its idle request', async () => {
    const { queue, outputs } = collectingQueue(2);
    for (const value of [1, 2, 3, 4, 5]) {
      const request = await queue.getIdleRequest();
      floatsOf(request.getInputTensor()).set([value, 0]);
      void queue.startAsync();
    }
    await queue.waitAll();
    expect((outputs as number[]).sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('gives no two producers the same idle request', async () => {
    const { queue, outputs } = collectingQueue(2);
    const produce = async (value: number): Promise<void> => {
      const request = await queue.getIdleRequest();
      floatsOf(request.getInputTensor()).set([value, 0]);
      void queue.startAsync();
    };
    await Promise.all([1, 2, 3, 4, 5, 6].map(produce));
    await queue.waitAll();
    expect((outputs as number[]).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('runs on no request that was not filled for it', async () => {
    const { queue, outputs } = collectingQueue(1);
    await queue.startAsync(input(1), 1);
    const stale = (): Promise<unknown> => queue.startAsync(undefined, 2);
    await expectRejection('INVALID_ARGUMENT', stale, /give inputs, or fill a request first/);
    const request = await queue.getIdleRequest();
    floatsOf(request.getInputTensor()).set([3, 0]);
    await Promise.all([4, 5].map((value) => queue.startAsync(input(value), value)));
    await expectRejection('INVALID_ARGUMENT', stale, /another call has taken it/);
    await queue.getIdleRequest();
    await queue.startAsync(undefined, 6);
    expect(outputs).toEqual([1, 4, 5, expect.toBeOneOf([4, 5])]);
    expect(queue.stats()).toMatchObject({ completed: 4, running: 0 });
  });

  it('starts a request that was filled badly once it is filled better', async () => {
    const queue = new AsyncInferQueue<number>(compileForCpu(reluModel({ shape: [1, -1] })), 2);
    const outputs: unknown[] = [];
    queue.setCallback((_error, { getOutputTensor }, value) => outputs.push(typeof getOutputTensor, value));
    const request = await queue.getIdleRequest();
    await expectRejection('SHAPE_MISMATCH', () => queue.startAsync(undefined, 1));
    request.setInputTensor(new Tensor('f32', [1, 2]));
    expect(await queue.startAsync(undefined, 2)).toBe(2);
    queue.release();
    await expectRejection('CLOSED', () => queue.getIdleRequest());
  });

  it('leaves a request that is being filled to its caller while others are idle', async () => {
    const { queue, outputs } = collectingQueue(2);
    const request = await queue.getIdleRequest();
    floatsOf(request.getInputTensor()).set([7, 0]);
    await Promise.all([1, 2].map((value) => queue.startAsync(input(value), value)));
    await queue.startAsync(undefined, 3);
    expect(outputs).toEqual([1, 2, 7]);
  });

  it('rejects what waits when it is released; what runs ends as ever', async () => {
    // the first one must still run when this thread, which the machine may hold up, comes to the release
    const queue = heavyQueue({}, 16);
    const told: unknown[] = [];
    queue.setCallback((error, _, value) => told.push(error ?? value));
    const ends = Promise.allSettled([1, 2, 3, 4].map((value) => queue.startAsync(HEAVY, value)));
    await queue[Symbol.asyncDispose]();
    expect(told).toEqual([1]);
    const codes = (await ends).map((end) => (end.status === 'rejected' ? end.reason.code : end.value));
    expect(codes).toEqual([1, 'CLOSED', 'CLOSED', 'CLOSED']);
  });

  it('aborts a call that waits, and one that runs', async () => {
    const { queue } = collectingQueue(1);
    const controllers = [new AbortController(), new AbortController()];
    const ends = controllers.map(({ signal }) => queue.startAsync(input(1), 1, { signal }));
    for (const controller of controllers) controller.abort();
    await expectRejection('CANCELLED', () => ends[1] as Promise<unknown>);
    await expectRejection('CANCELLED', () => ends[0] as Promise<unknown>);
    expect(await queue.startAsync(input(2), 2)).toBe(2);
    expect(queue.stats()).toMatchObject({ cancelled: 2, running: 0 });
  });
});

describeRuntimes('a callback of AsyncInferQueue', () => {
  it("that is asynchronous is waited for, and its rejection is the call's", async () => {
    const { queue, outputs } = collectingQueue(1);
    const mine = new Error('mine');
    queue.setCallback(async (_error, request, userData) => {
      const [value] = request.getOutputTensor().data;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (userData === 1) throw mine;
      outputs.push(value);
    });
    const ends = await Promise.allSettled([1, 2, 3].map((value) => queue.startAsync(input(value), value)));
    expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : end.reason))).toEqual([mine, 2, 3]);
    expect(outputs).toEqual([2, 3]);
  });

  it('that closes its request loses no place', async () => {
    const { queue, outputs } = collectingQueue(1);
    queue.setCallback((_error, request) => {
      outputs.push(request.getOutputTensor().data[0]);
      request.close();
    });
    await Promise.all([1, 2, 3].map((value) => queue.startAsync(input(value))));
    expect(outputs).toEqual([1, 2, 3]);
    expect(queue.stats()).toMatchObject({ running: 0, idle: 1 });
  });

  it('that starts another inference on its request loses no place', async () => {
    const { queue, outputs } = collectingQueue(1);
    const others: Promise<unknown>[] = [];
    queue.setCallback((_error, request, userData) => {
      outputs.push(request.getOutputTensor().data[0]);
      if (userData === 1) others.push(request.inferAsync(input(9)));
    });
    await Promise.all([1, 2, 3].map((value) => queue.startAsync(input(value), value)));
    expect(outputs).toEqual([1, 2, 3]);
    expect(await Promise.all(others)).toHaveLength(1);
    expect(queue.stats()).toMatchObject({ running: 0, idle: 1 });
  });

  it('may start the next job, and release the queue', async () => {
    const { queue, outputs } = collectingQueue(1);
    const last = new Promise<void>((resolve) => {
      queue.setCallback((_error, request, value = 0) => {
        outputs.push(request.getOutputTensor().data[0]);
        if (value < 5) void queue.startAsync(input(value + 1), value + 1);
        else resolve(queue.release());
      });
    });
    void queue.startAsync(input(1), 1);
    await last;
    await queue.waitAll();
    expect(outputs).toEqual([1, 2, 3, 4, 5]);
  });
});

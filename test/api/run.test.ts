import { expect, it } from 'vitest';
import { type CompiledModel, type Output, Tensor } from '../../lib/index.js';
import { compileForCpu, floatsOf, valuesOf } from '../helpers/compiled.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { addModel, heavyModel, reluModel, twoOutputsModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const compileRelu = (shape: number[] = [2]): CompiledModel => compileForCpu(reluModel({ shape }));
const input = (value: number): Float32Array[] => [Float32Array.of(value, -value)];

describeRuntimes('run', () => {
  it('gives each of 50 callers its own values, on no more requests than the pool has', async () => {
    const compiled = compileRelu().configurePool({ size: 3 });
    const most = { running: 0, waiting: 0 };
    const look = (): void => {
      const { running, waiting, idle, size } = compiled.stats();
      expect([size, running + idle]).toEqual([3, 3]);
      most.running = Math.max(most.running, running);
      most.waiting = Math.max(most.waiting, waiting);
    };
    const calls = Array.from({ length: 50 }, async (_, i) => {
      const end = compiled.run(input(i));
      look();
      const results = await end;
      look();
      return valuesOf(results);
    });
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 50 }, (_, i) => [i, 0]));
    expect(most).toEqual({ running: 3, waiting: 47 });
    expect(compiled.stats()).toMatchObject({ running: 0, idle: 3, waiting: 0, completed: 50 });
  });

  it('has as many requests as the device works best with', async () => {
    const compiled = compileForCpu(reluModel(), { PERFORMANCE_HINT: 'THROUGHPUT' });
    expect(compiled.stats().size).toBe(compiled.getProperty('OPTIMAL_NUMBER_OF_INFER_REQUESTS'));
    expect(compiled.stats().maxWaiting).toBe(1024);
  });

  it('is refused where too many wait', async () => {
    const compiled = compileRelu().configurePool({ size: 1, maxWaiting: 2 });
    const calls = [1, 2, 3].map((value) => compiled.run(input(value)));
    await expectRejection('QUEUE_FULL', () => compiled.run(input(4)), /2 inferences wait.*configurePool/);
    expect((await Promise.all(calls)).map((results) => valuesOf(results)[0])).toEqual([1, 2, 3]);
    await compiled.run(input(5));
    expect(compiled.stats()).toMatchObject({ completed: 4, refused: 1, failed: 0, maxWaiting: 2 });
  });

  it('needs all inputs, each time', async () => {
    const compiled = compileForCpu(addModel({ shape: [2] })).configurePool({ size: 1 });
    const [a, b] = [Float32Array.of(1, 2), Float32Array.of(10, 20)];
    expect(valuesOf(await compiled.run({ a, b }), 'sum')).toEqual([11, 22]);
    await expectRejection('INVALID_ARGUMENT', () => compiled.run({ a }), /for b;/);
    await expectRejection('INVALID_ARGUMENT', () => compiled.run([]), /for a, b;/);
    await expectRejection('INVALID_ARGUMENT', () => compiled.run(undefined as never));
    expect(valuesOf(await compiled.run([a, a]), 'sum')).toEqual([2, 4]);
  });

  it('rejects for wrong inputs and options, and runs on', async () => {
    const compiled = compileRelu().configurePool({ size: 1 });
    await expectRejection('SHAPE_MISMATCH', () => compiled.run([new Tensor('f32', [3])]));
    await expectRejection('INVALID_ARGUMENT', () => compiled.run(input(1), 5 as never));
    await expectRejection('INVALID_ARGUMENT', () => compiled.run(input(1), { signal: 5 as never }));
    const [good, wrong, last] = [
      compiled.run(input(1)),
      compiled.run([new Tensor('f64', [2])]),
      compiled.run(input(2)),
    ];
    await expectRejection('ELEMENT_TYPE_MISMATCH', () => wrong);
    expect([valuesOf(await good)[0], valuesOf(await last)[0]]).toEqual([1, 2]);
    expect(compiled.stats()).toMatchObject({ completed: 2, failed: 2, running: 0 });
  });

  it.each([2, 40_000])('gives results that later runs leave alone: %i elements', async (length) => {
    const compiled = compileRelu([length]).configurePool({ size: 1 });
    const filled = (value: number): Float32Array => new Float32Array(length).fill(value);
    const kept = [await compiled.run([filled(1)]), await compiled.run([filled(2)])];
    await compiled.run([filled(3)]);
    expect(kept.map(({ y }) => y?.data.every((value) => value === y.data[0]) && y.data[0])).toEqual([1, 2]);
  });
});

describeRuntimes('memory for the outputs of a run', () => {
  const shared = new Float32Array(new SharedArrayBuffer(32), 16, 2);
  const subView = new Float32Array(new ArrayBuffer(64), 12, 2);

  it.each([
    ['a typed array', new Float32Array(2)],
    ['a view with an offset', subView],
    ['a view of a SharedArrayBuffer', shared],
  ])('may be %s: written in place, and no more than it', async (_, data) => {
    const compiled = compileRelu();
    new Float32Array(data.buffer).fill(-1);
    const { y } = await compiled.run(input(7), { outputs: [data] });
    expect(y?.data).toBe(data);
    expect([...data]).toEqual([7, 0]);
    const all = new Float32Array(data.buffer);
    expect(all.filter((value) => value === -1)).toHaveLength(all.length - 2);
  });

  it('may be a tensor, which is the result', async () => {
    const compiled = compileRelu();
    const tensor = new Tensor('f32', [2]);
    const byKey: [string, object][] = [
      ['index', [tensor]],
      ['name', { y: tensor }],
      ['port', new Map<Output, Tensor>([[compiled.output(), tensor]])],
    ];
    for (const [key, outputs] of byKey) {
      floatsOf(tensor).fill(-1);
      const { y } = await compiled.run(input(5), { outputs: outputs as never });
      expect([key, y === tensor, ...tensor.data]).toEqual([key, true, 5, 0]);
    }
  });

  it('is for one run alone', async () => {
    const compiled = compileRelu().configurePool({ size: 1 });
    const data = new Float32Array(2);
    await compiled.run(input(1), { outputs: { y: data } });
    const { y } = await compiled.run(input(2));
    expect([...data, ...(y?.data ?? [])]).toEqual([1, 0, 2, 0]);
  });

  it('may be given for one output of two', async () => {
    const compiled = compileForCpu(twoOutputsModel({ shape: [2] }));
    const negated = new Float32Array(2);
    const results = await compiled.run([Float32Array.of(3, -4)], { outputs: { negated } });
    expect(valuesOf(results, 'positive')).toEqual([3, 0]);
    expect([...negated]).toEqual([-3, 4]);
  });

  it('is checked', async () => {
    const compiled = compileRelu();
    const wrong = (outputs: unknown): Promise<unknown> => compiled.run(input(1), { outputs: outputs as never });
    await expectRejection('SHAPE_MISMATCH', () => wrong([new Tensor('f32', [3])]));
    await expectRejection('ELEMENT_TYPE_MISMATCH', () => wrong([new Tensor('i32', [2])]));
    await expectRejection('PORT_NOT_FOUND', () => wrong({ z: new Float32Array(2) }));
    await expectRejection('INVALID_ARGUMENT', () => wrong(5));
    const data = new Float32Array(2);
    const both = await Promise.allSettled([wrong([data]), wrong([data])]);
    expect(both.map(({ status }) => status)).toContain('fulfilled');
    expect(valuesOf(await compiled.run(input(1)))).toEqual([1, 0]);
  });

  it('that two runs at the same time would write is refused', async () => {
    const compiled = compileRelu().configurePool({ size: 2 });
    const tensor = new Tensor('f32', [2]);
    const first = compiled.run(input(1), { outputs: [tensor] });
    await expectRejection('REQUEST_BUSY', () => compiled.run(input(2), { outputs: [tensor] }), /being written/);
    await first;
    await compiled.run(input(3), { outputs: [tensor] });
    expect([...tensor.data]).toEqual([3, 0]);
  });

  it.each([
    ['the same array', (data: Float32Array) => [data]],
    ['another tensor over it', (data: Float32Array) => [new Tensor('f32', [2], data)]],
    ['an overlapping view', ({ buffer }: Float32Array) => [new Float32Array(buffer, 4, 2)]],
  ])('that two runs at the same time would write is refused: %s', async (_, outputs) => {
    const compiled = compileRelu().configurePool({ size: 2 });
    const data = new Float32Array(new ArrayBuffer(12), 0, 2);
    const first = compiled.run(input(1), { outputs: [data] });
    await expectRejection('REQUEST_BUSY', () => compiled.run(input(2), { outputs: outputs(data) }), /being written/);
    await expectRejection('REQUEST_BUSY', () => compiled.run(outputs(data)), /being written/);
    await first;
    const reads = compiled.run([data]);
    const writes = compiled.run(input(2), { outputs: outputs(data) });
    await expectRejection('REQUEST_BUSY', () => writes, /another inference in flight reads it/);
    await reads;
    await compiled.run(input(3), { outputs: outputs(data) });
    expect([...data]).toContain(3);
  });

  it('that lies beside another one in a buffer is not taken for the same', async () => {
    const compiled = compileRelu().configurePool({ size: 2 });
    const all = new Float32Array(8);
    const parts = [0, 2, 4, 6].map((at) => all.subarray(at, at + 2));
    await Promise.all(parts.map((data, i) => compiled.run(input(i + 1), { outputs: [data] })));
    expect([...all]).toEqual([1, 0, 2, 0, 3, 0, 4, 0]);
  });

  it('is not that of another port of the run, unless one Tensor is bound to both', async () => {
    const two = compileForCpu(twoOutputsModel({ shape: [2] }));
    const data = new Float32Array(3);
    const outputs = { positive: data.subarray(0, 2), negated: data.subarray(1) };
    await expectRejection(
      'INVALID_ARGUMENT',
      () => two.run([new Float32Array(2)], { outputs }),
      /memory of the output/,
    );
    const compiled = compileRelu();
    const x = Float32Array.of(-1, 2);
    await expectRejection('INVALID_ARGUMENT', () => compiled.run([x], { outputs: [x] }), /memory of the input x/);
    const state = new Tensor('f32', [2], x);
    await compiled.run([state], { outputs: [state] });
    expect([...x]).toEqual([0, 2]);
  });
});

describeRuntimes('ending a run', () => {
  it('by its signal: one that waits at once, one that runs when it has stopped; the pool works on', async () => {
    const compiled = compileForCpu(heavyModel({ layers: 16 })).configurePool({ size: 1 });
    const heavy = [new Float32Array(64 * 128 * 128)];
    const [running, waiting] = [new AbortController(), new AbortController()];
    const calls = [
      compiled.run(heavy, { signal: running.signal }),
      compiled.run(heavy, { signal: waiting.signal }),
      compiled.run(heavy),
    ];
    waiting.abort(new Error('no patience'));
    const error = await expectRejection('CANCELLED', () => calls[1] as Promise<unknown>);
    expect([error.name, (error.cause as Error).message]).toEqual(['AbortError', 'no patience']);
    expect(compiled.stats()).toMatchObject({ running: 1, waiting: 1 });
    running.abort();
    await expectRejection('CANCELLED', () => calls[0] as Promise<unknown>);
    await calls[2];
    await expectRejection('CANCELLED', () => compiled.run(heavy, { signal: AbortSignal.abort() }));
    await compiled.run(heavy);
    expect(compiled.stats()).toMatchObject({ completed: 2, cancelled: 2, failed: 0, running: 0, waiting: 0 });
  });

  it('by closing the model: what runs ends as ever, what waits rejects', async () => {
    const compiled = compileForCpu(heavyModel({ layers: 16 })).configurePool({ size: 1 });
    const heavy = [new Float32Array(64 * 128 * 128)];
    const calls = Array.from({ length: 5 }, () => compiled.run(heavy));
    compiled.close();
    const ends = await Promise.allSettled(calls);
    expect(ends.map((end) => (end.status === 'rejected' ? end.reason.code : 'done'))).toEqual([
      'done',
      'CLOSED',
      'CLOSED',
      'CLOSED',
      'CLOSED',
    ]);
    await expectRejection('CLOSED', () => compiled.run(heavy));
    expectError('CLOSED', () => compiled.stats());
    compiled.close();
  });
});

describeRuntimes('the pool of a model', () => {
  it('is configured before the first run', async () => {
    const compiled = compileRelu().configurePool({ size: 5 }).configurePool({ size: 2, maxWaiting: Infinity });
    await compiled.run(input(1));
    expect(compiled.stats()).toMatchObject({ size: 2, maxWaiting: Infinity });
    expectError('REQUEST_BUSY', () => compiled.configurePool({ size: 3 }), /before/);
    expect(compiled.stats().size).toBe(2);
  });

  it.each([{ size: 0 }, { size: 1.5 }, { size: 5000 }, { size: '2' }, { maxWaiting: -1 }, { maxWaiting: 0.5 }, null])(
    'is not configured by %o',
    (options) => {
      const compiled = compileRelu();
      expectError('INVALID_ARGUMENT', () => compiled.configurePool(options as never));
    },
  );

  it('may be asked for its figures before the first run, and is configured after that all the same', () => {
    const compiled = compileRelu();
    expect(compiled.stats()).toMatchObject({ running: 0, completed: 0, latencyMs: undefined, waitMs: undefined });
    expect(compiled.configurePool({ size: 1 }).stats().size).toBe(1);
  });

  it('counts times: of all that ran, and of those that had to wait', async () => {
    const compiled = compileRelu().configurePool({ size: 2 });
    await Promise.all(Array.from({ length: 10 }, (_, i) => compiled.run(input(i))));
    const { latencyMs, waitMs } = compiled.stats();
    expect([latencyMs?.count, waitMs?.count]).toEqual([10, 8]);
    for (const { mean, p50, p90, p99, max } of [latencyMs ?? expect.fail(), waitMs ?? expect.fail()]) {
      const sorted = [0, p50, p90, p99, max];
      expect(sorted).toEqual([...sorted].sort((x, y) => x - y));
      expect(mean).toBeGreaterThan(0);
      expect(mean).toBeLessThanOrEqual(max);
    }
  });
});

import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { expect, it } from 'vitest';
import { type CompiledModel, PipelineError, type PipelineResult, pipeline, Tensor } from '../../lib/index.js';
import { compileForCpu, valuesOf } from '../helpers/compiled.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { addModel, reluModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const compileRelu = (): CompiledModel => compileForCpu(reluModel({ shape: [2] }));
const preprocess = (value: number): Float32Array[] => [Float32Array.of(value, -value)];
const NUMBERS = Array.from({ length: 40 }, (_, i) => i);

type Gathered = [index: number, item: number, ...values: unknown[]][];

async function gather(results: AsyncIterable<PipelineResult<number>>): Promise<Gathered> {
  const all: Gathered = [];
  for await (const { index, item, outputs } of results) all.push([index, item, ...valuesOf(outputs)]);
  return all;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The numbers, and whether the source was closed. */
function watchedSource(items: Iterable<number> = NUMBERS) {
  const seen = { taken: 0, closed: 0 };
  const source = (function* () {
    try {
      for (const item of items) {
        seen.taken++;
        yield item;
      }
    } finally {
      seen.closed++;
    }
  })();
  return { source, seen };
}

const SOURCES: [string, () => Iterable<number> | AsyncIterable<number>][] = [
  ['an array', () => NUMBERS],
  ['a Set', () => new Set(NUMBERS)],
  ['a generator', () => watchedSource().source],
  [
    'an asynchronous generator',
    async function* () {
      for (const item of NUMBERS) {
        if (item % 10 === 0) await sleep(1);
        yield item;
      }
    },
  ],
  ["a stream of Node's", () => Readable.from(NUMBERS)],
  ["a stream of the web's", () => ReadableStream.from(NUMBERS) as AsyncIterable<number>],
];

describeRuntimes('pipeline', () => {
  it.each(SOURCES)('takes %s, and gives results in its order', async (_, source) => {
    const results = await gather(pipeline(compileRelu(), source(), { preprocess, inFlight: 3 }));
    expect(results).toEqual(NUMBERS.map((i) => [i, i, i, 0]));
  });

  it('takes inputs as items, where nothing prepares them', async () => {
    const compiled = compileForCpu(addModel({ shape: [1] }));
    const items = NUMBERS.map((i) => ({ a: new Tensor('f32', [1], Float32Array.of(i)), b: Float32Array.of(100) }));
    const sums: unknown[] = [];
    for await (const { item, outputs } of pipeline(compiled, items)) {
      expect(items).toContain(item);
      sums.push(...valuesOf(outputs, 'sum'));
    }
    expect(sums).toEqual(NUMBERS.map((i) => i + 100));
  });

  it.each([true, false])('prepares asynchronously, several at a time: ordered %s', async (ordered) => {
    let [preparing, most] = [0, 0];
    const results = await gather(
      pipeline(compileRelu(), NUMBERS, {
        inFlight: 2,
        ordered,
        preprocess: async (item, index) => {
          expect(index).toBe(item);
          most = Math.max(most, ++preparing);
          // the first of four is the last to be ready
          await sleep(item % 4 === 0 ? 8 : 1);
          preparing--;
          return preprocess(item);
        },
      }),
    );
    const inOrder = NUMBERS.map((i) => [i, i, i, 0]);
    if (ordered) expect(results).toEqual(inOrder);
    else expect(results).not.toEqual(inOrder);
    expect(results.sort(([a], [b]) => a - b)).toEqual(inOrder);
    expect(most).toBe(4);
  });

  it('gives outputs that stay as they are', async () => {
    const kept = [];
    for await (const { outputs } of pipeline(compileRelu(), NUMBERS, { preprocess, inFlight: 1 })) kept.push(outputs);
    expect(kept.map((outputs) => valuesOf(outputs)[0])).toEqual(NUMBERS);
  });

  it('ends for an empty source', async () => {
    expect(await gather(pipeline(compileRelu(), [] as number[], { preprocess }))).toEqual([]);
  });

  it('takes at most twice inFlight items ahead of the consumer', async () => {
    const { source, seen } = watchedSource();
    let given = 0;
    for await (const _ of pipeline(compileRelu(), source, { preprocess, inFlight: 2 })) {
      given++;
      await sleep(1);
      expect(seen.taken - given).toBeLessThanOrEqual(4);
    }
    expect([given, seen.taken, seen.closed]).toEqual([40, 40, 1]);
  });

  it('takes nothing before it is asked', async () => {
    const { source, seen } = watchedSource();
    const results = pipeline(compileRelu(), source, { preprocess });
    await sleep(1);
    expect(seen.taken).toBe(0);
    await results.return();
    expect(seen.taken).toBe(0);
  });

  it.each(['break', 'throw'])('closes its source when the consumer leaves by %s', async (how) => {
    const { source, seen } = watchedSource();
    const results = pipeline(compileRelu(), source, { preprocess, inFlight: 2 });
    const leave = async (): Promise<void> => {
      for await (const { index } of results) {
        if (index < 3) continue;
        if (how === 'break') break;
        throw new Error('mine');
      }
    };
    if (how === 'break') await leave();
    else await expect(leave()).rejects.toThrow('mine');
    expect(seen.closed).toBe(1);
    expect(seen.taken).toBeLessThan(10);
    expect(await results.next()).toEqual({ value: undefined, done: true });
  });

  it('destroys a stream that is its source', async () => {
    const source = Readable.from(NUMBERS);
    for await (const _ of pipeline(compileRelu(), source, { preprocess })) break;
    expect(source.destroyed).toBe(true);
  });

  it.each<[string, (closed: () => void) => AsyncIterable<number>]>([
    [
      "Node's",
      (closed) => {
        const stream = new Readable({ objectMode: true, read() {} });
        stream.push(1);
        return stream.once('close', closed);
      },
    ],
    [
      "the web's",
      (closed) =>
        new ReadableStream<number>({
          start: (controller) => controller.enqueue(1),
          cancel: closed,
        }) as AsyncIterable<number>,
    ],
  ])('closes a stream of %s that is silent', async (_, make) => {
    let closed = 0;
    const results = pipeline(
      compileRelu(),
      make(() => closed++),
      { preprocess },
    );
    expect((await results.next()).value?.item).toBe(1);
    await results.return();
    await sleep(5);
    expect(closed).toBe(1);
  });

  it('lets go of a stream that it has read to its end', async () => {
    const stream = ReadableStream.from(NUMBERS);
    await gather(pipeline(compileRelu(), stream as AsyncIterable<number>, { preprocess }));
    await stream.cancel();
  });

  it('answers several who ask at the same time, each with another result', async () => {
    const results = pipeline(compileRelu(), [5, 6, 7], { preprocess });
    const steps = await Promise.all([1, 2, 3, 4, 5].map(() => results.next()));
    expect(steps.map(({ value, done }) => done || value?.item)).toEqual([5, 6, 7, true, true]);
  });

  it('checks what it is made of', () => {
    const compiled = compileRelu();
    const make = (...args: unknown[]) => pipeline(...(args as [CompiledModel, number[]]));
    for (const source of [undefined, null, 5, 'text', {}])
      expectError('INVALID_ARGUMENT', () => make(compiled, source));
    const wrong = [null, 5, { inFlight: 0 }, { inFlight: '2' }, { preprocess: 5 }, { onError: {} }, { signal: 5 }];
    for (const options of wrong) expectError('INVALID_ARGUMENT', () => make(compiled, [], options));
    expectError('INVALID_ARGUMENT', () => make({}, []));
    compiled.close();
    expect(() => make(compiled, [], {})).toThrow();
  });
});

describeRuntimes('a failure in a pipeline', () => {
  const failAt = (at: number[]) => (item: number) => {
    if (at.includes(item)) throw new Error(`no ${item}`);
    return preprocess(item);
  };

  it.each([
    ['thrown', failAt([3])],
    ['rejected', async (item: number) => failAt([3])(item)],
  ])('that preprocessing has %s ends it after the results before it', async (_, failing) => {
    const { source, seen } = watchedSource();
    const results = pipeline(compileRelu(), source, { preprocess: failing, inFlight: 2 });
    const items: number[] = [];
    const error = await expectRejection('PREPROCESS_FAILED', async () => {
      for await (const { item } of results) items.push(item);
    });
    expect(error).toBeInstanceOf(PipelineError);
    expect(error).toMatchObject({ index: 3, item: 3, message: expect.stringMatching(/Item 3 .*no 3/) });
    expect((error.cause as Error).message).toBe('no 3');
    expect(items).toEqual([0, 1, 2]);
    expect(seen.closed).toBe(1);
    expect(await results.next()).toEqual({ value: undefined, done: true });
  });

  it('of an inference has the code of its cause', async () => {
    const items = [preprocess(1), [new Tensor('f32', [3])], preprocess(2)];
    const seen: unknown[] = [];
    const error = await expectRejection('SHAPE_MISMATCH', async () => {
      for await (const { outputs } of pipeline(compileRelu(), items)) seen.push(valuesOf(outputs)[0]);
    });
    expect([(error as PipelineError).index, seen]).toEqual([1, [1]]);
    await expectRejection('INVALID_ARGUMENT', () => pipeline(compileRelu(), [[] as Tensor[]]).next(), /for x/);
  });

  it.each([true, false])('is told to onError, and the pipeline goes on: ordered %s', async (ordered) => {
    const errors: PipelineError<number>[] = [];
    const results = pipeline(compileRelu(), NUMBERS, {
      preprocess: failAt([0, 7, 8, 39]),
      ordered,
      onError: (error) => errors.push(error),
    });
    const items = (await gather(results)).map(([index]) => index);
    expect(items.sort((a, b) => a - b)).toEqual(NUMBERS.filter((i) => ![0, 7, 8, 39].includes(i)));
    expect(errors.map(({ index }) => index)).toEqual([0, 7, 8, 39]);
  });

  it('that onError throws ends it', async () => {
    const { source, seen } = watchedSource();
    const mine = new Error('mine');
    const results = pipeline(compileRelu(), source, {
      preprocess: failAt([2]),
      onError: () => {
        throw mine;
      },
    });
    await expect(gather(results)).rejects.toBe(mine);
    expect(seen.closed).toBe(1);
  });

  it.each([[2], [39]])('that the promise of onError rejects with ends it, too: item %i', async (at) => {
    const mine = new Error('mine');
    let closed = false;
    const results = pipeline(compileRelu(), NUMBERS, {
      preprocess: failAt([at]),
      onError: async () => {
        await sleep(5);
        closed = true;
        throw mine;
      },
    });
    await expect(gather(results)).rejects.toBe(mine);
    expect(closed).toBe(true);
  });

  it('may be the reason to end it, from within onError', async () => {
    let ended = false;
    const results = pipeline(compileRelu(), NUMBERS, {
      preprocess: failAt([3]),
      onError: async () => {
        await results.return();
        ended = true;
      },
    });
    expect((await gather(results)).map(([index]) => index)).toEqual([0, 1, 2]);
    await expect.poll(() => ended).toBe(true);
  });

  it('that onError never comes to an end with holds up no signal', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const onError = (): Promise<void> => new Promise(() => {});
    const results = gather(pipeline(compileRelu(), [3], { preprocess: failAt([3]), onError, signal }));
    setTimeout(() => controller.abort(), 5);
    await expectRejection('CANCELLED', () => results);
  });

  it('lets no more items be under way than ever while onError is at work', async () => {
    const { source, seen } = watchedSource(new Array<number>(1000).fill(1));
    const results = pipeline(compileRelu(), source, {
      preprocess: failAt([1]),
      inFlight: 2,
      onError: () => new Promise(() => {}),
    });
    void results.next().catch(() => {});
    await sleep(20);
    expect(seen.taken).toBeLessThanOrEqual(4);
    await results.return();
  });

  it('is told to an onError whose promises the end waits for', async () => {
    let told = 0;
    const onError = async (): Promise<void> => {
      await sleep(5);
      told++;
    };
    await gather(pipeline(compileRelu(), NUMBERS, { preprocess: failAt([5, 39]), onError }));
    expect(told).toBe(2);
  });

  it.each([
    ['synchronous', failAt(Array.from({ length: 20_000 }, (_, i) => i))],
    [
      'asynchronous',
      async () => {
        throw new Error('no');
      },
    ],
    ['wrong', () => []],
  ])('of each of 20000 items overflows no stack: %s preprocessing', async (_, failing) => {
    let failures = 0;
    const results = pipeline(compileRelu(), new Array<number>(20_000).fill(1).keys(), {
      preprocess: failing,
      onError: () => failures++,
    });
    expect(await results.next()).toEqual({ value: undefined, done: true });
    expect(failures).toBe(20_000);
  });
});

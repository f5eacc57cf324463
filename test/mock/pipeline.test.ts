import { describe, expect, it } from 'vitest';
import { type CompiledModel, type PipelineError, type PipelineResult, pipeline, Tensor } from '../../lib/index.js';
import { expectedOutput } from '../../lib/testing/index.js';
import { expectRejection } from '../helpers/expect-error.js';
import { device, Rig } from './scheduling/rig.js';

const tensor = (value: number): Tensor => new Tensor('f32', [1, 16], new Float32Array(16).fill(value));
const preprocess = (value: number): Tensor[] => [tensor(value), tensor(-value)];
const expected = (value: number): unknown =>
  expectedOutput({ type: 'f32', shape: [1, 16], index: 0 }, preprocess(value)).data;
const NUMBERS = Array.from({ length: 30 }, (_, i) => i);
const STREAMS = 4;

const rigWith = (more = {}): Rig => new Rig([device('CPU', { streams: STREAMS, ...more })]);
const compile = async (rig: Rig): Promise<CompiledModel> => (await rig.compile('CPU')).compiled;
const running = (rig: Rig): number => rig.runtime.inferences().filter(({ status }) => status === 'running').length;

async function indexes(results: AsyncIterable<PipelineResult<number>>): Promise<number[]> {
  const all: number[] = [];
  for await (const { index, item, outputs } of results) {
    expect(outputs['sum']?.data).toEqual(expected(item));
    all.push(index);
  }
  return all;
}

/** Numbers from an asynchronous source; `closed` counts how often its end was reached. */
function watchedSource() {
  const seen = { taken: 0, closed: 0 };
  const source = (async function* () {
    try {
      for (const item of NUMBERS) {
        seen.taken++;
        yield item;
      }
    } finally {
      seen.closed++;
    }
  })();
  return { source, seen };
}

/** A source that gives some items, and never answers again. */
function silentSource(items: number[]) {
  const rest = [...items];
  const asked = { returns: 0 };
  const source = {
    [Symbol.asyncIterator]: () => ({
      next: (): Promise<IteratorResult<number>> => {
        const value = rest.shift();
        return value === undefined ? new Promise(() => {}) : Promise.resolve({ value, done: false });
      },
      return: (): Promise<IteratorResult<number>> => {
        asked.returns++;
        return new Promise(() => {});
      },
    }),
  };
  return { source, asked };
}

describe('a pipeline on a device whose inferences take different times', () => {
  it('gives results in the order of the source', async () => {
    using rig = rigWith({ latencyMs: [2, 50, 9] });
    const results = pipeline(await compile(rig), NUMBERS, { preprocess, inFlight: STREAMS });
    expect(await indexes(results)).toEqual(NUMBERS);
  });

  it('gives them as they are finished where they need no order', async () => {
    using rig = rigWith({ latencyMs: [2, 50, 9] });
    const results = pipeline(await compile(rig), NUMBERS, { preprocess, inFlight: STREAMS, ordered: false });
    const order = await indexes(results);
    expect(order).not.toEqual(NUMBERS);
    const finished = rig.runtime
      .inferences()
      .map(({ endMs }, index) => ({ index, endMs: endMs as number }))
      .sort((a, b) => a.endMs - b.endMs);
    // what ends in the same moment comes in any order
    const ends = (list: number[]): unknown[] => list.map((i) => finished.find(({ index }) => index === i)?.endMs);
    expect(ends(order)).toEqual(finished.map(({ endMs }) => endMs));
  });

  it('keeps the device busy', async () => {
    using rig = rigWith();
    const compiled = await compile(rig);
    const before = rig.runtime.now();
    await indexes(pipeline(compiled, NUMBERS, { preprocess, inFlight: STREAMS }));
    expect(rig.runtime.now() - before).toBe(Math.ceil(NUMBERS.length / STREAMS) * 10);
  });
});

describe('a pipeline that is left', () => {
  it('has closed its source, and nothing runs any more', async () => {
    using rig = rigWith({ latencyMs: [10, 400] });
    const { source, seen } = watchedSource();
    for await (const { index } of pipeline(await compile(rig), source, { preprocess, inFlight: STREAMS })) {
      if (index === 5) break;
    }
    expect(seen.closed).toBe(1);
    expect(running(rig)).toBe(0);
    const { length } = rig.runtime.inferences();
    rig.runtime.advance(1000);
    expect(rig.runtime.inferences()).toHaveLength(length);
  });

  it('cancels what is in flight', async () => {
    using rig = rigWith({ latencyMs: 1000 });
    const results = pipeline(await compile(rig), NUMBERS, { preprocess, inFlight: STREAMS });
    const next = results.next();
    await results.return();
    expect(await next).toEqual({ value: undefined, done: true });
    expect(rig.runtime.now()).toBe(100);
    expect(rig.runtime.inferences().every(({ status }) => status === 'cancelled')).toBe(true);
  });

  it('does not wait for a source that never answers', async () => {
    using rig = rigWith();
    const { source, asked } = silentSource([1, 2]);
    const results = pipeline(await compile(rig), source, { preprocess });
    expect((await results.next()).value?.index).toBe(0);
    expect((await results.next()).value?.index).toBe(1);
    const [next, left] = [results.next(), results.return()];
    expect(await left).toEqual({ value: undefined, done: true });
    expect(await next).toEqual({ value: undefined, done: true });
    expect(asked.returns).toBe(1);
  });

  it('does not wait for preprocessing that never ends', async () => {
    using rig = rigWith();
    const results = pipeline(await compile(rig), NUMBERS, { preprocess: () => new Promise<Tensor[]>(() => {}) });
    const next = results.next();
    await results[Symbol.asyncDispose]();
    expect(await next).toEqual({ value: undefined, done: true });
    expect(rig.runtime.inferences()).toHaveLength(0);
  });

  it('rejects with what its source throws when it is closed', async () => {
    using rig = rigWith();
    const source = (function* () {
      try {
        yield* NUMBERS;
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: it is what is tested
        throw new Error('at the end');
      }
    })();
    const results = pipeline(await compile(rig), source, { preprocess });
    await results.next();
    await expect(results.return()).rejects.toThrow('at the end');
    expect(await results.return()).toEqual({ value: undefined, done: true });
  });
});

describe('a failure in a pipeline', () => {
  it('of the device comes after the results before it, and nothing after it', async () => {
    using rig = rigWith({ latencyMs: [2, 50, 9], faults: [{ kind: 'inference-fails', at: 7 }] });
    const results = pipeline(await compile(rig), NUMBERS, { preprocess, inFlight: STREAMS });
    const items: number[] = [];
    const error = await expectRejection('INFER_FAILED', async () => {
      for await (const { item } of results) items.push(item);
    });
    const { index, item } = error as PipelineError<number>;
    expect(item).toBe(index);
    expect(items).toEqual(NUMBERS.slice(0, index));
    expect(await results.next()).toEqual({ value: undefined, done: true });
    expect(running(rig)).toBe(0);
  });

  it('of the device is told to onError, and the others come', async () => {
    using rig = rigWith({ faults: [3, 4, 11].map((at) => ({ kind: 'inference-fails', at })) });
    const failed: number[] = [];
    const results = pipeline(await compile(rig), NUMBERS, {
      preprocess,
      inFlight: STREAMS,
      onError: ({ index, code }) => failed.push(code === 'INFER_FAILED' ? index : -1),
    });
    expect(await indexes(results)).toEqual(NUMBERS.filter((i) => ![2, 3, 10].includes(i)));
    expect(failed).toEqual([2, 3, 10]);
  });

  it.each([true, false])('of the source comes after the results of its items: asynchronous %s', async (isAsync) => {
    using rig = rigWith();
    const mine = new Error('mine');
    const failing = function* () {
      yield* [0, 1, 2, 3, 4, 5];
      throw mine;
    };
    const source = isAsync
      ? (async function* () {
          yield* failing();
        })()
      : failing();
    const results = pipeline(await compile(rig), source, { preprocess });
    const items: number[] = [];
    await expect(
      (async () => {
        for await (const { item } of results) items.push(item);
      })(),
    ).rejects.toBe(mine);
    expect(items).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('a pipeline that is aborted', () => {
  it('before its start takes nothing', async () => {
    using rig = rigWith();
    const { source, seen } = watchedSource();
    const signal = AbortSignal.abort(new Error('too late'));
    const results = pipeline(await compile(rig), source, { preprocess, signal });
    const error = await expectRejection('CANCELLED', () => results.next());
    expect([error.name, (error.cause as Error).message]).toEqual(['AbortError', 'too late']);
    expect(await results.next()).toEqual({ value: undefined, done: true });
    expect([seen.taken, rig.runtime.inferences().length]).toEqual([0, 0]);
  });

  it('rejects for the one who waits, when what ran has ended', async () => {
    using rig = rigWith({ latencyMs: 1000 });
    const { source, seen } = watchedSource();
    const controller = new AbortController();
    const results = pipeline(await compile(rig), source, { preprocess, inFlight: 2, signal: controller.signal });
    const steps = [results.next(), results.next()];
    // the source has answered then, and no time has passed yet
    await new Promise((resolve) => process.nextTick(resolve));
    controller.abort();
    await expectRejection('CANCELLED', () => steps[0] as Promise<unknown>);
    expect(await steps[1]).toEqual({ value: undefined, done: true });
    expect([running(rig), seen.closed]).toEqual([0, 1]);
    expect(rig.runtime.inferences().map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
  });

  it('while the consumer works rejects when it asks again, once', async () => {
    using rig = rigWith();
    const controller = new AbortController();
    const results = pipeline(await compile(rig), NUMBERS, { preprocess, signal: controller.signal });
    await results.next();
    controller.abort();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await expectRejection('CANCELLED', () => results.next());
    expect(await results.next()).toEqual({ value: undefined, done: true });
    await results.return();
  });

  it('after its end changes nothing', async () => {
    using rig = rigWith();
    const controller = new AbortController();
    const results = pipeline(await compile(rig), NUMBERS, { preprocess, signal: controller.signal });
    expect(await indexes(results)).toEqual(NUMBERS);
    controller.abort();
    expect(await results.next()).toEqual({ value: undefined, done: true });
  });
});

import { PassThrough, Readable, Writable } from 'node:stream';
import { pipeline as connect } from 'node:stream/promises';
import { ReadableStream, WritableStream } from 'node:stream/web';
import { expect, it } from 'vitest';
import {
  type CompiledModel,
  inferTransform,
  inferTransformStream,
  PipelineError,
  type PipelineResult,
} from '../../lib/index.js';
import { compileForCpu, valuesOf } from '../helpers/compiled.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { reluModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const compileRelu = (): CompiledModel => compileForCpu(reluModel({ shape: [2] }));
const preprocess = (value: number): Float32Array[] => {
  if (value === 13) throw new Error('no 13');
  return [Float32Array.of(value, -value)];
};
const NUMBERS = Array.from({ length: 12 }, (_, i) => i);
const UNLUCKY = [...NUMBERS, 12, 13, 14, 15];
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const firstOf = ({ outputs }: PipelineResult<number>): unknown => valuesOf(outputs)[0];

/** Waits until something holds, and fails where it never does. */
async function eventually(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await sleep(5);
  expect(holds()).toBe(true);
}

/** Numbers without end, and whether the source was closed. */
function endlessSource() {
  const seen = { taken: 0, closed: 0 };
  const source = (async function* () {
    try {
      for (;;) {
        yield seen.taken++;
        await sleep(0);
      }
    } finally {
      seen.closed++;
    }
  })();
  return { source, seen };
}

describeRuntimes('inferTransformStream', () => {
  const stream = () => inferTransformStream<number>(compileRelu(), { preprocess, inFlight: 2 });
  const gather = async (results: AsyncIterable<PipelineResult<number>>, seen: unknown[] = []): Promise<unknown[]> => {
    for await (const result of results) seen.push(firstOf(result));
    return seen;
  };

  it('gives results in the order of the items', async () => {
    const seen: unknown[] = [];
    const sink = new WritableStream<PipelineResult<number>>({ write: (result) => void seen.push(firstOf(result)) });
    await ReadableStream.from<number>(NUMBERS).pipeThrough(stream()).pipeTo(sink);
    expect(seen).toEqual(NUMBERS);
  });

  it('fails with the item that failed, after the results before it, and stops the source', async () => {
    const { source, seen } = endlessSource();
    const results: unknown[] = [];
    const error = await expectRejection('PREPROCESS_FAILED', () =>
      gather(ReadableStream.from<number>(source).pipeThrough(stream()), results),
    );
    expect([error instanceof PipelineError, results]).toEqual([true, [...NUMBERS, 12]]);
    await eventually(() => seen.closed === 1);
  });

  it('fails with what its source fails with', async () => {
    const mine = new Error('mine');
    const source = (function* () {
      yield* [1, 2];
      throw mine;
    })();
    const results: unknown[] = [];
    await expect(gather(ReadableStream.from<number>(source).pipeThrough(stream()), results)).rejects.toBe(mine);
  });

  it('stops the source when its reader leaves', async () => {
    const { source, seen } = endlessSource();
    for await (const { index } of ReadableStream.from<number>(source).pipeThrough(stream())) if (index === 3) break;
    await eventually(() => seen.closed === 1);
    expect(seen.taken).toBeLessThan(20);
  });

  it('can be cancelled while its source is silent', { timeout: 5000 }, async () => {
    const { writable, readable } = stream();
    const writer = writable.getWriter();
    void writer.write(1).catch(() => {});
    const reader = readable.getReader();
    expect((await reader.read()).value?.item).toBe(1);
    await reader.cancel();
    const closed = writer.closed.then(
      () => 'closed',
      () => 'stopped',
    );
    expect(await Promise.race([closed, sleep(1000)])).toBe('stopped');
  });

  it('checks its options at once', () => {
    expectError('INVALID_ARGUMENT', () => inferTransformStream(compileRelu(), { inFlight: 0 }));
  });
});

describeRuntimes('inferTransform', () => {
  const transform = () => inferTransform<number>(compileRelu(), { preprocess, inFlight: 2 });
  const sinkInto = (seen: unknown[]): Writable =>
    new Writable({
      objectMode: true,
      write: (result: PipelineResult<number>, _encoding, done) => {
        seen.push(firstOf(result));
        setTimeout(done, 1);
      },
    });

  it('gives results in the order of the items', async () => {
    const seen: unknown[] = [];
    await connect(Readable.from(NUMBERS), transform(), sinkInto(seen));
    expect(seen).toEqual(NUMBERS);
  });

  it('fails with the item that failed, and destroys the source', async () => {
    const seen: unknown[] = [];
    const source = Readable.from(UNLUCKY);
    const error = await expectRejection('PREPROCESS_FAILED', () => connect(source, transform(), sinkInto(seen)));
    expect(error).toMatchObject({ index: 13, item: 13 });
    expect(NUMBERS.slice(0, seen.length)).toEqual(seen.slice(0, NUMBERS.length));
    expect(source.destroyed).toBe(true);
  });

  it('fails with what its source fails with', async () => {
    const source = Readable.from(
      (function* () {
        yield* [1, 2];
        throw new Error('mine');
      })(),
    );
    await expect(connect(source, transform(), sinkInto([]))).rejects.toThrow('mine');
  });

  it('stops the source when it is destroyed early', async () => {
    const { source, seen } = endlessSource();
    const results = Readable.from(source)
      .pipe(new PassThrough({ objectMode: true }))
      .compose(transform());
    for await (const { index } of results as AsyncIterable<PipelineResult<number>>) if (index === 3) break;
    const other = endlessSource();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    const ended = connect(Readable.from(other.source), transform(), sinkInto([]), { signal: controller.signal });
    await expect(ended).rejects.toThrow(/abort/i);
    await eventually(() => other.seen.closed === 1);
    expect(seen.taken).toBeLessThan(200);
  });

  it('can be destroyed while its source is silent', { timeout: 5000 }, async () => {
    const duplex = transform();
    duplex.write(1);
    const [result] = (await new Promise((resolve) => duplex.once('data', (data) => resolve([data])))) as [
      PipelineResult<number>,
    ];
    expect(result.item).toBe(1);
    const closed = new Promise((resolve) => duplex.once('close', resolve));
    duplex.destroy();
    await closed;
  });
});

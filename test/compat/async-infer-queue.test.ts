import { expect, it } from 'vitest';
import { compileForCpu } from '../helpers/compiled.js';
import { expectRejection } from '../helpers/expect-error.js';
import { reluModel } from '../helpers/models.js';
import { call, describeWays, itRefuses } from './ways.js';

/** What openvino-node 2026.4 has of AsyncInferQueue: each member, each overload, what it refuses. */
describeWays('AsyncInferQueue', (ov) => {
  const compiled = compileForCpu(reluModel({ shape: [1, 2] }));
  const input = (value: number) => new ov.Tensor('f32', [1, 2], Float32Array.of(value, -value));

  it.each([
    ['(compiledModel)', []],
    ['(compiledModel, jobs)', [4]],
  ] as [string, [jobs?: number]][])(
    'new AsyncInferQueue%s: each callback has its request and user data',
    async (_, jobs) => {
      const queue = new ov.AsyncInferQueue<number>(compiled, ...jobs);
      const told = new Map<number | undefined, unknown[]>();
      queue.setCallback((error, request, userData) => {
        expect(request).toBeInstanceOf(ov.InferRequest);
        told.set(userData, [error, request.getInputTensor().data[0], ...request.getOutputTensor().data]);
      });
      const numbers = Array.from({ length: 8 }, (_each, index) => index);
      const ended = numbers.map((number) => queue.startAsync({ x: input(number) }, number));
      expect(await Promise.all(ended)).toEqual(numbers);
      for (const number of numbers) expect(told.get(number)).toEqual([null, number, number, 0]);
      queue.release();
    },
  );

  it.each([
    ['{ name: Tensor }', () => ({ x: input(1) })],
    ['Tensor[]', () => [input(1)]],
  ])('startAsync(%s) without user data', async (_, inputs) => {
    const queue = new ov.AsyncInferQueue(compiled, 1);
    const told: unknown[] = [];
    queue.setCallback((_error, _request, userData) => told.push(userData));
    expect(await queue.startAsync(inputs())).toBeUndefined();
    expect(told).toEqual([undefined]);
    queue.release();
  });

  it('setCallback(callback): the last one counts', async () => {
    const queue = new ov.AsyncInferQueue(compiled, 1);
    const told: string[] = [];
    queue.setCallback(() => told.push('first'));
    queue.setCallback(() => told.push('second'));
    await queue.startAsync([input(1)]);
    expect(told).toEqual(['second']);
    queue.release();
  });

  it('an error that the callback throws rejects the promise', async () => {
    const queue = new ov.AsyncInferQueue(compiled, 1);
    queue.setCallback(() => {
      throw new ReferenceError('jobsDone is not defined');
    });
    await expect(queue.startAsync([input(1)], 'data')).rejects.toThrow('jobsDone is not defined');
    queue.release();
  });

  it('release(), and once more', () => {
    const queue = new ov.AsyncInferQueue(compiled, 1);
    queue.release();
    queue.release();
  });

  it('startAsync() rejects without a callback, and after release()', async () => {
    const queue = new ov.AsyncInferQueue(compiled, 1);
    await expectRejection('INVALID_ARGUMENT', () => queue.startAsync([input(1)]), /callback/);
    queue.setCallback(() => {});
    queue.release();
    await expectRejection('CLOSED', () => queue.startAsync([input(1)]));
  });

  itRefuses([
    ['new AsyncInferQueue()', 'INVALID_ARGUMENT', () => Reflect.construct(ov.AsyncInferQueue, [])],
    ['jobs that are no number', 'INVALID_ARGUMENT', () => Reflect.construct(ov.AsyncInferQueue, [compiled, 'invalid'])],
    ['setCallback()', 'INVALID_ARGUMENT', () => call(new ov.AsyncInferQueue(compiled, 1), 'setCallback')],
    ['setCallback(text)', 'INVALID_ARGUMENT', () => call(new ov.AsyncInferQueue(compiled, 1), 'setCallback', 'x')],
  ]);
});

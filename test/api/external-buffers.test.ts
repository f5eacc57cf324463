import { afterAll, beforeAll, expect, it } from 'vitest';
import { AsyncInferQueue, type CompiledModel, type InferRequest, pipeline, Tensor } from '../../lib/index.js';
import { externalBuffersAllowed } from '../../lib/native.js';
import { compileForCpu, floatsOf, valuesOf } from '../helpers/compiled.js';
import { reluModel, twoOutputsModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const SWITCH = 'OPENVINO_NODE_EXTERNAL_BUFFERS';

/** The package asks once a process, and Vitest has a process for this file. */
beforeAll(() => {
  process.env[SWITCH] = '0';
  expect(externalBuffersAllowed()).toBe(false);
});
afterAll(() => {
  delete process.env[SWITCH];
});

const compileRelu = (shape: number[] = [2]): CompiledModel => compileForCpu(reluModel({ shape }));
const makeRequest = (shape?: number[]): InferRequest => compileRelu(shape).createInferRequest();
const input = (value: number): Float32Array[] => [Float32Array.of(value, -value)];
const dynamicInput = (...values: number[]): Tensor[] => [
  new Tensor('f32', [1, values.length], Float32Array.from(values)),
];

/** A buffer of JavaScript's own can be given away, and keeps its memory by that. */
function expectOwnedByJavaScript({ data }: Tensor): void {
  const moved = structuredClone(data.buffer as ArrayBuffer, { transfer: [data.buffer as ArrayBuffer] });
  expect([moved.byteLength > 0, data.length]).toEqual([true, 0]);
}

describeRuntimes('without external buffers', () => {
  it.each([[[2]], [[200_000]]])(
    'the output tensor is live, and the next inference overwrites it: %o',
    async (shape) => {
      const length = shape[0] as number;
      const request = makeRequest(shape);
      const filled = (value: number): Float32Array[] => [new Float32Array(length).fill(value)];
      request.infer(filled(1));
      const live = request.getOutputTensor();
      expect(live.data[length - 1]).toBe(1);
      request.infer(filled(2));
      expect(live.data[length - 1]).toBe(2);
      await request.inferAsync(filled(3));
      expect(live.data[length - 1]).toBe(3);
      request.startAsync(filled(4));
      await request.wait();
      expect(live.data[length - 1]).toBe(4);
      expect(request.getOutputTensor()).toBe(live);
    },
  );

  it('the input tensor can be written to', async () => {
    const request = makeRequest();
    const tensor = request.getInputTensor();
    floatsOf(tensor).set([5, -5]);
    expect(valuesOf(request.infer())).toEqual([5, 0]);
    floatsOf(tensor).set([6, -6]);
    expect(valuesOf(await request.inferAsync())).toEqual([6, 0]);
    expect(request.getTensor('x')).toBe(tensor);
  });

  it('the input tensor works again after another was set', () => {
    const request = makeRequest();
    const own = request.getInputTensor();
    floatsOf(own).set([1, 1]);
    expect(valuesOf(request.infer(input(9)))).toEqual([9, 0]);
    request.setInputTensor(own);
    expect(valuesOf(request.infer())).toEqual([1, 1]);
  });

  it('the output tensor works again after another was set', () => {
    const request = makeRequest();
    const own = request.getOutputTensor();
    const other = new Tensor('f32', [2]);
    request.setOutputTensor(other);
    request.infer(input(3));
    request.setOutputTensor(own);
    request.infer(input(4));
    expect([...other.data, ...own.data]).toEqual([3, 0, 4, 0]);
  });

  it.each([2, 200_000])(
    'results belong to the caller, also when a live view was taken: %i elements',
    async (length) => {
      const request = makeRequest([length]);
      const filled = (value: number): Float32Array[] => [new Float32Array(length).fill(value)];
      const kept = [request.infer(filled(1)), await request.inferAsync(filled(2))];
      request.getOutputTensor();
      kept.push(request.infer(filled(3)), await request.inferAsync(filled(4)));
      request.infer(filled(5));
      expect(kept.map(({ y }) => y?.data[length - 1])).toEqual([1, 2, 3, 4]);
      for (const { y } of kept) expect(y?.data).toHaveLength(length);
    },
  );

  it('shared outputs are live', () => {
    const request = makeRequest();
    const { y } = request.infer(input(1), { shareOutputs: true });
    expect([...(y?.data ?? [])]).toEqual([1, 0]);
    request.infer(input(2), { shareOutputs: true });
    expect([...(y?.data ?? [])]).toEqual([2, 0]);
  });

  it('the caller’s memory is written in place, and the live view goes on afterwards', async () => {
    const request = makeRequest();
    const live = request.getOutputTensor();
    const data = new Float32Array(new SharedArrayBuffer(16), 4, 2);
    const { y } = await request.inferAsync(input(1), { outputs: [data] });
    expect(y?.data).toBe(data);
    request.infer(input(2));
    expect([...data, ...live.data]).toEqual([1, 0, 2, 0]);
  });

  it('an output of dynamic shape is a copy', async () => {
    const request = makeRequest([1, -1]);
    const kept = request.infer(dynamicInput(1, 2, 3))['y'];
    const tensor = request.getOutputTensor();
    expect([tensor.getShape(), [...tensor.data]]).toEqual([
      [1, 3],
      [1, 2, 3],
    ]);
    const next = (await request.inferAsync(dynamicInput(4, 5)))['y'];
    expect([kept, tensor, next].map((each) => [...(each?.data ?? [])])).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [4, 5],
    ]);
    expect([...request.getOutputTensor().data]).toEqual([4, 5]);
    const { y } = request.infer(dynamicInput(7), { shareOutputs: true });
    expect([...(y?.data ?? [])]).toEqual([7]);
  });

  it('no tensor has memory of the library', () => {
    const request = makeRequest();
    const tensors = [request.infer(input(1))['y'] as Tensor, request.getOutputTensor(), request.getInputTensor()];
    for (const tensor of tensors)
      expect(Object.prototype.toString.call(tensor.data.buffer)).toBe('[object ArrayBuffer]');
    expectOwnedByJavaScript(tensors[0] as Tensor);
  });

  it('two outputs are two', async () => {
    const compiled = compileForCpu(twoOutputsModel({ shape: [2] }));
    const results = await compiled.run([Float32Array.of(1, -2)]);
    expect([valuesOf(results, 'positive'), valuesOf(results, 'negated')]).toEqual([
      [1, 0],
      [-1, 2],
    ]);
  });

  it('run, queue and pipeline work', async () => {
    const compiled = compileRelu();
    const numbers = Array.from({ length: 20 }, (_, i) => i);
    const ran = await Promise.all(numbers.map((i) => compiled.run(input(i))));
    expect(ran.map((results) => valuesOf(results)[0])).toEqual(numbers);

    const queue = new AsyncInferQueue<number>(compiled, 3);
    const seen = new Map<unknown, unknown>();
    queue.setCallback((error, request, userData) => seen.set(userData, error ?? request.getOutputTensor().data[0]));
    await Promise.all(numbers.map((i) => queue.startAsync(input(i), i)));
    expect(numbers.map((i) => seen.get(i))).toEqual(numbers);
    const request = await queue.getIdleRequest();
    floatsOf(request.getInputTensor()).set([77, 0]);
    await queue.startAsync(undefined, -1);
    expect(seen.get(-1)).toBe(77);

    const piped: unknown[] = [];
    for await (const { outputs } of pipeline(compiled, numbers.map(input))) piped.push(valuesOf(outputs)[0]);
    expect(piped).toEqual(numbers);
  });
});

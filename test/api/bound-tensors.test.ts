import { expect, it } from 'vitest';
import { Core, type InferRequest, Tensor } from '../../lib/index.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { heavyModel, type IrModel, identityModel, reluModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

function request({ xml, weights }: IrModel): InferRequest {
  using core = new Core();
  using model = core.readModelSync(xml, weights);
  return core.compileModelSync(model, 'CPU').createInferRequest();
}

const ramp = (length: number, from = 1): Float32Array => Float32Array.from({ length }, (_, i) => i + from);
const transfer = (buffer: ArrayBufferLike): ArrayBuffer =>
  structuredClone(buffer as ArrayBuffer, { transfer: [buffer as ArrayBuffer] });

/** Node has it; the types of Node 20 do not. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: { Memory: new (size: object) => { readonly buffer: ArrayBuffer; grow(pages: number): number } };
};

describeRuntimes('a bound tensor', () => {
  it('that is a Buffer: results are copies of it all the same', async () => {
    const run = request(identityModel({ elementType: 'u8', shape: [4] }));
    run.setOutputTensor(new Tensor('u8', [4], Buffer.alloc(4)));
    const [first] = Object.values(run.infer([new Uint8Array(4).fill(1)]));
    await run.inferAsync([new Uint8Array(4).fill(2)]);
    expect([...(first?.data ?? [])]).toEqual([1, 1, 1, 1]);
  });

  it('on shared memory', () => {
    const run = request(reluModel({ shape: [4] }));
    const output = new Tensor('f32', [4], new Float32Array(new SharedArrayBuffer(32), 16, 4));
    run.setOutputTensor(output);
    const { y } = run.infer([new Float32Array(new SharedArrayBuffer(32), 4, 4).fill(3)]);
    expect([...output.data]).toEqual([3, 3, 3, 3]);
    expect(y?.data.buffer).toBeInstanceOf(ArrayBuffer);
  });

  it('on a part of a buffer that no element is aligned to', () => {
    const run = request(identityModel({ elementType: 'u8', shape: [4] }));
    const [output] = Object.values(run.infer([new Uint8Array(new ArrayBuffer(16), 3, 4).fill(7)]));
    expect([...(output?.data ?? [])]).toEqual([7, 7, 7, 7]);
  });

  it('on memory of WebAssembly, until that grows', () => {
    const run = request(reluModel({ shape: [4] }));
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 4 });
    run.setInputTensor(new Tensor('f32', [4], new Float32Array(memory.buffer, 8, 4).fill(2)));
    expect([...(run.infer()['y']?.data ?? [])]).toEqual([2, 2, 2, 2]);
    memory.grow(1);
    expectError('DETACHED_BUFFER', () => run.infer());
  });

  it('is both input and output', () => {
    const run = request(reluModel({ shape: [4] }));
    const tensor = new Tensor('f32', [4], Float32Array.of(-1, 2, -3, 4));
    run.setInputTensor(tensor);
    run.setOutputTensor(tensor);
    run.infer();
    expect([...tensor.data]).toEqual([0, 2, 0, 4]);
  });

  it('is guarded by all that the library may write, also after a smaller output', async () => {
    const run = request(reluModel({ shape: [1, -1] }));
    const memory = new Float32Array(8);
    const output = new Tensor('f32', [1, 8], memory);
    run.setOutputTensor(output);
    run.infer([new Tensor('f32', [1, 2], ramp(2))]);
    expect(output.getShape()).toEqual([1, 2]);
    const inside = new Tensor('f32', [1, 4], memory.subarray(4));
    expectError('INVALID_ARGUMENT', () => run.infer([inside]), /memory of the input x/);
    const running = run.inferAsync([new Tensor('f32', [1, 8], ramp(8))]);
    const other = request(reluModel({ shape: [1, 4] }));
    expectError('REQUEST_BUSY', () => other.infer([ramp(4)], { outputs: [inside] }), /being written/);
    await running;
    other.infer([ramp(4)], { outputs: [inside] });
  });

  it('that is refused for a run leaves what the last one wrote', () => {
    const run = request(reluModel({ shape: [2] }));
    run.infer([Float32Array.of(1, 2)]);
    const both = Float32Array.of(9, 9);
    expectError('INVALID_ARGUMENT', () => run.infer([both], { outputs: [both] }), /memory of the input/);
    expect([...run.getOutputTensor().data]).toEqual([1, 2]);
  });

  it("of no elements is in nobody's way", async () => {
    const run = request(reluModel({ shape: [1, -1] }));
    const memory = new Float32Array(8);
    const running = run.inferAsync([new Tensor('f32', [1, 8], ramp(8))], {
      outputs: [new Tensor('f32', [1, 8], memory)],
    });
    const empty = new Tensor('f32', [1, 0], memory.subarray(4, 4));
    expect(
      request(reluModel({ shape: [1, -1] }))
        .infer([empty])
        ['y']?.getShape(),
    ).toEqual([1, 0]);
    await running;
  });

  it('is checked again when its shape has changed', () => {
    const run = request(reluModel({ shape: [1, 4] }));
    const tensor = new Tensor('f32', [1, 4], ramp(4));
    run.setInputTensor(tensor);
    tensor.setShape([2, 2]);
    expectError('SHAPE_MISMATCH', () => run.infer(), /takes the shape \[1,4\], and the tensor's is \[2,2\]/);
    tensor.setShape([1, 4]);
    expect([...(run.infer()['y']?.data ?? [])]).toEqual([1, 2, 3, 4]);
  });

  it('takes the shape that an output of dynamic shape has', async () => {
    const run = request(reluModel({ shape: [1, -1] }));
    const output = new Tensor('f32', [1, 6], new Float32Array(6));
    run.setOutputTensor(output);
    for (const length of [3, 6, 2]) {
      const results = [
        run.infer([new Tensor('f32', [1, length], ramp(length))]),
        await run.inferAsync([new Tensor('f32', [1, length], ramp(length))]),
      ];
      for (const { y } of results) {
        expect(y?.getShape()).toEqual([1, length]);
        expect([...(y?.data ?? [])]).toEqual([...ramp(length)]);
      }
      expect(output.getShape()).toEqual([1, length]);
      expect([...output.data]).toEqual([...ramp(length)]);
    }
    expectError('INFER_FAILED', () => run.infer([new Tensor('f32', [1, 7])]));
    expect([...(run.infer([new Tensor('f32', [1, 1], ramp(1))])['y']?.data ?? [])]).toEqual([1]);
  });

  it('may be given away: a result that was large, and the live view works on', () => {
    const run = request(reluModel({ shape: [1, 3, 200, 200] }));
    const { y } = run.infer([new Float32Array(120_000).fill(2)]);
    transfer((y as Tensor).data.buffer);
    expectError('DETACHED_BUFFER', () => y?.data, /transferred/);
    expect(run.getOutputTensor().data).toHaveLength(120_000);
    run.infer();
    expect(run.getOutputTensor().data[119_999]).toBe(2);
  });

  it('that was transferred in flight: the promise says so', async () => {
    const run = request(reluModel({ shape: [4] }));
    const output = new Tensor('f32', [4]);
    run.setOutputTensor(output);
    const done = run.inferAsync([ramp(4)]);
    const kept = transfer(output.data.buffer);
    await expectRejection('DETACHED_BUFFER', () => done);
    expect(kept.byteLength).toBe(16);
  });
});

describeRuntimes('tensors of two requests in flight', () => {
  const SHAPE = [1, 64, 128, 128];

  it('may be read by both, and written by one', async () => {
    using core = new Core();
    const { xml, weights } = heavyModel({ layers: 1 });
    const compiled = core.compileModelSync(core.readModelSync(xml, weights), 'CPU');
    const [a, b] = [compiled.createInferRequest(), compiled.createInferRequest()];
    const [input, output] = [new Tensor('f32', SHAPE), new Tensor('f32', SHAPE)];
    a.setInputTensor(input);
    a.setOutputTensor(output);
    b.setInputTensor(input);
    await Promise.all([a.inferAsync(), b.inferAsync()]);

    b.setOutputTensor(output);
    const first = a.inferAsync();
    await expectRejection('REQUEST_BUSY', () => b.inferAsync(), /being written by another inference/);
    await first;

    b.setOutputTensor(new Tensor('f32', SHAPE));
    b.setInputTensor(output);
    const writing = a.inferAsync();
    await expectRejection('REQUEST_BUSY', () => b.inferAsync(), /being written/);
    expectError('REQUEST_BUSY', () => b.infer(), /being written/);
    await writing;
    const reading = b.inferAsync();
    await expectRejection('REQUEST_BUSY', () => a.inferAsync(), /another inference in flight reads it/);
    await reading;
    await a.inferAsync();
  });

  it("may be one's output and the other's input, and memory that moves is not pulled away", async () => {
    const first = request(reluModel({ shape: [1, -1] }));
    const second = request(reluModel({ shape: [1, -1] }));
    for (const length of [4, 100_000, 3]) {
      first.infer([new Tensor('f32', [1, length], ramp(length))]);
      second.setInputTensor(first.getOutputTensor());
      const reading = second.inferAsync();
      expectError('REQUEST_BUSY', () => first.infer([new Tensor('f32', [1, 200_000])]), /reads it/);
      expect((await reading)['y']?.data[length - 1]).toBe(length);
    }
  });
});

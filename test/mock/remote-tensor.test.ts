import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  AsyncInferQueue,
  type CompiledModel,
  Core,
  type InferInputs,
  type RemoteContext,
  RemoteTensor,
  Tensor,
} from '../../lib/index.js';
import { expectedOutput, mockRuntime } from '../../lib/testing/index.js';
import { floatsOf } from '../helpers/compiled.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { addModel, reluModel } from '../helpers/models.js';
import { device, Rig } from './scheduling/rig.js';

const PORT = { type: 'f32', shape: [1, 16] } as const;

/** A GPU with its context, and the model of one input compiled in it. */
function gpu(rig: Rig, name = 'GPU'): { context: RemoteContext; compiled: CompiledModel } {
  const context = rig.core.getDefaultContext(name);
  return { context, compiled: rig.core.compileModelSync(rig.core.readModelSync(reluModel().xml), context) };
}

/** What inferences make of a tensor that JavaScript can't read: the mock's outputs are a function of its bytes. */
const outputOf = (compiled: CompiledModel, input: Tensor) => compiled.createInferRequest().infer([input])['y'];

describe.each(['2024.6.0', '2026.4.1'])('a remote tensor, OpenVINO %s', (version) => {
  it('is memory of the device, of which JavaScript sees all but the elements', () => {
    using rig = new Rig(['GPU', 'NPU'], { version });
    const { context } = gpu(rig);
    const tensor = context.createTensor('f32', [2, 3]);
    expect(tensor).toBeInstanceOf(RemoteTensor);
    expect(tensor).toBeInstanceOf(Tensor);
    expect([tensor.elementType, tensor.getElementType(), tensor.shape, tensor.getShape()]).toEqual([
      'f32',
      'f32',
      [2, 3],
      [2, 3],
    ]);
    expect([tensor.getSize(), tensor.byteLength, tensor.getDeviceName()]).toEqual([6, 24, 'GPU.0']);
    expect(tensor.getParams()).toEqual({
      SHARED_MEM_TYPE: 'OCL_BUFFER',
      OCL_CONTEXT: context.getParams().OCL_CONTEXT,
      MEM_HANDLE: expect.any(BigInt),
    });
    const usm = context.createTensor('u8', [], { SHARED_MEM_TYPE: 'USM_DEVICE_BUFFER' });
    expect([usm.shape, usm.byteLength, usm.getParams().SHARED_MEM_TYPE]).toEqual([[], 1, 'USM_DEVICE_BUFFER']);
    const npu = rig.core.getDefaultContext('NPU').createTensor('f16', [8]);
    expect(npu.getParams()).toEqual({ MEM_TYPE: 'L0_INTERNAL_BUF', MEM_HANDLE: expect.any(BigInt) });
    expect(inspect(tensor)).toBe("RemoteTensor { elementType: 'f32', shape: [ 2, 3 ], device: 'GPU.0' }");
  });

  it('lies over the memory of a handle', () => {
    using rig = new Rig(['GPU', 'NPU'], { version });
    const { context, compiled } = gpu(rig);
    const made = context.createTensor('f32', [1, 16]);
    const handle = made.getParams().MEM_HANDLE as bigint;
    const same = context.createTensor('f32', [1, 16], { SHARED_MEM_TYPE: 'OCL_BUFFER', MEM_HANDLE: handle });
    expect(same.getParams()).toEqual(made.getParams());
    const producer = compiled.createInferRequest();
    producer.setOutputTensor(made);
    const input = new Tensor(
      'f32',
      [1, 16],
      Float32Array.from({ length: 16 }, (_, i) => i),
    );
    producer.infer([input]);
    expect(outputOf(compiled, same)?.data).toEqual(expectedOutput(PORT, [expectedOutput(PORT, [input])]).data);
    expectError(
      'GENERAL_ERROR',
      () => context.createTensor('f32', [1, 17], { SHARED_MEM_TYPE: 'OCL_BUFFER', MEM_HANDLE: handle }),
      /smaller size \(64\) than specified layout \(68\)/,
    );
    const foreign = context.createTensor('f32', [4], { SHARED_MEM_TYPE: 'USM_USER_BUFFER', MEM_HANDLE: 0x10n });
    expect(foreign.getParams()).toMatchObject({ SHARED_MEM_TYPE: 'USM_USER_BUFFER', MEM_HANDLE: 0x10n });
    const npu = rig.core.createContext('NPU', { MEM_TYPE: 'SHARED_BUF' });
    expect(npu.createTensor('f32', [4], { MEM_HANDLE: 7n }).getParams()).toEqual({
      MEM_TYPE: 'SHARED_BUF',
      MEM_HANDLE: 7n,
    });
    const va = rig.core.createContext('GPU', { CONTEXT_TYPE: 'VA_SHARED', VA_DEVICE: 5n });
    const surface = va.createTensor('u8', [1, 8, 8, 1], {
      SHARED_MEM_TYPE: 'VA_SURFACE',
      DEV_OBJECT_HANDLE: 10,
      VA_PLANE: 1,
    });
    expect(surface.getParams()).toMatchObject({ VA_DEVICE: 5n, VA_PLANE: 1, DEV_OBJECT_HANDLE: 10n });
  });
});

describe('what a device refuses', () => {
  it('is told in its words', () => {
    using rig = new Rig(['GPU', 'NPU']);
    const { context } = gpu(rig);
    const npu = rig.core.getDefaultContext('NPU');
    const buffer = { SHARED_MEM_TYPE: 'OCL_BUFFER' };
    for (const [make, message] of [
      [() => context.createTensor('f32', [1], { MEM_HANDLE: 5n }), /No parameter SHARED_MEM_TYPE/],
      [() => context.createTensor('f32', [1], buffer), /f32 \[1\] of GPU\.0 could not be made: .*MEM_HANDLE/],
      [() => context.createTensor('f32', [1], { SHARED_MEM_TYPE: 'VA_SURFACE' }), /Shared context is required/],
      [() => context.createTensor('f32', [1], { SHARED_MEM_TYPE: 'PAPER' }), /PAPER/],
      [() => context.createTensor('f32', [2 ** 26, 2 ** 26]), /Exceeded max size/],
      [() => npu.createTensor('f32', [1], { MEM_HANDLE: 5n }), /Parameter MEM_TYPE must be set/],
      [() => npu.createTensor('f32', [1], { MEM_TYPE: 'SHARED_BUF' }), /No parameter MEM_HANDLE/],
    ] as const)
      expectError('GENERAL_ERROR', make, message);
  });

  it('does not get to it where it is no type and shape', () => {
    using rig = new Rig(['GPU']);
    const { context } = gpu(rig);
    for (const make of [
      (type: never, shape: never) => context.createTensor(type, shape),
      (type: never, shape: never) => context.createHostTensor(type, shape),
    ]) {
      for (const type of ['string', 'dynamic', 'float', undefined, 4])
        expectError('INVALID_ARGUMENT', () => make(type as never, [1] as never));
      for (const shape of [undefined, 4, [-1], [1.5], [2 ** 53], [2 ** 30, 2 ** 30], Array(65).fill(1), ['1']])
        expectError('INVALID_ARGUMENT', () => make('f32' as never, shape as never));
    }
    expectError('INVALID_ARGUMENT', () => context.createTensor('f32', [1], { SHARED_MEM_TYPE: 5n } as never));
  });
});

it('refuses to read and to write it, with the reason', () => {
  using rig = new Rig(['GPU']);
  const tensor = gpu(rig).context.createTensor('f32', [4]);
  const host = new Tensor('f32', [4]);
  for (const use of [
    () => tensor.data,
    () => tensor.getData(),
    () => tensor.toFloat32Array(),
    () => tensor.copyTo(host),
    () => host.copyTo(tensor),
    () => {
      tensor.data = new Float32Array(4);
    },
    () => expectedOutput({ type: 'f32', shape: [4] }, [tensor]),
  ])
    expectError('NOT_IN_C_API', use, /lie in the memory of GPU\.0, and the C API has no copy/);
  expectError('INVALID_ARGUMENT', () => tensor.setShape([2]), /can not be changed/);
  for (const args of [[], ['f32', [1]], [['text']]])
    expectError('INVALID_ARGUMENT', () => Reflect.construct(RemoteTensor, args), /createTensor\(\) makes one/);
});

describe('an infer request with remote tensors', () => {
  it('reads inputs and writes outputs there, however they are given', async () => {
    using rig = new Rig([device('GPU')]);
    const { context, compiled } = gpu(rig);
    const input = context.createTensor('f32', [1, 16]);
    const output = context.createTensor('f32', [1, 16]);
    const zeros = new Tensor('f32', [1, 16]);
    const expected = expectedOutput(PORT, [zeros]);
    const twice = expectedOutput(PORT, [expected]);
    const request = compiled.createInferRequest();
    const forms: InferInputs[] = [[input], { x: input }, new Map([['x', input]]), new Map([[compiled.input(), input]])];
    for (const inputs of forms) {
      expect(request.infer(inputs)['y']?.data).toEqual(expected.data);
      expect((await request.inferAsync(inputs, { outputs: { y: output } }))['y']).toBe(output);
      expect(outputOf(compiled, output)?.data).toEqual(twice.data);
      expect((await compiled.run(inputs, { outputs: [output] }))['y']).toBe(output);
    }
    request.setTensor('x', input);
    request.setTensor('y', output);
    expect(request.getInputTensor()).toBe(input);
    expect(request.getTensor('y')).toBe(output);
    expect(request.infer()['y']).toBe(output);
    expect((await request.inferAsync())['y']).toBe(output);
    expect(request.infer([zeros], { shareOutputs: true })['y']).toBe(output);
    expect(rig.runtime.inferences().every(({ device, status }) => device === 'GPU' && status === 'done')).toBe(true);
  });

  it('goes back to memory that JavaScript reads', () => {
    using rig = new Rig([device('GPU')]);
    const { context, compiled } = gpu(rig);
    const request = compiled.createInferRequest();
    const [input, mine] = [new Tensor('f32', [1, 16]), new Tensor('f32', [1, 16])];
    const expected = expectedOutput(PORT, [input]).data;
    request.infer([input], { outputs: [context.createTensor('f32', [1, 16])] });
    expect(request.getOutputTensor().shape).toEqual([1, 16]);
    expect(request.infer([input])['y']?.data).toEqual(expected);
    request.setOutputTensor(context.createTensor('f32', [1, 16]));
    request.infer([input]);
    request.setOutputTensor(mine);
    request.infer();
    expect(mine.data).toEqual(expected);
  });

  it('works in place, and in queues', async () => {
    using rig = new Rig([device('GPU')]);
    const { context, compiled } = gpu(rig);
    const state = context.createTensor('f32', [1, 16]);
    const request = compiled.createInferRequest();
    request.setInputTensor(state);
    request.setOutputTensor(state);
    request.infer();
    request.infer();
    let expected = new Tensor('f32', [1, 16]);
    for (let i = 0; i < 3; i++) expected = expectedOutput(PORT, [expected]);
    expect(outputOf(compiled, state)?.data).toEqual(expected.data);

    const seen: unknown[] = [];
    const queue = new AsyncInferQueue(compiled, 2);
    queue.setCallback((error, queued) => {
      seen.push(error ?? queued.getInputTensor() === state);
    });
    for (let i = 0; i < 3; i++) await queue.startAsync([state]);
    await queue.waitAll();
    expect(seen).toEqual([true, true, true]);
  });

  it('is busy with a tensor that an inference in flight writes', async () => {
    using rig = new Rig([device('GPU')]);
    const { context, compiled } = gpu(rig);
    const between = context.createTensor('f32', [1, 16]);
    const [producer, consumer] = [compiled.createInferRequest(), compiled.createInferRequest()];
    producer.setOutputTensor(between);
    const producing = producer.inferAsync([new Tensor('f32', [1, 16])]);
    await expectRejection('REQUEST_BUSY', () => consumer.inferAsync([between]), /being written/);
    await producing;
    await consumer.inferAsync([between]);
  });

  it('gives outputs of dynamic shape their shape', () => {
    using rig = new Rig([device('GPU')]);
    const context = rig.core.getDefaultContext('GPU');
    const compiled = rig.core.compileModelSync(rig.core.readModelSync(reluModel({ shape: [-1, 16] }).xml), context);
    const request = compiled.createInferRequest();
    const output = context.createTensor('f32', [1, 16]);
    request.setOutputTensor(output);
    const results = request.infer([context.createTensor('f32', [3, 16])]);
    expect(results['y']).toBe(output);
    expect(output.shape).toEqual([3, 16]);
    const shared = context.createTensor('f32', [1, 16], { SHARED_MEM_TYPE: 'OCL_BUFFER', MEM_HANDLE: 5n });
    request.setOutputTensor(shared);
    expectError('INFER_FAILED', () => request.infer([context.createTensor('f32', [3, 16])]), /preallocated memory/);
  });

  it('refuses those that do not fit, and those of other devices, runtimes and machines', async () => {
    using rig = new Rig(['CPU', device('GPU'), 'NPU']);
    const { context, compiled } = gpu(rig);
    const request = compiled.createInferRequest();
    expectError('ELEMENT_TYPE_MISMATCH', () => request.setInputTensor(context.createTensor('f16', [1, 16])));
    expectError('SHAPE_MISMATCH', () => request.setOutputTensor(context.createTensor('f32', [1, 17])));
    const tensor = context.createTensor('f32', [1, 16]);
    const npu = rig.core.getDefaultContext('NPU').createTensor('f32', [1, 16]);
    const where = /compiled for GPU\.0 can't lie in the memory of NPU; compile it in the remote tensor's context/;
    expectError('INVALID_ARGUMENT', () => request.setInputTensor(npu), where);
    expectError('INVALID_ARGUMENT', () => request.infer([npu]), where);
    expectError('INVALID_ARGUMENT', () => request.infer([tensor], { outputs: [npu] }), where);
    await expectRejection('INVALID_ARGUMENT', () => request.inferAsync([npu]), where);
    const model = rig.core.readModelSync(reluModel().xml);
    for (const name of ['CPU', 'AUTO:CPU', 'MULTI:NPU,CPU', 'HETERO:CPU'])
      expectError('INVALID_ARGUMENT', () =>
        rig.core.compileModelSync(model, name).createInferRequest().infer([tensor]),
      );
    expect(rig.core.compileModelSync(model, 'HETERO:GPU,CPU').createInferRequest().infer([tensor])['y']).toBeDefined();

    using twin = mockRuntime({ devices: ['GPU'] });
    const twins = new Core().getDefaultContext('GPU').createTensor('f32', [1, 16]);
    expectError('GENERAL_ERROR', () => request.setInputTensor(twins), /Unexpected remote tensor/);
    using other = mockRuntime({ devices: ['GPU'], version: '2025.4.1' });
    const others = new Core().getDefaultContext('GPU').createTensor('f32', [1, 16]);
    expectError('INVALID_ARGUMENT', () => request.setInputTensor(others), /one OpenVINO runtime/);
    expect([twin.inferences(), other.inferences()]).toEqual([[], []]);
  });

  it('fails on the CPU that a scheduler chose, as the real one does', async () => {
    using rig = new Rig(['CPU', device('GPU')]);
    const tensor = gpu(rig).context.createTensor('f32', [1, 16]);
    const compiled = rig.core.compileModelSync(rig.core.readModelSync(reluModel().xml), 'AUTO:-GPU');
    const request = compiled.createInferRequest();
    expectError('NOT_IMPLEMENTED', () => request.infer([tensor]), /Not Implemented/);
    await expectRejection('NOT_IMPLEMENTED', () => request.inferAsync([tensor]));
    await request.inferAsync([new Tensor('f32', [1, 16])]);
  });
});

describe('the life of a remote tensor', () => {
  it('ends by close, but for requests that it is set for', async () => {
    using rig = new Rig([device('GPU')]);
    const { context, compiled } = gpu(rig);
    const request = compiled.createInferRequest();
    const input = context.createTensor('f32', [1, 16]);
    const expected = expectedOutput(PORT, [new Tensor('f32', [1, 16])]).data;
    request.setInputTensor(input);
    const inflight = request.inferAsync();
    input.close();
    input.close();
    context.close();
    expect((await inflight)['y']?.data).toEqual(expected);
    expect(request.infer()['y']?.data).toEqual(expected);
    expect(input.elementType).toBe('f32');
    for (const use of [
      () => input.getParams(),
      () => input.shape,
      () => compiled.createInferRequest().setInputTensor(input),
    ])
      expectError('CLOSED', use, /The tensor is closed/);
    expect(inspect(input)).toBe('RemoteTensor (closed)');
  });

  it('ends by garbage collection, which knows how large it is', { timeout: 60_000 }, async () => {
    using rig = new Rig([device('GPU')]);
    const { context, compiled } = gpu(rig);
    const request = compiled.createInferRequest();
    const before = process.memoryUsage().rss;
    let most = 0;
    for (let i = 0; i < 400; i++) {
      const large =
        i % 2 === 0 ? context.createTensor('f32', [1024, 1024]) : context.createHostTensor('f32', [1024, 1024]);
      expect(large.byteLength).toBe(4 * 2 ** 20);
      request.setInputTensor(context.createTensor('f32', [1, 16]));
      request.infer();
      if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    // all of them are 1.6 GB
    expect(most).toBeLessThan(400 * 2 ** 20);
    expect(request.infer()['y']?.shape).toEqual([1, 16]);
  });
});

describe('a host tensor of a context', () => {
  it('is a live view of memory that lives as long as anybody has it', async () => {
    using rig = new Rig([device('GPU')]);
    const { context, compiled } = gpu(rig);
    const input = context.createHostTensor('f32', [1, 16]);
    const output = context.createHostTensor('f32', [1, 16]);
    expect(input).not.toBeInstanceOf(RemoteTensor);
    expect([input.elementType, input.shape, input.byteLength, [...input.data]]).toEqual([
      'f32',
      [1, 16],
      64,
      Array(16).fill(0),
    ]);
    floatsOf(input).set([1, 2, 3]);
    context.close();
    const request = compiled.createInferRequest();
    request.setOutputTensor(output);
    const view = output.data;
    const first = request.infer([input]);
    expect(first['y']?.data).toEqual(expectedOutput(PORT, [input]).data);
    expect(view).toEqual(first['y']?.data);
    floatsOf(input)[0] = 9;
    await request.inferAsync();
    expect(view).toEqual(expectedOutput(PORT, [input]).data);
    expectError('INVALID_ARGUMENT', () => input.setShape([16]), /can not be changed/);
    input.data = new Float32Array(16);
    expect(new Tensor('f32', [1, 16]).data).toEqual(input.data);
  });

  it('is taken by any device', () => {
    using rig = new Rig(['CPU', 'GPU']);
    const tensor = rig.core.getDefaultContext('GPU').createHostTensor('f32', [1, 16]);
    floatsOf(tensor).fill(2);
    const compiled = rig.core.compileModelSync(rig.core.readModelSync(addModel().xml), 'CPU');
    const { sum } = compiled.createInferRequest().infer([tensor, tensor]);
    expect(sum?.data).toEqual(expectedOutput(PORT, [tensor, tensor]).data);
  });
});

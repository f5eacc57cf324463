import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import {
  CompiledModel,
  Core,
  InferRequest,
  type InferResults,
  InputInfo,
  InputModelInfo,
  InputTensorInfo,
  loadRuntime,
  Model,
  Output,
  OutputInfo,
  OutputTensorInfo,
  PreProcessSteps,
  RemoteContext,
  RemoteTensor,
  Tensor,
} from '../../lib/index.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { addModel, type IrModel, identityModel, reluModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

function compile({ xml, weights }: IrModel): CompiledModel {
  using core = new Core();
  using model = core.readModelSync(xml, weights);
  return core.compileModelSync(model, 'CPU');
}

const valuesOf = (results: InferResults, name: string): unknown[] => [...(results[name]?.data ?? [])];

describeRuntimes('inputs', () => {
  it('are taken from a Map by index, name and port', () => {
    const compiled = compile(addModel({ shape: [2] }));
    const run = compiled.createInferRequest();
    const [a, b] = [Float32Array.of(1, 2), Float32Array.of(10, 20)];
    const inputs = new Map<number | Output, Float32Array>([
      [1, b],
      [compiled.input('a'), a],
    ]);
    expect(valuesOf(run.infer(inputs), 'sum')).toEqual([11, 22]);
    expect(valuesOf(run.infer(new Map([['b', a]])), 'sum')).toEqual([2, 4]);
    expectError('PORT_NOT_FOUND', () => run.infer(new Map([[2, a]])));
  });

  it('are found in results by their port', () => {
    const compiled = compile(reluModel({ shape: [2] }));
    const results = compiled.createInferRequest().infer({ x: Float32Array.of(1, -1) });
    expect(valuesOf(results, String(compiled.output(0)))).toEqual([1, 0]);
  });

  it('are refused where none would be seen, instead of running on what was there', async () => {
    const run = compile(reluModel({ shape: [2] })).createInferRequest();
    for (const inputs of [Promise.resolve([new Float32Array(2)]), new Set([1]), new Date(), null, 'x', 5]) {
      expectError('INVALID_ARGUMENT', () => run.infer(inputs as never), /Inputs are an array of tensors/);
      await expectRejection('INVALID_ARGUMENT', () => run.inferAsync(inputs as never));
    }
    expect(valuesOf(run.infer([Float32Array.of(1, -1)]), 'y')).toEqual([1, 0]);
    expect(valuesOf(run.infer({}), 'y')).toEqual([1, 0]);
  });

  it('come with options that are options', async () => {
    const run = compile(reluModel({ shape: [2] })).createInferRequest();
    const input = [Float32Array.of(1, -1)];
    expectError('INVALID_ARGUMENT', () => run.infer(input, null as never), /Options are an object/);
    await expectRejection('INVALID_ARGUMENT', () => run.inferAsync(input, 5 as never));
    for (const signal of [null, 5, {}, new AbortController()]) {
      await expectRejection('INVALID_ARGUMENT', () => run.inferAsync(input, { signal } as never), /AbortSignal/);
    }
    // none of those has started anything
    expect(valuesOf(await run.inferAsync(input), 'y')).toEqual([1, 0]);
  });

  it('can be arrays of another realm', () => {
    const run = compile(reluModel({ shape: [2] })).createInferRequest();
    const foreign = runInNewContext('Float32Array.of(1, -1)') as Float32Array;
    expect(foreign).not.toBeInstanceOf(Float32Array);
    expect(valuesOf(run.infer([foreign]), 'y')).toEqual([1, 0]);
    const bytes = compile(identityModel({ elementType: 'u8', shape: [2] })).createInferRequest();
    expect(valuesOf(bytes.infer([runInNewContext('Uint8Array.of(7, 8)')]), 'x')).toEqual([7, 8]);
    expectError('ELEMENT_TYPE_MISMATCH', () => new Tensor('f32', [2], runInNewContext('new Int32Array(2)')));
    using core = new Core();
    const { xml } = reluModel();
    const model = runInNewContext('new Uint8Array(bytes)', { bytes: [...new TextEncoder().encode(xml)] });
    expect(core.readModelSync(model).inputs).toHaveLength(1);
  });

  it('of dynamic shape must have been set', async () => {
    const run = compile(reluModel({ shape: [1, -1] })).createInferRequest();
    expectError('SHAPE_MISMATCH', () => run.infer(), /input x has the dynamic shape \[1,\?\] and was given no tensor/);
    await expectRejection('SHAPE_MISMATCH', () => run.inferAsync());
    expect(run.infer([new Tensor('f32', [1, 0])])['y']?.getShape()).toEqual([1, 0]);
  });
});

describeRuntimes('shapes at the edges', () => {
  it.each([
    ['a scalar', [], 1],
    ['nothing', [0, 4], 0],
    ['ten dimensions', [1, 1, 1, 1, 1, 1, 1, 1, 2, 3], 6],
  ] as const)('%s', async (_, shape, size) => {
    const run = compile(reluModel({ shape: [...shape] })).createInferRequest();
    const input = new Tensor('f32', shape, new Float32Array(size).fill(3));
    for (const results of [run.infer([input]), await run.inferAsync(), run.infer(undefined, { shareOutputs: true })]) {
      expect(results['y']?.getShape()).toEqual([...shape]);
      expect(valuesOf(results, 'y')).toEqual(new Array(size).fill(3));
    }
    expect(run.getCompiledModel().input().shape).toEqual([...shape]);
    expect(run.getOutputTensor().data).toHaveLength(size);
  });
});

describeRuntimes('arguments that are none', () => {
  it('are told by their port, in few words', () => {
    const compiled = compile(reluModel({ shape: [1, 4] }));
    for (const key of [Object.create(null), Symbol('x'), 5n, null])
      expectError(
        'PORT_NOT_FOUND',
        () => compiled.input(key),
        /There is no input (an object|Symbol\(x\)|5n|null); the/,
      );
    const long = expectError('PORT_NOT_FOUND', () => compiled.input('x'.repeat(1e5)));
    expect(long.message.length).toBeLessThan(300);
  });

  it('are bytes that have gone', async () => {
    using core = new Core();
    const { xml } = reluModel({ shape: [1, 4] });
    const gone = new Uint8Array(8);
    structuredClone(gone, { transfer: [gone.buffer] });
    expectError('DETACHED_BUFFER', () => core.readModelSync(xml, gone), /buffer of the weights is detached/);
    expectError('DETACHED_BUFFER', () => core.readModelSync(gone), /buffer of the model is detached/);
    await expectRejection('DETACHED_BUFFER', () => core.readModel(xml, gone));
    expectError('MODEL_INVALID', () => core.readModelSync(new Uint8Array(0)), /empty/);
  });

  it('are names and paths longer than any', () => {
    using core = new Core();
    const long = 'x'.repeat(1e5);
    for (const run of [
      () => core.getProperty('CPU', long),
      () => core.setProperty('CPU', { [long]: 1 }),
      () => core.setProperty('CPU', { DEVICE_PROPERTIES: { CPU: { [long]: 1 } } }),
    ])
      expect(expectError('INVALID_ARGUMENT', run, /is not the name of a property/).message.length).toBeLessThan(300);
    for (const value of [long, { x: long }])
      expect(
        expectError('UNKNOWN_PROPERTY', () => core.setProperty('CPU', { NOPE: value })).message.length,
      ).toBeLessThan(300);
    const { message } = expectError('MODEL_NOT_READABLE', () => core.readModelSync(long));
    expect(message.length).toBeLessThan(5000);
  });
});

describeRuntimes('objects that others make', ({ path }) => {
  it('are not made by new', () => {
    const infos = [InputInfo, InputModelInfo, InputTensorInfo, OutputInfo, OutputTensorInfo, PreProcessSteps];
    for (const given of [[], [5, 5, 5], [Symbol('made here'), {}, {}, {}]]) {
      for (const Class of [CompiledModel, InferRequest, Output, RemoteContext, RemoteTensor, ...infos])
        expectError('INVALID_ARGUMENT', () => Reflect.construct(Class, given), /can not be made by new/);
      // openvino-node makes an empty one
      expectError('NOT_IN_C_API', () => Reflect.construct(Model, given), /new Model\(\)/);
    }
    expectError('INVALID_ARGUMENT', () => new Core(null as never));
    expectError('INVALID_ARGUMENT', () => loadRuntime(null as never));
  });

  it('belong to one runtime, however often it is loaded', () => {
    const first = compile(reluModel({ shape: [2] })).createInferRequest();
    first.infer([Float32Array.of(1, -1)]);
    loadRuntime({ path });
    const second = compile(reluModel({ shape: [2] })).createInferRequest();
    second.setInputTensor(first.getOutputTensor());
    expect(valuesOf(second.infer(), 'y')).toEqual([1, 0]);
  });
});

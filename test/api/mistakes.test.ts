import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { AsyncInferQueue, type CompiledModel, Core, loadRuntime, pipeline, Tensor } from '../../lib/index.js';
import { compileForCpu } from '../helpers/compiled.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { reluModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

const compileRelu = (): CompiledModel => compileForCpu(reluModel({ shape: [1, 4] }));
const INPUT = [new Float32Array(4)];

/** Calls a method with more than it takes. */
const more = (method: unknown, object: object, ...args: unknown[]): unknown =>
  Reflect.apply(method as () => unknown, object, args);

describeRuntimes('an option that nobody would read', () => {
  it('is refused, with those that there are', async () => {
    const compiled = compileRelu();
    const request = compiled.createInferRequest();
    const { signal } = new AbortController();
    using core = new Core();
    const refused: [RegExp, () => unknown][] = [
      [
        /no option "sginal" here; the options are signal, outputs/,
        () => compiled.run(INPUT, { sginal: signal } as never),
      ],
      [/no option "shareOutputs" here/, () => compiled.run(INPUT, { shareOutputs: true } as never)],
      [/An AbortSignal is given in options/, () => compiled.run(INPUT, signal as never)],
      [/no option "signal" here/, () => request.infer(INPUT, { signal } as never)],
      [/shareOutputs is true or false, not "yes"/, () => request.infer(INPUT, { shareOutputs: 'yes' as never })],
      [/the only one is signal/, () => request.startAsync(INPUT, { shareOutputs: true } as never)],
      [/no option "poolSize"/, () => compileRelu().configurePool({ poolSize: 2 } as never)],
      [/size is a number of infer requests, .* not "2"/, () => compileRelu().configurePool({ size: '2' as never })],
      [/jobs is a number of infer requests, .* not 0/, () => new AsyncInferQueue(compiled, 0)],
      [/no option "maxwaiting"/, () => new AsyncInferQueue(compiled, 1, { maxwaiting: 1 } as never)],
      [
        /whenFull is 'reject' or 'wait', not "drop"/,
        () => new AsyncInferQueue(compiled, 1, { whenFull: 'drop' as never }),
      ],
      [/inFlight is a number of infer requests, .* not "4"/, () => pipeline(compiled, [], { inFlight: '4' as never })],
      [/ordered is true or false, not "x"/, () => pipeline(compiled, [], { ordered: 'x' as never })],
      [/no option "onerror"/, () => pipeline(compiled, [], { onerror: () => {} } as never)],
      [/onError is a function, not a plain object/, () => pipeline(compiled, [], { onError: {} as never })],
      [/no option "timeout"/, () => core.readModel('model.xml', undefined, { timeout: 1 } as never)],
      [/An AbortSignal is given in options/, () => core.compileModel('model.xml', 'CPU', {}, signal as never)],
      [/no option "plugins"/, () => new Core({ plugins: 'x' } as never)],
      [/Options are an object such as .*, not an empty array/, () => new Core([] as never)],
      [/Options are an object such as .*, not an array/, () => compiled.run(INPUT, [signal] as never)],
      [/no option "file"/, () => loadRuntime({ file: 'x' } as never)],
      [/given "a.blob": .*exportModel\(path\) writes a file/, () => more(compiled.exportModelSync, compiled, 'a.blob')],
      [/hears of no signal/, () => more(core.readModelSync, core, 'model.xml', undefined, { signal })],
      [/hears of no signal/, () => more(core.compileModelSync, core, 'model.xml', 'CPU', {}, { signal })],
    ];
    for (const [message, run] of refused) {
      await expectRejection('INVALID_ARGUMENT', async () => run(), message);
    }
    // an option of the value undefined is one that was left out
    await compiled.run(INPUT, { signal: undefined, timeout: undefined } as never);
  });
});

describeRuntimes('a promise in the place of what it gives', () => {
  it('is refused with the advice to await it', async () => {
    const compiled = compileRelu();
    const promise = Promise.resolve(compiled);
    using core = new Core();
    const refused: (() => unknown)[] = [
      () => compiled.run(promise as never),
      () => compiled.run([promise as never]),
      () => compiled.run({ x: promise as never }),
      () => compiled.run(INPUT, promise as never),
      () => compiled.createInferRequest().setInputTensor(promise as never),
      () => new AsyncInferQueue(promise as never),
      () => pipeline(promise as never, []),
      () => core.compileModel(promise as never, 'CPU'),
      () => core.compileModelSync(promise as never, 'CPU'),
      () => core.readModel(promise as never),
      () => new Tensor('f32', promise as never),
      () => new Tensor('f32', [4], promise as never),
    ];
    for (const run of refused)
      await expectRejection('INVALID_ARGUMENT', async () => run(), /a promise \(await it first\)/i);
  });
});

describeRuntimes('a wrong tensor', () => {
  it('is told in terms of the input: what it takes, and what was given', () => {
    const request = compileRelu().createInferRequest();
    const wrong: [unknown, RegExp][] = [
      [[[1, 2, 3, 4]], /^The input x takes a Tensor or a Float32Array of 4 elements, not an array\.$/],
      [[5], /^The input x takes a Tensor or a Float32Array of 4 elements, not 5\.$/],
      [{ x: 'text' }, /not "text"/],
      [{ x: new Date() }, /not a Date object/],
      [[new ArrayBuffer(16)], /not an ArrayBuffer object/],
      [INPUT[0], /not a Float32Array of 4 elements; give it in an array/],
      [new Tensor('f32', [1, 4]), /not a Tensor object; give it in an array/],
    ];
    for (const [inputs, message] of wrong) {
      expectError('INVALID_ARGUMENT', () => request.infer(inputs as never), message);
    }
    expectError(
      'ELEMENT_TYPE_MISMATCH',
      () => request.infer([new Float64Array(4)]),
      /^The input x has elements of type f32 and takes a Float32Array of 4 elements, not a Float64Array of 4 elements\.$/,
    );
    expectError(
      'SHAPE_MISMATCH',
      () => request.infer([new Float32Array(5)]),
      /^The input x has the shape \[1,4\] and takes a Float32Array of 4 elements, not of 5\.$/,
    );
    expectError(
      'INVALID_ARGUMENT',
      () => request.setTensor('x', INPUT[0] as never),
      /input x takes a Tensor here, not a Fl/,
    );
    expectError(
      'INVALID_ARGUMENT',
      () => new Tensor('f32', [3], [1, 2, 3] as never),
      /f32 tensor is a Float32Array, not an ar/,
    );
  });

  it('is a device that holds the properties', async () => {
    using core = new Core();
    const { xml, weights } = reluModel();
    const model = core.readModelSync(xml, weights);
    const inDevicesPlace = (): Promise<unknown> => core.compileModel(model, { PERF_COUNT: true } as never);
    await expectRejection(
      'INVALID_DEVICE',
      inDevicesPlace,
      /^A plain object is not a device: .* before the properties/,
    );
  });
});

describeRuntimes('console.log', () => {
  it('shows what objects are', async () => {
    const compiled = compileRelu();
    const { y } = await compiled.run([Float32Array.of(-1, 2, 3, 4)]);
    expect(inspect(y)).toMatch(
      /^Tensor \{\s+elementType: 'f32',\s+shape: \[ 1, 4 \],\s+data: Float32Array\(4\) \[ 0, 2, 3, 4 \]\s+\}$/,
    );
    expect(inspect(new Tensor(['a', 'b']))).toMatch(/^Tensor \{ .*strings: \[ 'a', 'b' \]/);
    expect(inspect(compiled.input())).toMatch(
      /^Output \{\s+anyName: 'x',\s+elementType: 'f32',\s+partialShape: PartialShape \[1,4\]/,
    );
    expect(inspect(compiled)).toMatch(/^CompiledModel \{\s+device: 'CPU',\s+inputs: \[\s+Output/);
    expect(inspect({ deep: { deeper: { deepest: compiled } } })).toContain('[CompiledModel]');
    const request = compiled.createInferRequest();
    expect(inspect(request)).toBe('InferRequest { isRunning: false, timing: undefined }');
    const { buffer } = y?.data ?? expect.fail();
    structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
    expect(inspect(y)).toMatch(/^Tensor \{ elementType: 'f32', shape: \[ 1, 4 \], data: \(DETACHED_BUFFER\) \}/);
    request.close();
    expect(inspect(request)).toMatch(/^InferRequest /);
    compiled.close();
    expect(inspect(compiled)).toMatch(/^CompiledModel /);
  });

  it('shows an output in flight, and leaves it alone', async () => {
    const request = compileForCpu(reluModel({ shape: [1, -1] })).createInferRequest();
    request.infer([new Tensor('f32', [1, 2])]);
    const output = request.getOutputTensor();
    const length = 1 << 22;
    const running = request.inferAsync([new Tensor('f32', [1, length])]);
    expect(inspect(output)).toMatch(/data: \(REQUEST_BUSY\)/);
    await running;
    expect([output.getShape(), output.data.length]).toEqual([[1, length], length]);
  });
});

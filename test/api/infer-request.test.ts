import { expect, it } from 'vitest';
import { type CompiledModel, Core, type InferRequest, Tensor } from '../../lib/index.js';
import { expectError } from '../helpers/expect-error.js';
import { addModel, identityModel, reluModel, twoOutputsModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

type Ir = { xml: string; weights: Uint8Array };

function compile({ xml, weights }: Ir, device = 'CPU'): CompiledModel {
  using core = new Core();
  using model = core.readModelSync(xml, weights);
  return core.compileModelSync(model, device);
}

function request(ir: Ir): InferRequest {
  return compile(ir).createInferRequest();
}

const ramp = (length: number, from = -2): Float32Array => Float32Array.from({ length }, (_, i) => i + from);

describeRuntimes('InferRequest', () => {
  it('infers from an array, an object, typed arrays and set tensors', () => {
    const tensor = new Tensor('f32', [1, 4], ramp(4));
    const run = request(reluModel({ shape: [1, 4] }));
    expect([...(run.infer([tensor])['y'] as Tensor).data]).toEqual([0, 0, 0, 1]);
    expect([...(run.infer({ x: tensor })['y'] as Tensor).data]).toEqual([0, 0, 0, 1]);
    expect([...(run.infer([ramp(4, 1)])['y'] as Tensor).data]).toEqual([1, 2, 3, 4]);
    expect([...(run.infer({ x: ramp(4, 2) })['y'] as Tensor).data]).toEqual([2, 3, 4, 5]);
    run.setInputTensor(tensor);
    expect([...(run.infer()['y'] as Tensor).data]).toEqual([0, 0, 0, 1]);
    tensor.data[0] = 8;
    expect([...(run.infer()['y'] as Tensor).data]).toEqual([8, 0, 0, 1]);
  });

  it('knows its inputs by name, whatever their order', () => {
    const run = request(addModel({ shape: [2] }));
    const [a, b] = [Float32Array.of(1, 2), Float32Array.of(10, 20)];
    expect([...(run.infer({ b, a })['sum'] as Tensor).data]).toEqual([11, 22]);
    expect([...(run.infer([a, b])['sum'] as Tensor).data]).toEqual([11, 22]);
    expect([...(run.infer({ b: Float32Array.of(0, 0) })['sum'] as Tensor).data]).toEqual([1, 2]);
    expect([...run.getTensor('a').data]).toEqual([1, 2]);
    run.setTensor('a', new Tensor('f32', [2], Float32Array.of(5, 5)));
    expect([...(run.infer()['sum'] as Tensor).data]).toEqual([5, 5]);
    expect(run.getInputTensor(0).data).toEqual(Float32Array.of(5, 5));
    expectError('PORT_NOT_FOUND', () => run.getInputTensor(), /2 inputs \(a, b\)/);
    expectError('PORT_NOT_FOUND', () => run.setInputTensor(new Tensor('f32', [2])));
  });

  it("writes to the request's own input tensor", () => {
    const run = request(reluModel({ shape: [1, 4] }));
    const input = run.getInputTensor();
    expect(run.getInputTensor()).toBe(input);
    (input.data as Float32Array).set([3, -3, 1, -1]);
    expect([...(run.infer()['y'] as Tensor).data]).toEqual([3, 0, 1, 0]);
    expect([...(run.infer([ramp(4)])['y'] as Tensor).data]).toEqual([0, 0, 0, 1]);
    // its own tensor can be set again
    run.setInputTensor(input);
    expect([...(run.infer()['y'] as Tensor).data]).toEqual([3, 0, 1, 0]);
  });

  it('gives every output under its name', () => {
    const run = request(twoOutputsModel({ shape: [3] }));
    const results = run.infer([Float32Array.of(-1, 0, 2)]);
    expect(Object.keys(results)).toEqual(['positive', 'negated']);
    expect([...(results['positive'] as Tensor).data]).toEqual([0, 0, 2]);
    expect([...(results['negated'] as Tensor).data].map((value) => Number(value) + 0)).toEqual([1, 0, -2]);
    expect(run.infer({ x: Float32Array.of(1, 1, 1) })['positive']?.data[0]).toBe(1);
    run.infer([Float32Array.of(-1, 0, 2)]);
    const compiled = run.getCompiledModel();
    const [first, second] = compiled.outputs;
    expect(results[String(first)]).toBe(results['positive']);
    expect([...run.getTensor(second as never).data].map((value) => Number(value) + 0)).toEqual([1, 0, -2]);
    expect([...run.getOutputTensor(0).data]).toEqual([0, 0, 2]);
  });

  it('writes an output where the user says, and still gives results that stay', () => {
    const run = request(reluModel({ shape: [4] }));
    const mine = new Tensor('f32', [4]);
    run.setOutputTensor(mine);
    const first = run.infer([ramp(4, 1)])['y'] as Tensor;
    expect([...mine.data]).toEqual([1, 2, 3, 4]);
    run.infer([ramp(4, 5)]);
    expect([...mine.data]).toEqual([5, 6, 7, 8]);
    expect([...first.data]).toEqual([1, 2, 3, 4]);
    expect(run.getOutputTensor()).toBe(mine);
  });

  it('shares outputs on request', () => {
    const run = request(reluModel({ shape: [4] }));
    const shared = run.infer([ramp(4, 1)], { shareOutputs: true })['y'] as Tensor;
    expect(shared).toBe(run.getOutputTensor());
    run.infer([ramp(4, 5)]);
    expect([...shared.data]).toEqual([5, 6, 7, 8]);
  });

  it('sees a dynamic shape follow its input', () => {
    const run = request(reluModel({ shape: [1, -1] }));
    const kept: Tensor[] = [];
    for (const length of [3, 100000, 2]) {
      const { y } = run.infer([new Tensor('f32', [1, length], ramp(length))]);
      expect(y?.getShape()).toEqual([1, length]);
      kept.push(y as Tensor);
    }
    expect(kept.map((tensor) => tensor.data.length)).toEqual([3, 100000, 2]);
    expect([...(kept[0] as Tensor).data]).toEqual([0, 0, 0]);
    expectError('SHAPE_MISMATCH', () => run.infer([ramp(3)]), /dynamic shape \[1,\?\]; give a Tensor/);
    expectError(
      'SHAPE_MISMATCH',
      () => run.infer([new Tensor('f32', [2, 3])]),
      /takes the shape \[1,\?\], and the tensor's is \[2,3\]/,
    );
  });

  it('never leaves a view of a dynamic output dangling', () => {
    const run = request(reluModel({ shape: [1, -1] }));
    run.infer([new Tensor('f32', [1, 4], ramp(4, 1))]);
    const live = run.getOutputTensor();
    const before = live.data;
    expect([...before]).toEqual([1, 2, 3, 4]);
    run.infer([new Tensor('f32', [1, 50000], ramp(50000, 1))]);
    expect(before.length).toBe(0);
    expect(live.data.length).toBe(50000);
    expect(live.getShape()).toEqual([1, 50000]);
  });

  it('takes a tensor whose shape changed', () => {
    const run = request(reluModel({ shape: [1, -1] }));
    const tensor = new Tensor('f32', [1, 4], ramp(4, 1));
    expect((run.infer([tensor])['y'] as Tensor).getShape()).toEqual([1, 4]);
    tensor.setShape([1, 2]);
    expect((run.infer()['y'] as Tensor).getShape()).toEqual([1, 2]);
  });

  it('refuses tensors that do not fit, before the library sees them', () => {
    const run = request(reluModel({ shape: [1, 4] }));
    expectError(
      'ELEMENT_TYPE_MISMATCH',
      () => run.infer([new Tensor('f64', [1, 4])]),
      /input x takes elements of type f32, and the tensor's are f64/,
    );
    expectError(
      'SHAPE_MISMATCH',
      () => run.infer([new Tensor('f32', [4])]),
      /takes the shape \[1,4\], and the tensor's is \[4\]/,
    );
    expectError('SHAPE_MISMATCH', () => run.infer([new Float32Array(5)]));
    expectError('PORT_NOT_FOUND', () => run.infer({ z: new Tensor('f32', [1, 4]) }), /no input "z"; the inputs are x/);
    expectError('PORT_NOT_FOUND', () => run.infer([new Tensor('f32', [1, 4]), new Tensor('f32', [1, 4])]));
    expectError('PORT_NOT_FOUND', () => run.getTensor('z'));
    expectError('PORT_NOT_FOUND', () => run.getOutputTensor(1));
    for (const inputs of [
      5,
      'x',
      new Float32Array(4),
      new Tensor('f32', [1, 4]),
      [null],
      [undefined],
      { x: 5 },
      [[1, 2]],
    ]) {
      expectError('INVALID_ARGUMENT', () => run.infer(inputs as never));
    }
    expectError('INVALID_ARGUMENT', () => run.setInputTensor(0 as never), /input x takes a Tensor here, not undefined/);
    expect([...(run.infer([ramp(4)])['y'] as Tensor).data]).toEqual([0, 0, 0, 1]);
  });

  it('refuses a buffer that was transferred after it was set', () => {
    const run = request(reluModel({ shape: [1, 4] }));
    const data = ramp(4);
    const tensor = new Tensor('f32', [1, 4], data);
    run.setInputTensor(tensor);
    run.infer();
    structuredClone(data.buffer, { transfer: [data.buffer as ArrayBuffer] });
    expectError('DETACHED_BUFFER', () => run.infer(), /transferred/);
    expectError('DETACHED_BUFFER', () => run.infer([tensor]));
    const output = new Tensor('f32', [1, 4]);
    run.setOutputTensor(output);
    const buffer = output.data.buffer as ArrayBuffer;
    structuredClone(buffer, { transfer: [buffer] });
    expectError('DETACHED_BUFFER', () => run.infer([ramp(4)]));
  });

  it('times inferences', () => {
    const run = request(reluModel({ shape: [1, 4] }));
    expect(run.latencyMs).toBeNaN();
    run.infer([ramp(4)]);
    expect(run.latencyMs).toBeGreaterThan(0);
    expect(run.latencyMs).toBeLessThan(10_000);
  });

  it('profiles when compiled with PERF_COUNT', () => {
    using core = new Core();
    const { xml, weights } = reluModel();
    const compiled = core.compileModelSync(core.readModelSync(xml, weights), 'CPU', { PERF_COUNT: true });
    expect(compiled.getProperty('PERF_COUNT')).toBe(true);
    const run = compiled.createInferRequest();
    run.infer([new Float32Array(16)]);
    const nodes = run.getProfilingInfo();
    expect(nodes.map(({ nodeType }) => nodeType)).toContain('Parameter');
    expect(nodes.some(({ status }) => status === 'EXECUTED')).toBe(true);
  });

  it('is closed once and for all', () => {
    const compiled = compile(identityModel());
    const run = compiled.createInferRequest();
    compiled.close();
    compiled.close();
    expect([...(run.infer([ramp(16)])['y'] ?? run.getOutputTensor()).data]).toEqual([...ramp(16)]);
    expectError('CLOSED', () => compiled.createInferRequest(), /compiled model is closed/);
    run.close();
    run.close();
    expectError('CLOSED', () => run.infer(), /infer request is closed/);
    expectError('CLOSED', () => run.getInputTensor());
    expectError('CLOSED', () => run.startAsync());
    run.cancel();
  });
});

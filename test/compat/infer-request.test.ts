import { expect, it } from 'vitest';
import { compileForCpu } from '../helpers/compiled.js';
import { expectRejection } from '../helpers/expect-error.js';
import { addModel, reluModel, twoOutputsModel } from '../helpers/models.js';
import { as, call, describeWays, itRefuses } from './ways.js';

/** What openvino-node 2026.4 has of InferRequest: each member, each overload, what it refuses. */
describeWays('InferRequest', (ov) => {
  const compiled = compileForCpu(reluModel({ shape: [1, 2] }));
  const request = () => compiled.createInferRequest();
  const array = () => Float32Array.of(-1, 2);
  const tensor = () => new ov.Tensor(ov.element.f32, [1, 2], array());
  const result = () => new ov.Tensor('f32', [1, 2]);

  it('infer(), with what setInputTensor set', () => {
    const own = request();
    own.setInputTensor(tensor());
    expect(own.infer()['y']?.data).toEqual(Float32Array.of(0, 2));
  });

  it.each([
    ['infer([Tensor])', () => [tensor()]],
    ['infer([TypedArray])', () => [array()]],
    ['infer({ name: Tensor })', () => ({ x: tensor() })],
    ['infer({ name: TypedArray })', () => ({ x: array() })],
  ])('%s, and inferAsync', async (_, inputs) => {
    const own = request();
    for (const results of [own.infer(inputs()), await own.inferAsync(inputs())]) {
      expect(Object.keys(results)).toEqual(['y']);
      expect(results['y']).toBeInstanceOf(ov.Tensor);
      expect(results['y']?.data).toEqual(Float32Array.of(0, 2));
    }
  });

  it('several inputs by name, in any order, and by position', async () => {
    const own = compileForCpu(addModel({ shape: [1] })).createInferRequest();
    const [a, b] = [new ov.Tensor('f32', [1], Float32Array.of(1)), new ov.Tensor('f32', [1], Float32Array.of(2))];
    for (const inputs of [{ b, a }, [a, b]]) {
      expect(own.infer(inputs)['sum']?.data[0]).toBe(3);
      expect((await own.inferAsync(inputs))['sum']?.data[0]).toBe(3);
      expect(own.getTensor('b').data[0]).toBe(2);
    }
  });

  it('several outputs by name', () => {
    const results = compileForCpu(twoOutputsModel({ shape: [1] }))
      .createInferRequest()
      .infer([Float32Array.of(3)]);
    expect(Object.entries(results).map(([name, { data }]) => [name, data[0]])).toEqual([
      ['positive', 3],
      ['negated', -3],
    ]);
  });

  it.each([
    ['setInputTensor(tensor)', 'setInputTensor', []],
    ['setInputTensor(index, tensor)', 'setInputTensor', [0]],
    ['setTensor(name, tensor)', 'setTensor', ['x']],
  ])('%s; getInputTensor(), getInputTensor(index), getTensor(name), getTensor(Output)', (_, method, before) => {
    const own = request();
    call(own, method, ...before, tensor());
    const gets = [own.getInputTensor(), own.getInputTensor(0), own.getTensor('x'), own.getTensor(compiled.input())];
    for (const got of gets) {
      expect(got).toBeInstanceOf(ov.Tensor);
      expect(got.data).toEqual(array());
    }
  });

  it.each([
    ['setOutputTensor(tensor)', 'setOutputTensor', []],
    ['setOutputTensor(index, tensor)', 'setOutputTensor', [0]],
    ['setTensor(name, tensor)', 'setTensor', ['y']],
  ])('%s; getOutputTensor(), getOutputTensor(index), getTensor(name), getTensor(Output)', (_, method, before) => {
    const own = request();
    const mine = result();
    call(own, method, ...before, mine);
    own.infer([array()]);
    const gets = [own.getOutputTensor(), own.getOutputTensor(0), own.getTensor('y'), own.getTensor(compiled.output())];
    for (const got of [mine, ...gets]) expect(got.data).toEqual(Float32Array.of(0, 2));
  });

  it('getCompiledModel()', () => {
    const model = request().getCompiledModel();
    expect(model).toBeInstanceOf(ov.CompiledModel);
    expect(model.createInferRequest().infer([array()])['y']?.data).toEqual(Float32Array.of(0, 2));
  });

  itRefuses([
    ['infer(TypedArray)', 'INVALID_ARGUMENT', () => call(request(), 'infer', array())],
    ['setTensor(name, tensor, more)', 'INVALID_ARGUMENT', () => call(request(), 'setTensor', 'y', result(), 1)],
    ['setInputTensor(0, tensor, more)', 'INVALID_ARGUMENT', () => call(request(), 'setInputTensor', 0, tensor(), 1)],
    ['setOutputTensor(0, tensor, more)', 'INVALID_ARGUMENT', () => call(request(), 'setOutputTensor', 0, result(), 1)],
    ['getTensor(name, more)', 'INVALID_ARGUMENT', () => call(request(), 'getTensor', 'y', 1)],
    ['getInputTensor(0, more)', 'INVALID_ARGUMENT', () => call(request(), 'getInputTensor', 0, 1)],
    ['getOutputTensor(0, more)', 'INVALID_ARGUMENT', () => call(request(), 'getOutputTensor', 0, 1)],
    ['infer(text)', 'INVALID_ARGUMENT', () => call(request(), 'infer', 'text')],
    ['infer([text])', 'INVALID_ARGUMENT', () => call(request(), 'infer', ['text'])],
    ['infer({ name: text })', 'INVALID_ARGUMENT', () => call(request(), 'infer', { x: 'text' })],
    ['infer([{}])', 'INVALID_ARGUMENT', () => call(request(), 'infer', [{}])],
    ['an array of another length', 'SHAPE_MISMATCH', () => request().infer([new Float32Array(3)])],
    ['an input that is not there', 'PORT_NOT_FOUND', () => request().infer({ none: tensor() })],
    ['setInputTensor({})', 'INVALID_ARGUMENT', () => call(request(), 'setInputTensor', {})],
    ['setInputTensor(0, {})', 'INVALID_ARGUMENT', () => call(request(), 'setInputTensor', 0, {})],
    ['setInputTensor(10, tensor)', 'PORT_NOT_FOUND', () => request().setInputTensor(10, tensor())],
    ['setInputTensor(tensor, tensor)', 'INVALID_ARGUMENT', () => call(request(), 'setInputTensor', tensor(), tensor())],
    ['setOutputTensor({})', 'INVALID_ARGUMENT', () => call(request(), 'setOutputTensor', {})],
    ['setOutputTensor(0, {})', 'INVALID_ARGUMENT', () => call(request(), 'setOutputTensor', 0, {})],
    ['setOutputTensor(10, tensor)', 'PORT_NOT_FOUND', () => request().setOutputTensor(10, result())],
    [
      'setOutputTensor(tensor, tensor)',
      'INVALID_ARGUMENT',
      () => call(request(), 'setOutputTensor', result(), result()),
    ],
    ['setTensor of a name that is not there', 'PORT_NOT_FOUND', () => request().setTensor('none', tensor())],
    ['setTensor(name, {})', 'INVALID_ARGUMENT', () => call(request(), 'setTensor', 'y', {})],
    ['setTensor(name)', 'INVALID_ARGUMENT', () => call(request(), 'setTensor', 'y')],
    ['setTensor(tensor, name)', 'INVALID_ARGUMENT', () => call(request(), 'setTensor', result(), 'y')],
    ['setTensor(123, tensor)', 'INVALID_ARGUMENT', () => call(request(), 'setTensor', 123, result())],
    ['getTensor()', 'INVALID_ARGUMENT', () => call(request(), 'getTensor')],
    ['getTensor of a name that is not there', 'PORT_NOT_FOUND', () => request().getTensor('none')],
    ['getInputTensor(name)', 'INVALID_ARGUMENT', () => call(request(), 'getInputTensor', 'x')],
    ['getOutputTensor(1)', 'PORT_NOT_FOUND', () => request().getOutputTensor(1)],
    [
      'getOutputTensor() of two',
      'PORT_NOT_FOUND',
      () => compileForCpu(twoOutputsModel()).createInferRequest().getOutputTensor(),
    ],
    ['new InferRequest()', 'INVALID_ARGUMENT', () => Reflect.construct(ov.InferRequest, [])],
  ]);

  it.each([
    ['inferAsync([text])', 'INVALID_ARGUMENT', ['text']],
    ['inferAsync({ name: text })', 'INVALID_ARGUMENT', { x: 'text' }],
    ['inferAsync(number)', 'INVALID_ARGUMENT', 1],
  ] as const)('rejects %s', async (_, code, inputs) => {
    await expectRejection(code, () => request().inferAsync(as(inputs)));
  });
});

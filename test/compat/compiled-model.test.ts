import { expect, it } from 'vitest';
import { compileForCpu } from '../helpers/compiled.js';
import { addModel, reluModel, twoOutputsModel } from '../helpers/models.js';
import { call, describeWays, itRefuses } from './ways.js';

/** What openvino-node 2026.4 has of CompiledModel and Output: each member, each overload, what it refuses. */
describeWays('CompiledModel', (ov) => {
  const compiled = compileForCpu(reluModel({ shape: [1, 8] }));
  const two = compileForCpu(twoOutputsModel());

  it('inputs, outputs', () => {
    expect(compiled.inputs.map(String)).toEqual(['x']);
    expect(two.outputs.map(String)).toEqual(['positive', 'negated']);
  });

  it.each([
    ['input()', () => compiled.input(), 'x'],
    ['input(index)', () => compiled.input(0), 'x'],
    ['input(name)', () => compiled.input('x'), 'x'],
    ['output()', () => compiled.output(), 'y'],
    ['output(index)', () => compiled.output(0), 'y'],
    ['output(name)', () => compiled.output('y'), 'y'],
  ] as const)('%s', (_, port, name) => {
    expect(port()).toBeInstanceOf(ov.ConstOutput);
    expect(port().anyName).toBe(name);
  });

  it('createInferRequest()', () => expect(compiled.createInferRequest()).toBeInstanceOf(ov.InferRequest));

  it('exportModelSync(): Buffer', () => expect(Buffer.isBuffer(compiled.exportModelSync())).toBe(true));

  it('getProperty(name)', () => {
    expect(compiled.getProperty('NUM_STREAMS')).toEqual(expect.any(Number));
    expect(compiled.getProperty('EXECUTION_DEVICES')).toEqual(['CPU']);
  });

  it('setProperty(properties), on a device that lets some change', () => {
    const core = new ov.Core();
    const { xml, weights } = reluModel({ shape: [1, 8] });
    const batched = core.compileModelSync(core.readModelSync(xml, weights), 'BATCH:CPU(2)');
    batched.setProperty({ AUTO_BATCH_TIMEOUT: '123' });
    expect(batched.getProperty('AUTO_BATCH_TIMEOUT')).toBe(123);
    batched.setProperty({});
  });

  itRefuses([
    ['input() of two', 'PORT_NOT_FOUND', () => compileForCpu(addModel()).input()],
    ['output() of two', 'PORT_NOT_FOUND', () => two.output()],
    ['output(object)', 'PORT_NOT_FOUND', () => call(compiled, 'output', {})],
    ['input(index, index)', 'INVALID_ARGUMENT', () => call(compiled, 'input', 0, 0)],
    ['output(index, index)', 'INVALID_ARGUMENT', () => call(compiled, 'output', 0, 0)],
    ['getProperty(name, name)', 'INVALID_ARGUMENT', () => call(compiled, 'getProperty', 'NUM_STREAMS', 'PERF_COUNT')],
    [
      'setProperty of two objects',
      'INVALID_ARGUMENT',
      () => call(compiled, 'setProperty', {}, { PERFORMANCE_HINT: 'LATENCY' }),
    ],
    ['getProperty()', 'INVALID_ARGUMENT', () => call(compiled, 'getProperty')],
    ['getProperty of an unknown name', 'UNKNOWN_PROPERTY', () => compiled.getProperty('NONE')],
    ['setProperty()', 'INVALID_ARGUMENT', () => call(compiled, 'setProperty')],
    ['setProperty(number)', 'INVALID_ARGUMENT', () => call(compiled, 'setProperty', 123)],
    ['new CompiledModel()', 'INVALID_ARGUMENT', () => Reflect.construct(ov.CompiledModel, [])],
  ]);
});

describeWays('Output', (ov) => {
  const port = compileForCpu(reluModel({ shape: [1, 8] })).input();
  const dynamic = compileForCpu(reluModel({ shape: [-1, 8] })).input();

  it('anyName, getAnyName(), toString()', () =>
    expect([port.anyName, port.getAnyName(), `${port}`]).toEqual(['x', 'x', 'x']));
  it('shape, getShape()', () =>
    expect([port.shape, port.getShape()]).toEqual([
      [1, 8],
      [1, 8],
    ]));
  it('getPartialShape()', () => {
    expect(dynamic.getPartialShape()).toBeInstanceOf(ov.PartialShape);
    expect(dynamic.getPartialShape().getDimensions()).toEqual([-1, 8]);
  });
  it('is a key of results', () => {
    const compiled = compileForCpu(reluModel({ shape: [1, 2] }));
    const results = compiled.createInferRequest().infer([Float32Array.of(-1, 2)]);
    expect([...(results[String(compiled.outputs[0])]?.data ?? [])]).toEqual([0, 2]);
  });

  itRefuses([
    ['shape of a dynamic port', 'SHAPE_MISMATCH', () => dynamic.shape],
    ['getShape() of a dynamic port', 'SHAPE_MISMATCH', () => dynamic.getShape()],
    ['new Output()', 'INVALID_ARGUMENT', () => Reflect.construct(ov.Output, [])],
  ]);
});

import { afterAll, expect, it } from 'vitest';
import { AsyncInferQueue, pipeline, Tensor } from '../../lib/index.js';
import { compileForCpu } from '../helpers/compiled.js';
import { expectError } from '../helpers/expect-error.js';
import { addModel, reluModel, twoOutputsModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

describeRuntimes('a compiled model with declared types', () => {
  const x = Float32Array.of(-1, 2);
  const compiled = compileForCpu(reluModel({ shape: [2] }));
  const two = compileForCpu(twoOutputsModel({ shape: [2] }));
  const sum = compileForCpu(addModel({ elementType: 'i64', shape: [2] }));
  afterAll(() => {
    for (const model of [compiled, two, sum]) model.close();
  });

  it('is the same compiled model', async () => {
    const typed = compiled.typed({ inputs: { x: 'f32' }, outputs: { y: 'f32' } });
    expect(typed).toBe(compiled);
    const { y } = await typed.run({ x });
    expect([...y.data]).toEqual([0, 2]);
    using request = typed.createInferRequest();
    expect([...request.infer({ x }).y.data]).toEqual([0, 2]);
    expect(request.getTensor('x').data[1]).toBe(2);
    expect(request.getCompiledModel()).toBe(compiled);
  });

  it('hands its types on to queues and pipelines', async () => {
    const typed = sum.typed({ inputs: { a: 'i64', b: 'i64' }, outputs: { sum: 'i64' } });
    const ones = BigInt64Array.of(1n, 1n);
    using queue = new AsyncInferQueue(typed, 1);
    const seen: bigint[] = [];
    queue.setCallback((_error, request) => seen.push(...request.getTensor('sum').data));
    await queue.startAsync({ a: ones, b: ones });
    expect(seen).toEqual([2n, 2n]);
    for await (const { item, outputs } of pipeline(typed, [5n], {
      preprocess: (b) => ({ a: ones, b: ones.fill(b) }),
    })) {
      expect([item, ...outputs.sum.data]).toEqual([5n, 10n, 10n]);
    }
  });

  it('may have some of its outputs declared, and either half left out', () => {
    using request = two.typed({ outputs: { negated: 'f32' } }).createInferRequest();
    expect([...request.infer([new Tensor('f32', [2], x)]).negated.data]).toEqual([1, -2]);
    expect(two.typed({})).toBe(two);
  });

  it('refuses names and types that the model has not', () => {
    expectError('PORT_NOT_FOUND', () => compiled.typed({ inputs: { image: 'f32' } }), /no input "image".* x\./);
    expectError('PORT_NOT_FOUND', () => compiled.typed({ outputs: { z: 'f32' } }), /no output "z".* y\./);
    const message = /The input x has elements of type f32 and is declared "u8"; declare it 'f32'/;
    expectError('ELEMENT_TYPE_MISMATCH', () => compiled.typed({ inputs: { x: 'u8' } }), message);
    expectError(
      'ELEMENT_TYPE_MISMATCH',
      () => sum.typed({ outputs: { sum: 'f32' } }),
      /type i64 and is declared "f32"/,
    );
    expectError('INVALID_ARGUMENT', () => sum.typed({ inputs: { b: 'i64' } }), /leave out a,/);
  });

  it('refuses what are no types', () => {
    for (const wrong of [undefined, null, 'f32', [], new Map()]) {
      expectError('INVALID_ARGUMENT', () => compiled.typed(wrong as never), /such as { inputs:/);
    }
    expectError('INVALID_ARGUMENT', () => compiled.typed({ input: {} } as never), /no option "input"/);
    expectError('INVALID_ARGUMENT', () => compiled.typed({ inputs: ['f32'] } as never), /not an array/);
    expectError('ELEMENT_TYPE_MISMATCH', () => compiled.typed({ outputs: { y: 32 } } as never), /declared 32/);
  });
});

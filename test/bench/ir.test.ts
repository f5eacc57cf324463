import { expect, test } from 'vitest';
import { type IrElementType, IrGraph, type IrModel, ops } from '../../lib/bench/model/ir/index.js';
import { STAND_IN_NAME, standInModel } from '../../lib/bench/model/stand-in.js';
import { Core, Tensor } from '../../lib/index.js';
import {
  addModel,
  heavyModel,
  identityModel,
  notModel,
  reluModel,
  twoOutputsModel,
  weightsModel,
} from '../helpers/models.js';
import { noisePicture } from '../helpers/pictures.js';
import { describeRuntimes } from '../helpers/runtimes.js';

function read(core: Core, { xml, weights }: IrModel) {
  return core.readModelSync(Buffer.from(xml), weights);
}

const ELEMENT_TYPES: readonly IrElementType[] = [
  ...(['boolean', 'bf16', 'f16', 'f32', 'f64', 'i4', 'i8', 'i16', 'i32', 'i64'] as const),
  ...(['u1', 'u4', 'u8', 'u16', 'u32', 'u64', 'string'] as const),
];

describeRuntimes('what the IR writer writes', () => {
  test('is read with its name, ports, element types and shapes', () => {
    using core = new Core();
    for (const elementType of ELEMENT_TYPES) {
      using model = read(core, identityModel({ elementType, shape: [2, 3], name: `of ${elementType}` }));
      expect(model.getFriendlyName()).toBe(`of ${elementType}`);
      expect([model.input().anyName, model.input().elementType, model.input().shape]).toEqual([
        expect.stringMatching(/^[xy]$/),
        elementType,
        [2, 3],
      ]);
    }
    using dynamic = read(core, reluModel({ shape: [1, -1, [1, 8]] }));
    expect(dynamic.input().getPartialShape().toString()).toBe('[1,?,1..8]');
    using add = read(core, addModel({ elementType: 'i32' }));
    expect(add.inputs.map(String)).toEqual(['a', 'b']);
  });

  test('names are what was given, whatever they hold', () => {
    using core = new Core();
    const graph = new IrGraph('a "name" with <marks> & more');
    const x = graph.parameter('x', 'f32', [1], { names: ['in "1" <&>'] });
    graph.result(ops.relu(graph, 'y', x, ['first,second']));
    using model = read(core, graph.build());
    expect(model.getFriendlyName()).toBe('a "name" with <marks> & more');
    expect(model.input().anyName).toBe('in "1" <&>');
    expect(model.output().anyName).toBe('first,second');
  });

  test('runs', () => {
    using core = new Core();
    const x = new Tensor(
      'f32',
      [1, 16],
      Float32Array.from({ length: 16 }, (_, i) => i - 8),
    );
    const run = (model: IrModel, inputs: Tensor[]) => {
      using compiled = core.compileModelSync(read(core, model), 'CPU');
      using request = compiled.createInferRequest();
      const results = Object.entries(request.infer(inputs));
      return Object.fromEntries(results.map(([name, { data }]) => [name, [...data]]));
    };
    const numbers = Array.from(x.data as Float32Array);
    expect(run(reluModel(), [x])).toEqual({ y: numbers.map((value) => Math.max(value, 0)) });
    expect(run(addModel(), [x, x])).toEqual({ sum: numbers.map((value) => 2 * value) });
    expect(run(weightsModel(), [x])).toEqual({ y: numbers.map((value, i) => value + i + 0.5) });
    const both = run(twoOutputsModel(), [x]);
    expect(both).toEqual({ positive: numbers.map((v) => Math.max(v, 0)), negated: numbers.map((v) => -v) });
    const bits = new Tensor(
      'boolean',
      [1, 16],
      Uint8Array.from(numbers, (value) => (value > 0 ? 1 : 0)),
    );
    expect(run(notModel(), [bits])).toEqual({ y: numbers.map((value) => (value > 0 ? 0 : 1)) });
    using heavy = read(core, heavyModel({ layers: 2 }));
    expect(heavy.output().shape).toEqual([1, 64, 128, 128]);
  });

  test('the stand-in for the detector detects something, faintly, and nothing is NaN', () => {
    using core = new Core();
    using model = read(core, standInModel());
    expect(model.getFriendlyName()).toBe(STAND_IN_NAME);
    expect([model.input().shape, model.output().shape]).toEqual([
      [1, 300, 300, 3],
      [1, 1, 200, 7],
    ]);
    expect(model.input('Placeholder').elementType).toBe('f32');
    expect(model.output('DetectionOutput_').elementType).toBe('f32');
    using compiled = core.compileModelSync(model, 'CPU');
    using request = compiled.createInferRequest();
    const pictures = [new Float32Array(270_000), new Float32Array(noisePicture(300, 300).data)];
    const outputs = pictures.map((picture) => {
      const [output] = Object.values(request.infer([new Tensor('f32', [1, 300, 300, 3], picture)]));
      return (output as Tensor).data as Float32Array;
    });
    for (const output of outputs) {
      expect(output.every(Number.isFinite)).toBe(true);
      const confidences = output.filter((_, index) => index % 7 === 2);
      expect(confidences[0]).toBeGreaterThan(0.01);
      expect(Math.max(...confidences)).toBeLessThan(0.5);
    }
    expect(outputs[0]).not.toEqual(outputs[1]);
  });
});

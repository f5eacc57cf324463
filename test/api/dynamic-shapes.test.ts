import { expect, it } from 'vitest';
import { IrGraph, ops } from '../../lib/bench/model/ir/index.js';
import { Core, Tensor } from '../../lib/index.js';
import { compileForCpu } from '../helpers/compiled.js';
import { expectError } from '../helpers/expect-error.js';
import { type IrModel, reluModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

/** x -> a 3×3 convolution of ones, padded by 1 -> y: f32 [N, 1, H, W], all of them dynamic but the channel. */
function dynamicImageModel(): IrModel {
  const graph = new IrGraph('dynamic image');
  const x = graph.parameter('x', 'f32', [-1, 1, -1, -1]);
  const kernel = ops.floats(graph, 'kernel', [1, 1, 3, 3], new Float32Array(9).fill(1));
  const sum = ops.convolution(graph, 'sum', x, kernel, 1);
  graph.result(ops.relu(graph, 'relu', sum, ['y']));
  return graph.build();
}

/** The sums of each pixel's neighbourhood, by hand. */
function neighbourSums(image: Float32Array, height: number, width: number): number[] {
  const at = (row: number, column: number): number =>
    row < 0 || row >= height || column < 0 || column >= width ? 0 : (image[row * width + column] as number);
  return Array.from(image, (_, index) => {
    const [row, column] = [Math.floor(index / width), index % width];
    let sum = 0;
    for (let y = -1; y <= 1; y++) for (let x = -1; x <= 1; x++) sum += at(row + y, column + x);
    return sum;
  });
}

const ramp = (length: number): Float32Array => Float32Array.from({ length }, (_, index) => index % 7);

describeRuntimes('a model of dynamic batch', () => {
  const model = reluModel({ shape: [-1, 4], name: 'dynamic batch' });

  it('infers batches of any size, each result its own', async () => {
    using compiled = compileForCpu(model);
    expect(compiled.input().partialShape.toString()).toBe('[?,4]');
    using request = compiled.createInferRequest();
    const results = [3, 1, 8, 2].map((batch) => {
      const data = Float32Array.from({ length: 4 * batch }, (_, index) => index - 3);
      return { data, y: request.infer([new Tensor('f32', [batch, 4], data)])['y'] as Tensor };
    });
    for (const { data, y } of results) {
      expect(y.getShape()).toEqual([data.length / 4, 4]);
      expect([...(y.data as Float32Array)]).toEqual([...data].map((value) => Math.max(0, value)));
    }
    const async = await Promise.all(
      [5, 2].map((batch) => compiled.run([new Tensor('f32', [batch, 4], ramp(4 * batch))])),
    );
    expect(async.map(({ y }) => y?.getShape())).toEqual([
      [5, 4],
      [2, 4],
    ]);
  });

  it('takes a batch of nothing', () => {
    using compiled = compileForCpu(model);
    const { y } = compiled.createInferRequest().infer([new Tensor('f32', [0, 4])]);
    expect([y?.getShape(), y?.getSize(), y?.data.length]).toEqual([[0, 4], 0, 0]);
  });

  it('refuses what does not fit, and a plain array, whose shape nobody knows', () => {
    using compiled = compileForCpu(model);
    using request = compiled.createInferRequest();
    expectError('SHAPE_MISMATCH', () => request.infer([new Tensor('f32', [2, 5])]), /takes the shape \[\?,4\]/);
    expectError('SHAPE_MISMATCH', () => request.infer([new Tensor('f32', [4])]));
    expectError('SHAPE_MISMATCH', () => request.infer([new Float32Array(8)]));
    expectError('SHAPE_MISMATCH', () => compiled.output().shape, /dynamic shape/);
  });

  it('has views of its outputs that do not outlive a change of shape', () => {
    using compiled = compileForCpu(model);
    using request = compiled.createInferRequest();
    request.infer([new Tensor('f32', [2, 4], ramp(8))], { shareOutputs: true });
    const view = request.getOutputTensor();
    const before = view.data;
    expect(view.getShape()).toEqual([2, 4]);
    request.infer([new Tensor('f32', [1000, 4], ramp(4000))], { shareOutputs: true });
    expect(before.length === 0 || before.length === 8).toBe(true);
    expect(request.getOutputTensor().getShape()).toEqual([1000, 4]);
    expect(request.getOutputTensor().data.length).toBe(4000);
  });
});

describeRuntimes('a model of dynamic height and width', () => {
  it('infers pictures of any size', async () => {
    using compiled = compileForCpu(dynamicImageModel());
    expect(compiled.input().partialShape.toString()).toBe('[?,1,?,?]');
    for (const [height, width] of [
      [5, 7],
      [1, 1],
      [16, 3],
      [5, 7],
    ] as const) {
      const image = ramp(height * width);
      const { y } = await compiled.run({ x: new Tensor('f32', [1, 1, height, width], image) });
      expect(y?.getShape()).toEqual([1, 1, height, width]);
      expect([...(y?.data ?? [])]).toEqual(neighbourSums(image, height, width));
    }
  });

  it('is fixed by reshape, and bounded by ranges', () => {
    const { xml, weights } = dynamicImageModel();
    using core = new Core();
    using model = core.readModelSync(xml, weights);
    using fixed = core.compileModelSync(model.reshape([1, 1, 4, 6]), 'CPU');
    expect(fixed.output().shape).toEqual([1, 1, 4, 6]);
    expect([...(fixed.createInferRequest().infer([ramp(24)])['y']?.data ?? [])]).toEqual(neighbourSums(ramp(24), 4, 6));
    using bounded = core.compileModelSync(model.reshape('1,1,2..8,2..8'), 'CPU');
    using request = bounded.createInferRequest();
    expect(request.infer([new Tensor('f32', [1, 1, 8, 2], ramp(16))])['y']?.getShape()).toEqual([1, 1, 8, 2]);
    expectError('SHAPE_MISMATCH', () => request.infer([new Tensor('f32', [1, 1, 9, 2])]));
  });
});

import fs from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { IrGraph, type IrModel, ops } from '../../lib/bench/model/ir/index.js';
import { writeModel } from '../helpers/models.js';
import { ROOT, run } from '../setup/checkout.js';

/** Programs that were written for openvino-node, with the name of the package changed and nothing else. */
const PROGRAMS = path.join(ROOT, 'test/compat/programs');

// inside the checkout, where the package's own name leads to it
fs.mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
const folder = fs.mkdtempSync(path.join(ROOT, '.cache', 'programs-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
const model = writeModel(folder, 'classifier', classifier());

/** Ten scores of a picture: a 1×1 convolution of ten filters, whose weights grow with the class, and the mean of each. */
function classifier(): IrModel {
  const graph = new IrGraph('classifier');
  const image = graph.parameter('image', 'f32', [1, 3, 8, 8]);
  const filters = Float32Array.from({ length: 30 }, (_, index) => Math.floor(index / 3) / 100);
  const scores = ops.convolution(graph, 'filter', image, ops.floats(graph, 'filters', [10, 3, 1, 1], filters), 1);
  graph.result(ops.relu(graph, 'scores', scores, ['scores']));
  return graph.build();
}

async function outputOf(name: string, ...args: string[]): Promise<string[]> {
  const written = fs.readFileSync(path.join(PROGRAMS, name), 'utf8');
  const lines = written.split('\n');
  const changed = lines.map((line) => line.replace("'openvino-node'", "'@x/openvino-node'"));
  expect(changed.filter((line, index) => line !== lines[index])).toHaveLength(1);
  fs.writeFileSync(path.join(folder, name), changed.join('\n'));
  const { code, stdout, stderr } = await run(process.execPath, [name, ...args], { cwd: folder });
  // Node.js 20 and 22 say of require() of an ES module that it is experimental
  expect([code, stderr.replace(/^\(node:.*\n\(Use .*\n/gm, '')]).toEqual([0, '']);
  return stdout.trim().split('\n');
}

it('classifies pictures, with preprocessing in the model (CommonJS)', async () => {
  const lines = await outputOf('classification.cjs', model);
  expect(lines).toEqual(['0: class 0 of 640, 0.00', '100: class 576 of 640, 27.00', '255: class 576 of 640, 68.85']);
});

it('infers through a queue', async () => {
  const lines = await outputOf('queue.mjs', model);
  expect(lines).toHaveLength(20);
  expect(lines[19]).toBe('picture 19: 0.257');
});

it('reshapes, exports, imports and compares (CommonJS)', async () => {
  const lines = await outputOf('export.cjs', model, path.join(folder, 'model.blob'));
  expect(lines).toEqual(['true', 'false [ 2, 10, 8, 8 ] f32', expect.stringMatching(/^true \d+\.\d\d$/), 'true']);
});

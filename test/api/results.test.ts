import { expect, it } from 'vitest';
import { Core, type InferRequest, type Tensor } from '../../lib/index.js';
import { reluModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

/** 64 B, 5.6 kB and 25 MB of f32. */
const SIZES: [string, number[]][] = [
  ['64 B', [1, 16]],
  ['5.6 kB', [1, 1, 200, 7]],
  ['25 MB', [1, 3, 1448, 1448]],
];

function makeRequest(shape: number[]): InferRequest {
  using core = new Core();
  const { xml, weights } = reluModel({ shape });
  return core.compileModelSync(core.readModelSync(xml, weights), 'CPU').createInferRequest();
}

const inputOf = (shape: number[], value: number): Float32Array =>
  new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value);
const allAre = (tensor: Tensor | undefined, value: number): boolean => tensor?.data.every((x) => x === value) === true;

describeRuntimes('results belong to the caller', () => {
  it.each(SIZES)('%s from infer() stay as they are', (_, shape) => {
    const request = makeRequest(shape);
    const first = request.infer([inputOf(shape, 1)])['y'];
    const second = request.infer([inputOf(shape, 2)])['y'];
    request.startAsync([inputOf(shape, 3)]);
    request.close();
    expect([allAre(first, 1), allAre(second, 2)]).toEqual([true, true]);
  });

  it.each(SIZES)('%s from inferAsync() stay as they are', async (_, shape) => {
    const request = makeRequest(shape);
    const first = (await request.inferAsync([inputOf(shape, 1)]))['y'];
    const second = (await request.inferAsync([inputOf(shape, 2)]))['y'];
    request.startAsync([inputOf(shape, 3)]);
    await request.wait();
    request.infer([inputOf(shape, 4)], { shareOutputs: true });
    expect([allAre(first, 1), allAre(second, 2)]).toEqual([true, true]);
  });

  it.each(SIZES)('%s: a live view shows every run, a result only its own', async (_, shape) => {
    const request = makeRequest(shape);
    const kept = request.infer([inputOf(shape, 1)])['y'];
    const live = request.getOutputTensor();
    expect(allAre(live, 1)).toBe(true);
    const next = (await request.inferAsync([inputOf(shape, 2)]))['y'];
    expect([allAre(live, 2), allAre(kept, 1), allAre(next, 2)]).toEqual([true, true, true]);
    request.infer([inputOf(shape, 3)], { shareOutputs: true });
    expect([allAre(live, 3), allAre(kept, 1), allAre(next, 2)]).toEqual([true, true, true]);
    expect(request.getOutputTensor()).toBe(live);
  });
});

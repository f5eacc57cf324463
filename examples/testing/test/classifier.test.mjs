import { expectedOutput, mockRuntime } from '@x/openvino-node/testing';
import { afterEach, expect, test } from 'vitest';
import { Classifier } from '../classifier.mjs';

let runtime;
afterEach(() => runtime?.close());

const GPU = { name: 'GPU', loadMs: 3000, latencyMs: 5 };
const CPU = { name: 'CPU', loadMs: 300, latencyMs: 20 };
const FEATURES = [0.1, 0.2, 0.3, 0.4];

test('uses the GPU where there is one', async () => {
  runtime = mockRuntime({ devices: [CPU, GPU] });
  const classifier = await Classifier.open();
  const { label, score } = await classifier.classify(FEATURES);
  expect(classifier.device).toBe('GPU');
  expect(runtime.inferences()).toMatchObject([{ device: 'GPU', status: 'done', startMs: 3000, endMs: 3005 }]);

  // The mock computes no model. What it gives instead is known, so that wrong wiring shows.
  const { data } = expectedOutput({ type: 'f32', shape: [1, 4] }, [Float32Array.from(FEATURES)]);
  expect(score).toBe(Math.max(...data));
  expect(label).toBe(['car', 'lorry', 'bicycle', 'nothing'][data.indexOf(score)]);
});

test('uses the CPU where there is no GPU, and says why', async () => {
  runtime = mockRuntime({ devices: [CPU] });
  const classifier = await Classifier.open();
  expect(classifier.device).toBe('CPU');
  expect(classifier.failures).toEqual([expect.stringContaining('GPU is not on this machine')]);
});

test('goes on with the CPU when the GPU is lost, and loses no answer', async () => {
  runtime = mockRuntime({
    devices: [CPU, { ...GPU, faults: [{ kind: 'device-lost', atMs: 3012, message: 'unplugged' }] }],
  });
  const classifier = await Classifier.open();
  const answers = [];
  for (let i = 0; i < 4; i++) answers.push(await classifier.classify(FEATURES));
  expect(answers).toHaveLength(4);
  expect(classifier.device).toBe('CPU');
  expect(classifier.failures).toEqual([expect.stringContaining('unplugged')]);
  expect(runtime.inferences().map(({ device, status }) => `${device} ${status}`)).toEqual([
    'GPU done',
    'GPU done',
    'GPU failed',
    'CPU done',
    'CPU done',
  ]);
});

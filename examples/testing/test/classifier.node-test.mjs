import assert from 'node:assert/strict';
import test from 'node:test';
import { mockRuntime } from '@x/openvino-node/testing';
import { Classifier } from '../classifier.mjs';

const CPU = { name: 'CPU', loadMs: 300, latencyMs: 20 };

test('goes on with the CPU when an inference fails on the GPU', async (t) => {
  const runtime = mockRuntime({ devices: [CPU, { name: 'GPU', faults: [{ kind: 'inference-fails', at: 2 }] }] });
  t.after(() => runtime.close());
  const classifier = await Classifier.open();
  await classifier.classify([1, 2, 3, 4]);
  await classifier.classify([1, 2, 3, 4]);
  assert.equal(classifier.device, 'CPU');
  assert.equal(runtime.inferencesOn('GPU'), 2);
  assert.equal(runtime.inferencesOn('CPU'), 1);
});

test('fails with all reasons where no device works', async (t) => {
  const broken = (name) => ({ name, faults: [{ kind: 'compile-fails', message: `${name} is out of order` }] });
  const runtime = mockRuntime({ devices: [broken('CPU'), broken('GPU')] });
  t.after(() => runtime.close());
  await assert.rejects(Classifier.open(), /GPU is out of order.*CPU is out of order/);
});

import { describe, expect, it } from 'vitest';
import { expectRejection } from '../../helpers/expect-error.js';
import { reluModel, twoOutputsModel } from '../../helpers/models.js';
import { device, executionDevices, Rig } from './rig.js';

describe('HETERO', () => {
  it('gives each device the operations that it can run, one device after the other', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { unsupportedOperations: ['Add'] })]);
    const { compiled } = await rig.compile('HETERO:GPU,CPU');
    expect(executionDevices(compiled)).toBe('GPU,CPU');
    expect(compiled.getProperty('HETERO_NUMBER_OF_SUBMODELS')).toBe(2);
    // of the four operations (two inputs, Add, output) three on the GPU and one on the CPU: 10 ms in all
    expect(rig.runSync(compiled, 10)).toBe(100);
    expect(rig.counts()).toEqual({ GPU: 10, CPU: 10 });
  });

  it('leaves out a device that has nothing to do', async () => {
    using rig = new Rig([device('CPU'), device('GPU')]);
    const { compiled } = await rig.compile('HETERO:GPU,CPU');
    expect(executionDevices(compiled)).toBe('GPU');
  });

  it('refuses what none of its devices can run, as each of them does by itself', async () => {
    const unsupportedOperations = ['Negative'];
    using rig = new Rig([device('CPU', { unsupportedOperations }), device('GPU', { unsupportedOperations })]);
    await expectRejection(
      'COMPILE_FAILED',
      () => rig.compile('HETERO:GPU,CPU', {}, twoOutputsModel()),
      /type Negative/,
    );
    await expectRejection('COMPILE_FAILED', () => rig.compile('GPU', {}, twoOutputsModel()), /type Negative/);
    await rig.compile('GPU', {}, reluModel());
  });
});

describe('BATCH', () => {
  it('runs as many inferences as the batch holds at once', async () => {
    using rig = new Rig([device('GPU', { latencyMs: 8, contention: 0.25 })]);
    const { compiled } = await rig.compile('BATCH:GPU(4)');
    expect(compiled.getProperty('OPTIMAL_NUMBER_OF_INFER_REQUESTS')).toBe(4);
    // four take 8 × (1 + 3 × 0.25) = 14 ms
    expect(await rig.runAsync(compiled, 40, 4)).toBe(140);
    expect(rig.runtime.inferencesOn('GPU')).toBe(10);
  });

  it('runs what is left alone for the timeout by itself', async () => {
    using rig = new Rig([device('GPU')]);
    const { compiled } = await rig.compile('BATCH:GPU(4)');
    expect(rig.runSync(compiled, 2)).toBe(2 * 1010);
    compiled.setProperty({ AUTO_BATCH_TIMEOUT: 5 });
    expect(rig.runSync(compiled, 2)).toBe(2 * 15);
  });

  it('without a number does not wait', async () => {
    using rig = new Rig([device('GPU')]);
    const { compiled } = await rig.compile('BATCH:GPU');
    expect(rig.runSync(compiled, 2)).toBe(20);
  });
});

import { describe, expect, it } from 'vitest';
import { Tensor } from '../../lib/index.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { reluModel } from '../helpers/models.js';
import { device, Rig } from './scheduling/rig.js';

describe('the mocked library', () => {
  it('fails an inference whose output the caller’s memory does not hold, and goes on', async () => {
    using rig = new Rig([device('CPU')]);
    const { compiled } = await rig.compile('CPU', {}, reluModel({ shape: [-1, 16] }));
    const request = compiled.createInferRequest();
    request.setOutputTensor(new Tensor('f32', [1, 16]));
    const large = new Tensor('f32', [8, 16]);
    await expectRejection('INFER_FAILED', () => request.inferAsync([large]), /new shape/);
    expectError('INFER_FAILED', () => request.infer([large]), /new shape/);
    request.infer([new Tensor('f32', [1, 16])]);
  });

  it('refuses tensors of more elements than any memory holds', async () => {
    using rig = new Rig([device('CPU')]);
    const { xml } = reluModel({ shape: [2 ** 46, 4] });
    await expectRejection('GENERAL_ERROR', async () => {
      const compiled = await rig.core.compileModel(await rig.core.readModel(xml), 'CPU');
      compiled.createInferRequest();
    });
  });

  it('keeps its clock through times that are longer than any life', async () => {
    using rig = new Rig([device('CPU', { loadMs: 1e9, latencyMs: 1e9 })]);
    const { compiled, loadMs } = await rig.compile('CPU');
    expect(loadMs).toBe(1e9);
    const request = compiled.createInferRequest();
    const times = [1, 2, 3].map(() => {
      request.infer();
      return rig.runtime.now();
    });
    expect(times).toEqual([2e9, 3e9, 4e9]);
    rig.runtime.advance(9e11);
    expect(rig.runtime.now()).toBe(9.04e11);
  });

  it('ends inferences that chance and factors make longer than the clock counts', () => {
    using rig = new Rig([
      device('CPU', { latencyMs: 1e9, contention: 1e9, faults: [{ kind: 'slow-down', atMs: 0, factor: 1e9 }] }),
    ]);
    rig.core.compileModelSync(rig.core.readModelSync(reluModel().xml), 'CPU').createInferRequest().infer();
    expect(rig.runtime.inferences()).toMatchObject([{ status: 'done' }]);
  });

  it('refuses times and factors beyond those', () => {
    for (const wrong of [
      device('CPU', { loadMs: 1e10 }),
      device('CPU', { latencyMs: 1e300 }),
      device('CPU', { faults: [{ kind: 'device-lost', atMs: 1e300 }] }),
      device('CPU', { faults: [{ kind: 'slow-down', atMs: 1, factor: 1e10 }] }),
    ])
      expectError('INVALID_ARGUMENT', () => new Rig([wrong]), /from .* to /);
    expectError('INVALID_ARGUMENT', () => new Rig(['CPU'], { clock: { speed: 1e-12 } }), /speed/);
    using rig = new Rig(['CPU']);
    expectError('INVALID_ARGUMENT', () => rig.runtime.advance(1e300));
  });

  it('does not count time backwards or by words', () => {
    using rig = new Rig(['CPU']);
    for (const text of ['-500', 'soon', '', '1e3', '9'.repeat(19)]) {
      // the API knows no device of that name: the library's own words are the cause
      const { cause } = expectError('DEVICE_NOT_FOUND', () => rig.core.setProperty('MOCK', { ADVANCE_NS: text }));
      expect(String(cause)).toMatch(/ADVANCE_NS as a whole number/);
    }
  });
});

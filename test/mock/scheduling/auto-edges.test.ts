import { describe, expect, it } from 'vitest';
import { expectError, expectRejection } from '../../helpers/expect-error.js';
import { device, executionDevices, Rig } from './rig.js';

/*
 * AUTO where several things go wrong at once; each of these hung before it was mended.
 */
describe('AUTO', () => {
  it('serves on the CPU by its own right when its target fails before the CPU is there', async () => {
    const fails = device('GPU', { loadMs: 10, faults: [{ kind: 'compile-fails' }] });
    using rig = new Rig([device('CPU', { faults: [{ kind: 'inference-fails', at: 1 }] }), fails]);
    const { compiled, loadMs } = await rig.compile('AUTO:GPU,CPU');
    expect(loadMs).toBe(100);
    expect(executionDevices(compiled)).toBe('CPU');
    const request = compiled.createInferRequest();
    await expectRejection('INFER_FAILED', () => request.inferAsync(), /Inference 1 on the mocked device CPU/);
    await request.inferAsync();
  });

  it('tries the candidates behind the CPU, too', async () => {
    using rig = new Rig([
      device('CPU', { faults: [{ kind: 'device-lost', atMs: 1000 }] }),
      device('GPU', { faults: [{ kind: 'compile-fails' }] }),
      device('NPU'),
    ]);
    const { compiled } = await rig.compile('AUTO:GPU,CPU,NPU');
    rig.runSync(compiled, 200);
    expect(executionDevices(compiled)).toBe('NPU');
    expect(rig.runtime.inferences().filter(({ status }) => status === 'done')).toHaveLength(200);
  });

  it('waits for its target where the CPU’s load hangs, asynchronously and not', async () => {
    const devices = [device('CPU', { faults: [{ kind: 'load-hangs' }] }), device('GPU', { loadMs: 350 })];
    using rig = new Rig(devices);
    const { compiled, loadMs } = await rig.compile('AUTO:GPU,CPU');
    expect([executionDevices(compiled), loadMs]).toEqual(['GPU', 350]);
    const model = rig.core.readModelSync(rig.xml);
    expect(executionDevices(rig.core.compileModelSync(model, 'AUTO:GPU,CPU'))).toBe('GPU');
  });

  it('fails instead of blocking for ever the thread that would release what hangs', async () => {
    using rig = new Rig([
      device('CPU', { faults: [{ kind: 'inference-fails', at: 1 }] }),
      device('GPU', { faults: [{ kind: 'load-hangs' }] }),
      device('NPU', { faults: [{ kind: 'compile-fails' }] }),
    ]);
    const model = rig.core.readModelSync(rig.xml);
    expectError('COMPILE_FAILED', () => rig.core.compileModelSync(model, 'AUTO:NPU,GPU'), /hangs/);
    const { compiled } = await rig.compile('AUTO:GPU,CPU');
    const request = compiled.createInferRequest();
    expectError('INFER_FAILED', () => request.infer(), /hangs/);
    rig.runtime.releaseLoads();
  });
});

describe('MULTI', () => {
  it('loads the others while one hangs, and goes on with them when that is released', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { faults: [{ kind: 'load-hangs' }] })]);
    const compiling = rig.compile('MULTI:CPU,GPU');
    while (rig.runtime.loads().every(({ status }) => status === 'loading')) await new Promise(setImmediate);
    expect(rig.runtime.now()).toBe(100);
    rig.runtime.releaseLoads();
    expect(executionDevices((await compiling).compiled)).toBe('CPU');
  });

  it('fails what runs on a device whose load hangs when that device is lost', async () => {
    using rig = new Rig([device('GPU', { faults: [{ kind: 'load-hangs' }] })]);
    const compiling = rig.compile('GPU');
    while (rig.runtime.loads().length === 0) await new Promise(setImmediate);
    rig.runtime.loseDevice('GPU');
    await expectRejection('DEVICE_NOT_FOUND', () => compiling);
    await expectRejection('DEVICE_NOT_FOUND', () => rig.compile('GPU'));
  });
});

describe('BATCH', () => {
  it('gives one that waits its whole timeout, whatever was cancelled before', async () => {
    using rig = new Rig([device('GPU')]);
    const { compiled } = await rig.compile('BATCH:GPU(4)');
    const [first, second] = [compiled.createInferRequest(), compiled.createInferRequest()];
    const cancelled = first.inferAsync();
    first.cancel();
    await expectRejection('CANCELLED', () => cancelled);
    const before = rig.runtime.now();
    rig.runtime.advance(900);
    await second.inferAsync();
    expect(rig.runtime.now() - before).toBe(900 + 1000 + 10);
  });
});

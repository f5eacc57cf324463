import { describe, expect, it } from 'vitest';
import { expectRejection } from '../../helpers/expect-error.js';
import { device, executionDevices, Rig } from './rig.js';

describe('AUTO', () => {
  it('starts on the CPU and switches when the GPU has compiled the model', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { loadMs: 350, latencyMs: 4 })]);
    const { compiled, loadMs } = await rig.compile('AUTO:GPU,CPU');
    expect(loadMs).toBe(100);
    expect(executionDevices(compiled)).toBe('(CPU)');
    const request = compiled.createInferRequest();
    const seen: string[] = [];
    for (let i = 0; i < 40; i++) {
      request.infer();
      if (executionDevices(compiled) !== seen.at(-1)) seen.push(executionDevices(compiled));
    }
    expect(seen).toEqual(['(CPU)', 'GPU']);
    expect(rig.counts()).toEqual({ CPU: 25, GPU: 15 });
    expect(rig.runtime.events().find(({ kind }) => kind === 'switched')).toMatchObject({ timeMs: 350, device: 'GPU' });
  });

  it('switches under requests in flight, and loses none', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { loadMs: 350 })]);
    const { compiled } = await rig.compile('AUTO:GPU,CPU');
    await rig.runAsync(compiled, 100, 3);
    expect(rig.runtime.inferences().filter(({ status }) => status === 'done')).toHaveLength(100);
    expect(Object.keys(rig.counts())).toEqual(['CPU', 'GPU']);
  });

  it('waits for its target where it may not start on the CPU', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { loadMs: 350 })]);
    const { compiled, loadMs } = await rig.compile('AUTO:GPU,CPU', { ENABLE_STARTUP_FALLBACK: false });
    expect(loadMs).toBe(350);
    expect(executionDevices(compiled)).toBe('GPU');
    expect(rig.runtime.loads().map(({ device: name }) => name)).toEqual(['GPU']);
  });

  it('picks by its own order: discrete GPU, integrated GPU, CPU; an NPU only where it is named', async () => {
    const gpus = [device('GPU.0', { type: 'integrated' }), device('GPU.1', { type: 'discrete' })];
    using rig = new Rig([device('NPU'), device('CPU'), ...gpus]);
    const targetOf = async (name: string): Promise<string> =>
      executionDevices((await rig.compile(name, { ENABLE_STARTUP_FALLBACK: false })).compiled);
    expect(await targetOf('AUTO')).toBe('GPU.1');
    expect(await targetOf('AUTO:-GPU.1')).toBe('GPU.0');
    expect(await targetOf('AUTO:-GPU')).toBe('CPU');
    expect(await targetOf('AUTO:NPU,CPU')).toBe('NPU');
    expect(await targetOf('AUTO:CPU,GPU')).toBe('CPU');
  });

  it('stays on the CPU where its target fails to load', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { loadMs: 150, faults: [{ kind: 'compile-fails' }] })]);
    const { compiled } = await rig.compile('AUTO:GPU,CPU');
    expect(executionDevices(compiled)).toBe('(CPU)');
    rig.runSync(compiled, 10);
    expect(executionDevices(compiled)).toBe('CPU');
  });

  it('tries the next candidate, and fails with all their reasons where none works', async () => {
    const fails = (name: string, message: string) => device(name, { faults: [{ kind: 'compile-fails', message }] });
    using rig = new Rig([fails('GPU.0', 'no memory'), device('GPU.1'), device('CPU')]);
    const { compiled } = await rig.compile('AUTO:GPU.0,GPU.1');
    expect(executionDevices(compiled)).toBe('GPU.1');
    using none = new Rig([fails('GPU', 'no memory'), fails('CPU', 'no flags')]);
    await expectRejection('COMPILE_FAILED', () => none.compile('AUTO:GPU,CPU'), /GPU:no memory; CPU:no flags/);
  });

  it('runs a failed inference again on the next device', async () => {
    using rig = new Rig([
      device('CPU', { latencyMs: 20 }),
      device('GPU', { faults: [{ kind: 'inference-fails', at: 3 }] }),
    ]);
    const { compiled } = await rig.compile('AUTO:GPU,CPU', { ENABLE_STARTUP_FALLBACK: false });
    // two on the GPU, one that fails there, the CPU's load, and three on the CPU
    expect(rig.runSync(compiled, 5)).toBe(2 * 10 + 10 + 100 + 3 * 20);
    expect(executionDevices(compiled)).toBe('CPU');
    expect(rig.counts()).toEqual({ GPU: 3, CPU: 3 });
  });

  it('moves to the CPU, which is there already, when the GPU is lost', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { loadMs: 150 })]);
    const { compiled } = await rig.compile('AUTO:GPU,CPU');
    rig.runSync(compiled, 20);
    expect(executionDevices(compiled)).toBe('GPU');
    rig.runtime.loseDevice('GPU');
    expect(rig.runSync(compiled, 5)).toBe(50);
    expect(executionDevices(compiled)).toBe('CPU');
    expect(rig.core.getAvailableDevices()).toEqual(['CPU']);
  });

  it('gives the failure to the caller where it may not fall back', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { faults: [{ kind: 'inference-fails', at: 2 }] })]);
    const options = { ENABLE_STARTUP_FALLBACK: false, ENABLE_RUNTIME_FALLBACK: false };
    const { compiled } = await rig.compile('AUTO:GPU,CPU', options);
    const request = compiled.createInferRequest();
    await request.inferAsync();
    await expectRejection('INFER_FAILED', () => request.inferAsync(), /Inference 2 on the mocked device GPU failed/);
    await request.inferAsync();
  });

  it('serves on the CPU for ever while its target hangs', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { faults: [{ kind: 'load-hangs' }] })]);
    const { compiled } = await rig.compile('AUTO:GPU,CPU');
    rig.runSync(compiled, 1000);
    expect(executionDevices(compiled)).toBe('(CPU)');
    rig.runtime.releaseLoads();
    expect(executionDevices(compiled)).toBe('CPU');
  });
});

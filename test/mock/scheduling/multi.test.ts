import { describe, expect, it } from 'vitest';
import { expectError } from '../../helpers/expect-error.js';
import { device, executionDevices, Rig } from './rig.js';

/*
 * What a machine with one device can't show of the real library; how the mock does it is written down in
 * docs/testing-with-mocked-devices.md.
 */
describe('MULTI', () => {
  it('loads its devices at the same time, and runs on all of them', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { loadMs: 900 })]);
    const { compiled, loadMs } = await rig.compile('MULTI:GPU,CPU');
    expect(loadMs).toBe(900);
    expect(executionDevices(compiled)).toBe('GPU,CPU');
    expect(compiled.getProperty('MULTI_DEVICE_PRIORITIES')).toBe('GPU,CPU');
  });

  it('compiles for throughput, each device on its own does for latency', async () => {
    const streams = { latency: 1, throughput: 3 };
    using rig = new Rig([device('CPU', { streams }), device('GPU', { streams })]);
    const { compiled: multi } = await rig.compile('MULTI:CPU,GPU');
    const { compiled: cpu } = await rig.compile('CPU');
    expect(multi.getProperty('PERFORMANCE_HINT')).toBe('THROUGHPUT');
    expect(multi.getProperty('OPTIMAL_NUMBER_OF_INFER_REQUESTS')).toBe(6);
    expect(multi.getProperty('DEVICE_PROPERTIES')).toMatchObject({ CPU: { NUM_STREAMS: 3 }, GPU: { NUM_STREAMS: 3 } });
    expect(cpu.getProperty('PERFORMANCE_HINT')).toBe('LATENCY');
    expect(cpu.getProperty('NUM_STREAMS')).toBe(1);
  });

  it('never uses two devices for one request at a time', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { latencyMs: 2 })]);
    const { compiled } = await rig.compile('MULTI:CPU,GPU');
    expect(rig.runSync(compiled, 50)).toBe(500);
    expect(rig.counts()).toEqual({ CPU: 50 });
  });

  it('spreads several requests, the first device of the list first', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { latencyMs: 5 })]);
    const { compiled } = await rig.compile('MULTI:CPU,GPU');
    // 10 ms and 5 ms an inference: 300 a second
    expect(await rig.runAsync(compiled, 300, 2)).toBe(1000);
    expect(rig.counts()).toEqual({ CPU: 100, GPU: 200 });
    expect(
      rig.runtime
        .inferences()
        .slice(0, 2)
        .map(({ device: name }) => name),
    ).toEqual(['CPU', 'GPU']);
  });

  it('lets more requests than its devices take wait in line', async () => {
    using rig = new Rig([device('CPU'), device('GPU')]);
    const { compiled } = await rig.compile('MULTI:CPU,GPU');
    expect(await rig.runAsync(compiled, 40, 20)).toBe(200);
    expect(rig.counts()).toEqual({ CPU: 20, GPU: 20 });
  });

  it('takes its devices in turn where it is told to', async () => {
    using rig = new Rig([device('CPU'), device('GPU')]);
    const { compiled } = await rig.compile('AUTO:CPU,GPU', {
      PERFORMANCE_HINT: 'CUMULATIVE_THROUGHPUT',
      SCHEDULE_POLICY: 'ROUND_ROBIN',
    });
    rig.runSync(compiled, 10);
    expect(rig.counts()).toEqual({ CPU: 5, GPU: 5 });
  });

  it('is AUTO with CUMULATIVE_THROUGHPUT today', async () => {
    using rig = new Rig([device('CPU'), device('GPU')]);
    const { compiled } = await rig.compile('AUTO:GPU,CPU', { PERFORMANCE_HINT: 'CUMULATIVE_THROUGHPUT' });
    expect(executionDevices(compiled)).toBe('GPU,CPU');
    expect(compiled.getProperty('PERFORMANCE_HINT')).toBe('CUMULATIVE_THROUGHPUT');
  });

  it('goes on without a device that fails to load or to run', async () => {
    using rig = new Rig([
      device('CPU'),
      device('GPU', { faults: [{ kind: 'compile-fails' }] }),
      device('NPU', { faults: [{ kind: 'inference-fails', at: 3 }] }),
    ]);
    const { compiled } = await rig.compile('MULTI:GPU,NPU,CPU');
    expect(executionDevices(compiled)).toBe('NPU,CPU');
    rig.runSync(compiled, 10);
    expect(rig.counts()).toEqual({ NPU: 3, CPU: 8 });
    expect(executionDevices(compiled)).toBe('CPU');
    expect(rig.runtime.events().find(({ kind }) => kind === 'fallback')).toMatchObject({ device: 'NPU' });
  });

  it('gives the failure to the caller where it may not fall back, or can not', async () => {
    const failing = device('NPU', { faults: [{ kind: 'inference-fails', at: 2, message: 'out of beans' }] });
    using rig = new Rig([device('CPU'), failing]);
    const { compiled } = await rig.compile('MULTI:NPU,CPU', { ENABLE_RUNTIME_FALLBACK: false });
    const request = compiled.createInferRequest();
    request.infer();
    expectError('INFER_FAILED', () => request.infer(), /out of beans/);
    request.infer();
    const { compiled: alone } = await rig.compile('MULTI:NPU');
    expect(rig.runSync(alone, 3)).toBe(30);
  });

  it('goes on in the middle of a thousand inferences when a device is lost', async () => {
    using rig = new Rig([device('CPU'), device('GPU', { faults: [{ kind: 'device-lost', atMs: 1105 }] })]);
    const { compiled } = await rig.compile('MULTI:GPU,CPU');
    await rig.runAsync(compiled, 1000, 2);
    const done = rig.runtime.inferences().filter(({ status }) => status === 'done');
    expect(done).toHaveLength(1000);
    expect(rig.counts()['GPU']).toBe(101);
    expect(rig.runtime.inferences().filter(({ status }) => status === 'failed')).toHaveLength(1);
  });

  it('takes a cancellation, and goes on to the end, as the real one does', async () => {
    using rig = new Rig([device('CPU')]);
    const { compiled } = await rig.compile('MULTI:CPU');
    const [runs, waits] = [compiled.createInferRequest(), compiled.createInferRequest()];
    const ends = [runs.inferAsync(), waits.inferAsync()];
    waits.cancel();
    runs.cancel();
    await Promise.all(ends);
    expect(rig.runtime.now()).toBe(120);
  });
});

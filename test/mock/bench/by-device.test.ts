import { describe, expect, it } from 'vitest';
import type { TrialResult } from '../../../lib/bench/result/result.js';
import { runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';
import { scenario, simulated } from './simulate.js';

// What each device of AUTO and MULTI did, through the whole command, in virtual time.
const folder = testFolder();
const model = writeModel(folder, 'relu', reluModel());

const CPU = { name: 'CPU', loadMs: 100, latencyMs: 10, streams: 1, firstInferenceExtraMs: 0 };
const GPU = { name: 'GPU', loadMs: 2000, latencyMs: 4, streams: 1, firstInferenceExtraMs: 0 };
const devices = scenario(folder, 'devices', { devices: [CPU, GPU] });
const run = ['run', '--model', model, '--quick', '--simulate'];

async function rowOf(file: string, ...args: string[]): Promise<TrialResult> {
  const { results } = await simulated([...run, file, ...args]);
  expect(results).toHaveLength(1);
  return results[0] as TrialResult;
}

describe('AUTO', () => {
  const auto = ['--device', 'AUTO:GPU,CPU'];

  it('has a phase on the CPU until the GPU had loaded, and one on the GPU', async () => {
    const row = await rowOf(devices, ...auto, '--api', 'sync', '--iterations', '1000');
    const [first, second] = row.devicePhases ?? [];
    expect(first).toMatchObject({
      devices: ['CPU'],
      standIn: true,
      uncertainty: null,
      latencyMs: { p50: 10, max: 10 },
    });
    expect(second).toMatchObject({ devices: ['GPU'], standIn: false, latencyMs: { min: 4, max: 4 } });
    // eleven inferences before the loop, from 100 ms on
    const switchAt = 2000 - 100 - 11 * 10;
    const { ms = 0, inferences = 0 } = second?.uncertainty ?? {};
    expect(ms).toBeGreaterThanOrEqual(150);
    expect(ms).toBeLessThan(150 + 10);
    expect(inferences).toBeLessThanOrEqual(ms / 4);
    expect(first?.totalMs).toBeGreaterThanOrEqual(switchAt);
    expect(first?.totalMs).toBeLessThan(switchAt + ms);
    expect((first?.iterations ?? 0) + (second?.iterations ?? 0)).toBe(1000);
    expect((first?.totalMs ?? 0) + (second?.totalMs ?? 0)).toBeCloseTo(row.totalMs ?? 0, 3);
    expect(second?.fps).toBeCloseTo(250, 0);
    expect(row.fps).toBeCloseTo(1e6 / (row.totalMs ?? 0), 1);
    expect(row.warnings.join('\n')).toMatch(/^AUTO started on CPU and switched to GPU during the run: FPS, /m);
  });

  it('asynchronously and by a schedule as well', async () => {
    for (const args of [
      ['--requests', '2'],
      ['--rate', '50', '--requests', '2'],
    ]) {
      const row = await rowOf(devices, ...auto, '--time', '4s', ...args);
      expect(row.devicePhases).toMatchObject([{ devices: ['CPU'], standIn: true }, { devices: ['GPU'] }]);
      const sum = row.devicePhases?.reduce((all, { iterations }) => all + iterations, 0);
      expect(sum).toBe(row.iterations);
      expect(row.deviceShares).toBeUndefined();
    }
  });

  it('in turns with another row, too', async () => {
    const args = [
      '--against',
      'ENABLE_STARTUP_FALLBACK=NO',
      '--duet',
      '--repeat',
      '1',
      '--time',
      '4s',
      '--api',
      'sync',
    ];
    const { results } = await simulated([...run.filter((each) => each !== '--quick'), devices, ...auto, ...args]);
    expect(results[0]?.devicePhases).toMatchObject([{ devices: ['CPU'] }, { devices: ['GPU'] }]);
    expect(results[1]?.devicePhases).toBeUndefined();
  });

  it('is told in a line below the table', async () => {
    const { stdout } = await runCli([...run, devices, ...auto, '--api', 'sync', '--iterations', '1000']);
    expect(stdout.replace(/\n {2}/g, ' ')).toMatch(
      /^AUTO:GPU,CPU: \d+ inferences on CPU until GPU had loaded \(1\.\d+ s, [\d.]+ FPS, p50 10\.0 ms\), then \d+ on GPU \(/m,
    );
  });
});

describe('MULTI', () => {
  it('has shares in the proportion of its devices’ speeds, with their intervals', async () => {
    const args = ['--device', 'MULTI:CPU,GPU', '--requests', '2', '--iterations', '300'];
    const { deviceShares: shares } = await rowOf(devices, ...args);
    expect(shares).toMatchObject({ method: 'pass', inferences: 200, requests: 2, unknown: 0 });
    const [cpu, gpu] = shares?.devices ?? [];
    expect([cpu?.device, gpu?.device]).toEqual(['CPU', 'GPU']);
    // 250 of 350 inferences a second
    expect(gpu?.share).toBeCloseTo(250 / 350, 1);
    expect((cpu?.count ?? 0) + (gpu?.count ?? 0)).toBe(200);
    expect(gpu?.interval[0]).toBeLessThan(250 / 350);
    expect(gpu?.interval[1]).toBeGreaterThan(250 / 350);
    const { stdout } = await runCli([...run, devices, ...args]);
    expect(stdout.replace(/\n {4}/g, ' ')).toMatch(
      /^ {2}MULTI:CPU,GPU: GPU 7[\d.]+ % \[6[\d.]+, 7[\d.]+\], CPU 2[\d.]+ % \[2[\d.]+, 3[\d.]+\] of 200 inferences, 2 in flight$/m,
    );
  });

  it('gives a synchronous loop to its first device', async () => {
    const row = await rowOf(devices, '--device', 'MULTI:GPU,CPU', '--api', 'sync', '--iterations', '100');
    expect(row.deviceShares?.devices).toMatchObject([
      { device: 'GPU', count: 200, share: 1 },
      { device: 'CPU', count: 0, share: 0 },
    ]);
  });

  it('of the same kind of devices knows no shares', async () => {
    const two = scenario(folder, 'two', { devices: [{ ...GPU, count: 2 }, CPU] });
    const row = await rowOf(two, '--device', 'MULTI:GPU.0,GPU.1,CPU', '--requests', '3', '--iterations', '100');
    const { devices: known, unknown = 0 } = row.deviceShares ?? {};
    expect(known?.map(({ device, count }) => [device, count > 0])).toEqual([
      ['GPU.0', false],
      ['GPU.1', false],
      ['CPU', true],
    ]);
    expect(unknown).toBeGreaterThan(100);
    // it may have taken none, or all that nobody can tell of
    expect(known?.[0]?.interval).toEqual([0, expect.closeTo(known?.[1]?.interval[1] ?? 0, 4)]);
  });

  it('AUTO with all its devices has shares, one device has all, and arrivals by a schedule have none', async () => {
    const all = ['--device', 'AUTO:GPU,CPU', '--hint', 'cumulative', '--requests', '2', '--iterations', '100'];
    expect((await rowOf(devices, ...all)).deviceShares?.devices).toMatchObject([{ share: 0.715 }, { share: 0.285 }]);
    const one = await rowOf(devices, '--device', 'MULTI:CPU', '--iterations', '100');
    expect(one.deviceShares).toMatchObject({ method: 'only-device', inferences: 100, devices: [{ share: 1 }] });
    const open = await rowOf(devices, '--device', 'MULTI:GPU,CPU', '--rate', '20', '--iterations', '100');
    expect(open.deviceShares).toBeUndefined();
  });

  it('that loses a device in the pass keeps its figures, and says what happened', async () => {
    // in the run the CPU has 35 inferences, in the pass 57
    const faults = [{ kind: 'inference-fails', at: 60 }];
    const file = scenario(folder, 'lost', { devices: [{ ...CPU, faults }, GPU] });
    const row = await rowOf(file, '--device', 'MULTI:CPU,GPU', '--requests', '2', '--iterations', '100');
    expect(row).toMatchObject({ status: 'ok', iterations: 100, executionDevices: ['CPU', 'GPU'] });
    expect(row.deviceShares).toBeUndefined();
    expect(row.warnings.join('\n')).toMatch(
      /^Which device took how many inferences was not found out: EXECUTION_DEVICES changed from CPU,GPU to GPU during the pass\.$/m,
    );
  });
});

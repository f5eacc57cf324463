import { beforeAll, describe, expect, it } from 'vitest';
import type { TrialResult } from '../../../lib/bench/result/result.js';
import { runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';
import { scenario, simulated } from './simulate.js';

// What goes wrong with devices, through the whole command: `--simulate FILE.json`, in virtual time.
const folder = testFolder();
const model = writeModel(folder, 'relu', reluModel());

const CPU = { name: 'CPU', loadMs: 100, latencyMs: 5, streams: 1, optimalRequests: 1 };
const GPU = { name: 'GPU', loadMs: 2000, firstInferenceExtraMs: 0, latencyMs: 2, streams: 1, optimalRequests: 1 };

let count = 0;

/** The row of a device among such ones. */
async function rowOf(
  devices: readonly object[],
  device: string,
  { code = 0, args = [], version }: { code?: number; args?: readonly string[]; version?: string } = {},
): Promise<TrialResult> {
  const file = scenario(folder, `scenario-${count++}`, { devices, ...(version !== undefined && { version }) });
  const all = [
    'run',
    '--model',
    model,
    '--simulate',
    file,
    '--device',
    device,
    '--api',
    'sync',
    '--iterations',
    '1000',
  ];
  const { results } = await simulated([...all, ...args], code);
  expect(results).toHaveLength(1);
  return results[0] as TrialResult;
}

describe('a device that fails', () => {
  it('in the middle of 1000 inferences: those before it are kept, and the row says how many', async () => {
    const lost = { kind: 'device-lost', atMs: 3002, message: 'the stick was pulled out' };
    const row = await rowOf([{ ...CPU, faults: [lost] }], 'CPU', { code: 1 });
    // 100 ms of loading, a first inference, ten warm-ups, then as many as end before
    const finished = Math.floor((3002 - 100 - 11 * 5) / 5);
    expect(row).toMatchObject({
      status: 'failed',
      error: { code: 'INFER_FAILED', message: expect.stringMatching(`^After ${finished} inferences: .*pulled out`) },
      iterations: finished,
      fps: 200,
      loadMs: 100,
      latencyMs: { p50: 5, max: 5 },
    });
  });

  it('asynchronously, too', async () => {
    const lost = { kind: 'device-lost', atMs: 3000 };
    const args = ['--api', 'async', '--requests', '4'];
    const row = await rowOf([{ ...CPU, streams: 4, faults: [lost] }], 'CPU', { code: 1, args });
    expect(row.status).toBe('failed');
    expect(row.iterations).toBeGreaterThan(500);
    expect(row.error?.message).toMatch(new RegExp(`^After ${row.iterations} inferences: `));
  });

  it('in one inference', async () => {
    const fault = { kind: 'inference-fails', at: 111, message: 'out of memory' };
    const row = await rowOf([{ ...CPU, faults: [fault] }], 'CPU', { code: 1 });
    // the first and ten warm-ups count
    expect(row).toMatchObject({ status: 'failed', iterations: 99, error: { code: 'INFER_FAILED' } });
    expect(row.error?.message).toMatch(/^After 99 inferences: .*out of memory/);
  });

  it('while it compiles: nothing was measured', async () => {
    const fault = { kind: 'compile-fails', message: 'no kernel fits' };
    const row = await rowOf([{ ...CPU, faults: [fault] }], 'CPU', { code: 1 });
    expect(row).toMatchObject({ status: 'failed', iterations: 0, loadMs: null, error: { code: 'COMPILE_FAILED' } });
    expect(row.error?.message).toMatch(/no kernel fits/);
  });

  it('beside one that goes on: MULTI runs on it, and the row says which did', async () => {
    const lost = { kind: 'device-lost', atMs: 3000 };
    const row = await rowOf([CPU, { ...GPU, faults: [lost] }], 'MULTI:GPU,CPU', { code: 3 });
    expect(row).toMatchObject({
      status: 'ok',
      iterations: 1000,
      executionDevices: ['CPU'],
      droppedDevices: ['GPU'],
    });
    expect(row.warnings[0]).toMatch(
      /^GPU ran at first and was given up during the run; this row measures in part CPU alone\./,
    );
  });
});

describe('a device that is slow', () => {
  it('from some time on: the figures are of both, and the row says so', async () => {
    const slow = { kind: 'slow-down', atMs: 3000, factor: 3 };
    const row = await rowOf([{ ...CPU, faults: [slow] }], 'CPU');
    expect(row.latencyMs).toMatchObject({ min: 5, max: 15 });
    expect(row.warnings.join('\n')).toMatch(
      /Inferences took 3\.0 times as long at the end of the run as at its beginning/,
    );
  });

  it('all the time: nothing to tell', async () => {
    const row = await rowOf([{ ...CPU, latencyMs: 500 }], 'CPU');
    expect(row).toMatchObject({ status: 'ok', fps: 2, totalMs: 500_000 });
    expect(row.warnings).toHaveLength(2);
  });
});

describe('AUTO', () => {
  it('starts on the CPU and switches: the latencies are of both', async () => {
    const row = await rowOf([CPU, GPU], 'AUTO');
    expect(row).toMatchObject({ loadMs: 100, executionDevices: ['GPU'], latencyMs: { min: 2, max: 5 } });
    expect(row.warnings.join('\n')).toMatch(/^AUTO started on CPU and switched to GPU during the run/m);
  });

  it('still starts where its target takes longer than the run', async () => {
    const row = await rowOf([CPU, { ...GPU, loadMs: 44_400 }], 'AUTO');
    expect(row).toMatchObject({ executionDevices: ['CPU'], latencyMs: { min: 5, max: 5 } });
    expect(row.warnings.join('\n')).toMatch(/^AUTO still ran on CPU in place of its target/m);
  });
});

describe('a device that is not there', () => {
  const args = ['--iterations', '100'];

  it('is left out by MULTI without a word today', async () => {
    const row = await rowOf([CPU], 'MULTI:CPU,NPU', { code: 3, args });
    expect(row).toMatchObject({ status: 'ok', executionDevices: ['CPU'], droppedDevices: ['NPU'] });
  });

  it('was refused by 2022.3, as on the tank-870', async () => {
    const row = await rowOf([CPU], 'MULTI:CPU,NPU', { code: 1, args, version: '2022.3.0' });
    expect(row.status).toBe('failed');
    const tank = ['run', '--model', model, '--simulate', 'tank-870', '--device', 'MULTI:CPU,NPU', ...args];
    const { code, stderr } = await runCli(tank);
    expect(code).toBe(1);
    expect(stderr).toMatch(/NPU/);
  });
});

it('a file that mockRuntime would refuse is told in one sentence, before anything runs', async () => {
  const file = scenario(folder, 'bad', { devices: [{ name: 'CPU', latencyMillis: 1 }] });
  const { code, stdout, stderr } = await runCli(['run', '--model', model, '--simulate', file]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^ov-bench: [^\n]+devices\[0\] has no latencyMillis; it takes [^\n]+\(INVALID_ARGUMENT\)\n$/);
});

describe('ov-bench devices --simulate', () => {
  let text = '';
  beforeAll(async () => {
    const run = await runCli(['devices', '--simulate', 'tank-870']);
    expect([run.code, run.stderr]).toEqual([0, '']);
    text = run.stdout;
  });

  it('lists the simulated ones, and does not look for others', async () => {
    expect(text).toMatch(/^Devices, SIMULATED$/m);
    for (const name of ['CPU', 'GPU', 'MYRIAD']) expect(text).toMatch(new RegExp(`^ {2}${name} +.*SIMULATED`, 'm'));
    expect(text).not.toMatch(/Not found/);
    const { stdout } = await runCli(['devices', '--simulate', 'tank-870', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      simulated: true,
      devices: [{ name: 'CPU' }, { name: 'GPU' }, { name: 'MYRIAD' }],
      missing: [],
    });
  });
});

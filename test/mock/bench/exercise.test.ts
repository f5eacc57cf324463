import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { chartFiles } from '../../../lib/bench/chart/names.js';
import { COMBINATIONS } from '../../../lib/bench/devices/exercise-devices.js';
import type { BenchResult, TrialResult } from '../../../lib/bench/result/result.js';
import { CHARTS, chartedFps, FITTED } from '../../../lib/bench/simulation/fit.js';
import { builtLibrary } from '../../../lib/testing/library.js';
import { type CliRun, runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { exerciseModel, readResult, simulated } from './simulate.js';

// The whole command on simulated devices, in virtual time: what it gives is the same on any machine.
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const folder = testFolder();
const stats = join(folder, 'stats');
const json = join(folder, 'result.json');
let model: string;
let run: CliRun;
let result: BenchResult;

beforeAll(async () => {
  model = await exerciseModel(folder);
  run = await runCli([
    ...['exercise', '--simulate', 'tank-870', '--model', model, '--json', json, '--output', stats],
    ...['--device', 'GPU', '--device', 'MYRIAD', ...COMBINATIONS.flatMap((device) => ['--device', device])],
    ...['--device', 'CPU'],
  ]);
  result = readResult(json);
});

const row = (device: string, api: 'sync' | 'async' = 'sync'): TrialResult =>
  result.results.find((each) => each.requestedDevice === device && each.api === api) as TrialResult;

describe('ov-bench exercise --simulate tank-870', () => {
  it('runs each row on all of its devices', () => {
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(result.openvinoVersion).toBe('2022.3.2-MOCK');
    expect(result.results).toHaveLength(12);
    for (const { status, requestedDevice, executionDevices, droppedDevices } of result.results) {
      expect([status, droppedDevices]).toEqual(['ok', []]);
      expect(executionDevices).toEqual(requestedDevice.replace(/^MULTI:/, '').split(','));
    }
  });

  it.each(COMBINATIONS)('%s meets its chart: within 3 % where it was fitted, within 10 % where predicted', (device) => {
    const { loadMs, fps, basis, iterations } = row(device);
    const limit = FITTED.includes(device) ? 0.03 : 0.1;
    expect(basis).toBe(FITTED.includes(device) ? 'fitted' : 'predicted');
    expect(iterations).toBe(1000);
    expect(Math.abs((loadMs as number) / 1000 / CHARTS[device].loadSeconds - 1)).toBeLessThan(limit);
    expect(Math.abs((fps as number) / chartedFps(CHARTS[device]) - 1)).toBeLessThan(limit);
  });

  it.each(COMBINATIONS)('asynchronous %s is faster than each of its devices, and labelled', (device) => {
    const together = row(device, 'async');
    expect(together.basis).toBe('extrapolated');
    expect(together.warnings.join()).toMatch(/Extrapolation: no published figure is of several requests/);
    for (const alone of device.replace('MULTI:', '').split(','))
      for (const api of ['sync', 'async'] as const)
        expect(together.fps).toBeGreaterThan(1.2 * (row(alone, api).fps as number));
  });

  it('has SIMULATED in the table and in the names of its files', () => {
    expect(run.stdout).toMatch(/^ov-bench {2}\[SIMULATED\]/);
    expect(run.stdout.replace(/\n\s*/g, ' ')).toMatch(/SIMULATED IEI Tank-870: Core i5-6500TE/);
    expect(run.stdout).toMatch(/^MULTI:CPU,GPU,MYRIAD +sync +CPU,GPU,MYRIAD .* predicted/m);
    const names = ['cpu_gpu_vpu_stats', 'cpu_vpu_stats', 'gpu_vpu_stats'];
    const charts = chartFiles('').map((file) => basename(file));
    const distribution = ['latency_distribution.png', 'latency_distribution.svg'];
    expect(readdirSync(stats).sort()).toEqual(
      [
        ...names.flatMap((name) => [`${name}_SIMULATED.json`, `${name}_SIMULATED.txt`]),
        ...charts,
        ...distribution,
      ].sort(),
    );
    for (const svg of charts.filter((file) => file.endsWith('.svg'))) {
      const text = readFileSync(join(stats, svg), 'utf8');
      expect(text).toContain('SIMULATED: no device ran; not a measurement.');
      expect(text).toMatch(/>CPU\/GPU\/VPU<[\s\S]*>MULTI:CPU,GPU,MYRIAD<[\s\S]*>→ CPU,GPU,MYRIAD</);
    }
  });

  it('ends with bars of the synchronous rows', () => {
    expect(run.stdout).toMatch(/^Model Load Time \(seconds\)\n {2}GPU .*\n/m);
    expect(run.stdout).toMatch(/^ {2}MULTI:CPU,GPU,MYRIAD {2}\S+ CPU,GPU,MYRIAD {2}\S+ 44\.\d \[SIMULATED\]$/m);
  });

  it('has the exact numbers in its files', () => {
    const [load, seconds, fps] = readFileSync(join(stats, 'gpu_vpu_stats_SIMULATED.txt'), 'utf8')
      .split('\n')
      .map(Number);
    expect([load, seconds, fps]).toEqual([
      expect.closeTo(44.4, 1),
      expect.closeTo(5.87, 1),
      expect.closeTo(1000 / (seconds as number), 2),
    ]);
    const one = readResult(join(stats, 'gpu_vpu_stats_SIMULATED.json'));
    expect(one.results).toEqual([row('MULTI:GPU,MYRIAD')]);
  });

  it('gives the same result for the same seed, another for another', async () => {
    const args = ['exercise', '--simulate', 'tank-870', '--model', model, '--device', 'MULTI:CPU,GPU,MYRIAD'];
    const [one, two, other] = await Promise.all([
      simulated(args),
      simulated(args),
      simulated([...args, '--simulate-seed', '5']),
    ]);
    const timeless = ({ createdAt: _, host: __, ...rest }: BenchResult) => rest;
    expect(timeless(two)).toEqual(timeless(one));
    // a row does not depend on the rows beside it
    expect(one.results[0]).toEqual(row('MULTI:CPU,GPU,MYRIAD'));
    expect(other.simulation?.seed).toBe(5);
    expect(other.results[0]?.totalMs).not.toBe(one.results[0]?.totalMs);
  });
});

it("the exercise's own form: marked before its two lines, and in its file names", async () => {
  const output = join(folder, 'form');
  const args = ['--model_path', model.replace(/\.xml$/, ''), '--device', 'MULTI:CPU,MYRIAD', '--path', 'cpu_vpu_stats'];
  const { code, stdout, stderr } = await runCli([...args, '--simulate', 'tank-870', '--output', output]);
  const [mark, load, inference] = stdout.split('\n');
  expect(code).toBe(0);
  expect(mark).toMatch(/^SIMULATED IEI Tank-870/);
  expect(load).toMatch(/^Time taken to load model = 3\.4\d* seconds$/);
  expect(inference).toMatch(/^Time Taken to run 1000 Inference is = 3\.4\d* seconds$/);
  expect(stderr).toMatch(/^ov-bench: warning: MULTI:CPU,MYRIAD: SIMULATED \(tank-870\)/m);
  expect(readdirSync(output).sort()).toEqual(['cpu_vpu_stats_SIMULATED.json', 'cpu_vpu_stats_SIMULATED.txt']);
});

it('a mock that the environment names is marked as well', async () => {
  const output = join(folder, 'environment');
  const args = [
    '--model_path',
    model,
    '--device',
    'CPU',
    '--path',
    'cpu_stats',
    '--iterations',
    '5',
    '--output',
    output,
  ];
  const env = { ...process.env, OPENVINO_NODE_LIBRARY: builtLibrary(ROOT) };
  const { code, stdout, stderr } = await runCli(args, { env });
  expect([code, stdout.split('\n', 1)[0]]).toEqual([0, expect.stringMatching(/^SIMULATED by a mock of OpenVINO, on /)]);
  expect(stderr).toMatch(/SIMULATED: the OpenVINO library is a mock/);
  expect(readdirSync(output).sort()).toEqual(['cpu_stats_SIMULATED.json', 'cpu_stats_SIMULATED.txt']);
  const result = readResult(join(output, 'cpu_stats_SIMULATED.json'));
  expect(result.openvinoVersion).toMatch(/-MOCK$/);
  expect(result).not.toHaveProperty('simulation');
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { report } from '../../../lib/bench/report/index.js';
import { styleFor } from '../../../lib/bench/report/style.js';
import { screen } from '../../../lib/bench/report/terminal.js';
import { adviceOf } from '../../../lib/bench/result/advice.js';
import type { BenchResult } from '../../../lib/bench/result/result.js';
import type { Outcome } from '../../../lib/bench/run/executor.js';
import { makePlan } from '../../../lib/bench/run/plan.js';
import { VIRTUAL_TIME } from '../../../lib/bench/simulation/choice.js';
import { resolveSimulation } from '../../../lib/bench/simulation/resolve.js';
import type { Simulation } from '../../../lib/bench/simulation/simulation.js';
import { inspection, measurement, resultOf, trialSpec } from '../../bench/factories.js';
import { testFolder } from '../../helpers/folder.js';
import { expectValid } from '../../helpers/result-schema.js';

// That nothing simulated can pass as measured: pure, from what a run gives.
const folder = testFolder();
const mocked = inspection({ simulated: true, openvinoVersion: '2022.3.2', availableDevices: ['CPU', 'GPU', 'MYRIAD'] });

let tank: Simulation;
beforeAll(async () => {
  tank = await resolveSimulation({ source: 'tank-870', time: VIRTUAL_TIME, seed: undefined });
});

const ran = (device: string, api: 'sync' | 'async' = 'sync'): Outcome => {
  const devices = device.replace(/^.*:/, '').split(',');
  return {
    spec: trialSpec({ device, api }),
    measurement: measurement({ devicesAtLoad: devices, devicesAfter: devices }),
  };
};

const exercise = (): BenchResult =>
  resultOf(
    [
      ran('CPU'),
      ran('MULTI:CPU,MYRIAD'),
      ran('MULTI:CPU,MYRIAD', 'async'),
      ran('MULTI:CPU,GPU,MYRIAD'),
      {
        spec: trialSpec({ device: 'MULTI:CPU,NPU' }),
        failure: { code: 'DEVICE_NOT_FOUND', message: 'NPU is not there.' },
      },
    ],
    { simulation: tank, inspection: mocked },
  );

describe('a simulated result', () => {
  it('says so in the whole, in each row, and what stands behind it', () => {
    const result = exercise();
    expectValid(JSON.parse(JSON.stringify(result)));
    expect(result).toMatchObject({
      simulated: true,
      simulation: { profile: 'tank-870', machine: expect.stringMatching(/i5-6500TE/), seed: 870, clock: 'virtual' },
    });
    expect(result.results.map(({ simulated }) => simulated)).toEqual(Array(5).fill(true));
    expect(result.results.map(({ basis }) => basis)).toEqual([
      'extrapolated',
      'fitted',
      'extrapolated',
      'predicted',
      undefined,
    ]);
    for (const { warnings } of result.results)
      expect(warnings.join('\n')).toMatch(
        /^SIMULATED \(tank-870\): no device ran; a calibration, not a measurement\.$/m,
      );
  });

  it('has no basis where the machine’s own time enters: those figures were compared with none', () => {
    const simulation = { ...tank, time: { label: '10x', speed: 10 } };
    const result = resultOf([ran('MULTI:CPU,MYRIAD'), ran('MULTI:CPU,MYRIAD', 'async'), ran('MULTI:CPU,GPU,MYRIAD')], {
      simulation,
      inspection: mocked,
    });
    expect(result.results.map(({ basis }) => basis)).toEqual([undefined, 'extrapolated', undefined]);
  });

  it('labels asynchronous rows, and rows that no chart has, as extrapolation', () => {
    const [cpu, fitted, asynchronous, predicted] = exercise().results;
    expect(cpu?.warnings.join()).toMatch(/Extrapolation: no published figure is of this device string/);
    expect(asynchronous?.warnings.join()).toMatch(
      /Extrapolation: no published figure is of several requests in flight/,
    );
    for (const row of [fitted, predicted]) expect(row?.warnings.join()).not.toMatch(/Extrapolation/);
  });

  it('has no published figure behind another model', () => {
    const other = inspection({ ...mocked, model: { ...mocked.model, name: 'face-detection' } });
    const { results } = resultOf([ran('MULTI:CPU,MYRIAD')], { simulation: tank, inspection: other });
    expect(results[0]?.basis).toBe('extrapolated');
  });

  it('in time that runs faster says whose delays count', async () => {
    const fast = { ...tank, time: { label: '10x', speed: 10 } };
    const { results } = resultOf([ran('CPU')], { simulation: fast, inspection: mocked });
    expect(results[0]?.warnings.join('\n')).toMatch(/^Time ran 10 times as fast, and this machine's own delays/m);
    expect(exercise().results[0]?.warnings.join()).not.toMatch(/Time ran/);
  });

  it('of a mock that came by another way is marked, too', () => {
    const result = resultOf([ran('CPU')], { inspection: mocked });
    expect(result).toMatchObject({ simulated: true, results: [{ simulated: true }] });
    expect(result).not.toHaveProperty('simulation');
    expect(result.results[0]).not.toHaveProperty('basis');
    expect(result.results[0]?.warnings[0]).toBe(
      'SIMULATED: the OpenVINO library is a mock. No device ran, and the times are made up.',
    );
    expectValid(JSON.parse(JSON.stringify(result)));
  });

  it('of real devices has none of it', () => {
    const result = resultOf([ran('CPU')]);
    for (const member of ['simulated', 'simulation']) expect(result).not.toHaveProperty(member);
    expect(result.results[0]).not.toHaveProperty('basis');
    expect(JSON.stringify(result)).not.toMatch(/SIMULATED|Extrapolation/);
  });
});

describe('its table', () => {
  const show = (result: BenchResult, width = 140): string => {
    const style = styleFor({}, {});
    return screen(result, { width, style, settings: 'measured', advice: adviceOf(result, 'exercise') });
  };

  it('is marked, names the machine that is imitated, and has the basis of each row', () => {
    const [title, ...lines] = show(exercise()).split('\n');
    const text = lines.join('\n');
    expect(title).toMatch(/^ov-bench {2}\[SIMULATED\] {2}/);
    expect(text.replace(/\n\s*/g, ' ')).toMatch(
      /SIMULATED IEI Tank-870: .* \(tank-870, seed 870, virtual time\), on Intel\(R\) Core\(TM\) i5-6500TE, 4 of 4 CPUs/,
    );
    expect(text).toMatch(/^requested .* basis/m);
    expect(text).toMatch(/^MULTI:CPU,MYRIAD +sync .* fitted/m);
    expect(text).toMatch(/^MULTI:CPU,MYRIAD +async .* extrapolated/m);
    expect(text).toMatch(/^! SIMULATED \(tank-870\)/m);
  });

  it('gives no advice about a machine of today', () => {
    expect(show(exercise())).not.toMatch(/--map MYRIAD=NPU|before trusting/);
  });

  it.each([60, 80, 120])('fits into %i columns', (width) => {
    for (const line of show(exercise(), width).split('\n')) expect(line.length).toBeLessThanOrEqual(width);
  });
});

describe("the exercise's files", () => {
  const text: string[] = [];
  const stream = { write: (part: string) => text.push(part) };

  it('say SIMULATED in their names, and each holds its row', async () => {
    const plan = makePlan({
      form: 'exercise',
      input: { kind: 'files', files: [] },
      shapes: [],
      devices: undefined,
      mappings: [],
      apis: ['sync'],
      hint: undefined,
      properties: [],
      iterations: undefined,
      timeMs: undefined,
      requests: undefined,
      warmup: undefined,
      repeat: undefined,
      simulated: true,
    });
    const rows = [
      { device: 'MULTI:CPU,MYRIAD', name: 'cpu_vpu_stats' },
      { device: 'MULTI:GPU,MYRIAD', name: 'gpu_vpu_stats' },
    ];
    const outputs = { json: undefined, stats: { folder, rows } };
    await report(exercise(), { plan, outputs, stdout: stream, stderr: stream, env: {} });
    expect(text.join('')).toContain(`Written: ${folder}/cpu_vpu_stats_SIMULATED.txt`);
    expect(readFileSync(join(folder, 'cpu_vpu_stats_SIMULATED.txt'), 'utf8')).toBe('0.176123\n0.016000\n250\n');
    const one = JSON.parse(readFileSync(join(folder, 'cpu_vpu_stats_SIMULATED.json'), 'utf8'));
    expectValid(one);
    expect(one).toMatchObject({ simulated: true, results: [{ requestedDevice: 'MULTI:CPU,MYRIAD', api: 'sync' }] });
    // a combination that did not run leaves none
    expect(text.join('')).not.toContain('gpu_vpu_stats');
  });
});

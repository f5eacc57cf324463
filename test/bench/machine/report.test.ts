import { describe, expect, it } from 'vitest';
import { readMachineFacts } from '../../../lib/bench/machine/facts.js';
import { resultJson } from '../../../lib/bench/report/json.js';
import { styleFor } from '../../../lib/bench/report/style.js';
import { screen } from '../../../lib/bench/report/terminal.js';
import { summarize } from '../../../lib/bench/result/summarize.js';
import { testFolder } from '../../helpers/folder.js';
import { expectValid, validateResult } from '../../helpers/result-schema.js';
import { HOST, inspection, measurement, resultOf, rowOf, trialSpec } from '../factories.js';
import { fakeSystem, LAPTOP } from './fake-system.js';
import { observation } from './observations.js';

const folder = testFolder();
const busy = observation({
  cpuTimes: { busyMs: 1680, stolenMs: 0, cpus: 2 },
  energy: [{ name: 'package-0', microjoules: 31e6, rangeMicrojoules: 1e12 }],
});
const compiled = {
  loadedFromCache: false,
  modelPriority: null,
  devices: [
    {
      device: 'CPU',
      performanceHint: 'LATENCY',
      executionMode: 'PERFORMANCE',
      inferencePrecision: 'bf16',
      streams: 1,
      threads: 2,
      cpuPinning: true,
      schedulingCoreType: 'ANY_CORE',
      hyperThreading: false,
      modelPriority: null,
      optimalBatchSize: null,
      optimalRequests: 1,
      instructionSet: 'Intel AVX2',
    },
  ],
};
const outcome = { spec: trialSpec(), measurement: measurement({ observation: busy, compiled }) };

function resultOn(files: Readonly<Record<string, string>>) {
  const openvino = {
    buildNumber: '2026.4.1-22982',
    devices: [{ device: 'CPU', fullName: 'Intel', plugin: 'p', pluginVersion: '1', driverVersion: null }],
  };
  const machine = readMachineFacts(fakeSystem(folder, files), {});
  const execution = {
    model: { path: '/m/FP32/m.xml', standIn: false },
    inspection: inspection({ openvino }),
    outcomes: [outcome],
    interrupted: false,
  };
  return summarize(execution, { createdAt: new Date(0), host: { ...HOST, machine } });
}

const show = (result: ReturnType<typeof resultOn>, width = 160): string =>
  screen(result, { width, style: styleFor({}, {}), settings: 'measured', advice: [] });

describe('what ran, in a row', () => {
  it('the model, the machine and what disturbed it', () => {
    const row = rowOf(outcome);
    expect(row).toMatchObject({
      compiled,
      disturbed: ['other-processes'],
      peakRssBytes: 260_046_848,
      joulesPerInference: 7.5,
      conditions: { otherCpuShare: 0.34, packageJoules: 30 },
    });
    expect(row.warnings).toContainEqual(expect.stringMatching(/^Other processes took 34 % of the CPUs/));
  });

  it('of several processes: each with its own, and one that was disturbed marks the row', () => {
    const spec = trialSpec();
    const quiet = { spec, measurement: measurement({ observation: observation(), totalMs: 15 }) };
    const slow = { spec, measurement: measurement({ observation: busy, totalMs: 30 }) };
    const result = resultOf([quiet, slow, { ...quiet }]);
    const [row] = result.results;
    expect(row).toMatchObject({ disturbed: ['other-processes'], conditions: { otherCpuShare: 0 } });
    expect(row?.processes?.map(({ disturbed }) => disturbed)).toEqual([[], ['other-processes'], []]);
    expect(row?.warnings).toContainEqual(
      expect.stringMatching(/in 1 of 3 processes: its figures are of a busy machine\./),
    );
    expectValid(JSON.parse(resultJson(result)));
  });

  it('the machine did nothing for simulated devices, and a trial without an observation has no conditions', () => {
    const simulated = rowOf(outcome, { inspection: inspection({ simulated: true }) });
    expect(simulated).toMatchObject({ compiled });
    const plain = rowOf({ spec: trialSpec(), measurement: measurement() });
    for (const row of [simulated, plain]) {
      for (const member of ['conditions', 'disturbed', 'peakRssBytes', 'joulesPerInference'])
        expect(row).not.toHaveProperty(member);
      expect(row.warnings.join()).not.toMatch(/Other processes/);
    }
  });
});

describe('what ran, reported', () => {
  it('keeps to the schema, all known or nothing', () => {
    const full = JSON.parse(resultJson(resultOn(LAPTOP)));
    expectValid(full);
    expect(full.host.openvino.devices[0].pluginVersion).toBe('1');
    expectValid(JSON.parse(resultJson(resultOn({}))));
    const [row] = full.results;
    for (const broken of [
      { ...row, disturbed: ['gremlins'] },
      { ...row, conditions: { ...row.conditions, otherCpuShare: 1.5 } },
      { ...row, peakRssBytes: -1 },
      { ...row, compiled: { ...row.compiled, devices: [] } },
    ])
      expect(validateResult({ ...full, results: [broken] })).not.toEqual([]);
  });

  it('a line where the machine is confined, columns where there is something to show', () => {
    const lines = show(resultOn(LAPTOP)).split('\n');
    expect(lines[2]).toBe('confined by: the powersave governor (intel_pstate, balance_performance)');
    expect(lines[5]).toMatch(/FPS +peak RSS +J\/inf$/);
    expect(lines[6]).toMatch(/ 250 +248 MiB +7\.50$/);
    const unknown = show(resultOn({}));
    expect(unknown).not.toMatch(/confined/);
    const plain = show(resultOf([{ spec: trialSpec(), measurement: measurement() }]));
    expect(plain).not.toMatch(/J\/inf|peak RSS|confined/);
  });

  it('the columns go first where the screen is narrow', () => {
    const narrow = show(resultOn(LAPTOP), 60);
    expect(narrow).not.toMatch(/^requested .*(J\/inf|peak RSS)/m);
    expect(narrow.replace(/\s+/g, ' ')).toMatch(/\(columns left out for the width: .*peak RSS, J\/inf\)/);
    for (const line of show(resultOn(LAPTOP), 80).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

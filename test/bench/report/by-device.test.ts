import { describe, expect, it } from 'vitest';
import { byDevice, deviceLines } from '../../../lib/bench/report/by-device.js';
import { resultJson } from '../../../lib/bench/report/json.js';
import { resultMarkdown } from '../../../lib/bench/report/markdown.js';
import { resultCsv } from '../../../lib/bench/report/result-csv.js';
import { expectValid } from '../../helpers/result-schema.js';
import { measurement, resultOf, trialSpec } from '../factories.js';

const latenciesMs = Float64Array.from({ length: 1000 }, (_, index) => (index < 412 ? 4.5 : 2));
const deviceChanges = [
  { devices: ['(CPU)'], done: 0, elapsedMs: 0, doneBefore: 0, elapsedBeforeMs: 0 },
  { devices: ['GPU'], done: 412, elapsedMs: 1854, doneBefore: 400, elapsedBeforeMs: 1800 },
];
const shared = { devicesAtLoad: ['CPU', 'GPU'], devicesAfter: ['CPU', 'GPU'] };
const counts = [
  { device: 'CPU', count: 8 },
  { device: 'GPU', count: 188 },
];
const result = resultOf([
  {
    spec: trialSpec({ device: 'AUTO:GPU,CPU' }),
    measurement: measurement({ latenciesMs, totalMs: 3030, devicesAfter: ['GPU'], deviceChanges }),
  },
  {
    spec: trialSpec({ device: 'MULTI:CPU,GPU', api: 'async' }),
    measurement: measurement({ ...shared, sharePass: { requests: 4, inferences: 200, devices: counts, unknown: 4 } }),
  },
  { spec: trialSpec({ device: 'MULTI:CPU,GPU' }), measurement: measurement({ devicesAfter: ['CPU'] }) },
]);

describe('what each device did', () => {
  it('is told below the table, of rows of the same device with their mode', () => {
    expect(deviceLines(result.results, 1000)).toEqual([
      'AUTO:GPU,CPU: 412 inferences on CPU until GPU had loaded (1.85 s, 222 FPS, p50 4.50 ms), then 588 on GPU (1.18 s, 500 FPS, p50 2.00 ms). A change is seen at most 54.0 ms late: up to 12 inferences may belong to the other part.',
      'Shares of devices, counted in a pass apart, with 95 % intervals:',
      '  MULTI:CPU,GPU async 1: GPU 94 % [89.8, 98], CPU 4 % [2, 10.2], unknown 2 % of 200 inferences, 4 in flight',
    ]);
  });

  it('has a cell in CSV and Markdown', () => {
    expect(result.results.map(byDevice)).toEqual(['CPU 412, then GPU 588', 'GPU 94 %, CPU 4 %, unknown 2 %', '']);
    expect(resultMarkdown(result)).toMatch(/\| by device \|.*\n.*\n.*`CPU 412, then GPU 588`/);
    expect(resultCsv(result)).toMatch(/,"CPU 412, then GPU 588",/);
  });

  it('is in the JSON, rounded, and as the schema says', () => {
    const [auto, multi, alone] = JSON.parse(resultJson(result)).results;
    expectValid(JSON.parse(resultJson(result)));
    expect(auto.devicePhases).toMatchObject([
      { devices: ['CPU'], standIn: true, iterations: 412, fps: 222.222, uncertainty: null },
      { devices: ['GPU'], standIn: false, iterations: 588, fps: 500, uncertainty: { ms: 54, inferences: 12 } },
    ]);
    expect(multi.deviceShares.devices).toEqual([
      { device: 'CPU', count: 8, share: 0.04, interval: [0.0204, 0.1019] },
      { device: 'GPU', count: 188, share: 0.94, interval: expect.any(Array) },
    ]);
    expect(alone.deviceShares).toMatchObject({ method: 'only-device', devices: [{ device: 'CPU', share: 1 }] });
  });
});

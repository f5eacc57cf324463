import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMBINATIONS } from '../../../lib/bench/devices/exercise-devices.js';
import {
  CHARTS,
  type Combination,
  chartedFps,
  contentionFor,
  type DeviceTimes,
  FITTED,
  fitDevices,
  PREDICTED,
  predict,
} from '../../../lib/bench/simulation/fit.js';
import { tank870 } from '../../../lib/bench/simulation/tank-870.js';

/** What is left of the difference to a figure, as a share of it. */
const difference = (value: number, of: number): number => Math.abs(value / of - 1);

const { cpu, gpu, vpu } = fitDevices(CHARTS, { cpuLoadMs: 450, vpuLatencyMs: 20 });
const DEVICES: Readonly<Record<Combination, [DeviceTimes, ...DeviceTimes[]]>> = {
  'MULTI:CPU,MYRIAD': [cpu, vpu],
  'MULTI:GPU,MYRIAD': [gpu, vpu],
  'MULTI:CPU,GPU,MYRIAD': [cpu, gpu, vpu],
};

describe('the calibration', () => {
  it('fits two of the three combinations and predicts the other', () => {
    expect([...FITTED, ...PREDICTED].sort()).toEqual([...COMBINATIONS].sort());
  });

  it.each(FITTED)('gives %s its charted load and inference time within 3 %%', (device) => {
    const predicted = predict(DEVICES[device]);
    expect(difference(predicted.loadSeconds, CHARTS[device].loadSeconds)).toBeLessThan(0.03);
    expect(difference(predicted.inferenceSeconds, CHARTS[device].inferenceSeconds)).toBeLessThan(0.03);
    expect(difference(chartedFps(predicted), chartedFps(CHARTS[device]))).toBeLessThan(0.03);
  });

  it.each(PREDICTED)('predicts %s within 10 %%', (device) => {
    const predicted = predict(DEVICES[device]);
    expect(difference(predicted.loadSeconds, CHARTS[device].loadSeconds)).toBeLessThan(0.1);
    expect(difference(chartedFps(predicted), chartedFps(CHARTS[device]))).toBeLessThan(0.1);
  });

  it('does not see the figures that it predicts', () => {
    const absurd = { ...CHARTS, 'MULTI:CPU,GPU,MYRIAD': { loadSeconds: 1e6, inferenceSeconds: 1e6 } };
    expect(fitDevices(absurd, { cpuLoadMs: 450, vpuLatencyMs: 20 })).toEqual({ cpu, gpu, vpu });
  });

  it('true frames per second are ten times those of the charts', () => {
    expect(FITTED.map((device) => Math.round(chartedFps(CHARTS[device])))).toEqual([288, 170]);
    expect(PREDICTED.map((device) => Math.round(chartedFps(CHARTS[device])))).toEqual([290]);
  });
});

describe('tank-870', () => {
  const devices = tank870().devices.filter((device) => typeof device !== 'string');
  const named = (name: string) => devices.find((device) => device.name === name);

  it('has the fitted times, and the stick loads longer than the CPU', () => {
    expect(named('CPU')?.latencyMs).toMatchObject({ mean: cpu.latencyMs });
    expect(named('GPU')).toMatchObject({ loadMs: 44_400, latencyMs: { mean: gpu.latencyMs } });
    expect(named('MYRIAD')?.loadMs).toBe(3400);
    expect(named('CPU')?.loadMs).toBeLessThan(3400);
  });

  it('several requests at once gain something on each device, and at most as much as there are', () => {
    for (const { contention = 0, streams = 1 } of devices) {
      const lanes = typeof streams === 'number' ? streams : streams.throughput;
      const gain = lanes / (1 + contention * (lanes - 1));
      expect(gain).toBeGreaterThan(1);
      expect(gain).toBeLessThanOrEqual(lanes);
    }
  });
});

it('docs/simulation.md has the parameters and the charts as they are', () => {
  const text = readFileSync(new URL('../../../docs/simulation.md', import.meta.url), 'utf8');
  const row = (name: string): string[] =>
    (new RegExp(`^\\| ${name} \\|.*$`, 'm').exec(text)?.[0] ?? '').split('|').map((cell) => cell.trim());
  expect(row('CPU, one inference')[2]).toBe(`${cpu.latencyMs.toFixed(3)} ms`);
  expect(row('GPU, one inference')[2]).toBe(`${gpu.latencyMs.toFixed(3)} ms`);
  expect(row('GPU, load')[2]).toBe(`${gpu.loadMs / 1000} s`);
  expect(row('VPU, load')[2]).toBe(`${vpu.loadMs / 1000} s`);
  const charts = COMBINATIONS.map((device) => CHARTS[device]);
  expect(row('load, s').slice(2, 5)).toEqual(charts.map(({ loadSeconds }) => String(loadSeconds)));
  expect(row('1000 inferences, s').slice(2, 5)).toEqual(charts.map(({ inferenceSeconds }) => String(inferenceSeconds)));
  expect(row('FPS in truth \\(1000 / time\\)').slice(2, 5)).toEqual(
    charts.map((chart) => chartedFps(chart).toFixed(0)),
  );
});

it('contention is what makes the gain', () => {
  expect(contentionFor(4, 4)).toBe(0);
  expect(contentionFor(4, 1)).toBe(1);
  expect(4 / (1 + 3 * contentionFor(4, 1.5))).toBeCloseTo(1.5, 12);
});

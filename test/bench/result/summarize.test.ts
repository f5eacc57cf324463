import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../../lib/bench/exit-code.js';
import { detectorOutput, inspection, measurement, resultOf, rowOf, trialSpec } from '../factories.js';

const multi = trialSpec({ device: 'MULTI:CPU,MYRIAD' });
const ok = (device = 'CPU') => ({ spec: trialSpec({ device }), measurement: measurement() });
const failed = (device = 'GPU') => ({
  spec: trialSpec({ device }),
  failure: { code: 'DEVICE_NOT_FOUND', message: `${device} is not on this machine.` } as const,
});

describe('summarize', () => {
  it('turns a measurement into a row', () => {
    expect(rowOf({ spec: trialSpec(), measurement: measurement() })).toEqual({
      requestedDevice: 'CPU',
      executionDevices: ['CPU'],
      droppedDevices: [],
      status: 'ok',
      loadMs: 176.123_456,
      firstInferenceMs: 6.6,
      iterations: 4,
      warmup: 10,
      api: 'sync',
      requests: 1,
      streams: 1,
      performanceHint: 'LATENCY',
      inferencePrecision: 'bf16',
      totalMs: 16,
      fps: 250,
      latencyMs: {
        min: 3,
        mean: 4,
        p50: 4,
        p90: 5,
        p95: null,
        p99: null,
        p999: null,
        max: 5,
        sd: expect.closeTo(Math.sqrt(2 / 3), 12),
      },
      quantiles: [
        [0.25, 3],
        [0.5, 4],
        [0.75, 4],
        [1, 5],
      ],
      timeline: [4, 3, 5, 4].map((ms, first) => ({ first, count: 1, min: ms, p50: ms, max: ms })),
      properties: {},
      warnings: ['4 inferences are few: p90 rests on less than ten of them. Measure 100 or more (1000 for p99).'],
      simulated: false,
      standIn: false,
    });
  });

  it('a dropped device is a warning, with what became of it', () => {
    const row = rowOf({ spec: multi, measurement: measurement() });
    expect(row.droppedDevices).toEqual(['MYRIAD']);
    expect(row.warnings.slice(0, 2)).toEqual([
      'MYRIAD did not run: not on this machine; this row measures CPU alone.',
      'MYRIAD support ended with OpenVINO 2022.3; NPU is its successor.',
    ]);
    const present = inspection({ availableDevices: ['CPU', 'GPU.0', 'GPU.1'] });
    const idle = rowOf(
      { spec: trialSpec({ device: 'HETERO:GPU,NPU,CPU' }), measurement: measurement() },
      { inspection: present },
    );
    expect(idle.warnings[0]).toBe(
      'NPU did not run: not on this machine; GPU did not run, though on this machine; this row measures CPU alone.',
    );
  });

  it('a device that was given up during the run did run, in part', () => {
    const row = rowOf({
      spec: trialSpec({ device: 'MULTI:GPU,NPU,MYRIAD,CPU' }),
      measurement: measurement({ devicesAtLoad: ['GPU.0', 'NPU', 'CPU'], devicesAfter: ['CPU'] }),
    });
    expect(row.droppedDevices).toEqual(['GPU', 'NPU', 'MYRIAD']);
    expect(row.warnings[0]).toBe(
      'MYRIAD did not run: not on this machine; GPU and NPU ran at first and were given up during the run; this row measures in part CPU alone.',
    );
  });

  it('the hint that was asked for decides whether AUTO uses all of its devices', () => {
    const spec = trialSpec({ device: 'AUTO:CPU,GPU', properties: { PERFORMANCE_HINT: 'CUMULATIVE_THROUGHPUT' } });
    const present = inspection({ availableDevices: ['CPU', 'GPU'] });
    expect(rowOf({ spec, measurement: measurement() }, { inspection: present }).droppedDevices).toEqual(['GPU']);
    const one = trialSpec({ device: 'AUTO:CPU,GPU' });
    expect(rowOf({ spec: one, measurement: measurement() }, { inspection: present }).droppedDevices).toEqual([]);
  });

  it('AUTO that switched, or never finished starting', () => {
    const spec = trialSpec({ device: 'AUTO' });
    const switched = measurement({ devicesAtLoad: ['(CPU)'], devicesAfter: ['GPU.0'] });
    expect(rowOf({ spec, measurement: switched })).toMatchObject({
      executionDevices: ['GPU.0'],
      warnings: expect.arrayContaining([expect.stringMatching(/^AUTO started on CPU and switched to GPU\.0/)]),
    });
    const starting = measurement({ devicesAtLoad: ['(CPU)'], devicesAfter: ['(CPU)'] });
    expect(rowOf({ spec, measurement: starting }).warnings[0]).toMatch(/^AUTO still ran on CPU in place of its target/);
    expect(rowOf({ spec, measurement: measurement({ devicesAtLoad: [], devicesAfter: [] }) }).warnings[0]).toMatch(
      /^The compiled model does not say which devices execute it/,
    );
  });

  it('streams that idle', () => {
    const readback = { performanceHint: 'THROUGHPUT', streams: 2, inferencePrecision: null, optimalRequests: 2 };
    const sync = rowOf({ spec: trialSpec(), measurement: measurement({ readback }) });
    expect(sync.warnings[0]).toMatch(/^A synchronous loop fills one of 2 streams/);
    const async = rowOf({ spec: trialSpec({ api: 'async' }), measurement: measurement({ readback, requests: 1 }) });
    expect(async.warnings[0]).toBe('1 request in flight leaves some of the 2 streams idle.');
    const enough = rowOf({ spec: trialSpec({ api: 'async' }), measurement: measurement({ readback, requests: 2 }) });
    expect(enough.warnings.join()).not.toMatch(/idle/);
  });

  it('a stand-in and random input are said in each row', () => {
    const random = inspection({ input: { ...inspection().input, kind: 'random', width: null, height: null } });
    const row = rowOf(ok(), { inspection: random, model: { path: 'x.xml', standIn: true } });
    expect(row.standIn).toBe(true);
    expect(row.warnings.join('\n')).toMatch(/built-in stand-in.*\n.*input is random/);
  });

  it('detections in pixels, where the detector saw a picture; names only for its own labels', () => {
    const seen = { spec: trialSpec(), measurement: measurement({ detectorOutput: detectorOutput() }) };
    expect(rowOf(seen).detections).toEqual([
      { label: 'vehicle', labelId: 1, confidence: expect.closeTo(0.99, 6), box: [169.75, 256, 509.25, 512] },
      { label: 'licence plate', labelId: 2, confidence: expect.closeTo(0.9, 6), box: expect.any(Array) },
    ]);
    const other = inspection({ model: { ...inspection().model, name: 'face-detection' } });
    expect(rowOf(seen, { inspection: other }).detections?.map(({ label }) => label)).toEqual(['label 1', 'label 2']);
    const blind = inspection({ input: { ...inspection().input, width: null, height: null } });
    expect(rowOf(seen, { inspection: blind })).not.toHaveProperty('detections');
  });

  it('a failed trial is a row with its reason; one that failed on the way keeps what was measured', () => {
    expect(rowOf(failed('MULTI:GPU,MYRIAD'))).toMatchObject({
      status: 'failed',
      error: { code: 'DEVICE_NOT_FOUND', message: 'MULTI:GPU,MYRIAD is not on this machine.' },
      loadMs: null,
      fps: null,
      latencyMs: null,
      iterations: 0,
      warnings: ['MYRIAD support ended with OpenVINO 2022.3; NPU is its successor.'],
    });
    const lost = measurement({ failure: { code: 'INFER_FAILED', message: 'device lost' } });
    expect(rowOf({ spec: trialSpec(), measurement: lost })).toMatchObject({
      status: 'failed',
      error: { code: 'INFER_FAILED', message: 'After 4 inferences: device lost' },
      iterations: 4,
      fps: 250,
    });
  });

  it('the whole has when, where and what', () => {
    expect(resultOf([ok()])).toMatchObject({
      schemaVersion: 1,
      createdAt: '2026-01-02T03:04:05.000Z',
      host: { hostname: 'tank' },
      openvinoVersion: '2026.4.1',
    });
    expect(resultOf([ok()])).not.toHaveProperty('interrupted');
    expect(resultOf([], { interrupted: true }).interrupted).toBe(true);
  });
});

describe('exitCodeOf', () => {
  const dropped = { spec: multi, measurement: measurement() };
  it.each([
    ['run', [ok()], false, 0],
    ['run', [ok(), failed()], false, 1],
    ['run', [failed()], true, 1],
    ['run', [ok(), dropped], false, 3],
    ['run', [ok(), dropped], true, 0],
    ['run', [dropped, failed()], false, 1],
    ['exercise-form', [dropped], false, 3],
    ['exercise-form', [dropped], true, 0],
    ['exercise', [ok(), dropped, failed()], false, 0],
    ['exercise', [failed(), failed('NPU')], false, 1],
  ] as const)('%s with %j, dropped allowed %s: %i', (form, outcomes, allowDropped, code) => {
    expect(exitCodeOf(resultOf(outcomes), form, allowDropped)).toBe(code);
  });
});

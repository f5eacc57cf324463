import { describe, expect, it } from 'vitest';
import { type Candidate, nameOf } from '../../../lib/bench/tune/candidate.js';
import { codeFor } from '../../../lib/bench/tune/code.js';
import { buildSpace } from '../../../lib/bench/tune/space.js';
import type { DeviceAnswers, Survey } from '../../../lib/bench/tune/survey.js';
import { referenceOf } from '../../../lib/bench/tune/tune.js';

/** What a CPU with bf16 and two cores says (2026.4). */
const CPU: DeviceAnswers = {
  supported: [
    'NUM_STREAMS',
    'INFERENCE_NUM_THREADS',
    'INFERENCE_PRECISION_HINT',
    'PERFORMANCE_HINT',
    'EXECUTION_MODE_HINT',
    'ENABLE_CPU_PINNING',
  ],
  capabilities: ['BF16', 'WINOGRAD', 'FP32', 'INT8', 'BIN', 'EXPORT_IMPORT'],
  streams: [1, 2],
  precision: 'bf16',
  hint: 'LATENCY',
  pinning: true,
};
/** A GPU, which has no threads of the host's. */
const GPU: DeviceAnswers = {
  supported: ['NUM_STREAMS', 'INFERENCE_PRECISION_HINT', 'PERFORMANCE_HINT'],
  capabilities: ['FP32', 'BIN', 'FP16'],
  streams: [1, 2],
  precision: 'f16',
  hint: 'LATENCY',
  pinning: null,
};
const AUTO: DeviceAnswers = {
  supported: ['PERFORMANCE_HINT', 'EXECUTION_MODE_HINT'],
  capabilities: ['BF16', 'FP32'],
  streams: null,
  precision: null,
  hint: 'LATENCY',
  pinning: null,
};
const SILENT: DeviceAnswers = {
  supported: [],
  capabilities: [],
  streams: null,
  precision: null,
  hint: null,
  pinning: null,
};

const survey = (changes: Partial<Survey> = {}): Survey => ({
  availableDevices: ['CPU'],
  answers: { CPU, AUTO },
  batches: [],
  ...changes,
});
const names = (space: readonly Candidate[]): string[] => space.map(({ name }) => name);

describe('the space of configurations', () => {
  it('begins with the default, and then what differs in one thing', () => {
    const space = buildSpace(survey(), { devices: ['CPU'], cores: 2 });
    expect(names(space).slice(0, 7)).toEqual([
      'CPU default',
      'CPU throughput',
      'CPU 1 stream 1 request',
      'CPU 2 streams 2 requests',
      'CPU auto streams',
      'CPU 2 requests',
      'CPU f32',
    ]);
    expect(space[0]).toEqual({ name: 'CPU default', device: 'CPU', properties: {}, requests: null, batch: 1 });
    expect(names(space)).toContain('CPU f32 throughput 4 requests');
    expect(names(space)).toContain('CPU f32 2 streams unpinned 4 requests');
    expect(space.find(({ name }) => name === 'CPU f32 2 streams unpinned 4 requests')).toMatchObject({
      properties: { INFERENCE_PRECISION_HINT: 'f32', NUM_STREAMS: '2', ENABLE_CPU_PINNING: 'NO' },
      requests: 4,
    });
    expect(new Set(names(space)).size).toBe(space.length);
  });

  it('has precisions of the capabilities alone, without the one that is the default', () => {
    const precisions = (answers: DeviceAnswers) =>
      new Set(
        buildSpace(survey({ answers: { CPU: answers } }), { devices: ['CPU'], cores: 2 }).map(
          ({ properties }) => properties.INFERENCE_PRECISION_HINT,
        ),
      );
    expect(precisions(CPU)).toEqual(new Set([undefined, 'f32']));
    expect(precisions({ ...CPU, precision: 'f32' })).toEqual(new Set([undefined, 'bf16']));
    expect(precisions({ ...CPU, capabilities: ['FP32'], precision: 'f32' })).toEqual(new Set([undefined]));
    expect(precisions(GPU)).toEqual(new Set([undefined, 'f32']));
  });

  it('names no property that the device does not list', () => {
    for (const key of CPU.supported) {
      const answers = { CPU: { ...CPU, supported: CPU.supported.filter((each) => each !== key) } };
      const space = buildSpace(survey({ answers }), { devices: ['CPU'], cores: 2 });
      expect(space.some(({ properties }) => key in properties)).toBe(false);
    }
    const silent = buildSpace(survey({ answers: { CPU: SILENT } }), { devices: ['CPU'], cores: 2 });
    expect(names(silent)).toEqual(['CPU default', 'CPU 2 requests']);
    expect(buildSpace(survey({ answers: {} }), { devices: ['NPU'], cores: 2 })[0]?.name).toBe('NPU default');
  });

  it('keeps to the range of streams and to the cores, a thread a stream at least', () => {
    const many = { ...CPU, streams: [1, 12] as const };
    const streams = (cores: number) =>
      new Set(
        buildSpace(survey({ answers: { CPU: many } }), { devices: ['CPU'], cores }).map(
          ({ properties }) => properties.NUM_STREAMS,
        ),
      );
    expect(streams(8)).toEqual(new Set([undefined, '1', '2', '4', '8', 'AUTO']));
    expect(streams(64)).toEqual(new Set([undefined, '1', '2', '4', '8', '12', 'AUTO']));
    const space = buildSpace(survey({ answers: { CPU: many } }), { devices: ['CPU'], cores: 8 });
    for (const { properties } of space) {
      const { NUM_STREAMS: count, INFERENCE_NUM_THREADS: threads } = properties;
      if (count !== undefined && count !== 'AUTO' && threads !== undefined)
        expect(Number(threads)).toBeGreaterThanOrEqual(Number(count));
    }
  });

  it('has batches where the model takes them', () => {
    const space = buildSpace(survey({ batches: [2, 4] }), { devices: ['CPU'], cores: 2 });
    expect(names(space)).toContain('CPU batch 4');
    expect(names(space)).toContain('CPU f32 throughput batch 2');
    expect(space[0]?.batch).toBe(1);
  });

  it('without a device has all of them, AUTO and combinations, in turns', () => {
    const both = survey({ availableDevices: ['CPU', 'GPU'], answers: { CPU, GPU, AUTO } });
    const space = buildSpace(both, { devices: [], cores: 2 });
    expect(names(space).slice(0, 5)).toEqual([
      'CPU default',
      'GPU default',
      'AUTO default',
      'AUTO:CPU,GPU default',
      'MULTI:CPU,GPU default',
    ]);
    expect(names(space)).toContain('AUTO:CPU,GPU cumulative');
    expect(names(space)).toContain('MULTI:CPU,GPU latency');
    const full = space.find(({ name }) => name === 'AUTO:CPU,GPU f32 throughput');
    expect(full?.properties).toEqual({
      DEVICE_PROPERTIES: '{CPU:{INFERENCE_PRECISION_HINT:f32},GPU:{INFERENCE_PRECISION_HINT:f32}}',
      PERFORMANCE_HINT: 'THROUGHPUT',
    });
    expect(names(buildSpace(survey(), { devices: [], cores: 2 }))).toContain('AUTO throughput');
    expect(names(buildSpace(both, { devices: ['HETERO:GPU,CPU'], cores: 2 }))).toEqual([
      'HETERO:GPU,CPU default',
      'HETERO:GPU,CPU 2 requests',
    ]);
  });

  it('has the reference in full precision, as far as the device supports it', () => {
    expect(referenceOf(survey(), [])).toMatchObject({
      device: 'CPU',
      properties: { INFERENCE_PRECISION_HINT: 'f32', EXECUTION_MODE_HINT: 'ACCURACY' },
    });
    expect(referenceOf(survey({ availableDevices: ['NPU'], answers: { NPU: SILENT } }), ['NPU'])).toMatchObject({
      device: 'NPU',
      properties: {},
    });
  });
});

it('a property without a name of its own is shown as it is', () => {
  const facts = { device: 'CPU', properties: { X: 'y', ENABLE_CPU_PINNING: 'YES' }, requests: 1, batch: 1 };
  expect(nameOf(facts)).toBe('CPU X=y pinned 1 request');
});

it('the code to paste quotes what it is given', () => {
  const lines = codeFor("it's a model.xml", {
    device: 'CPU',
    properties: { NUM_STREAMS: '2' },
    requests: 4,
    shapes: { 'in:0': [4, 3] },
  });
  expect(lines).toContain("const model = await core.readModel('it\\'s a model.xml');");
  expect(lines).toContain("  'in:0': [4, 3],");
  expect(lines).toContain("const compiledModel = await core.compileModel(model, 'CPU', {");
  expect(lines.at(-1)).toMatch(/^compiledModel\.configurePool\(\{ size: 4 \}\);/);
});

import { describe, expect, it } from 'vitest';
import { type ReadProperty, readBack, valuesByDevice } from '../../../lib/bench/child/readback.js';
import { parseProperty } from '../../../lib/properties/property-parse.js';

const reading =
  (properties: Record<string, string | number>): ReadProperty =>
  (name) => {
    const value = properties[name];
    return typeof value === 'string' ? parseProperty(name, value) : value;
  };

// answers of the real library, 2026.4.1 and the same in 2024.3, shortened
const CPU_2 =
  '{CPU:{EXECUTION_DEVICES:CPU,INFERENCE_PRECISION_HINT:f32,MODEL_DISTRIBUTION_POLICY:,NUM_STREAMS:2,PERFORMANCE_HINT:THROUGHPUT,SUPPORTED_PROPERTIES:SUPPORTED_PROPERTIES NETWORK_NAME,RUNTIME_REQUIREMENTS:meta=1.0;ov=2026.4.1;isa=Intel AVX2}}';
const CPU_1 = CPU_2.replace('NUM_STREAMS:2', 'NUM_STREAMS:1').replace('HINT:THROUGHPUT', 'HINT:LATENCY');

describe('readBack', () => {
  it('asks a device itself', () => {
    const cpu = reading({
      PERFORMANCE_HINT: 'LATENCY',
      NUM_STREAMS: 1,
      INFERENCE_PRECISION_HINT: 'bf16',
      OPTIMAL_NUMBER_OF_INFER_REQUESTS: 1,
    });
    expect(readBack('CPU', cpu)).toEqual({
      performanceHint: 'LATENCY',
      streams: 1,
      inferencePrecision: 'bf16',
      optimalRequests: 1,
    });
  });

  it('asks the devices behind MULTI, whose own hint reads THROUGHPUT even where LATENCY is in effect', () => {
    const multi = reading({
      PERFORMANCE_HINT: 'THROUGHPUT',
      DEVICE_PROPERTIES: CPU_1,
      OPTIMAL_NUMBER_OF_INFER_REQUESTS: 1,
    });
    expect(readBack('MULTI:CPU', multi)).toEqual({
      performanceHint: 'LATENCY',
      streams: 1,
      inferencePrecision: 'f32',
      optimalRequests: 1,
    });
  });

  it("AUTO's own hint is the one in effect: its devices know no CUMULATIVE_THROUGHPUT", () => {
    const auto = reading({ PERFORMANCE_HINT: 'CUMULATIVE_THROUGHPUT', DEVICE_PROPERTIES: CPU_2 });
    expect(readBack('AUTO:CPU', auto)).toMatchObject({ performanceHint: 'CUMULATIVE_THROUGHPUT', streams: 2 });
  });

  it('HETERO and BATCH know no hint; their devices do', () => {
    expect(readBack('HETERO:CPU', reading({ DEVICE_PROPERTIES: CPU_1 }))).toMatchObject({
      performanceHint: 'LATENCY',
      streams: 1,
    });
    const batch = CPU_1.replace('{CPU:', '{BATCH:{AUTO_BATCH_TIMEOUT:1000,EXECUTION_DEVICES:CPU},CPU:');
    expect(readBack('BATCH:CPU(4)', reading({ DEVICE_PROPERTIES: batch }))).toMatchObject({
      streams: 1,
      inferencePrecision: 'f32',
    });
  });

  it('adds streams up over devices, and names precisions that differ', () => {
    const both =
      '{CPU:{NUM_STREAMS:2,INFERENCE_PRECISION_HINT:bf16},GPU.0:{NUM_STREAMS:4,INFERENCE_PRECISION_HINT:f16}}';
    expect(readBack('MULTI:CPU,GPU', reading({ DEVICE_PROPERTIES: both }))).toMatchObject({
      streams: 6,
      inferencePrecision: 'CPU:bf16,GPU.0:f16',
    });
  });

  it('is null where nothing tells', () => {
    const nothing = { performanceHint: null, streams: null, inferencePrecision: null, optimalRequests: null };
    expect(readBack('CPU', () => undefined)).toEqual(nothing);
    expect(readBack('MULTI:CPU,NPU', reading({ DEVICE_PROPERTIES: 'garbage' }))).toEqual(nothing);
    expect(
      readBack('MULTI:CPU,NPU', reading({ DEVICE_PROPERTIES: '{CPU:{NUM_STREAMS:2},NPU:{NUM_STREAMS:AUTO}}' })),
    ).toMatchObject({ streams: null });
    expect(readBack('CPU', reading({ NUM_STREAMS: -1 }))).toMatchObject({ streams: null });
  });
});

describe('valuesByDevice', () => {
  it('are those of each device', () => {
    const devices = valuesByDevice({
      'GPU.0': { GPU_MEMORY_STATISTICS: { usm_host: 5, cl_mem: 7 }, NUM_STREAMS: 1 },
      NPU: {},
    });
    expect([...devices.keys()]).toEqual(['GPU.0', 'NPU']);
    expect(Object.fromEntries(devices.get('GPU.0') ?? [])).toEqual({
      GPU_MEMORY_STATISTICS: { usm_host: 5, cl_mem: 7 },
      NUM_STREAMS: 1,
    });
    expect(devices.get('NPU')?.size).toBe(0);
  });

  it.each(['', '{}', '{', '}{', 'CPU', '{CPU}', '{:}', '{CPU:{A:1}'])('finds nothing to trust in %j', (text) => {
    const value = parseProperty('DEVICE_PROPERTIES', text);
    expect([...valuesByDevice(value).values()].every((properties) => properties.size === 0)).toBe(true);
  });
});

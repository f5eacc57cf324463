import { describe, expect, it } from 'vitest';
import type { ReadProperty } from '../../../lib/bench/child/readback.js';
import { readCompiled } from '../../../lib/bench/machine/compiled.js';
import { parseProperty } from '../../../lib/properties/property-parse.js';

const reading =
  (properties: Readonly<Record<string, string | number | boolean | string[]>>): ReadProperty =>
  (name) => {
    const value = properties[name];
    return typeof value === 'string' ? parseProperty(name, value) : value;
  };

// answers of the real library, 2026.4.1, shortened
const CPU_BEHIND =
  '{CPU:{ENABLE_CPU_PINNING:YES,ENABLE_HYPER_THREADING:NO,EXECUTION_DEVICES:CPU,EXECUTION_MODE_HINT:PERFORMANCE,INFERENCE_NUM_THREADS:2,INFERENCE_PRECISION_HINT:bf16,MODEL_DISTRIBUTION_POLICY:,NUM_STREAMS:2,OPTIMAL_NUMBER_OF_INFER_REQUESTS:2,PERFORMANCE_HINT:THROUGHPUT,RUNTIME_REQUIREMENTS:meta=1.0;ov=2026.4.1;isa=Intel AVX-512 with Intel DL Boost and bfloat16 support,SCHEDULING_CORE_TYPE:ANY_CORE}}';

describe('readCompiled', () => {
  it('asks a device itself, by the name that it runs under', () => {
    const cpu = reading({
      PERFORMANCE_HINT: 'LATENCY',
      NUM_STREAMS: 1,
      INFERENCE_PRECISION_HINT: 'bf16',
      INFERENCE_NUM_THREADS: 2,
      ENABLE_CPU_PINNING: true,
      SCHEDULING_CORE_TYPE: 'ANY_CORE',
      ENABLE_HYPER_THREADING: false,
      EXECUTION_MODE_HINT: 'PERFORMANCE',
      LOADED_FROM_CACHE: false,
      OPTIMAL_NUMBER_OF_INFER_REQUESTS: 1,
      EXECUTION_DEVICES: ['CPU'],
    });
    expect(readCompiled('CPU', cpu)).toEqual({
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
          instructionSet: null,
        },
      ],
    });
    const gpu = reading({ EXECUTION_DEVICES: ['GPU.0'], MODEL_PRIORITY: 'HIGH', OPTIMAL_BATCH_SIZE: 16 });
    expect(readCompiled('GPU', gpu).devices).toMatchObject([
      { device: 'GPU.0', modelPriority: 'HIGH', optimalBatchSize: 16 },
    ]);
  });

  it('asks the devices behind MULTI and AUTO', () => {
    const multi = reading({ LOADED_FROM_CACHE: true, MODEL_PRIORITY: 'MEDIUM', DEVICE_PROPERTIES: CPU_BEHIND });
    expect(readCompiled('MULTI:CPU', multi)).toMatchObject({
      loadedFromCache: true,
      modelPriority: 'MEDIUM',
      devices: [
        {
          device: 'CPU',
          performanceHint: 'THROUGHPUT',
          streams: 2,
          threads: 2,
          cpuPinning: true,
          hyperThreading: false,
          instructionSet: 'Intel AVX-512 with Intel DL Boost and bfloat16 support',
        },
      ],
    });
    const two = reading({ DEVICE_PROPERTIES: '{CPU:{NUM_STREAMS:AUTO},NPU:{NUM_STREAMS:4,MODEL_PRIORITY:LOW}}' });
    expect(readCompiled('AUTO:NPU,CPU', two).devices).toMatchObject([
      { device: 'CPU', streams: null },
      { device: 'NPU', streams: 4, modelPriority: 'LOW' },
    ]);
  });

  it('is null where nothing tells, or tells nonsense', () => {
    const [device] = readCompiled('NPU', () => undefined).devices;
    expect(device).toMatchObject({ device: 'NPU', performanceHint: null, threads: null, cpuPinning: null });
    const odd = reading({
      DEVICE_PROPERTIES: '{',
      LOADED_FROM_CACHE: 'perhaps',
      INFERENCE_NUM_THREADS: -1,
      PERFORMANCE_HINT: '',
    });
    expect(readCompiled('MULTI:CPU', odd)).toMatchObject({
      loadedFromCache: null,
      devices: [{ device: 'MULTI:CPU', threads: null, performanceHint: null }],
    });
  });
});

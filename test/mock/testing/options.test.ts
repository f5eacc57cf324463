import { describe, expect, it } from 'vitest';
import { scenarioOf } from '../../../lib/testing/check-options.js';
import type { MockOptions } from '../../../lib/testing/index.js';
import { mockRuntime } from '../../../lib/testing/index.js';
import { expectError } from '../../helpers/expect-error.js';

const names = (options: MockOptions): string[] => scenarioOf(options).devices.map(({ name }) => name);

describe('devices of a mocked runtime', () => {
  it('is one CPU where none is named, and none where the list is empty', () => {
    expect(names({})).toEqual(['CPU']);
    expect(names({ devices: undefined })).toEqual(['CPU']);
    expect(names({ devices: [] })).toEqual([]);
  });

  it('knows some by name, of which a GPU loads longer than a CPU and infers faster', () => {
    const { devices } = scenarioOf({ devices: ['CPU', 'GPU.0', 'GPU.1', 'NPU', 'MYRIAD'] });
    expect(devices.map(({ name }) => name)).toEqual(['CPU', 'GPU.0', 'GPU.1', 'NPU', 'MYRIAD']);
    const [cpu, gpu] = devices;
    expect(gpu?.loadMs).toBeGreaterThan(cpu?.loadMs ?? 0);
    expect(gpu?.latencyMs).toBeLessThan(cpu?.latencyMs as number);
    expect(new Set(devices.map(({ fullName }) => fullName)).size).toBe(4);
  });

  it('makes several of one description', () => {
    expect(names({ devices: ['CPU', { name: 'GPU', count: 3 }] })).toEqual(['CPU', 'GPU.0', 'GPU.1', 'GPU.2']);
    expect(names({ devices: [{ name: 'GPU', count: 1 }] })).toEqual(['GPU']);
  });

  it('completes what is left out from the device of that name, else from a plain one', () => {
    const [gpu, other] = scenarioOf({ devices: [{ name: 'GPU.1', latencyMs: 3 }, { name: 'FPGA' }] }).devices;
    expect(gpu).toMatchObject({ name: 'GPU.1', latencyMs: 3, loadMs: 3000, precision: 'f16' });
    expect(other).toMatchObject({ name: 'FPGA', fullName: 'FPGA', latencyMs: 10, faults: [] });
  });

  it('has as many optimal requests as streams, where only those are given', () => {
    const [gpu, cpu] = scenarioOf({
      devices: [
        { name: 'GPU', streams: 7 },
        { name: 'CPU', loadMs: 1 },
      ],
    }).devices;
    expect(gpu?.optimalRequests).toBe(7);
    expect(cpu?.optimalRequests).toEqual({ latency: 1, throughput: 4 });
  });

  it('takes undefined for what is left out', () => {
    const [cpu] = scenarioOf({ devices: [{ name: 'CPU', loadMs: undefined, faults: undefined }] }).devices;
    expect(cpu).toMatchObject({ loadMs: 300, faults: [] });
  });
});

it('writes a release out', () => {
  expect(scenarioOf({ version: '2022.3' }).version).toBe('2022.3.0');
  expect(scenarioOf({}).version).toBe('2026.4.1');
});

describe('what mockRuntime refuses, with one sentence that names it', () => {
  const cpu = (more: object): unknown => ({ devices: [{ name: 'CPU', ...more }] });
  const fault = (more: object): unknown => cpu({ faults: [more] });
  it.each<[unknown, RegExp]>([
    [null, /^mockRuntime takes an object, not null\.$/],
    ['CPU', /^mockRuntime takes an object, not "CPU"\.$/],
    [{ device: [] }, /^mockRuntime has no device; it takes devices, version, seed, clock\.$/],
    [{ devices: 'CPU' }, /^mockRuntime\.devices takes an array of devices, not "CPU"\.$/],
    [{ devices: [7] }, /^mockRuntime\.devices\[0\] takes an object, not 7\.$/],
    [{ devices: ['cpu'] }, /devices\[0\] takes an upper-case device's name .*, not "cpu"\.$/],
    [{ devices: ['CPPU'] }, /CPPU, is none of the devices that the mock knows by name \(CPU, GPU, NPU, MYRIAD\)/],
    [{ devices: ['MULTI'] }, /MULTI is taken/],
    [{ devices: [{ name: 'MOCK' }] }, /MOCK is taken/],
    [{ devices: ['CPU', 'CPU'] }, /takes each device once, and CPU is there twice/],
    [{ devices: ['GPU', 'GPU.0'] }, /GPU\.0 is there twice/],
    [
      {
        devices: [
          { name: 'GPU', count: 9 },
          { name: 'NPU', count: 9 },
        ],
      },
      /16 devices at most, not 18/,
    ],
    [{ devices: [{}] }, /devices\[0\] lacks name\.$/],
    [cpu({ latency: 3 }), /devices\[0\] has no latency; it takes name, .*latencyMs/],
    [cpu({ latencyMs: -1 }), /devices\[0\]\.latencyMs takes a number of milliseconds from 0 to 1000000000, not -1\.$/],
    [cpu({ latencyMs: Number.NaN }), /not NaN\.$/],
    [cpu({ latencyMs: '5' }), /takes milliseconds, \{ mean, sd \} or an array of samples, not "5"\.$/],
    [cpu({ latencyMs: [] }), /takes at least one sample, not an empty array\.$/],
    [cpu({ latencyMs: [1, -2] }), /latencyMs\[1\] takes a number of milliseconds from 0 to 1000000000, not -2\.$/],
    [cpu({ latencyMs: { mean: 5 } }), /latencyMs lacks sd\.$/],
    [
      cpu({ latencyMs: { mean: 0, sd: 1 } }),
      /latencyMs\.mean takes a number of milliseconds from 0\.000001 to 1000000000, not 0\.$/,
    ],
    [
      cpu({ latencyMs: { mean: 1, sd: 1, distribution: 'uniform' } }),
      /takes "normal" or "lognormal", not "uniform"\.$/,
    ],
    [cpu({ loadMs: Number.POSITIVE_INFINITY }), /loadMs .* not Infinity\.$/],
    [cpu({ count: 0 }), /count takes a whole number from 1 to 16, not 0\.$/],
    [{ devices: [{ name: 'GPU.0', count: 2 }] }, /count makes several of a name without a number, not of GPU\.0\.$/],
    [cpu({ streams: 1.5 }), /streams takes a whole number from 1 to 4096, not 1\.5\.$/],
    [cpu({ streams: { latency: 1 } }), /streams lacks throughput\.$/],
    [cpu({ contention: -0.1 }), /contention takes a number from 0 to 1000000000, not -0\.1\.$/],
    [cpu({ type: 'external' }), /type takes "integrated" or "discrete", not "external"\.$/],
    [cpu({ fullName: 'a\u0001b' }), /fullName takes a text without control characters/],
    [cpu({ capabilities: 'FP32' }), /capabilities takes an array such as \['FP32', 'FP16'\], not "FP32"\.$/],
    [cpu({ unsupportedOperations: ['Top K'] }), /unsupportedOperations\[0\] takes a word, not "Top K"\.$/],
    [cpu({ properties: { 'A B': 1 } }), /properties takes keys such as DEVICE_THERMAL, not "A B"\.$/],
    [cpu({ properties: { A: null } }), /properties\.A takes a text .*, not null\.$/],
    [cpu({ properties: { A: { value: 1 } } }), /properties\.A lacks writable\.$/],
    [fault({}), /faults\[0\]\.kind takes compile-fails, load-hangs, .*, not undefined\.$/],
    [fault({ kind: 'explodes' }), /not "explodes"\.$/],
    [fault({ kind: 'load-hangs', atMs: 1 }), /faults\[0\] has no atMs; it takes kind\.$/],
    [fault({ kind: 'inference-fails' }), /needs either at, an inference's number, or a probability\.$/],
    [fault({ kind: 'inference-fails', at: 1, probability: 1 }), /needs either at/],
    [fault({ kind: 'inference-fails', at: 0 }), /at takes a whole number from 1/],
    [fault({ kind: 'inference-fails', probability: 1.1 }), /probability takes a number from 0 to 1, not 1\.1\.$/],
    [fault({ kind: 'device-lost' }), /faults\[0\] lacks atMs\.$/],
    [fault({ kind: 'slow-down', atMs: 1, factor: 0 }), /factor takes a number from 1e-9 to 1000000000, not 0\.$/],
    [{ version: '2026' }, /version takes a release from 2022\.1 on, .* such as 2026\.4\.1, not "2026"\.$/],
    [{ version: '2021.4' }, /not "2021\.4"\.$/],
    [{ version: '2022.0' }, /not "2022\.0"\.$/],
    [{ seed: -1 }, /seed takes a whole number from 0/],
    [{ clock: 'fast' }, /clock takes 'virtual', 'real' or \{ speed: 10 \}, not "fast"\.$/],
    [{ clock: { speed: 0 } }, /clock\.speed takes a number from 0\.000001 to 1000000, not 0\.$/],
  ])('%j', (options, sentence) => {
    expectError('INVALID_ARGUMENT', () => mockRuntime(options as MockOptions), sentence);
  });
});

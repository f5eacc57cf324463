import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Core,
  loadRuntime,
  type Model,
  OpenVINOError,
  type Properties,
  type PropertyInfo,
  type PropertyValue,
  properties,
} from '../../lib/index.js';
import { expectError } from '../helpers/expect-error.js';
import { reluModel } from '../helpers/models.js';
import { describeRuntimes, testRuntimes } from '../helpers/runtimes.js';

const INFOS: readonly PropertyInfo[] = Object.values(properties);
const named = (name: string): PropertyInfo | undefined => INFOS.find((info) => info.name === name);
/** What the CPU takes, reads back, and lists; of the rest the element types alone differ by processor. */
const SAMPLES: Readonly<Record<string, readonly unknown[]>> = {
  DEVICE_ID: [''],
  DYNAMIC_QUANTIZATION_GROUP_SIZE: [64, 2n ** 64n - 1n],
  INFERENCE_PRECISION_HINT: ['f32'],
  KEY_CACHE_PRECISION: ['u8', 'f32'],
  KV_CACHE_PRECISION: ['u8', 'f32'],
  MODEL_DISTRIBUTION_POLICY: [['TENSOR_PARALLEL'], []],
  NUM_STREAMS: [1, 4],
  VALUE_CACHE_PRECISION: ['u8', 'f32'],
};

function readRelu(core: Core): Model {
  const { xml, weights } = reluModel({ shape: [1, 4] });
  return core.readModelSync(xml, weights);
}

function samplesOf({ name, kind, values }: PropertyInfo): readonly unknown[] {
  const own = SAMPLES[name];
  if (own !== undefined) return own;
  if (kind === 'boolean') return [true, false];
  if (kind === 'enum') return values ?? [];
  if (kind === 'float') return [0.5, 1];
  if (kind === 'integer' || kind === 'uint64') return [3, 0];
  throw new Error(`A property of a new kind needs samples: ${name}, ${kind}.`);
}

/** Whether a value is of the type that the table promises. */
function isOfKind({ kind, values }: PropertyInfo, value: PropertyValue): boolean {
  switch (kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
    case 'float':
      return typeof value === 'number';
    case 'uint64':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'streams':
      return typeof value === 'number' || value === 'AUTO' || value === 'NUMA';
    case 'enum':
      return (values as readonly unknown[] | undefined)?.includes(value) === true;
    case 'enums':
    case 'strings':
      return Array.isArray(value) && value.every((each) => typeof each === 'string');
    case 'range2':
    case 'range3':
      return Array.isArray(value) && value.length === (kind === 'range2' ? 2 : 3) && value.every(Number.isInteger);
    case 'percentages':
    case 'curves':
    case 'numbers':
    case 'elementNumbers':
    case 'deviceProperties':
    case 'pciInfo':
      return typeof value === 'object' && !Array.isArray(value);
    default:
      return typeof value === 'string';
  }
}

/** The names that something lists, and those of them that it then does not give. */
function supported(from: { getProperty(name: 'SUPPORTED_PROPERTIES'): string[] }): string[] {
  return from.getProperty('SUPPORTED_PROPERTIES');
}

describe('the table, held against the newest OpenVINO', () => {
  const newest = testRuntimes()[0];
  const current = newest?.version.startsWith('2026.4') === true;
  let core: Core;
  beforeAll(() => {
    if (newest !== undefined) loadRuntime({ path: newest.path });
    core = new Core();
  });
  afterAll(() => core.close());

  const listed = (device: string): string[] => supported({ getProperty: (name) => core.getProperty(device, name) });

  it.runIf(current).each(['CPU', 'AUTO', 'MULTI', 'HETERO', 'BATCH'])('has what %s lists, and no more', (device) => {
    const known = INFOS.filter((info) => info.devices.includes(device)).map(({ name }) => name);
    expect(listed(device).toSorted()).toEqual(known.toSorted());
  });

  it.runIf(current).each(['GPU', 'NPU'])('has all that %s lists, where its plugin can be loaded', (device) => {
    let names: string[] = [];
    try {
      names = listed(device);
    } catch (error) {
      if (!(error instanceof OpenVINOError)) throw error;
    }
    expect(names.filter((name) => named(name)?.devices.includes(device) !== true)).toEqual([]);
  });

  it.runIf(current).each(['CPU', 'AUTO:CPU', 'MULTI:CPU', 'HETERO:CPU', 'BATCH:CPU(2)'])(
    'has what a model compiled for %s lists, and no more',
    (device) => {
      using model = readRelu(core);
      using compiled = core.compileModelSync(model, device);
      const base = device.split(':')[0] ?? '';
      const known = INFOS.filter((info) => info.compiledModels.includes(base)).map(({ name }) => name);
      // the CPU's tells one that it does not list
      const unlisted = base === 'CPU' ? (['LOADED_FROM_CACHE'] as const) : [];
      for (const name of unlisted) expect(compiled.getProperty(name)).toBe(false);
      expect([...supported(compiled), ...unlisted].toSorted()).toEqual(known.toSorted());
    },
  );
});

describeRuntimes('properties', () => {
  it.each(['CPU', 'AUTO', 'MULTI', 'HETERO', 'BATCH'])('of %s are read in the types of the table', (device) => {
    using core = new Core();
    const wrong = readAll((name) => core.getProperty(device, name), core.getProperty(device, 'SUPPORTED_PROPERTIES'));
    expect(wrong).toEqual([]);
  });

  it.each(['CPU', 'AUTO:CPU', 'MULTI:CPU', 'HETERO:CPU', 'BATCH:CPU(2)'])(
    'of a model compiled for %s are read in the types of the table',
    (device) => {
      using core = new Core();
      using model = readRelu(core);
      using compiled = core.compileModelSync(model, device);
      expect(readAll((name) => compiled.getProperty(name), compiled.getProperty('SUPPORTED_PROPERTIES'))).toEqual([]);
      const { CPU } = device === 'CPU' ? {} : compiled.getProperty('DEVICE_PROPERTIES');
      if (device === 'CPU') return;
      expect(CPU).toMatchObject({ PERF_COUNT: false, NUM_STREAMS: expect.any(Number) });
      expect(CPU?.EXECUTION_DEVICES).toEqual(['CPU']);
      expect(CPU?.SUPPORTED_PROPERTIES).toContain('NUM_STREAMS');
    },
  );

  it('of the CPU are set and read back', () => {
    using core = new Core();
    const own = core.getProperty('CPU', 'SUPPORTED_PROPERTIES');
    // paths of weights are not read back by the CPU
    const writable = INFOS.filter(({ name, mode }) => mode === 'RW' && own.includes(name) && name !== 'WEIGHTS_PATH');
    expect(writable.length).toBeGreaterThan(10);
    for (const info of writable) {
      for (const value of samplesOf(info)) {
        core.setProperty('CPU', { [info.name]: value } as Properties);
        expect(core.getProperty('CPU', info.name), info.name).toEqual(value);
      }
    }
  });

  it('of AUTO are set and read back', () => {
    using core = new Core();
    const own = core.getProperty('AUTO', 'SUPPORTED_PROPERTIES');
    const values: Properties = {
      DEVICES_UTILIZATION_THRESHOLD: { CPU: 80, 'GPU.0': 50 },
      DEVICE_BIND_BUFFER: true,
      ENABLE_STARTUP_FALLBACK: false,
      LOW_POWER_DEVICE: 'NPU',
      MODEL_PRIORITY: 'HIGH',
      MULTI_DEVICE_PRIORITIES: 'GPU,CPU',
      PERFORMANCE_HINT: 'CUMULATIVE_THROUGHPUT',
      PERFORMANCE_HINT_NUM_REQUESTS: 4,
      PERF_CURVE_TABLE: { iGPU: { 0: 1, 50: 2.5, 100: 9 }, CPU: { 0: 3 } },
      SCHEDULE_POLICY: 'ROUND_ROBIN',
    };
    for (const [name, value] of Object.entries(values).filter(([each]) => own.includes(each))) {
      core.setProperty('AUTO', { [name]: value });
      expect(core.getProperty('AUTO', name), name).toEqual(value);
    }
    core.setProperty('AUTO', { MULTI_DEVICE_PRIORITIES: ['CPU', 'GPU.1'], PERF_COUNT: 'true' as never });
    expect(core.getProperty('AUTO', 'MULTI_DEVICE_PRIORITIES')).toBe('CPU,GPU.1');
    expect(core.getProperty('AUTO', 'PERF_COUNT')).toBe(true);
    if (!own.includes('PERF_CURVE_TABLE')) return;
    core.setProperty('AUTO', { PERF_CURVE_TABLE: {}, DEVICES_UTILIZATION_THRESHOLD: '{CPU:70}' });
    expect(core.getProperty('AUTO', 'PERF_CURVE_TABLE')).toEqual({});
    expect(core.getProperty('AUTO', 'DEVICES_UTILIZATION_THRESHOLD')).toEqual({ CPU: 70 });
  });

  it('are taken as text, as a command line has them', () => {
    using core = new Core();
    const texts: Record<string, string> = { NUM_STREAMS: '2', PERF_COUNT: 'YES', INFERENCE_PRECISION_HINT: 'f32' };
    core.setProperty('CPU', texts);
    expect(core.getProperty('CPU', 'NUM_STREAMS')).toBe(2);
    expect(core.getProperty('CPU', 'PERF_COUNT')).toBe(true);
    core.setProperty('CPU', { NUM_STREAMS: 'AUTO', INFERENCE_PRECISION_HINT: 'FP32' as never, PERF_COUNT: undefined });
    expect(core.getProperty('CPU', 'NUM_STREAMS')).toEqual(expect.any(Number));
    expect(core.getProperty('CPU', 'INFERENCE_PRECISION_HINT')).toBe('f32');
    expect(core.getProperty('CPU', 'PERF_COUNT')).toBe(true);
  });

  it('are named by entries of properties, too', () => {
    using core = new Core();
    expect(core.getProperty('CPU', properties.FULL_DEVICE_NAME)).toBe(core.getProperty('CPU', 'FULL_DEVICE_NAME'));
    expect(core.getProperty(properties.ENABLE_MMAP)).toBe(true);
    core.setProperty('CPU', { [properties.NUM_STREAMS.name]: 2 });
    using model = readRelu(core);
    using compiled = core.compileModelSync(model, 'CPU');
    expect(compiled.getProperty(properties.NUM_STREAMS)).toBe(2);
    expectError('INVALID_ARGUMENT', () => core.getProperty('CPU', {} as never), /is not the name of a property/);
    const info: string = properties.NUM_STREAMS as never;
    expectError(
      'INVALID_ARGUMENT',
      () => core.setProperty('CPU', { [info]: 2 }),
      /set by its name, .*, not by an object/,
    );
    const symbol: string = Symbol('NUM_STREAMS') as never;
    expectError(
      'INVALID_ARGUMENT',
      () => core.setProperty('CPU', { [symbol]: 2 }),
      /^Symbol\(NUM_STREAMS\) is not the/,
    );
  });

  it('keep a path with spaces and quotes', () => {
    using core = new Core();
    try {
      core.getProperty('CACHE_PATH');
    } catch {
      return; // before 2026
    }
    const folder = '/no such "folder" \\ here';
    core.setProperty({ CACHE_PATH: folder });
    expect(core.getProperty('CACHE_PATH')).toBe(folder);
    core.setProperty({ CACHE_PATH: '' });
  });

  it('leave a plugin unharmed that is not loaded yet', () => {
    using core = new Core();
    using model = readRelu(core);
    // a plugin that is handed this while it is loaded can never be loaded
    expectError('UNKNOWN_PROPERTY', () => core.setProperty('CPU', { NOPE: 1 }), /CPU has no property NOPE/);
    expectError('UNKNOWN_PROPERTY', () => core.setProperty({ NOPE: 1 }), /no property NOPE for all devices/);
    core.compileModelSync(model, 'CPU').close();
  });

  it('refuses a device that has no properties, and knows the others as before', () => {
    using core = new Core();
    const devices = core.getAvailableDevices();
    for (const device of ['CPU.0', 'CPU.1', 'AUTO:CPU.1', 'MULTI:CPU,NPU.7']) {
      expectError('DEVICE_NOT_FOUND', () => core.setProperty(device, { PERF_COUNT: true }), /this machine has CPU/);
      expectError('DEVICE_NOT_FOUND', () => core.getProperty(device, 'PERF_COUNT'));
    }
    for (const device of ['AUTO:CPU', 'MULTI:CPU(2)', 'HETERO:CPU', 'BATCH:CPU(4)', 'AUTO:-GPU']) {
      const message = /^Properties are those of [A-Z]+( or CPU)?, and none of "[^"]+": /;
      expectError('INVALID_DEVICE', () => core.setProperty(device, { PERF_COUNT: true }), message);
      expectError('INVALID_DEVICE', () => core.getProperty(device, 'SUPPORTED_PROPERTIES'), message);
    }
    expect(core.getAvailableDevices()).toEqual(devices);
    core.setProperty({ PERF_COUNT: true });
    expect(core.getProperty('CPU', 'PERF_COUNT')).toBe(true);
  });

  it('for all devices are given to those that have them', () => {
    using core = new Core();
    using model = readRelu(core);
    core.setProperty({ NUM_STREAMS: 2, PERFORMANCE_HINT: 'THROUGHPUT' });
    expect(core.getProperty('CPU', 'NUM_STREAMS')).toBe(2);
    for (const device of ['CPU', 'AUTO:CPU', 'HETERO:CPU', 'BATCH:CPU(2)'])
      core.compileModelSync(model, device).close();
    expectError('READ_ONLY_PROPERTY', () => core.setProperty({ OPTIMAL_BATCH_SIZE: 1 as never }));
  });
});

/** Properties that are not of their kind, or that the library lists and does not give. */
function readAll(read: (name: string) => PropertyValue, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const info = named(name);
    // of an older release
    if (info === undefined || name === 'DEVICE_PROPERTIES') return [];
    const value = valueOrReason(() => read(name));
    return value instanceof OpenVINOError || isOfKind(info, value) ? [] : [`${name} = ${String(value)}`];
  });
}

/** BATCH lists MULTI_DEVICE_PRIORITIES, and has none before it is set. */
function valueOrReason(read: () => PropertyValue): PropertyValue | OpenVINOError {
  try {
    return read();
  } catch (error) {
    if (error instanceof OpenVINOError && /not set/.test(error.message)) return error;
    throw error;
  }
}

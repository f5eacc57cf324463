import { expect, it } from 'vitest';
import {
  type CompiledModel,
  Core,
  type Model,
  type OpenVINOError,
  type Properties,
  type PropertyName,
  properties,
} from '../../lib/index.js';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { reluModel } from '../helpers/models.js';
import { describeRuntimes } from '../helpers/runtimes.js';

function readRelu(core: Core): Model {
  const { xml, weights } = reluModel({ shape: [1, 4] });
  return core.readModelSync(xml, weights);
}

describeRuntimes('DEVICE_PROPERTIES', () => {
  function compileWith(core: Core, value: Properties['DEVICE_PROPERTIES'], device = 'AUTO:CPU'): CompiledModel {
    using model = readRelu(core);
    return core.compileModelSync(model, device, { DEVICE_PROPERTIES: value });
  }

  it('are nested objects, or their text', () => {
    using core = new Core();
    for (const value of [
      { CPU: { NUM_STREAMS: 2, PERF_COUNT: true } },
      '{CPU:{NUM_STREAMS:2,PERF_COUNT:YES}}',
    ] as const) {
      using compiled = compileWith(core, value);
      expect(compiled.getProperty('DEVICE_PROPERTIES')['CPU']).toMatchObject({ NUM_STREAMS: 2, PERF_COUNT: true });
    }
  });

  it('are of AUTO, MULTI and HETERO, as their summary says', () => {
    using core = new Core();
    const value = { CPU: { NUM_STREAMS: 2 } };
    for (const device of ['AUTO', 'MULTI:CPU', 'HETERO:CPU']) compileWith(core, value, device).close();
    expectError(
      'UNKNOWN_PROPERTY',
      () => compileWith(core, value, 'BATCH:CPU(2)'),
      /BATCH has no property DEVICE_PROP/,
    );
    expect(properties.DEVICE_PROPERTIES.summary).toMatch(/for AUTO, MULTI and HETERO\.$/);
  });

  it('may be empty, of which the library would never come back', () => {
    using core = new Core();
    for (const value of [{}, { CPU: {} }, { CPU: { NUM_STREAMS: undefined }, GPU: undefined }, ''] as const)
      compileWith(core, value).close();
    for (const text of ['{}', '{CPU:{}}', '{CPU:{NUM_STREAMS:2,}}', '{CPU:{NUM_STREAMS}}', '{CPU', '{CPU:2}', 'x'])
      expectError('INVALID_PROPERTY_VALUE', () => compileWith(core, text as never), /DEVICE_PROPERTIES/);
    expectError(
      'INVALID_PROPERTY_VALUE',
      () => compileWith(core, { CPU: { CACHE_DIR: '/a,b' } }),
      /"\/a,b" for CACHE_DIR in DEVICE_PROPERTIES of CPU: it takes text without commas/,
    );
  });

  it('have no commas and braces in arrays and objects either, of which the library would never come back', () => {
    using core = new Core();
    const refuses = (own: object, message?: RegExp): void => {
      for (const device of ['AUTO:CPU', 'HETERO:CPU'])
        expectError('INVALID_PROPERTY_VALUE', () => compileWith(core, { CPU: own } as never, device), message);
    };
    refuses({ FOO: ['a,b'] }, /an array for FOO in DEVICE_PROPERTIES of CPU: it takes text without commas/);
    refuses({ FOO: ['{'] });
    refuses({ FOO: [['a', '}']] });
    refuses({ FOO: [{ x: 1 }] });
    refuses({ FOO: { x: 'a,b' } }, /"a,b" for x in FOO/);
    refuses({ FOO: { x: ['a', '{'] } });
    refuses({ FOO: { 'a,b': 1 } }, /"a,b" for FOO: it takes keys of letters/);
    refuses({ MULTI_DEVICE_PRIORITIES: ['CPU', 'GPU'] });
    refuses({ MULTI_DEVICE_PRIORITIES: 'CPU,GPU' });
  });

  it('are of at most 16 devices, and 32 properties a device', () => {
    using core = new Core();
    const many = (count: number, name: string, value: unknown): never =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}${index}`, value])) as never;
    expectError('INVALID_ARGUMENT', () => compileWith(core, many(17, 'GPU.', { NUM_STREAMS: 1 })), /17 devices/);
    expectError('INVALID_ARGUMENT', () => compileWith(core, { CPU: many(33, 'FOO', 1) }), /33 properties in/);
  });

  it('are no deeper than their meaning', () => {
    using core = new Core();
    const text = `${'{CPU:'.repeat(3000)}1${'}'.repeat(3000)}`;
    expectError('INVALID_PROPERTY_VALUE', () => compileWith(core, text as never), /DEVICE_PROPERTIES/);
    let deep: object = {};
    for (let depth = 0; depth < 20_000; depth++) deep = { x: deep };
    const cycle: unknown[] = [];
    cycle.push(cycle);
    for (const value of [deep, cycle]) {
      expectError('INVALID_PROPERTY_VALUE', () => compileWith(core, { CPU: { FOO: value } } as never), /8 deep/);
      expectError('INVALID_PROPERTY_VALUE', () => core.setProperty('CPU', { FOO: value } as never), /8 deep/);
    }
  });

  it('are checked as the others', () => {
    using core = new Core();
    const refuses = (code: OpenVINOError['code'], value: object, message?: RegExp): void => {
      expectError(code, () => compileWith(core, value as never), message);
    };
    refuses('INVALID_PROPERTY_VALUE', { CPU: { PERFORMANCE_HINT: 'FAST' } }, /"FAST" for PERFORMANCE_HINT/);
    refuses('INVALID_PROPERTY_VALUE', { CPU: { NUM_STREAMS: '4abc' } });
    refuses('INVALID_PROPERTY_VALUE', { CPU: { 'A:B': 1 } }, /names of properties/);
    refuses('INVALID_PROPERTY_VALUE', { CPU: { DEVICE_PROPERTIES: { CPU: { NUM_STREAMS: 1 } } } });
    refuses('INVALID_PROPERTY_VALUE', { CPU: 5 });
    refuses('READ_ONLY_PROPERTY', { CPU: { EXECUTION_DEVICES: 'GPU' } });
    refuses('INVALID_ARGUMENT', { CPU: { CACHE_ENCRYPTION_CALLBACKS: 'abcdefgh' } }, /C functions/);
    refuses('INVALID_ARGUMENT', { GPU: { OCL_CONTEXT: 'abcdefgh' } });
    refuses('INVALID_DEVICE', { cpu: { NUM_STREAMS: 2 } }, /upper case, as CPU/);
    refuses('INVALID_DEVICE', { 'AUTO:CPU': { NUM_STREAMS: 2 } }, /name single devices/);
    refuses('INVALID_DEVICE', { 'CPU{': { NUM_STREAMS: 2 } });
    expectError('INVALID_ARGUMENT', () =>
      compileWithKey(core, 'DEVICE_PROPERTIES_CPU', '{CACHE_ENCRYPTION_CALLBACKS:abcdefgh}'),
    );
    compileWithKey(core, 'DEVICE_PROPERTIES_CPU', { NUM_STREAMS: 2 }).close();
  });

  function compileWithKey(core: Core, name: string, value: string | object): CompiledModel {
    using model = readRelu(core);
    return core.compileModelSync(model, 'AUTO:CPU', { [name]: value } as Properties);
  }
});

describeRuntimes('a property', () => {
  const refusals: readonly (readonly [
    name: PropertyName,
    value: unknown,
    code: OpenVINOError['code'],
    message: RegExp,
  ])[] = [
    [
      'NUM_STREAMS',
      -3,
      'INVALID_PROPERTY_VALUE',
      /-3 for NUM_STREAMS: it takes a whole number from 0, "AUTO" or "NUMA"\./,
    ],
    ['NUM_STREAMS', '4abc', 'INVALID_PROPERTY_VALUE', /"4abc"/],
    ['NUM_STREAMS', 1.5, 'INVALID_PROPERTY_VALUE', /1\.5/],
    ['NUM_STREAMS', '', 'INVALID_PROPERTY_VALUE', /"" for/],
    ['INFERENCE_NUM_THREADS', -1, 'INVALID_PROPERTY_VALUE', /whole number from 0 to 2147483647/],
    ['PERFORMANCE_HINT_NUM_REQUESTS', 2 ** 32, 'INVALID_PROPERTY_VALUE', /from 0 to 4294967295/],
    ['KEY_CACHE_GROUP_SIZE', -1, 'INVALID_PROPERTY_VALUE', /from 0 to 18446744073709551615/],
    ['CPU_SPARSE_WEIGHTS_DECOMPRESSION_RATE', 1.5, 'INVALID_PROPERTY_VALUE', /a number from 0 to 1\./],
    [
      'PERFORMANCE_HINT',
      'throughput',
      'INVALID_PROPERTY_VALUE',
      /LATENCY, THROUGHPUT or CUMULATIVE_THROUGHPUT, in capital/,
    ],
    ['PERFORMANCE_HINT', '', 'INVALID_PROPERTY_VALUE', /"" for/],
    ['PERF_COUNT', 1, 'INVALID_PROPERTY_VALUE', /true or false/],
    ['PERF_COUNT', 'perhaps', 'INVALID_PROPERTY_VALUE', /true or false/],
    ['INFERENCE_PRECISION_HINT', 'F32', 'INVALID_PROPERTY_VALUE', /an element type such as 'f32'/],
    ['MODEL_DISTRIBUTION_POLICY', ['X'], 'INVALID_PROPERTY_VALUE', /or an array of these/],
    ['DEVICES_UTILIZATION_THRESHOLD', { CPU: 101 }, 'INVALID_PROPERTY_VALUE', /from 0 to 100 by device/],
    ['PERF_CURVE_TABLE', { GPU: { 0: 1 } }, 'INVALID_PROPERTY_VALUE', /iGPU/],
    ['PERF_CURVE_TABLE', '{CPU:{0:1},}', 'INVALID_PROPERTY_VALUE', /iGPU/],
    ['MULTI_DEVICE_PRIORITIES', 'GPU,,CPU', 'INVALID_DEVICE', /empty/],
    ['EXECUTION_DEVICES', 'CPU', 'READ_ONLY_PROPERTY', /follows the device string/],
    ['SUPPORTED_PROPERTIES', 'X', 'READ_ONLY_PROPERTY', /tells what is, and nothing sets it/],
    ['CACHE_ENCRYPTION_CALLBACKS', 'abcdefgh', 'INVALID_ARGUMENT', /C functions/],
    ['MODEL_PTR', 'abcdefgh', 'INVALID_ARGUMENT', /an object of C\+\+/],
    ['OCL_CONTEXT', 'abcdefgh', 'INVALID_ARGUMENT', /remote contexts/],
    ['VA_PLANE', 0, 'INVALID_ARGUMENT', /remote contexts/],
    ['CACHE_DIR', 5, 'INVALID_PROPERTY_VALUE', /a string/],
    ['CACHE_DIR', 'a\0b', 'INVALID_PROPERTY_VALUE', /NUL/],
  ];
  it.each(refusals)('%s = %j is refused as %s wherever it is set', (name, value, code, message) => {
    using core = new Core();
    using model = readRelu(core);
    const given = { [name]: value } as Properties;
    expectError(code, () => core.setProperty('CPU', given), message);
    expectError(code, () => core.setProperty(given), message);
    expectError(code, () => core.compileModelSync(model, 'AUTO:CPU', given), message);
    using compiled = core.compileModelSync(model, 'CPU');
    expectError(code, () => compiled.setProperty(given), message);
  });

  it('that can only be set is not read', () => {
    using core = new Core();
    expectError('UNKNOWN_PROPERTY', () => core.getProperty('CPU', 'CACHE_MODEL_PATH' as string), /can only be set/);
    expectError(
      'INVALID_ARGUMENT',
      () => core.getProperty('CPU', 'CACHE_ENCRYPTION_CALLBACKS' as string),
      /C functions/,
    );
  });

  it('that was perhaps meant is named', () => {
    using core = new Core();
    using model = readRelu(core);
    using compiled = core.compileModelSync(model, 'CPU');
    const meant = /Did you mean NUM_STREAMS\?/;
    expectError('UNKNOWN_PROPERTY', () => core.setProperty('CPU', { NUM_STREAM: 2 }), meant);
    expectError('UNKNOWN_PROPERTY', () => core.setProperty({ num_streams: 2 }), meant);
    expectError('UNKNOWN_PROPERTY', () => core.compileModelSync(model, 'CPU', { NUM_STREEMS: 2 }), meant);
    expectError('UNKNOWN_PROPERTY', () => core.getProperty('CPU', 'NUMSTREAMS'), meant);
    expectError('UNKNOWN_PROPERTY', () => compiled.getProperty('NUM_STREAMS_'), meant);
    expect(expectError('UNKNOWN_PROPERTY', () => core.getProperty('CPU', 'NOPE')).message).not.toMatch(/Did you mean/);
  });

  it.runIf(process.platform === 'linux')(
    'tell of a cache folder that can not be made, whoever is to make it',
    async () => {
      using core = new Core();
      using model = readRelu(core);
      const CACHE_DIR = '/proc/none';
      const message = /for CACHE_DIR: .*Couldn't create directory/;
      for (const device of ['CPU', 'AUTO', 'HETERO:CPU']) {
        expectError('INVALID_PROPERTY_VALUE', () => core.compileModelSync(model, device, { CACHE_DIR }), message);
        await expectRejection('INVALID_PROPERTY_VALUE', () => core.compileModel(model, device, { CACHE_DIR }), message);
      }
      for (const device of ['CPU', 'AUTO'])
        expectError('INVALID_PROPERTY_VALUE', () => core.setProperty(device, { CACHE_DIR }), message);
      expectError('INVALID_PROPERTY_VALUE', () => core.setProperty({ CACHE_DIR }), message);
    },
  );

  it('changes while a compiled model lives where that lets it', () => {
    using core = new Core();
    using model = readRelu(core);
    using compiled = core.compileModelSync(model, 'BATCH:CPU(2)');
    compiled.setProperty({ AUTO_BATCH_TIMEOUT: 5 });
    expect(compiled.getProperty('AUTO_BATCH_TIMEOUT')).toBe(5);
    compiled.setProperty({});
  });
});

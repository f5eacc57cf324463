import { describe, expect, it } from 'vitest';
import { expectError, expectRejection } from '../helpers/expect-error.js';
import { device, executionDevices, Rig } from './scheduling/rig.js';

/*
 * The API on devices that most machines lack: GPUs by number, NPU, MYRIAD, and plugins that can't be opened.
 */
describe('several GPUs', () => {
  it('are listed, asked and compiled for by their numbers; the name alone is the first', async () => {
    using rig = new Rig(['CPU', { name: 'GPU', count: 2, fullName: 'Arc', type: 'discrete' }]);
    const { core } = rig;
    expect(core.getAvailableDevices()).toEqual(['CPU', 'GPU.0', 'GPU.1']);
    expect(core.getProperty('GPU.1', 'FULL_DEVICE_NAME')).toBe('MOCK Arc (SIMULATED)');
    expect(core.getProperty('GPU.1', 'DEVICE_TYPE')).toBe('discrete');
    expect(Object.keys(core.getVersions('GPU.1'))).toEqual(['GPU']);
    expect(executionDevices((await rig.compile('GPU.1')).compiled)).toBe('GPU.1');
    expect(executionDevices((await rig.compile('GPU')).compiled)).toBe('GPU.0');
    expect(executionDevices((await rig.compile('MULTI:GPU')).compiled)).toBe('GPU.0,GPU.1');
    await expectRejection('DEVICE_NOT_FOUND', () => rig.compile('GPU.2'), /GPU\.2 is not on this machine/);
  });

  it('a lone one may be called by number 0', async () => {
    using rig = new Rig(['GPU']);
    expect(rig.core.getAvailableDevices()).toEqual(['GPU']);
    expect(executionDevices((await rig.compile('GPU.0')).compiled)).toBe('GPU');
  });
});

describe('a device of a machine', () => {
  it('has properties of its own, which a core reads and sets', async () => {
    using rig = new Rig([
      { name: 'NPU', properties: { NPU_TURBO: { value: false, writable: true }, NPU_DRIVER_VERSION: '1.26' } },
    ]);
    const { core } = rig;
    expect(core.getProperty('NPU', 'NPU_TURBO')).toBe(false);
    expect(core.getProperty('NPU', 'NPU_DRIVER_VERSION')).toBe('1.26');
    core.setProperty('NPU', { NPU_TURBO: true });
    expect(core.getProperty('NPU', 'NPU_TURBO')).toBe(true);
    const { compiled } = await rig.compile('NPU');
    expect(compiled.getProperty('NPU_TURBO')).toBe(true);
    expectError('UNKNOWN_PROPERTY', () => compiled.getProperty('NPU_DRIVER_VERSION'));
    expect(core.getProperty('NPU', 'SUPPORTED_PROPERTIES')).toContain('NPU_TURBO');
    expectError('UNKNOWN_PROPERTY', () => core.getProperty('NPU', 'CPU_DENORMALS_OPTIMIZATION'));
    await expectRejection('READ_ONLY_PROPERTY', () => rig.compile('NPU', { NPU_DRIVER_VERSION: '2' as never }));
    await expectRejection('UNKNOWN_PROPERTY', () => rig.compile('NPU', { NO_SUCH: '2' }));
    await expectRejection(
      'INVALID_PROPERTY_VALUE',
      () => rig.compile('NPU', { PERFORMANCE_HINT: 'FAST' as never }),
      /FAST/,
    );
  });

  it('takes streams and requests by hint, by number, and within its limits', async () => {
    using rig = new Rig([
      device('GPU', { streams: { latency: 1, throughput: 4 }, optimalRequests: { latency: 1, throughput: 8 } }),
    ]);
    const optimal = async (properties: { [key: string]: string | number }) =>
      (await rig.compile('GPU', properties)).compiled.getProperty('OPTIMAL_NUMBER_OF_INFER_REQUESTS');
    expect(await optimal({})).toBe(1);
    expect(await optimal({ PERFORMANCE_HINT: 'THROUGHPUT' })).toBe(8);
    expect(await optimal({ PERFORMANCE_HINT: 'THROUGHPUT', PERFORMANCE_HINT_NUM_REQUESTS: 3 })).toBe(3);
    expect(await optimal({ NUM_STREAMS: 2 })).toBe(2);
    expect(await optimal({ NUM_STREAMS: 100 })).toBe(4);
  });
});

describe('a machine without devices', () => {
  it('lists none, and every compilation says so', async () => {
    using rig = new Rig([]);
    expect(rig.core.getAvailableDevices()).toEqual([]);
    for (const name of ['CPU', 'AUTO', 'MULTI:CPU,GPU'])
      await expectRejection(name === 'AUTO' ? 'COMPILE_FAILED' : 'DEVICE_NOT_FOUND', () => rig.compile(name));
  });
});

describe('a plugin that can not be opened', () => {
  it('is told of with the loader’s reason, alone and under MULTI, and is not listed', async () => {
    const message = 'libOpenCL.so.1: cannot open shared object file: No such file or directory';
    using rig = new Rig(['CPU', { name: 'GPU', faults: [{ kind: 'not-loadable', message }] }]);
    expect(rig.core.getAvailableDevices()).toEqual(['CPU']);
    expectError('DEVICE_NOT_FOUND', () => rig.core.getVersions('GPU'));
    await expectRejection('DEVICE_NOT_FOUND', () => rig.compile('GPU'), /GPU is not on this machine/);
    await expectRejection('DEVICE_NOT_FOUND', () => rig.compile('MULTI:GPU,CPU'), /could not leave it out.*libOpenCL/);
    await expectRejection('DEVICE_NOT_FOUND', () => rig.compile('AUTO:GPU,CPU'));
    // AUTO by itself chooses among those that are listed
    for (const device of ['AUTO', 'AUTO:-GPU'])
      expect(executionDevices((await rig.compile(device)).compiled)).toBe('CPU');
  });
});

import { describe, expect, it } from 'vitest';
import {
  cleanExecutionDevices,
  deviceMatches,
  droppedDevices,
  isStandInDevice,
  mapDevices,
  parseRequested,
  retiredDeviceAdvice,
} from '../../../lib/bench/devices/devices-requested.js';

describe('parseRequested', () => {
  it.each([
    ['CPU', '', ['CPU']],
    ['GPU.0', '', ['GPU.0']],
    ['AUTO', 'AUTO', []],
    ['AUTO:', 'AUTO', []],
    ['AUTO:GPU,-CPU', 'AUTO', ['GPU']],
    ['MULTI:CPU(4),GPU(2)', 'MULTI', ['CPU', 'GPU']],
    ['MULTI:CPU, CPU', 'MULTI', ['CPU']],
    ['HETERO:GPU,CPU', 'HETERO', ['GPU', 'CPU']],
    ['BATCH:CPU(4)', 'BATCH', ['CPU']],
    ['MULTI:CPU,BATCH:GPU(8)', 'MULTI', ['CPU', 'GPU']],
    ['CPU,GPU', '', ['CPU,GPU']],
    ['', '', ['']],
    ['MULTI:,,', 'MULTI', []],
  ])('reads %s and throws at nothing', (device, virtual, devices) => {
    expect(parseRequested(device)).toEqual({ virtual, devices });
  });
});

describe('droppedDevices', () => {
  // requested, EXECUTION_DEVICES, devices of the machine, hint, dropped
  it.each([
    ['CPU', ['CPU'], ['CPU'], null, []],
    ['GPU', ['GPU.0'], ['CPU', 'GPU.0'], null, []],
    ['GPU.0', ['GPU'], ['CPU', 'GPU'], null, []],
    ['GPU.1', ['GPU.0'], ['GPU.0', 'GPU.1'], null, ['GPU.1']],
    ['MULTI:CPU,MYRIAD', ['CPU'], ['CPU'], 'THROUGHPUT', ['MYRIAD']],
    ['MULTI:CPU,GPU,MYRIAD', ['CPU'], ['CPU', 'GPU'], 'THROUGHPUT', ['GPU', 'MYRIAD']],
    ['MULTI:GPU,CPU', ['GPU.0', 'GPU.1', 'CPU'], ['CPU', 'GPU.0', 'GPU.1'], 'THROUGHPUT', []],
    ['MULTI:GPU.1,CPU', ['GPU.0', 'CPU'], ['CPU', 'GPU.0', 'GPU.1'], 'THROUGHPUT', ['GPU.1']],
    ['HETERO:GPU,CPU', ['CPU'], ['CPU'], null, ['GPU']],
    ['HETERO:CPU,GPU', ['CPU'], ['CPU', 'GPU'], null, ['GPU']],
    ['BATCH:CPU(4)', ['BATCH', 'CPU'], ['CPU'], null, []],
    // AUTO picks one device by design: only what the machine lacks was dropped
    ['AUTO', ['CPU'], ['CPU', 'GPU'], 'LATENCY', []],
    ['AUTO:GPU,CPU', ['GPU.0'], ['CPU', 'GPU.0'], 'LATENCY', []],
    ['AUTO:GPU,CPU', ['CPU'], ['CPU'], 'LATENCY', ['GPU']],
    ['AUTO:CPU,FOO', ['CPU'], ['CPU'], 'THROUGHPUT', ['FOO']],
    ['AUTO:GPU,-CPU', ['GPU.0'], ['CPU', 'GPU.0'], 'LATENCY', []],
    ['AUTO:GPU,CPU', ['(CPU)'], ['CPU', 'GPU'], 'LATENCY', []],
    // with CUMULATIVE_THROUGHPUT it uses all of them
    ['AUTO:GPU,CPU', ['CPU'], ['CPU', 'GPU'], 'CUMULATIVE_THROUGHPUT', ['GPU']],
    ['AUTO:GPU,CPU', ['GPU.0', 'CPU'], ['CPU', 'GPU.0'], 'CUMULATIVE_THROUGHPUT', []],
    ['AUTO', ['CPU'], ['CPU', 'GPU'], 'CUMULATIVE_THROUGHPUT', []],
    // nothing known, nothing claimed; AUTO's rule asks the machine only
    ['MULTI:CPU,GPU', [], ['CPU'], 'THROUGHPUT', []],
    ['AUTO:CPU,NPU', [], ['CPU'], 'LATENCY', ['NPU']],
  ])('%s on %j of %j with %s: %j', (requested, executionDevices, availableDevices, performanceHint, dropped) => {
    expect(droppedDevices({ requested, executionDevices, availableDevices, performanceHint })).toEqual(dropped);
  });
});

describe('names of devices', () => {
  it.each([
    ['GPU', 'GPU', true],
    ['GPU', 'GPU.0', true],
    ['GPU.0', 'GPU', true],
    ['GPU.1', 'GPU', false],
    ['GPU', 'GPUX', false],
    ['NPU', 'GPU', false],
    ['GPU.1', 'GPU.10', false],
  ])('%s is %s: %s', (requested, present, matches) => {
    expect(deviceMatches(requested, present)).toBe(matches);
  });

  it('AUTO puts a stand-in for its target into parentheses, BATCH lists itself', () => {
    expect(cleanExecutionDevices(['(CPU)'])).toEqual(['CPU']);
    expect(cleanExecutionDevices(['BATCH', 'CPU', 'CPU', ''])).toEqual(['CPU']);
    expect([isStandInDevice(['(CPU)']), isStandInDevice(['CPU']), isStandInDevice([])]).toEqual([true, false, false]);
  });

  it('devices are mapped within a string, whole names only', () => {
    const toNpu = [['MYRIAD', 'NPU']] as const;
    expect(mapDevices('MULTI:CPU,MYRIAD', toNpu)).toBe('MULTI:CPU,NPU');
    expect(mapDevices('MYRIAD', toNpu)).toBe('NPU');
    expect(mapDevices('MULTI:CPU,MYRIADX', toNpu)).toBe('MULTI:CPU,MYRIADX');
    expect(
      mapDevices('MULTI:CPU,GPU', [
        ['CPU', 'GPU'],
        ['GPU', 'CPU'],
      ]),
    ).toBe('MULTI:GPU,CPU');
  });

  it('retired devices have a successor', () => {
    expect(retiredDeviceAdvice('MYRIAD')).toBe('MYRIAD support ended with OpenVINO 2022.3; NPU is its successor.');
    expect(retiredDeviceAdvice('VPUX')).toMatch(/NPU/);
    expect(retiredDeviceAdvice('CPU')).toBeUndefined();
  });
});

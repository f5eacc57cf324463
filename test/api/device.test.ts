import { describe, expect, it } from 'vitest';
import { isAvailable, parseDevice } from '../../lib/core/device.js';
import { expectError } from '../helpers/expect-error.js';

describe('parseDevice', () => {
  it.each([
    ['CPU', 'CPU', ['CPU'], []],
    ['GPU.1', 'GPU.1', ['GPU.1'], []],
    ['AUTO', 'AUTO', [], []],
    ['AUTO:GPU,CPU', 'AUTO', ['GPU', 'CPU'], []],
    ['AUTO:-CPU', 'AUTO', [], ['CPU']],
    ['MULTI:CPU,GPU.0,MYRIAD', 'MULTI', ['CPU', 'GPU.0', 'MYRIAD'], []],
    ['MULTI:CPU(2),GPU(4)', 'MULTI', ['CPU', 'GPU'], []],
    ['HETERO:GPU,CPU', 'HETERO', ['GPU', 'CPU'], []],
    ['BATCH:GPU(4)', 'BATCH', ['GPU'], []],
  ])('reads %s', (device, base, devices, excluded) => {
    expect(parseDevice(device)).toEqual({ base, devices, excluded });
  });

  it.each([
    '',
    ':',
    'MULTI',
    'MULTI:',
    'HETERO:',
    'MULTI:CPU,,GPU',
    'MULTI:CPU,',
    'CPU,GPU',
    'CPU:GPU',
    'MULTI:AUTO:CPU',
    'MULTI:HETERO',
    'HETERO:-CPU',
    'BATCH:CPU,GPU',
    'CPU GPU',
    'CPU\n',
    'CPU\0',
    'CPU.',
    'X'.repeat(257),
    `MULTI:${'CPU,'.repeat(16)}CPU`,
    'HETERO:'.repeat(20),
  ])('refuses %j', (device) => {
    expectError('INVALID_DEVICE', () => parseDevice(device), /is not a device/);
  });

  it('refuses what is no string', () => {
    for (const device of [undefined, null, 5, {}, ['CPU']]) expectError('INVALID_DEVICE', () => parseDevice(device));
  });
});

describe('isAvailable', () => {
  it('takes GPU for any GPU.x, and GPU.0 for a lone GPU', () => {
    expect(isAvailable('GPU', ['CPU', 'GPU.0', 'GPU.1'])).toBe(true);
    expect(isAvailable('GPU.0', ['CPU', 'GPU'])).toBe(true);
    expect(isAvailable('GPU.1', ['CPU', 'GPU'])).toBe(false);
    expect(isAvailable('NPU', ['CPU', 'GPU'])).toBe(false);
    expect(isAvailable('GP', ['GPU.0'])).toBe(false);
  });
});

import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { properties } from '../lib/index.js';
import { packProperties } from '../lib/properties/properties.js';
import { formatProperty } from '../lib/properties/property-format.js';
import { parseProperty } from '../lib/properties/property-parse.js';
import { FILE, introOf, propertyDocs, propertyTypes, TYPES_FILE } from '../scripts/property-docs.mjs';

// Devices that this machine may lack write these as C++'s operator<< does.
describe('parseProperty', () => {
  it.each([
    ['DEVICE_PCI_INFO', '{domain: 0 bus: 3 device: 0x1f function: 2}', { domain: 0, bus: 3, device: 31, function: 2 }],
    ['DEVICE_GOPS', '{f16:2.5e+03,i8:5000,u8:5000}', { f16: 2500, i8: 5000, u8: 5000 }],
    ['GPU_MEMORY_STATISTICS', '{cl_mem:0,usm_device:123456789012}', { cl_mem: 0, usm_device: 123456789012 }],
    ['DEVICE_UUID', '8680a0560800000003000000000000', '8680a0560800000003000000000000'],
    ['NUM_STREAMS', 'AUTO', 'AUTO'],
    ['NUM_STREAMS', '2', 2],
    ['CACHE_MODE', 'optimize_speed', 'OPTIMIZE_SPEED'],
    ['DEVICE_TYPE', 'discrete', 'discrete'],
    ['CACHE_BLOB_ID', '18446744073709551615', 18446744073709551615n],
    ['NPU_DRIVER_VERSION', '1023', 1023],
    ['PERF_COUNT', 'true', true],
    ['DEVICES_UTILIZATION_THRESHOLD', '', {}],
    ['PERF_CURVE_TABLE', '{CPU:{0:1,100:2.5}}', { CPU: { 0: 1, 100: 2.5 } }],
    ['CACHE_PATH', '"/a \\"b\\""', '/a "b"'],
    ['OF_A_PLUGIN', '5', '5'],
    // other forms than the table knows are passed on
    ['NPU_DRIVER_VERSION', '1.26', '1.26'],
    ['DEVICE_GOPS', '{f16:many}', '{f16:many}'],
    ['DEVICE_PCI_INFO', 'none', 'none'],
  ])('reads %s from text %#', (name, text, value) => {
    expect(parseProperty(name, text)).toEqual(value);
  });

  it('keeps commas and braces of values in DEVICE_PROPERTIES', () => {
    const text = '{GPU.0:{CACHE_DIR:/a,b,NUM_STREAMS:AUTO},CPU:{RUNTIME_REQUIREMENTS:isa=A{1},EXECUTION_DEVICES:CPU}}';
    expect(parseProperty('DEVICE_PROPERTIES', text)).toEqual({
      'GPU.0': { CACHE_DIR: '/a,b', NUM_STREAMS: 'AUTO' },
      CPU: { RUNTIME_REQUIREMENTS: 'isa=A{1}', EXECUTION_DEVICES: ['CPU'] },
    });
  });
});

describe('formatProperty', () => {
  it.each([
    ['MULTI_DEVICE_PRIORITIES', ['GPU.0', 'CPU'], 'GPU.0,CPU'],
    ['CACHE_PATH', '/a b', '"/a b"'],
    ['CACHE_PATH', '"/a b"', '"/a b"'],
    ['DEVICE_ID', 1, '1'],
    ['KEY_CACHE_GROUP_SIZE', 2n ** 64n - 1n, '18446744073709551615'],
    ['CACHE_MODE', 'optimize_size', 'optimize_size'],
    ['MODEL_PRIORITY', 'DEFAULT', 'DEFAULT'],
    ['NPU_TILES', -1, '-1'],
    ['OF_A_PLUGIN', { a: 1, b: [1, 2] }, '{a:1,b:1 2}'],
    ['OF_A_PLUGIN', true, 'YES'],
  ])('writes %s, value %#', (name, value, text) => {
    expect(formatProperty(name, value)).toBe(text);
  });

  it('leaves what the library decides to it: a property that older releases let set', () => {
    expect(packProperties({ NPU_MAX_TILES: 4 as never })).toEqual(['NPU_MAX_TILES', '4']);
  });
});

it('docs/properties.md has the table', () => {
  const document = fs.readFileSync(FILE, 'utf8');
  expect(document, 'node scripts/property-docs.mjs writes it').toBe(propertyDocs(properties, introOf(document)));
});

it('lib/properties/known-properties.ts has the table', () => {
  const source = fs.readFileSync(TYPES_FILE, 'utf8');
  expect(source, 'node scripts/property-docs.mjs writes it').toBe(propertyTypes(properties));
});

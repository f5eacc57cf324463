import { describe, expect, test } from 'vitest';
import { diagnoseCpu, diagnoseGpu, diagnoseNpu } from '../../../lib/bench/doctor/diagnose.js';
import { pluginStateOf } from '../../../lib/bench/doctor/examine.js';
import type { DeviceNode, Finding, PluginState, SystemFacts } from '../../../lib/bench/doctor/facts.js';
import { OpenVINOError } from '../../../lib/errors.js';

const LOADED: PluginState = { kind: 'loaded' };

const node = (path: string, more: Partial<DeviceNode> = {}): DeviceNode => ({
  path,
  group: 'render',
  gid: 105,
  isUsable: true,
  vendor: '0x8086',
  ...more,
});

/** A machine with an Intel GPU and NPU where all is as it should be. */
function healthy(more: Partial<SystemFacts> = {}): SystemFacts {
  return {
    platform: 'linux',
    user: 'ann',
    groups: ['ann', 'render'],
    isContainer: false,
    isWsl: false,
    gpuNodes: [node('/dev/dri/renderD128')],
    npuNodes: [node('/dev/accel/accel0')],
    pci: [
      { vendor: '0x8086', class: '0x030000', driver: 'xe' },
      { vendor: '0x8086', class: '0x120000', driver: 'intel_vpu' },
    ],
    libraries: {
      openclLoader: '/usr/lib/libOpenCL.so.1',
      openclDriver: '/usr/lib/libigdrcl.so',
      levelZeroLoader: '/usr/lib/libze_loader.so.1',
      npuDriver: '/usr/lib/libze_intel_npu.so.1',
    },
    openclVendors: [],
    ...more,
  };
}

const without = (...kinds: (keyof SystemFacts['libraries'])[]): SystemFacts['libraries'] => ({
  ...healthy().libraries,
  ...Object.fromEntries(kinds.map((kind) => [kind, undefined])),
});

const causes = (findings: Finding[]): string[] => findings.map(({ cause }) => cause);

describe('why there is no GPU', () => {
  test.each<[string, Partial<SystemFacts>, string[], RegExp]>([
    [
      'no hardware',
      { pci: [{ vendor: '0x10de', class: '0x030000', driver: 'nvidia' }], gpuNodes: undefined },
      ['no-hardware'],
      /no \/dev\/dri/,
    ],
    [
      "another maker's GPU",
      { pci: [], gpuNodes: [node('/dev/dri/renderD128', { vendor: '0x10de' })] },
      ['no-hardware'],
      /renderD128 belong to other/,
    ],
    [
      'no node',
      { gpuNodes: undefined },
      ['no-device-node'],
      /no \/dev\/dri although an Intel GPU is on the PCI bus.*i915 or xe/s,
    ],
    ['no node, an empty folder', { gpuNodes: [] }, ['no-device-node'], /\/dev\/dri is empty.*modprobe/s],
    [
      'no node in a container',
      { gpuNodes: undefined, isContainer: true },
      ['no-device-node'],
      /docker run --device \/dev\/dri/,
    ],
    ['no node in WSL', { gpuNodes: undefined, isWsl: true, pci: [] }, ['no-device-node'], /wsl --update/],
    ['no node, the bus unseen', { gpuNodes: undefined, pci: undefined }, ['no-device-node'], /kernel offers no GPU/],
    [
      'kept for a virtual machine',
      { gpuNodes: undefined, pci: [{ vendor: '0x8086', class: '0x038000', driver: 'vfio-pci' }] },
      ['no-device-node'],
      /vfio-pci/,
    ],
    [
      'not in the group',
      { gpuNodes: [node('/dev/dri/renderD129', { isUsable: false })], groups: ['ann'] },
      ['no-permission'],
      /renderD129: it belongs to the group render.*usermod -aG render ann/s,
    ],
    [
      'in the group, but not yet in this login',
      { gpuNodes: [node('/dev/dri/renderD128', { isUsable: false })] },
      ['no-permission'],
      /log out and in again/,
    ],
    [
      'not in the group, in a container',
      { gpuNodes: [node('/dev/dri/renderD128', { isUsable: false, group: '105' })], isContainer: true },
      ['no-permission'],
      /--group-add 105/,
    ],
    [
      "a node of root's group",
      { gpuNodes: [node('/dev/dri/renderD128', { isUsable: false, group: 'root', gid: 0 })] },
      ['no-permission'],
      /chgrp render/,
    ],
    ['no OpenCL loader', { libraries: without('openclLoader') }, ['no-opencl-loader'], /libOpenCL\.so\.1.*ocl-icd/s],
    ['no driver', { libraries: without('openclDriver') }, ['no-driver'], /libigdrcl\.so.*intel-opencl-icd/s],
    [
      'only another driver',
      { libraries: without('openclDriver'), openclVendors: ['nvidia.icd: libnvidia-opencl.so.1'] },
      ['no-driver'],
      /intel-opencl-icd/,
    ],
    [
      'all at once',
      {
        gpuNodes: [node('/dev/dri/renderD128', { isUsable: false })],
        libraries: without('openclLoader', 'openclDriver'),
      },
      ['no-permission', 'no-opencl-loader', 'no-driver'],
      /render/,
    ],
    ['nothing to be seen', {}, ['unknown'], /clinfo/],
    [
      'a driver that only its registration names',
      { libraries: without('openclDriver'), openclVendors: ['intel.icd: /opt/libigdrcl.so'] },
      ['unknown'],
      /clinfo/,
    ],
  ])('%s', (_name, facts, expected, text) => {
    const findings = diagnoseGpu(LOADED, healthy(facts));
    expect(causes(findings)).toEqual(expected);
    expect(findings.map(({ message, fix }) => `${message} ${fix}`).join('\n')).toMatch(text);
  });

  test('one usable node of two is enough', () => {
    const gpuNodes = [node('/dev/dri/renderD128', { isUsable: false }), node('/dev/dri/renderD129')];
    expect(causes(diagnoseGpu(LOADED, healthy({ gpuNodes })))).toEqual(['unknown']);
  });
});

describe('why there is no NPU', () => {
  test.each<[string, Partial<SystemFacts>, string[], RegExp]>([
    [
      'no hardware',
      { pci: [{ vendor: '0x8086', class: '0x030000', driver: 'xe' }], npuNodes: undefined },
      ['no-hardware'],
      /no \/dev\/accel/,
    ],
    ['no node', { npuNodes: undefined }, ['no-device-node'], /no \/dev\/accel.*intel_vpu/s],
    ['no node in a container', { npuNodes: undefined, isContainer: true }, ['no-device-node'], /--device \/dev\/accel/],
    [
      'not in the group',
      { npuNodes: [node('/dev/accel/accel0', { isUsable: false })], groups: [] },
      ['no-permission'],
      /accel0: it belongs to the group render/,
    ],
    [
      'no Level Zero loader',
      { libraries: without('levelZeroLoader') },
      ['no-level-zero-loader'],
      /libze_loader\.so\.1/,
    ],
    ['no driver', { libraries: without('npuDriver') }, ['no-driver'], /libze_intel_npu\.so\.1.*linux-npu-driver/s],
    ['nothing to be seen', {}, ['unknown'], /dmesg/],
  ])('%s', (_name, facts, expected, text) => {
    const findings = diagnoseNpu(LOADED, healthy(facts));
    expect(causes(findings)).toEqual(expected);
    expect(findings.map(({ message, fix }) => `${message} ${fix}`).join('\n')).toMatch(text);
  });
});

describe('the plugin', () => {
  const failed = (status: number, message: string): OpenVINOError =>
    new OpenVINOError('DEVICE_NOT_FOUND', 'GPU is no device', {
      cause: new OpenVINOError('GENERAL_ERROR', message, { status }),
    });
  const dlopen = (file: string, missing: string): string =>
    `Cannot load library "/x/${file}": ${missing}: cannot open shared object file: No such file or directory.`;
  const file = 'libopenvino_intel_gpu_plugin.so';

  test('absent, or not to be opened for want of a library', () => {
    expect(pluginStateOf(failed(-1, dlopen(file, 'libOpenCL.so.1')), 'GPU')).toEqual({
      kind: 'not-loadable',
      reason: 'libOpenCL.so.1: cannot open shared object file: No such file or directory',
    });
    expect(pluginStateOf(failed(-1, dlopen(file, `/x/${file}`)), 'GPU')).toEqual({ kind: 'absent' });
    // the text of an earlier error, which comes with -5
    expect(pluginStateOf(failed(-5, dlopen(file, 'libOpenCL.so.1')), 'GPU')).toEqual({ kind: 'absent' });
    expect(pluginStateOf(failed(-1, 'something else'), 'GPU')).toEqual({ kind: 'absent' });
  });

  test('absent comes before all else; a strange reason is told as it is', () => {
    expect(causes(diagnoseGpu({ kind: 'absent' }, healthy({ gpuNodes: undefined })))).toEqual(['no-plugin']);
    const broken: PluginState = { kind: 'not-loadable', reason: 'undefined symbol: x' };
    expect(diagnoseNpu(broken, healthy())).toEqual([
      expect.objectContaining({
        cause: 'plugin-not-loadable',
        message: expect.stringContaining('undefined symbol: x'),
      }),
    ]);
    expect(diagnoseCpu({ kind: 'absent' }).cause).toBe('no-plugin');
    expect(causes(diagnoseGpu(broken, healthy({ platform: 'win32' })))).toEqual(['plugin-not-loadable']);
    expect(causes(diagnoseGpu(LOADED, healthy({ platform: 'darwin' })))).toEqual(['unknown']);
  });
});

import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { cpuQuota } from '../../lib/bench/doctor/cpu-quota.js';
import type { DevicesReport } from '../../lib/bench/doctor/examine.js';
import { renderDevices } from '../../lib/bench/doctor/render.js';
import { readSystemFacts } from '../../lib/bench/doctor/system.js';
import { findRuntime } from '../../lib/runtime/find.js';
import { temporaryFolder } from '../runtime/helpers/temp.js';

const CLI = fileURLToPath(new URL('../../dist/bench/main.js', import.meta.url));
const root = temporaryFolder('devices');

describe('the facts of a system', () => {
  /** A file system with what drivers and the kernel would put there. */
  function fakeRoot(files: Record<string, string>): string {
    const folder = join(root, String(readdirSync(root).length));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  test('an empty system has nothing', () => {
    const facts = readSystemFacts({}, fakeRoot({}));
    expect(facts).toMatchObject({
      gpuNodes: undefined,
      npuNodes: undefined,
      pci: undefined,
      openclVendors: [],
      isContainer: false,
    });
    expect(Object.values(facts.libraries)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('nodes, devices on the bus, drivers and groups are read', () => {
    const gid = process.getgid?.() ?? 0;
    const folder = fakeRoot({
      'dev/dri/card0': '',
      'dev/dri/renderD128': '',
      'dev/accel/accel0': '',
      'sys/class/drm/renderD128/device/vendor': '0x8086\n',
      'sys/bus/pci/devices/0000:00:02.0/vendor': '0x8086\n',
      'sys/bus/pci/devices/0000:00:02.0/class': '0x030000\n',
      'etc/group': `video-${gid}:x:${gid}:ann\nother:x:4242:bob\n`,
      'etc/OpenCL/vendors/intel.icd': 'libigdrcl.so\n',
      'opt/lib/libOpenCL.so.1': '',
      'usr/lib/x86_64-linux-gnu/intel-opencl/libigdrcl.so': '',
      'etc/ld.so.cache': 'glibc-ld.so.cache1.1\0libOpenCL.so.1\0/opt/lib/libOpenCL.so.1\0',
      '.dockerenv': '',
    });
    symlinkSync('../../../../bus/pci/drivers/i915', join(folder, 'sys/bus/pci/devices/0000:00:02.0/driver'));
    const facts = readSystemFacts({}, folder);
    expect(facts.gpuNodes).toEqual([
      { path: '/dev/dri/renderD128', group: `video-${gid}`, gid, isUsable: true, vendor: '0x8086' },
    ]);
    expect(facts.npuNodes?.map(({ path, vendor }) => [path, vendor])).toEqual([['/dev/accel/accel0', undefined]]);
    expect(facts.pci).toEqual([{ vendor: '0x8086', class: '0x030000', driver: 'i915' }]);
    expect(facts.libraries.openclLoader).toBe('/opt/lib/libOpenCL.so.1');
    expect(facts.libraries.openclDriver).toBe('/usr/lib/x86_64-linux-gnu/intel-opencl/libigdrcl.so');
    expect(facts.openclVendors).toEqual(['intel.icd: libigdrcl.so']);
    expect(facts.isContainer).toBe(true);
    expect(facts.groups).not.toContain('other');
  });

  test('a node that another user may not use', () => {
    const folder = fakeRoot({ 'dev/dri/renderD128': '' });
    chmodSync(root, 0o755);
    chmodSync(join(folder, 'dev/dri/renderD128'), 0o600);
    const script = `import { readSystemFacts } from ${JSON.stringify(fileURLToPath(new URL('../../dist/bench/doctor/system.js', import.meta.url)))};
      process.setgroups?.([]); process.setgid?.(65534); process.setuid?.(65534);
      console.log(JSON.stringify(readSystemFacts({}, ${JSON.stringify(folder)}).gpuNodes));`;
    if (process.getuid?.() !== 0) chmodSync(join(folder, 'dev/dri/renderD128'), 0o000);
    const asNobody = process.getuid?.() === 0 ? script : script.replace(/process\.set\w+\?\.\(.*?\);/g, '');
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', asNobody], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject([{ isUsable: false }]);
  });

  test("control groups' limits, the least of a group and those above it", () => {
    expect(
      cpuQuota(fakeRoot({ 'proc/self/cgroup': '0::/\n', 'sys/fs/cgroup/cpu.max': 'max 100000\n' })),
    ).toBeUndefined();
    expect(cpuQuota(fakeRoot({}))).toBeUndefined();
    const v2 = {
      'proc/self/cgroup': '0::/a/b\n',
      'sys/fs/cgroup/a/b/cpu.max': '250000 100000\n',
      'sys/fs/cgroup/a/cpu.max': '150000 100000\n',
    };
    expect(cpuQuota(fakeRoot(v2))).toBe(1.5);
    const v1 = {
      'proc/self/cgroup': '4:memory:/x\n3:cpu,cpuacct:/docker/1\n',
      'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '50000\n',
      'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      'sys/fs/cgroup/cpu/docker/1/cpu.cfs_quota_us': '-1\n',
      'sys/fs/cgroup/cpu/docker/1/cpu.cfs_period_us': '100000\n',
    };
    expect(cpuQuota(fakeRoot(v1))).toBe(0.5);
  });
});

describe('ov-bench devices', () => {
  const run = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', env: { ...process.env, ...env }, timeout: 30_000 });

  test('lists the CPU with its name and version, and the causes of what is missing', () => {
    const { status, stdout, stderr } = run(['devices', '--json']);
    expect([status, stderr]).toEqual([0, '']);
    const report = JSON.parse(stdout) as DevicesReport;
    expect(report.runtime).toMatchObject(findRuntime());
    const cpu = report.devices.find(({ name }) => name === 'CPU');
    expect(cpu?.fullName?.length).toBeGreaterThan(2);
    expect(cpu?.pluginVersion?.startsWith(report.runtime.version)).toBe(true);
    expect(report.host.nodeVersion).toBe(process.versions.node);
    expect(report.host.availableCpus).toBeGreaterThan(0);
    for (const device of ['GPU', 'NPU']) {
      const isThere = report.devices.some(({ name }) => name.startsWith(device));
      const missing = report.missing.find(({ name }) => name === device);
      expect(missing === undefined).toBe(isThere);
      for (const { message, fix } of missing?.findings ?? [])
        expect([message.length > 20, fix.length > 10]).toEqual([true, true]);
    }
    expect(report.missing.find(({ name }) => name === 'MYRIAD')?.findings[0]?.cause).toBe('retired');
  });

  test('for people, also as doctor', () => {
    const { status, stdout } = run(['doctor']);
    expect(status).toBe(0);
    for (const text of ['OpenVINO 20', 'libopenvino_c', 'CPU', 'MYRIAD', '2022.3', 'processor', 'Node.js'])
      expect(stdout).toContain(text);
  });

  test('a runtime without plugins', () => {
    const libs = dirname(findRuntime().path);
    const folder = join(root, 'bare-runtime');
    mkdirSync(folder);
    const needed = readdirSync(libs).filter((name) =>
      /^lib(openvino_c\.so|openvino\.so|tbb\.so|tbbmalloc\.so|hwloc)/.test(name),
    );
    for (const name of needed) copyFileSync(join(libs, name), join(folder, name));
    const { status, stdout } = run(['devices', '--json'], { OPENVINO_NODE_LIBRARY: folder });
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as DevicesReport;
    expect(report.devices).toEqual([]);
    expect(report.missing.map(({ name, findings }) => [name, findings[0]?.cause])).toEqual([
      ['CPU', 'no-plugin'],
      ['GPU', 'no-plugin'],
      ['NPU', 'no-plugin'],
      ['MYRIAD', 'retired'],
    ]);
  });

  test('no runtime: one sentence, the places tried and the command', () => {
    const { status, stdout, stderr } = run(['devices'], {
      HOME: root,
      PATH: '',
      OPENVINO_NODE_CACHE_DIR: join(root, 'none'),
      OPENVINO_NODE_LIBRARY: '',
      INTEL_OPENVINO_DIR: '',
      VIRTUAL_ENV: '',
      CONDA_PREFIX: '',
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^ov-bench: No OpenVINO runtime was found.*npx ov-bench runtime install/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('names from drivers are made safe for a terminal', () => {
    const runtime = { path: '/x', version: '1', buildNumber: 'b\u001b[2J', description: '', source: 'env' };
    const host = {
      hostname: '',
      platform: 'linux',
      arch: 'x64',
      osRelease: '',
      cpuModel: 'c\u009b',
      logicalCpus: 4,
      availableCpus: 2,
      memoryBytes: 2 ** 31,
      nodeVersion: '20',
      cpuQuota: 1.5,
    };
    const device = {
      name: 'GPU',
      fullName: 'Evil\u001b]0;x\u0007',
      pluginVersion: null,
      plugin: null,
      driverVersion: null,
      capabilities: [],
    };
    const text = renderDevices({ runtime, host, devices: [device], missing: [] } as unknown as DevicesReport);
    expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(text)).toBe(false);
    expect(text).toContain('2 of 4 logical processors usable; a control group allows the time of 1.5');
  });
});

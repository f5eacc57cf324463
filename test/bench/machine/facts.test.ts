import { describe, expect, it } from 'vitest';
import { groupFolders, memoryLimitOf, parseCpuMax, parseCpuStat } from '../../../lib/bench/machine/cgroup.js';
import { containerOf, virtualizationOf } from '../../../lib/bench/machine/confinement.js';
import { parseCpuInfo, relevantFlags } from '../../../lib/bench/machine/cpu-info.js';
import { machineRows, restrictionsOf } from '../../../lib/bench/machine/describe.js';
import { readMachineFacts } from '../../../lib/bench/machine/facts.js';
import { parseCpuList, toNumber } from '../../../lib/bench/machine/system-files.js';
import { testFolder } from '../../helpers/folder.js';
import { fakeSystem, LAPTOP } from './fake-system.js';

const folder = testFolder();
const facts = (files: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}) =>
  readMachineFacts(fakeSystem(folder, files), env);

describe('the facts of a machine', () => {
  it('a laptop', () => {
    expect(facts(LAPTOP)).toEqual({
      sockets: 1,
      cores: 2,
      threads: 4,
      numaNodes: 1,
      cpuFlags: ['sse4_2', 'avx', 'avx2', 'fma', 'f16c', 'avx_vnni'],
      microcode: '0x1f',
      frequency: {
        governor: 'powersave',
        governorDriver: 'intel_pstate',
        energyPreference: 'balance_performance',
        turbo: true,
      },
      kernelVersion: expect.any(String),
      virtualization: 'none',
      container: 'none',
      affinity: '0-3',
      cpuQuota: 'unlimited',
      memoryLimitBytes: 'unlimited',
    });
  });

  it('a container on a virtual machine, with limits', () => {
    const files = {
      ...LAPTOP,
      'proc/cpuinfo': (LAPTOP['proc/cpuinfo'] ?? '').replaceAll('fpu vme', 'fpu hypervisor'),
      'proc/self/status': 'Cpus_allowed_list:\t1,3\n',
      '.dockerenv': '',
      'sys/class/dmi/id/sys_vendor': 'QEMU\n',
      'sys/fs/cgroup/user.slice/cpu.max': '150000 100000\n',
      'sys/fs/cgroup/user.slice/app.scope/memory.max': '2147483648\n',
      'sys/fs/cgroup/user.slice/memory.max': 'max\n',
    };
    expect(facts(files)).toMatchObject({
      virtualization: 'qemu',
      container: 'docker',
      affinity: '1,3',
      cpuQuota: 1.5,
      memoryLimitBytes: 2 ** 31,
    });
  });

  it('nothing is known where there are no such files, and nothing of garbage', () => {
    const unknown = {
      sockets: null,
      cores: null,
      threads: null,
      numaNodes: null,
      cpuFlags: null,
      microcode: null,
      frequency: { governor: null, governorDriver: null, energyPreference: null, turbo: null },
      kernelVersion: expect.any(String),
      virtualization: null,
      container: null,
      affinity: null,
      cpuQuota: null,
      memoryLimitBytes: null,
    };
    expect(facts({})).toEqual(unknown);
    const garbage = Object.fromEntries(Object.keys(LAPTOP).map((path) => [path, '\u0000\u00ff:\n=-1 x']));
    expect(facts(garbage)).toMatchObject({ ...unknown, numaNodes: 1, frequency: expect.anything() });
  });

  it('this machine answers, and quickly enough', () => {
    const begin = performance.now();
    const here = readMachineFacts();
    expect(performance.now() - begin).toBeLessThan(1000);
    if (process.platform === 'linux') {
      expect(here.threads).toBeGreaterThan(0);
      expect(parseCpuList(here.affinity)?.length).toBeGreaterThan(0);
    }
  });
});

describe('pieces of it', () => {
  it('lists of CPUs', () => {
    expect(parseCpuList('0-2,5\n')).toEqual([0, 1, 2, 5]);
    for (const text of [null, '', 'a', '1-', '-1', '1,,2', '0x3']) expect(parseCpuList(text)).toBeNull();
    expect(parseCpuList('3-1')).toEqual([]);
  });

  it('numbers are decimal and nothing else', () => {
    expect([
      toNumber(' 12 '),
      toNumber('-1.5'),
      toNumber('max'),
      toNumber('1e3'),
      toNumber('0x1'),
      toNumber(''),
    ]).toEqual([12, -1.5, null, null, null, null]);
  });

  it('an arm64 cpuinfo has Features, and no places', () => {
    const info = parseCpuInfo('processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd asimddp i8mm bf16 sve\n\n');
    expect(relevantFlags(info.flags)).toEqual(['asimd', 'asimddp', 'i8mm', 'bf16', 'sve']);
    expect(info).toMatchObject({ microcode: null, places: [] });
    expect(parseCpuInfo('processor\t: 0\nflags\t\t:\ncpu MHz\t\t: n/a\n')).toMatchObject({
      flags: null,
      clocksMHz: new Map(),
    });
  });

  it('a hypervisor has a name only where something names it', () => {
    const flags = ['fpu', 'hypervisor'];
    const of = (files: Readonly<Record<string, string>>, given: string[] | null = flags) =>
      virtualizationOf(fakeSystem(folder, files), given);
    expect(of({})).toBe('unknown kind');
    expect(of({}, null)).toBeNull();
    expect(of({}, ['fp', 'asimd'])).toBeNull();
    expect(of({ 'sys/class/dmi/id/sys_vendor': 'Amazon EC2' }, ['fpu'])).toBe('none');
    expect(of({ 'sys/class/dmi/id/sys_vendor': 'Amazon EC2' })).toBe('kvm');
    expect(of({ 'sys/class/dmi/id/sys_vendor': 'VMware, Inc.' })).toBe('vmware');
    expect(
      of({
        'sys/class/dmi/id/sys_vendor': 'Microsoft Corporation',
        'sys/class/dmi/id/product_name': 'Virtual Machine',
      }),
    ).toBe('hyper-v');
    expect(of({ 'sys/hypervisor/type': 'xen\n' })).toBe('xen');
    expect(of({ 'sys/devices/system/clocksource/clocksource0/available_clocksource': 'tsc kvm-clock \n' })).toBe('kvm');
    expect(of({ 'proc/sys/kernel/osrelease': '5.15.167.4-microsoft-standard-WSL2\n' })).toBe('wsl');
  });

  it('a container by its signs', () => {
    const of = (files: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}) =>
      containerOf(fakeSystem(folder, files), env);
    expect(of({}, { container: 'podman' })).toBe('podman');
    expect(of({}, { KUBERNETES_SERVICE_HOST: '10.0.0.1' })).toBe('kubernetes');
    expect(of({ 'run/.containerenv': '' })).toBe('podman');
    expect(of({ 'run/systemd/container': 'systemd-nspawn\n' })).toBe('systemd-nspawn');
    expect(of({ 'proc/1/cgroup': '0::/kubepods/besteffort/pod1\n' })).toBe('kubernetes');
    expect(of({ 'proc/2/comm': 'kthreadd\n' })).toBe('none');
    expect(of({ 'proc/2/comm': 'node\n' })).toBeNull();
  });

  it('control groups of both versions', () => {
    const hybrid = fakeSystem(folder, { 'proc/self/cgroup': '4:memory:/m\n1:cpu,cpuacct:/c\n0::/\nnonsense\n' });
    expect(groupFolders(hybrid, 'cpu').map(({ path }) => path)).toEqual([
      'sys/fs/cgroup/cpu/c',
      'sys/fs/cgroup/cpu/',
      'sys/fs/cgroup/',
      'sys/fs/cgroup/unified/',
    ]);
    expect([parseCpuMax('max 100000'), parseCpuMax('50000 100000'), parseCpuMax('x'), parseCpuMax(null)]).toEqual([
      null,
      0.5,
      null,
      null,
    ]);
    const v1 = {
      'proc/self/cgroup': '4:memory:/m\n',
      'sys/fs/cgroup/memory/m/memory.limit_in_bytes': '9223372036854771712\n',
    };
    expect(memoryLimitOf(fakeSystem(folder, v1))).toBeNull();
    const limited = { ...v1, 'sys/fs/cgroup/memory/memory.limit_in_bytes': '1048576\n' };
    expect(memoryLimitOf(fakeSystem(folder, limited))).toBe(1_048_576);
  });

  it('times that a group was held back', () => {
    expect(parseCpuStat('nr_periods 10\nnr_throttled 2\nthrottled_usec 3500')).toEqual({
      periods: 2,
      milliseconds: 3.5,
    });
    expect(parseCpuStat('nr_periods 1\nnr_throttled 1\nthrottled_time 2000000\n')).toEqual({
      periods: 1,
      milliseconds: 2,
    });
    for (const text of [null, '', 'usage_usec 5', 'nr_throttled x\nthrottled_usec 1', 'nr_throttled 4'])
      expect(parseCpuStat(text)).toBeNull();
  });
});

describe('what is said of it', () => {
  const host = { logicalCpus: 4, availableCpus: 4 };

  it('nothing of a machine that is all the benchmark has', () => {
    const free = { ...LAPTOP, ...each('scaling_governor', 'performance\n') };
    expect(restrictionsOf({ ...host, machine: facts(free) })).toEqual([]);
    expect(restrictionsOf({ ...host, machine: facts({}) })).toEqual([]);
    expect(restrictionsOf(host)).toEqual([]);
  });

  it('each thing that confines it', () => {
    const files = {
      ...LAPTOP,
      ...each('scaling_driver', 'acpi-cpufreq\n'),
      'proc/self/status': 'Cpus_allowed_list:\t0-1\n',
      'run/.containerenv': '',
      'sys/fs/cgroup/cpu.max': '150000 100000\n',
      'sys/fs/cgroup/memory.max': '2147483648\n',
      'sys/devices/system/cpu/intel_pstate/no_turbo': '1\n',
    };
    expect(restrictionsOf({ ...host, availableCpus: 2, machine: facts(files) })).toEqual([
      'a container (podman)',
      'a control group (the time of 1.5 CPUs)',
      'a control group (2.0 GiB of memory)',
      'an affinity mask (CPUs 0-1)',
      'the powersave governor (lowest clock)',
      'turbo switched off',
    ]);
    expect(restrictionsOf({ ...host, machine: facts(LAPTOP) })).toEqual([
      'the powersave governor (intel_pstate, balance_performance)',
    ]);
    expect(restrictionsOf({ ...host, availableCpus: 2, machine: facts({}) })).toEqual([
      'an affinity mask (2 of 4 CPUs)',
    ]);
  });

  it('what is unknown is called so', () => {
    expect(machineRows(facts({}))).toEqual([
      [
        'topology',
        'unknown sockets, unknown cores, unknown threads, unknown NUMA nodes, affinity unknown, microcode unknown',
      ],
      ['ISA', 'unknown'],
      ['clocks', 'governor unknown, turbo unknown'],
      ['confined', 'virtual machine unknown, container unknown, control group: CPU time unknown, memory unknown'],
    ]);
    expect(machineRows(facts(LAPTOP))).toEqual([
      ['topology', '1 socket, 2 cores, 4 threads, 1 NUMA node, affinity 0-3, microcode 0x1f'],
      ['ISA', 'sse4_2 avx avx2 fma f16c avx_vnni'],
      ['clocks', 'governor powersave (intel_pstate), turbo on'],
      ['confined', 'virtual machine none, container none, control group: CPU time unlimited, memory unlimited'],
    ]);
  });
});

function each(name: string, content: string): Record<string, string> {
  return Object.fromEntries([0, 1, 2, 3].map((cpu) => [`sys/devices/system/cpu/cpu${cpu}/cpufreq/${name}`, content]));
}

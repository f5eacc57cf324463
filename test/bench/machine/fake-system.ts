import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type SystemFiles, systemFiles } from '../../../lib/bench/machine/system-files.js';

/** A system of the files given, in a new folder below another. */
export function fakeSystem(below: string, files: Readonly<Record<string, string>>): SystemFiles {
  return systemFiles(fakeRoot(below, files));
}

export function fakeRoot(below: string, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(below, 'root-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** A laptop: one socket, two cores of two threads each, everything readable. */
export const LAPTOP: Readonly<Record<string, string>> = {
  'proc/cpuinfo': [0, 1, 2, 3]
    .map(
      (cpu) =>
        `processor\t: ${cpu}\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Core(TM) Ultra 7 155H\nmicrocode\t: 0x1f\ncpu MHz\t\t: ${1000 + cpu}.500\nphysical id\t: 0\ncore id\t\t: ${cpu >> 1}\nflags\t\t: fpu vme sse4_2 avx f16c fma avx2 avx_vnni sha_ni\n\n`,
    )
    .join(''),
  'proc/self/status':
    'Name:\tnode\nUmask:\t0022\nVmHWM:\t  253952 kB\nCpus_allowed:\tf\nCpus_allowed_list:\t0-3\nMems_allowed_list:\t0\n',
  'proc/self/cgroup': '0::/user.slice/app.scope\n',
  'proc/2/comm': 'kthreadd\n',
  'proc/loadavg': '0.52 0.58 0.59 1/467 12345\n',
  'proc/pressure/cpu':
    'some avg10=1.25 avg60=0.50 avg300=0.10 total=2000000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n',
  'proc/stat':
    'cpu  400 40 80 4000 8 0 4 0 0 0\ncpu0 100 10 20 1000 2 0 1 0 0 0\ncpu1 100 10 20 1000 2 0 1 0 0 0\ncpu2 100 10 20 1000 2 0 1 0 0 0\ncpu3 100 10 20 1000 2 0 1 0 0 0\nintr 1 2 3\nctxt 5\n',
  'proc/77/stat': '77 (ov (bench) x) S 1 77 77 0 -1 4194560 1 0 0 0 20 5 0 0 20 0 11 0 100 1000 200\n',
  'sys/fs/cgroup/cgroup.controllers': 'cpu memory\n',
  'sys/fs/cgroup/user.slice/app.scope/cpu.stat':
    'usage_usec 100\nuser_usec 80\nsystem_usec 20\nnr_periods 10\nnr_throttled 2\nthrottled_usec 3500\n',
  'sys/fs/cgroup/user.slice/cpu.stat': 'usage_usec 100\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n',
  'sys/fs/cgroup/cpu.stat': 'usage_usec 100\nuser_usec 80\nsystem_usec 20\n',
  'sys/devices/system/cpu/online': '0-3\n',
  'sys/devices/system/node/node0/cpulist': '0-3\n',
  'sys/devices/system/node/has_cpu': '0\n',
  'sys/devices/system/cpu/intel_pstate/no_turbo': '0\n',
  ...Object.fromEntries(
    [0, 1, 2, 3].flatMap((cpu) => {
      const folder = `sys/devices/system/cpu/cpu${cpu}`;
      return [
        [`${folder}/topology/physical_package_id`, '0\n'],
        [`${folder}/topology/die_id`, '0\n'],
        [`${folder}/topology/core_id`, `${cpu >> 1}\n`],
        [`${folder}/cpufreq/scaling_governor`, 'powersave\n'],
        [`${folder}/cpufreq/scaling_driver`, 'intel_pstate\n'],
        [`${folder}/cpufreq/energy_performance_preference`, 'balance_performance\n'],
        [`${folder}/cpufreq/scaling_cur_freq`, `${2_000_000 + cpu * 100_000}\n`],
        [`${folder}/thermal_throttle/core_throttle_count`, `${3 + (cpu >> 1)}\n`],
        [`${folder}/thermal_throttle/package_throttle_count`, '9\n'],
      ];
    }),
  ),
  'sys/class/thermal/thermal_zone0/type': 'acpitz\n',
  'sys/class/thermal/thermal_zone0/temp': '27800\n',
  'sys/class/thermal/thermal_zone1/type': 'x86_pkg_temp\n',
  'sys/class/thermal/thermal_zone1/temp': '61000\n',
  'sys/class/thermal/cooling_device0/type': 'Processor\n',
  'sys/class/hwmon/hwmon0/name': 'nvme\n',
  'sys/class/hwmon/hwmon0/temp1_input': '40000\n',
  'sys/class/hwmon/hwmon1/name': 'coretemp\n',
  'sys/class/hwmon/hwmon1/temp1_label': 'Package id 0\n',
  'sys/class/hwmon/hwmon1/temp1_input': '62000\n',
  'sys/class/hwmon/hwmon1/temp2_label': 'Core 0\n',
  'sys/class/hwmon/hwmon1/temp2_input': '60000\n',
  'sys/class/drm/card0/gt_cur_freq_mhz': '1300\n',
  'sys/class/drm/card0-eDP-1/status': 'connected\n',
  'sys/class/drm/card1/device/tile0/gt0/freq0/cur_freq': '2050\n',
  'sys/class/powercap/intel-rapl:0/name': 'package-0\n',
  'sys/class/powercap/intel-rapl:0/energy_uj': '262143000000\n',
  'sys/class/powercap/intel-rapl:0/max_energy_range_uj': '262143328850\n',
  'sys/class/powercap/intel-rapl:0:0/name': 'core\n',
  'sys/class/powercap/intel-rapl:0:0/energy_uj': '5\n',
  'sys/class/powercap/intel-rapl:1/name': 'psys\n',
  'sys/class/powercap/intel-rapl:1/energy_uj': '5\n',
  'sys/class/powercap/intel-rapl-mmio:0/name': 'package-0\n',
  'sys/class/powercap/intel-rapl-mmio:0/energy_uj': '5\n',
};

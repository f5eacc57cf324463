import os from 'node:os';
import { type CgroupThrottling, cpuStatFiles, parseCpuStat } from './cgroup.js';
import { parseCpuInfo } from './cpu-info.js';
import {
  type CpuPressure,
  type CpuTimes,
  parseCpuPressure,
  parseLoadAverage,
  parseProcessTime,
  parseProcStat,
  timesOfCpus,
} from './cpu-times.js';
import { type EnergyCounter, energyZones, readEnergy } from './energy.js';
import {
  type GpuClock,
  gpuClockSources,
  readGpuClocks,
  readTemperatures,
  readThrottles,
  type Temperature,
  temperatureSources,
  throttleSources,
} from './sensors.js';
import { parseCpuList, type SystemFiles, statusValue, systemFiles } from './system-files.js';

/** What holds at a moment; null or none where the system does not show it. */
export interface Gauges {
  readonly loadAverage: readonly [number, number, number] | null;
  /** Clocks of the CPUs that this process may use. */
  readonly clocksMHz: readonly number[] | null;
  readonly temperatures: readonly Temperature[];
  readonly gpuClocks: readonly GpuClock[];
}

/** What only the difference of two readings tells. */
export interface Counters {
  readonly atMs: number;
  readonly cpuTimes: CpuTimes | null;
  /** CPU time of this process and of its parent, which are no "other" ones. */
  readonly ownCpuMs: number | null;
  readonly cpuPressure: CpuPressure | null;
  readonly thermalThrottles: number | null;
  readonly cgroupThrottling: CgroupThrottling | null;
  readonly energy: readonly EnergyCounter[] | null;
}

export interface Snapshot {
  readonly gauges: Gauges;
  readonly counters: Counters;
}

/** What there is to read: looked for once, so that a snapshot opens no file in vain. */
export interface Probes {
  gauges(): Gauges;
  counters(): Counters;
}

/** Clocks of so many CPUs are read: on some processors each reading interrupts the CPU it is of. */
const MOST_CLOCKS = 64;

export function openProbes(files: SystemFiles = systemFiles(), parentId = process.ppid): Probes {
  const cpus = parseCpuList(statusValue(files.text('proc/self/status'), 'Cpus_allowed_list'));
  const readClocks = clockReader(files, cpus ?? []);
  const temperatures = temperatureSources(files);
  const gpus = gpuClockSources(files);
  const throttles = throttleSources(files, cpus ?? []);
  const groups = cpuStatFiles(files);
  const zones = energyZones(files);
  return {
    gauges: () => ({
      loadAverage: parseLoadAverage(files.text('proc/loadavg')) ?? loadAverageElsewhere(),
      clocksMHz: readClocks(),
      temperatures: readTemperatures(files, temperatures),
      gpuClocks: readGpuClocks(files, gpus),
    }),
    counters: () => ({
      atMs: performance.now(),
      energy: readEnergy(files, zones),
      cpuTimes: readCpuTimes(files, cpus),
      ownCpuMs: ownTime(files, parentId),
      cpuPressure: parseCpuPressure(files.text('proc/pressure/cpu')),
      thermalThrottles: readThrottles(files, throttles),
      cgroupThrottling: readThrottling(files, groups),
    }),
  };
}

/** scaling_cur_freq where there is cpufreq; `cpu MHz` of /proc/cpuinfo elsewhere. */
function clockReader(files: SystemFiles, cpus: readonly number[]): () => number[] | null {
  const step = Math.max(1, Math.ceil(cpus.length / MOST_CLOCKS));
  const some = cpus.filter((_, index) => index % step === 0);
  const paths = some
    .map((cpu) => `sys/devices/system/cpu/cpu${cpu}/cpufreq/scaling_cur_freq`)
    .filter((path) => files.number(path) !== null);
  return () => {
    const clocks =
      paths.length > 0
        ? paths.flatMap((path) => (files.number(path) ?? 0) / 1000)
        : clocksOfCpuInfo(files.text('proc/cpuinfo'), some);
    const believable = clocks.filter((clock) => clock > 0);
    return believable.length === 0 ? null : believable;
  };
}

function clocksOfCpuInfo(text: string | null, cpus: readonly number[]): number[] {
  const { clocksMHz } = parseCpuInfo(text);
  return cpus.map((cpu) => clocksMHz.get(cpu) ?? 0);
}

function readCpuTimes(files: SystemFiles, cpus: readonly number[] | null): CpuTimes | null {
  if (process.platform === 'linux') return parseProcStat(files.text('proc/stat'), cpus);
  return timesOfCpus(os.cpus());
}

/** Windows has no load average: Node.js gives zeros. */
function loadAverageElsewhere(): [number, number, number] | null {
  if (process.platform === 'linux' || process.platform === 'win32') return null;
  const [one = 0, five = 0, fifteen = 0] = os.loadavg();
  return [one, five, fifteen];
}

/** Off Linux the parent's is not known; it does next to nothing meanwhile. */
function ownTime(files: SystemFiles, parentId: number): number | null {
  const { user, system } = process.cpuUsage();
  const own = (user + system) / 1000;
  if (process.platform !== 'linux') return own;
  const parent = parseProcessTime(files.text(`proc/${parentId}/stat`));
  return parent === null ? null : own + parent;
}

/** Groups within each other are held back each for itself: together they are an upper bound of the time. */
function readThrottling(files: SystemFiles, paths: readonly string[]): CgroupThrottling | null {
  const all = paths.map((path) => parseCpuStat(files.text(path)));
  const known = all.filter((each) => each !== null);
  if (known.length === 0 || known.length < all.length) return null;
  return {
    periods: known.reduce((total, { periods }) => total + periods, 0),
    milliseconds: known.reduce((total, { milliseconds }) => total + milliseconds, 0),
  };
}

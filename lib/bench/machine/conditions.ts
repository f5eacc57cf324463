import { joulesBetween } from './energy.js';
import type { GpuClock, Temperature } from './sensors.js';
import type { Counters, Gauges } from './snapshot.js';
import type { Observation } from './watch.js';

/**
 * Clocks of several CPUs, in megahertz.
 *
 * @category The machine
 * @example
 * ```ts
 * const clocks: ClockRange | null | undefined = row.conditions?.after.cpuMHz;
 * console.log(clocks?.min, clocks?.max);
 * ```
 */
export interface ClockRange {
  /** Of the slowest. */
  readonly min: number;
  /** On average. */
  readonly mean: number;
  /** Of the fastest. */
  readonly max: number;
}

/**
 * The machine at a moment. Null is "unknown"; lists are empty where nothing can be read.
 *
 * @category The machine
 * @example
 * ```ts
 * const before: Readings | undefined = row.conditions?.before;
 * console.log(before?.loadAverage, before?.cpuMHz?.mean);
 * ```
 */
export interface Readings {
  /** Processes that ran or waited to run, over one, five and fifteen minutes. */
  readonly loadAverage: readonly [number, number, number] | null;
  /** Share of the last ten seconds in which some process waited for a CPU, 0 to 1. */
  readonly cpuPressure: number | null;
  /** Clocks of the CPUs that the process may use. */
  readonly cpuMHz: ClockRange | null;
  /** Of processors, devices and drives. */
  readonly temperatures: readonly Temperature[];
  /** Of each graphics card. */
  readonly gpuClocks: readonly GpuClock[];
}

/**
 * The machine before and after a trial's measured inferences (its load, where that is all), and what happened on it between. Null is "unknown".
 *
 * @category The machine
 * @example
 * ```ts
 * const conditions: Conditions | undefined = row.conditions;
 * console.log(conditions?.ownCpuShare, conditions?.otherCpuShare, conditions?.thermalThrottles);
 * ```
 */
export interface Conditions {
  /** Before the measured inferences. */
  readonly before: Readings;
  /** After them. */
  readonly after: Readings;
  /** From the one to the other. */
  readonly elapsedMs: number;
  /** Shares of all the time of the CPUs that the trial may use, 0 to 1: by the trial itself, … */
  readonly ownCpuShare: number | null;
  /** … by other processes, … */
  readonly otherCpuShare: number | null;
  /** … and by other machines of the same hypervisor. */
  readonly stolenCpuShare: number | null;
  /** Share of the time in which some process, the trial's own threads among them, waited for a CPU. */
  readonly cpuWaitingShare: number | null;
  /** How often cores and packages were slowed down for their temperature. */
  readonly thermalThrottles: number | null;
  /** Periods in which a control group had used up its time. */
  readonly cgroupThrottledPeriods: number | null;
  /** How long a control group was held back. */
  readonly cgroupThrottledMs: number | null;
  /** Energy of all processor packages, whatever ran on them. */
  readonly packageJoules: number | null;
}

/** The kernel counts in hundredths of a second: shares of what is shorter than this are chance. */
const SHORTEST_MS = 500;

/** What two snapshots say. Pure. */
export function conditionsOf({ before, after }: Observation): Conditions {
  const [begin, end] = [before.counters, after.counters];
  const elapsedMs = end.atMs - begin.atMs;
  const throttling = cgroupThrottlingBetween(begin, end);
  return {
    before: readingsOf(before.gauges, begin),
    after: readingsOf(after.gauges, end),
    elapsedMs: round(elapsedMs, 3),
    ...cpuShares(begin, end, elapsedMs),
    cpuWaitingShare:
      elapsedMs < SHORTEST_MS ? null : share(rise(begin.cpuPressure?.waitedMs, end.cpuPressure?.waitedMs), elapsedMs),
    thermalThrottles: rise(begin.thermalThrottles, end.thermalThrottles),
    cgroupThrottledPeriods: throttling?.periods ?? null,
    cgroupThrottledMs: throttling?.milliseconds ?? null,
    packageJoules: roundOrNull(joulesBetween(begin.energy, end.energy, elapsedMs), 6),
  };
}

export function joulesPerInference({ packageJoules }: Conditions, iterations: number): number | null {
  return packageJoules === null || iterations === 0 ? null : Number((packageJoules / iterations).toPrecision(5));
}

function readingsOf(gauges: Gauges, { cpuPressure }: Counters): Readings {
  const clocks = gauges.clocksMHz;
  return {
    loadAverage: gauges.loadAverage,
    cpuPressure: cpuPressure === null ? null : round(cpuPressure.share10s, 4),
    cpuMHz:
      clocks === null
        ? null
        : {
            min: Math.round(Math.min(...clocks)),
            mean: Math.round(clocks.reduce((total, clock) => total + clock, 0) / clocks.length),
            max: Math.round(Math.max(...clocks)),
          },
    temperatures: gauges.temperatures,
    gpuClocks: gauges.gpuClocks,
  };
}

type CpuShares = Pick<Conditions, 'ownCpuShare' | 'otherCpuShare' | 'stolenCpuShare'>;

function cpuShares(begin: Counters, end: Counters, elapsedMs: number): CpuShares {
  const unknown = { ownCpuShare: null, otherCpuShare: null, stolenCpuShare: null };
  const [from, to] = [begin.cpuTimes, end.cpuTimes];
  // CPUs that came or went leave nothing to compare
  if (from === null || to === null || from.cpus !== to.cpus || elapsedMs < SHORTEST_MS) return unknown;
  const available = elapsedMs * to.cpus;
  const own = rise(begin.ownCpuMs, end.ownCpuMs);
  return {
    ownCpuShare: share(own, available),
    otherCpuShare: own === null ? null : share(Math.max(0, to.busyMs - from.busyMs - own), available),
    stolenCpuShare: share(rise(from.stolenMs, to.stolenMs), available),
  };
}

function cgroupThrottlingBetween(begin: Counters, end: Counters): { periods: number; milliseconds: number } | null {
  const periods = rise(begin.cgroupThrottling?.periods, end.cgroupThrottling?.periods);
  const milliseconds = rise(begin.cgroupThrottling?.milliseconds, end.cgroupThrottling?.milliseconds);
  return periods === null || milliseconds === null ? null : { periods, milliseconds: round(milliseconds, 3) };
}

/** Null where one is unknown, or the counter began again in between. */
function rise(from: number | null | undefined, to: number | null | undefined): number | null {
  return from == null || to == null || to < from ? null : to - from;
}

function share(part: number | null, whole: number): number | null {
  return part === null ? null : round(Math.min(1, part / whole), 4);
}

function roundOrNull(value: number | null, digits: number): number | null {
  return value === null ? null : round(value, digits);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

import type { Counters, Gauges } from '../../../lib/bench/machine/snapshot.js';
import type { Observation } from '../../../lib/bench/machine/watch.js';

const GAUGES: Gauges = {
  loadAverage: [1, 2, 3],
  clocksMHz: [2000, 3000],
  temperatures: [{ sensor: 'x86_pkg_temp', celsius: 60 }],
  gpuClocks: [],
};

/** Counters of a machine with two CPUs, a second before `observation` ends. */
export function counters(changes: Partial<Counters> = {}): Counters {
  return {
    atMs: 0,
    cpuTimes: { busyMs: 1000, stolenMs: 0, cpus: 2 },
    ownCpuMs: 100,
    cpuPressure: { share10s: 0.1, waitedMs: 100 },
    thermalThrottles: 5,
    cgroupThrottling: { periods: 1, milliseconds: 2.5 },
    energy: [{ name: 'package-0', microjoules: 1e6, rangeMicrojoules: 1e12 }],
    ...changes,
  };
}

/** A second on it: nothing happened but for what is given of its end. */
export function observation(end: Partial<Counters> = {}): Observation {
  return {
    before: { gauges: GAUGES, counters: counters() },
    after: { gauges: GAUGES, counters: counters({ atMs: 1000, ...end }) },
    peakRssBytes: 260_046_848,
  };
}

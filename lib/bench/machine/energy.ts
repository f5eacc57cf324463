import type { SystemFiles } from './system-files.js';

const POWERCAP = 'sys/class/powercap';

/** The energy counter of a processor package (RAPL). */
export interface EnergyCounter {
  readonly name: string;
  readonly microjoules: number;
  /** Where the counter begins again from 0. */
  readonly rangeMicrojoules: number | null;
}

/**
 * Folders of the packages' counters. Cores, graphics and memory below a package, and psys, which covers the whole platform,
 * would be counted twice; `intel-rapl-mmio` shows the same package a second time.
 */
export function energyZones(files: SystemFiles): string[] {
  return files
    .names(POWERCAP)
    .filter((name) => /^intel-rapl:\d+$/.test(name))
    .map((name) => `${POWERCAP}/${name}`)
    .filter((zone) => files.text(`${zone}/name`)?.startsWith('package') === true);
}

/** The counters, or null where there is none or one of them can't be read (it takes root since the kernel's 5.10). */
export function readEnergy(files: SystemFiles, zones: readonly string[]): EnergyCounter[] | null {
  const counters: EnergyCounter[] = [];
  for (const zone of zones) {
    const microjoules = files.number(`${zone}/energy_uj`);
    if (microjoules === null || microjoules < 0) return null;
    counters.push({
      name: files.text(`${zone}/name`) ?? zone,
      microjoules,
      rangeMicrojoules: files.number(`${zone}/max_energy_range_uj`),
    });
  }
  return counters.length === 0 ? null : counters;
}

/** The counters advance every millisecond or so: what is shorter is mostly rounding. */
const SHORTEST_MS = 100;
/** More than a package draws. A counter that could have gone round twice at that says nothing. */
const HIGHEST_WATTS = 500;

/** Joules of all packages between two readings; null where they do not tell. */
export function joulesBetween(
  before: readonly EnergyCounter[] | null,
  after: readonly EnergyCounter[] | null,
  elapsedMs: number,
): number | null {
  if (before === null || after === null || before.length !== after.length || elapsedMs < SHORTEST_MS) return null;
  let microjoules = 0;
  for (const [index, end] of after.entries()) {
    const used = between(before[index] as EnergyCounter, end, elapsedMs);
    if (used === null) return null;
    microjoules += used;
  }
  // a counter that stands still is a virtual machine's
  return microjoules === 0 ? null : microjoules / 1e6;
}

function between(begin: EnergyCounter, end: EnergyCounter, elapsedMs: number): number | null {
  const range = end.rangeMicrojoules;
  if (range !== null && range > 0 && elapsedMs * HIGHEST_WATTS * 1000 >= range) return null;
  const difference = end.microjoules - begin.microjoules;
  if (difference >= 0) return difference;
  return range !== null && difference + range >= 0 ? difference + range : null;
}

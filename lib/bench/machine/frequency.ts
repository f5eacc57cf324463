import type { SystemFiles } from './system-files.js';

const CPUS = 'sys/devices/system/cpu';

/**
 * What decides the CPUs' clocks; null where the system does not show it, as most virtual machines.
 *
 * @category The machine
 * @example
 * ```ts
 * const policy: FrequencyPolicy | undefined = result.host.machine?.frequency;
 * console.log(policy?.governor, policy?.turbo);
 * ```
 */
export interface FrequencyPolicy {
  /** `performance`; `performance,powersave` where CPUs differ. */
  readonly governor: string | null;
  /** `intel_pstate`: with it and with amd-pstate-epp, powersave is the ordinary governor, whose clock follows the load. */
  readonly governorDriver: string | null;
  /** `balance_performance`, where the driver has such. */
  readonly energyPreference: string | null;
  /** Whether clocks above the nominal one are allowed. */
  readonly turbo: boolean | null;
}

export function frequencyPolicy(files: SystemFiles, cpus: readonly number[]): FrequencyPolicy {
  const all = (name: string): string | null => {
    const values = new Set(cpus.map((cpu) => files.text(`${CPUS}/cpu${cpu}/cpufreq/${name}`)));
    values.delete(null);
    return values.size === 0 ? null : [...values].join(',');
  };
  return {
    governor: all('scaling_governor'),
    governorDriver: all('scaling_driver'),
    energyPreference: all('energy_performance_preference'),
    turbo: turboOf(files),
  };
}

function turboOf(files: SystemFiles): boolean | null {
  const off = flag(files, `${CPUS}/intel_pstate/no_turbo`);
  return off === null ? flag(files, `${CPUS}/cpufreq/boost`) : !off;
}

function flag(files: SystemFiles, path: string): boolean | null {
  const text = files.text(path);
  return text === '1' ? true : text === '0' ? false : null;
}

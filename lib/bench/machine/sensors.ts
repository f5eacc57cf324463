import type { SystemFiles } from './system-files.js';

/**
 * A temperature that the system shows.
 *
 * @category The machine
 * @example
 * ```ts
 * const temperatures: readonly Temperature[] = row.conditions?.after.temperatures ?? [];
 * for (const { sensor, celsius } of temperatures) console.log(sensor, celsius);
 * ```
 */
export interface Temperature {
  /** The sensor's name. */
  readonly sensor: string;
  /** Degrees. */
  readonly celsius: number;
}

/**
 * The clock that a GPU's driver has asked for.
 *
 * @category The machine
 * @example
 * ```ts
 * const clocks: readonly GpuClock[] = row.conditions?.after.gpuClocks ?? [];
 * for (const { card, megahertz } of clocks) console.log(card, megahertz);
 * ```
 */
export interface GpuClock {
  /** The card: `card0`. */
  readonly card: string;
  /** Megahertz. */
  readonly megahertz: number;
}

/** A file to read a value from, and what it is of. */
export interface Source {
  readonly name: string;
  readonly path: string;
}

/** Zones of processors. Others, ACPI's above all, are slow to read and often do not move. */
const ZONES = /^(x86_pkg_temp|tcpu|b0d4|cpu|soc|gpu|npu)/i;
const MONITORS = /^(coretemp|k10temp|zenpower|cpu_thermal|soc_thermal|i915|xe)$/;
/** coretemp has a sensor for each core besides. */
const CORE_LABEL = /^Core \d+$/;

export function temperatureSources(files: SystemFiles): Source[] {
  return [...zoneSources(files), ...monitorSources(files)];
}

function zoneSources(files: SystemFiles): Source[] {
  const zones = files.names('sys/class/thermal').filter((name) => /^thermal_zone\d+$/.test(name));
  return zones.flatMap((zone) => {
    const type = files.text(`sys/class/thermal/${zone}/type`);
    return type !== null && ZONES.test(type) ? [{ name: type, path: `sys/class/thermal/${zone}/temp` }] : [];
  });
}

function monitorSources(files: SystemFiles): Source[] {
  return files.names('sys/class/hwmon').flatMap((folder) => {
    const base = `sys/class/hwmon/${folder}`;
    const monitor = files.text(`${base}/name`);
    if (monitor === null || !MONITORS.test(monitor)) return [];
    return files.names(base).flatMap((file) => {
      const [, number] = /^temp(\d+)_input$/.exec(file) ?? [];
      if (number === undefined) return [];
      const label = files.text(`${base}/temp${number}_label`) ?? `temp${number}`;
      return CORE_LABEL.test(label) ? [] : [{ name: `${monitor} ${label}`, path: `${base}/${file}` }];
    });
  });
}

/** Those that can be read and are believable: a sensor that is switched off gives anything. */
export function readTemperatures(files: SystemFiles, sources: readonly Source[]): Temperature[] {
  return sources.flatMap(({ name, path }) => {
    const thousandths = files.number(path);
    if (thousandths === null || thousandths < -40_000 || thousandths > 150_000) return [];
    return [{ sensor: name, celsius: thousandths / 1000 }];
  });
}

/** i915 and xe, whose files lie elsewhere. */
const GPU_FILES = ['gt_cur_freq_mhz', 'device/tile0/gt0/freq0/cur_freq'] as const;

export function gpuClockSources(files: SystemFiles): Source[] {
  const cards = files.names('sys/class/drm').filter((name) => /^card\d+$/.test(name));
  return cards.flatMap((card) => {
    const path = GPU_FILES.map((file) => `sys/class/drm/${card}/${file}`).find((file) => files.number(file) !== null);
    return path === undefined ? [] : [{ name: card, path }];
  });
}

export function readGpuClocks(files: SystemFiles, sources: readonly Source[]): GpuClock[] {
  return sources.flatMap(({ name, path }) => {
    const megahertz = files.number(path);
    return megahertz === null || megahertz < 0 ? [] : [{ card: name, megahertz }];
  });
}

/** Files that count how often a core or its package was slowed down for its temperature: each core and package once. */
export function throttleSources(files: SystemFiles, cpus: readonly number[]): string[] {
  const seen = new Set<string>();
  return cpus.flatMap((cpu) => {
    const folder = `sys/devices/system/cpu/cpu${cpu}`;
    const socket = files.text(`${folder}/topology/physical_package_id`);
    const core = files.text(`${folder}/topology/core_id`);
    return (['core', 'package'] as const).flatMap((kind) => {
      const path = `${folder}/thermal_throttle/${kind}_throttle_count`;
      const key = kind === 'core' ? `${socket}/${core ?? cpu}` : `${socket}`;
      if (seen.has(key) || files.number(path) === null) return [];
      seen.add(key);
      return [path];
    });
  });
}

/** The counts together; null where one of them, or all, are missing. */
export function readThrottles(files: SystemFiles, sources: readonly string[]): number | null {
  const counts = sources.map((path) => files.number(path));
  if (counts.length === 0 || counts.includes(null)) return null;
  return counts.reduce<number>((total, count) => total + (count ?? 0), 0);
}

import { dirname, join } from 'node:path';
import { type SystemFiles, toNumber } from './system-files.js';

/** A control group that this process is in, or one above it. */
export interface GroupFolder {
  readonly version: 1 | 2;
  readonly path: string;
}

/**
 * The control groups of a controller that bind this process: its own and all above it. A container often sees its own
 * group as the root. Groups of version 2 lie beside those of version 1 in `unified` where a system has both.
 */
export function groupFolders(files: SystemFiles, controller: 'cpu' | 'memory'): GroupFolder[] {
  return (files.text('proc/self/cgroup') ?? '').split('\n').flatMap((line): GroupFolder[] => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) return [];
    if (controllers === '')
      return ['sys/fs/cgroup', 'sys/fs/cgroup/unified'].flatMap((mount) => upwards(mount, path, 2));
    return controllers.split(',').includes(controller) ? upwards(`sys/fs/cgroup/${controller}`, path, 1) : [];
  });
}

function upwards(mount: string, path: string, version: 1 | 2): GroupFolder[] {
  const folders: GroupFolder[] = [];
  for (let at = path; ; at = dirname(at)) {
    folders.push({ version, path: join(mount, at) });
    if (at === '/' || at === '.') return folders;
  }
}

/** Processors' time that the groups allow, in processors, or null where none of them sets a limit. */
export function cpuQuotaOf(files: SystemFiles): number | null {
  return least(
    groupFolders(files, 'cpu').map(({ version, path }) => {
      if (version === 2) return parseCpuMax(files.text(join(path, 'cpu.max')));
      return ratio(files.number(join(path, 'cpu.cfs_quota_us')), files.number(join(path, 'cpu.cfs_period_us')));
    }),
  );
}

/** `200000 100000` is two processors; `max 100000` no limit. */
export function parseCpuMax(text: string | null): number | null {
  const [quota, period] = (text ?? '').split(/\s+/);
  return ratio(toNumber(quota), toNumber(period));
}

/** Memory that the groups allow, or null where none of them sets a limit. */
export function memoryLimitOf(files: SystemFiles): number | null {
  return least(
    groupFolders(files, 'memory').map(({ version, path }) => {
      const limit = files.number(join(path, version === 2 ? 'memory.max' : 'memory.limit_in_bytes'));
      // version 1 has no word for "no limit": the largest number of pages stands for it
      return limit !== null && limit > 0 && limit < 2 ** 60 ? limit : null;
    }),
  );
}

/** How often and how long groups have been held back for having used up their time. */
export interface CgroupThrottling {
  readonly periods: number;
  readonly milliseconds: number;
}

/** cpu.stat of either version; null where it has no such counts. */
export function parseCpuStat(text: string | null): CgroupThrottling | null {
  const value = (name: string): number | null => toNumber(new RegExp(`^${name} (.*)$`, 'm').exec(text ?? '')?.[1]);
  const periods = value('nr_throttled');
  const microseconds = value('throttled_usec');
  const nanoseconds = value('throttled_time');
  if (periods === null || (microseconds === null && nanoseconds === null)) return null;
  return { periods, milliseconds: microseconds === null ? (nanoseconds ?? 0) / 1e6 : microseconds / 1e3 };
}

/** Files that hold such counts, for the groups that have them. */
export function cpuStatFiles(files: SystemFiles): string[] {
  const paths = groupFolders(files, 'cpu').map(({ path }) => join(path, 'cpu.stat'));
  return paths.filter((path) => parseCpuStat(files.text(path)) !== null);
}

function ratio(quota: number | null, period: number | null): number | null {
  return quota !== null && period !== null && quota > 0 && period > 0 ? quota / period : null;
}

function least(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
}

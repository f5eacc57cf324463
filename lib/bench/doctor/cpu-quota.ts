import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The processors' time that a control group allows this process, in processors (1.5 is one and a half), or undefined where
 * none is set. A container limited to two processors still sees all of the machine's: this is what explains its speed.
 *
 * @param root where /proc and /sys are seen; another one in tests.
 */
export function cpuQuota(root = '/'): number | undefined {
  const quotas: number[] = [];
  for (const line of read(join(root, 'proc/self/cgroup')).split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) continue;
    if (controllers === '') quotas.push(...alongPath(join(root, 'sys/fs/cgroup'), path, quotaOfV2));
    else if (controllers.split(',').includes('cpu'))
      quotas.push(...alongPath(join(root, 'sys/fs/cgroup/cpu'), path, quotaOfV1));
  }
  return quotas.length === 0 ? undefined : Math.min(...quotas);
}

/** The limits of a group and all above it; a container often sees its own group as the root. */
function alongPath(root: string, path: string, quotaOf: (folder: string) => number | undefined): number[] {
  const quotas: number[] = [];
  for (let at = path; ; at = dirname(at)) {
    const quota = quotaOf(join(root, at));
    if (quota !== undefined) quotas.push(quota);
    if (at === '/' || at === '.') return quotas;
  }
}

function quotaOfV2(folder: string): number | undefined {
  const [quota, period] = read(join(folder, 'cpu.max')).trim().split(/\s+/);
  return ratio(quota, period);
}

function quotaOfV1(folder: string): number | undefined {
  return ratio(read(join(folder, 'cpu.cfs_quota_us')).trim(), read(join(folder, 'cpu.cfs_period_us')).trim());
}

/** `max` and -1 mean no limit. */
function ratio(quota: string | undefined, period: string | undefined): number | undefined {
  const value = Number(quota) / Number(period);
  return quota && Number.isFinite(value) && value > 0 ? value : undefined;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

import { cpuQuotaOf } from '../machine/cgroup.js';
import { systemFiles } from '../machine/system-files.js';

/**
 * The processors' time that a control group allows this process, in processors (1.5 is one and a half), or undefined where
 * none is set. A container limited to two processors still sees all of the machine's: this is what explains its speed.
 *
 * @param root where /proc and /sys are seen; another one in tests.
 */
export function cpuQuota(root = '/'): number | undefined {
  return cpuQuotaOf(systemFiles(root)) ?? undefined;
}

import { version } from 'node:os';
import { cpuQuotaOf, groupFolders, memoryLimitOf } from './cgroup.js';
import { containerOf, numaNodesOf, virtualizationOf } from './confinement.js';
import { parseCpuInfo, relevantFlags } from './cpu-info.js';
import { type FrequencyPolicy, frequencyPolicy } from './frequency.js';
import { parseCpuList, type SystemFiles, statusValue, systemFiles } from './system-files.js';

/**
 * What does not change while a benchmark runs. Null is always "unknown", never "none".
 *
 * @category The machine
 * @example
 * ```ts
 * const machine: MachineFacts | undefined = result.host.machine;
 * console.log(machine?.cores, machine?.cpuFlags, machine?.frequency.governor);
 * ```
 */
export interface MachineFacts {
  /** Processors. */
  readonly sockets: number | null;
  /** Cores of all processors. */
  readonly cores: number | null;
  /** Threads of all cores. */
  readonly threads: number | null;
  /** Nodes of memory. */
  readonly numaNodes: number | null;
  /** Instruction sets that matter to inference: avx2, avx512_vnni, amx_bf16 and so on. */
  readonly cpuFlags: readonly string[] | null;
  /** Revision of the processor's microcode. */
  readonly microcode: string | null;
  /** What decides on the clock. */
  readonly frequency: FrequencyPolicy;
  /** The kernel's build, such as `#1 SMP PREEMPT_DYNAMIC`; its release is `osRelease`. */
  readonly kernelVersion: string | null;
  /** `kvm`, `none` …; `unknown kind` where there is a hypervisor without a name. */
  readonly virtualization: string | null;
  /** `docker`, `none` … */
  readonly container: string | null;
  /** CPUs that this process may use, as the kernel lists them: `0-3,6`. */
  readonly affinity: string | null;
  /** Processors' time that a control group allows, in processors. */
  readonly cpuQuota: number | 'unlimited' | null;
  /** Memory that a control group allows. */
  readonly memoryLimitBytes: number | 'unlimited' | null;
}

/** Reads the facts. Elsewhere than on Linux all but the kernel's build is unknown. */
export function readMachineFacts(
  files: SystemFiles = systemFiles(),
  env: NodeJS.ProcessEnv = process.env,
): MachineFacts {
  const cpuInfo = parseCpuInfo(files.text('proc/cpuinfo'));
  const cpus = parseCpuList(files.text('sys/devices/system/cpu/online')) ?? [];
  const affinity = statusValue(files.text('proc/self/status'), 'Cpus_allowed_list');
  // as far as is visible: a container sees no group above its own
  const hasGroups = (controller: 'cpu' | 'memory'): boolean =>
    groupFolders(files, controller).some(({ path }) => files.names(path).length > 0);
  return {
    ...topologyOf(files, cpus, cpuInfo.places),
    threads: cpus.length || null,
    numaNodes: numaNodesOf(files),
    cpuFlags: relevantFlags(cpuInfo.flags),
    microcode: cpuInfo.microcode,
    frequency: frequencyPolicy(files, cpus),
    kernelVersion: version() || null,
    virtualization: virtualizationOf(files, cpuInfo.flags),
    container: containerOf(files, env),
    affinity: parseCpuList(affinity) === null ? null : affinity,
    cpuQuota: cpuQuotaOf(files) ?? (hasGroups('cpu') ? 'unlimited' : null),
    memoryLimitBytes: memoryLimitOf(files) ?? (hasGroups('memory') ? 'unlimited' : null),
  };
}

type Place = { readonly socket: string; readonly core: string };

/** Distinct sockets and cores: from /sys, which arm64 has as well, else from /proc/cpuinfo. */
function topologyOf(
  files: SystemFiles,
  cpus: readonly number[],
  fallback: readonly Place[],
): { sockets: number | null; cores: number | null } {
  const shown = cpus.flatMap((cpu): Place[] => {
    const folder = `sys/devices/system/cpu/cpu${cpu}/topology`;
    const [socket, core] = [files.number(`${folder}/physical_package_id`), files.number(`${folder}/core_id`)];
    const die = files.number(`${folder}/die_id`) ?? 0;
    return socket === null || core === null || socket < 0 || core < 0
      ? []
      : [{ socket: `${socket}`, core: `${die}:${core}` }];
  });
  const places = shown.length > 0 && shown.length === cpus.length ? shown : fallback;
  if (places.length === 0) return { sockets: null, cores: null };
  return {
    sockets: new Set(places.map(({ socket }) => socket)).size,
    cores: new Set(places.map(({ socket, core }) => `${socket}/${core}`)).size,
  };
}

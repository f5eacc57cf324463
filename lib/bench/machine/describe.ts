import type { MachineFacts } from './facts.js';
import { parseCpuList } from './system-files.js';

const GIB = 1024 ** 3;
/** With these drivers powersave is the ordinary governor; what they do is decided by the energy preference. */
const DYNAMIC_POWERSAVE = /^(intel_pstate|amd-pstate-epp)$/;

/** The machine as far as a result has it. */
interface KnownMachine {
  readonly logicalCpus: number;
  readonly availableCpus: number;
  readonly machine?: MachineFacts;
}

/** What keeps a benchmark from having all of the machine, for the screen; nothing where it has, or nothing is known. */
export function restrictionsOf({ machine, logicalCpus, availableCpus }: KnownMachine): string[] {
  if (machine === undefined) return [];
  const { virtualization, container, cpuQuota, memoryLimitBytes, affinity, frequency } = machine;
  const masked = affinity !== null && (parseCpuList(affinity)?.length ?? 0) < (machine.threads ?? logicalCpus);
  return [
    ...(isPresent(virtualization) ? [`a virtual machine (${virtualization})`] : []),
    ...(isPresent(container) ? [`a container (${container})`] : []),
    ...(typeof cpuQuota === 'number' ? [`a control group (the time of ${shortNumber(cpuQuota)} CPUs)`] : []),
    ...(typeof memoryLimitBytes === 'number' ? [`a control group (${gib(memoryLimitBytes)} of memory)`] : []),
    ...(masked
      ? [`an affinity mask (CPUs ${affinity})`]
      : affinity === null && availableCpus < logicalCpus
        ? [`an affinity mask (${availableCpus} of ${logicalCpus} CPUs)`]
        : []),
    ...governorRestriction(frequency),
    ...(frequency.turbo === false ? ['turbo switched off'] : []),
  ];
}

function governorRestriction({ governor, governorDriver, energyPreference }: MachineFacts['frequency']): string[] {
  const slow = governor?.split(',').find((name) => name === 'powersave');
  if (slow === undefined) return [];
  if (!DYNAMIC_POWERSAVE.test(governorDriver ?? '')) return ['the powersave governor (lowest clock)'];
  return [`the powersave governor (${[governorDriver, energyPreference].filter((word) => word !== null).join(', ')})`];
}

/** Rows of `ov-bench devices`: all facts, `unknown` where the system does not tell. */
export function machineRows(machine: MachineFacts): [name: string, text: string][] {
  const { frequency, cpuQuota, memoryLimitBytes } = machine;
  const count = (value: number | null, one: string): string => `${value ?? 'unknown'} ${value === 1 ? one : `${one}s`}`;
  return [
    [
      'topology',
      [
        count(machine.sockets, 'socket'),
        count(machine.cores, 'core'),
        count(machine.threads, 'thread'),
        count(machine.numaNodes, 'NUMA node'),
        `affinity ${told(machine.affinity)}`,
        `microcode ${told(machine.microcode)}`,
      ].join(', '),
    ],
    ['ISA', machine.cpuFlags === null ? 'unknown' : machine.cpuFlags.join(' ') || 'none that matter'],
    [
      'clocks',
      `governor ${told(frequency.governor)}${frequency.governorDriver === null ? '' : ` (${frequency.governorDriver})`}, turbo ${frequency.turbo === null ? 'unknown' : frequency.turbo ? 'on' : 'off'}`,
    ],
    [
      'confined',
      [
        `virtual machine ${told(machine.virtualization)}`,
        `container ${told(machine.container)}`,
        `control group: CPU time ${typeof cpuQuota === 'number' ? 'limited' : told(cpuQuota)}, memory ${typeof memoryLimitBytes === 'number' ? gib(memoryLimitBytes) : told(memoryLimitBytes)}`,
      ].join(', '),
    ],
  ];
}

function isPresent(name: string | null): name is string {
  return name !== null && name !== 'none';
}

function told(value: string | null): string {
  return value ?? 'unknown';
}

function gib(bytes: number): string {
  return `${(bytes / GIB).toFixed(1)} GiB`;
}

function shortNumber(value: number): string {
  return String(Number(value.toFixed(2)));
}

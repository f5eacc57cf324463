import type { Conditions } from './conditions.js';

/** What makes a trial's figures those of a machine that was held back or busy with something else. */
export type Disturbance =
  | { readonly reason: 'thermal-throttling'; readonly times: number }
  | { readonly reason: 'cgroup-throttling'; readonly periods: number; readonly milliseconds: number }
  | { readonly reason: 'other-processes'; readonly share: number }
  | { readonly reason: 'stolen-time'; readonly share: number };

/**
 * A row's mark, for programs: figures of a disturbed row are shown; where it was throttled, no verdict is founded on them.
 *
 * @category The machine
 * @example
 * ```ts
 * const disturbed: readonly DisturbanceReason[] = row.disturbed ?? [];
 * if (disturbed.includes('thermal-throttling')) console.warn('The machine was too hot.');
 * ```
 */
export type DisturbanceReason = 'thermal-throttling' | 'cgroup-throttling' | 'other-processes' | 'stolen-time';

/** Whether a row was slowed down by its own work: no verdict is founded on its figures. What others take hits all rows in turns. */
export function isThrottling(reason: DisturbanceReason): boolean {
  return reason === 'thermal-throttling' || reason === 'cgroup-throttling';
}

/** Of the CPUs' time: what others take beyond this is told, and weighs more than most differences that are measured. */
export const TOLERATED_SHARE = 0.1;

/** What disturbed a trial; what is unknown disturbs nothing. Pure. */
export function disturbancesOf(conditions: Conditions): Disturbance[] {
  const { thermalThrottles, cgroupThrottledPeriods, cgroupThrottledMs, otherCpuShare, stolenCpuShare } = conditions;
  return [
    ...((thermalThrottles ?? 0) > 0 ? [{ reason: 'thermal-throttling', times: thermalThrottles ?? 0 } as const] : []),
    ...((cgroupThrottledPeriods ?? 0) > 0
      ? [
          {
            reason: 'cgroup-throttling',
            periods: cgroupThrottledPeriods ?? 0,
            milliseconds: cgroupThrottledMs ?? 0,
          } as const,
        ]
      : []),
    ...((otherCpuShare ?? 0) > TOLERATED_SHARE
      ? [{ reason: 'other-processes', share: otherCpuShare ?? 0 } as const]
      : []),
    ...((stolenCpuShare ?? 0) > TOLERATED_SHARE
      ? [{ reason: 'stolen-time', share: stolenCpuShare ?? 0 } as const]
      : []),
  ];
}

/** The reasons of all processes that measured a row, each once. */
export function reasonsOf(all: readonly Conditions[]): DisturbanceReason[] {
  return [...new Set(all.flatMap(disturbancesOf).map(({ reason }) => reason))];
}

/** A disturbance at its worst, and how many of a row's processes it befell. */
export interface DisturbedProcesses {
  readonly disturbance: Disturbance;
  readonly disturbed: number;
  readonly all: number;
}

/** What disturbed a row's processes, each reason once. Pure. */
export function worstDisturbances(all: readonly Conditions[]): DisturbedProcesses[] {
  const found = all.flatMap(disturbancesOf);
  return reasonsOf(all).map((reason) => {
    const same = found.filter((each) => each.reason === reason);
    const worst = same.reduce((a, b) => (extent(b) > extent(a) ? b : a));
    return { disturbance: worst, disturbed: same.length, all: all.length };
  });
}

function extent(disturbance: Disturbance): number {
  switch (disturbance.reason) {
    case 'thermal-throttling':
      return disturbance.times;
    case 'cgroup-throttling':
      return disturbance.milliseconds;
    case 'other-processes':
    case 'stolen-time':
      return disturbance.share;
  }
}

export function disturbanceSentence({ disturbance, disturbed, all }: DisturbedProcesses): string {
  const where =
    all === 1 ? '' : disturbed === 1 ? ` in 1 of ${all} processes` : `, at worst, in ${disturbed} of ${all} processes`;
  const so = isThrottling(disturbance.reason) ? 'no verdict on this row' : 'its figures are of a busy machine';
  return `${whatHappened(disturbance)}${where}: ${so}.`;
}

function whatHappened(disturbance: Disturbance): string {
  switch (disturbance.reason) {
    case 'thermal-throttling':
      return `The processor was slowed down for its temperature ${times(disturbance.times)}`;
    case 'cgroup-throttling':
      return `A control group, its CPU time used up, held it back ${times(disturbance.periods)}, ${Math.round(disturbance.milliseconds)} ms together`;
    case 'other-processes':
      return `Other processes took ${percent(disturbance.share)} of the CPUs (over ${percent(TOLERATED_SHARE)})`;
    case 'stolen-time':
      return `The hypervisor gave ${percent(disturbance.share)} of the CPU time to others (over ${percent(TOLERATED_SHARE)})`;
  }
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

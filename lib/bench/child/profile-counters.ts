import type { ProfilingInfo } from '../../index.js';
import type { NodeSums } from '../result/profile.js';

/** Sums of each node's times over several inferences, from what is read after each of them. */
export interface Counters {
  /** Takes a reading of an inference that counts. */
  add(reading: readonly ProfilingInfo[]): void;
  sums(): NodeSums[];
}

/** Counters of a device that reports the last inference: they are added up. */
export function summing(): Counters {
  const nodes = new Map<string, Sums>();
  return {
    add: (reading) => {
      for (const [key, info] of keyed(reading)) {
        const node = nodes.get(key) ?? blank(info);
        nodes.set(key, node);
        node.executed ||= info.status === 'EXECUTED';
        node.realUs += info.realTimeUs;
        node.cpuUs += info.cpuTimeUs;
      }
    },
    sums: () => [...nodes.values()],
  };
}

/**
 * Counters of a device that reports the average over all inferences since it was compiled, as the CPU does (measured on
 * 2026.4: an inference of 12 ms among those of 2 ms moves the reading by 0.1 ms). Adding the readings up would count the
 * first inferences over and over; the sum over inferences w+1 … w+n is (w+n) times the last average less w times that after w.
 *
 * @param warmUp The reading after the warm-up.
 * @param warmUps Inferences before it.
 */
export function averaging(warmUp: readonly ProfilingInfo[], warmUps: number): Counters {
  const before = keyed(warmUp);
  let last = new Map<string, ProfilingInfo>();
  let count = warmUps;
  const sum = (now: number, then: number): number => Math.max(0, now * count - then * warmUps);
  return {
    add: (reading) => {
      last = keyed(reading);
      count++;
    },
    sums: () =>
      [...last].map(([key, info]) => ({
        ...blank(info),
        executed: info.status === 'EXECUTED',
        realUs: sum(info.realTimeUs, before.get(key)?.realTimeUs ?? 0),
        cpuUs: sum(info.cpuTimeUs, before.get(key)?.cpuTimeUs ?? 0),
      })),
  };
}

type Sums = { -readonly [Member in keyof NodeSums]: NodeSums[Member] };

function blank({ nodeName, nodeType, execType }: ProfilingInfo): Sums {
  return { name: nodeName, nodeType, execType, executed: false, realUs: 0, cpuUs: 0 };
}

/** Nodes by what tells them apart; of those that are equal in all of it, each is one. */
function keyed(reading: readonly ProfilingInfo[]): Map<string, ProfilingInfo> {
  const found = new Map<string, ProfilingInfo>();
  for (const info of reading) {
    const key = `${info.nodeName}\n${info.nodeType}\n${info.execType}`;
    let unique = key;
    for (let copy = 1; found.has(unique); copy++) unique = `${key}\n${copy}`;
    found.set(unique, info);
  }
  return found;
}

import { describe, expect, it } from 'vitest';
import { conditionsOf, joulesPerInference } from '../../../lib/bench/machine/conditions.js';
import {
  disturbanceSentence,
  disturbancesOf,
  reasonsOf,
  worstDisturbances,
} from '../../../lib/bench/machine/disturbances.js';
import { type counters, observation } from './observations.js';

describe('conditions', () => {
  it('are the difference of two snapshots', () => {
    const conditions = conditionsOf(
      observation({
        cpuTimes: { busyMs: 2900, stolenMs: 40, cpus: 2 },
        ownCpuMs: 1700,
        cpuPressure: { share10s: 0.5, waitedMs: 400 },
        thermalThrottles: 5,
        cgroupThrottling: { periods: 3, milliseconds: 12.5 },
        energy: [{ name: 'package-0', microjoules: 31e6, rangeMicrojoules: 1e12 }],
      }),
    );
    expect(conditions).toEqual({
      before: {
        loadAverage: [1, 2, 3],
        cpuPressure: 0.1,
        cpuMHz: { min: 2000, mean: 2500, max: 3000 },
        temperatures: [{ sensor: 'x86_pkg_temp', celsius: 60 }],
        gpuClocks: [],
      },
      after: expect.objectContaining({ cpuPressure: 0.5 }),
      elapsedMs: 1000,
      ownCpuShare: 0.8,
      otherCpuShare: 0.15,
      stolenCpuShare: 0.02,
      cpuWaitingShare: 0.3,
      thermalThrottles: 0,
      cgroupThrottledPeriods: 2,
      cgroupThrottledMs: 10,
      packageJoules: 30,
    });
    expect(joulesPerInference(conditions, 400)).toBe(0.075);
    expect(joulesPerInference(conditions, 0)).toBeNull();
    expect(joulesPerInference({ ...conditions, packageJoules: null }, 400)).toBeNull();
  });

  it('are unknown where a snapshot is', () => {
    const unknown = {
      cpuTimes: null,
      ownCpuMs: null,
      cpuPressure: null,
      thermalThrottles: null,
      cgroupThrottling: null,
      energy: null,
    };
    const conditions = conditionsOf(observation(unknown));
    expect(conditions).toMatchObject({
      ownCpuShare: null,
      otherCpuShare: null,
      stolenCpuShare: null,
      cpuWaitingShare: null,
      thermalThrottles: null,
      cgroupThrottledPeriods: null,
      cgroupThrottledMs: null,
      packageJoules: null,
    });
    expect(disturbancesOf(conditions)).toEqual([]);
  });

  it('have no shares of a short time, nor where CPUs came or went, nor of counters that began again', () => {
    const busy = { cpuTimes: { busyMs: 9000, stolenMs: 0, cpus: 2 } };
    const short = conditionsOf(observation({ ...busy, atMs: 499 }));
    expect([short.otherCpuShare, short.cpuWaitingShare]).toEqual([null, null]);
    const fewer = conditionsOf(observation({ cpuTimes: { busyMs: 9000, stolenMs: 0, cpus: 1 } }));
    expect(fewer.otherCpuShare).toBeNull();
    const again = conditionsOf(observation({ thermalThrottles: 4, cgroupThrottling: { periods: 0, milliseconds: 0 } }));
    expect([again.thermalThrottles, again.cgroupThrottledPeriods]).toEqual([null, null]);
  });

  it('others have taken nothing where this process is counted more exactly than all together', () => {
    const conditions = conditionsOf(observation({ cpuTimes: { busyMs: 1990, stolenMs: 0, cpus: 2 }, ownCpuMs: 1200 }));
    expect(conditions.otherCpuShare).toBe(0);
  });
});

describe('disturbances', () => {
  const of = (changes: Partial<ReturnType<typeof counters>>) => disturbancesOf(conditionsOf(observation(changes)));

  it('none of a quiet machine', () => {
    expect(of({})).toEqual([]);
    // exactly the tolerated share
    expect(of({ cpuTimes: { busyMs: 1200, stolenMs: 0, cpus: 2 } })).toEqual([]);
  });

  it.each([
    [
      { thermalThrottles: 6 },
      'thermal-throttling',
      'The processor was slowed down for its temperature once: no verdict on this row.',
    ],
    [
      { cgroupThrottling: { periods: 8, milliseconds: 42.6 } },
      'cgroup-throttling',
      'A control group, its CPU time used up, held it back 7 times, 40 ms together: no verdict on this row.',
    ],
    [
      { cpuTimes: { busyMs: 1680, stolenMs: 0, cpus: 2 } },
      'other-processes',
      'Other processes took 34 % of the CPUs (over 10 %): its figures are of a busy machine.',
    ],
    [
      { cpuTimes: { busyMs: 1000, stolenMs: 240, cpus: 2 } },
      'stolen-time',
      'The hypervisor gave 12 % of the CPU time to others (over 10 %): its figures are of a busy machine.',
    ],
  ])('%o', (changes, reason, sentence) => {
    const found = of(changes);
    expect(found.map((each) => each.reason)).toEqual([reason]);
    expect(found.map((disturbance) => disturbanceSentence({ disturbance, disturbed: 1, all: 1 }))).toEqual([sentence]);
  });

  it('of several processes, the worst and how many', () => {
    const busy = (busyMs: number) => conditionsOf(observation({ cpuTimes: { busyMs, stolenMs: 0, cpus: 2 } }));
    const sentences = (...all: number[]) => worstDisturbances(all.map(busy)).map(disturbanceSentence);
    expect(sentences(1000, 1000)).toEqual([]);
    expect(sentences(1300, 1000, 1680)).toEqual([
      'Other processes took 34 % of the CPUs (over 10 %), at worst, in 2 of 3 processes: its figures are of a busy machine.',
    ]);
    expect(sentences(1000, 1680)).toEqual([
      'Other processes took 34 % of the CPUs (over 10 %) in 1 of 2 processes: its figures are of a busy machine.',
    ]);
  });

  it('of several processes, each reason once', () => {
    const hot = conditionsOf(observation({ thermalThrottles: 6 }));
    const held = conditionsOf(observation({ thermalThrottles: 9, cgroupThrottling: { periods: 8, milliseconds: 4 } }));
    expect(reasonsOf([hot, held, conditionsOf(observation({}))])).toEqual(['thermal-throttling', 'cgroup-throttling']);
  });
});

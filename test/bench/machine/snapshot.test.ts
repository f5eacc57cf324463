import { describe, expect, it } from 'vitest';
import {
  parseCpuPressure,
  parseLoadAverage,
  parseProcessTime,
  parseProcStat,
  timesOfCpus,
} from '../../../lib/bench/machine/cpu-times.js';
import { energyZones, joulesBetween, readEnergy } from '../../../lib/bench/machine/energy.js';
import { readTemperatures, temperatureSources } from '../../../lib/bench/machine/sensors.js';
import { openProbes } from '../../../lib/bench/machine/snapshot.js';
import { parsePeakRss, watchMachine } from '../../../lib/bench/machine/watch.js';
import { testFolder } from '../../helpers/folder.js';
import { fakeSystem, LAPTOP } from './fake-system.js';

const folder = testFolder();

describe.skipIf(process.platform !== 'linux')('a snapshot', () => {
  it('reads what a laptop shows', () => {
    const probes = openProbes(fakeSystem(folder, LAPTOP), 77);
    expect(probes.gauges()).toEqual({
      loadAverage: [0.52, 0.58, 0.59],
      clocksMHz: [2000, 2100, 2200, 2300],
      temperatures: [
        { sensor: 'x86_pkg_temp', celsius: 61 },
        { sensor: 'coretemp Package id 0', celsius: 62 },
      ],
      gpuClocks: [
        { card: 'card0', megahertz: 1300 },
        { card: 'card1', megahertz: 2050 },
      ],
    });
    expect(probes.counters()).toEqual({
      atMs: expect.any(Number),
      energy: [{ name: 'package-0', microjoules: 262_143_000_000, rangeMicrojoules: 262_143_328_850 }],
      cpuTimes: { busyMs: 5200, stolenMs: 0, cpus: 4 },
      ownCpuMs: expect.any(Number),
      cpuPressure: { share10s: 0.0125, waitedMs: 2000 },
      // two cores (3 and 4) and a package (9), each counted once
      thermalThrottles: 16,
      cgroupThrottling: { periods: 2, milliseconds: 3.5 },
    });
  });

  it('knows nothing where there is nothing, and nothing of garbage', () => {
    const unknown = {
      gauges: { loadAverage: null, clocksMHz: null, temperatures: [], gpuClocks: [] },
      counters: {
        atMs: expect.any(Number),
        energy: null,
        cpuTimes: null,
        ownCpuMs: null,
        cpuPressure: null,
        thermalThrottles: null,
        cgroupThrottling: null,
      },
    };
    const garbage = Object.fromEntries(Object.keys(LAPTOP).map((path) => [path, '\u0000\u00ff:\n=-1 x']));
    for (const files of [{}, garbage]) {
      const probes = openProbes(fakeSystem(folder, files), 77);
      expect({ gauges: probes.gauges(), counters: probes.counters() }).toEqual(unknown);
    }
  });

  it('clocks of /proc/cpuinfo where there is no cpufreq, of the CPUs that may be used', () => {
    const files = Object.fromEntries(Object.entries(LAPTOP).filter(([path]) => !path.includes('cpufreq')));
    const status = 'Cpus_allowed_list:\t1,3\n';
    const probes = openProbes(fakeSystem(folder, { ...files, 'proc/self/status': status }), 77);
    expect(probes.gauges().clocksMHz).toEqual([1001.5, 1003.5]);
    expect(probes.counters().cpuTimes).toEqual({ busyMs: 2600, stolenMs: 0, cpus: 2 });
  });

  it('of this machine takes less than five milliseconds', () => {
    const probes = openProbes();
    const costs = Array.from({ length: 21 }, () => {
      const begin = performance.now();
      probes.gauges();
      const { cpuTimes, ownCpuMs } = probes.counters();
      expect(cpuTimes?.busyMs).toBeGreaterThan(0);
      expect(ownCpuMs).toBeGreaterThan(0);
      return performance.now() - begin;
    });
    expect(costs.sort((a, b) => a - b)[10]).toBeLessThan(5);
  });

  it('watches this process around something', () => {
    const watch = watchMachine();
    watch.start();
    const { before, after, peakRssBytes } = watch.end();
    expect(after.counters.atMs).toBeGreaterThanOrEqual(before.counters.atMs);
    expect(peakRssBytes).toBeGreaterThan(10e6);
    expect(() => watchMachine().end()).toThrow(/not watched/);
  });
});

describe('pieces of it', () => {
  it('/proc/stat: processes alone are busy, steal is apart', () => {
    const text = 'cpu  9 9 9 9\ncpu0 10 1 5 1000 7 3 4 2 6 0\ncpu2 20 0 0 5\nbtime 1\n';
    expect(parseProcStat(text, null)).toEqual({ busyMs: 360, stolenMs: 20, cpus: 2 });
    expect(parseProcStat(text, [2])).toEqual({ busyMs: 200, stolenMs: 0, cpus: 1 });
    expect(parseProcStat(text, [7])).toBeNull();
    for (const bad of [null, '', 'cpu 1 2 3', 'cpu0 a b c', 'cpu0 1 2']) expect(parseProcStat(bad, null)).toBeNull();
  });

  it("other systems' times", () => {
    const times = { user: 5, nice: 0, sys: 3, idle: 100, irq: 1 };
    expect(timesOfCpus([{ times }, { times }])).toEqual({ busyMs: 16, stolenMs: null, cpus: 2 });
    expect(timesOfCpus([])).toBeNull();
  });

  it("a process' time, whatever its name", () => {
    expect(parseProcessTime(LAPTOP['proc/77/stat'] ?? '')).toBe(250);
    for (const bad of [null, '', '77 (x) S 1', '77 x S 1 2 3 4 5 6 7 8 9 10 11 12 13'])
      expect(parseProcessTime(bad)).toBeNull();
  });

  it('pressure and load', () => {
    expect(parseCpuPressure('some avg10=0.00 avg60=0.00 avg300=0.00 total=12\n')).toEqual({
      share10s: 0,
      waitedMs: 0.012,
    });
    for (const bad of [null, '', 'full avg10=0.00 total=1', 'some avg10=1.2.3 avg60=0 total=1'])
      expect(parseCpuPressure(bad)).toBeNull();
    expect(parseLoadAverage('1.5 2 3 1/2 3')).toEqual([1.5, 2, 3]);
    for (const bad of [null, '', '1 2', 'a b c']) expect(parseLoadAverage(bad)).toBeNull();
  });

  it('peak memory', () => {
    expect(parsePeakRss(LAPTOP['proc/self/status'] ?? '')).toBe(260_046_848);
    for (const bad of [null, '', 'VmHWM:\t12 MB', 'VmHWM:\tmany kB']) expect(parsePeakRss(bad)).toBeNull();
  });

  it('a sensor that is switched off has no temperature', () => {
    const path = 'sys/class/thermal/thermal_zone1/temp';
    for (const bad of ['-274000\n', '999999999\n', 'N/A\n', '']) {
      const system = fakeSystem(folder, { 'sys/class/thermal/thermal_zone1/type': 'x86_pkg_temp\n', [path]: bad });
      expect(readTemperatures(system, temperatureSources(system))).toEqual([]);
    }
  });
});

describe('energy', () => {
  const counter = (microjoules: number, rangeMicrojoules: number | null = 262_143_328_850) => [
    { name: 'package-0', microjoules, rangeMicrojoules },
  ];

  it('is of packages alone, and unknown where one can not be read', () => {
    const system = fakeSystem(folder, LAPTOP);
    expect(energyZones(system)).toEqual(['sys/class/powercap/intel-rapl:0']);
    const { 'sys/class/powercap/intel-rapl:0/energy_uj': _, ...locked } = LAPTOP;
    const unreadable = fakeSystem(folder, locked);
    expect(readEnergy(unreadable, energyZones(unreadable))).toBeNull();
    expect(readEnergy(system, [])).toBeNull();
  });

  it('goes on where the counter begins again', () => {
    expect(joulesBetween(counter(1e6), counter(4e6), 1000)).toBe(3);
    expect(joulesBetween(counter(262_143_000_000), counter(1_671_150), 1000)).toBeCloseTo(2, 9);
    expect(joulesBetween([...counter(1e6), ...counter(2e6)], [...counter(2e6), ...counter(5e6)], 1000)).toBe(4);
  });

  it.each([
    ['too short a time', counter(1e6), counter(2e6), 99],
    ['a counter that may have gone round twice', counter(1e6), counter(2e6), 600_000],
    ['no range where it went round', counter(2e6, null), counter(1e6, null), 1000],
    ['a counter that stands still', counter(1e6), counter(1e6), 1000],
    ['packages that came or went', counter(1e6), [...counter(2e6), ...counter(2e6)], 1000],
    ['no counter', null, counter(1e6), 1000],
  ])('is unknown for %s', (_, before, after, elapsedMs) => {
    expect(joulesBetween(before, after, elapsedMs)).toBeNull();
  });
});

import { toNumber } from './system-files.js';

/** /proc counts in hundredths of a second on every architecture that Node.js runs on (USER_HZ). */
const TICK_MS = 10;

/** Time that CPUs have spent since the system started, added up over them. */
export interface CpuTimes {
  /** For processes: user, nice and system. */
  readonly busyMs: number;
  /** Taken by the hypervisor for other machines; null where the system does not count it. */
  readonly stolenMs: number | null;
  /** CPUs that are counted. */
  readonly cpus: number;
}

/** Reads /proc/stat for some CPUs; for all where none are given. */
export function parseProcStat(text: string | null, cpus: readonly number[] | null): CpuTimes | null {
  let busyMs = 0;
  let stolenMs = 0;
  let count = 0;
  for (const [, id, values = ''] of (text ?? '').matchAll(/^cpu(\d+) (.*)$/gm)) {
    if (cpus !== null && !cpus.includes(Number(id))) continue;
    const [user, nice, system, , , , , steal] = values.trim().split(/\s+/).map(toNumber);
    if (user == null || nice == null || system == null) return null;
    busyMs += (user + nice + system) * TICK_MS;
    stolenMs += (steal ?? 0) * TICK_MS;
    count++;
  }
  return count === 0 ? null : { busyMs, stolenMs, cpus: count };
}

/** What `os.cpus()` has on systems without /proc. */
export function timesOfCpus(
  cpus: readonly { readonly times: { user: number; nice: number; sys: number } }[],
): CpuTimes | null {
  if (cpus.length === 0) return null;
  const busyMs = cpus.reduce((total, { times }) => total + times.user + times.nice + times.sys, 0);
  return { busyMs, stolenMs: null, cpus: cpus.length };
}

/** Time that a process has had, from /proc/<id>/stat. Its name stands in brackets and may hold any character. */
export function parseProcessTime(text: string | null): number | null {
  const [, rest = ''] = /^\d+ \(.*\) (.*)$/s.exec(text ?? '') ?? [];
  const fields = rest.split(' ');
  const [user, system] = [toNumber(fields[11]), toNumber(fields[12])];
  return user === null || system === null ? null : (user + system) * TICK_MS;
}

/** Whether processes had to wait for a CPU: /proc/pressure/cpu. */
export interface CpuPressure {
  /** Share of the last ten seconds in which some process waited, 0 to 1. */
  readonly share10s: number;
  /** Since the system started. */
  readonly waitedMs: number;
}

export function parseCpuPressure(text: string | null): CpuPressure | null {
  const [, average, total] = /^some avg10=([\d.]+) .*total=(\d+)$/m.exec(text ?? '') ?? [];
  const [percent, microseconds] = [toNumber(average), toNumber(total)];
  return percent === null || microseconds === null ? null : { share10s: percent / 100, waitedMs: microseconds / 1000 };
}

/** `0.52 0.58 0.59 1/467 12345` of /proc/loadavg: one, five and fifteen minutes. */
export function parseLoadAverage(text: string | null): [number, number, number] | null {
  const [one, five, fifteen] = (text ?? '').split(/\s+/).map(toNumber);
  return one == null || five == null || fifteen == null ? null : [one, five, fifteen];
}

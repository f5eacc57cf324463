import { openProbes, type Probes, type Snapshot } from './snapshot.js';
import { type SystemFiles, statusValue, systemFiles, toNumber } from './system-files.js';

/** The machine before and after the measured loop. */
export interface Observation {
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** The most memory that this process has held. */
  readonly peakRssBytes: number | null;
}

/** Looks at the machine around the measured loop; the loop's own time has nothing of it. */
export interface MachineWatch {
  start(): void;
  /** @throws where it was not started. */
  end(): Observation;
}

/** Looks for what there is to read: to be done before the load, which may bind this thread to a CPU. */
export function watchMachine(files: SystemFiles = systemFiles(), probes: Probes = openProbes(files)): MachineWatch {
  let before: Snapshot | undefined;
  return {
    start: () => {
      // counters next to the loop on either side: they are its own
      const gauges = probes.gauges();
      before = { gauges, counters: probes.counters() };
    },
    end: () => {
      const counters = probes.counters();
      const after = { gauges: probes.gauges(), counters };
      if (before === undefined) throw new Error('The machine was not watched from the beginning.');
      return { before, after, peakRssBytes: peakRss(files) };
    },
  };
}

/**
 * VmHWM on Linux. What getrusage says there counts what the process was before it became this program, a copy of its
 * parent: a child of 40 MB came to 590 MB where its parent had 600 MB.
 */
function peakRss(files: SystemFiles): number | null {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return parsePeakRss(files.text('proc/self/status'));
}

export function parsePeakRss(status: string | null): number | null {
  const [, kilobytes] = /^(\d+) kB$/.exec(statusValue(status, 'VmHWM') ?? '') ?? [];
  const value = toNumber(kilobytes);
  return value === null ? null : value * 1024;
}

import { mockRuntime } from '../../testing/index.js';
import type { SimulationJob } from '../simulation/simulation.js';
import { scaledAlarms } from './clock.js';

/**
 * A world of simulated devices: a mocked OpenVINO in this process, which `loadRuntime()` gives whatever the path, and its clock. In time that is not virtual that clock is the
 * machine's, as many times as fast.
 */
export function openSimulatedWorld({ devices, version, seed, speed }: SimulationJob, folder: string) {
  // the mock's own files go where the run's are: with them they are removed where this process is killed
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  const runtime = mockRuntime({ devices, version, seed, clock: speed === undefined ? 'virtual' : { speed } });
  const now = (): number => runtime.now();
  return {
    clock:
      speed === undefined
        ? { now, until: (timeMs: number) => runtime.waitUntil(timeMs) }
        : scaledAlarms({ now }, speed),
    stampsLatency: false,
    close: () => runtime.close(),
  };
}

import { type MachineWatch, watchMachine } from '../machine/watch.js';
import type { SimulationJob } from '../simulation/simulation.js';
import { type AlarmClock, machineClock } from './clock.js';

/** What a job runs in: this machine, or a simulation. */
export interface World {
  readonly clock: AlarmClock;
  /** Whether `InferRequest.latencyMs`, which OpenVINO's side stamps, is of this clock. */
  readonly stampsLatency: boolean;
  /** Looks at the machine around a measurement; absent where none of it is the machine's. */
  readonly watchMachine?: () => MachineWatch;
  close(): void;
}

const MACHINE: World = {
  clock: machineClock,
  stampsLatency: true,
  watchMachine: () => watchMachine(),
  close: () => {},
};

/**
 * The world of a job. Nothing of a simulation is loaded where there is none.
 *
 * @param folder For the simulation's files: what is removed with it, should this process be killed.
 */
export async function openWorld(simulation: SimulationJob | undefined, folder: string): Promise<World> {
  if (simulation === undefined) return MACHINE;
  const { openSimulatedWorld } = await import('./simulated-world.js');
  return openSimulatedWorld(simulation, folder);
}

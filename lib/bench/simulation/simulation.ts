import type { MockDevice } from '../../testing/options.js';
import type { TrialSpec } from '../run/plan.js';
import { withFrames } from './batches.js';
import type { SimulatedTime } from './choice.js';
import type { Profile } from './profile.js';

/** A run on simulated devices. */
export interface Simulation {
  readonly profile: Profile;
  readonly seed: number;
  readonly time: SimulatedTime;
}

/** What the process that measures needs of it. */
export interface SimulationJob {
  readonly devices: readonly (MockDevice | string)[];
  readonly version: string;
  readonly seed: number;
  /** Undefined for virtual time. */
  readonly speed: number | undefined;
}

/** A process that measures nothing. */
export function inspectionJob({ profile, seed, time }: Simulation): SimulationJob {
  return { devices: profile.devices, version: profile.version, seed, speed: time.speed };
}

/**
 * A trial's process. Its seed is made of the run's, the device string and the way it is driven: rows differ as they would on
 * a machine, and a row stays the same whatever other rows there are. A row that is there twice differs, and so does each repetition.
 *
 * @param frames Of an inference, each of which takes its time.
 */
export function trialJob(
  simulation: Simulation,
  trials: readonly TrialSpec[],
  index: number,
  repetition = 0,
  frames = 1,
): SimulationJob {
  const key = keyOf(trials[index] as TrialSpec);
  const copy = trials.slice(0, index).filter((trial) => keyOf(trial) === key).length;
  const run = repetition === 0 ? '' : ` ${repetition}`;
  const job = inspectionJob(simulation);
  const devices = withFrames(job.devices, frames);
  return { ...job, devices, seed: hash(`${simulation.seed} ${key} ${copy}${run}`) };
}

function keyOf({ device, api, varied }: TrialSpec): string {
  const values = Object.entries(varied ?? {}).map(([key, value]) => ` ${key}=${value}`);
  return `${device} ${api}${values.join('')}`;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

import { isExerciseModel } from '../devices/exercise-devices.js';
import type { SimulationInfo, TrialResult } from '../result/result.js';
import type { TrialSpec } from '../run/plan.js';
import type { Simulation } from './simulation.js';

/** What an execution tells of its simulation. */
interface Circumstances {
  readonly simulation?: Simulation | undefined;
  readonly inspection: { readonly simulated: boolean; readonly model: { readonly name: string } };
  readonly model: { readonly standIn: boolean };
}

/** Whether no real device ran: by what was asked for, and by what the library says of itself. */
export function isSimulated({ simulation, inspection }: Circumstances): boolean {
  return simulation !== undefined || inspection.simulated;
}

export function simulationInfo({ profile, seed, time }: Simulation): SimulationInfo {
  return { profile: profile.name, machine: profile.machine, seed, clock: time.label };
}

/**
 * What stands behind a row: published figures are of synchronous loops and of the exercise's model. Rows of a clock that the
 * machine's own delays enter are none of the figures that were compared with the published ones, so they have no basis.
 */
export function basisOf(
  spec: TrialSpec,
  { simulation, inspection, model }: Circumstances,
  frames = 1,
): TrialResult['basis'] {
  const calibration = simulation?.profile.calibration;
  if (calibration === undefined) return undefined;
  const isCharted = spec.api === 'sync' && frames === 1 && isExerciseModel(inspection.model.name, model.standIn);
  const isFitted = calibration.fitted.includes(spec.device);
  if (!isCharted || !(isFitted || calibration.predicted.includes(spec.device))) return 'extrapolated';
  if (simulation?.time.speed !== undefined) return undefined;
  return isFitted ? 'fitted' : 'predicted';
}

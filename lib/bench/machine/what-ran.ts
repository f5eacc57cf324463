import type { Measurement } from '../child/trial.js';
import type { MachineResult, TrialResult } from '../result/result.js';
import { inferencesOf } from '../result/rows.js';
import { conditionsOf, joulesPerInference } from './conditions.js';
import { reasonsOf } from './disturbances.js';

/**
 * A row's members about the compiled model and the machine: of the process that speaks for it, but any process that was
 * disturbed marks the row. Pure.
 *
 * @param measured All processes that the row stands on.
 */
export function whatRan(
  measurement: Measurement,
  measured: readonly Measurement[],
  simulated: boolean,
): MachineResult & Pick<TrialResult, 'compiled'> {
  const { compiled } = measurement;
  const machine = machineOf(measurement, simulated);
  const disturbed = reasonsOf(measured.flatMap(({ observation }) => observation ?? []).map(conditionsOf));
  return {
    ...(compiled !== undefined && { compiled }),
    ...machine,
    ...(machine.disturbed !== undefined && { disturbed }),
  };
}

/** The machine around one process. It did nothing for simulated devices. Pure. */
export function machineOf(measurement: Measurement, simulated: boolean): MachineResult {
  const { observation } = measurement;
  if (observation === undefined || simulated) return {};
  const conditions = conditionsOf(observation);
  return {
    conditions,
    disturbed: reasonsOf([conditions]),
    peakRssBytes: observation.peakRssBytes,
    joulesPerInference: joulesPerInference(conditions, inferencesOf(measurement)),
  };
}

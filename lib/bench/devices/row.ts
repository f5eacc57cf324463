import type { Measurement } from '../child/trial.js';
import type { TrialResult } from '../result/result.js';
import type { Measured, Row } from '../result/rows.js';
import type { TrialSpec } from '../run/plan.js';
import { phasesOf } from './phases.js';
import { sharesOf } from './shares.js';

/** What the result has of a process whose devices changed. */
export function devicePhasesOf(spec: TrialSpec, measurement: Measurement): Pick<TrialResult, 'devicePhases'> {
  const devicePhases = phasesOf(spec, measurement);
  return devicePhases.length > 0 ? { devicePhases } : {};
}

/** Shares, of the process that had a pass for them; where none had, of the one that speaks for the row. */
export function deviceSharesOf({ outcomes }: Row, spokesman: Measured): Pick<TrialResult, 'deviceShares'> {
  const told = outcomes.find((outcome) => 'measurement' in outcome && outcome.measurement.sharePass !== undefined);
  const { spec, measurement } = told !== undefined && 'measurement' in told ? told : spokesman;
  const deviceShares = sharesOf(spec, measurement);
  return deviceShares === undefined ? {} : { deviceShares };
}

/** Why nobody can tell the shares of a row's devices: its other figures stand. */
export function notShared({ outcomes }: Row): string[] {
  return outcomes.flatMap((outcome) => {
    const pass = 'measurement' in outcome ? outcome.measurement.sharePass : undefined;
    return pass !== undefined && 'message' in pass
      ? [`Which device took how many inferences was not found out: ${pass.message}`]
      : [];
  });
}

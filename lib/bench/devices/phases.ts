import type { DeviceChange } from '../child/device-watch.js';
import type { Measurement } from '../child/trial.js';
import { countOf } from '../result/rows.js';
import type { TrialSpec } from '../run/plan.js';
import { framesPerSecond, type LatencySummary, summarizeLatencies } from '../statistics/stats.js';
import { cleanExecutionDevices, isStandInDevice } from './devices-requested.js';

/**
 * A part of a run in which the same devices executed.
 *
 * @category Results
 * @example
 * ```ts
 * const phases: readonly DevicePhase[] = row.devicePhases ?? [];
 * for (const { devices, iterations, fps } of phases) console.log(devices, iterations, fps);
 * ```
 */
export interface DevicePhase {
  /** EXECUTION_DEVICES. */
  readonly devices: readonly string[];
  /** Whether AUTO had them in the place of its target, which was still being compiled. */
  readonly standIn: boolean;
  /** Inferences that ended in it. */
  readonly iterations: number;
  /** How long it was. */
  readonly totalMs: number;
  /** Frames a second: iterations × batch / total time; null where no time passed. */
  readonly fps: number | null;
  /** Latencies of its inferences; null without any. */
  readonly latencyMs: LatencySummary | null;
  /** How exactly its beginning is known; null of the first one, which begins with the run. */
  readonly uncertainty: PhaseUncertainty | null;
}

/**
 * EXECUTION_DEVICES is looked at now and then: the change came between a look and the one before.
 *
 * @category Results
 * @example
 * ```ts
 * const uncertainty: PhaseUncertainty | null | undefined = row.devicePhases?.[1]?.uncertainty;
 * console.log(uncertainty?.ms);
 * ```
 */
export interface PhaseUncertainty {
  /** Between the two looks. */
  readonly ms: number;
  /**
   * Inferences that may belong to the other phase: those that ended between the two looks, and those in flight at the second
   * one.
   */
  readonly inferences: number;
}

type Ran = Pick<Measurement, 'deviceChanges' | 'facts' | 'frames' | 'histogram' | 'latenciesMs' | 'requests'> &
  Pick<Measurement, 'stride' | 'totalMs'>;

/**
 * The phases of a run whose devices changed; none of others. A phase begins with the look that found its devices, so inferences
 * are those of the phase in which they ended, as far as looks tell. Pure.
 */
export function phasesOf(spec: TrialSpec, measurement: Ran): DevicePhase[] {
  const { deviceChanges: changes = [], facts, frames = 1, totalMs } = measurement;
  if (changes.length < 2) return [];
  const count = countOf(measurement);
  const each = facts?.kind === 'query' ? facts.samples : 1;
  // queries, and what goes one after the other, have none in flight when somebody looks
  const inFlight = spec.api === 'sync' || facts?.kind === 'query' ? 0 : measurement.requests;
  return changes.map((change, index): DevicePhase => {
    const next = changes[index + 1];
    const [from, to] = [index === 0 ? 0 : change.done, next?.done ?? count];
    const [begin, end] = [index === 0 ? 0 : Math.min(change.elapsedMs, totalMs), next?.elapsedMs ?? totalMs];
    const phaseMs = Math.max(Math.min(end, totalMs) - begin, 0);
    const iterations = (to - from) * each;
    return {
      devices: cleanExecutionDevices(change.devices),
      standIn: isStandInDevice(change.devices),
      iterations,
      totalMs: phaseMs,
      fps: framesPerSecond(iterations * frames, phaseMs),
      latencyMs: summarizeLatencies(samplesBetween(measurement, from, to)),
      uncertainty: index === 0 ? null : uncertaintyOf(change, each, Math.min(inFlight, (count - change.done) * each)),
    };
  });
}

function uncertaintyOf(change: DeviceChange, each: number, inFlight: number): PhaseUncertainty {
  const { done, doneBefore, elapsedMs, elapsedBeforeMs } = change;
  return { ms: Math.max(elapsedMs - elapsedBeforeMs, 0), inferences: (done - doneBefore) * each + inFlight };
}

/** Of a run of more than a million those that were kept: every `stride`-th one, the first being one of them. */
function samplesBetween({ latenciesMs, stride = 1 }: Ran, from: number, to: number): Float64Array {
  return latenciesMs.subarray(Math.ceil(from / stride), Math.ceil(to / stride));
}

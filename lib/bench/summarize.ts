import type { Inspection } from './child/inspect.js';
import type { Measurement } from './child/trial.js';
import { readDetections } from './detections.js';
import { cleanExecutionDevices, droppedDevices, parseRequested, retiredDeviceAdvice } from './devices-requested.js';
import type { Execution, Outcome } from './executor.js';
import { isExerciseModel } from './exercise-devices.js';
import type { Failure } from './failure.js';
import type { TrialSpec } from './plan.js';
import { type BenchResult, type DetectionInfo, type Host, SCHEMA_VERSION, type TrialResult } from './result.js';
import { basisOf, isSimulated, simulationInfo } from './simulation/marks.js';
import { framesPerSecond, summarizeLatencies } from './stats.js';
import { simulationWarnings, warningSentence, warningsOf } from './warnings.js';

/** Where and when it was run. */
export interface Circumstances {
  readonly createdAt: Date;
  readonly host: Host;
}

/** The result of an execution: statistics, what ran, and what to know about it. Pure. */
export function summarize(execution: Execution, { createdAt, host }: Circumstances): BenchResult {
  const { inspection, simulation } = execution;
  return {
    schemaVersion: SCHEMA_VERSION,
    createdAt: createdAt.toISOString(),
    host,
    openvinoVersion: inspection.openvinoVersion,
    model: inspection.model,
    input: inspection.input,
    results: execution.outcomes.map((outcome) => summarizeOutcome(outcome, execution)),
    ...(isSimulated(execution) && { simulated: true as const }),
    ...(simulation !== undefined && { simulation: simulationInfo(simulation) }),
    ...(execution.interrupted && { interrupted: true as const }),
  };
}

function summarizeOutcome(outcome: Outcome, execution: Execution): TrialResult {
  const { model, inspection, simulation } = execution;
  if ('failure' in outcome) return failedResult(outcome.spec, outcome.failure, execution);
  const { spec, measurement } = outcome;
  const marks = marksOf(execution);
  const basis = basisOf(spec, execution);
  const dropped = droppedDevices({
    requested: spec.device,
    executionDevices: measurement.devicesAfter,
    availableDevices: inspection.availableDevices,
    performanceHint: spec.properties.PERFORMANCE_HINT ?? measurement.readback.performanceHint,
  });
  const facts = { spec, measurement, dropped, availableDevices: inspection.availableDevices };
  const randomInput = inspection.input.kind === 'random';
  const { readback, latenciesMs, totalMs, failure } = measurement;
  const detections = detectionsOf(measurement, inspection, model.standIn);
  return {
    requestedDevice: spec.device,
    executionDevices: cleanExecutionDevices(measurement.devicesAfter),
    droppedDevices: dropped,
    status: failure === undefined ? 'ok' : 'failed',
    ...(failure !== undefined && { error: afterInferences(failure, latenciesMs.length) }),
    loadMs: measurement.loadMs,
    firstInferenceMs: measurement.firstInferenceMs,
    iterations: latenciesMs.length,
    warmup: measurement.warmup,
    api: spec.api,
    requests: measurement.requests,
    streams: readback.streams,
    performanceHint: readback.performanceHint,
    inferencePrecision: readback.inferencePrecision,
    totalMs,
    fps: framesPerSecond(latenciesMs.length, totalMs),
    latencyMs: summarizeLatencies(latenciesMs),
    warnings: warningsOf({ ...facts, ...marks, basis, simulation, randomInput }).map(warningSentence),
    ...marks,
    ...(basis !== undefined && { basis }),
    ...(detections !== undefined && { detections }),
  };
}

/** What a row is not: a measurement of a real device, or of the real model. */
function marksOf(execution: Execution): Pick<TrialResult, 'simulated' | 'standIn'> {
  return { simulated: isSimulated(execution), standIn: execution.model.standIn };
}

function afterInferences({ code, message }: Failure, count: number): Failure {
  return { code, message: `After ${count} inferences: ${message}` };
}

/** A trial that gave no numbers. */
function failedResult(spec: TrialSpec, { code, message }: Failure, execution: Execution): TrialResult {
  const { simulation } = execution;
  const marks = marksOf(execution);
  const advice = parseRequested(spec.device).devices.flatMap((device) => retiredDeviceAdvice(device) ?? []);
  return {
    requestedDevice: spec.device,
    executionDevices: [],
    droppedDevices: [],
    status: 'failed',
    error: { code, message },
    loadMs: null,
    firstInferenceMs: null,
    iterations: 0,
    warmup: 0,
    api: spec.api,
    requests: spec.requests,
    streams: null,
    performanceHint: null,
    inferencePrecision: null,
    totalMs: null,
    fps: null,
    latencyMs: null,
    warnings: [
      ...advice.filter((sentence) => !message.includes(sentence)),
      ...simulationWarnings({ spec, ...marks, simulation }).map(warningSentence),
    ],
    ...marks,
  };
}

/** Boxes mean something only where the detector saw a picture. */
function detectionsOf(
  { detectorOutput }: Measurement,
  inspection: Inspection,
  standIn: boolean,
): readonly DetectionInfo[] | undefined {
  const { width, height } = inspection.input;
  if (detectorOutput === undefined || width === null || height === null) return undefined;
  // another detector's label 1 is no vehicle
  const isDetector = isExerciseModel(inspection.model.name, standIn);
  const found = readDetections(detectorOutput, { width, height, ...(!isDetector && { labels: {} }) });
  return found.map(({ label, labelId, confidence, box }) => ({ label, labelId, confidence, box }));
}

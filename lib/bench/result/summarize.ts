import type { Inspection } from '../child/inspect.js';
import type { Measurement } from '../child/trial.js';
import { comparisonsOf } from '../compare/comparison.js';
import {
  cleanExecutionDevices,
  droppedDevices,
  parseRequested,
  retiredDeviceAdvice,
} from '../devices/devices-requested.js';
import { isExerciseModel } from '../devices/exercise-devices.js';
import { devicePhasesOf, deviceSharesOf, notShared } from '../devices/row.js';
import type { Failure } from '../failure.js';
import { machineOf, whatRan } from '../machine/what-ran.js';
import { withScenario } from '../modes/scenario-metric.js';
import { searchedRow } from '../modes/search-result.js';
import { modeOfSpec, modeResult } from '../modes/summarize.js';
import { modeWarnings } from '../modes/warnings.js';
import type { Execution, Outcome } from '../run/executor.js';
import type { TrialSpec } from '../run/plan.js';
import { basisOf, isSimulated, simulationInfo } from '../simulation/marks.js';
import { histogramQuantiles, quantilesOf, timelineOf } from '../statistics/distribution.js';
import { readDetections } from './detections.js';
import {
  type BenchResult,
  type DetectionInfo,
  type Host,
  type JobInfo,
  type ProcessResult,
  SCHEMA_VERSION,
  type TrialResult,
} from './result.js';
import {
  countOf,
  failureOf,
  fpsOf,
  histogramOf,
  inferencesOf,
  latencySummary,
  type Measured,
  pooled,
  type Row,
  representative,
  rowsOf,
  summaryOf,
  wentWell,
} from './rows.js';
import { simulationWarnings, warningSentence, warningsOf } from './warnings.js';

/** Where and when it was run. */
export interface Circumstances {
  readonly createdAt: Date;
  readonly host: Host;
  readonly job?: JobInfo | undefined;
}

/** The result of an execution: statistics, what ran, and what to know about it. Pure. */
export function summarize(execution: Execution, { createdAt, host, job }: Circumstances): BenchResult {
  const { inspection, simulation } = execution;
  const results = rowsOf(execution.outcomes).map((row) => {
    const { shown, rateSearch } = searchedRow(row);
    const searched = rateSearch && { rateSearch, ...profilesOf(row) };
    return withScenario({ ...summarizeRow(shown, execution), ...searched });
  });
  const comparisons = comparisonsOf(results, execution.duet);
  return {
    schemaVersion: SCHEMA_VERSION,
    createdAt: createdAt.toISOString(),
    host: { ...host, ...(inspection.openvino && { openvino: inspection.openvino }) },
    ...(job !== undefined && { job }),
    openvinoVersion: inspection.openvinoVersion,
    model: inspection.model,
    input: inspection.input,
    results,
    ...(comparisons.length > 0 && { comparisons }),
    ...(execution.duet !== undefined && { duet: execution.duet }),
    ...(isSimulated(execution) && { simulated: true as const }),
    ...(simulation !== undefined && { simulation: simulationInfo(simulation) }),
    ...(execution.interrupted && { interrupted: true as const }),
  };
}

function summarizeRow(row: Row, execution: Execution): TrialResult {
  const { model, inspection, simulation } = execution;
  const outcome = representative(row);
  const processes = processesOf(row, isSimulated(execution));
  if ('failure' in outcome)
    return { ...failedResult(outcome.spec, outcome.failure, execution), ...processes, ...modeOfSpec(outcome.spec) };
  const { spec, measurement } = outcome;
  const marks = marksOf(execution);
  const basis = basisOf(spec, execution, measurement.frames);
  const dropped = droppedDevices({
    requested: spec.device,
    executionDevices: measurement.devicesAfter,
    availableDevices: inspection.availableDevices,
    performanceHint: spec.properties.PERFORMANCE_HINT ?? measurement.readback.performanceHint,
  });
  const randomInput = inspection.input.kind === 'random';
  const { readback, totalMs } = measurement;
  const isLoad = measurement.facts?.kind === 'load';
  const failure = failureOf(outcome);
  const well = row.outcomes.filter(wentWell);
  const standing = well.length > 0 ? well : [outcome];
  const measured = standing.map((each) => each.measurement);
  const facts = { spec, measurement, measured, dropped, availableDevices: inspection.availableDevices };
  const detections = detectionsOf(measurement, inspection, model.standIn);
  return {
    requestedDevice: spec.device,
    executionDevices: cleanExecutionDevices(measurement.devicesAfter),
    ...devicePhasesOf(spec, measurement),
    ...deviceSharesOf(row, outcome),
    droppedDevices: dropped,
    status: failure === undefined ? 'ok' : 'failed',
    ...(failure !== undefined && { error: failure }),
    loadMs: measurement.loadMs,
    firstInferenceMs: measurement.firstInferenceMs,
    iterations: inferencesOf(measurement),
    warmup: measurement.warmup,
    api: spec.api,
    requests: measurement.requests,
    streams: readback.streams,
    performanceHint: readback.performanceHint,
    inferencePrecision: readback.inferencePrecision,
    totalMs: isLoad ? null : totalMs,
    fps: fpsOf(measurement),
    ...whatRan(measurement, measured, marks.simulated),
    ...latenciesOf(standing, measurement),
    ...processes,
    ...modeOfSpec(spec),
    ...modeResult(spec, measurement),
    properties: spec.properties,
    ...profilesOf(row),
    warnings: [
      ...partlyFailed(row),
      ...notProfiled(row),
      ...notShared(row),
      ...modeWarnings(
        spec,
        measurement,
        measured.reduce((sum, each) => sum + countOf(each), 0),
      ),
      ...warningsOf({ ...facts, ...marks, basis, simulation, randomInput }).map(warningSentence),
    ],
    ...marks,
    ...(basis !== undefined && { basis }),
    ...(detections !== undefined && { detections }),
  };
}

/** Latencies of all processes, and how they went on in the one that speaks for the row. */
function latenciesOf(
  measured: readonly Measured[],
  spokesman: Measurement,
): Pick<TrialResult, 'latencyMs' | 'quantiles' | 'timeline'> {
  const measurements = measured.map(({ measurement }) => measurement);
  const samples = pooled(measured);
  const histogram = histogramOf(measurements);
  return {
    latencyMs: latencySummary(measurements, samples),
    ...(samples.length > 0 && {
      quantiles:
        histogram === undefined ? quantilesOf(Float64Array.from(samples).sort()) : histogramQuantiles(histogram),
      timeline: timelineOf(spokesman.latenciesMs, spokesman.stride, countOf(spokesman)),
    }),
  };
}

/** Layers, of the process that was told to look at them. */
function profilesOf({ outcomes }: Row): Pick<TrialResult, 'profiles'> {
  const profiles = profiled(outcomes);
  return profiles === undefined || 'message' in profiles ? {} : { profiles };
}

/** Why a row has no layers, though they were asked for: its other figures stand. */
function notProfiled({ outcomes }: Row): string[] {
  const profiles = profiled(outcomes);
  return profiles !== undefined && 'message' in profiles ? [`No layer could be profiled: ${profiles.message}`] : [];
}

function profiled(outcomes: readonly Outcome[]): Measurement['profiles'] {
  const found = outcomes.flatMap((outcome) => ('measurement' in outcome ? [outcome.measurement.profiles] : []));
  return found.find((profiles) => profiles !== undefined);
}

/** What a row is not: a measurement of a real device, or of the real model. */
function marksOf(execution: Execution): Pick<TrialResult, 'simulated' | 'standIn'> {
  return { simulated: isSimulated(execution), standIn: execution.model.standIn };
}

/** What each process measured, where there were several. */
function processesOf({ outcomes }: Row, simulated: boolean): Pick<TrialResult, 'processes'> {
  return outcomes.length > 1 ? { processes: outcomes.map((outcome) => summarizeProcess(outcome, simulated)) } : {};
}

function summarizeProcess(outcome: Outcome, simulated: boolean): ProcessResult {
  const failure = failureOf(outcome);
  const measurement = 'measurement' in outcome ? outcome.measurement : undefined;
  return {
    startedAt: (outcome.startedAt ?? new Date(0)).toISOString(),
    status: failure === undefined ? 'ok' : 'failed',
    ...(failure !== undefined && { error: { code: failure.code, message: failure.message } }),
    executionDevices: cleanExecutionDevices(measurement?.devicesAfter ?? []),
    ...(measurement !== undefined && devicePhasesOf(outcome.spec, measurement)),
    loadMs: measurement?.loadMs ?? null,
    firstInferenceMs: measurement?.firstInferenceMs ?? null,
    iterations: measurement === undefined ? 0 : inferencesOf(measurement),
    totalMs: measurement === undefined || measurement.facts?.kind === 'load' ? null : measurement.totalMs,
    fps: measurement === undefined ? null : fpsOf(measurement),
    latencyMs: measurement === undefined ? null : summaryOf(measurement),
    ...(measurement !== undefined && machineOf(measurement, simulated)),
  };
}

/** A row of several processes stands on those that went well; the others must not be lost. */
function partlyFailed({ outcomes }: Row): string[] {
  const failures = outcomes.flatMap((outcome) => failureOf(outcome) ?? []);
  const [first] = failures;
  if (first === undefined || failures.length === outcomes.length) return [];
  return [
    `${failures.length} of ${outcomes.length} processes failed, and the figures are of the others: ${first.message}`,
  ];
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
    properties: spec.properties,
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

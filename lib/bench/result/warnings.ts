import type { Measurement } from '../child/trial.js';
import {
  cleanExecutionDevices,
  isPresent,
  isStandInDevice,
  parseRequested,
  retiredDeviceAdvice,
} from '../devices/devices-requested.js';
import { phasesOf } from '../devices/phases.js';
import { conditionsOf } from '../machine/conditions.js';
import { type DisturbedProcesses, disturbanceSentence, worstDisturbances } from '../machine/disturbances.js';
import { counted } from '../report/format.js';
import type { TrialSpec } from '../run/plan.js';
import type { Simulation } from '../simulation/simulation.js';
import { type Outliers, outliersOf } from '../statistics/outliers.js';
import { driftOf, slowdownOf } from '../statistics/slowdown.js';
import { supportsPercentile } from '../statistics/stats.js';
import type { TrialResult } from './result.js';
import { countOf } from './rows.js';
import { type Causes, driftSentence, outlierSentence, slowedSentence } from './speed-sentences.js';

/** A thing to know about a row before its numbers are believed. */
export type Warning =
  | {
      readonly kind: 'dropped';
      readonly devices: readonly string[];
      /** Those of them that the machine lacks. */
      readonly absent: readonly string[];
      /** Those of them that ran at first. */
      readonly givenUp: readonly string[];
      readonly ran: readonly string[];
    }
  | { readonly kind: 'retired'; readonly advice: string }
  | { readonly kind: 'devices-unknown' }
  | ({ readonly kind: 'switched' } & DeviceSwitch)
  | { readonly kind: 'switched-before'; readonly from: readonly string[]; readonly to: readonly string[] }
  | { readonly kind: 'still-starting'; readonly on: readonly string[] }
  | { readonly kind: 'idle-streams'; readonly streams: number }
  | { readonly kind: 'few-requests'; readonly requests: number; readonly streams: number }
  | { readonly kind: 'few-samples'; readonly count: number }
  | { readonly kind: 'slowed'; readonly factor: number; readonly by: Causes }
  | ({ readonly kind: 'disturbed' } & DisturbedProcesses)
  | { readonly kind: 'drifted'; readonly factor: number; readonly by: Causes }
  | { readonly kind: 'outliers'; readonly outliers: Outliers; readonly of: number; readonly by: Causes }
  | { readonly kind: 'simulated'; readonly simulation: Simulation | undefined }
  | { readonly kind: 'extrapolation'; readonly asynchronous: boolean }
  | { readonly kind: 'simulated-batch'; readonly frames: number }
  | { readonly kind: 'scaled-time'; readonly speed: number }
  | { readonly kind: 'stand-in' }
  | { readonly kind: 'random-input' };

/** Other devices executed at the end than at the beginning. */
interface DeviceSwitch {
  readonly scheduler: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Processes in which they changed, of all; where each was watched. */
  readonly processes?: readonly [switched: number, all: number];
}

/** What is known about a trial that ran. */
export interface WarningFacts {
  readonly spec: TrialSpec;
  readonly measurement: Measurement;
  /** Of all processes that the row stands on, where there are several. */
  readonly measured?: readonly Measurement[];
  readonly dropped: readonly string[];
  readonly availableDevices: readonly string[];
  readonly standIn: boolean;
  readonly randomInput: boolean;
  readonly simulated: boolean;
  readonly simulation?: Simulation | undefined;
  readonly basis?: TrialResult['basis'] | undefined;
}

/** The warnings of a trial that ran, most important first. Pure. */
export function warningsOf(facts: WarningFacts): Warning[] {
  const { spec, measurement, dropped, standIn, randomInput } = facts;
  const devices = deviceWarnings(spec, measurement, facts.measured ?? [measurement]);
  const isWhole = devices.every(({ kind }) => kind === 'switched-before');
  const disturbed = facts.simulated ? [] : disturbanceWarnings(facts.measured ?? [measurement]);
  // nothing was run: what is said of inferences has no object
  if (spec.mode?.kind === 'load') {
    const model: Warning[] = standIn ? [{ kind: 'stand-in' }] : [];
    return [
      ...droppedWarnings(dropped, measurement, facts.availableDevices),
      ...simulationWarnings(facts),
      ...disturbed,
      ...model,
    ];
  }
  return [
    ...droppedWarnings(dropped, measurement, facts.availableDevices),
    ...simulationWarnings(facts),
    ...batchWarnings(facts),
    ...devices,
    // where AUTO went to another device, that is why
    ...(isWhole ? speedWarnings(inferenceTimes(spec, measurement), causesOf(facts)) : []),
    ...disturbed,
    ...streamWarnings(spec, measurement),
    ...sampleWarnings(pooledCount(facts)),
    ...(standIn ? [{ kind: 'stand-in' } as const] : []),
    ...(randomInput ? [{ kind: 'random-input' } as const] : []),
  ];
}

function droppedWarnings(
  dropped: readonly string[],
  { devicesAtLoad, devicesAfter }: Measurement,
  available: readonly string[],
): Warning[] {
  if (dropped.length === 0) return [];
  const givenUp = dropped.filter((device) => isPresent(device, cleanExecutionDevices(devicesAtLoad)));
  const absent = dropped.filter((device) => !isPresent(device, available) && !givenUp.includes(device));
  return [
    { kind: 'dropped', devices: dropped, absent, givenUp, ran: cleanExecutionDevices(devicesAfter) },
    ...retiredWarnings(dropped),
  ];
}

/** Advice for devices that OpenVINO has no more; also of use where a trial failed for them. */
export function retiredWarnings(devices: readonly string[]): Warning[] {
  return devices.flatMap((device) => {
    const advice = retiredDeviceAdvice(device);
    return advice === undefined ? [] : [{ kind: 'retired', advice } as const];
  });
}

/** Also of use where a trial failed: nothing of a real device can be concluded from that. */
export function simulationWarnings({
  spec,
  simulated,
  simulation,
  basis,
}: Pick<WarningFacts, 'spec' | 'simulated' | 'simulation' | 'basis'>): Warning[] {
  if (!simulated) return [];
  const speed = simulation?.time.speed ?? 1;
  return [
    { kind: 'simulated', simulation },
    ...(speed > 1 ? [{ kind: 'scaled-time', speed } as const] : []),
    ...(basis === 'extrapolated' ? [{ kind: 'extrapolation', asynchronous: spec.api === 'async' } as const] : []),
  ];
}

function batchWarnings({ simulation, measurement: { frames = 1 } }: WarningFacts): Warning[] {
  return simulation !== undefined && frames > 1 ? [{ kind: 'simulated-batch', frames }] : [];
}

/** Latencies of all processes that the row stands on: its percentiles are of them together. */
function pooledCount({ measured, measurement }: WarningFacts): number {
  return (measured ?? [measurement]).reduce((sum, each) => sum + countOf(each), 0);
}

/** What may have made some inferences longer than others. */
function causesOf({ simulated, simulation, measurement }: WarningFacts): Causes {
  const devices = cleanExecutionDevices(measurement.devicesAfter);
  if (devices.length > 1) return { kind: 'devices', devices };
  if (!simulated) return { kind: 'machine' };
  return { kind: 'simulation', realTime: simulation?.time.speed !== undefined };
}

/**
 * What the inferences themselves took: neither a wait for their turn nor the decoding of a picture. Of requests in flight the
 * first ones end while the line behind the device is still filling: each request's first inference is left out.
 */
function inferenceTimes(
  { api, mode }: TrialSpec,
  { facts, latenciesMs, requests, stride = 1 }: Measurement,
): Float64Array {
  if (facts?.kind === 'open') return facts.deviceMs.latenciesMs;
  if (facts?.kind === 'end-to-end') return facts.stagesMs.infer.latenciesMs;
  return api === 'async' && mode === undefined ? latenciesMs.subarray(Math.ceil(requests / stride)) : latenciesMs;
}

function speedWarnings(latenciesMs: Float64Array, by: Causes): Warning[] {
  const slowed = slowdownOf(latenciesMs);
  if (slowed !== undefined) return [{ kind: 'slowed', factor: slowed, by }];
  const drifted = driftOf(latenciesMs);
  const outliers = outliersOf(latenciesMs);
  return [
    ...(drifted === undefined ? [] : [{ kind: 'drifted', factor: drifted, by } as const]),
    ...(outliers === undefined ? [] : [{ kind: 'outliers', outliers, of: latenciesMs.length, by } as const]),
  ];
}

function disturbanceWarnings(measured: readonly Measurement[]): Warning[] {
  const conditions = measured.flatMap(({ observation }) => observation ?? []).map(conditionsOf);
  return worstDisturbances(conditions).map((worst) => ({ kind: 'disturbed', ...worst }));
}

function deviceWarnings(spec: TrialSpec, measurement: Measurement, measured: readonly Measurement[]): Warning[] {
  const after = cleanExecutionDevices(measurement.devicesAfter);
  if (after.length === 0) return [{ kind: 'devices-unknown' }];
  const starting: Warning[] = isStandInDevice(measurement.devicesAfter) ? [{ kind: 'still-starting', on: after }] : [];
  const { virtual: scheduler } = parseRequested(spec.device);
  const changed = measured.flatMap((each) => {
    const phases = phasesOf(spec, each);
    return phases.length === 0 ? [] : [{ from: phases[0]?.devices ?? [], to: phases.at(-1)?.devices ?? [] }];
  });
  const [first] = changed;
  if (first !== undefined)
    return [...starting, { kind: 'switched', scheduler, ...first, processes: [changed.length, measured.length] }];
  const before = cleanExecutionDevices(measurement.devicesAtLoad);
  if (starting.length > 0 || scheduler !== 'AUTO' || before.join() === after.join()) return starting;
  const ends = { from: before, to: after };
  return [
    measurement.deviceChanges === undefined
      ? { kind: 'switched', scheduler, ...ends }
      : { kind: 'switched-before', ...ends },
  ];
}

function streamWarnings({ api }: TrialSpec, { readback, requests }: Measurement): Warning[] {
  const { streams } = readback;
  if (streams === null || streams <= requests) return [];
  return [api === 'sync' ? { kind: 'idle-streams', streams } : { kind: 'few-requests', requests, streams }];
}

function sampleWarnings(count: number): Warning[] {
  return count > 0 && !supportsPercentile(count, 90) ? [{ kind: 'few-samples', count }] : [];
}

/** The warning as a sentence. */
export function warningSentence(warning: Warning): string {
  switch (warning.kind) {
    case 'dropped':
      return droppedSentence(warning);
    case 'retired':
      return warning.advice;
    case 'devices-unknown':
      return 'The compiled model does not say which devices execute it (EXECUTION_DEVICES): the requested ones are unverified.';
    case 'switched':
      return switchedSentence(warning);
    case 'switched-before':
      return `AUTO started on ${join(warning.from)} and had switched to ${join(warning.to)} before the measured inferences began: what came before them (first inference, warm-up) ran on ${join(warning.from)}, in part at least.`;
    case 'still-starting':
      return `AUTO still ran on ${join(warning.on)} in place of its target, which had not finished compiling at the end of the run.`;
    case 'idle-streams':
      return `A synchronous loop fills one of ${warning.streams} streams; the others idle, each with its share of the machine.`;
    case 'few-requests':
      return `${counted(warning.requests, 'request')} in flight ${warning.requests === 1 ? 'leaves' : 'leave'} some of the ${warning.streams} streams idle.`;
    case 'few-samples':
      return `${warning.count} ${warning.count === 1 ? 'inference is' : 'inferences are'} few: p90 rests on less than ten of them. Measure 100 or more (1000 for p99).`;
    case 'slowed':
      return slowedSentence(warning.factor, warning.by);
    case 'disturbed':
      return disturbanceSentence(warning);
    case 'drifted':
      return driftSentence(warning.factor, warning.by);
    case 'outliers':
      return outlierSentence(warning.outliers, warning.of, warning.by);
    case 'simulated':
      return simulatedSentence(warning.simulation);
    case 'simulated-batch':
      return `A simulated batch of ${warning.frames} takes ${warning.frames} times as long as one frame: what a device gains by batches is not simulated.`;
    case 'scaled-time':
      return `Time ran ${warning.speed} times as fast, and this machine's own delays count as many times: the figures are slower than in virtual time.`;
    case 'extrapolation':
      return warning.asynchronous
        ? 'Extrapolation: no published figure is of several requests in flight; how devices share the work is assumed.'
        : 'Extrapolation: no published figure is of this device string with this model.';
    case 'stand-in':
      return 'The model is the built-in stand-in, not the real detector: about the same work, but its detections mean nothing.';
    case 'random-input':
      return 'The input is random (seeded): nothing shows that the model works. Give --image or --input.';
  }
}

/** Which figures are of what: the whole run's stay what was asked for. */
function switchedSentence({ scheduler, from, to, processes }: DeviceSwitch): string {
  const change =
    scheduler === 'AUTO'
      ? `AUTO started on ${join(from)} and switched to ${join(to)} during the run`
      : `${scheduler} ran on ${join(from)} at first and on ${join(to)} at the end of the run`;
  const [switched = 1, all = 1] = processes ?? [];
  const where = all > 1 ? ` (in ${switched} of ${all} processes)` : '';
  const apart = processes === undefined ? '' : ' Each part by itself is in the JSON (devicePhases) and on the screen.';
  return `${change}${where}: FPS, latencies and comparisons of this row are of both.${apart}`;
}

function simulatedSentence(simulation: Simulation | undefined): string {
  if (simulation === undefined)
    return 'SIMULATED: the OpenVINO library is a mock. No device ran, and the times are made up.';
  const { name, calibration } = simulation.profile;
  return calibration === undefined
    ? `SIMULATED (${name}): no device ran; the times are what the file makes them.`
    : `SIMULATED (${name}): no device ran; a calibration, not a measurement.`;
}

function droppedSentence({ devices, absent, givenUp, ran }: Warning & { readonly kind: 'dropped' }): string {
  const idle = devices.filter((device) => !absent.includes(device) && !givenUp.includes(device));
  const reasons = [
    ...(absent.length > 0 ? [`${join(absent)} did not run: not on this machine`] : []),
    ...(idle.length > 0 ? [`${join(idle)} did not run, though on this machine`] : []),
    ...(givenUp.length > 0
      ? [`${join(givenUp)} ran at first and ${givenUp.length === 1 ? 'was' : 'were'} given up during the run`]
      : []),
  ];
  const part = givenUp.length > 0 ? 'in part ' : '';
  const measured = ran.length === 0 ? '' : `; this row measures ${part}${join(ran)}${ran.length === 1 ? ' alone' : ''}`;
  return `${reasons.join('; ')}${measured}.`;
}

function join(devices: readonly string[]): string {
  if (devices.length < 2) return devices[0] ?? 'an unknown device';
  return `${devices.slice(0, -1).join(', ')} and ${devices.at(-1)}`;
}

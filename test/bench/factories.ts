import type { Inspection } from '../../lib/bench/child/inspect.js';
import type { Measurement } from '../../lib/bench/child/trial.js';
import type { BenchResult, Host, TrialResult } from '../../lib/bench/result/result.js';
import { summarize } from '../../lib/bench/result/summarize.js';
import type { Execution, Outcome } from '../../lib/bench/run/executor.js';
import type { BenchOptions, TrialSpec } from '../../lib/bench/run/plan.js';

/** What `run` is asked for where no option is given. */
export const RUN_OPTIONS: BenchOptions = {
  form: 'run',
  input: { kind: 'files', files: [] },
  shapes: [],
  devices: ['CPU'],
  mappings: [],
  apis: ['async'],
  hint: undefined,
  properties: [],
  iterations: undefined,
  timeMs: undefined,
  requests: undefined,
  warmup: undefined,
  repeat: undefined,
  simulated: false,
};

/** A trial's spec with some things changed. */
export function trialSpec(changes: Partial<TrialSpec> = {}): TrialSpec {
  return {
    device: 'CPU',
    api: 'sync',
    properties: {},
    stop: { kind: 'count', iterations: 4 },
    requests: 1,
    warmupPerRequest: 10,
    firstApart: true,
    ...changes,
  };
}

export function measurement(changes: Partial<Measurement> = {}): Measurement {
  return {
    loadMs: 176.123_456,
    firstInferenceMs: 6.6,
    warmup: 10,
    requests: 1,
    devicesAtLoad: ['CPU'],
    devicesAfter: ['CPU'],
    readback: { performanceHint: 'LATENCY', streams: 1, inferencePrecision: 'bf16', optimalRequests: 1 },
    latenciesMs: Float64Array.of(4, 3, 5, 4),
    totalMs: 16,
    failure: undefined,
    detectorOutput: undefined,
    ...changes,
  };
}

export function inspection(changes: Partial<Inspection> = {}): Inspection {
  return {
    runtimePath: '/opt/libopenvino_c.so',
    openvinoVersion: '2026.4.1',
    simulated: false,
    availableDevices: ['CPU'],
    model: {
      name: 'vehicle-license-plate-detection-barrier-0106',
      path: '/models/FP32/detector.xml',
      sha256: '0123456789abcdef'.repeat(4),
      weightsSha256: null,
      inputs: [{ name: 'input', elementType: 'f32', shape: [1, 300, 300, 3] }],
      outputs: [{ name: 'output', elementType: 'f32', shape: [1, 1, 200, 7] }],
    },
    input: {
      path: '/pictures/car.png',
      kind: 'image',
      width: 679,
      height: 512,
      sha256: 'f'.repeat(64),
      ports: [{ name: 'input', kind: 'image', path: '/pictures/car.png' }],
    },
    prepared: [],
    ...changes,
  };
}

export const HOST: Host = {
  hostname: 'tank',
  platform: 'linux',
  arch: 'x64',
  osRelease: '6.1',
  cpuModel: 'Intel(R) Core(TM) i5-6500TE',
  logicalCpus: 4,
  availableCpus: 4,
  memoryBytes: 8e9,
  nodeVersion: '20.19.0',
};

/** The summary of some outcomes. */
export function resultOf(outcomes: readonly Outcome[], changes: Partial<Execution> = {}): BenchResult {
  const execution: Execution = {
    model: { path: '/models/FP32/detector.xml', standIn: false },
    inspection: inspection(),
    outcomes,
    interrupted: false,
    ...changes,
  };
  return summarize(execution, { createdAt: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)), host: HOST });
}

/** The only row of the summary of one outcome. */
export function rowOf(outcome: Outcome, changes: Partial<Execution> = {}): TrialResult {
  return resultOf([outcome], changes).results[0] as TrialResult;
}

/** Output of the detector: a vehicle and a plate, then the end of the list. */
export function detectorOutput(): Float32Array {
  return Float32Array.of(0, 1, 0.99, 0.25, 0.5, 0.75, 1, 0, 2, 0.9, 0.4, 0.6, 0.5, 0.7, -1, 0, 0, 0, 0, 0, 0);
}

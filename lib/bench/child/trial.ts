import { readFileSync } from 'node:fs';
import { type CompiledModel, Core, type InferRequest, loadRuntime, Tensor } from '../../index.js';
import { isDetectionOutput } from '../detections.js';
import { type Failure, toFailure } from '../failure.js';
import type { HistogramData } from '../histogram.js';
import { type CompiledInfo, readCompiled } from '../machine/compiled.js';
import type { Observation } from '../machine/watch.js';
import type { ShapeOption } from '../options.js';
import type { TrialSpec } from '../plan.js';
import type { SimulationJob } from '../simulation/simulation.js';
import type { PreparedInput } from './input/prepare.js';
import { applyShapes } from './inspect.js';
import { type LoopOptions, type LoopResult, type Runnable, runAsync, runSync } from './loops.js';
import { unknownProperty } from './properties-known.js';
import { type Readback, readBack } from './readback.js';
import { runSlices, type Turns } from './slices.js';
import type { World } from './world.js';

/** Measure one device: done in a fresh child each. */
export interface TrialJob {
  readonly kind: 'trial';
  readonly runtimePath: string;
  readonly modelPath: string;
  readonly shapes: readonly ShapeOption[];
  readonly inputs: readonly PreparedInput[];
  readonly spec: TrialSpec;
  /** Whether it measures in slices, when it is told to: another process has the time between them. */
  readonly inTurns?: boolean;
  /** The temporary folder of the whole run; the child removes it should the parent be gone. */
  readonly folder: string;
  /** Devices to simulate in place of the machine's. */
  readonly simulation: SimulationJob | undefined;
}

/** What a trial measured, before statistics. */
export interface Measurement {
  readonly loadMs: number;
  /** null where it failed as the first of the measured ones. */
  readonly firstInferenceMs: number | null;
  /** Warm-up inferences of all requests together. */
  readonly warmup: number;
  readonly requests: number;
  /** EXECUTION_DEVICES after the load, and after the run: AUTO may have switched in between. */
  readonly devicesAtLoad: readonly string[];
  readonly devicesAfter: readonly string[];
  readonly readback: Readback;
  readonly compiled?: CompiledInfo | undefined;
  /** The machine around the measured loop; undefined where devices are simulated. */
  readonly observation?: Observation | undefined;
  /** In the order of completion; every `stride`-th one of a run of more than a million, `histogram` having all. */
  readonly latenciesMs: Float64Array;
  readonly stride?: number;
  readonly histogram?: HistogramData | undefined;
  readonly totalMs: number;
  /** What ended the measured loop early; the inferences before it are in the samples. */
  readonly failure: Failure | undefined;
  /** Output of the detector's shape, [1,1,N,7] of f32; undefined where the model has none. */
  readonly detectorOutput: Float32Array | undefined;
}

export interface TrialContext {
  readonly world: World;
  readonly onProgress: (done: number, elapsedMs: number) => void;
  /** Where the job measures in slices. */
  readonly turns?: Turns | undefined;
}

/**
 * Loads the model on the device and runs it: load (core, read, compile, one request), first inference, warm-up, measured
 * loop. Inputs are set once and outputs are live views, so that the loop moves no data of its own.
 */
export async function runTrial(job: TrialJob, context: TrialContext): Promise<Measurement> {
  const { world } = context;
  const { clock } = world;
  const { spec } = job;
  const elements = job.inputs.map(readElements);
  loadRuntime({ path: job.runtimePath });
  const watch = world.watchMachine?.();

  const start = clock.now();
  const core = new Core();
  const model = await core.readModel(job.modelPath);
  applyShapes(model, job.shapes);
  const compiled = await core.compileModel(model, spec.device, spec.properties);
  const request = compiled.createInferRequest();
  const loadMs = clock.now() - start;

  const refused = unknownProperty(core, spec.device, Object.keys(spec.properties));
  if (refused !== undefined) throw refused;
  const devicesAtLoad = executionDevices(compiled);
  const readback = readBack(spec.device, (name) => readProperty(compiled, name));
  const compiledWith = readCompiled(spec.device, (name) => readProperty(compiled, name));
  const requests = prepareRequests(request, compiled, elements, spec, readback);
  const drive = driver(spec, requests, world);

  const first = spec.firstApart ? (await drive.once()).latenciesMs[0] : undefined;
  const warmup = spec.warmupPerRequest * requests.length;
  if (warmup > 0) throwFailure(await drive.loop({ clock, stop: { kind: 'count', iterations: warmup } }));
  watch?.start();
  const began = clock.now();
  const onProgress = (done: number): void => context.onProgress(done, clock.now() - began);
  const measured =
    context.turns === undefined
      ? await drive.loop({ clock, stop: spec.stop, onProgress })
      : await runSlices(context.turns, requests.length, (stop) => drive.loop({ clock, stop }));
  const observation = watch?.end();
  return {
    loadMs,
    firstInferenceMs: first ?? measured.latenciesMs[0] ?? null,
    warmup,
    requests: requests.length,
    devicesAtLoad,
    devicesAfter: executionDevices(compiled),
    readback,
    compiled: compiledWith,
    observation,
    latenciesMs: measured.latenciesMs,
    stride: measured.stride,
    histogram: measured.histogram,
    totalMs: measured.totalMs,
    failure: measured.error === undefined ? undefined : toFailure(measured.error),
    detectorOutput: measured.error === undefined ? detectorOutput(compiled, request) : undefined,
  };
}

function readElements(input: PreparedInput): Tensor {
  const tensor = new Tensor(input.elementType, input.shape);
  const { data } = tensor;
  readFileSync(input.file).copy(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return tensor;
}

/** The requests, with the inputs set: all read the same memory, as all frames of this benchmark are the same picture. */
function prepareRequests(
  first: InferRequest,
  compiled: CompiledModel,
  elements: readonly Tensor[],
  spec: TrialSpec,
  readback: Readback,
): InferRequest[] {
  const count = spec.requests ?? Math.max(readback.optimalRequests ?? 1, 1);
  const requests = [first];
  while (requests.length < count) requests.push(compiled.createInferRequest());
  for (const request of requests) {
    for (const [index, tensor] of elements.entries()) {
      request.setInputTensor(index, new Tensor(tensor.elementType, tensor.shape, tensor.data));
    }
  }
  return requests;
}

interface Driver {
  once(): Promise<LoopResult>;
  loop(options: LoopOptions): Promise<LoopResult>;
}

function driver(spec: TrialSpec, requests: readonly InferRequest[], world: World): Driver {
  const { clock } = world;
  const runnables = requests.map((request) => runnable(request, world));
  const [first] = runnables as [Runnable, ...Runnable[]];
  const loop = async (options: LoopOptions): Promise<LoopResult> =>
    spec.api === 'sync' ? runSync(first, options) : runAsync(runnables, options);
  const once = async (): Promise<LoopResult> => {
    const options: LoopOptions = { clock, stop: { kind: 'count', iterations: 1 } };
    return throwFailure(spec.api === 'sync' ? runSync(first, options) : await runAsync([first], options));
  };
  return { once, loop };
}

const LIVE_VIEWS = { shareOutputs: true } as const;

function runnable(request: InferRequest, { clock, stampsLatency }: World): Runnable {
  return {
    infer: () => {
      request.infer(undefined, LIVE_VIEWS);
    },
    inferAsync: async () => {
      const begin = clock.now();
      await request.inferAsync(undefined, LIVE_VIEWS);
      // stamped where the device completes; the clock here would add the event loop's turn
      const stamped = stampsLatency ? request.latencyMs : Number.NaN;
      return Number.isFinite(stamped) ? stamped : clock.now() - begin;
    },
  };
}

function throwFailure(result: LoopResult): LoopResult {
  if (result.error !== undefined) throw result.error;
  return result;
}

function executionDevices(compiled: CompiledModel): string[] {
  const value = readProperty(compiled, 'EXECUTION_DEVICES');
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' && value !== '' ? [value] : [];
}

function readProperty(compiled: CompiledModel, name: string): ReturnType<CompiledModel['getProperty']> | undefined {
  try {
    return compiled.getProperty(name);
  } catch {
    return undefined;
  }
}

function detectorOutput(compiled: CompiledModel, request: InferRequest): Float32Array | undefined {
  const [output] = compiled.outputs;
  if (compiled.outputs.length !== 1 || output === undefined || output.elementType !== 'f32') return undefined;
  const tensor = request.getOutputTensor();
  if (!isDetectionOutput(tensor.getShape())) return undefined;
  return Float32Array.from(tensor.data as Float32Array);
}

import { readFileSync } from 'node:fs';
import { type CompiledModel, Core, type InferRequest, loadRuntime, type Model, Tensor } from '../../index.js';
import { parseRequested } from '../devices/devices-requested.js';
import { type Failure, toFailure } from '../failure.js';
import { type CompiledInfo, readCompiled } from '../machine/compiled.js';
import type { Observation } from '../machine/watch.js';
import type { ModeFacts } from '../modes/mode.js';
import type { ShapeOption } from '../options.js';
import type { DeviceProfile } from '../result/profile.js';
import type { TrialSpec } from '../run/plan.js';
import type { SimulationJob } from '../simulation/simulation.js';
import type { HistogramData } from '../statistics/histogram.js';
import type { Accuracy } from '../tune/accuracy.js';
import { checkOutputsOf, type OutputCheck } from '../tune/output-check.js';
import { applyBatch, pictureBatch, repeated } from './batch.js';
import { type DeviceChange, DeviceWatch } from './device-watch.js';
import type { PreparedInput } from './input/prepare.js';
import { lapsOf, loadFacts } from './load.js';
import type { LoopOptions } from './loops.js';
import { detectorOutput, driver, measure, throwFailure } from './measure.js';
import { runPasses } from './passes.js';
import { unknownProperty } from './properties-known.js';
import { type Readback, readBack } from './readback.js';
import { applyShapes } from './shapes.js';
import type { SharePass } from './share-pass.js';
import type { Turns } from './slices.js';
import type { World } from './world.js';

/** Measure one device: done in a fresh child each. */
export interface TrialJob {
  readonly kind: 'trial';
  readonly runtimePath: string;
  readonly modelPath: string;
  readonly shapes: readonly ShapeOption[];
  readonly inputs: readonly PreparedInput[];
  readonly spec: TrialSpec;
  /** What becomes of the outputs of the last inference, beside their time. */
  readonly outputs?: OutputCheck;
  /** Whether it measures in slices, when it is told to: another process has the time between them. */
  readonly inTurns?: boolean;
  /** The temporary folder of the whole run; the child removes it should the parent be gone. */
  readonly folder: string;
  /** Devices to simulate in place of the machine's. */
  readonly simulation: SimulationJob | undefined;
  /** Folder of the model cache of a trial that loads the model only. */
  readonly cacheDir?: string;
  /** Inferences of a profiling pass after the measured loop; undefined for none. */
  readonly profile?: number | undefined;
  /** Whether a pass after the measured loop may tell which device took how many inferences, where several execute. */
  readonly shares?: boolean;
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
  /** How they changed through the measured loop, the first ones being those of its beginning; absent where they can't change. */
  readonly deviceChanges?: readonly DeviceChange[] | undefined;
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
  /** Frames of an inference; 1 where left out. */
  readonly frames?: number;
  /** What else there is to tell of its mode. */
  readonly facts?: ModeFacts;
  /** Layers of each device that ran, or why there are none; where they were asked for. */
  readonly profiles?: readonly DeviceProfile[] | Failure | undefined;
  /** Which device took how many inferences of a pass, or why none was run; where it was asked for. */
  readonly sharePass?: SharePass | Failure | undefined;
  /** How far the outputs were from a reference, where the job asked. */
  readonly accuracy?: Accuracy | undefined;
}

export interface TrialContext {
  readonly world: World;
  readonly onProgress: (done: number, elapsedMs: number) => void;
  /** Is told of the warm-up, which may take long. */
  readonly onWarmup?: (done: number, of: number) => void;
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

  if (spec.mode?.kind === 'load') watch?.start();
  const laps = lapsOf(clock);
  const core = new Core();
  if (job.cacheDir !== undefined) core.setProperty({ CACHE_DIR: job.cacheDir });
  laps.end('core');
  const model = await core.readModel(job.modelPath);
  applyShapes(model, job.shapes);
  if (spec.batch !== undefined) applyBatch(model, spec.batch);
  laps.end('read');
  const compileBegan = performance.now();
  const compiled = await core.compileModel(model, spec.device, spec.properties);
  const compileWallMs = performance.now() - compileBegan;
  laps.end('compile');
  const request = compiled.createInferRequest();
  laps.end('request');
  const loadMs = laps.total();
  const observation = spec.mode?.kind === 'load' ? watch?.end() : undefined;

  const refused = unknownProperty(core, spec.device, Object.keys(spec.properties));
  if (refused !== undefined) throw refused;
  const devicesAtLoad = executionDevices(compiled);
  const readback = readBack(spec.device, (name) => readProperty(compiled, name));
  const compiledWith = readCompiled(spec.device, (name) => readProperty(compiled, name));
  if (spec.mode?.kind === 'load') {
    const facts = loadFacts(spec.mode.phase, laps.all, readProperty(compiled, 'LOADED_FROM_CACHE'), job.cacheDir);
    const ran = { requests: 1, devicesAtLoad, devicesAfter: executionDevices(compiled), readback };
    return { ...EMPTY, ...ran, loadMs, compiled: compiledWith, observation, facts };
  }
  const inputs = elements.map((tensor, index) => repeated(tensor, compiled.inputs[index]?.shape));
  const requests = prepareRequests(request, compiled, inputs, spec, readback);
  const drive = driver(spec, requests, world);

  const first = spec.firstApart ? (await drive.once()).latenciesMs[0] : undefined;
  const warmup = spec.warmupTotal ?? spec.warmupPerRequest * requests.length;
  if (warmup > 0) {
    const onProgress = (done: number): void => context.onWarmup?.(done, warmup);
    throwFailure(await drive.loop({ clock, stop: { kind: 'count', iterations: warmup }, onProgress }));
  }
  const frames = framesOf(job, model);
  const began = clock.now();
  const onProgress = (done: number): void => context.onProgress(done, clock.now() - began);
  const options: LoopOptions = { clock, stop: spec.stop, onProgress };
  // a device by itself stays what it is
  const isVirtual = parseRequested(spec.device).virtual !== '';
  const devices = isVirtual ? new DeviceWatch(() => executionDevices(compiled)) : undefined;
  const measuring = { request, compiled, drive, options, world, watch, devices, turns: context.turns, ...frames };
  const { result: measured, facts, seen, observation: around } = await measure(spec, measuring);
  const measurement: Measurement = {
    loadMs,
    firstInferenceMs: first ?? measured.latenciesMs[0] ?? null,
    warmup,
    requests: requests.length,
    devicesAtLoad,
    devicesAfter: devices === undefined || devices.last.length === 0 ? executionDevices(compiled) : devices.last,
    deviceChanges: devices?.changes,
    readback,
    compiled: compiledWith,
    observation: around,
    latenciesMs: measured.latenciesMs,
    stride: measured.stride,
    histogram: measured.histogram,
    totalMs: measured.totalMs,
    failure: measured.error === undefined ? undefined : toFailure(measured.error),
    detectorOutput: measured.error === undefined ? (seen ?? detectorOutput(compiled, request)) : undefined,
    ...frames,
    ...(facts !== undefined && { facts }),
    ...(job.outputs && measured.error === undefined && { accuracy: checkOutputsOf(compiled, request, job.outputs) }),
  };
  const passes = { core, model, spec, clock, inputs, executionDevices: measurement.devicesAfter };
  const read = (name: string) => readProperty(compiled, name);
  return { ...measurement, ...(await runPasses(job, measurement, { ...passes, read, compileWallMs })) };
}

/** What was not measured, where nothing is run. */
const EMPTY = {
  firstInferenceMs: null,
  warmup: 0,
  latenciesMs: new Float64Array(0),
  totalMs: 0,
  failure: undefined,
  detectorOutput: undefined,
} satisfies Partial<Measurement>;

/** A picture's batch counts as frames, and so does one that was asked for. */
function framesOf({ spec }: TrialJob, model: Model): Pick<Measurement, 'frames'> {
  const frames = spec.batch ?? pictureBatch(model);
  return frames > 1 ? { frames } : {};
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

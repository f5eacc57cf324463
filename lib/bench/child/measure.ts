import type { CompiledModel, InferRequest } from '../../index.js';
import type { MachineWatch, Observation } from '../machine/watch.js';
import type { ModeFacts } from '../modes/mode.js';
import { isDetectionOutput } from '../result/detections.js';
import { countOf } from '../result/rows.js';
import type { TrialSpec } from '../run/plan.js';
import type { DeviceWatch } from './device-watch.js';
import { type LoopOptions, type LoopResult, type Runnable, runAsync, runSync } from './loops.js';
import { runOpen } from './open-loop.js';
import { runQueries } from './query-loop.js';
import type { Collected } from './samples.js';
import { runSlices, type Turns } from './slices.js';
import type { World } from './world.js';

/** The requests of a trial, and the loop that drives them. */
export interface Driver {
  readonly runnables: readonly [Runnable, ...Runnable[]];
  once(): Promise<LoopResult>;
  loop(options: LoopOptions): Promise<LoopResult>;
}

export interface Measured {
  readonly result: LoopResult;
  readonly facts?: ModeFacts;
  /** What the detector saw on the picture that is the run's input, where others came after it. */
  readonly seen?: Float32Array | undefined;
  readonly observation?: Observation | undefined;
}

export interface MeasureContext {
  readonly request: InferRequest;
  readonly compiled: CompiledModel;
  readonly drive: Driver;
  readonly options: LoopOptions;
  readonly world: World;
  readonly watch: MachineWatch | undefined;
  /** Which devices execute; where they may change. */
  readonly devices: DeviceWatch | undefined;
  readonly turns: Turns | undefined;
  readonly frames?: number;
}

/** The measured part, as its mode has it, and the machine around it. */
export async function measure(spec: TrialSpec, context: MeasureContext): Promise<Measured> {
  const { mode } = spec;
  if (mode?.kind === 'end-to-end') return measureWay(mode.files, context);
  context.devices?.mark();
  context.watch?.start();
  const measured = await measureLoop(mode, context);
  const observation = context.watch?.end();
  lookAtEnd(context, measured.result);
  return { ...measured, observation };
}

/** They may have changed since the loop's own last look. */
function lookAtEnd({ devices }: MeasureContext, result: LoopResult): void {
  devices?.mark(countOf(result), result.totalMs);
}

async function measureLoop(mode: TrialSpec['mode'], context: MeasureContext): Promise<Measured> {
  const { drive, world, turns, devices, frames = 1 } = context;
  const options = { ...context.options, devices };
  const { clock } = world;
  if (mode?.kind === 'open') {
    const open = { ...options, clock, arrivals: mode, backlog: mode.backlog };
    const { facts, ...result } = await runOpen(drive.runnables, open);
    return { result, facts: { kind: 'open', ...facts } };
  }
  if (mode?.kind === 'query') {
    const result = await runQueries(drive.runnables, mode.samples, options);
    return { result, facts: { kind: 'query', samples: mode.samples } };
  }
  if (turns === undefined) return { result: await drive.loop(options) };
  const slices = { leadIn: drive.runnables.length, frames, devices };
  return { result: await runSlices(turns, slices, (stop, watch) => drive.loop({ clock, stop, devices: watch })) };
}

/** The inference by itself first, which is not watched: the machine's figures are of the whole way. */
async function measureWay(files: readonly string[], context: MeasureContext): Promise<Measured> {
  const { request, compiled, drive, options, watch, devices } = context;
  const alone = await drive.loop({ ...options, onProgress: () => {} });
  if (alone.error !== undefined) return { result: alone };
  const seen = detectorOutput(compiled, request);
  // its modules decode pictures, which no other mode does in this process
  const { runEndToEnd } = await import('./end-to-end.js');
  const onStart = (): void => {
    devices?.mark();
    watch?.start();
  };
  const { facts, ...result } = await runEndToEnd(files, { ...options, devices, request, compiled, onStart });
  const observation = watch?.end();
  lookAtEnd(context, result);
  return { result, seen, observation, facts: { kind: 'end-to-end', ...facts, aloneMs: collected(alone) } };
}

function collected({ latenciesMs, stride, histogram }: Collected): Collected {
  return { latenciesMs, stride, histogram };
}

export function driver(spec: TrialSpec, requests: readonly InferRequest[], world: World): Driver {
  const { clock } = world;
  const runnables = requests.map((request) => runnable(request, world));
  const [first] = runnables as [Runnable, ...Runnable[]];
  const loop = async (options: LoopOptions): Promise<LoopResult> =>
    spec.api === 'sync' ? runSync(first, options) : runAsync(runnables, options);
  const once = async (): Promise<LoopResult> => {
    const options: LoopOptions = { clock, stop: { kind: 'count', iterations: 1 } };
    return throwFailure(spec.api === 'sync' ? runSync(first, options) : await runAsync([first], options));
  };
  return { runnables: runnables as [Runnable, ...Runnable[]], once, loop };
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

export function throwFailure(result: LoopResult): LoopResult {
  if (result.error !== undefined) throw result.error;
  return result;
}

/** What a detector saw; undefined of another model. */
export function detectorOutput(compiled: CompiledModel, request: InferRequest): Float32Array | undefined {
  const [output] = compiled.outputs;
  if (compiled.outputs.length !== 1 || output === undefined || output.elementType !== 'f32') return undefined;
  const tensor = request.getOutputTensor();
  if (!isDetectionOutput(tensor.getShape())) return undefined;
  return Float32Array.from(tensor.data as Float32Array);
}

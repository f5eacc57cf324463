/**
 * The benchmark as a function, and what its results are made of.
 *
 * @module @x/openvino-node/bench
 */
import { type DeviceArgument, type LoadOptions, OpenVINOError, type Properties } from '../index.js';
import { type BenchmarkModes, invalid, modesOf } from './api-modes.js';
import { checkBenchmarkOptions } from './api-options.js';
import { describeHost } from './machine/host.js';
import { jobInfo } from './machine/job.js';
import { withModes } from './modes/choose.js';
import { withPictures } from './modes/pictures.js';
import { type Api, HINTS, type Hint, parseInput } from './options.js';
import type { BenchResult } from './result/result.js';
import { summarize } from './result/summarize.js';
import { type Execution, execute } from './run/executor.js';
import { type BenchOptions, type InputChoice, makePlan } from './run/plan.js';
import { parseSource, VIRTUAL_TIME } from './simulation/choice.js';
import type { Simulation } from './simulation/simulation.js';

export type { ArrivalRate, BenchmarkModes, RateBound } from './api-modes.js';
export type { Check } from './checks/check.js';
export type { Comparison, Duet, JudgedMetric, Metric, NoVerdict, RowComparison } from './compare/comparison.js';
export type { Design, Ratio, Verdict } from './compare/verdict.js';
export type { DevicePhase, PhaseUncertainty } from './devices/phases.js';
export type { DeviceShare, DeviceShares } from './devices/shares.js';
export type { CompiledDevice, CompiledInfo } from './machine/compiled.js';
export type { ClockRange, Conditions, Readings } from './machine/conditions.js';
export type { DisturbanceReason } from './machine/disturbances.js';
export type { MachineFacts } from './machine/facts.js';
export type { FrequencyPolicy } from './machine/frequency.js';
export type { DriverVersions, OpenVinoInfo } from './machine/openvino.js';
export type { GpuClock, Temperature } from './machine/sensors.js';
export type { ArrivalPattern, LatencyBound, LoadFacts, LoadPhase, LoadStages, Stage } from './modes/mode.js';
export type {
  EndToEndInfo,
  Lateness,
  LoadInfo,
  ModeResult,
  OpenLoopInfo,
  QueryInfo,
  RatePoint,
  RateSearchInfo,
  ScenarioInfo,
  StageInfo,
} from './modes/result.js';
export type { ScenarioName } from './modes/scenario.js';
export type { DeviceProfile, LayerProfile } from './result/profile.js';
export type {
  BenchResult,
  DetectionInfo,
  FailureInfo,
  Host,
  InputInfo,
  InputPortInfo,
  JobInfo,
  MachineResult,
  ModelInfo,
  PortDescription,
  ProcessResult,
  Quantile,
  SimulationInfo,
  TimelineBin,
  TrialResult,
} from './result/result.js';
export type { LatencySummary } from './statistics/stats.js';
export type { Api, Hint };

/**
 * What {@link benchmark} measures, and how; all but the model have the defaults of `ov-bench run`.
 *
 * @category Benchmarks
 * @example
 * ```ts
 * const options: BenchmarkOptions = { model: 'model.xml', devices: 'CPU', api: ['sync', 'async'], iterations: 20 };
 * const { results } = await benchmark(options);
 * assert.equal(results.length, 2);
 * ```
 */
export interface BenchmarkOptions<Name extends string = string> extends LoadOptions, BenchmarkModes {
  /** Path of an .xml (IR, with its .bin) or .onnx file. */
  readonly model: string;
  /** Device strings, a row each: `CPU`, `GPU.0`, `AUTO`, `MULTI:CPU,GPU` …; CPU where left out. */
  readonly devices?: DeviceArgument<Name> | readonly DeviceArgument<Name>[] | undefined;
  /** `sync`: one request after the other; `async` (where left out): several in flight; both, a row each. */
  readonly api?: Api | readonly Api[] | undefined;
  /** Inferences to measure; excludes `timeMs`. */
  readonly iterations?: number | undefined;
  /** Milliseconds to measure for; 10,000 where left out. */
  readonly timeMs?: number | undefined;
  /** Requests in flight with `async`; what the device calls optimal where left out. */
  readonly requests?: number | undefined;
  /** Warm-up inferences a request, not measured; 10 where left out. */
  readonly warmup?: number | undefined;
  /** Fresh processes a row, in turns; 5 where rows are compared, else 1. With `findRate` those of each end of the search, 3. */
  readonly repeat?: number | undefined;
  /** `throughput` (where left out, with `async`), `latency` (with `sync`), `cumulative` or `none`. */
  readonly hint?: Hint | undefined;
  /** Properties to compile with. */
  readonly properties?: Properties | undefined;
  /** A picture for the model's image input; with `endToEnd` a folder of them as well. */
  readonly image?: string | undefined;
  /** Files of inputs' elements by the input's name: images, .npy arrays or .bin; random elements where left out. */
  readonly inputs?: { readonly [port: string]: string } | undefined;
  /** Shapes to reshape inputs to, by name; or one for the only input. */
  readonly shape?: readonly number[] | { readonly [port: string]: readonly number[] } | undefined;
  /** Devices to simulate: `tank-870`, or the path of a .json file that describes them. */
  readonly simulate?: string | undefined;
  /** Is told how many inferences of a row are done, at most twice a second. */
  readonly onProgress?: ((progress: BenchmarkProgress) => void) | undefined;
}

/**
 * How far a benchmark is.
 *
 * @category Benchmarks
 * @example
 * ```ts
 * const onProgress = ({ device, inferences, elapsedMs }: BenchmarkProgress): void =>
 *   console.log(device, inferences, elapsedMs);
 * await benchmark({ model: 'model.xml', iterations: 20, onProgress });
 * ```
 */
export interface BenchmarkProgress {
  /** Device string of the row. */
  readonly device: string;
  /** How the row is driven. */
  readonly api: Api;
  /** Process of the row, from 0. */
  readonly process: number;
  /** Inferences that are done. */
  readonly inferences: number;
  /** Since the first of them began. */
  readonly elapsedMs: number;
}

/**
 * Measures a model as `ov-bench run` does, each row in processes of its own, and gives the same result as its `--json`.
 *
 * @category Benchmarks
 * @returns Rows in the order of devices and ways. A row that failed has `status: 'failed'` and its `error`; what a device
 *   string really ran on is in `executionDevices`.
 * @throws OpenVINOError (rejects) `USAGE` for options that exclude each other, `INVALID_ARGUMENT` for those that there are not
 *   and for values that are none, `MODEL_NOT_FOUND` and its
 *   kin, `FILE_NOT_FOUND` for a folder without pictures, `RUNTIME_NOT_FOUND`, `CANCELLED` where the signal aborts before a row
 *   is finished (later, the result has `interrupted: true`).
 * @example
 * ```ts
 * const devices = ['CPU', 'MULTI:CPU'];
 * const { results } = await benchmark({ model: 'model.xml', devices, timeMs: 200, repeat: 2 });
 * for (const { requestedDevice, executionDevices, fps } of results) console.log(requestedDevice, executionDevices, fps);
 * ```
 *
 * How many requests a second can be promised, with one stream and with two, on a simulated machine:
 *
 * ```ts
 * const { results } = await benchmark({
 *   model: 'model.xml',
 *   simulate: 'tank-870',
 *   hint: 'none',
 *   sweep: { streams: [1, 2] },
 *   findRate: { percentile: 90, limitMs: 20 },
 *   timeMs: 200,
 *   repeat: 1,
 * });
 * for (const { varied, rateSearch } of results) console.log(varied, rateSearch?.rate);
 * ```
 */
export async function benchmark<Name extends string>(options: BenchmarkOptions<Name>): Promise<BenchResult>;
export async function benchmark(options: BenchmarkOptions): Promise<BenchResult> {
  checkBenchmarkOptions(options);
  const plan = makePlan(await withPictures(benchOptions(options)));
  const simulation = await simulationOf(options.simulate);
  const createdAt = new Date();
  const execution = await run(options, plan, simulation);
  return summarize(execution, { createdAt, host: describeHost(), job: jobInfo(process.env) });
}

async function run(
  { model, signal, onProgress }: BenchmarkOptions,
  plan: ReturnType<typeof makePlan>,
  simulation: Simulation | undefined,
): Promise<Execution> {
  let process = 0;
  try {
    return await execute(
      plan,
      { path: model, standIn: false },
      {
        signal: signal ?? new AbortController().signal,
        simulation,
        observer: {
          trialStarted: (_index, _spec, repetition) => {
            process = repetition;
          },
          progress: (index, inferences, elapsedMs) => {
            const spec = plan.trials[index];
            if (spec === undefined) return;
            onProgress?.({ device: spec.device, api: spec.api, process, inferences, elapsedMs });
          },
        },
      },
    );
  } catch (error) {
    if (signal?.aborted !== true || error instanceof OpenVINOError) throw error;
    throw new OpenVINOError('CANCELLED', 'The benchmark was cancelled before a row was finished.', {
      cause: signal.reason,
    });
  }
}

function benchOptions(options: BenchmarkOptions): BenchOptions {
  const {
    devices = 'CPU',
    api = 'async',
    hint,
    properties = {},
    iterations,
    timeMs,
    requests,
    warmup,
    repeat,
  } = options;
  if (hint !== undefined && !HINTS.includes(hint)) throw invalid(`hint is one of ${HINTS.join(', ')}`);
  const counts = { iterations, timeMs, requests, repeat };
  for (const [name, value] of Object.entries(counts)) checkNumber(name, value, 1);
  checkNumber('warmup', warmup, 0);
  const apis = typeof api === 'string' ? [api] : [...api];
  if (apis.length === 0 || !apis.every((each) => each === 'sync' || each === 'async')) {
    throw invalid("api is 'sync', 'async', or a list of both");
  }
  const closed: BenchOptions = {
    form: 'run',
    input: inputOf(options),
    shapes: shapesOf(options.shape),
    devices: typeof devices === 'string' ? [devices] : [...devices],
    mappings: [],
    apis,
    hint,
    properties: Object.entries(properties).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, textOf(value)] as const],
    ),
    iterations,
    timeMs,
    requests,
    warmup,
    repeat,
    simulated: options.simulate !== undefined,
  };
  return withModes(closed, modesOf(options, options.image), options.api !== undefined);
}

function checkNumber(name: string, value: unknown, least: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && (value as number) >= least)) return;
  throw invalid(`${name} is a whole number from ${least}, not ${String(value)}`);
}

function inputOf({ image, inputs }: BenchmarkOptions): InputChoice {
  if (image !== undefined && inputs !== undefined) throw invalid('image and inputs exclude each other');
  if (image !== undefined) return { kind: 'image', path: image };
  return { kind: 'files', files: Object.entries(inputs ?? {}).map(([port, file]) => parseInput(`${port}:${file}`)) };
}

function shapesOf(shape: BenchmarkOptions['shape']): BenchOptions['shapes'] {
  if (shape === undefined) return [];
  if (Array.isArray(shape)) return [{ input: undefined, shape }];
  return Object.entries(shape).map(([input, dimensions]) => ({ input, shape: dimensions }));
}

/** A value as the command line has it. */
function textOf(value: Properties[string]): string {
  if (typeof value === 'boolean') return value ? 'YES' : 'NO';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return String(value);
  throw invalid('properties are strings, numbers and booleans');
}

async function simulationOf(source: string | undefined): Promise<Simulation | undefined> {
  if (source === undefined) return undefined;
  const { resolveSimulation } = await import('./simulation/resolve.js');
  return resolveSimulation({ source: parseSource(source), time: VIRTUAL_TIME, seed: undefined });
}

import { exerciseDevices } from '../devices/exercise-devices.js';
import { expandModes, type ModeChoice, modeRepeat } from '../modes/expand.js';
import type { LatencyBound, Mode } from '../modes/mode.js';
import { type ScenarioName, scenarioHint } from '../modes/scenario.js';
import { modeOption } from '../modes/text.js';
import { type Api, chooseStop, type Hint, type ShapeOption, type Stop, usageError, withHint } from '../options.js';

/** Which of the three forms of the command it is: they share everything but their rows and what they print. */
export type Form = 'exercise-form' | 'run' | 'exercise';

/** A model to measure. */
export interface ModelChoice {
  /** Path of the .xml or .onnx file, as it was given. */
  readonly path: string;
  /** Whether it is the stand-in that this package writes where the default model is out of reach. */
  readonly standIn: boolean;
}

/** What the model is shown. */
export type InputChoice =
  /** A picture for the model's image input. */
  | { readonly kind: 'image'; readonly path: string }
  /** The default picture, where the model takes one; else random elements. */
  | { readonly kind: 'default-image'; readonly path: string | undefined }
  /** `PORT:FILE` each; ports without a file get random elements. No file at all: all are random. */
  | { readonly kind: 'files'; readonly files: readonly string[] };

/** What the command line asked for, checked and with its defaults; the same for all forms. */
export interface BenchOptions {
  readonly form: Form;
  readonly input: InputChoice;
  readonly shapes: readonly ShapeOption[];
  /** Device strings; undefined for the exercise's own. */
  readonly devices: readonly string[] | undefined;
  /** Devices of the exercise and what stands for them: `['MYRIAD', 'NPU']`. */
  readonly mappings: readonly (readonly [from: string, to: string])[];
  readonly apis: readonly Api[];
  readonly hint: Hint | undefined;
  readonly properties: readonly (readonly [key: string, value: string])[];
  readonly iterations: number | undefined;
  readonly timeMs: number | undefined;
  readonly requests: number | undefined;
  /** Warm-up inferences a request; undefined for the form's default. */
  readonly warmup: number | undefined;
  /** Processes a row; undefined for the default: {@link VERDICT_REPEAT} where rows are compared. */
  readonly repeat: number | undefined;
  /** Properties that a second row of each device has besides; none where left out. */
  readonly against?: readonly (readonly [key: string, value: string])[] | undefined;
  /** Whether two rows run in turns, slice by slice, and how long a slice is. */
  readonly duet?: DuetPlan | undefined;
  /** Several sets of properties, each of which makes rows of its own; in place of `properties`. */
  readonly propertySets?: readonly (readonly (readonly [key: string, value: string])[])[];
  /** Inferences of a row's profiling pass; undefined for none. */
  readonly profile?: number | undefined;
  /** Whether devices are simulated: their figures are the same each time, or near it. */
  readonly simulated: boolean;
  /** Ways to measure other than plain closed loops, and what varies. */
  readonly modes?: ModeChoice | undefined;
}

/** Two rows in turns. */
export interface DuetPlan {
  readonly sliceMs: number;
}

/** One trial: a device, measured once in a process of its own. */
export interface TrialSpec {
  /** The device string, as requested. */
  readonly device: string;
  readonly api: Api;
  /** Properties of the compilation, the hint among them. */
  readonly properties: Readonly<Record<string, string>>;
  readonly stop: Stop;
  /** Requests in flight; null for the number that the compiled model calls optimal. Always 1 where synchronous. */
  readonly requests: number | null;
  readonly warmupPerRequest: number;
  /** Warm-up inferences of all requests together, where as many as that for each of them would take long. */
  readonly warmupTotal?: number;
  /**
   * Whether the first inference, which allocates and compiles lazily, is timed apart and left out of the measured ones. The
   * exercise's own form counts it, as the exercise did.
   */
  readonly firstApart: boolean;
  /** How it is driven; a closed loop where left out. */
  readonly mode?: Mode;
  /** Frames of an inference; the model's own where left out. */
  readonly batch?: number;
  /** What a sweep varies, and this row's values. */
  readonly varied?: Readonly<Record<string, string>>;
  readonly scenario?: ScenarioName;
  /** What an open loop is to keep, where a search tries its rate. */
  readonly bound?: LatencyBound;
}

/** All that is to be run, but for the model: the default one may have to be downloaded first. */
export interface Plan {
  readonly form: Form;
  readonly input: InputChoice;
  readonly shapes: readonly ShapeOption[];
  readonly trials: readonly TrialSpec[];
  /** Processes a trial. */
  readonly repeat: number;
  readonly duet?: DuetPlan;
  /** Where trials that load the model only have their model caches. */
  readonly cacheDir?: string;
  /** Element type that the model's inputs must have, where one was named. */
  readonly inputType?: string;
  /** Inferences of the profiling pass in a row's first process; undefined for none. */
  readonly profile?: number | undefined;
}

/** The exercise's number of inferences. */
export const EXERCISE_ITERATIONS = 1000;
/** How long `run` measures where nothing else was asked for. */
export const RUN_TIME_MS = 10_000;
/** Processes a row for a verdict: with fewer, what differs from process to process can't be told from the rows' difference. */
export const VERDICT_REPEAT = 5;
/** Steady latency was reached after 2 to 6 inferences; ten are on the safe side. */
export const WARMUP_PER_REQUEST = 10;
/** Warm-up inferences of all requests together at most, but one of each, where nothing else was asked for. */
export const WARMUP_AT_MOST = 1000;

/**
 * What the options come to: a trial for each device and each way of driving it. Pure.
 *
 * @throws OpenVINOError `USAGE` for options that exclude each other.
 */
export function makePlan(options: BenchOptions): Plan {
  const { form, input, shapes } = options;
  const rows = options.devices?.map((device) => ({ device, cumulative: false })) ?? exerciseDevices(options.mappings);
  const ways = rows.flatMap((row) => options.apis.map((api) => ({ ...row, api })));
  const trials = expandModes(options, ways, (point, way) =>
    withVariant(makeTrial(point, way.device, way.cumulative, way.api), options.against),
  );
  const { duet, profile } = options;
  if (duet !== undefined) checkDuet(trials);
  if (profile !== undefined) checkProfile(options);
  // of simulated devices a second process says what the first one did
  const compares = trials.length > 1 && form !== 'exercise-form' && (!options.simulated || duet !== undefined);
  const repeat = modeRepeat(options) ?? (compares ? VERDICT_REPEAT : 1);
  const { loadOnly, cacheDir, inputType } = options.modes ?? {};
  return {
    form,
    input,
    shapes,
    trials,
    repeat,
    ...(duet !== undefined && { duet }),
    ...(profile !== undefined && { profile }),
    ...(loadOnly && cacheDir !== undefined && { cacheDir }),
    ...(inputType !== undefined && { inputType }),
  };
}

/** A trial, and the same with other properties. */
function withVariant(trial: TrialSpec, against: BenchOptions['against'] = []): TrialSpec[] {
  if (against.length === 0) return [trial];
  return [trial, { ...trial, properties: { ...trial.properties, ...Object.fromEntries(against) } }];
}

function checkDuet(trials: readonly TrialSpec[]): void {
  const other = trials.find(({ mode }) => mode !== undefined);
  if (other?.mode !== undefined) {
    const option = other.scenario === undefined ? modeOption(other.mode) : `--scenario ${other.scenario}`;
    throw usageError(`--duet and ${option} exclude each other: slices in turns are of closed loops.`);
  }
  if (trials.length !== 2) {
    throw usageError(
      `--duet takes exactly two rows, not ${trials.length}: two --device options, one and --against KEY=VALUE, or --sweep with two values.`,
    );
  }
  if (trials.some(({ stop }) => stop.kind === 'count')) {
    throw usageError('--duet measures by time, in slices: give --time, not --iterations.');
  }
}

function checkProfile({ duet, modes }: BenchOptions): void {
  // the pass of the one would fall into the other's last slices
  if (duet !== undefined) throw usageError('--duet and --profile exclude each other: profile a run of its own.');
  if (modes?.loadOnly === true) throw usageError('--load-only runs no inference, so --profile has none to look into.');
}

function makeTrial(options: BenchOptions, device: string, cumulative: boolean, api: Api): TrialSpec {
  if (api === 'sync' && !options.apis.includes('async') && (options.requests ?? 1) > 1)
    throw usageError('--requests needs --api async: a synchronous loop has one request in flight.');
  const byCount: Stop = { kind: 'count', iterations: EXERCISE_ITERATIONS };
  const fallback: Stop = options.form === 'run' ? { kind: 'time', timeMs: RUN_TIME_MS } : byCount;
  return {
    device,
    api,
    properties: withHint(
      options.properties,
      options.hint,
      cumulative ? 'cumulative' : (scenarioHint(options.modes?.scenario) ?? defaultHint(options.form, api)),
    ),
    stop: chooseStop(options.iterations, options.timeMs, fallback),
    requests: api === 'sync' ? 1 : (options.requests ?? null),
    ...warmupOf(options, api === 'sync' ? 1 : (options.requests ?? 1)),
    firstApart: options.form !== 'exercise-form',
  };
}

/** Ten a request where nothing was asked for; fewer of very many requests, whose warm-up would take longer than the run. */
function warmupOf(
  { warmup, form }: BenchOptions,
  requests: number,
): Pick<TrialSpec, 'warmupPerRequest' | 'warmupTotal'> {
  const warmupPerRequest = warmup ?? (form === 'exercise-form' ? 0 : WARMUP_PER_REQUEST);
  const isMuch = warmup === undefined && requests * warmupPerRequest > WARMUP_AT_MOST;
  return { warmupPerRequest, ...(isMuch && { warmupTotal: Math.max(requests, WARMUP_AT_MOST) }) };
}

/**
 * The hint where none was asked for. Asynchronous: throughput, without which a CPU has one stream and nothing to overlap.
 * Synchronous: latency, but none in the exercise, which left the choice to the device (MULTI takes throughput; that this
 * halves its speed in a synchronous loop is the lesson).
 */
function defaultHint(form: Form, api: Api): Hint {
  if (api === 'async') return 'throughput';
  return form === 'run' ? 'latency' : 'none';
}

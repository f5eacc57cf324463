import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpenVINOError } from '../../index.js';
import { systemCode } from '../../runtime/printable.js';
import { pictureFrames } from '../child/batch.js';
import type { Inspection } from '../child/inspect.js';
import type { Measurement, TrialJob } from '../child/trial.js';
import type { Duet } from '../compare/comparison.js';
import { runDuet, type StartPlayer } from '../compare/duet.js';
import type { Failure } from '../failure.js';
import { makeOwnedFolder, removeOwnedFolder } from '../files/owned-folder.js';
import { makeCacheFolder } from '../modes/cache-folder.js';
import { type Turn, turnsOf } from '../modes/turns.js';
import { wentWell } from '../result/rows.js';
import { inspectionJob, type Simulation, trialJob } from '../simulation/simulation.js';
import {
  ChildDied,
  type ChildOptions,
  dismiss,
  type FinalReply,
  runInChild,
  type Spare,
  startChild,
} from './child-process.js';
import { modelIdentity, modelReplaced } from './model-identity.js';
import type { ModelChoice, Plan, TrialSpec } from './plan.js';

/** What became of a trial, or of one of its repetitions. Repetitions have the same `spec`. */
export type Outcome = {
  readonly spec: TrialSpec;
  readonly startedAt?: Date;
  /** The row's spec, where a search made one of its own for the process. */
  readonly row?: TrialSpec;
} & ({ readonly measurement: Measurement } | { readonly failure: Failure });

/** What became of a plan: all processes in the order in which they ran, or those that had ended when it was interrupted. */
export interface Execution {
  readonly model: ModelChoice;
  /** What stood in for the machine's devices, where it was asked for. */
  readonly simulation?: Simulation | undefined;
  readonly inspection: Inspection;
  readonly outcomes: readonly Outcome[];
  readonly interrupted: boolean;
  /** Where two rows ran in turns, slice by slice. */
  readonly duet?: Duet | undefined;
}

/** Is told what goes on, for a progress line. */
export interface Observer {
  inspected?(inspection: Inspection): void;
  /** @param repetition From 0. */
  trialStarted?(index: number, spec: TrialSpec, repetition: number): void;
  progress?(index: number, done: number, elapsedMs: number): void;
  /** Of the warm-up, which comes before. */
  warming?(index: number, done: number, of: number): void;
  /**
   * What it gives back is waited for before the next trial begins.
   *
   * @param outcomes Of the trial that has ended, or of the two that ran in turns.
   * @param soFar All that has ended, as if the run were interrupted now: of two in turns never one alone.
   */
  turnEnded?(outcomes: readonly Outcome[], soFar: Execution): unknown;
}

export interface ExecuteOptions {
  /** Aborted to end the run: the trial that is running is lost, the others are kept. */
  readonly signal: AbortSignal;
  readonly observer?: Observer;
  /** Devices to simulate in place of the machine's. */
  readonly simulation?: Simulation | undefined;
  /** The module that a child runs; given by tests only. */
  readonly childModule?: URL;
}

/**
 * Runs a plan. Each trial has a process of its own: a synchronous loop sees no signal, a fresh process is the unit of
 * statistics, and a plugin that crashes loses one row. Repetitions go round by round, so that what slows the machine down for
 * a while hits all rows, and each round begins one row later, so that none is always the first.
 *
 * @throws OpenVINOError for what would make each trial fail (no runtime, a bad model or input), and the signal's
 *   reason where it came before the first trial. A trial that fails is an outcome.
 */
export async function execute(plan: Plan, model: ModelChoice, options: ExecuteOptions): Promise<Execution> {
  const { simulation } = options;
  const folder = await makeTemporaryFolder();
  let caches: string | undefined;
  // one is enough: a process that starts while another one measures would disturb it
  const spare = startChild(folder, 'trial', options.childModule);
  try {
    caches = await makeCacheFolder(plan);
    const identity = await modelIdentity(model.path);
    const inspection = await inspectInChild(plan, model, folder, options);
    options.observer?.inspected?.(inspection);
    const run: Run = { plan, model, folder, caches, inspection, options, spares: [spare] };
    const outcomes: Outcome[] = [];
    const ratios: (readonly number[])[] = [];
    const execution = (interrupted: boolean): Execution => {
      const duet = plan.duet && { sliceMs: plan.duet.sliceMs, ratios: [...ratios] };
      return { model, simulation, inspection, outcomes: [...outcomes], interrupted, duet };
    };
    const turns = turnsOf(plan);
    for (let next = turns.next(); next.done !== true; next = turns.next(outcomes.at(-1) as Outcome)) {
      const turn = next.value;
      const ended = await runTurn(turn, run);
      if (ended === undefined) return execution(true);
      const same = identity === (await modelIdentity(model.path));
      const kept = ended.outcomes.map((outcome, at): Outcome => {
        const { row } = turn[at] as Turn;
        const known: Outcome = same ? outcome : { ...unmeasured(outcome), failure: modelReplaced(model.path) };
        return row === undefined ? known : { ...known, row };
      });
      outcomes.push(...kept);
      ratios.push(same && kept.every(wentWell) ? ended.ratios : []);
      await options.observer?.turnEnded?.(kept, execution(true));
    }
    return execution(false);
  } finally {
    await dismiss(spare);
    await removeOwnedFolder(folder);
    if (caches !== undefined) await removeOwnedFolder(caches);
  }
}

/** What all trials of a run share. */
interface Run {
  readonly plan: Plan;
  readonly model: ModelChoice;
  readonly folder: string;
  /** Where trials that only load have their model caches. */
  readonly caches: string | undefined;
  readonly inspection: Inspection;
  readonly options: ExecuteOptions;
  /** Processes that wait for a trial; each is taken once. */
  readonly spares: Spare[];
}

interface Ended {
  readonly outcomes: readonly Outcome[];
  /** Of two in turns. */
  readonly ratios: readonly number[];
}

/** Undefined where it was interrupted. */
async function runTurn(turn: readonly Turn[], run: Run): Promise<Ended | undefined> {
  const { plan, options } = run;
  const [start, other] = turn.map((each) => starter(each, run)) as [StartPlayer, StartPlayer?];
  if (plan.duet === undefined || other === undefined) {
    const outcome = await start(() => {});
    return outcome && { outcomes: [outcome], ratios: [] };
  }
  const { outcomes, ratios } = await runDuet([start, other], {
    sliceMs: plan.duet.sliceMs,
    slices: slicesOf(plan),
    first: (turn[0] as Turn).repetition % 2 === 0 ? 0 : 1,
    onSlice: (player, done, elapsedMs) => options.observer?.progress?.((turn[player] as Turn).index, done, elapsedMs),
  });
  const [one, two] = outcomes;
  return one === undefined || two === undefined ? undefined : { outcomes: [one, two], ratios };
}

/** Slices that make up the time of a row, an even number. */
function slicesOf({ trials, duet }: Plan): number {
  const stop = trials[0]?.stop;
  const timeMs = stop?.kind === 'time' ? stop.timeMs : 0;
  return 2 * Math.max(1, Math.round(timeMs / (duet?.sliceMs ?? timeMs) / 2));
}

function starter({ index, repetition, spec, row, cache }: Turn, run: Run): StartPlayer {
  const { plan, model, folder, caches, inspection, options } = run;
  const { simulation } = options;
  const job: TrialJob = {
    kind: 'trial',
    runtimePath: inspection.runtimePath,
    modelPath: model.path,
    shapes: plan.shapes,
    inputs: inspection.prepared,
    spec,
    folder,
    simulation: simulation && trialJob(simulation, plan.trials, index, repetition, framesOf(spec, inspection)),
    inTurns: plan.duet !== undefined,
    profile: repetition === 0 ? plan.profile : undefined,
    // of two in turns the pass would fall into the other one's last slices; a rate that is tried is no row
    shares: repetition === 0 && plan.duet === undefined && row === undefined,
    ...(cache !== undefined && caches !== undefined && { cacheDir: join(caches, String(cache)) }),
  };
  return async (onTurn) => {
    options.observer?.trialStarted?.(index, spec, repetition);
    const startedAt = new Date();
    const ended = await runTrialInChild(job, index, options, { onTurn, spare: run.spares.pop() });
    return ended && { ...ended, startedAt };
  };
}

/** Frames of an inference, as far as a simulation has to know. */
export function framesOf({ batch }: TrialSpec, { model }: Inspection): number {
  const fixed = model.inputs.map(({ shape }) => shape).filter((shape) => !shape.includes(-1));
  return batch ?? pictureFrames(fixed);
}

/** What is known of a trial whose figures are of no use. */
function unmeasured({ spec, startedAt }: Outcome): Pick<Outcome, 'spec' | 'startedAt'> {
  return { spec, ...(startedAt !== undefined && { startedAt }) };
}

export async function makeTemporaryFolder(): Promise<string> {
  try {
    return await makeOwnedFolder(tmpdir());
  } catch (cause) {
    const message = `No temporary folder can be made in ${tmpdir()} (${systemCode(cause)}): set TMPDIR to a folder that this user may write into.`;
    throw new OpenVINOError('NOT_WRITABLE', message, { cause });
  }
}

/** Has the model looked at and its input prepared. */
export async function inspectInChild(
  plan: Pick<Plan, 'input' | 'shapes' | 'inputType'> & { readonly trials?: readonly TrialSpec[] },
  model: ModelChoice,
  folder: string,
  options: ExecuteOptions,
): Promise<Inspection> {
  const { input, shapes, inputType } = plan;
  const batches = (plan.trials ?? []).flatMap(({ batch }) => batch ?? []);
  const simulation = options.simulation && inspectionJob(options.simulation);
  let reply: FinalReply;
  try {
    reply = await runInChild(
      { kind: 'inspect', model, input, shapes, folder, simulation, batches, inputType },
      childOptions(options, () => {}),
    );
  } catch (error) {
    if (!(error instanceof ChildDied)) throw error;
    const message = `Looking at the model ${model.path} failed: ${error.message}. Most likely the model is damaged.`;
    throw new OpenVINOError('MODEL_INVALID', message, { cause: error });
  }
  if (reply.kind === 'inspected') return reply.inspection;
  throw reply.kind === 'failed' ? new OpenVINOError(reply.error.code, reply.error.message) : wrongAnswer();
}

/** The outcome of a trial; undefined where it was interrupted. */
export async function runTrialInChild(
  job: TrialJob,
  index: number,
  options: ExecuteOptions,
  more: Pick<ChildOptions, 'onTurn' | 'spare'> = {},
): Promise<Outcome | undefined> {
  const { spec } = job;
  const onProgress = (done: number, elapsedMs: number): void => options.observer?.progress?.(index, done, elapsedMs);
  try {
    const onWarmup = (done: number, of: number): void => options.observer?.warming?.(index, done, of);
    const reply = await runInChild(job, { ...childOptions(options, onProgress), onWarmup, ...more });
    if (reply.kind === 'measured') return { spec, measurement: reply.measurement };
    if (reply.kind === 'failed') return { spec, failure: reply.error };
    throw wrongAnswer();
  } catch (error) {
    if (options.signal.aborted) return undefined;
    if (!(error instanceof ChildDied)) throw error;
    return {
      spec,
      failure: { code: 'TRIAL_FAILED', message: `The trial of ${spec.device} failed: ${error.message}.` },
    };
  }
}

export function childOptions(
  options: ExecuteOptions,
  onProgress: (done: number, elapsedMs: number) => void,
): ChildOptions {
  const { signal, childModule } = options;
  return { signal, onProgress, ...(childModule !== undefined && { module: childModule }) };
}

export function wrongAnswer(): OpenVINOError {
  return new OpenVINOError('TRIAL_FAILED', 'The measuring process answered another question than it was asked.');
}

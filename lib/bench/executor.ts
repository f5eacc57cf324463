import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpenVINOError } from '../index.js';
import { systemCode } from '../runtime/printable.js';
import type { Inspection } from './child/inspect.js';
import type { Measurement, TrialJob } from './child/trial.js';
import { ChildDied, type FinalReply, runInChild } from './child-process.js';
import type { Failure } from './failure.js';
import { modelIdentity, modelReplaced } from './model-identity.js';
import type { ModelChoice, Plan, TrialSpec } from './plan.js';
import { inspectionJob, type Simulation, trialJob } from './simulation/simulation.js';

/** What became of a trial, or of one of its repetitions. Repetitions have the same `spec`. */
export type Outcome = { readonly spec: TrialSpec; readonly startedAt?: Date } & (
  | { readonly measurement: Measurement }
  | { readonly failure: Failure }
);

/** What became of a plan: all processes in the order in which they ran, or those that had ended when it was interrupted. */
export interface Execution {
  readonly model: ModelChoice;
  /** What stood in for the machine's devices, where it was asked for. */
  readonly simulation?: Simulation | undefined;
  readonly inspection: Inspection;
  readonly outcomes: readonly Outcome[];
  readonly interrupted: boolean;
}

/** Is told what goes on, for a progress line. */
export interface Observer {
  inspected?(inspection: Inspection): void;
  /** @param repetition From 0. */
  trialStarted?(index: number, spec: TrialSpec, repetition: number): void;
  progress?(index: number, done: number, elapsedMs: number): void;
  trialEnded?(index: number, outcome: Outcome): void;
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
  try {
    const identity = await modelIdentity(model.path);
    const inspection = await inspectInChild(plan, model, folder, options);
    options.observer?.inspected?.(inspection);
    const { runtimePath, prepared: inputs } = inspection;
    const outcomes: Outcome[] = [];
    for (const [index, repetition] of order(plan)) {
      const spec = plan.trials[index] as TrialSpec;
      options.observer?.trialStarted?.(index, spec, repetition);
      const startedAt = new Date();
      const job: TrialJob = {
        kind: 'trial',
        runtimePath,
        modelPath: model.path,
        shapes: plan.shapes,
        inputs,
        spec,
        folder,
        simulation: simulation && trialJob(simulation, plan.trials, index, repetition),
      };
      const ended = await runTrialInChild(job, index, options);
      if (ended === undefined) return { model, simulation, inspection, outcomes, interrupted: true };
      const same = identity === (await modelIdentity(model.path));
      const outcome: Outcome = { ...(same ? ended : { spec, failure: modelReplaced(model.path) }), startedAt };
      outcomes.push(outcome);
      options.observer?.trialEnded?.(index, outcome);
    }
    return { model, simulation, inspection, outcomes, interrupted: false };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The rows' turns. */
function* order({ trials, repeat }: Plan): Generator<[index: number, repetition: number]> {
  for (let repetition = 0; repetition < repeat; repetition++) {
    for (let turn = 0; turn < trials.length; turn++) yield [(turn + repetition) % trials.length, repetition];
  }
}

async function makeTemporaryFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'ov-bench-'));
  } catch (cause) {
    const message = `No temporary folder can be made in ${tmpdir()} (${systemCode(cause)}): set TMPDIR to a folder that this user may write into.`;
    throw new OpenVINOError('NOT_WRITABLE', message, { cause });
  }
}

async function inspectInChild(
  plan: Plan,
  model: ModelChoice,
  folder: string,
  options: ExecuteOptions,
): Promise<Inspection> {
  const { input, shapes } = plan;
  const simulation = options.simulation && inspectionJob(options.simulation);
  let reply: FinalReply;
  try {
    reply = await runInChild(
      { kind: 'inspect', model, input, shapes, folder, simulation },
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
async function runTrialInChild(job: TrialJob, index: number, options: ExecuteOptions): Promise<Outcome | undefined> {
  const { spec } = job;
  const onProgress = (done: number, elapsedMs: number): void => options.observer?.progress?.(index, done, elapsedMs);
  try {
    const reply = await runInChild(job, childOptions(options, onProgress));
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

function childOptions(
  options: ExecuteOptions,
  onProgress: (done: number, elapsedMs: number) => void,
): Parameters<typeof runInChild>[1] {
  const { signal, childModule } = options;
  return { signal, onProgress, ...(childModule !== undefined && { module: childModule }) };
}

function wrongAnswer(): OpenVINOError {
  return new OpenVINOError('TRIAL_FAILED', 'The measuring process answered another question than it was asked.');
}

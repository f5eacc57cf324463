import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OpenVINOError } from '../../index.js';
import type { PreparedInput } from '../child/input/prepare.js';
import type { Inspection } from '../child/inspect.js';
import type { Measurement, TrialJob } from '../child/trial.js';
import { cleanExecutionDevices, droppedDevices } from '../devices/devices-requested.js';
import type { Failure } from '../failure.js';
import { removeOwnedFolder } from '../files/owned-folder.js';
import type { ShapeOption } from '../options.js';
import { duration } from '../report/format.js';
import { countOf, failureOf, wentWell } from '../result/rows.js';
import { runInChild } from '../run/child-process.js';
import {
  childOptions,
  type ExecuteOptions,
  framesOf,
  inspectInChild,
  makeTemporaryFolder,
  runTrialInChild,
  wrongAnswer,
} from '../run/executor.js';
import { modelIdentity, modelReplaced } from '../run/model-identity.js';
import type { InputChoice, TrialSpec } from '../run/plan.js';
import { inspectionJob, trialJob } from '../simulation/simulation.js';
import { framesPerSecond } from '../statistics/stats.js';
import type { Accuracy } from './accuracy.js';
import { type Candidate, shapesOf, specOf } from './candidate.js';
import type { OutputCheck } from './output-check.js';
import type { Survey } from './survey.js';
import type { Assignment, Trial } from './trial.js';

/** What is tuned. */
export interface Subject {
  readonly model: string;
  readonly input: InputChoice;
  readonly shapes: readonly ShapeOption[];
  /** Device strings; none for what is available. */
  readonly devices: readonly string[];
  readonly tolerance: number;
}

/** A process of a candidate, as the trace has it. */
export interface TraceEntry {
  readonly candidate: Candidate;
  readonly phase: 'search' | 'confirmation';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly timeMs: number;
  readonly costMs: number;
  readonly loadMs: number | null;
  readonly fps: number | null;
  readonly inferences: number;
  /** Requests that were in flight, where it ran. */
  readonly requests: number | null;
  readonly executionDevices: readonly string[];
  readonly inferencePrecision: string | null;
  readonly streams: number | null;
  readonly accuracy: Accuracy | null;
  readonly error: string | null;
}

/** Where processes measure one model: its folder, its inputs, its reference, and a trace of all that was measured. */
export class Workshop {
  readonly inspection: Inspection;
  readonly survey: Survey;
  readonly trace: TraceEntry[] = [];
  readonly #subject: Subject;
  readonly #options: ExecuteOptions;
  readonly #folder: string;
  readonly #identity: string;
  readonly #batched = new Map<number, Promise<readonly PreparedInput[]>>();

  private constructor(subject: Subject, options: ExecuteOptions, made: Made) {
    this.#subject = subject;
    this.#options = options;
    this.#folder = made.folder;
    this.#identity = made.identity;
    this.inspection = made.inspection;
    this.survey = made.survey;
  }

  /**
   * Looks at the model and asks the devices.
   *
   * @throws OpenVINOError for what would make each trial fail, and the signal's reason where it came meanwhile.
   */
  static async open(subject: Subject, options: ExecuteOptions): Promise<Workshop> {
    const folder = await makeTemporaryFolder();
    try {
      const identity = await modelIdentity(subject.model);
      const model = { path: subject.model, standIn: false };
      const inspection = await inspectInChild(subject, model, folder, options);
      const survey = await surveyInChild(subject, inspection, folder, options);
      return new Workshop(subject, options, { folder, identity, inspection, survey });
    } catch (error) {
      await removeOwnedFolder(folder);
      throw error;
    }
  }

  async close(): Promise<void> {
    await removeOwnedFolder(this.#folder);
  }

  /**
   * Runs the model once, as exactly as the device can, and keeps the outputs as what all others are compared with.
   *
   * @throws OpenVINOError where that fails: without it nothing can be trusted.
   */
  async makeReference(candidate: Candidate, limitMs: number): Promise<void> {
    const spec = specOf(candidate, { kind: 'count', iterations: 1 }, false);
    const job = await this.#job(candidate, { ...spec, requests: 1, warmupPerRequest: 0 }, [candidate], 0, 'write');
    const outcome = await runTrialInChild(job, 0, this.#within(limitMs));
    if (outcome === undefined && this.#options.signal.aborted) throw this.#options.signal.reason;
    const failure = outcome === undefined ? OUT_OF_TIME : failureOf(outcome);
    if (failure === undefined) return;
    throw new OpenVINOError(failure.code, `The reference, ${candidate.name}, failed: ${failure.message}`);
  }

  /** Measures a candidate of a list in a fresh process; undefined where it was interrupted. */
  async measure(candidates: readonly Candidate[], candidate: Candidate, how: Assignment): Promise<Trial | undefined> {
    const spec = specOf(candidate, { kind: 'time', timeMs: how.timeMs }, how.confirming);
    const repetition = this.trace.filter((entry) => entry.candidate === candidate).length;
    const job = await this.#job(candidate, spec, candidates, repetition, 'compare');
    const startedAt = new Date().toISOString();
    const began = performance.now();
    const outcome = await runTrialInChild(job, 0, this.#within(how.limitMs));
    const wallMs = performance.now() - began;
    if (outcome === undefined && this.#options.signal.aborted) return undefined;
    const entry = {
      candidate,
      phase: how.confirming ? 'confirmation' : 'search',
      startedAt,
      timeMs: how.timeMs,
    } as const;
    if (outcome === undefined) return this.#outOfTime(entry, how.limitMs);
    const measurement = 'measurement' in outcome ? outcome.measurement : undefined;
    const costMs = this.#isVirtual && measurement !== undefined ? virtualCost(measurement) : wallMs;
    // no clock of this machine ends what is long in virtual time
    if (this.#isVirtual && costMs > how.limitMs) return this.#outOfTime(entry, how.limitMs);
    const failure =
      this.#identity === (await modelIdentity(this.#subject.model))
        ? (failureOf(outcome)?.message ?? this.#droppedBy(candidate, measurement))
        : modelReplaced(this.#subject.model).message;
    this.trace.push({ ...entry, ...factsOf(measurement, candidate), costMs, error: failure ?? null });
    const fps = measurement && rateOf(measurement, candidate);
    if (failure !== undefined || !wentWell(outcome) || measurement === undefined || fps == null) {
      return { kind: 'failed', reason: failure ?? 'it measured no inference', costMs };
    }
    const { latenciesMs, accuracy } = measurement;
    return { kind: 'ok', fps, latenciesMs, inferences: countOf(measurement), costMs, refused: accuracy?.refused };
  }

  #outOfTime(entry: Pick<TraceEntry, 'candidate' | 'phase' | 'startedAt' | 'timeMs'>, limitMs: number): Trial {
    const reason = `it had not ended when its part of the budget had (${duration(limitMs)})`;
    this.trace.push({ ...entry, ...NOTHING, costMs: limitMs, error: reason });
    return { kind: 'failed', reason, costMs: limitMs };
  }

  /** The options of a process that is killed when its time is over. */
  #within(limitMs: number): ExecuteOptions {
    const limit = AbortSignal.timeout(Math.ceil(Math.min(Math.max(limitMs, 1), 2 ** 31 - 1)));
    return { ...this.#options, signal: AbortSignal.any([this.#options.signal, limit]) };
  }

  /** Whether no time passes here while much of it passes there. */
  get #isVirtual(): boolean {
    const { simulation } = this.#options;
    return simulation !== undefined && simulation.time.speed === undefined;
  }

  /** A device string of which a part did not run is another configuration than its name says. */
  #droppedBy({ device, properties }: Candidate, measurement: Measurement | undefined): string | undefined {
    if (measurement === undefined) return undefined;
    const dropped = droppedDevices({
      requested: device,
      executionDevices: measurement.devicesAfter,
      availableDevices: this.inspection.availableDevices,
      performanceHint: properties.PERFORMANCE_HINT ?? measurement.readback.performanceHint,
    });
    return dropped.length === 0 ? undefined : `${dropped.join(' and ')} did not run`;
  }

  async #job(
    candidate: Candidate,
    spec: TrialSpec,
    candidates: readonly Candidate[],
    repetition: number,
    outputs: OutputCheck['kind'],
  ): Promise<TrialJob> {
    const { simulation } = this.#options;
    const { model, shapes, tolerance } = this.#subject;
    const named = this.inspection.model.inputs;
    const specs = candidates.map((each) => (each === candidate ? spec : specOf(each, spec.stop, false)));
    return {
      kind: 'trial',
      runtimePath: this.inspection.runtimePath,
      modelPath: model,
      shapes: shapesOf(candidate.batch, named, shapes),
      inputs: await this.#inputs(candidate.batch),
      spec,
      folder: this.#folder,
      simulation:
        simulation &&
        trialJob(simulation, specs, candidates.indexOf(candidate), repetition, framesOf(spec, this.inspection)),
      outputs: { kind: outputs, folder: this.#folder, tolerance, batch: candidate.batch },
    };
  }

  /** The inputs as often as the batch is large, one after the other: written once. */
  #inputs(batch: number): Promise<readonly PreparedInput[]> {
    const { prepared } = this.inspection;
    if (batch === 1) return Promise.resolve(prepared);
    const known = this.#batched.get(batch);
    if (known !== undefined) return known;
    const made = Promise.all(
      prepared.map(async (input) => {
        const [first = 1, ...rest] = input.shape;
        const file = join(this.#folder, `input-${input.index}-batch-${batch}.raw`);
        const bytes = await readFile(input.file);
        await writeFile(file, Buffer.concat(Array.from({ length: batch }, () => bytes)));
        return { ...input, shape: [first * batch, ...rest], file };
      }),
    );
    this.#batched.set(batch, made);
    return made;
  }
}

interface Made {
  readonly folder: string;
  readonly identity: string;
  readonly inspection: Inspection;
  readonly survey: Survey;
}

async function surveyInChild(
  { model, shapes, devices }: Subject,
  { runtimePath }: Inspection,
  folder: string,
  options: ExecuteOptions,
): Promise<Survey> {
  const simulation = options.simulation && inspectionJob(options.simulation);
  const reply = await runInChild(
    { kind: 'survey', runtimePath, modelPath: model, shapes, devices, folder, simulation },
    childOptions(options, () => {}),
  );
  if (reply.kind === 'surveyed') return reply.survey;
  throw reply.kind === 'failed' ? new OpenVINOError(reply.error.code, reply.error.message) : wrongAnswer();
}

const OUT_OF_TIME: Failure = { code: 'TRIAL_FAILED', message: 'it had not ended when the budget had' };

const NOTHING = {
  loadMs: null,
  fps: null,
  inferences: 0,
  requests: null,
  executionDevices: [],
  inferencePrecision: null,
  streams: null,
  accuracy: null,
} as const;

type Facts = Omit<TraceEntry, 'candidate' | 'phase' | 'startedAt' | 'timeMs' | 'costMs' | 'error'>;

function factsOf(measurement: Measurement | undefined, candidate: Candidate): Facts {
  if (measurement === undefined) return NOTHING;
  const { loadMs, requests, devicesAfter, readback, accuracy } = measurement;
  return {
    loadMs,
    fps: rateOf(measurement, candidate),
    inferences: countOf(measurement),
    requests,
    executionDevices: cleanExecutionDevices(devicesAfter),
    inferencePrecision: readback.inferencePrecision,
    streams: readback.streams,
    accuracy: accuracy ?? null,
  };
}

/** Frames a second: inferences times the candidate's batch, a batch that the model has by itself counting as one frame. */
function rateOf(measurement: Measurement, { batch }: Candidate): number | null {
  return framesPerSecond(countOf(measurement) * batch, measurement.totalMs);
}

/** What a process took by its own clock: the warm-up went as fast as the rest. */
function virtualCost(measurement: Measurement): number {
  const { loadMs, firstInferenceMs, warmup, totalMs } = measurement;
  return loadMs + (firstInferenceMs ?? 0) + totalMs * (1 + warmup / Math.max(countOf(measurement), 1));
}

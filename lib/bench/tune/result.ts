import type { RowComparison } from '../compare/comparison.js';
import { jsonText } from '../report/json.js';
import type { BenchResult, Host } from '../result/result.js';
import { isSimulated, simulationInfo } from '../simulation/marks.js';
import type { Simulation } from '../simulation/simulation.js';
import { type Accuracy, worst } from './accuracy.js';
import { type Candidate, shapesOf } from './candidate.js';
import { type Confirmed, isDuel } from './confirm.js';
import { type Goal, tailOf } from './goal.js';
import { pooledLatencies } from './trial.js';
import type { Tuning } from './tune.js';

/** Version of the shape of what `ov-bench tune --json` writes; tune-schema.json describes it. */
const TUNE_SCHEMA_VERSION = 1;

/** A configuration as programs take it. */
export interface Configuration {
  readonly device: string;
  /** The third argument of `compileModel`. */
  readonly properties: Readonly<Record<string, string>>;
  /** Requests in flight. */
  readonly requests: number | null;
  /** What `reshape` is given before, by input; absent where the model stays as it is. */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
}

/** What became of a candidate. */
export type Fate = 'finalist' | 'eliminated' | 'failed' | 'refused' | 'untried';

export interface CandidateResult extends Configuration {
  readonly name: string;
  readonly batch: number;
  readonly fate: Fate;
  /** Why it failed or was refused. */
  readonly reason?: string;
  /** The search's own figures. */
  readonly fps: number | null;
  readonly tailMs: number | null;
  readonly processes: number;
  /** The worst of its processes; null where none had outputs to compare. */
  readonly accuracy: Accuracy | null;
}

/** Where it was run. */
export interface Circumstances {
  readonly createdAt: Date;
  readonly host: Host;
  readonly simulation: Simulation | undefined;
}

/** The circumstances as every result of this command has them. */
export function commonResult({ inspection, interrupted }: Tuning, { createdAt, host, simulation }: Circumstances) {
  const marks = { simulation, inspection, model: { standIn: false } };
  return {
    schemaVersion: TUNE_SCHEMA_VERSION,
    createdAt: createdAt.toISOString(),
    host,
    openvinoVersion: inspection.openvinoVersion,
    model: inspection.model,
    input: inspection.input,
    ...(isSimulated(marks) && { simulated: true as const }),
    ...(simulation !== undefined && { simulation: simulationInfo(simulation) }),
    ...(interrupted && { interrupted: true as const }),
  } satisfies Omit<BenchResult, 'results'>;
}

/** What a candidate came to, and the accuracy of all its processes. */
export function candidateResult(candidate: Candidate, tuning: Tuning): CandidateResult {
  const { search, trace } = tuning;
  const dropped = search.dropped.find((each) => each.candidate === candidate);
  const final = search.standings.find((each) => each.candidate === candidate);
  const standing = final ?? search.eliminated.find((each) => each.candidate === candidate);
  const own = trace.filter((entry) => entry.candidate === candidate);
  const fate =
    dropped?.kind ?? (final === undefined ? (standing === undefined ? 'untried' : 'eliminated') : 'finalist');
  return {
    name: candidate.name,
    ...configurationOf(candidate, tuning),
    batch: candidate.batch,
    fate,
    ...(dropped !== undefined && { reason: dropped.reason }),
    fps: standing?.fps ?? null,
    tailMs: standing?.tailMs ?? null,
    processes: own.length,
    accuracy: worst(own.flatMap(({ accuracy }) => accuracy ?? [])) ?? null,
  };
}

/** As programs take it, with the number of requests that were in flight. */
export function configurationOf(candidate: Candidate, { inspection, trace }: Tuning): Configuration {
  const { device, properties, batch } = candidate;
  const seen = trace.find((entry) => entry.candidate === candidate && entry.requests !== null)?.requests ?? null;
  const shapes = shapesOf(batch, inspection.model.inputs, []);
  return {
    device,
    properties,
    requests: candidate.requests ?? seen,
    ...(shapes.length > 0 && {
      shapes: Object.fromEntries(shapes.map(({ input, shape }) => [input ?? '0', shape])),
    }),
  };
}

/** The whole tuning, as `--json` writes it. */
export function tuningJson(tuning: Tuning, circumstances: Circumstances): string {
  const { goal, tolerance, budgetMs, spentMs, reference, candidates, search, confirmations, outcome, trace } = tuning;
  const rounded = {
    ...commonResult(tuning, circumstances),
    goal,
    tolerance,
    budgetMs,
    spentMs: decimals(spentMs, 1),
    outcome: {
      kind: outcome.kind,
      sentence: outcome.sentence,
      name: outcome.choice?.name ?? null,
      use: outcome.choice && configurationOf(outcome.choice, tuning),
      ratio: outcome.ratio && roundRatio(outcome.ratio),
    },
    reference: configurationOf(reference, tuning),
    confirmations: confirmations.map((each) =>
      isDuel(each)
        ? {
            challenger: side(each.challenger),
            baseline: side(each.baseline),
            ratio: roundRatio(each.ratio),
          }
        : { challenger: { name: each.candidate.name }, why: each.why, reason: each.reason },
    ),
    rounds: search.rounds.map((round) => ({ ...round, timeMs: decimals(round.timeMs, 1) })),
    candidates: candidates.map((each) => {
      const result = candidateResult(each, tuning);
      return {
        ...result,
        fps: figure(result.fps),
        tailMs: figure(result.tailMs),
        accuracy: result.accuracy && roundAccuracy(result.accuracy),
      };
    }),
    trials: trace.map(({ candidate, ...entry }) => ({
      name: candidate.name,
      ...entry,
      timeMs: decimals(entry.timeMs, 1),
      costMs: decimals(entry.costMs, 1),
      loadMs: figure(entry.loadMs),
      fps: figure(entry.fps),
      accuracy: entry.accuracy && roundAccuracy(entry.accuracy),
    })),
  };
  return jsonText(rounded);
}

function side({ candidate, fps, tailMs, samples, within, trials }: Confirmed<Candidate>) {
  return {
    name: candidate.name,
    fps: figure(fps),
    tailMs: figure(tailMs),
    samples,
    within,
    processes: trials.map((trial) => ({
      fps: figure(trial.fps),
      inferences: trial.inferences ?? trial.latenciesMs.length,
    })),
  };
}

/** The percentile of a duel's side, however few samples there are; for the screen. */
export function roughTail({ trials }: Confirmed<Candidate>, goal: Goal): number | null {
  return tailOf(goal, pooledLatencies(trials));
}

type RatioLike = Pick<RowComparison, 'ratio' | 'interval' | 'verdict' | 'detectable'>;

function roundRatio({ ratio, interval, verdict, detectable }: RatioLike) {
  return { ratio: figure(ratio), interval: interval?.map(figure) ?? null, verdict, detectable: figure(detectable) };
}

/** What is not finite is null in JSON: elements that are no numbers. */
function roundAccuracy({ maxError, cosine, ...rest }: Accuracy) {
  return {
    maxError: Number.isFinite(maxError) ? Number(maxError.toPrecision(4)) : null,
    cosine: decimals(cosine, 8),
    ...rest,
  };
}

function figure(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(6));
}

function decimals(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

import { OpenVINOError } from '../../index.js';
import type { Inspection } from '../child/inspect.js';
import type { ExecuteOptions } from '../run/executor.js';
import { type Candidate, nameOf } from './candidate.js';
import { confirm, type Duel, isDuel, leastConfirmationMs, longestOverheadMs, type Unconfirmed } from './confirm.js';
import type { Goal } from './goal.js';
import { decide, type Outcome } from './outcome.js';
import { type SearchResult, search } from './search.js';
import { buildSpace } from './space.js';
import type { Survey } from './survey.js';
import { isWithin, type Measure } from './trial.js';
import { type Subject, type TraceEntry, Workshop } from './workshop.js';

export interface TuneOptions extends ExecuteOptions {
  readonly goal: Goal;
  readonly budgetMs: number;
  /** Logical processors. */
  readonly cores: number;
  /** Told before each process; for a progress line. */
  readonly onTrial?: (candidate: Candidate, phase: TraceEntry['phase'], spentMs: number) => void;
}

/** All that a tuning measured and found. */
export interface Tuning {
  readonly inspection: Inspection;
  readonly goal: Goal;
  readonly tolerance: number;
  readonly budgetMs: number;
  readonly spentMs: number;
  readonly reference: Candidate;
  readonly candidates: readonly Candidate[];
  readonly search: SearchResult<Candidate>;
  readonly confirmations: readonly (Duel<Candidate> | Unconfirmed<Candidate>)[];
  readonly outcome: Outcome<Candidate>;
  readonly interrupted: boolean;
  readonly trace: readonly TraceEntry[];
}

/** Of the budget, kept for the confirmation. */
const CONFIRMATION_SHARE = 0.35;
/** The search has at least so much, whatever the confirmation takes. */
const LEAST_SEARCH_SHARE = 0.3;

/**
 * Finds the fastest trustworthy configuration of a model: a reference, a search, and a confirmation by fresh processes.
 *
 * @throws OpenVINOError for what would make each trial fail, a default that does not run among it: there would be nothing to
 *   compare with. The signal's reason where it came before the first trial.
 */
export async function tune(subject: Subject, options: TuneOptions): Promise<Tuning> {
  const { goal, budgetMs } = options;
  const began = performance.now();
  const workshop = await Workshop.open(subject, options);
  try {
    const candidates = buildSpace(workshop.survey, { devices: subject.devices, cores: options.cores });
    const reference = referenceOf(workshop.survey, subject.devices);
    await workshop.makeReference(reference, budgetMs);
    // virtual time has not begun
    const setupMs = options.simulation === undefined ? performance.now() - began : 0;
    let spentMs = setupMs;
    let baselineMs = 0;
    const measure: Measure<Candidate> = async (candidate, assignment) => {
      options.onTrial?.(candidate, assignment.confirming ? 'confirmation' : 'search', spentMs);
      const isChallenger = !assignment.confirming && candidate !== candidates[0];
      const longestMs = isChallenger ? longestTrialMs(budgetMs, baselineMs, assignment.timeMs) : assignment.limitMs;
      const limitMs = Math.min(assignment.limitMs, longestMs);
      const trial = await workshop.measure(candidates, candidate, { ...assignment, limitMs });
      spentMs += trial?.costMs ?? 0;
      if (candidate === candidates[0]) baselineMs = Math.max(baselineMs, (trial?.costMs ?? 0) - assignment.timeMs);
      return trial;
    };
    const found = await search({
      candidates,
      goal,
      budgetMs: budgetMs - setupMs,
      reserveMs: (overheadMs) => reserveMs(budgetMs, overheadMs),
      measure,
    });
    const baseline = candidates[0] as Candidate;
    const failed = found.dropped.find(({ candidate }) => candidate === baseline);
    if (failed !== undefined) throw noBaseline(baseline, failed.reason);
    const baselineRefused = refusalOf(workshop.trace, baseline);
    const confirmations = found.interrupted
      ? []
      : await confirmAll({ found, baseline, goal, measure, leftMs: () => budgetMs - spentMs });
    const stopped = confirmations.some((each) => !isDuel(each) && each.why === 'interrupted');
    const interrupted = found.interrupted || stopped;
    return {
      inspection: workshop.inspection,
      goal,
      tolerance: subject.tolerance,
      budgetMs,
      spentMs,
      reference,
      candidates,
      search: found,
      confirmations,
      outcome: decide({
        goal,
        baseline,
        search: found,
        confirmations,
        interrupted,
        baselineRefused,
        nameOf: ({ name }) => name,
      }),
      interrupted,
      trace: workshop.trace,
    };
  } finally {
    await workshop.close();
  }
}

/**
 * What outputs are compared with: full precision and nothing approximated, as far as the device supports it. The CPU's
 * where there is one, whatever is tuned.
 */
export function referenceOf({ availableDevices, answers }: Survey, devices: readonly string[]): Candidate {
  const device = availableDevices.includes('CPU') ? 'CPU' : (availableDevices[0] ?? devices[0] ?? 'CPU');
  const { supported = [], capabilities = [] } = answers[device] ?? {};
  const properties = {
    ...(supported.includes('INFERENCE_PRECISION_HINT') &&
      capabilities.includes('FP32') && { INFERENCE_PRECISION_HINT: 'f32' }),
    ...(supported.includes('EXECUTION_MODE_HINT') && { EXECUTION_MODE_HINT: 'ACCURACY' }),
  };
  const facts = { device, properties, requests: 1, batch: 1 };
  return { name: nameOf(facts), ...facts };
}

/** What the confirmation has, whichever of the candidates is the best. */
function reserveMs(budgetMs: number, overheadMs: number): number {
  const needed = leastConfirmationMs([overheadMs, overheadMs]);
  return Math.min(Math.max(CONFIRMATION_SHARE * budgetMs, needed), (1 - LEAST_SEARCH_SHARE) * budgetMs);
}

/** A process of the search has room for twice what the default takes, whatever the budget. */
const ROOM = 2;

/**
 * How long a process of the search may take: one that takes longer could not be confirmed within the budget either, and would
 * leave nothing of it for the others.
 */
function longestTrialMs(budgetMs: number, baselineMs: number, timeMs: number): number {
  const affordableMs = longestOverheadMs((1 - LEAST_SEARCH_SHARE) * budgetMs, baselineMs);
  return Math.max(timeMs + affordableMs, ROOM * (timeMs + baselineMs));
}

function refusalOf(trace: readonly TraceEntry[], candidate: Candidate): string | undefined {
  return trace.find((entry) => entry.candidate === candidate && entry.accuracy?.refused !== undefined)?.accuracy
    ?.refused;
}

function noBaseline({ name }: Candidate, reason: string): OpenVINOError {
  return new OpenVINOError(
    'TRIAL_FAILED',
    `The default configuration (${name}) does not run, so there is nothing to compare others with: ${reason}`,
  );
}

interface ConfirmAll {
  readonly found: SearchResult<Candidate>;
  readonly baseline: Candidate;
  readonly goal: Goal;
  readonly measure: Measure<Candidate>;
  readonly leftMs: () => number;
}

/** The best of the search; the next one where that fails, or is not within the bound after all. */
async function confirmAll({ found, baseline, goal, measure, leftMs }: ConfirmAll): Promise<Tuning['confirmations']> {
  const challengers = found.standings.filter(({ candidate }) => candidate !== baseline);
  const within = challengers.filter(({ tailMs }) => isWithin(goal, tailMs));
  const outcomes: (Duel<Candidate> | Unconfirmed<Candidate>)[] = [];
  const rate = (candidate: Candidate): number =>
    (found.standings.find((each) => each.candidate === candidate)?.fps ?? 1) / candidate.batch;
  for (const { candidate } of within.length > 0 ? within : challengers.slice(0, 1)) {
    const { outcome } = await confirm({
      baseline,
      challenger: candidate,
      goal,
      budgetMs: leftMs(),
      measure,
      overheadMs: found.overheadMs,
      inferencesPerSecond: rate,
    });
    outcomes.push(outcome);
    if (isDuel(outcome) ? outcome.challenger.within : outcome.why === 'interrupted' || outcome.why === 'budget') break;
  }
  return outcomes;
}

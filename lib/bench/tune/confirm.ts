import { type Ratio, ratioOf } from '../compare/verdict.js';
import { type Goal, samplesNeeded, tailOf } from './goal.js';
import { type GoodTrial, isWithin, type Measure, pooledLatencies } from './trial.js';

/** Fresh processes of each of the two: with fewer, an interval is too wide to tell anything. */
export const CONFIRMATION_PROCESSES = 5;

/** One side of a confirmation: fresh processes only, none of the search. */
export interface Confirmed<C> {
  readonly candidate: C;
  readonly trials: readonly GoodTrial[];
  /** The geometric mean over the processes. */
  readonly fps: number;
  /** The goal's percentile of all processes together; null where the samples do not support it, or the goal has none. */
  readonly tailMs: number | null;
  readonly samples: number;
  /** Whether it is known to be within the bound; always true where there is none. */
  readonly within: boolean;
}

export interface Duel<C> {
  readonly challenger: Confirmed<C>;
  readonly baseline: Confirmed<C>;
  /** Frames a second of the challenger by those of the baseline, paired by rounds. */
  readonly ratio: Ratio;
}

/** Why a challenger has no confirmation. */
export interface Unconfirmed<C> {
  readonly candidate: C;
  readonly why: 'interrupted' | 'budget' | 'failed' | 'refused';
  readonly reason: string;
}

export interface ConfirmOptions<C> {
  readonly baseline: C;
  readonly challenger: C;
  readonly goal: Goal;
  readonly budgetMs: number;
  readonly measure: Measure<C>;
  /** What a process takes beside the time that it measures. */
  readonly overheadMs: (candidate: C) => number;
  /** Inferences a second that the search saw, for the samples that a percentile needs. */
  readonly inferencesPerSecond: (candidate: C) => number;
}

export interface Confirmation<C> {
  readonly outcome: Duel<C> | Unconfirmed<C>;
  readonly spentMs: number;
}

const SHORTEST_MS = 250;
const LONGEST_MS = 10_000;
/** What the confirmation of a thing that varies takes longer than was expected. */
const MARGIN = 1.15;

/** What a confirmation takes at the least. */
export function leastConfirmationMs(overheadsMs: readonly number[], timeMs = SHORTEST_MS): number {
  return MARGIN * CONFIRMATION_PROCESSES * overheadsMs.reduce((sum, each) => sum + each + timeMs, 0);
}

/** What a challenger's process may take beside the time that it measures, for a confirmation to fit into a budget. */
export function longestOverheadMs(budgetMs: number, baselineMs: number): number {
  return budgetMs / MARGIN / CONFIRMATION_PROCESSES - baselineMs - 2 * SHORTEST_MS;
}

/**
 * The challenger against the baseline, in fresh processes that take turns: one was chosen because it was fast, so its
 * figures of the search flatter it, and none of them is used here.
 */
export async function confirm<C>(options: ConfirmOptions<C>): Promise<Confirmation<C>> {
  const { baseline, challenger, goal } = options;
  const timeMs = timeOf(options);
  let spentMs = 0;
  const unconfirmed = (why: Unconfirmed<C>['why'], reason: string): Confirmation<C> => ({
    outcome: { candidate: challenger, why, reason },
    spentMs,
  });
  if (timeMs === undefined) return unconfirmed('budget', 'the budget was too short for a confirmation');
  const trials = new Map<C, GoodTrial[]>([
    [baseline, []],
    [challenger, []],
  ]);
  for (let round = 0; round < CONFIRMATION_PROCESSES; round++) {
    for (const candidate of round % 2 === 0 ? [baseline, challenger] : [challenger, baseline]) {
      const limitMs = options.budgetMs - spentMs;
      if (limitMs <= 0) return unconfirmed('budget', 'the budget ended during the confirmation');
      const trial = await options.measure(candidate, { timeMs, limitMs, confirming: true });
      if (trial === undefined) return unconfirmed('interrupted', 'interrupted before it was confirmed');
      spentMs += trial.costMs;
      if (trial.kind === 'failed') return unconfirmed('failed', trial.reason);
      if (trial.refused !== undefined && candidate === challenger) return unconfirmed('refused', trial.refused);
      trials.get(candidate)?.push(trial);
    }
  }
  const [base, other] = [baseline, challenger].map((each) => confirmedOf(each, trials.get(each) ?? [], goal)) as [
    Confirmed<C>,
    Confirmed<C>,
  ];
  const speeds = ({ trials: all }: Confirmed<C>): number[] => all.map(({ fps }) => fps);
  return {
    outcome: { challenger: other, baseline: base, ratio: ratioOf(speeds(base), speeds(other), 'paired') },
    spentMs,
  };
}

export function isDuel<C>(outcome: Duel<C> | Unconfirmed<C>): outcome is Duel<C> {
  return 'ratio' in outcome;
}

/** As long as the budget allows, and for a percentile at least as long as its samples take; undefined where it is too short. */
function timeOf<C>({ baseline, challenger, goal, budgetMs, ...options }: ConfirmOptions<C>): number | undefined {
  const both = [baseline, challenger];
  const overheads = both.map(options.overheadMs);
  const allowed = (budgetMs / MARGIN / CONFIRMATION_PROCESSES - overheads.reduce((sum, each) => sum + each, 0)) / 2;
  if (allowed < SHORTEST_MS) return undefined;
  const rate = Math.min(...both.map(options.inferencesPerSecond));
  // half of the budget at most, so that another one can follow; more only for want of samples
  const wanted = Math.max((1100 * samplesNeeded(goal)) / CONFIRMATION_PROCESSES / rate, 2000);
  return Math.min(allowed, goal.kind === 'latency' ? wanted : allowed, LONGEST_MS);
}

function confirmedOf<C>(candidate: C, trials: readonly GoodTrial[], goal: Goal): Confirmed<C> {
  const latencies = pooledLatencies(trials);
  const supported = latencies.length >= samplesNeeded(goal);
  const tailMs = supported ? tailOf(goal, latencies) : null;
  const fps = Math.exp(trials.reduce((sum, trial) => sum + Math.log(trial.fps), 0) / trials.length);
  return { candidate, trials, fps, tailMs, samples: latencies.length, within: isWithin(goal, tailMs) };
}

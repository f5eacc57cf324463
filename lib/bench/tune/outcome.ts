import type { Ratio } from '../compare/verdict.js';
import { share, verdictWords } from '../compare/words.js';
import { type Confirmed, type Duel, isDuel, type Unconfirmed } from './confirm.js';
import { type Goal, goalText, samplesNeeded } from './goal.js';
import type { SearchResult } from './search.js';
import { isWithin } from './trial.js';

/** What a tuning came to. */
export interface Outcome<C> {
  /**
   * `winner`: a setting beats the default, or meets what the default does not; `default`: none does; `none`: no setting is
   * known to meet the goal; `unconfirmed`: what the search found best, without a confirmation.
   */
  readonly kind: 'winner' | 'default' | 'none' | 'unconfirmed';
  /** What to use; null where there is nothing to recommend. */
  readonly choice: C | null;
  /** Of the confirmation; null without one. */
  readonly ratio: Ratio | null;
  readonly sentence: string;
}

export interface Evidence<C> {
  readonly goal: Goal;
  readonly baseline: C;
  readonly search: SearchResult<C>;
  readonly confirmations: readonly (Duel<C> | Unconfirmed<C>)[];
  readonly interrupted: boolean;
  /** Why the default's outputs are not to be trusted, where they are not. */
  readonly baselineRefused: string | undefined;
  readonly nameOf: (candidate: C) => string;
}

/** What follows from a search and its confirmations. Pure. */
export function decide<C>(evidence: Evidence<C>): Outcome<C> {
  const { goal, confirmations } = evidence;
  const duels = confirmations.filter(isDuel);
  const met = duels.find(({ challenger }) => challenger.within);
  if (met !== undefined) return decideDuel(met, evidence);
  const [duel] = duels;
  if (goal.kind === 'latency' && duel !== undefined) return withoutChallenger(duel, evidence);
  const stopped = confirmations.find((each): each is Unconfirmed<C> => !isDuel(each) && isStop(each));
  if (evidence.interrupted || stopped !== undefined) return unconfirmed(stopped?.reason ?? 'interrupted', evidence);
  return alone(evidence);
}

function isStop({ why }: Unconfirmed<unknown>): boolean {
  return why === 'interrupted' || why === 'budget';
}

/** The challenger is within the bound. */
function decideDuel<C>({ challenger, baseline, ratio }: Duel<C>, evidence: Evidence<C>): Outcome<C> {
  const { goal, nameOf, baselineRefused } = evidence;
  const [name, base] = [nameOf(challenger.candidate), nameOf(baseline.candidate)];
  const winner = (sentence: string): Outcome<C> => ({
    kind: 'winner',
    choice: challenger.candidate,
    ratio,
    sentence: `${sentence}${tailWords(challenger, goal)}`,
  });
  if (baselineRefused !== undefined) {
    return winner(
      `${name}: ${verdictWords(ratio)} against ${base}, whose outputs are not to be trusted (${baselineRefused}).`,
    );
  }
  if (!baseline.within) return winner(`${name} meets ${goalText(goal)}; ${base} ${missWords(baseline, goal)}.`);
  if (ratio.verdict === 'faster') return winner(`${name} is ${verdictWords(ratio)} than ${base}.`);
  return {
    kind: 'default',
    choice: baseline.candidate,
    ratio,
    sentence: `No setting beats the default, ${base}: the best other one, ${name}, is ${verdictWords(ratio)}${doubtWords(ratio)}.${tailWords(baseline, goal)}`,
  };
}

/** What an inconclusive comparison leaves open. */
function doubtWords({ verdict, detectable }: Ratio): string {
  if (verdict === 'slower') return '';
  return ` against it${detectable === null ? '' : ` (a difference below ${share(detectable)} would hardly have been found)`}`;
}

function tailWords<C>({ tailMs, samples }: Confirmed<C>, goal: Goal): string {
  if (goal.kind === 'throughput' || tailMs === null) return '';
  return ` Its p${goal.percent} is ${Number(tailMs.toPrecision(4))} ms, of ${samples} inferences.`;
}

function missWords<C>({ tailMs, samples }: Confirmed<C>, goal: Goal): string {
  if (goal.kind === 'throughput') return '';
  return tailMs === null
    ? `is not known to: p${goal.percent} needs ${samplesNeeded(goal)} inferences, and ${samples} were made`
    : `has a p${goal.percent} of ${Number(tailMs.toPrecision(4))} ms`;
}

/** No challenger that was confirmed is known to be within the bound. */
function withoutChallenger<C>({ challenger, baseline }: Duel<C>, evidence: Evidence<C>): Outcome<C> {
  const { goal, nameOf, baselineRefused } = evidence;
  const [name, base] = [nameOf(challenger.candidate), nameOf(baseline.candidate)];
  const other = `${name} ${missWords(challenger, goal)}`;
  if (baseline.within && baselineRefused === undefined) {
    const sentence = `No setting beats the default, ${base}, which meets ${goalText(goal)}; ${other}.${tailWords(baseline, goal)}`;
    return { kind: 'default', choice: baseline.candidate, ratio: null, sentence };
  }
  return {
    kind: 'none',
    choice: null,
    ratio: null,
    sentence: `No setting is known to meet ${goalText(goal)}: ${other}; ${base} ${baselineRefused ?? missWords(baseline, goal)}.`,
  };
}

function unconfirmed<C>(why: string, { search, goal, nameOf, baseline, baselineRefused }: Evidence<C>): Outcome<C> {
  const usable = search.standings.filter(
    ({ candidate, tailMs }) => isWithin(goal, tailMs) && !(candidate === baseline && baselineRefused !== undefined),
  );
  const [best] = usable;
  const choice = best?.candidate ?? null;
  const found = choice === null ? 'nothing that meets the goal' : nameOf(choice);
  return {
    kind: 'unconfirmed',
    choice,
    ratio: null,
    sentence: `UNCONFIRMED (${why}): the best so far is ${found}, by the search's own figures, which flatter what they chose.`,
  };
}

/** Nothing was there to confirm. */
function alone<C>({ baseline, nameOf, goal, search, baselineRefused }: Evidence<C>): Outcome<C> {
  const own = search.standings.find(({ candidate }) => candidate === baseline);
  if (own === undefined || baselineRefused !== undefined || !isWithin(goal, own.tailMs)) {
    const why =
      baselineRefused === undefined ? '' : ` The default's outputs are not to be trusted: ${baselineRefused}.`;
    return { kind: 'none', choice: null, ratio: null, sentence: `No setting ran that meets ${goalText(goal)}.${why}` };
  }
  return {
    kind: 'default',
    choice: baseline,
    ratio: null,
    sentence: `No setting beats the default, ${nameOf(baseline)}: no other one ran, or none could be trusted.`,
  };
}

import type { Goal } from './goal.js';
import { type Measure, ranked, type Standing, standingOf, type Trial } from './trial.js';

/** A candidate that is out of the race, and why. */
export interface Dropped<C> {
  readonly candidate: C;
  readonly round: number;
  readonly kind: 'failed' | 'refused';
  readonly reason: string;
}

export interface Round {
  /** Candidates that were to be measured, the baseline among them. */
  readonly candidates: number;
  /** Processes each. */
  readonly processes: number;
  /** How long each process measured. */
  readonly timeMs: number;
}

export interface SearchOptions<C> {
  /** In the order of priority; the first one is the baseline, which stays in the race; where it fails the search is over. */
  readonly candidates: readonly C[];
  readonly goal: Goal;
  readonly budgetMs: number;
  /** Of it, what is to be left when the search is over: by what a process takes at the most beside the time that it measures. */
  readonly reserveMs?: (largestOverheadMs: number) => number;
  readonly measure: Measure<C>;
}

export interface SearchResult<C> {
  readonly rounds: readonly Round[];
  /** Those of the last round, best first. The baseline is among them unless it failed. */
  readonly standings: readonly Standing<C>[];
  /** All others that were measured, best first. */
  readonly eliminated: readonly Standing<C>[];
  readonly dropped: readonly Dropped<C>[];
  /** Left out for want of time. */
  readonly untried: readonly C[];
  readonly interrupted: boolean;
  readonly spentMs: number;
  /** What a process of a candidate takes beside the time that it measures: the largest one seen. */
  readonly overheadMs: (candidate: C) => number;
}

/** One in so many goes on to the next round. */
const ETA = 3;
/** Rounds end where so many are left, the baseline not counted. */
const FINALISTS = 4;
/** Of the budget, for the first round: it has most of the candidates. */
const FIRST_SHARE = 0.5;
const SHORTEST_MS = 250;
const LONGEST_MS = 5000;
/** Processes of a candidate in a round: more of them tell more than longer ones, which share their process's luck. */
const MOST_PROCESSES = 3;

/**
 * Successive halving: short trials for all candidates, longer ones for the best third, and so on, each in a fresh process.
 * Within a round candidates take turns, each pass beginning with another one, so that what slows the machine down for a while
 * hits all. Time is what the trials' `costMs` add up to: there is no clock here.
 */
export async function search<C>(options: SearchOptions<C>): Promise<SearchResult<C>> {
  const race = new Race(options);
  await race.firstRound();
  while (race.goesOn) await race.nextRound();
  return race.result();
}

class Race<C> {
  readonly #options: SearchOptions<C>;
  readonly #rounds: Round[] = [];
  readonly #trials = new Map<C, Standing<C>['trials'][number][]>();
  readonly #overheads = new Map<C, number>();
  readonly #dropped: Dropped<C>[] = [];
  readonly #tried = new Set<C>();
  #alive: C[] = [];
  #spentMs = 0;
  #interrupted = false;
  #over = false;

  constructor(options: SearchOptions<C>) {
    this.#options = options;
  }

  get goesOn(): boolean {
    return !this.#interrupted && !this.#over;
  }

  get #baseline(): C {
    return this.#options.candidates[0] as C;
  }

  get #leftMs(): number {
    return this.#searchMs - this.#spentMs;
  }

  /** The budget without what is to be left of it: that grows where a candidate that takes long is in the race. */
  get #searchMs(): number {
    const { budgetMs, reserveMs } = this.#options;
    const running = this.#rounds.length === 0 ? [...this.#tried] : this.#alive;
    const overheads = this.#survivors(running).map((each) => this.#overheadOf(each));
    return budgetMs - (reserveMs?.(Math.max(0, ...overheads)) ?? 0);
  }

  /** As many as half the budget allows, at least the baseline and one other. */
  async firstRound(): Promise<void> {
    const { candidates } = this.#options;
    await this.#try(this.#baseline, SHORTEST_MS, 0);
    if (this.#isDropped(this.#baseline)) {
      // nothing could be compared with anything
      this.#over = true;
      return;
    }
    const each = (0.95 * FIRST_SHARE * this.#searchMs) / candidates.length - this.#meanOverhead();
    const timeMs = clamp(each, SHORTEST_MS, LONGEST_MS / ETA);
    for (const [index, candidate] of candidates.entries()) {
      if (index === 0 || this.#interrupted) continue;
      const expectedMs = this.#meanOverhead() + timeMs;
      // what varies may take a little longer than its share, lest the last ones be left out
      const limit = (index === 1 ? 1 : 1.1 * FIRST_SHARE) * this.#searchMs;
      if (this.#spentMs + expectedMs > limit) break;
      await this.#try(candidate, timeMs, 0);
    }
    this.#rounds.push({ candidates: this.#tried.size, processes: 1, timeMs });
    this.#alive = this.#standing(this.#survivors([...this.#tried])).map(({ candidate }) => candidate);
    if (this.#alive.length <= 1) this.#over = true;
  }

  async nextRound(): Promise<void> {
    const keep = Math.max(FINALISTS, Math.ceil(this.#challengers.length / ETA));
    const isLast = keep <= FINALISTS;
    const kept = this.#challengers.slice(0, keep);
    const alive = this.#survivors([this.#baseline, ...kept]);
    const plan = this.#planRound(alive, roundsLeft(kept.length));
    if (plan === undefined || kept.length === 0) {
      this.#over = true;
      return;
    }
    const round = this.#rounds.length;
    this.#rounds.push({ candidates: alive.length, ...plan });
    for (let pass = 0; pass < plan.processes; pass++) {
      for (let turn = 0; turn < alive.length && this.goesOn; turn++) {
        const candidate = alive[(turn + pass) % alive.length] as C;
        if (this.#isDropped(candidate)) continue;
        if (this.#overheadOf(candidate) + plan.timeMs > this.#leftMs) {
          this.#over = true;
          break;
        }
        await this.#try(candidate, plan.timeMs, round);
      }
    }
    this.#alive = this.#standing(this.#survivors(alive)).map(({ candidate }) => candidate);
    if (isLast) this.#over = true;
  }

  result(): SearchResult<C> {
    const finalists = new Set(this.#alive);
    const others = [...this.#tried].filter((each) => !finalists.has(each) && !this.#isDropped(each));
    return {
      rounds: this.#rounds,
      standings: this.#standing(this.#alive),
      eliminated: this.#standing(others),
      dropped: this.#dropped,
      untried: this.#options.candidates.filter((each) => !this.#tried.has(each)),
      interrupted: this.#interrupted,
      spentMs: this.#spentMs,
      overheadMs: (candidate) => this.#overheadOf(candidate),
    };
  }

  /** Alive, best first, without the baseline. */
  get #challengers(): C[] {
    return this.#alive.filter((each) => each !== this.#baseline);
  }

  /** How long and how often each is measured; undefined where what is left allows no whole pass. */
  #planRound(alive: readonly C[], roundsToGo: number): Omit<Round, 'candidates'> | undefined {
    const overheadMs = alive.reduce((sum, each) => sum + this.#overheadOf(each), 0);
    const passMs = overheadMs + alive.length * SHORTEST_MS;
    if (passMs > this.#leftMs) return undefined;
    const shareMs = Math.max(this.#leftMs / roundsToGo, passMs);
    const processes = clamp(Math.floor(shareMs / (overheadMs + alive.length * 2 * SHORTEST_MS)), 1, MOST_PROCESSES);
    const timeMs = (shareMs / processes - overheadMs) / alive.length;
    return { processes, timeMs: clamp(timeMs, SHORTEST_MS, LONGEST_MS) };
  }

  async #try(candidate: C, timeMs: number, round: number): Promise<void> {
    const limitMs = this.#options.budgetMs - this.#spentMs;
    const trial = await this.#options.measure(candidate, { timeMs, limitMs, confirming: false });
    if (trial === undefined) {
      this.#interrupted = true;
      return;
    }
    this.#tried.add(candidate);
    this.#spentMs += trial.costMs;
    this.#overheads.set(candidate, Math.max(this.#overheads.get(candidate) ?? 0, trial.costMs - timeMs));
    this.#keep(candidate, trial, round);
  }

  #keep(candidate: C, trial: Trial, round: number): void {
    if (trial.kind === 'failed') this.#dropped.push({ candidate, round, kind: 'failed', reason: trial.reason });
    else if (trial.refused !== undefined && candidate !== this.#baseline) {
      this.#dropped.push({ candidate, round, kind: 'refused', reason: trial.refused });
    } else this.#trials.set(candidate, [...(this.#trials.get(candidate) ?? []), { round, trial }]);
  }

  #isDropped(candidate: C): boolean {
    return this.#dropped.some((each) => each.candidate === candidate);
  }

  #survivors(candidates: readonly C[]): C[] {
    return candidates.filter((each) => !this.#isDropped(each));
  }

  #standing(candidates: readonly C[]): Standing<C>[] {
    const measured = candidates.filter((each) => this.#trials.has(each));
    const standings = measured.map((each) => standingOf(each, this.#trials.get(each) ?? [], this.#options.goal));
    return ranked(standings, this.#options.goal);
  }

  #overheadOf(candidate: C): number {
    return Math.max(this.#overheads.get(candidate) ?? this.#meanOverhead(), 0);
  }

  #meanOverhead(): number {
    const known = [...this.#overheads.values()];
    return known.length === 0 ? 0 : Math.max(known.reduce((sum, each) => sum + each, 0) / known.length, 0);
  }
}

/** This round and those after it. */
function roundsLeft(challengers: number): number {
  let rounds = 1;
  for (let left = challengers; left > FINALISTS; left = Math.ceil(left / ETA)) rounds++;
  return rounds;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

import { type Goal, tailOf } from './goal.js';

/** What a process that measures a candidate is told. */
export interface Assignment {
  readonly timeMs: number;
  /** It must not take longer, all in all: what is left of the budget. */
  readonly limitMs: number;
  /** Whether it is for the final confirmation. */
  readonly confirming: boolean;
}

/** What came of a process. */
export type Trial =
  | {
      readonly kind: 'ok';
      /** Frames a second: inferences times batch. */
      readonly fps: number;
      readonly latenciesMs: Float64Array;
      /** Inferences, where not each has its latency there: of more than a million. */
      readonly inferences?: number;
      /** What it took, from its start to its end. */
      readonly costMs: number;
      /** Why its outputs are not to be trusted, where they are not. */
      readonly refused?: string | undefined;
    }
  | { readonly kind: 'failed'; readonly reason: string; readonly costMs: number };

/** Measures a candidate in a fresh process; undefined where it was interrupted. */
export type Measure<C> = (candidate: C, assignment: Assignment) => Promise<Trial | undefined>;

export type GoodTrial = Extract<Trial, { kind: 'ok' }>;

/** What is known of a candidate. */
export interface Standing<C> {
  readonly candidate: C;
  readonly trials: readonly { readonly round: number; readonly trial: GoodTrial }[];
  /**
   * Frames a second: the median over its processes, later and longer ones counting more often. A mean would be moved by one
   * process that ran beside something else.
   */
  readonly fps: number;
  /** The goal's percentile over all of them, however few samples there are; null where the goal has none. */
  readonly tailMs: number | null;
}

export function standingOf<C>(candidate: C, trials: Standing<C>['trials'], goal: Goal): Standing<C> {
  const latencies = goal.kind === 'latency' ? pooledLatencies(trials.map(({ trial }) => trial)) : new Float64Array(0);
  return { candidate, trials, fps: typicalFps(trials), tailMs: tailOf(goal, latencies) };
}

/** The weighted median; of two in the middle their geometric mean. */
function typicalFps(trials: readonly { readonly round: number; readonly trial: GoodTrial }[]): number {
  const all = trials.flatMap(({ round, trial }) => Array.from({ length: round + 1 }, () => trial.fps));
  const sorted = all.sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return Math.sqrt((sorted[Math.floor(middle)] as number) * (sorted[Math.ceil(middle)] as number));
}

export function pooledLatencies(trials: readonly GoodTrial[]): Float64Array {
  const all = new Float64Array(trials.reduce((sum, { latenciesMs }) => sum + latenciesMs.length, 0));
  let at = 0;
  for (const { latenciesMs } of trials) {
    all.set(latenciesMs, at);
    at += latenciesMs.length;
  }
  return all;
}

/** Whether the percentile is under the goal's bound, by the samples that there are. */
export function isWithin(goal: Goal, tailMs: number | null): boolean {
  return goal.kind === 'throughput' || (tailMs !== null && tailMs < goal.boundMs);
}

/** The better one first: of those within the bound the faster one, of the others the one that is nearer to it. */
export function ranked<C>(standings: readonly Standing<C>[], goal: Goal): Standing<C>[] {
  return [...standings].sort((a, b) => {
    const [first, second] = [isWithin(goal, a.tailMs), isWithin(goal, b.tailMs)];
    if (first !== second) return first ? -1 : 1;
    return first ? b.fps - a.fps : (a.tailMs ?? 0) - (b.tailMs ?? 0);
  });
}

import type { Outcome } from '../run/executor.js';
import type { Plan, TrialSpec } from '../run/plan.js';
import { answerOf } from './probe.js';
import { type Answer, type Found, type Probe, searchRate } from './rate-search.js';

/** A trial's turn. */
export interface Turn {
  /** The row's place in the plan. */
  readonly index: number;
  /** From 0. */
  readonly repetition: number;
  readonly spec: TrialSpec;
  /** The row that it belongs to, where its spec is not the row's own. */
  readonly row?: TrialSpec;
  /** Trials with the same number share a model cache that is empty before the first of them. */
  readonly cache?: number;
}

/** Processes that measure each end of a rate search again, where nothing else was asked for. */
export const CONFIRMATIONS = 2;

/** One trial at a time, or two of them slice by slice. */
export type Turns = Generator<readonly Turn[], void, Outcome>;

/** The trials of a plan, one after the other; each is told what became of the last one. */
export function turnsOf(plan: Plan): Turns {
  if (plan.duet !== undefined) return duetTurns(plan);
  if (plan.trials.some(({ mode }) => mode?.kind === 'search')) return searchTurns(plan);
  return plan.trials.some(({ mode }) => mode?.kind === 'load') ? loadTurns(plan) : rounds(plan);
}

/** Both rows in each round. */
function* duetTurns({ trials, repeat }: Plan): Turns {
  for (let repetition = 0; repetition < repeat; repetition++)
    yield trials.map((spec, index) => ({ index, repetition, spec }));
}

/** Round by round, each beginning one row later, so that none is always the first. */
function* rounds({ trials, repeat }: Plan): Turns {
  for (let repetition = 0; repetition < repeat; repetition++) {
    for (let turn = 0; turn < trials.length; turn++) {
      const index = (turn + repetition) % trials.length;
      yield [{ index, repetition, spec: trials[index] as TrialSpec }];
    }
  }
}

/** The same, but a warm load follows the cold one that fills its cache. */
function* loadTurns({ trials, repeat }: Plan): Turns {
  const firsts = trials.flatMap(({ mode }, index) => (mode?.kind === 'load' && mode.phase === 'warm' ? [] : [index]));
  let cache = 0;
  for (let repetition = 0; repetition < repeat; repetition++) {
    for (let turn = 0; turn < firsts.length; turn++) {
      const index = firsts[(turn + repetition) % firsts.length] as number;
      const next = trials[index + 1];
      yield [{ index, repetition, spec: trials[index] as TrialSpec, cache }];
      if (next?.mode?.kind === 'load' && next.mode.phase === 'warm')
        yield [{ index: index + 1, repetition, spec: next, cache }];
      cache++;
    }
  }
}

/** One probe of each row in turns: what slows the machine down for a while hits all rows' searches. */
function* searchTurns({ trials }: Plan): Turns {
  const searches = trials.map((row, index) => ({
    row,
    index,
    search: searchOf(row),
    count: 0,
    answer: undefined as Answer,
  }));
  const under = new Set(searches);
  while (under.size > 0) {
    for (const each of [...under]) {
      const { row, index, search } = each;
      const { value, done } = search.next(each.answer as Answer);
      if (done === true) {
        under.delete(each);
        continue;
      }
      const repetition = each.count++;
      each.answer = answerOf(yield [{ index, repetition, spec: probeSpec(row, value, repetition), row }]);
    }
  }
}

function searchOf({ mode }: TrialSpec): ReturnType<typeof searchRate> {
  return searchRate(mode?.kind === 'search' ? mode.confirmations : 0);
}

/** The search over again, from the outcomes of its probes: what it found. */
export function foundBy(row: TrialSpec, outcomes: readonly Outcome[]): Found | undefined {
  const search = searchOf(row);
  let step = search.next();
  for (const outcome of outcomes) {
    if (step.done === true) break;
    step = search.next(answerOf(outcome));
  }
  return step.done === true ? step.value : undefined;
}

/** A search's row as one of its trials. The capacity's is a closed loop. */
function probeSpec(row: TrialSpec, probe: Probe, count: number): TrialSpec {
  const { mode, ...closed } = row;
  if (mode?.kind !== 'search' || probe.kind === 'capacity') return closed;
  const { pattern, seed, backlog, bound } = mode;
  return {
    ...closed,
    mode: { kind: 'open', pattern, seed: seed + count, backlog, rate: probe.rate, exact: true },
    bound,
  };
}

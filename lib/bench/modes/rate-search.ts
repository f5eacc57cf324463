/** What the search wants to know next: what the device can do at most, or whether a rate keeps the bound. */
export type Probe = { readonly kind: 'capacity' } | { readonly kind: 'rate'; readonly rate: number };

/** What came of a probe; undefined where it failed. */
export type Answer =
  | {
      readonly perSecond: number;
      readonly met: boolean;
      /** Where too few requests were made to tell whether the bound is kept. */
      readonly tooFew?: true;
    }
  | undefined;

export interface Found {
  /** The highest rate that kept the bound; null where none did, or a probe failed. */
  readonly rate: number | null;
  /** The lowest rate that did not; null where none was found. */
  readonly above: number | null;
  /** Between two rates that are tried. */
  readonly resolution: number;
  /** Inferences a second in a closed loop. */
  readonly capacity: number;
  /** Where it ended because a probe had too few requests for the bound's percentile. */
  readonly tooFew?: true;
}

/** Halvings of the range from nothing to capacity: to 1/32 of it. What is closer is within one process's noise. */
const HALVINGS = 5;
/** Of a probe's samples above the bound's percentile: so many make what is found uncertain by a step, four times as many by half. */
const STEP_SAMPLES_ABOVE = 100;
/** Rates that a search may try: so many parts of the capacity. */
export const RATES = 2 ** HALVINGS;
/** Steps by which an end may be corrected before the search gives up. */
const CORRECTIONS = 6;

/**
 * How far apart two rates must be to be told apart: a step, and as much again as a percentile of so few samples is uncertain.
 * Measured on queues of one and four lanes, p50 to p99: of 40 seeds each found a rate within ± that of the median.
 *
 * @param above Samples of a probe above the bound's percentile.
 */
export function resolutionOf(step: number, above: number): number {
  return step * (1 + Math.sqrt(STEP_SAMPLES_ABOVE / Math.max(above, 1)));
}

/**
 * The highest rate under a bound. A closed loop gives the device's capacity: no open loop is stable beyond. The range below
 * is halved, and then both ends are measured again in turns, `confirmations` times each: one process can be lucky. An end
 * that the majority contradicts moves by a step. Pure: probes out, answers in.
 */
export function* searchRate(confirmations: number): Generator<Probe, Found, Answer> {
  const closed = yield { kind: 'capacity' };
  const capacity = closed?.perSecond ?? 0;
  const resolution = capacity / RATES;
  const failed: Found = { rate: null, above: null, resolution, capacity };
  if (capacity <= 0) return failed;
  let tooFew = false;
  const votes = new Map<number, { met: number; all: number }>();
  // rates are whole numbers of steps, so that a rate that comes again is the same
  const measure = function* (step: number): Generator<Probe, boolean | undefined, Answer> {
    const answer = yield { kind: 'rate', rate: step * resolution };
    tooFew = answer?.tooFew === true;
    if (answer === undefined || tooFew) return undefined;
    const { met, all } = votes.get(step) ?? { met: 0, all: 0 };
    votes.set(step, { met: met + (answer.met ? 1 : 0), all: all + 1 });
    return answer.met;
  };
  const unknown = (): Found => ({ ...failed, ...(tooFew && { tooFew }) });
  let [low, high] = [0, RATES];
  while (high - low > 1) {
    const middle = (low + high) / 2;
    const met = yield* measure(middle);
    if (met === undefined) return unknown();
    if (met) low = middle;
    else high = middle;
  }
  const holds = (step: number): boolean => {
    const { met, all } = votes.get(step) ?? { met: 0, all: 0 };
    return step === 0 || met * 2 > all;
  };
  for (let correction = 0; correction < CORRECTIONS && confirmations > 0; correction++) {
    for (let round = 0; round < confirmations; round++) {
      for (const step of low === 0 ? [high] : [low, high]) {
        if ((votes.get(step)?.all ?? 0) > confirmations) continue;
        if ((yield* measure(step)) === undefined) return unknown();
      }
    }
    if (!holds(low)) [low, high] = [low - 1, low];
    else if (holds(high)) [low, high] = [high, high + 1];
    else break;
  }
  while (low > 0 && !holds(low)) low--;
  const known = votes.has(low) ? low : 0;
  return {
    rate: known === 0 ? null : known * resolution,
    above: votes.has(high) && !holds(high) ? high * resolution : null,
    resolution,
    capacity,
  };
}

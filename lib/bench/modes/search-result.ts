import { countOf, type Measured, type Row, wentWell } from '../result/rows.js';
import type { Outcome } from '../run/executor.js';
import { framesPerSecond, samplesFor } from '../statistics/stats.js';
import type { LatencyBound } from './mode.js';
import { achievedPerSecond, isOverloaded, keeps, latencyAt, offeredPerSecond } from './probe.js';
import { resolutionOf } from './rate-search.js';
import type { RatePoint, RateSearchInfo } from './result.js';
import { foundBy } from './turns.js';

/** A row as it is shown: of a search, the trial of the rate that was found, and all that was tried. */
export function searchedRow(row: Row): { readonly shown: Row; readonly rateSearch?: RateSearchInfo } {
  const { mode } = row.spec;
  // the row's spec is that of its outcomes' `row`
  if (mode?.kind !== 'search') return { shown: row };
  const { bound } = mode;
  const found = foundBy(row.spec, row.outcomes);
  const tried = row.outcomes.filter(wentWell).flatMap((outcome) => pointOf(outcome, bound));
  const closed = row.outcomes.find(
    (outcome): outcome is Measured => wentWell(outcome) && outcome.spec.mode === undefined,
  );
  const failed = row.outcomes.find((outcome) => !wentWell(outcome));
  const capacity = closed && framesPerSecond(countOf(closed.measurement), closed.measurement.totalMs);
  const rateSearch: RateSearchInfo = {
    bound,
    rate: found?.rate ?? null,
    above: found?.above ?? null,
    resolution: resolutionOf(found?.resolution ?? 0, samplesAbove(tried, bound)),
    capacity: capacity ?? 0,
    complete: found !== undefined && found.tooFew === undefined && failed === undefined,
    ...(found?.tooFew === true && { needed: samplesFor(bound.percent) }),
    points: tried.map(({ point }) => point),
  };
  const outcome = failed ?? shownOf(tried, found?.rate ?? null) ?? (row.outcomes[0] as Outcome);
  return { shown: { spec: outcome.spec, outcomes: [outcome] }, rateSearch };
}

/** Samples of a probe above the bound's percentile: of the one that has the fewest. */
function samplesAbove(tried: readonly Tried[], { percent }: LatencyBound): number {
  const fewest = Math.min(...tried.map(({ point }) => point.samples));
  return Number.isFinite(fewest) ? (fewest * (100 - percent)) / 100 : 0;
}

interface Tried {
  readonly outcome: Measured;
  readonly point: RatePoint;
}

function pointOf(outcome: Measured, bound: LatencyBound): Tried[] {
  const { spec, measurement } = outcome;
  const { facts } = measurement;
  if (spec.mode?.kind !== 'open' || facts?.kind !== 'open') return [];
  const { rate, pattern } = spec.mode;
  const point: RatePoint = {
    rate,
    offeredPerSecond: offeredPerSecond(facts),
    achievedPerSecond: achievedPerSecond(facts),
    samples: countOf(measurement),
    atMs: latencyAt(measurement, bound),
    overloaded: isOverloaded(facts, pattern),
    met: keeps(measurement, facts, pattern, bound),
  };
  return [{ outcome, point }];
}

/** Of the trials of the rate that was found the one in the middle; where none was, the one of the lowest rate. */
function shownOf(tried: readonly Tried[], rate: number | null): Outcome | undefined {
  const lowest = Math.min(...tried.map(({ point }) => point.rate));
  const there = tried
    .filter(({ point }) => point.rate === (rate ?? lowest))
    .sort((a, b) => (a.point.atMs ?? 0) - (b.point.atMs ?? 0));
  return there[Math.floor((there.length - 1) / 2)]?.outcome;
}

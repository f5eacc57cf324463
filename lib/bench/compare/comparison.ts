import { isThrottling } from '../machine/disturbances.js';
import { boundText } from '../modes/arrivals.js';
import type { BenchResult, ProcessResult, TrialResult } from '../result/result.js';
import { type Design, type Ratio, ratioOf, ratioOfPairs } from './verdict.js';

/** What processes are compared by: frames per second, and three times. */
export const METRICS: readonly Metric[] = ['fps', 'loadMs', 'p50Ms', 'p99Ms'];
/**
 * What processes are compared by: frames per second, and three times.
 *
 * @category Comparisons and checks
 * @example
 * ```ts
 * const metric: Metric = 'p99Ms';
 * console.log(result.comparisons?.[0]?.times[metric]?.ratio);
 * ```
 */
export type Metric = 'fps' | 'loadMs' | 'p50Ms' | 'p99Ms';

/**
 * What the verdict on a row is founded on: frames per second; of rows that only load the load time; of rate searches the rate
 * that was found.
 *
 * @category Comparisons and checks
 * @example
 * ```ts
 * const metric: JudgedMetric | undefined = result.comparisons?.[0]?.metric;
 * console.log(metric ?? 'nothing to compare');
 * ```
 */
export type JudgedMetric = 'fps' | 'loadMs' | 'rate';

/**
 * Why there is no verdict on a row.
 *
 * @category Comparisons and checks
 * @example
 * ```ts
 * const why: NoVerdict | undefined = result.comparisons?.[0]?.noVerdict;
 * console.log(why ?? 'there is one');
 * ```
 */
export type NoVerdict = 'one-process' | 'throttled' | 'one-search';

/**
 * A row against another one.
 *
 * @category Comparisons and checks
 * @example
 * ```ts
 * const comparison: RowComparison | undefined = result.comparisons?.[0];
 * console.log(comparison?.metric, comparison?.ratio, comparison?.noVerdict);
 * ```
 */
export interface RowComparison extends Ratio {
  /** What `ratio`, `interval`, `verdict` and `detectable` are of. */
  readonly metric: JudgedMetric;
  /** `duet`: measured in turns, slice by slice; `paired`: in the same rounds; `independent`: in different runs. */
  readonly design: Design | 'duet';
  /** Processes that stand behind the baseline and behind the row; of rate searches, searches. */
  readonly processes: readonly [baseline: number, row: number];
  /** Why there is no verdict; absent where there is one. */
  readonly noVerdict?: NoVerdict;
  /** The same of the other times, where they were measured. */
  readonly times: Partial<Record<Exclude<Metric, 'fps'>, Ratio>>;
}

/**
 * A row of a result against the one that it is compared with.
 *
 * @category Comparisons and checks
 * @example
 * ```ts
 * const comparisons: readonly Comparison[] = result.comparisons ?? [];
 * for (const { row, baseline, ratio, verdict } of comparisons) console.log(row, baseline, ratio, verdict);
 * ```
 */
export interface Comparison extends RowComparison {
  /** Index of the row in `results`. */
  readonly row: number;
  /** Index of its baseline. */
  readonly baseline: number;
}

/**
 * What two rows that ran in turns, slice by slice, gave.
 *
 * @category Comparisons and checks
 * @example
 * ```ts
 * const duet: Duet | undefined = result.duet;
 * console.log(duet?.sliceMs, duet?.ratios.length);
 * ```
 */
export interface Duet {
  /** Milliseconds of a slice. */
  readonly sliceMs: number;
  /** FPS of the second row by that of the first, slice by slice, for each pair of processes; none of a pair that failed. */
  readonly ratios: readonly (readonly number[])[];
}

/**
 * The rows of a result, each against the first one of its kind (synchronous, asynchronous, queries, end to end, loads, rate
 * searches of a bound). Rows that failed have no comparison, and neither have open loops, whose rate is given.
 */
export function comparisonsOf(results: readonly TrialResult[], duet?: Duet): Comparison[] {
  return results.flatMap((trial, row) => {
    const kind = kindOf(trial);
    const baseline = results.findIndex((other) => kindOf(other) === kind);
    const base = results[baseline] as TrialResult;
    if (kind === undefined || row === baseline) return [];
    const compared = compareRows(base, trial, 'paired', duet);
    return compared === undefined ? [] : [{ row, baseline, ...compared }];
  });
}

function kindOf({ api, load, openLoop, rateSearch, query, endToEnd }: TrialResult): string | undefined {
  // cold and warm ones are of a kind: what a cache is worth is to be seen
  if (load !== undefined) return 'loads';
  if (rateSearch !== undefined) return `rates with ${boundText(rateSearch.bound)}`;
  if (openLoop !== undefined) return undefined;
  if (endToEnd !== undefined) return 'end to end';
  return query === undefined ? api : `queries of ${query.samples}`;
}

/** One row against another; undefined where one of them has nothing to compare. */
export function compareRows(
  baseline: TrialResult,
  row: TrialResult,
  design: Design,
  duet?: Duet,
): RowComparison | undefined {
  return compareBy(METRICS, baseline, row, design, duet);
}

/** The same without the other times: an interval takes 2 ms, which counts where there are thousands. */
export function compareSpeeds(baseline: TrialResult, row: TrialResult, design: Design): RowComparison | undefined {
  const metric = judgedBy(row);
  return compareBy(metric === 'rate' ? [] : [metric], baseline, row, design);
}

function compareBy(
  metrics: readonly Metric[],
  baseline: TrialResult,
  row: TrialResult,
  design: Design,
  duet?: Duet,
): RowComparison | undefined {
  if (baseline.status === 'failed' || row.status === 'failed') return undefined;
  const metric = judgedBy(row);
  if (metric !== judgedBy(baseline)) return undefined;
  if (metric === 'rate') return compareRates(baseline, row, design);
  const [a, b] = design === 'paired' ? sameRounds(baseline, row) : [wellOf(baseline), wellOf(row)];
  const ratios = metrics.flatMap((each) => {
    const found = ratioOfMetric(each, a, b, design);
    return found === undefined ? [] : [[each, found] as const];
  });
  const pairs = duet?.ratios.filter(({ length }) => length > 0);
  const ratio = pairs === undefined ? Object.fromEntries(ratios)[metric] : ratioOfPairs(pairs.map(typicalLogRatio));
  if (ratio === undefined || pairs?.length === 0) return undefined;
  const noVerdict = whyNone(baseline, row, ratio);
  return {
    metric,
    design: duet === undefined ? design : 'duet',
    ...withoutVerdict(ratio, noVerdict),
    processes: pairs === undefined ? [a.length, b.length] : [pairs.length, pairs.length],
    ...(noVerdict !== undefined && { noVerdict }),
    times: Object.fromEntries(
      ratios
        .filter(([each]) => each !== 'fps' && each !== metric)
        .map(([each, found]) => [each, withoutVerdict(found, noVerdict)]),
    ),
  };
}

function judgedBy({ load, rateSearch }: TrialResult): JudgedMetric {
  if (load !== undefined) return 'loadMs';
  return rateSearch === undefined ? 'fps' : 'rate';
}

/** A search is some ten processes that end in one value, and of one value no interval can be made. */
function compareRates({ rateSearch: a }: TrialResult, { rateSearch: b }: TrialResult, design: Design) {
  const [from, to] = [a?.rate ?? 0, b?.rate ?? 0];
  if (from <= 0 || to <= 0) return undefined;
  const none = { interval: null, verdict: null, detectable: null, noVerdict: 'one-search' } as const;
  return { metric: 'rate', design, processes: [1, 1], ratio: to / from, ...none, times: {} } as const;
}

/** One figure of a row against the same one of another run; undefined where one of them has none in some process. */
export function ratioOfFigure(baseline: TrialResult, row: TrialResult, metric: Metric): Ratio | undefined {
  if (baseline.status === 'failed' || row.status === 'failed') return undefined;
  const ratio = ratioOfMetric(metric, wellOf(baseline), wellOf(row), 'independent');
  return ratio && withoutVerdict(ratio, whyNone(baseline, row, ratio));
}

/** The comparison of a row of a result, where there is one. */
export function comparisonOf({ comparisons }: BenchResult, row: number): Comparison | undefined {
  return comparisons?.find((each) => each.row === row);
}

/** What a process measured: an entry of `processes`, or the row itself where it was not repeated. */
type Measured = Pick<ProcessResult, 'status' | 'fps' | 'loadMs' | 'latencyMs'>;

function wellOf(row: TrialResult): Measured[] {
  return processesOf(row).filter(({ status }) => status === 'ok');
}

/** Processes of the rounds in which both went well. */
function sameRounds(a: TrialResult, b: TrialResult): [Measured[], Measured[]] {
  const [first, second] = [processesOf(a), processesOf(b)];
  const rounds = first.flatMap((each, round) => {
    const other = second[round];
    return other === undefined || each.status === 'failed' || other.status === 'failed' ? [] : [[each, other] as const];
  });
  return [rounds.map(([each]) => each), rounds.map(([, other]) => other)];
}

function processesOf(row: TrialResult): readonly Measured[] {
  return row.processes ?? [row];
}

function ratioOfMetric(
  metric: Metric,
  a: readonly Measured[],
  b: readonly Measured[],
  design: Design,
): Ratio | undefined {
  const [first, second] = [a, b].map((processes) => processes.map((each) => speedBy(metric, each)));
  const speeds = [first, second].map((all) => all?.filter((speed) => speed !== undefined) ?? []) as [
    number[],
    number[],
  ];
  // p99 where each process has one, so that pairs stay pairs
  if (speeds.some((all) => all.length === 0) || speeds[0].length < a.length || speeds[1].length < b.length)
    return undefined;
  return ratioOf(speeds[0], speeds[1], design);
}

/** Larger is faster: frames per second, or how often a time goes into a second. */
function speedBy(metric: Metric, { fps, loadMs, latencyMs }: Measured): number | undefined {
  const values: Record<Metric, number | null> = {
    fps,
    loadMs: inverse(loadMs),
    p50Ms: inverse(latencyMs?.p50 ?? null),
    p99Ms: inverse(latencyMs?.p99 ?? null),
  };
  const value = values[metric];
  return value !== null && value > 0 && Number.isFinite(value) ? value : undefined;
}

function inverse(milliseconds: number | null): number | null {
  return milliseconds === null || milliseconds === 0 ? null : 1000 / milliseconds;
}

/** What a pair of processes says of its slices: the median, which a disturbance of a few of them does not move. */
function typicalLogRatio(ratios: readonly number[]): number {
  const sorted = ratios.map(Math.log).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

function whyNone(a: TrialResult, b: TrialResult, { interval }: Ratio): NoVerdict | undefined {
  if ([a, b].some(({ disturbed = [] }) => disturbed.some(isThrottling))) return 'throttled';
  return interval === null ? 'one-process' : undefined;
}

function withoutVerdict(ratio: Ratio, noVerdict: NoVerdict | undefined): Ratio {
  return noVerdict === undefined ? ratio : { ...ratio, verdict: null };
}

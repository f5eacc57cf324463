import { type Metric as ComparedMetric, ratioOfFigure } from '../compare/comparison.js';
import type { TrialResult } from '../result/result.js';
import type { Check } from './check.js';
import { type Metric, metricOf, rowName, valueText } from './metrics.js';

/** What is compared with a baseline: more is better of the first, less of all others. */
export const BASELINE_METRICS = ['fps', 'load', 'first', 'mean', 'p50', 'p90', 'p99'] as const;
export type BaselineMetric = (typeof BASELINE_METRICS)[number];

/** How much worse a row may be than its baseline where nothing else was asked for. */
export const MAX_REGRESSION = 0.05;

/** What became of a figure since the baseline. */
export interface Verdict {
  /** How much worse it is, as a share of the baseline; negative where it is better. */
  readonly worse: number;
  /** 95 % interval of `worse`, where both rows have several processes. */
  readonly interval?: readonly [least: number, most: number];
  readonly regressed: boolean;
}

/** Judges one figure of a row against the same one of its baseline. */
export type Judge = (baseline: TrialResult, row: TrialResult, metric: BaselineMetric, most: number) => Verdict | string;

/** By the ratio of the two figures alone; a string says why there is none. */
export const judgeByRatio: Judge = (baseline, row, name, most) => {
  const metric = metricOf(name) as Metric;
  const [before, now] = [metric.of(baseline), metric.of(row)];
  if (typeof before === 'string') return `the baseline has no ${name}: ${before}`;
  if (typeof now === 'string') return `it has no ${name}: ${now}`;
  if (before <= 0 || now <= 0) return `${name} is 0`;
  const worse = name === 'fps' ? 1 - now / before : now / before - 1;
  return { worse, regressed: worse > most };
};

/** What a comparison of processes calls the figures of which it knows. */
const COMPARED: Partial<Record<BaselineMetric, ComparedMetric>> = {
  fps: 'fps',
  load: 'loadMs',
  p50: 'p50Ms',
  p99: 'p99Ms',
};

/**
 * By the processes of both rows, where each has several: worse by more than is allowed, and the interval leaves no doubt that it
 * is slower at all. By the ratio alone where there is no interval, and where a row was throttled, of which no interval tells.
 */
export const judgeByProcesses: Judge = (baseline, row, name, most) => {
  const metric = COMPARED[name];
  const ratio = metric && ratioOfFigure(baseline, row, metric);
  if (ratio === undefined || ratio.interval === null || ratio.verdict === null)
    return judgeByRatio(baseline, row, name, most);
  const worseAt = (times: number): number => (name === 'fps' ? 1 - times : 1 / times - 1);
  const [low, high] = ratio.interval;
  const worse = worseAt(ratio.ratio);
  return { worse, interval: [worseAt(high), worseAt(low)], regressed: worse > most && high < 1 };
};

export interface RegressionOptions {
  readonly baseline: readonly TrialResult[];
  readonly metrics: readonly BaselineMetric[];
  /** A share: 0.05. */
  readonly most: number;
  readonly judge?: Judge;
}

/** Each row against the one of the baseline that is like it. One without its like fails: nothing was compared. */
export function checkRegressions(results: readonly TrialResult[], options: RegressionOptions): Check[] {
  const { metrics, most, judge = judgeByProcesses } = options;
  const partners = match(results, options.baseline);
  return [...results.entries()].flatMap(([index, row]) => {
    if (row.status !== 'ok') return [];
    const partner = partners.get(row);
    return metricsOf(row, metrics).map((name): Check => {
      const metric = metricOf(name) as Metric;
      const percent = valueText(most, 'share');
      const verdict = partner === undefined ? 'the baseline has no row like it' : judge(partner, row, name, most);
      const measured = metric.of(row);
      const before = partner && metric.of(partner);
      return {
        kind: 'regression',
        condition: `${name} more than ${percent} worse than the baseline`,
        requestedDevice: row.requestedDevice,
        api: row.api,
        row: index,
        measured: typeof measured === 'number' ? measured : null,
        limit: typeof before === 'number' ? limitOf(name, before, most) : null,
        violated: typeof verdict === 'string' || verdict.regressed,
        sentence: sentenceOf(row, metric, verdict, [before, measured], percent),
      };
    });
  });
}

/** A row that only loads has no frames per second: its load time stands for them. */
function metricsOf({ load }: TrialResult, metrics: readonly BaselineMetric[]): readonly BaselineMetric[] {
  return load === undefined ? metrics : [...new Set(metrics.map((name) => (name === 'fps' ? 'load' : name)))];
}

function limitOf(name: BaselineMetric, before: number, most: number): number {
  return before * (name === 'fps' ? 1 - most : 1 + most);
}

function sentenceOf(
  row: TrialResult,
  { name, dimension }: Metric,
  verdict: Verdict | string,
  [before, now]: readonly [number | string | undefined, number | string],
  percent: string,
): string {
  if (typeof verdict === 'string' || typeof before !== 'number' || typeof now !== 'number')
    return `${rowName(row)}: ${name} can't be compared with the baseline: ${typeof verdict === 'string' ? verdict : 'it was not measured'}.`;
  const { worse, interval, regressed } = verdict;
  const change = `${valueText(Math.abs(worse), 'share')} ${worse > 0 ? 'worse' : 'better'}`;
  const range = interval && `; 95 % interval ${interval.map((share) => valueText(share, 'share')).join(' to ')} worse`;
  const values = `${valueText(now, dimension)} instead of ${valueText(before, dimension)}${range ?? ''}`;
  return `${rowName(row)}: ${name} is ${change} than the baseline (${values})${regressed ? `; ${percent} is allowed` : ''}.`;
}

/** Rows that are alike: same device string, same way of driving it, and of several such the most similar one. */
function match(results: readonly TrialResult[], baseline: readonly TrialResult[]): Map<TrialResult, TrialResult> {
  const pairs = new Map<TrialResult, TrialResult>();
  const free = new Set(baseline);
  for (const row of results) {
    const alike = [...free].filter((each) => isAlike(each, row));
    const ranked = alike.map((each) => [similarity(each, row), each] as const).sort(([a], [b]) => b - a);
    const best = ranked[0]?.[1];
    if (best === undefined) continue;
    free.delete(best);
    pairs.set(row, best);
  }
  return pairs;
}

/** A baseline of an older version may not tell its properties. */
function isAlike(before: TrialResult, row: TrialResult): boolean {
  const { requestedDevice, api, properties } = before;
  const same = properties === undefined || textOf(properties) === textOf(row.properties);
  return same && requestedDevice === row.requestedDevice && api === row.api && drivenAs(before) === drivenAs(row);
}

/** How a row was driven, where it was no plain closed loop: figures of different ways have nothing in common. */
function drivenAs({ varied, batch, openLoop, rateSearch, query, load, endToEnd }: TrialResult): string {
  const open = rateSearch === undefined ? openLoop && [openLoop.pattern, openLoop.rate] : rateSearch.bound;
  return JSON.stringify([varied ?? {}, batch, open, query?.samples, load?.phase, endToEnd !== undefined]);
}

function textOf(properties: TrialResult['properties'] = {}): string {
  return JSON.stringify(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const SETTINGS = ['requests', 'performanceHint', 'inferencePrecision', 'streams'] as const;

function similarity(a: TrialResult, b: TrialResult): number {
  return SETTINGS.filter((key) => JSON.stringify(a[key] ?? null) === JSON.stringify(b[key] ?? null)).length;
}

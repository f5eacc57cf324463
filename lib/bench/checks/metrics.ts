import { printable } from '../../runtime/printable.js';
import { modeCell } from '../modes/columns.js';
import type { OpenLoopInfo } from '../modes/result.js';
import { duration, significant } from '../report/format.js';
import type { Quantile, TrialResult } from '../result/result.js';
import { supportsPercentile } from '../statistics/stats.js';
import { spreadOf } from './spread.js';

/** What a metric is measured in. */
export type Dimension = 'time' | 'rate' | 'share';

/** A figure of a row that something can be demanded of. */
export interface Metric {
  readonly name: string;
  readonly dimension: Dimension;
  /** Its value in milliseconds, inferences a second or as a share; or why there is none. */
  readonly of: (trial: TrialResult) => number | string;
}

const NOT_MEASURED = 'it was not measured';

function latency(name: string, member: 'min' | 'mean' | 'p50' | 'p90' | 'max' | 'sd'): Metric {
  return {
    name,
    dimension: 'time',
    of: ({ latencyMs }) => latencyMs?.[member] ?? (member === 'sd' ? 'a single inference has none' : NOT_MEASURED),
  };
}

const METRICS: readonly Metric[] = [
  { name: 'fps', dimension: 'rate', of: ({ fps }) => fps ?? NOT_MEASURED },
  { name: 'load', dimension: 'time', of: ({ loadMs }) => loadMs ?? NOT_MEASURED },
  { name: 'first', dimension: 'time', of: ({ firstInferenceMs }) => firstInferenceMs ?? NOT_MEASURED },
  { name: 'total', dimension: 'time', of: ({ totalMs }) => totalMs ?? NOT_MEASURED },
  latency('min', 'min'),
  latency('mean', 'mean'),
  latency('p50', 'p50'),
  latency('p90', 'p90'),
  latency('max', 'max'),
  latency('sd', 'sd'),
  { name: 'cv', dimension: 'share', of: (trial) => spreadOf(trial) ?? 'it needs two processes that went well' },
  {
    name: 'droprate',
    dimension: 'share',
    of: ({ openLoop }) => (openLoop === undefined ? 'only an open loop (--rate) has one' : dropRate(openLoop)),
  },
];

/** What stands for names with a blank, a dash or another spelling in them. */
const ALIASES: Readonly<Record<string, string>> = { median: 'p50', average: 'mean', throughput: 'fps', stddev: 'sd' };

/** Names for a sentence. */
export const METRIC_NAMES = `${METRICS.map(({ name }) => name).join(', ')} and percentiles such as p95, p99 or p99.9`;

/** The metric of that name: `fps`, `p95`, `drop rate`; undefined for none. */
export function metricOf(text: string): Metric | undefined {
  const word = text.toLowerCase().replaceAll(/[\s_-]/g, '');
  const name = ALIASES[word] ?? word;
  return METRICS.find((metric) => metric.name === name) ?? percentileMetric(name);
}

/** Percentiles that a result has: whole ones, and those of its tail. */
function percentileMetric(name: string): Metric | undefined {
  const digits = /^p([1-9]\d?|99\.(?:5|9|95|99|999))$/.exec(name)?.[1];
  if (digits === undefined) return undefined;
  const percent = Number(digits);
  return {
    name,
    dimension: 'time',
    of: ({ latencyMs, quantiles, ...trial }) => {
      if (latencyMs === null || quantiles === undefined) return NOT_MEASURED;
      const count = samplesOf(trial);
      if (percent > 90 && !supportsPercentile(count, percent)) {
        const needed = Math.ceil(Number((1000 / (100 - percent)).toFixed(6)));
        return `${count} ${count === 1 ? 'inference is' : 'inferences are'} too few for it: it needs ${needed}`;
      }
      return quantileAt(quantiles, percent / 100) ?? NOT_MEASURED;
    },
  };
}

/** Nearest rank, as everywhere: the smallest latency that so large a share does not exceed. */
function quantileAt(quantiles: readonly Quantile[], share: number): number | undefined {
  return quantiles.find(([each]) => each >= share - 1e-9)?.[1];
}

/** Share of the arrivals that found the backlog full. */
function dropRate({ arrivals, refused }: OpenLoopInfo): number {
  return arrivals === 0 ? 0 : refused / arrivals;
}

/** How many latencies a row has: those of all processes that went well, one an inference or one a query. */
function samplesOf({ iterations, processes, query }: Pick<TrialResult, 'iterations' | 'processes' | 'query'>): number {
  const well = processes?.filter(({ status }) => status === 'ok') ?? [];
  const inferences = well.length === 0 ? iterations : well.reduce((sum, each) => sum + each.iterations, 0);
  return inferences / (query?.samples ?? 1);
}

/** A value with its unit: `17.3 ms`, `258`, `4.2 %`. */
export function valueText(value: number, dimension: Dimension): string {
  if (dimension === 'time') return duration(value);
  return dimension === 'rate' ? `${significant(value)} FPS` : `${significant(100 * value)} %`;
}

/** What sweeps vary that a row's name has in other words. */
const SAID_ALREADY: ReadonlySet<string> = new Set(['requests', 'batch', 'hint', 'streams', 'cache']);

/** A row as a sentence calls it. */
export function rowName(trial: TrialResult): string {
  const { requestedDevice, api, requests, performanceHint, properties = {}, varied = {}, batch } = trial;
  const others = Object.entries(properties).filter(([key]) => key !== 'PERFORMANCE_HINT');
  const more = Object.entries(varied).filter(([key]) => !SAID_ALREADY.has(key) && properties[key] === undefined);
  const mode = modeCell(trial);
  const plain = api === 'sync' || requests === null ? api : `${api} ${requests}`;
  const details = [
    ...(mode === plain ? [] : [mode]),
    ...(api === 'async' && requests !== null ? [`${requests} ${requests === 1 ? 'request' : 'requests'}`] : []),
    ...(performanceHint === null ? [] : [performanceHint]),
    ...(batch === undefined ? [] : [`batch ${batch}`]),
    ...others.map(([key, value]) => `${key}=${value}`),
    ...more.map(([key, value]) => `${key}=${value}`),
  ];
  return printable(`${requestedDevice} ${api}${details.length === 0 ? '' : ` (${details.join(', ')})`}`);
}

import { printable } from '../../runtime/printable.js';
import { duration, significant, wrap } from '../report/format.js';
import { tableLines } from '../report/table.js';
import type { TrialResult } from '../result/result.js';
import { boundText } from './arrivals.js';
import { RATES } from './rate-search.js';
import type { EndToEndInfo, RatePoint, RateSearchInfo, ScenarioInfo } from './result.js';

/** What modes have to tell below the table: a scenario's metric, the rates that were tried, the stages of a picture. */
export function modeLines(results: readonly TrialResult[], width: number): string[] {
  return results
    .filter(({ status }) => status === 'ok')
    .flatMap((trial) => {
      const name = printable(nameOf(trial));
      return [
        ...(trial.rateSearch === undefined ? [] : searchLines(name, trial.rateSearch, width)),
        ...(trial.endToEnd === undefined ? [] : stageLines(name, trial, trial.endToEnd, width)),
        ...(trial.scenario === undefined ? [] : wrap(scenarioLine(name, trial.scenario), width, '  ')),
      ];
    });
}

function nameOf({ requestedDevice, varied = {} }: TrialResult): string {
  return [requestedDevice, ...Object.entries(varied).map(([key, value]) => `${key}=${value}`)].join(' ');
}

function scenarioLine(name: string, { name: scenario, metric, value, unit }: ScenarioInfo): string {
  const text = value === null ? 'none' : unit === 'ms' ? duration(value) : significant(value);
  return `${scenario} (${name}): ${metric}: ${text}`;
}

/** `CPU: 187 requests a second keep p99 < 20 ms (±8.2 ...)`, and the rates that were tried. */
export function searchLines(name: string, search: RateSearchInfo, width: number): string[] {
  const { bound, rate, above, complete, needed, points } = search;
  const text = boundText(bound);
  const lowest = points.reduce((least, point) => (point.rate < least.rate ? point : least), points[0] ?? NOTHING);
  const verdict =
    needed !== undefined
      ? `no rate is told, for the probes had too few requests: p${bound.percent} needs ${needed} of them each (ten above it), and one had ${points.at(-1)?.samples ?? 0}. Give --iterations ${needed}, or more --time`
      : !complete
        ? `the search for the highest rate with ${text} did not come to its end`
        : rate === null
          ? `no rate that was tried keeps ${text}: at ${significant(lowest.rate)} a second p${bound.percent} is ${duration(lowest.atMs)}`
          : `${significant(rate)} requests a second is the highest rate with ${text}${above === null ? '' : `; ${significant(above)} is too much`}`;
  const rows = [...points].sort((a, b) => a.rate - b.rate);
  const right = (title: string, cells: string[]) => ({ title, align: 'right', cells, dispensability: 0 }) as const;
  const table = tableLines(
    [
      right(
        '  rate/s',
        rows.map((point) => significant(point.rate)),
      ),
      right(
        'achieved/s',
        rows.map((point) => significant(point.achievedPerSecond)),
      ),
      right(
        `p${bound.percent}`,
        rows.map((point) => duration(point.atMs)),
      ),
      {
        title: '',
        align: 'left',
        cells: rows.map((point) => judgement(point, needed)),
        dispensability: 0,
      },
    ],
    width,
  ).flat();
  const apart = needed === undefined ? ` (${apartText(search)})` : '';
  return [...wrap(`${name}: ${verdict}${apart}.`, width, '  '), ...(rows.length === 0 ? [] : table)];
}

function judgement({ met, overloaded, samples }: RatePoint, needed: number | undefined): string {
  if (needed !== undefined && samples < needed) return 'too few requests';
  return met ? 'kept' : overloaded ? 'overloaded' : 'too slow';
}

/** How close two rates may be, and why no closer. */
function apartText({ bound: { percent }, resolution, capacity, points }: RateSearchInfo): string {
  const fewest = Math.min(...points.map(({ samples }) => samples));
  const above = Math.floor((fewest * (100 - percent)) / 100);
  const samples = points.length === 0 ? '' : `, and p${percent} has ${above} of a probe's ${fewest} requests above it`;
  return `rates are told apart to ${significant(resolution)} a second: a step is ${significant(capacity / RATES)}, a 32nd of what a closed loop does (${significant(capacity)})${samples}`;
}

const NOTHING = { rate: 0, atMs: null };

function stageLines(
  name: string,
  { latencyMs }: TrialResult,
  { stages, inferenceAloneMs, files }: EndToEndInfo,
  width: number,
): string[] {
  const rows = [
    ...stages.map(({ stage, mean, p50, p99, share }) => [
      stage,
      duration(mean),
      duration(p50),
      duration(p99),
      `${(share * 100).toFixed(1)} %`,
    ]),
    ['all', ...figures(latencyMs), ''],
    ['inference alone', ...figures(inferenceAloneMs), ''],
  ];
  const cells = (index: number): string[] => rows.map((row) => row[index] ?? '');
  const columns = ['  stage', 'mean', 'p50', 'p99', 'share'].map(
    (title, index) =>
      ({
        title,
        cells: index === 0 ? cells(0).map((text) => `  ${text}`) : cells(index),
        align: index === 0 ? 'left' : 'right',
        dispensability: 0,
      }) as const,
  );
  const from = files === 1 ? 'one picture' : `${files} pictures in turns`;
  return [`${name}: from the file to boxes, ${from}`, ...tableLines(columns, width).flat()];
}

function figures(summary: TrialResult['latencyMs']): string[] {
  return [duration(summary?.mean ?? null), duration(summary?.p50 ?? null), duration(summary?.p99 ?? null)];
}

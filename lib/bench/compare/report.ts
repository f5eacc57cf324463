import { printable } from '../../runtime/printable.js';
import { duration, significant, wrap } from '../report/format.js';
import type { Style } from '../report/style.js';
import { type Column, tableLines } from '../report/table.js';
import type { TrialResult } from '../result/result.js';
import type { ComparedRow, ResultComparison } from './compare-results.js';
import { type JudgedMetric, METRICS, type Metric } from './comparison.js';
import { fullName, type NamedResult } from './match.js';
import type { Ratio } from './verdict.js';
import { foundation, verdictWords } from './words.js';

/** The comparison for people. */
export function comparisonScreen(comparison: ResultComparison, width: number, style: Style): string {
  const { a, b, rows, alone, warnings } = comparison;
  const { model } = a.result;
  const note = (mark: string, sentence: string): string[] => wrap(printable(`${mark} ${sentence}`, 2000), width, '  ');
  const blocks = [
    [
      style.strong(printable(`ov-bench compare  ${model.name} (sha256 ${model.sha256.slice(0, 8)})`, 1000)),
      ...[`A  ${origin(a)}`, `B  ${origin(b)}`].flatMap((line) => wrap(printable(line, 1000), width, '   ')),
    ],
    [
      ...table(comparison, width, style),
      ...foundation(rows.flatMap((row) => row.comparison ?? [])).flatMap((line) => note('~', line).map(style.faint)),
    ],
    [
      ...rows.flatMap((row) => failures(row, comparison)).flatMap((line) => note('x', line).map(style.failure)),
      ...alone.flatMap(({ file, row }) => note('!', `${row} is in ${file} only.`).map(style.warning)),
      ...warnings.flatMap((sentence) => note('!', sentence).map(style.warning)),
    ],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function origin({ file, result }: NamedResult): string {
  return `${file}: ${result.createdAt}, OpenVINO ${result.openvinoVersion}, ${result.simulated === true ? '[SIMULATED] on ' : ''}${result.host.cpuModel}`;
}

function failures({ a, b }: ComparedRow, { a: first, b: second }: ResultComparison): string[] {
  return (
    [
      [a, first.file],
      [b, second.file],
    ] as const
  ).flatMap(([row, file]) =>
    row.status === 'failed'
      ? [
          `${fullName(row, [...first.result.results, ...second.result.results])} failed in ${file}: ${row.error?.message ?? 'nobody knows why'}`,
        ]
      : [],
  );
}

const NAMES: Readonly<Record<Metric | JudgedMetric, string>> = {
  fps: 'FPS',
  loadMs: 'load',
  rate: 'rate',
  p50Ms: 'p50',
  p99Ms: 'p99',
};

interface Line {
  readonly row: string;
  readonly metric: string;
  readonly a: string;
  readonly b: string;
  readonly words: string;
}

function table({ rows, a }: ResultComparison, width: number, style: Style): string[] {
  const lines = rows.flatMap((row) => linesOf(row, a.result.results));
  const column = (title: string, key: keyof Line, align: Column['align'], dispensability = 0): Column => ({
    title,
    align,
    dispensability,
    cells: lines.map((line) => line[key]),
  });
  const columns = [
    column('row', 'row', 'left'),
    column('', 'metric', 'left'),
    column('A', 'a', 'right', 1),
    column('B', 'b', 'right', 1),
    column('B against A', 'words', 'left'),
  ];
  const [titles = [], ...others] = tableLines(columns, width);
  return [...titles.map(style.faint), ...others.flat()];
}

/** A line for each metric; the verdict on the row is the one on the first of them. */
function linesOf({ a, b, comparison }: ComparedRow, results: readonly TrialResult[]): Line[] {
  const row = printable(fullName(a, results));
  if (comparison === null) return [{ row, metric: '', a: a.status, b: b.status, words: whyNotCompared(a, b) }];
  const line = (name: string, metric: Metric | JudgedMetric, ratio: Ratio): Line => ({
    row: name,
    metric: NAMES[metric],
    a: shown(metric, a),
    b: shown(metric, b),
    words: verdictWords(ratio),
  });
  const times = METRICS.flatMap((metric) => {
    const ratio = metric === 'fps' ? undefined : comparison.times[metric];
    return ratio === undefined ? [] : [line('', metric, ratio)];
  });
  return [line(row, comparison.metric, comparison), ...times];
}

/** Rows that both ran and have nothing to compare must say why; of one that failed the error is told. */
function whyNotCompared(a: TrialResult, b: TrialResult): string {
  if (a.status === 'failed' || b.status === 'failed') return '';
  const figures = [a, b].flatMap(({ fps, processes = [] }) => [fps, ...processes.map((each) => each.fps)]);
  if (figures.some((fps) => fps !== null && fps <= 0)) return 'no verdict: 0 FPS have no ratio';
  return 'no verdict: no FPS to compare';
}

function shown(metric: Metric | JudgedMetric, { fps, loadMs, latencyMs, rateSearch }: TrialResult): string {
  if (metric === 'fps') return fps === null ? '-' : significant(fps);
  if (metric === 'rate') return rateSearch?.rate == null ? '-' : `${significant(rateSearch.rate)}/s`;
  return duration({ loadMs, p50Ms: latencyMs?.p50 ?? null, p99Ms: latencyMs?.p99 ?? null }[metric]);
}

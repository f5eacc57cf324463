import { printable } from '../../runtime/printable.js';
import type { TrialResult } from '../result/result.js';
import type { LatencySummary } from '../statistics/stats.js';
import { counted, duration, wrap } from './format.js';
import { rowNames } from './row-names.js';
import type { Column } from './table.js';

/** Of more rows the lines would be a second table. */
const MOST_ROWS = 2;
/** These columns go before all others: a table without them is still whole. */
const FIRST_TO_GO = 10;

type Figure = 'min' | 'mean' | 'p90' | 'max';
const FIGURES: readonly Figure[] = ['min', 'mean', 'p90', 'max'];

/** The number of inferences and further figures of their latencies, as columns for a wide screen. */
export function latencyColumns(results: readonly TrialResult[]): Column[] {
  const column = (title: string, cell: (trial: TrialResult) => string): Column => ({
    title,
    align: 'right',
    dispensability: FIRST_TO_GO,
    cells: results.map(cell),
  });
  return [
    column('inferences', ({ iterations, latencyMs }) => (latencyMs === null ? '-' : String(iterations))),
    ...FIGURES.map((figure) => column(figure, ({ latencyMs }) => duration(latencyMs?.[figure] ?? null))),
  ];
}

/** The same as a line a row, where rows are few and the screen is not wide enough. */
export function latencyLines(results: readonly TrialResult[], width: number): string[] {
  const names = rowNames(results);
  if (results.length > MOST_ROWS) return [];
  return results.flatMap((trial, row) =>
    trial.latencyMs === null ? [] : wrap(lineOf(printable(names[row] ?? ''), trial, trial.latencyMs), width, '  '),
  );
}

function lineOf(name: string, { iterations, processes, query }: TrialResult, latency: LatencySummary): string {
  const where = processes === undefined ? '' : ` in the process shown, and of all ${processes.length} the`;
  const what = query === undefined ? 'latency' : 'latency of a query';
  const figures = FIGURES.map((figure) => `${figure} ${duration(latency[figure])}`);
  return `${name}: ${counted(iterations, 'inference')}${where === '' ? ';' : where} ${what}: ${figures.join(', ')}`;
}

import { printable } from '../../runtime/printable.js';
import { fpsCell, modeCell, variedText } from '../modes/columns.js';
import type { BenchResult, TrialResult } from '../result/result.js';
import { duration, significant } from './format.js';
import { code, table } from './markdown.js';
import { propertiesText } from './properties.js';
import { csvHeader, csvRows } from './result-csv.js';
import { type Column, fitTable, leftOutText } from './table.js';

/** One of several models; without a result where it could not be measured. */
export interface SummaryPart {
  readonly name: string;
  readonly result: BenchResult | undefined;
}

type Entry = readonly [name: string, trial: TrialResult | undefined];

const CELLS: readonly (readonly [title: string, align: 'left' | 'right', dispensability: number, Cell])[] = [
  ['requested', 'left', 0, (trial) => trial.requestedDevice],
  ['mode', 'left', 0, modeCell],
  ['varied', 'left', 1, variedText],
  ['properties', 'left', 3, propertiesText],
  ['ran on', 'left', 2, ({ status, executionDevices }) => (status === 'ok' ? executionDevices.join(',') : 'failed')],
  ['load', 'right', 4, (trial) => duration(trial.loadMs)],
  ['p50', 'right', 1, (trial) => duration(trial.latencyMs?.p50 ?? null)],
  ['p99', 'right', 5, (trial) => duration(trial.latencyMs?.p99 ?? null)],
  ['FPS', 'right', 0, fpsCell],
  ['found/s', 'right', 1, ({ rateSearch }) => (rateSearch?.rate == null ? '' : significant(rateSearch.rate))],
];
type Cell = (trial: TrialResult) => string;

function entriesOf(parts: readonly SummaryPart[]): Entry[] {
  return parts.flatMap(({ name, result }): Entry[] => {
    const rows = result?.results.map((trial): Entry => [name, trial]) ?? [];
    return rows.length === 0 ? [[name, undefined]] : rows;
  });
}

function cellOf(trial: TrialResult | undefined, cell: Cell, title: string): string {
  if (trial !== undefined) return cell(trial);
  return title === 'requested' ? 'not measured' : '';
}

/** A table of all models' rows, for the screen. */
export function summaryLines(parts: readonly SummaryPart[], width: number): string[] {
  const entries = entriesOf(parts);
  const columns: Column[] = CELLS.map(([title, align, dispensability, cell]) => ({
    ...{ title, align, dispensability },
    cells: entries.map(([, trial]) => printable(cellOf(trial, cell, title))),
  }));
  const models: Column = {
    title: 'model',
    align: 'left',
    dispensability: 0,
    cells: entries.map(([name], index) => (entries[index - 1]?.[0] === name ? '' : printable(name))),
  };
  const shown = columns.filter(
    ({ cells, dispensability }) => dispensability === 0 || cells.some((text) => text !== ''),
  );
  const { lines, leftOut } = fitTable([models, ...shown], width);
  return ['All models:', ...lines.flat(), ...leftOutText(leftOut)];
}

/** The same as Markdown. */
export function summaryMarkdown(parts: readonly SummaryPart[]): string {
  const rows = entriesOf(parts).map(([name, trial]) => [
    code(name),
    ...CELLS.map(([title, align, , cell]) => {
      const text = cellOf(trial, cell, title);
      return align === 'left' ? code(text) : text;
    }),
  ]);
  return table([['model', 'left'], ...CELLS.map(([title, align]) => [title, align] as const)], rows);
}

/** All models' rows in one file of the columns that each model's own has. */
export function summaryCsv(parts: readonly SummaryPart[]): string {
  return csvHeader() + parts.map(({ result }) => (result === undefined ? '' : csvRows(result))).join('');
}

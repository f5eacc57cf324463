import { basename } from 'node:path';
import { printable } from '../../runtime/printable.js';
import { comparisonOf } from '../compare/comparison.js';
import { verdictWords } from '../compare/words.js';
import { fpsCell, modeCell, modeColumns, variedText } from '../modes/columns.js';
import type { BenchResult, TrialResult } from '../result/result.js';
import { byDevice } from './by-device.js';
import { duration } from './format.js';
import { propertiesText } from './properties.js';
import { rowNames } from './row-names.js';

type MarkdownColumn = readonly [title: string, align: 'left' | 'right', cell: (trial: TrialResult) => string];

const COLUMNS: readonly MarkdownColumn[] = [
  ['requested', 'left', (trial) => code(trial.requestedDevice)],
  ['mode', 'left', modeCell],
  ['ran on', 'left', ranOn],
  ['by device', 'left', (trial) => code(byDevice(trial))],
  ['varied', 'left', (trial) => code(variedText(trial))],
  ['precision', 'left', (trial) => code(trial.inferencePrecision ?? '')],
  ['hint', 'left', (trial) => code(trial.performanceHint ?? '')],
  ['properties', 'left', (trial) => code(propertiesText(trial))],
  ['load', 'right', (trial) => duration(trial.loadMs)],
  ['first', 'right', (trial) => duration(trial.firstInferenceMs)],
  ['p50', 'right', (trial) => duration(trial.latencyMs?.p50 ?? null)],
  ['p90', 'right', (trial) => duration(trial.latencyMs?.p90 ?? null)],
  ['p99', 'right', (trial) => duration(trial.latencyMs?.p99 ?? null)],
  ['FPS', 'right', fpsCell],
];

/** The result as Markdown, to paste: what was measured in a line, a table, and a list of what is to know about it. */
export function resultMarkdown(result: BenchResult): string {
  const { model, openvinoVersion, host, createdAt } = result;
  const marks = [
    ...(result.simulated === true ? ['**SIMULATED**'] : []),
    ...(result.results.some(({ standIn }) => standIn) ? ['**STAND-IN MODEL**'] : []),
    ...(result.interrupted === true ? ['**INTERRUPTED**'] : []),
    ...(result.job?.shared === true ? ['**SHARED NODE**'] : []),
  ];
  const what = [
    code(model.name === '' ? basename(model.path) : model.name),
    `OpenVINO ${code(openvinoVersion)}`,
    code(`${host.cpuModel}, ${host.availableCpus} of ${host.logicalCpus} CPUs`),
    ...(result.job === undefined ? [] : [`job ${code(result.job.id)} on ${code(result.job.node)}`]),
    createdAt,
  ];
  const names = rowNames(result.results);
  const notes = result.results.flatMap((trial, row) =>
    [...(trial.error === undefined ? [] : [trial.error.message]), ...trial.warnings].map(
      (sentence) => `- ${code(names[row] ?? trial.requestedDevice)}: ${escaped(sentence)}\n`,
    ),
  );
  const parts = [
    `${[...marks, ...what].join(' · ')}\n`,
    result.results.length === 0 ? 'No row was finished.\n' : markdownTable(result),
    [...new Set(notes)].join(''),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function markdownTable(result: BenchResult): string {
  const { results } = result;
  const shown = [
    ...COLUMNS.map(([title, align, cell]) => ({ title, align, cells: results.map(cell) })),
    ...modeColumns(results),
    {
      title: 'against the first of its kind',
      align: 'left',
      cells: results.map((_, row) => against(result, row)),
    } as const,
  ].filter(({ cells }, index) => index < 3 || cells.some((text) => !/^-?$/.test(text)));
  return table(
    shown.map(({ title, align }) => [title, align]),
    results.map((_, row) => shown.map(({ cells }) => cells[row] ?? '')),
  );
}

function against(result: BenchResult, row: number): string {
  const comparison = comparisonOf(result, row);
  return comparison === undefined ? '' : verdictWords(comparison);
}

/** Lines of a table whose cells are Markdown already. */
export function table(
  titles: readonly (readonly [title: string, align: 'left' | 'right'])[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [
    line(titles.map(([title]) => title)),
    line(titles.map(([, align]) => (align === 'left' ? ':--' : '--:'))),
    ...rows.map(line),
  ].join('');
}

function ranOn({ status, executionDevices, droppedDevices }: TrialResult): string {
  if (status === 'failed') return '**failed**';
  const dropped = droppedDevices.length === 0 ? '' : ` (**without** ${code(droppedDevices.join(', '))})`;
  return code(executionDevices.join(', ') || '?') + dropped;
}

/**
 * Text of others as a code span: nothing in it is markup, a link, a mention or HTML. A pipe would end a table's cell even
 * there. Nothing for no text.
 */
export function code(text: string): string {
  const safe = printable(text, 1000).replaceAll('|', '\\|');
  if (safe.trim() === '') return '';
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = safe.startsWith('`') || safe.endsWith('`') ? ' ' : '';
  return `${fence}${space}${safe}${space}${fence}`;
}

/** A sentence with names of others in it, its markup, links and HTML made harmless. */
export function escaped(text: string): string {
  return printable(text, 2000)
    .replace(/[\\`*_{}[\]<>|~&#$@]/g, '\\$&')
    .replaceAll('://', '\\://')
    .replace(/www\./gi, (word) => `${word.slice(0, -1)}\\.`)
    .replace(/^([-+=]|\d+(?=[.)]))/, (start) => (/^\d/.test(start) ? `${start}\\` : `\\${start}`));
}

import { byDevice } from '../report/by-device.js';
import { duration, shortHint, significant } from '../report/format.js';
import { propertiesText } from '../report/properties.js';
import { type Entry, marksOf, namesRequested } from './entry.js';
import { escapeText } from './escape.js';

interface Column {
  readonly title: string;
  readonly isNumber: boolean;
  readonly cell: (entry: Entry) => string;
}

const DASH = '-';

const text = (title: string, cell: (entry: Entry) => string | null | undefined): Column => ({
  title,
  isNumber: false,
  cell: (entry) => cell(entry) ?? DASH,
});

const time = (title: string, cell: (entry: Entry) => number | null | undefined): Column => ({
  title,
  isNumber: true,
  cell: (entry) => duration(cell(entry) ?? null),
});

const number = (title: string, cell: (entry: Entry) => number | null | undefined): Column => ({
  title,
  isNumber: true,
  cell: (entry) => {
    const value = cell(entry);
    return value == null ? DASH : significant(value);
  },
});

const whole = (title: string, cell: (entry: Entry) => number | null | undefined): Column => ({
  title,
  isNumber: true,
  cell: (entry) => String(cell(entry) ?? DASH),
});

/** Device strings have no spaces: lines may end behind their punctuation. */
function cellText(text: string): string {
  return escapeText(text, 160).replace(/[,:/_]/g, '$&<wbr>');
}

const seconds = (value: number | undefined): number | undefined => (value === undefined ? undefined : value * 1000);

const COLUMNS: readonly Column[] = [
  text('requested', (entry) => (namesRequested(entry) ? undefined : entry.devices?.requested)),
  text('ran on', ({ devices, gap }) =>
    gap !== undefined
      ? 'did not run'
      : devices === undefined
        ? 'devices unverified'
        : `${devices.ran.join(',') || '?'}${devices.dropped.length > 0 ? ' !' : ''}`,
  ),
  text('by device', ({ row }) => (row && byDevice(row)) || undefined),
  text('mode', ({ mode }) => mode),
  text('precision', ({ row }) => row?.inferencePrecision),
  text('hint', ({ row }) => (row === undefined ? undefined : shortHint(row.performanceHint))),
  text('properties', ({ row }) => (row === undefined ? undefined : propertiesText(row) || undefined)),
  whole('streams', ({ row }) => row?.streams),
  time('load', ({ values }) => seconds(values.load?.value)),
  time('first', ({ row }) => row?.firstInferenceMs),
  whole('inferences', ({ row }) => row?.iterations),
  time('all', ({ values }) => seconds(values.time?.value)),
  time('p50', ({ row }) => row?.latencyMs?.p50),
  time('p90', ({ row }) => row?.latencyMs?.p90),
  time('p99', ({ row }) => row?.latencyMs?.p99),
  time('most', ({ row }) => row?.latencyMs?.max),
  number('FPS', ({ values }) => values.fps?.value),
  whole('processes', ({ row }) => row?.processes?.length),
  text('marks', (entry) => marksOf(entry).join(', ') || undefined),
];

/** All rows with all figures; columns that say nothing are left out. */
export function pageTable(rows: readonly Entry[]): string {
  const shown = COLUMNS.filter(({ cell }) => rows.some((row) => cell(row) !== DASH));
  const head = shown
    .map(({ title, isNumber }) => `<th scope="col"${isNumber ? ' class="n"' : ''}>${title}</th>`)
    .join('');
  const line = (entry: Entry): string => {
    const cells = shown.map(
      ({ cell, isNumber }) => `<td class="${isNumber ? 'n' : 'd'}">${cellText(cell(entry))}</td>`,
    );
    const failed = entry.gap === undefined ? '' : ' class="failure"';
    return `<tr${failed}><th scope="row" class="d">${cellText(entry.label)}</th>${cells.join('')}</tr>`;
  };
  return `<div class="scroll" tabindex="0" role="region" aria-label="All rows"><table><thead><tr><th scope="col">row</th>${head}</tr></thead><tbody>${rows.map(line).join('\n')}</tbody></table></div>`;
}

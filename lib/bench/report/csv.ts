/** A cell before it is written: text of others, a number, a truth value, or nothing. */
export type Cell = string | number | boolean | null | undefined;

const LINE_END = '\r\n';
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A line of a CSV file after RFC 4180, its CRLF included. A text that a spreadsheet would calculate gets an apostrophe
 * before it: names of models and devices are other people's.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}${LINE_END}`;
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

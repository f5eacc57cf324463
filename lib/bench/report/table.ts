/** A column: what stands in it, and whether it may be left out where the screen is narrow. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly cells: readonly string[];
  /** 0 is always shown; of the others the highest number goes first. */
  readonly dispensability: number;
}

const GAP = '  ';
/** A first column wider than this gets lines of its own, so that no name is ever cut. */
const WIDEST_NAME = 34;

/**
 * Lines of a table, titles first. Columns are left out until it fits into `width`; rows whose first cell is long begin
 * with a line of it alone.
 */
export function tableLines(columns: readonly Column[], width: number): string[][] {
  let shown = [...columns];
  while (lineLength(shown) > width) {
    const worst = shown.reduce((a, b) => (b.dispensability >= a.dispensability ? b : a));
    if (worst.dispensability === 0) break;
    shown = shown.filter((column) => column !== worst);
  }
  const widths = shown.map(columnWidth);
  const titles = shown.map((column) => column.title);
  const rows = columns[0]?.cells.map((_, row) => shown.map((column) => column.cells[row] ?? '')) ?? [];
  return [titles, ...rows].map((cells) => rowLines(cells, shown, widths));
}

function rowLines(cells: readonly string[], columns: readonly Column[], widths: readonly number[]): string[] {
  const [name = ''] = cells;
  const long = name.length > (widths[0] ?? 0);
  const line = cells
    .map((cell, index) => pad(long && index === 0 ? '' : cell, widths[index] ?? 0, columns[index]?.align))
    .join(GAP);
  return [...(long ? [name] : []), line.trimEnd()];
}

function columnWidth(column: Column, index: number): number {
  const lengths = column.cells.map((cell) => cell.length);
  const fitting = index === 0 ? lengths.filter((length) => length <= WIDEST_NAME) : lengths;
  return Math.max(column.title.length, ...fitting);
}

function lineLength(columns: readonly Column[]): number {
  const widths = columns.map(columnWidth);
  return widths.reduce((total, width) => total + width, 0) + GAP.length * (columns.length - 1);
}

function pad(cell: string, width: number, align: 'left' | 'right' | undefined): string {
  return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
}

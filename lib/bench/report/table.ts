/** A column: what stands in it, and whether it may be left out where the screen is narrow. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly cells: readonly string[];
  /** 0 is always shown; of the others the highest number goes first. */
  readonly dispensability: number;
}

/** Screens narrower than this are taken for as wide: the terminal breaks their lines. */
export const NARROWEST = 30;

const GAP = '  ';
/** A first column wider than this gets lines of its own, so that no name is ever cut. */
const WIDEST_NAME = 34;

/** A table as it fits on a screen. */
export interface FittedTable {
  /** Lines of each row, those of the titles first. */
  readonly lines: readonly (readonly string[])[];
  /** Titles of the columns that there was no room for. */
  readonly leftOut: readonly string[];
}

/**
 * A table within `width`. Columns are left out until it fits; where those that are always shown do not, a row has several
 * lines. Rows whose first cell is long begin with a line of it alone.
 */
export function fitTable(columns: readonly Column[], width: number): FittedTable {
  let shown = [...columns];
  while (lineLength(shown) > width) {
    const worst = shown.reduce((a, b) => (b.dispensability >= a.dispensability ? b : a));
    if (worst.dispensability === 0) break;
    shown = shown.filter((column) => column !== worst);
  }
  const groups = grouped(shown, width);
  const titles = shown.map((column) => column.title);
  const rows = columns[0]?.cells.map((_, row) => shown.map((column) => column.cells[row] ?? '')) ?? [];
  const lines = [titles, ...rows].map((cells) => rowLines(cells, groups, width));
  const leftOut = columns.filter((column) => !shown.includes(column)).map(({ title }) => title);
  return { lines, leftOut: leftOut.filter((title) => title !== '') };
}

/** Its lines alone. */
export function tableLines(columns: readonly Column[], width: number): string[][] {
  return fitTable(columns, width).lines.map((lines) => [...lines]);
}

/** What stands below a table that lacks some of its columns. */
export function leftOutText(leftOut: readonly string[]): string[] {
  return leftOut.length === 0 ? [] : [`(columns left out for the width: ${leftOut.join(', ')})`];
}

interface Cell {
  readonly column: Column;
  /** Its place in the row. */
  readonly index: number;
  readonly width: number;
}

const INDENT = '  ';

/** Columns by the line of a row that they stand in: one line, unless they are too wide together. */
function grouped(columns: readonly Column[], width: number): Cell[][] {
  const groups: Cell[][] = [];
  let used = 0;
  for (const [index, column] of columns.entries()) {
    const cell: Cell = { column, index, width: columnWidth(column, index) };
    const last = groups.at(-1);
    if (last !== undefined && used + GAP.length + cell.width <= width) {
      last.push(cell);
      used += GAP.length + cell.width;
    } else {
      groups.push([cell]);
      used = cell.width + (groups.length > 1 ? INDENT.length : 0);
    }
  }
  return groups;
}

function rowLines(cells: readonly string[], groups: readonly Cell[][], width: number): string[] {
  const [name = ''] = cells;
  const long = name.length > (groups[0]?.[0]?.width ?? 0);
  const lines = groups.map((group, line) => {
    const texts = group.map(({ column, index, width: columnWide }) =>
      pad(long && index === 0 ? '' : (cells[index] ?? ''), columnWide, column.align),
    );
    return `${line === 0 ? '' : INDENT}${texts.join(GAP)}`.trimEnd();
  });
  // a row without a cell there has no line of it
  return [...(long ? pieces(name, width) : []), ...lines.filter((line, index) => index === 0 || line !== '')];
}

/** A name that no line has room for goes on in the next one. */
function pieces(text: string, width: number): string[] {
  const size = Math.max(width, 1);
  return Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
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

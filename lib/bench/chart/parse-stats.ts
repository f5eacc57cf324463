/** The three lines of the exercise's stats file. */
export interface Stats {
  readonly load: number;
  readonly time: number;
  readonly fps: number;
}

const LINES = ['load seconds', 'inference seconds', 'frames per second'] as const;
const NUMBER = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The numbers of a stats file, or why it is none. */
export function parseStats(text: string): Stats | { readonly reason: string } {
  const lines = text
    .trim()
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim());
  if (text.trim() === '') return { reason: 'it is empty' };
  if (lines.length !== LINES.length) {
    const count = `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`;
    return { reason: `it has ${count}, and a stats file has three: ${LINES.join(', ')}` };
  }
  const bad = lines.findIndex((line) => !NUMBER.test(line) || !Number.isFinite(Number(line)));
  if (bad !== -1) {
    const shown = JSON.stringify((lines[bad] ?? '').slice(0, 40));
    return { reason: `line ${bad + 1} (${LINES[bad]}) is ${shown}, not a finite number from 0` };
  }
  const [load = 0, time = 0, fps = 0] = lines.map(Number);
  return { load, time, fps };
}

const TEN_TIMES = 10;
/** Numbers in stats files are rounded. */
const TOLERANCE = 0.02;

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

/** Whether frames per second are the exercise's 100 / time of 1000 inferences: ten times too low. */
export function isTenTimesTooLow(fps: number, truth: number): boolean {
  return fps > 0 && near(fps * TEN_TIMES, truth);
}

/** Whether the numbers of a stats file are those of a row, to the digits that both are written with. */
export function agree(stats: number, row: number | null): boolean {
  return row !== null && (near(stats, row) || Math.abs(stats - row) < 1e-3);
}

import { NARROWEST } from '../../report/table.js';
import { linesOnScreen, statusLines, type ViewOptions } from './status-view.js';
import type { JobState } from './survey.js';

/** A stream that may be a terminal. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** Width of what is no terminal. */
const PLAIN_WIDTH = 120;

/** Columns of a stream. */
export function widthOf({ isTTY, columns }: Screen): number {
  return Math.max(isTTY === true ? (columns ?? 80) : PLAIN_WIDTH, NARROWEST);
}

/** The queue view over time: on a terminal it is drawn over itself; elsewhere a line is printed when it changes. */
export function liveView(
  screen: Screen,
  view: Omit<ViewOptions, 'width' | 'rows'>,
): (states: readonly JobState[]) => void {
  let drawn: readonly string[] = [];
  let before: readonly string[] = [];
  return (states) => {
    // each time anew: terminals are resized
    const width = widthOf(screen);
    if (screen.isTTY === true) {
      // a last line is where the cursor stands; what has scrolled out of the screen can't be drawn over
      const rows = Math.max(2, (screen.rows ?? 24) - 1);
      const lines = statusLines(states, { ...view, width, rows });
      const up = Math.min(rows, linesOnScreen(drawn, screen.columns ?? width));
      screen.write(`${up > 0 ? `\u001b[${up}A\u001b[J` : ''}${lines.join('\n')}\n`);
      drawn = lines;
      return;
    }
    const lines = statusLines(states, { ...view, width });
    // times go on by themselves, and are no change
    const timeless = lines.map((line) => line.replace(/\s+\d+:\d\d(?=\s|$)/, ''));
    const fresh = lines.filter((_, index) => !before.includes(timeless[index] ?? ''));
    if (fresh.length > 0) screen.write(`${fresh.join('\n')}\n`);
    before = timeless;
  };
}

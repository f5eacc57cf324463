import { statusLines, type ViewOptions } from './status-view.js';
import type { JobState } from './survey.js';

/** A stream that may be a terminal. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** The queue view over time: on a terminal it is drawn over itself; elsewhere a line is printed when it changes. */
export function liveView(screen: Screen, view: ViewOptions): (states: readonly JobState[]) => void {
  let drawn = 0;
  let before: readonly string[] = [];
  return (states) => {
    const lines = statusLines(states, view);
    if (screen.isTTY === true) {
      screen.write(`${drawn > 0 ? `\u001b[${drawn}A\u001b[J` : ''}${lines.join('\n')}\n`);
      drawn = lines.length;
      return;
    }
    // times go on by themselves, and are no change
    const timeless = lines.map((line) => line.replace(/\s+\d+:\d\d(?=\s|$)/, ''));
    const fresh = lines.filter((_, index) => !before.includes(timeless[index] ?? ''));
    if (fresh.length > 0) screen.write(`${fresh.join('\n')}\n`);
    before = timeless;
  };
}

import { printable } from '../../runtime/printable.js';
import { type Block, SIZE, textAt } from './frame.js';
import { marker } from './marker.js';
import { DASHES, seriesIndex } from './palette.js';
import { fitText, textWidth } from './text.js';

const SWATCH = 34;
const LINE = 20;

/** What the lines are: a piece of each with its name, in rows. */
export function legend(
  keys: readonly { readonly text: string; readonly index: number }[],
  top: number,
  [left, right]: readonly [number, number],
): Block {
  const parts: string[] = [];
  let [x, y] = [left, top + 8];
  for (const { text, index } of keys) {
    const shown = fitText(printable(text), right - left - SWATCH, SIZE.text);
    const width = SWATCH + textWidth(shown, SIZE.text) + 22;
    if (x > left && x + width - 22 > right) [x, y] = [left, y + LINE];
    const series = seriesIndex(index);
    const dash = DASHES[series] === '' ? '' : ` stroke-dasharray="${DASHES[series]}"`;
    parts.push(
      `<line class="ovc-s${series}" stroke-width="2"${dash} x1="${x}" y1="${y - 4}" x2="${x + 26}" y2="${y - 4}"/>`,
    );
    parts.push(marker(x + 13, y - 4, series, 4), textAt(x + SWATCH, y, shown));
    x = Math.round(x + width);
  }
  return { svg: parts.join(''), bottom: y + 8 };
}

import { printable } from '../../runtime/printable.js';
import { wrap } from '../report/format.js';
import type { Style } from '../report/style.js';
import { QUANTITIES } from './bars.js';
import { captionsOf } from './captions.js';
import { devicesText, type Entry, gapOf, marksOf, type Quantity } from './entry.js';
import { valueText } from './value.js';

export interface TerminalOptions {
  readonly width: number;
  readonly style: Style;
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean;
  /** Without what a table above has told already. */
  readonly brief?: boolean;
}

/** From one eighth of a block to seven. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;
/** What stands for our own characters where only ASCII is shown. */
const ASCII: Readonly<Record<string, string>> = { '→': '->', '×': 'x', '…': '...', '–': '-', '·': '|' };
const SHORTEST_BAR = 12;
const WIDEST_NAME = 60;

/** The three charts as text: a line a bar, the longest as long as the screen allows. */
export function terminalBars(entries: readonly Entry[], options: TerminalOptions): string {
  const { style, unicode } = options;
  const { headlines, notes } = captionsOf(entries);
  const names = entries.map((entry) => nameOf(entry, unicode));
  const nameWidth = Math.min(
    WIDEST_NAME,
    Math.max(...names.map(({ length }) => length)),
    Math.max(options.width - SHORTEST_BAR - 24, 10),
  );
  const blocks = QUANTITIES.map(({ quantity, title, unit }) =>
    [
      style.strong(`${title} (${unit})`),
      ...entries.map((entry, index) =>
        barLine(entry, quantity, names[index] ?? '', nameWidth, scaleOf(entries, quantity), options),
      ),
    ].join('\n'),
  );
  const head = headlines.flatMap((text) =>
    wrap(shown(text, unicode), options.width, '  ').map((line) => `${style.warning(line)}\n`),
  );
  // marks of dropped devices are explained by the headline or the table
  const foot = notes
    .filter((note) => !note.startsWith('!'))
    .flatMap((note) => wrap(`  ${shown(note, unicode)}`, options.width, '    ').map((line) => `${line}\n`));
  const [before, after] = options.brief === true ? ([[], []] as const) : ([head, foot] as const);
  return `${before.join('')}${blocks.join('\n\n')}\n${after.join('')}`;
}

function shown(text: string, unicode: boolean, maxLength = 1000): string {
  const escaped = printable(text, maxLength);
  return unicode ? escaped : escaped.replace(/[→×…–·]/g, (character) => ASCII[character] as string);
}

function scaleOf(entries: readonly Entry[], quantity: Quantity): number {
  return Math.max(0, ...entries.map(({ values }) => values[quantity]?.value ?? 0));
}

function nameOf(entry: Entry, unicode: boolean): string {
  const devices = devicesText(entry);
  const { label, devices: known } = entry;
  const same = known !== undefined && devices !== undefined && label.startsWith(known.requested);
  // `CPU → CPU` says it once, and so does `MULTI:CPU,MYRIAD sync → CPU !`
  const rest = same ? devices.slice(known.requested.length).trim() : devices;
  return shown([label, ...(rest === undefined || rest === '' ? [] : [rest])].join('  '), unicode, 200);
}

function barLine(
  entry: Entry,
  quantity: Quantity,
  name: string,
  nameWidth: number,
  most: number,
  { width, style, unicode, brief = false }: TerminalOptions,
): string {
  const cut = cutName(name, nameWidth, unicode);
  const start = `  ${cut.padEnd(nameWidth)}  `;
  const value = entry.values[quantity];
  if (value === undefined) {
    const why = gapOf(entry, quantity) ?? '';
    return (
      start +
      style.failure(brief ? why.replace(/:.*/s, '') : shown(why, unicode, Math.max(20, width - start.length - 3)))
    );
  }
  const { spread } = value;
  const range = spread === undefined ? '' : shown(` (${valueText(spread.low)} – ${valueText(spread.high)})`, unicode);
  const marks = marksOf(entry)
    .map((mark) => ` [${mark}]`)
    .join('');
  const room = Math.max(SHORTEST_BAR, width - start.length - 10 - range.length - marks.length);
  const text = `${start}${bar(most > 0 ? value.value / most : 0, room, unicode)} ${style.strong(valueText(value.value))}${range}`;
  return `${text}${style.warning(marks)}`;
}

/** A name that is too long without its middle: what tells rows apart is at the end as well. */
function cutName(name: string, width: number, unicode: boolean): string {
  if (name.length <= width) return name;
  const room = width - (unicode ? 1 : 3);
  const tail = Math.floor(room / 2);
  return name.slice(0, room - tail) + shown('…', unicode) + name.slice(name.length - tail);
}

/** A bar of a share of `room`; what is not nothing shows at least a sliver. */
export function bar(share: number, room: number, unicode: boolean): string {
  if (!unicode) return '#'.repeat(share > 0 ? Math.max(1, Math.round(share * room)) : 0);
  const eighths = share > 0 ? Math.max(1, Math.round(share * room * 8)) : 0;
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}

/** Whether more than ASCII will be understood: not on a dumb terminal, nor where the locale is not one of UTF-8. */
export function showsUnicode(env: NodeJS.ProcessEnv, platform: string = process.platform): boolean {
  if (env.TERM === 'dumb') return false;
  if (platform === 'win32') return true;
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
}

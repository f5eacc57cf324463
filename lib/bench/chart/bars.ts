import { printable } from '../../runtime/printable.js';
import { captionsOf } from './captions.js';
import { devicesText, type Entry, gapOf, marksOf, namesRequested, type Quantity, type Value } from './entry.js';
import { escapeText, px } from './escape.js';
import { type Box, type Chart, footer, heading, hit, lineAt, SIZE, textAt, valueAxis, watermark } from './frame.js';
import { BAR_NAMES } from './names.js';
import { seriesIndex } from './palette.js';
import { type Axis, zeroBased } from './scale.js';
import { fitText, textWidth, wrapText } from './text.js';
import { valueText } from './value.js';

/** The exercise's three charts, as it called them. */
export const QUANTITIES: readonly {
  readonly quantity: Quantity;
  readonly name: string;
  readonly title: string;
  readonly unit: string;
}[] = [
  { quantity: 'load', name: BAR_NAMES.load, title: 'Model Load Time', unit: 'seconds' },
  { quantity: 'time', name: BAR_NAMES.time, title: 'Inference Time', unit: 'seconds' },
  { quantity: 'fps', name: BAR_NAMES.fps, title: 'Frames per Second', unit: 'Frames' },
];

const PLOT_HEIGHT = 280;
const MARGIN = { left: 24, right: 24 } as const;
const NARROWEST = 720;
/** A bar's place is as wide at least: a device string of three devices in two lines. */
const BAND = 112;
const WIDEST_BAR = 96;
/** Room above the largest bar for its number, and for air. */
const HEADROOM = 34;
const LABEL_LINE = 15;
/** librsvg takes 0.3 s for the hatching of twelve bars, and 9 s for that of sixty (measured); more bars are told apart by their names. */
const MOST_HATCHED = 16;

/** The bar chart of one quantity. */
export function barChart(
  entries: readonly Entry[],
  { quantity, name, title, unit }: (typeof QUANTITIES)[number],
): Chart {
  const captions = captionsOf(entries, quantity);
  const max = Math.max(0, ...entries.map(({ values }) => highest(values[quantity])));
  const probe = zeroBased(max, [PLOT_HEIGHT, 0], HEADROOM);
  const left = MARGIN.left + Math.max(...probe.ticks.map(({ text }) => textWidth(text, SIZE.text))) + 10;
  const width = Math.max(NARROWEST, left + entries.length * BAND + MARGIN.right);
  const head = heading(title, captions, [MARGIN.left, width - MARGIN.right]);
  const box: Box = { left, top: head.bottom + 42, width: width - left - MARGIN.right, height: PLOT_HEIGHT };
  const axis = zeroBased(max, [box.top + PLOT_HEIGHT, box.top], HEADROOM);
  const band = box.width / entries.length;
  const labels = entries.map((entry) => labelLines(entry, band - 10));
  const labelled = box.top + box.height + Math.max(...labels.map(({ length }) => length)) * LABEL_LINE + 12;
  const foot = footer(captions.notes, labelled, [MARGIN.left, width - MARGIN.right]);
  const hatched = entries.length <= MOST_HATCHED;
  const place = (index: number): Place => ({
    center: box.left + (index + 0.5) * band,
    band,
    axis,
    box,
    index,
    hatched,
  });
  return {
    name,
    title: `${title} (${unit})`,
    width,
    height: foot.bottom + 14,
    description: describe(entries, quantity, unit),
    content: [
      ...(entries.length > MOST_HATCHED ? [] : [`<defs>${hatches(name)}</defs>`]),
      head.svg,
      textAt(MARGIN.left, box.top - 14, unit, { kind: 'faint' }),
      valueAxis(axis.ticks, axis.at, box),
      ...entries.map((entry, index) => barAt(entry, quantity, unit, name, place(index))),
      watermark(captions.marks, box),
      ...entries.map(({ values }, index) => numberAt(values[quantity], place(index))),
      lineAt('axis', box.left, box.top + box.height, box.left + box.width, box.top + box.height),
      ...labels.map((lines, index) => labelAt(lines, place(index))),
      foot.svg,
    ].join('\n'),
  };
}

interface Place {
  readonly center: number;
  readonly band: number;
  readonly axis: Axis;
  readonly box: Box;
  readonly index: number;
  readonly hatched: boolean;
}

function highest(value: Value | undefined): number {
  return value === undefined ? 0 : Math.max(value.value, value.spread?.high ?? 0);
}

function barAt(entry: Entry, quantity: Quantity, unit: string, name: string, place: Place): string {
  const value = entry.values[quantity];
  const title = sentence(entry, quantity, unit);
  if (value === undefined) return hit(gapAt(gapOf(entry, quantity) ?? '', place), title);
  const { center, band, axis, box } = place;
  const width = Math.min(WIDEST_BAR, band * 0.62);
  const [top, base] = [axis.at(value.value), box.top + box.height];
  const shape = `x="${px(center - width / 2)}" y="${px(top)}" width="${px(width)}" height="${px(base - top)}"`;
  const series = seriesIndex(place.index);
  const bar = `<rect class="ovc-f${series}" ${shape}/>${series === 0 || !place.hatched ? '' : `<rect fill="url(#${name}-h${series})" ${shape}/>`}`;
  return hit(bar + errorBar(value, place), title);
}

/** The number on top of a bar. It is drawn last: nothing may cover it. */
function numberAt(value: Value | undefined, { center, axis }: Place): string {
  if (value === undefined) return '';
  const y = axis.at(highest(value)) - 7;
  return textAt(center, y, valueText(value.value), { anchor: 'middle', bold: true, size: SIZE.label, haloed: true });
}

function errorBar({ spread }: Value, { center, axis }: Place): string {
  if (spread === undefined) return '';
  const [low, high] = [axis.at(spread.low), axis.at(spread.high)];
  const strokes = (kind: string, width: number): string =>
    [
      lineAt(kind, center, low, center, high, ` stroke-width="${width}"`),
      lineAt(kind, center - 8, low, center + 8, low, ` stroke-width="${width}"`),
      lineAt(kind, center - 8, high, center + 8, high, ` stroke-width="${width}"`),
    ].join('');
  // upon a bar of any colour
  return `<g stroke-linecap="square">${strokes('halo', 4.5)}${strokes('error', 1.5)}</g>`;
}

/** A frame where a bar should be, and why there is none. */
function gapAt(reason: string, { center, band, box }: Place): string {
  const width = Math.min(WIDEST_BAR * 1.3, band * 0.84);
  const lines = wrapText(printable(reason), { width: width - 12, size: 11, maxLines: 8 });
  const height = Math.max(lines.length * 14 + 18, 60);
  const top = box.top + box.height - height;
  const frame = `<rect class="ovc-bg ovc-gap" stroke-dasharray="5 4" x="${px(center - width / 2)}" y="${px(top)}" width="${px(width)}" height="${px(height)}"/>`;
  const text = lines.map((line, at) =>
    textAt(center, top + 20 + at * 14, line, { anchor: 'middle', size: 11, kind: 'warn' }),
  );
  return frame + text.join('');
}

interface LabelLine {
  readonly text: string;
  readonly bold: boolean;
  readonly warns: boolean;
}

/** What stands below a bar: its name, what was asked for and what ran, how, and what it is not. */
export function labelLines(entry: Entry, width: number): LabelLine[] {
  const wrapped = (text: string, maxLines: number, bold = false, warns = false): LabelLine[] =>
    wrapText(printable(text), { width, size: bold ? SIZE.label : 11, bold, maxLines }).map((line) => ({
      text: line,
      bold,
      warns,
    }));
  const { devices, gap, mode, label } = entry;
  const dropped = devices !== undefined && devices.dropped.length > 0;
  const requested = devices === undefined || namesRequested(entry) ? [] : wrapped(devices.requested, 4);
  const ran =
    devices === undefined
      ? wrapped(gap === undefined ? 'devices unverified' : '', 2, false, true)
      : wrapped(
          gap === undefined ? `→ ${devices.ran.join(',') || 'unknown device'}${dropped ? ' !' : ''}` : '',
          4,
          false,
          dropped,
        );
  return [
    ...wrapped(label, 6, true),
    ...requested,
    ...ran,
    ...(mode === undefined || mode === 'sync' || label.includes(` ${mode}`) ? [] : wrapped(mode, 1)),
    ...marksOf(entry).flatMap((mark) => wrapped(mark, 1, false, true)),
  ];
}

function labelAt(lines: readonly LabelLine[], { center, band, box }: Place): string {
  return lines
    .map(({ text, bold, warns }, index) =>
      textAt(
        center,
        box.top + box.height + 18 + index * LABEL_LINE,
        fitText(text, band - 6, bold ? SIZE.label : 11, bold),
        {
          anchor: 'middle',
          size: bold ? SIZE.label : 11,
          bold,
          kind: warns ? 'warn' : bold ? 'text' : 'faint',
        },
      ),
    )
    .join('');
}

/** All about a bar in one sentence: for a tooltip, and for those who do not see the chart. */
function sentence(entry: Entry, quantity: Quantity, unit: string): string {
  const value = entry.values[quantity];
  const devices = devicesText(entry);
  const spread = value?.spread;
  const parts = [
    value === undefined ? (gapOf(entry, quantity) ?? '') : `${valueText(value.value)} ${unit}`,
    ...(devices === undefined || devices === entry.label ? [] : [devices]),
    ...(spread === undefined
      ? []
      : [
          `${valueText(spread.low)} to ${valueText(spread.high)} ${spread.kind === 'range' ? 'in all' : 'in the middle half'} of ${spread.processes} processes`,
        ]),
    ...marksOf(entry),
  ];
  return `${entry.label}: ${parts.join('; ')}`;
}

function describe(entries: readonly Entry[], quantity: Quantity, unit: string): string {
  return entries.map((entry) => sentence(entry, quantity, unit)).join('. ');
}

/** Hatching that tells bars apart where colours do not: on paper, and for eyes that mix them up. */
function hatches(name: string): string {
  const pattern = (index: number, size: number, turn: number, content: string): string =>
    `<pattern id="${escapeText(name)}-h${index}" width="${size}" height="${size}" patternUnits="userSpaceOnUse"${turn === 0 ? '' : ` patternTransform="rotate(${turn})"`}><g class="ovc-hatch" stroke-opacity="0.45" fill-opacity="0.45">${content}</g></pattern>`;
  const stroke = (x1: number, y1: number, x2: number, y2: number): string =>
    `<path d="M${x1} ${y1}L${x2} ${y2}" stroke-width="2"/>`;
  return [
    pattern(1, 8, 45, stroke(0, 0, 0, 8)),
    pattern(2, 8, -45, stroke(0, 0, 0, 8)),
    pattern(3, 9, 0, '<circle cx="4.5" cy="4.5" r="1.7" stroke="none"/>'),
    pattern(4, 8, 0, stroke(0, 4, 8, 4)),
    pattern(5, 8, 0, stroke(4, 0, 4, 8)),
    pattern(6, 10, 45, stroke(0, 0, 0, 10) + stroke(0, 0, 10, 0)),
    pattern(7, 10, 0, stroke(0, 0, 0, 10) + stroke(0, 0, 10, 0)),
  ].join('');
}

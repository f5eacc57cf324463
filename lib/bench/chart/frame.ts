import { printable } from '../../runtime/printable.js';
import { escapeText, px } from './escape.js';
import { chartCss, FONTS } from './palette.js';
import { textWidth, wrapText } from './text.js';

/** A picture, and what it is called. */
export interface Chart {
  /** Of its files, and of what is inside it: letters, digits, underscores. */
  readonly name: string;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** What stands between <svg> and </svg>. */
  readonly content: string;
  /** The chart in a sentence or more, for those who do not see it. */
  readonly description: string;
}

export const SIZE = { title: 20, text: 12, label: 13 } as const;

type TextClass = 'text' | 'faint' | 'warn';

export interface TextStyle {
  readonly size?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  readonly kind?: TextClass;
  /** With an edge in the background's colour: upon lines. */
  readonly haloed?: boolean;
}

const EDGE = 'stroke-width="3" stroke-linejoin="round" paint-order="stroke"';

/** A line of text; escaped. */
export function textAt(x: number, y: number, text: string, style: TextStyle = {}): string {
  const { size = SIZE.text, anchor = 'start', bold = false, kind = 'text', haloed = false } = style;
  const attributes = [
    `class="ovc-${kind}${haloed ? ' ovc-edge' : ''}" x="${px(x)}" y="${px(y)}" font-size="${size}"`,
    ...(anchor === 'start' ? [] : [`text-anchor="${anchor}"`]),
    ...(bold ? ['font-weight="700"'] : []),
    ...(haloed ? [EDGE] : []),
  ];
  return `<text ${attributes.join(' ')}>${escapeText(text)}</text>`;
}

export function lineAt(kind: string, x1: number, y1: number, x2: number, y2: number, more = ''): string {
  return `<line class="ovc-${kind}" x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}"${more}/>`;
}

/** Something that tells more when it is pointed at or reached by the keyboard. */
export function hit(content: string, title: string, reachable = true): string {
  const role = reachable ? ' tabindex="0" role="img"' : '';
  return `<g class="ovc-hit"${role}><title>${escapeText(title, 1000)}</title>${content}</g>`;
}

/** Lines of text one below the other; where the next thing may begin. */
export interface Block {
  readonly svg: string;
  readonly bottom: number;
}

/** Title, and below it what has to be read first. */
export function heading(
  title: string,
  { headlines, subtitle }: { readonly headlines: readonly string[]; readonly subtitle: readonly string[] },
  [left, right]: readonly [number, number],
): Block {
  const lines: string[] = [textAt(left, 32, title, { size: SIZE.title, bold: true })];
  let y = 36;
  const add = (texts: readonly string[], style: TextStyle): void => {
    for (const text of texts) {
      for (const line of wrapText(shown(text), {
        width: right - left,
        size: SIZE.text,
        bold: style.bold ?? false,
        maxLines: 3,
      })) {
        y += 17;
        lines.push(textAt(left, y, line, style));
      }
    }
  };
  add(headlines, { kind: 'warn', bold: true });
  add(subtitle, { kind: 'faint' });
  return { svg: lines.join(''), bottom: y };
}

/** Small print below a chart. */
export function footer(notes: readonly string[], top: number, [left, right]: readonly [number, number]): Block {
  const lines = notes.flatMap((note) => wrapText(shown(note), { width: right - left, size: 11, maxLines: 4 }));
  const svg = lines
    .map((line, index) => textAt(left, top + 14 + index * 15, line, { size: 11, kind: 'faint' }))
    .join('');
  return { svg, bottom: top + (lines.length === 0 ? 0 : 14 + lines.length * 15) };
}

/** The words that stand across a chart whose bars are not what they look like. */
export function watermark(marks: readonly string[], box: Box): string {
  if (marks.length === 0) return '';
  const text = marks.join(' · ');
  const { left, top, width, height } = box;
  const steep = Math.min(18, (Math.atan2(height * 0.6, width) * 180) / Math.PI);
  const size = Math.min(64, ((width * 0.86) / textWidth(text, 100, true)) * 100);
  const [x, y] = [px(left + width / 2), px(top + height / 2 + size * 0.35)];
  return `<text class="ovc-mark ovc-edge" ${EDGE} stroke-opacity="0.3" x="${x}" y="${y}" font-size="${px(size)}" font-weight="700" text-anchor="middle" fill-opacity="0.26" transform="rotate(${px(-steep)} ${x} ${px(top + height / 2)})" aria-hidden="true" pointer-events="none">${escapeText(text)}</text>`;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Horizontal lines of an axis with their numbers. */
export function valueAxis(
  ticks: readonly { readonly value: number; readonly text: string }[],
  at: (value: number) => number,
  { left, width }: Box,
): string {
  return ticks
    .map(({ value, text }) => {
      const y = at(value);
      return lineAt('grid', left, y, left + width, y) + textAt(left - 8, y + 4, text, { anchor: 'end', kind: 'faint' });
    })
    .join('');
}

/** The chart as a file of its own (`style` inside), or as a part of a page that has the style. */
export function svgOf(chart: Chart, standalone: boolean): string {
  const { name, title, width, height, content, description } = chart;
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  const namespace = standalone ? ' xmlns="http://www.w3.org/2000/svg"' : '';
  const labels = `role="${standalone ? 'img' : 'group'}" aria-labelledby="${name}-title ${name}-description"`;
  return [
    `<svg${namespace} width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" font-family="${FONTS}" ${labels}>`,
    `<title id="${name}-title">${escapeText(title)}</title><desc id="${name}-description">${escapeText(description, 4000)}</desc>`,
    standalone ? `<style>${chartCss()}</style>` : '',
    `<rect class="ovc-bg" width="${w}" height="${h}"/>`,
    content,
    '</svg>',
  ].join('\n');
}

/** Escapes would be longer than what they stand for: lines are broken by what will be seen. */
function shown(text: string): string {
  return printable(text, 1000);
}

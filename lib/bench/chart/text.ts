/**
 * Widths of the characters from space to tilde in hundredths of the font's size, as DejaVu Sans has them. It is wider than
 * the fonts that browsers take (Segoe UI, Helvetica, Roboto), so what fits by these widths fits there as well.
 */
const WIDTHS = [
  32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
  84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61,
  69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59,
  82, 59, 59, 52, 64, 34, 64, 84,
];

/** Bold letters against regular ones. */
const BOLD = 1.13;

/** Width of a text in pixels, at most; of what is not ASCII a guess. */
export function textWidth(text: string, size: number, bold = false): number {
  let hundredths = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    hundredths += WIDTHS[code - 32] ?? (code < 0x1100 ? 70 : code < 0x2e80 ? 84 : 104);
  }
  return (hundredths / 100) * size * (bold ? BOLD : 1);
}

export interface WrapOptions {
  readonly width: number;
  readonly size: number;
  readonly bold?: boolean;
  /** What goes beyond is cut, and an ellipsis says so. */
  readonly maxLines?: number;
}

/** Text in lines that fit: broken at spaces, behind punctuation, and where nothing else helps within a word. */
export function wrapText(
  text: string,
  { width, size, bold = false, maxLines = Number.POSITIVE_INFINITY }: WrapOptions,
) {
  const fits = (line: string): boolean => textWidth(line, size, bold) <= width;
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text)) {
    if (fits((line + piece).trimEnd())) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trim());
    line = piece;
    while (!fits(line.trimEnd())) {
      const head = headThatFits(line, fits);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line.trim() !== '') lines.push(line.trim());
  if (lines.length <= maxLines) return lines;
  const kept = lines.slice(0, maxLines);
  kept[maxLines - 1] = withEllipsis(kept[maxLines - 1] ?? '', fits);
  return kept;
}

/** One line, cut where it is too long. */
export function fitText(text: string, width: number, size: number, bold = false): string {
  const fits = (line: string): boolean => textWidth(line, size, bold) <= width;
  return fits(text) ? text : withEllipsis(text, fits);
}

/** Words and their parts, each with the space or the punctuation that follows it. */
function piecesOf(text: string): string[] {
  return text.match(/[^\s,:;/_-]*[\s,:;/_-]|[^\s,:;/_-]+/g) ?? [];
}

/** As many characters as fit, at least one. */
function headThatFits(text: string, fits: (line: string) => boolean): string {
  let head = '';
  for (const character of text) {
    if (head !== '' && !fits(head + character)) break;
    head += character;
  }
  return head;
}

function withEllipsis(text: string, fits: (line: string) => boolean): string {
  const characters = [...text];
  while (characters.length > 1 && !fits(`${characters.join('')}…`)) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

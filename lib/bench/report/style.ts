/** Ways to stand out. */
export interface Style {
  strong(text: string): string;
  warning(text: string): string;
  failure(text: string): string;
  faint(text: string): string;
}

const PLAIN: Style = {
  strong: (text) => text,
  warning: (text) => text,
  failure: (text) => text,
  faint: (text) => text,
};

const paint =
  (start: number, end: number) =>
  (text: string): string =>
    `\u001b[${start}m${text}\u001b[${end}m`;

const COLOURED: Style = { strong: paint(1, 22), warning: paint(33, 39), failure: paint(31, 39), faint: paint(2, 22) };

/** Colours on a terminal that has them, unless NO_COLOR (no-color.org) is set; FORCE_COLOR asks for them elsewhere. */
export function styleFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Style {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return PLAIN;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '' && env.FORCE_COLOR !== '0') return COLOURED;
  return stream.isTTY === true && env.TERM !== 'dumb' ? COLOURED : PLAIN;
}

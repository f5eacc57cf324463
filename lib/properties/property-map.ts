/** A map's text in parts: `{A:1,B:{C:2}}`. */
export type TextMap = ReadonlyMap<string, string | TextMap>;

/** Maps in one another: the library's have three, and the one who reads them is called for each. */
const DEEPEST = 8;

/**
 * Reads the text of a map; undefined where it is none.
 *
 * The library's own reader never comes back from `{}`, `{A:{}}`, `{A:1,}` and `{A}` (measured on 2024.3 to 2026.4): what is
 * to be set is read `strict`, which takes no empty map and no piece without a name. What the library writes is read
 * `loose`: a piece without a name belongs to the value before it.
 */
export function parseMap(text: string, how: 'strict' | 'loose' = 'strict', depth = 0): TextMap | undefined {
  if (depth > DEEPEST) return undefined;
  const inner = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (inner === undefined) return undefined;
  const pieces = splitTopLevel(inner);
  if (pieces === undefined) return undefined;
  const texts: [string, string][] = [];
  for (const piece of pieces) {
    const [, key, value] = /^\s*([\w.]+)\s*:(.*)$/s.exec(piece) ?? [];
    const last = texts.at(-1);
    if (key !== undefined && value !== undefined) texts.push([key, value]);
    else if (how === 'loose' && last !== undefined) last[1] += `,${piece}`;
    else if (how === 'strict' || inner.trim() !== '') return undefined;
  }
  const map = new Map<string, string | TextMap>();
  for (const [key, value] of texts) {
    const content = contentOf(value, how, depth + 1);
    if (content === undefined) return undefined;
    map.set(key, content);
  }
  return map;
}

function contentOf(text: string, how: 'strict' | 'loose', depth: number): string | TextMap | undefined {
  if (!/[{}]/.test(text)) return how === 'strict' ? text.trim() : text;
  return parseMap(text, how, depth) ?? (how === 'loose' ? text : undefined);
}

/** Pieces between the commas that stand in no braces; undefined where braces do not fit together. */
function splitTopLevel(text: string): string[] | undefined {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}') depth--;
    else if (text[at] === ',' && depth === 0) {
      pieces.push(text.slice(from, at));
      from = at + 1;
    }
    if (depth < 0) return undefined;
  }
  return depth === 0 ? [...pieces, text.slice(from)] : undefined;
}

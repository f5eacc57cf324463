import { quote, usageError } from '../../options.js';

/** A word, and whether its first character stood there without quotes or a backslash. */
export interface Word {
  readonly text: string;
  readonly bare: boolean;
}

const QUOTED = /'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\.)*)"|\\(?<escaped>.)/s;
const PIECES = {
  blanks: new RegExp(`${QUOTED.source}|(?<gap>[ \\t\\n]+)|(?<plain>[^'"\\\\ \\t\\n]+)`, 'sy'),
  commas: new RegExp(`${QUOTED.source}|(?<gap>,)|(?<plain>[^'"\\\\,]+)`, 'sy'),
};
/** In double quotes a backslash is a backslash, but before these. */
const ESCAPED_IN_QUOTES = /\\([$`"\\\n])/g;

/**
 * Splits a text as a POSIX shell does, and expands nothing: `$HOME`, `` `date` `` and `*` are themselves. Newlines in quotes
 * stay; a backslash at the end of a line joins it to the next.
 *
 * @param what begins the sentence of an error: `-F`.
 * @param separators Between commas empty words count, between blanks only those in quotes do.
 * @throws OpenVINOError `USAGE` for a quote that is not closed, a backslash at the end, and NUL, which no argument can hold.
 */
export function splitWords(text: string, what: string, separators: keyof typeof PIECES = 'blanks'): Word[] {
  if (text.includes('\0')) throw usageError(`${what} holds a NUL character, which no argument can hold: leave it out.`);
  const none = separators === 'blanks' ? undefined : { text: '', bare: true };
  const words: Word[] = [];
  let word: Word | undefined = none;
  const piece = new RegExp(PIECES[separators]);
  for (let at = 0; at < text.length; at = piece.lastIndex) {
    const found = piece.exec(text)?.groups;
    if (found === undefined) throw unfinished(text, at, what);
    if (found['gap'] !== undefined) {
      if (word !== undefined) words.push(word);
      word = none;
    } else {
      const added = meaning(found);
      if (added !== undefined)
        word = { text: (word?.text ?? '') + added, bare: word?.bare ?? found['plain'] !== undefined };
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** Undefined for a line that goes on: not even a word begins there. */
function meaning({ single, double, escaped, plain }: Record<string, string | undefined>): string | undefined {
  if (escaped === '\n') return undefined;
  if (double !== undefined)
    return double.replace(ESCAPED_IN_QUOTES, (_whole, character: string) => (character === '\n' ? '' : character));
  return single ?? escaped ?? plain;
}

function unfinished(text: string, at: number, what: string): Error {
  return text.charAt(at) === '\\'
    ? usageError(`${what} ends with a backslash, which escapes nothing: ${quote(text)}.`)
    : usageError(`${what} has a quote ${text.charAt(at)} that is not closed: ${quote(text)}.`);
}

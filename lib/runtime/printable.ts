/** C0, DEL, C1, line and paragraph separators, and the characters that reorder text on a screen. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text that others wrote (paths, archive entries, another program's output) made safe for a terminal: `\u001b` as `\x1b`. */
export function printable(text: string, maxLength = 400): string {
  const escaped = text.replace(UNPRINTABLE, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return escaped.length <= maxLength ? escaped : `${escaped.slice(0, maxLength)}…`;
}

/** What an unknown thrown value says, for the end of a sentence. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0 && error.message === '') {
    return reasonOf(error.errors[0]);
  }
  return printable(error instanceof Error ? error.message : String(error));
}

/** The `code` of a Node.js system error (`ENOENT`), where there is one. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

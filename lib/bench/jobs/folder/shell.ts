/**
 * A word for a POSIX shell that stands for exactly this text, whatever is in it. A NUL can't be in any argument; whoever calls
 * this has refused it.
 */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Words with blanks between them. */
export function shellWords(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

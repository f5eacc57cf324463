import type { Command } from 'commander';

/** Sentence for a word that is no command: the commands, and the one that was perhaps meant. */
export function oneOfCommands(word: string, program: Command): string {
  const names = program.commands.map((command) => command.name());
  const near = names.find((name) => distance(name, word.toLowerCase()) <= 2);
  const advice = near === undefined ? `the commands are ${names.join(', ')}` : `did you mean ${near}`;
  return `There is no command ${JSON.stringify(word.slice(0, 80))}: ${advice}${near === undefined ? '.' : '?'}`;
}

/** Levenshtein distance of two short words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

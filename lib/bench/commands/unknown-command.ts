import type { Command } from 'commander';
import { nearest } from '../nearest.js';

/** Sentence for a word that is no command: the commands, and the one that was perhaps meant. */
export function oneOfCommands(word: string, program: Command): string {
  const names = program.commands.map((command) => command.name());
  const near = nearest(word.slice(0, 80), names);
  const advice = near === undefined ? `the commands are ${names.join(', ')}` : `did you mean ${near}`;
  return `There is no command ${JSON.stringify(word.slice(0, 80))}: ${advice}${near === undefined ? '.' : '?'}`;
}

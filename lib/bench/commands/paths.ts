import type { Command } from 'commander';
import { usageError } from '../options.js';

/** What an option takes, as its flags say it: `--output <dir>`. */
const TAKES_PATH = /<(?:file|file\.png|dir|folder|base)>$/;

/**
 * Has all options that take a path refuse an empty one, those of subcommands as well: it comes from a variable that is not
 * set, and would be the folder at hand or no place at all. Options with a parser of their own have it say so.
 */
export function refuseEmptyPaths(command: Command): void {
  for (const option of command.options) {
    if (option.parseArg !== undefined || !TAKES_PATH.test(option.flags)) continue;
    const what = /<(?:dir|folder)>$/.test(option.flags) ? 'folder' : 'file';
    option.argParser((text: string) => {
      if (text !== '') return text;
      throw usageError(`${option.long} takes the name of a ${what}, and is given an empty text.`);
    });
  }
  for (const each of command.commands) refuseEmptyPaths(each);
}

import { type Command, CommanderError } from 'commander';
import { usageError } from '../options.js';
import { oneOfCommands } from './unknown-command.js';

/** `ov-bench help [COMMAND]...`: the same as `--help` behind it. */
export function registerHelp(program: Command): void {
  program
    .command('help')
    .usage('[command]...')
    .description('show this help, or that of a command')
    .argument('[command...]', 'such as run, or runtime install')
    .action((words: readonly string[]) => {
      let shown = program;
      for (const word of words) {
        const next = shown.commands.find((command) => command.name() === word);
        if (next === undefined) throw usageError(oneOfCommands(word, shown));
        shown = next;
      }
      shown.outputHelp();
    });
}

/** Says what a command is without one of its subcommands. */
export function needSubcommand(command: Command): void {
  command
    .usage('<command> [options]')
    .argument('[command]')
    .action((word: string | undefined) => {
      if (word !== undefined) throw usageError(oneOfCommands(word, command));
      const names = command.commands.map((each) => each.name());
      throw usageError(
        `ov-bench ${command.name()} takes ${names.slice(0, -1).join(', ')} or ${names.at(-1)}, as in \`ov-bench ${command.name()} ${names[0]}\` (--help lists the options).`,
      );
    });
}

/** Shows all there is, on stderr and as a usage error, to somebody who gave nothing to do. */
export function usageShown(program: Command): CommanderError {
  program.outputHelp({ error: true });
  return new CommanderError(2, 'commander.help', 'the help was shown');
}

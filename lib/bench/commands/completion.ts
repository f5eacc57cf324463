import { Argument, type Command } from 'commander';
import { oneOf } from '../options.js';
import { examplesHelp } from './help-texts.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** `ov-bench completion SHELL`: a script that completes what this version of the program takes. */
export function registerCompletion(program: Command): void {
  program
    .command('completion')
    .description('print a script that has a shell complete commands, options and their values')
    .addArgument(shellArgument())
    .addHelpText(
      'after',
      examplesHelp([
        ['bash, in ~/.bashrc', 'source <(ov-bench completion bash)'],
        ['zsh, in ~/.zshrc after compinit', 'source <(ov-bench completion zsh)'],
        ['fish', 'ov-bench completion fish > ~/.config/fish/completions/ov-bench.fish'],
      ]),
    )
    .action(async (shell: Shell) => {
      const { completionScript } = await import('../completion/index.js');
      process.stdout.write(completionScript(shell, program));
    });
}

function shellArgument(): Argument {
  const argument = new Argument('<shell>', SHELLS.join(', '));
  argument.argChoices = [...SHELLS];
  return argument.argParser(oneOf('completion', SHELLS));
}

import type { Command, Option } from 'commander';

/** What stands after an option. */
export interface OptionValue {
  /** `words`: one of a few; `file`, which may be one of `words` as well; `folder`; `text`: nothing that could be completed. */
  readonly kind: 'words' | 'file' | 'folder' | 'text';
  readonly words: readonly string[];
  /** Whether the option may stand by itself. */
  readonly optional: boolean;
}

export interface CompletedOption {
  /** `-h` and `--help`. */
  readonly names: readonly string[];
  readonly description: string;
  /** undefined where it takes none. */
  readonly value: OptionValue | undefined;
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  /** Words after the program's name: `[]` for the program itself, `['model', 'where']`. */
  readonly path: readonly string[];
  readonly options: readonly CompletedOption[];
  readonly subcommands: readonly { readonly name: string; readonly description: string }[];
  /** Words that its first argument may be; of another one files are completed, if it takes any. */
  readonly argumentWords: readonly string[];
  readonly takesFiles: boolean;
}

/** All commands, taken from the program itself: what it learns to do is completed. */
export function completedCommands(program: Command): CompletedCommand[] {
  return [...walk(program, [])];
}

function* walk(command: Command, path: readonly string[]): Generator<CompletedCommand> {
  const visible = command.commands.filter((each) => !('_hidden' in each && each._hidden === true));
  const names = visible.flatMap((each) =>
    [each.name(), ...each.aliases()].map((name) => ({ name, description: summaryOf(each) })),
  );
  const arguments_ = command.registeredArguments;
  const words = arguments_[0]?.argChoices ?? [];
  yield {
    path,
    options: [...command.options.filter(({ hidden }) => !hidden).map(describe), HELP],
    subcommands: names,
    argumentWords: words,
    takesFiles: path.length > 0 && arguments_.length > 0 && words.length === 0,
  };
  for (const each of visible) for (const name of [each.name(), ...each.aliases()]) yield* walk(each, [...path, name]);
}

const HELP: CompletedOption = { names: ['-h', '--help'], description: 'show the help', value: undefined };

function summaryOf(command: Command): string {
  return firstSentence(command.summary() || command.description());
}

function describe(option: Option): CompletedOption {
  const names = [option.short, option.long].flatMap((name) => name ?? []);
  return { names, description: firstSentence(option.description), value: completedValue(option) };
}

function completedValue(option: Option): OptionValue | undefined {
  if (!option.required && !option.optional) return undefined;
  const words = option.argChoices ?? wordsOf(option.parseArg);
  const name = /[<[]([^>\]]+)[>\]]/.exec(option.flags)?.[1] ?? '';
  const optional = option.optional;
  if (/^(file|base|profile)\b|FILE$/.test(name)) return { kind: 'file', words, optional };
  if (words.length > 0) return { kind: 'words', words, optional };
  return { kind: /^(dir|folder)$/.test(name) ? 'folder' : 'text', words: [], optional };
}

/** Words that the option's parser knows; see `oneOf`. */
function wordsOf(parse: unknown): readonly string[] {
  if (typeof parse !== 'function' || !('words' in parse) || !Array.isArray(parse.words)) return [];
  return parse.words.map(String);
}

function firstSentence(text: string): string {
  return (text.split(/[.;:(\n]/)[0] ?? '').trim();
}

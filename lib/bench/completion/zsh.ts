import type { CompletedCommand, CompletedOption, OptionValue } from './tree.js';

/** A script for zsh: `#compdef` where it lies in $fpath, `compdef` where it is sourced. */
export function zshCompletion(name: string, commands: readonly CompletedCommand[]): string {
  const called = `_${name.replaceAll('-', '_')}`;
  const transitions = commands.flatMap(({ path, subcommands }) =>
    subcommands.map(
      (each) => `      ${quote(`${path.join(' ')} ${each.name}`)}) at=${quote([...path, each.name].join(' '))} ;;`,
    ),
  );
  const values = commands.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) =>
      value === undefined
        ? []
        : names.map((option) => `    ${quote(`${path.join(' ')} ${option}`)}) ${action(value)} ;;`),
    ),
  );
  return `#compdef ${name}
# Completion of ${name} for zsh: source <(${name} completion zsh)
${called}() {
  local at='' i
  local -a told
  for ((i = 2; i < CURRENT; i++)); do
    case "$at \${words[i]}" in
${transitions.join('\n')}
    esac
  done
  case "$at \${words[CURRENT-1]}" in
${values.join('\n')}
  esac
  case "$at" in
${commands.map(block).join('\n')}
  esac
}
if [[ \${funcstack[1]} == ${called} ]]; then
  ${called} "$@"
elif (( $+functions[compdef] )); then
  compdef ${called} ${name}
fi
`;
}

function block({ path, subcommands, argumentWords, options, takesFiles }: CompletedCommand): string {
  const words = [
    ...subcommands.map((each) => described(each.name, each.description)),
    ...argumentWords.map((word) => described(word, '')),
  ];
  const flags = options.flatMap(({ names, description }: CompletedOption) =>
    names.map((option) => described(option, description)),
  );
  return `    ${quote(path.join(' '))})
      told=(${[...words, ...flags].map(quote).join(' ')})
      _describe ${quote(path.join(' ') || 'command')} told${takesFiles ? '\n      _files' : ''}
      ;;`;
}

function described(word: string, description: string): string {
  const text = word.replaceAll(':', '\\:');
  return description === '' ? text : `${text}:${description}`;
}

function action({ kind, words, optional }: OptionValue): string {
  const otherwise = optional ? '[[ $words[CURRENT] == -* ]] || return' : 'return';
  switch (kind) {
    case 'words':
      return `compadd -- ${words.map(quote).join(' ')}; ${otherwise}`;
    case 'file':
      return `${words.length === 0 ? '' : `compadd -- ${words.map(quote).join(' ')}; `}_files; ${otherwise}`;
    case 'folder':
      return `_files -/; ${otherwise}`;
    case 'text':
      return otherwise;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

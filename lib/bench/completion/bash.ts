import type { CompletedCommand, OptionValue } from './tree.js';

/** A script for bash; it needs nothing of the bash-completion package. */
export function bashCompletion(name: string, commands: readonly CompletedCommand[]): string {
  const called = `_${name.replaceAll('-', '_')}`;
  const transitions = commands.flatMap(({ path, subcommands }) =>
    subcommands.map((each) => `      ${quote(key(path, each.name))}) path=${quote([...path, each.name].join(' '))} ;;`),
  );
  const values = commands.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) =>
      value === undefined ? [] : names.map((option) => `    ${quote(key(path, option))}) ${action(value)} ;;`),
    ),
  );
  const words = commands.map((command) => {
    const all = [
      ...command.subcommands.map((each) => each.name),
      ...command.argumentWords,
      ...command.options.flatMap((each) => each.names),
    ];
    return `    ${quote(command.path.join(' '))}) words=${quote(all.join(' '))}; files=${command.takesFiles ? 'yes' : ''} ;;`;
  });
  return `# Completion of ${name} for bash: source <(${name} completion bash)
${called}() {
  local IFS=$' \\t\\n' cur prev path='' word words='' files='' i
  cur=\${COMP_WORDS[COMP_CWORD]}
  prev=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path \${COMP_WORDS[i]}" in
${transitions.join('\n')}
    esac
  done
  # bash breaks --option=value into three words
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ $prev == '=' ]]; then
    prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  case "$path $prev" in
${values.join('\n')}
  esac
  case "$path" in
${words.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ -n $files && $cur != -* ]]; then
    ${names('f')}
  fi
}
complete -F ${called} ${name}
`;
}

/** Adds files or folders, whose names may have blanks: a line is a name. */
function names(kind: 'f' | 'd'): string {
  return `compopt -o filenames 2> /dev/null; IFS=$'\\n'; COMPREPLY+=($(compgen -${kind} -- "$cur")); IFS=$' \\t\\n'`;
}

function key(path: readonly string[], word: string): string {
  return `${path.join(' ')} ${word}`;
}

function action({ kind, words, optional }: OptionValue): string {
  // what may stand by itself is followed by options as well
  const otherwise = optional ? 'if [[ $cur != -* ]]; then return; fi' : 'return';
  switch (kind) {
    case 'words':
      return `COMPREPLY=($(compgen -W ${quote(words.join(' '))} -- "$cur")); ${unended(words)}${otherwise}`;
    case 'file':
      return `${words.length === 0 ? '' : `COMPREPLY=($(compgen -W ${quote(words.join(' '))} -- "$cur")); `}${names('f')}; ${otherwise}`;
    case 'folder':
      return `${names('d')}; ${otherwise}`;
    case 'text':
      return otherwise;
  }
}

/** `MULTI:` goes on: no blank comes after it. */
function unended(words: readonly string[]): string {
  return words.some((word) => word.endsWith(':'))
    ? `if [[ \${COMPREPLY[0]} == *: ]]; then compopt -o nospace 2> /dev/null; fi; `
    : '';
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

import type { CompletedCommand, CompletedOption } from './tree.js';

/** A script for fish. */
export function fishCompletion(name: string, commands: readonly CompletedCommand[]): string {
  const called = `__${name.replaceAll('-', '_')}_at`;
  const transitions = commands.flatMap(({ path, subcommands }) =>
    subcommands.map((each) => {
      const from = quote(`${path.join(' ')} ${each.name}`);
      return `      case ${from}\n        set at ${quote([...path, each.name].join(' '))}`;
    }),
  );
  const lines = commands.flatMap((command) => {
    const condition = `-n ${quote(`${called} ${quote(command.path.join(' '))}`)}`;
    const begin = `complete -c ${name} ${condition}`;
    return [
      ...command.subcommands.map((each) => `${begin} -f -a ${quote(each.name)} -d ${quote(each.description)}`),
      ...command.argumentWords.map((word) => `${begin} -f -a ${quote(word)}`),
      ...command.options.map((option) => `${begin} ${flags(option)}`),
      ...(command.takesFiles ? [`${begin} -F`] : []),
    ];
  });
  return `# Completion of ${name} for fish: ${name} completion fish | source
function ${called} --description 'Whether the words before the cursor name this command'
  set -l at ''
  for word in (commandline -xpc 2> /dev/null; or commandline -opc)[2..-1]
    switch "$at $word"
${transitions.join('\n')}
    end
  end
  test "$at" = "$argv[1]"
end
complete -c ${name} -f
${lines.join('\n')}
`;
}

function flags({ names, description, value }: CompletedOption): string {
  const parts = names.map((option) => (option.startsWith('--') ? `-l ${option.slice(2)}` : `-s ${option.slice(1)}`));
  if (value !== undefined && !value.optional) parts.push('-r');
  if (value?.kind === 'words') parts.push(`-f -a ${quote(value.words.join(' '))}`);
  else if (value?.kind === 'file')
    parts.push(value.words.length === 0 ? '-F' : `-F -a ${quote(value.words.join(' '))}`);
  else if (value?.kind === 'folder') parts.push(`-f -a '(__fish_complete_directories)'`);
  else parts.push('-f');
  return `${parts.join(' ')} -d ${quote(description)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

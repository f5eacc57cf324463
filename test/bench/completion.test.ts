import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../lib/bench/cli.js';
import { completionScript } from '../../lib/bench/completion/index.js';
import { completedCommands } from '../../lib/bench/completion/tree.js';
import { CLI } from '../helpers/cli.js';
import { testFolder } from '../helpers/folder.js';

const folder = testFolder();
mkdirSync(join(folder, 'models'));
writeFileSync(join(folder, 'models.xml'), '');
writeFileSync(join(folder, 'two words.png'), '');

const program = createProgram(async () => {});
const installed = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** What bash offers for the last of some words. */
function bashOffers(...words: string[]): string[] {
  const list = ['ov-bench', ...words].map((word) => `'${word}'`).join(' ');
  const script = `source <('${process.execPath}' '${CLI}' completion bash)
    COMP_WORDS=(${list}); COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
    $(complete -p ov-bench | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((word) => word !== '');
}

describe('the tree', () => {
  it('has every command and option that the program has', () => {
    const commands = completedCommands(program);
    expect(commands.map(({ path }) => path.join(' '))).toEqual(
      expect.arrayContaining([
        '',
        'run',
        'exercise',
        'devices',
        'doctor',
        'runtime install',
        'model where',
        'completion',
      ]),
    );
    for (const command of program.commands) {
      const options = commands.find(({ path }) => path.join(' ') === command.name())?.options ?? [];
      const names = options.flatMap((option) => option.names);
      for (const option of command.options) if (!option.hidden) expect(names).toContain(option.long);
    }
    const run = commands.find(({ path }) => path.join() === 'run')?.options ?? [];
    const valueAfter = (name: string) => run.find(({ names }) => names.includes(name))?.value;
    expect(valueAfter('--api')).toEqual({ kind: 'words', words: ['sync', 'async'], optional: false });
    expect(valueAfter('--model')).toMatchObject({ kind: 'file' });
    expect(valueAfter('--output')).toMatchObject({ kind: 'folder' });
    expect(valueAfter('--iterations')).toMatchObject({ kind: 'text' });
    expect(valueAfter('--profile')).toMatchObject({ optional: true });
    expect(valueAfter('--quick')).toBeUndefined();
    expect(valueAfter('--baseline-metric')).toMatchObject({ kind: 'words' });
  });
});

describe.runIf(installed('bash'))('bash', () => {
  it.each([
    [['ru'], ['run', 'runtime']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', '-h', '--help'],
    ],
    [['model', 'w'], ['where']],
    [
      ['run', '--pro'],
      ['--property', '--profile', '--profile-csv'],
    ],
    [
      ['run', '--api', ''],
      ['sync', 'async'],
    ],
    [['run', '--api', 'a'], ['async']],
    [['run', '--api', '=', 's'], ['sync']],
    [
      ['exercise', '--api', ''],
      ['sync', 'async', 'both'],
    ],
    [
      ['run', '--model', 'mod'],
      ['models', 'models.xml'],
    ],
    [['run', '--output', 'mod'], ['models']],
    [['run', '--iterations', ''], []],
    [
      ['run', '--profile', '--sam'],
      ['--samples', '--samples-per-query'],
    ],
    [['image', 'models.x'], ['models.xml']],
    [
      ['runtime', 'install', '--from', ''],
      ['pip', 'archive'],
    ],
    [['doctor', '--js'], ['--json']],
    [['image', 'two w'], ['two words.png']],
    [
      ['run', '--device', ''],
      ['CPU', 'GPU', 'NPU', 'AUTO', 'MULTI:', 'HETERO:'],
    ],
    [
      ['run', '--scenario', 'S'],
      ['SingleStream', 'Server'],
    ],
    [
      ['run', '--simulate', ''],
      ['tank-870', 'models', 'models.xml', 'two words.png'],
    ],
    [['run', '--hint', 'l'], ['latency']],
  ])('%j', (words, offers) => {
    expect(bashOffers(...words).sort()).toEqual([...offers].sort());
  });
});

describe.each([
  ['bash', ['-n']],
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
] as const)('the script for %s', (shell, check) => {
  it.runIf(installed(shell))('is one that the shell can read', () => {
    const file = join(folder, `completion.${shell}`);
    writeFileSync(file, completionScript(shell, program));
    const { status, stderr } = spawnSync(shell, [...check, file], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});

describe.runIf(installed('fish'))('fish', () => {
  it.each([
    ['ov-bench ru', ['run', 'runtime']],
    ['ov-bench run --api ', ['async', 'sync']],
    ['ov-bench model w', ['where']],
  ])('%s', (line, offers) => {
    const file = join(folder, 'offers.fish');
    writeFileSync(file, completionScript('fish', program));
    const script = `source ${file}; complete -C '${line}'`;
    const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
    const { stdout } = spawnSync('fish', ['--no-config', '-c', script], { encoding: 'utf8', env });
    const words = stdout
      .split('\n')
      .filter((each) => each !== '')
      .map((each) => each.split('\t')[0]);
    expect(words.sort()).toEqual(offers);
  });
});

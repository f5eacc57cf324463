import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CLI, runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';

// compare, plot, --baseline and --config read what users name in the same way.
const folder = testFolder();
const model = writeModel(folder, 'relu', reluModel());
const output = join(folder, 'out');
const file = join(output, 'result.json');
const RUN = ['run', '--model', model, '--simulate', 'tank-870', '--api', 'sync', '--iterations', '50'];
const marked = join(folder, 'marked.json');

beforeAll(async () => {
  const run = await runCli([...RUN, '--output', output]);
  expect(run.code, run.stderr).toBe(0);
  writeFileSync(marked, `\ufeff${readFileSync(file, 'utf8')}`);
});

describe.each([
  ['a folder of --output', () => output],
  ['a file that begins with a byte order mark', () => marked],
])('%s', (_, given) => {
  it('is compared', async () => {
    const { code, stderr } = await runCli(['compare', given(), file]);
    expect([code, stderr]).toEqual([0, '']);
  });

  it('is a baseline', async () => {
    const { code, stderr } = await runCli([...RUN, '--baseline', given()]);
    expect([code, stderr]).toEqual([0, '']);
  });

  it('is drawn', async () => {
    const { code, stdout, stderr } = await runCli(['plot', given(), '--output', join(folder, 'charts')]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/report\.html/);
  });
});

it('a configuration may begin with the mark as well', async () => {
  const config = join(folder, 'config.json');
  writeFileSync(config, `\ufeff${JSON.stringify({ models: [model], simulate: 'tank-870', iterations: 20 })}`);
  const { code, stderr } = await runCli(['run', '--config', config]);
  expect([code, stderr]).toEqual([0, '']);
});

describe.runIf(existsSync('/dev/fd') && spawnSync('bash', ['-c', 'cat <(true)']).status === 0)(
  'a pipe of a shell',
  () => {
    const bash = (script: string, ...args: readonly string[]) =>
      spawnSync('bash', ['-c', script, process.execPath, CLI, ...args], { cwd: folder, encoding: 'utf8' });

    it('is compared, drawn, a baseline and a configuration, whose paths are from the folder at hand', () => {
      const compared = bash('"$0" "$1" compare <(sleep 0.2; cat "$2") <(cat "$2")', file);
      expect([compared.status, compared.stderr]).toEqual([0, '']);
      const drawn = bash('"$0" "$1" plot <(cat "$2") --output piped', file);
      expect([drawn.status, drawn.stderr]).toEqual([0, '']);
      const baseline = bash('cli=$1; file=$2; shift 2; "$0" "$cli" "$@" --baseline <(cat "$file")', file, ...RUN);
      expect([baseline.status, baseline.stderr]).toEqual([0, '']);
      mkdirSync(join(folder, 'here'));
      for (const part of ['relu.xml', 'relu.bin'])
        if (existsSync(join(folder, part))) copyFileSync(join(folder, part), join(folder, 'here', part));
      const config = JSON.stringify({ models: ['here/relu.xml'], simulate: 'tank-870', iterations: 20 });
      const run = bash('"$0" "$1" run --config <(printf %s "$2")', config);
      expect([run.status, run.stderr]).toEqual([0, '']);
    });

    it('that has a name is refused, for nobody may ever write into it', async () => {
      const fifo = join(folder, 'fifo.json');
      execFileSync('mkfifo', [fifo]);
      for (const args of [
        ['compare', fifo, file],
        ['run', '--config', fifo],
        [...RUN, '--baseline', fifo],
      ]) {
        const { code, stderr } = await runCli(args);
        expect([code, stderr]).toEqual([
          1,
          expect.stringMatching(/it is a named pipe, not a file\. \(FILE_NOT_READABLE\)/),
        ]);
      }
    });
  },
);

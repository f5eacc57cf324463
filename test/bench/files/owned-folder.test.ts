import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeOwnedFolder, removeAbandoned, removeOwnedFolder } from '../../../lib/bench/files/owned-folder.js';
import { childrenOf, runCli, startCli, until } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { heavyModel, writeModel } from '../../helpers/models.js';

const folder = testFolder();
const heavy = writeModel(folder, 'heavy', heavyModel({ layers: 1 }));
const fresh = (): string => mkdtempSync(join(folder, 'parent-'));

/** The number of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await new Promise((resolve) => child.once('close', resolve));
  return child.pid as number;
}

/** A folder as another process would have left it. */
async function leftBy(parent: string, changes: object): Promise<string> {
  const made = await makeOwnedFolder(parent);
  const file = join(made, '.owner.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...changes }));
  return made;
}

describe('a folder of a process', () => {
  it('stays while the process lives, and is removed by it', async () => {
    const parent = fresh();
    const made = await makeOwnedFolder(parent);
    await removeAbandoned(parent);
    expect(existsSync(made)).toBe(true);
    await removeOwnedFolder(made);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('that was killed goes with the next one', async () => {
    const parent = fresh();
    await leftBy(parent, { pid: await deadPid() });
    await removeOwnedFolder(await makeOwnedFolder(parent));
    expect(readdirSync(parent)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('goes where another process has its number now', async () => {
    const parent = fresh();
    await leftBy(parent, { start: '1' });
    await removeAbandoned(parent);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('stays where nobody can be sure: another machine or container, no owner, another name', async () => {
    const parent = fresh();
    const pid = await deadPid();
    const kept = [
      await leftBy(parent, { pid, host: 'elsewhere' }),
      await leftBy(parent, { pid, namespace: 'pid:[1]' }),
      await leftBy(parent, { pid: 0 }),
    ];
    mkdirSync(join(parent, 'ov-bench-kept-abcdef'));
    mkdirSync(join(parent, 'ov-bench-Abc123'));
    await removeAbandoned(parent);
    for (const each of kept) expect(existsSync(each)).toBe(true);
    expect(readdirSync(parent)).toHaveLength(5);
  });
});

// children are found in /proc
describe.runIf(process.platform === 'linux')('a run that is killed together with its processes', () => {
  it('leaves folders that the next run removes', async () => {
    const [temporary, cache] = [fresh(), fresh()];
    const env = { ...process.env, TMPDIR: temporary };
    const args = ['run', '--model', heavy, '--load-only', '--cache-dir', cache];
    const run = startCli([...args, '--repeat', '1000'], { env });
    const pid = run.process.pid as number;
    const loads = (): boolean => readdirSync(cache).some((name) => existsSync(join(cache, name, '.owner.json')));
    await until(() => (loads() ? childrenOf(pid)[0] : undefined), 'a load');
    // stopped first, so that it has no child that was not seen
    run.process.kill('SIGSTOP');
    for (const child of childrenOf(pid)) process.kill(child, 'SIGKILL');
    run.process.kill('SIGKILL');
    await run.ended;
    expect([readdirSync(temporary).length, readdirSync(cache).length]).toEqual([1, 1]);
    const next = await runCli([...args, '--repeat', '1'], { env });
    expect(next.code, next.stderr).toBe(0);
    expect([readdirSync(temporary), readdirSync(cache)]).toEqual([[], []]);
  });
});

import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { childrenOf, type RunningCli, startCli, trialProcess, until } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { heavyModel, writeModel } from '../../helpers/models.js';
import { expectValid } from '../../helpers/result-schema.js';

const folder = testFolder();
const heavy = writeModel(folder, 'heavy', heavyModel({ layers: 1 }));

let count = 0;

/** Starts a run with a temporary folder of its own, so that what it leaves there shows. */
function start(args: readonly string[], options: { detached?: boolean } = {}): { run: RunningCli; temporary: string } {
  const temporary = join(folder, `tmp-${count++}`);
  mkdirSync(temporary);
  const env = { ...process.env, TMPDIR: temporary };
  return { run: startCli(['run', '--model', heavy, '--api', 'sync', ...args], { env, ...options }), temporary };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // a zombie has ended; only its parent has not asked yet
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

// children are found in /proc
describe.runIf(process.platform === 'linux')('a run that is interrupted', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    'by %s ends at once with %i, and so does its child, in the middle of a synchronous loop',
    async (signal, code) => {
      const { run, temporary } = start(['--time', '60s']);
      const trial = await trialProcess(run);
      const begin = performance.now();
      run.process.kill(signal);
      const ended = await run.ended;
      expect(performance.now() - begin).toBeLessThan(3000);
      expect(ended).toMatchObject({ code, signal: null });
      expect(ended.stderr).toBe('');
      expect(isAlive(trial)).toBe(false);
      expect(readdirSync(temporary)).toEqual([]);
    },
  );

  it('by Ctrl-C, which reaches the child as well: finished rows are printed and written', async () => {
    const json = join(folder, 'finished.json');
    const { run, temporary } = start(
      ['--time', '1s', '--device', 'CPU', '--device', 'MULTI:CPU', '--warmup', '0', '--json', json],
      { detached: true },
    );
    const first = await trialProcess(run);
    await until(() => childrenOf(run.process.pid as number).find((pid) => pid !== first), 'the second trial');
    // as a terminal does: to the whole process group
    process.kill(-(run.process.pid as number), 'SIGINT');
    const { code, stdout } = await run.ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/\[INTERRUPTED\]/);
    expect(stdout).toMatch(/^CPU +sync +CPU/m);
    const result = JSON.parse(readFileSync(json, 'utf8'));
    expectValid(result);
    expect(result).toMatchObject({ interrupted: true, results: [{ requestedDevice: 'CPU', status: 'ok' }] });
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('before anything is finished writes nothing', async () => {
    const json = join(folder, 'nothing.json');
    const { run } = start(['--time', '60s', '--json', json]);
    await until(() => childrenOf(run.process.pid as number)[0], 'the first child');
    run.process.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
    expect(existsSync(json)).toBe(false);
  });

  it.each([
    [0, 'starts'],
    [1500, 'is in its loop'],
  ])('by SIGKILL, which nothing can catch: %i ms on, the child %s, ends and clears up', async (delayMs) => {
    const { run, temporary } = start(['--time', '60s']);
    const trial = await trialProcess(run);
    await until(() => (readdirSync(temporary).length > 0 ? true : undefined), 'the temporary folder');
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    run.process.kill('SIGKILL');
    expect((await run.ended).signal).toBe('SIGKILL');
    await until(() => (isAlive(trial) ? undefined : true), 'the child to notice', 10_000);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe.runIf(process.platform === 'linux')("a trial's process that is killed", () => {
  it('is a failed row; the next device runs', async () => {
    const { run, temporary } = start([
      '--time',
      '2s',
      '--device',
      'CPU',
      '--device',
      'MULTI:CPU',
      '--quick',
      '--json',
      '-',
    ]);
    process.kill(await trialProcess(run), 'SIGKILL');
    const { code, stdout, stderr } = await run.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/The trial of CPU failed: its process was killed by SIGKILL/);
    const result = JSON.parse(stdout);
    expectValid(result);
    expect(result.results).toMatchObject([
      { requestedDevice: 'CPU', status: 'failed', error: { code: 'TRIAL_FAILED' } },
      { requestedDevice: 'MULTI:CPU', status: 'ok' },
    ]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('is exit code 1 where the others of its row went well, whose figures stand', async () => {
    const { run } = start(['--time', '1s', '--repeat', '2', '--json', '-']);
    process.kill(await trialProcess(run), 'SIGKILL');
    const { code, stdout, stderr } = await run.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^ov-bench: CPU \w+: 1 of 2 processes failed; the row's figures are of the others: .*SIGKILL/m,
    );
    const result = JSON.parse(stdout);
    expectValid(result);
    expect(result.results).toMatchObject([{ status: 'ok', processes: [{ status: 'failed' }, { status: 'ok' }] }]);
  });
});

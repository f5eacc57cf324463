import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { CLI, until } from '../../../helpers/cli.js';
import { describeWithSlurm } from '../../../helpers/describe-slurm.js';
import { slurmLab } from '../../../helpers/lab.js';

describeWithSlurm('a submission that is cut short, on a real Slurm', () => {
  const site = slurmLab();

  /** An environment in which sbatch takes its time. */
  function slowly(): { readonly env: Record<string, string>; readonly begun: () => true | undefined } {
    const { lab } = site;
    const bin = join(lab.folder, 'slow');
    const mark = join(lab.folder, 'slow-begun');
    rmSync(mark, { force: true });
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'sbatch'), `#!/bin/sh\n: >'${mark}'\nsleep 2\nPATH=\${PATH#*:} exec sbatch "$@"\n`);
    chmodSync(join(bin, 'sbatch'), 0o755);
    return { env: { PATH: `${bin}:${lab.env['PATH']}` }, begun: () => existsSync(mark) || undefined };
  }

  async function idsOf(name: string): Promise<string[]> {
    const { stdout } = await site.cluster.run('squeue', ['-h', '-t', 'all', '--name', name, '-o', '%i']);
    return stdout.split('\n').filter((line) => line !== '');
  }

  it('kill -9 while sbatch is under way: the next one waits for it, and finds its job', async () => {
    const { lab } = site;
    lab.script('sleep.sh', 'sleep 1');
    const args = ['submit', 'sleep.sh', '--out', 'killed', '-N', 'killed'];
    const { env, begun } = slowly();
    const first = lab.start(['job', ...args], env);
    await until(begun, 'sbatch');
    first.process.kill('SIGKILL');
    const again = await lab.job(...args);
    expect(again.code, again.stderr).toBe(0);
    await delay(2500);
    expect(await idsOf('killed')).toEqual([again.stdout.trim()]);
    expect((await lab.job('results', again.stdout.trim(), '--wait')).code).toBe(0);
  });

  it('Ctrl-C while sbatch is under way: the job is noted and told before the end', async () => {
    const { lab } = site;
    lab.script('sleep.sh', 'sleep 1');
    const { env, begun } = slowly();
    const run = lab.start(['job', 'submit', 'sleep.sh', '--out', 'interrupted', '-N', 'interrupted'], env);
    await until(begun, 'sbatch');
    run.process.kill('SIGINT');
    const { code, stdout } = await run.ended;
    expect(code).toBe(130);
    expect(await idsOf('interrupted')).toEqual([stdout.trim()]);
    expect((await lab.job('results', stdout.trim(), '--wait')).code).toBe(0);
  });

  it('a job whose folder was removed and made again for another one does not run there', async () => {
    const { lab, cluster } = site;
    lab.script('block.sh', 'sleep 60');
    lab.script('say.sh', 'echo "$1" >>"$OV_BENCH_JOB_OUTPUT/said"');
    const where = ['--features', 'intel-ncs2'];
    const blocker = await lab.submit('block.sh', ...where);
    await lab.until(blocker, ({ state }) => state === 'R');
    const old = await lab.submit('say.sh', ...where, '--out', 'again', '--', 'old');
    rmSync(join(lab.folder, 'again'), { recursive: true });
    const fresh = await lab.submit('say.sh', ...where, '--out', 'again', '--', 'new');
    await lab.job('cancel', blocker);
    expect((await lab.job('results', fresh, '--wait')).code).toBe(0);
    await until(() => cluster.completedLog().includes(`JobId=${old} `) || undefined, 'the end of the old one');
    expect(readFileSync(join(lab.folder, 'again/output/said'), 'utf8')).toBe('new\n');
    expect((await lab.job('results', old)).stderr).toMatch(/has another job in it by now/);
    expect(JSON.parse(readFileSync(join(lab.folder, 'again/exit.json'), 'utf8'))).toMatchObject({ id: fresh });
  });

  it('a job is known, even where nobody could read its id', async () => {
    const { lab } = site;
    lab.script('quick.sh', 'echo quick');
    await lab.submit('quick.sh');
    const before = (await lab.job('status', '--json')).stdout;
    const device = openSync('/dev/full', 'w');
    spawnSync(process.execPath, [CLI, 'job', 'submit', 'quick.sh'], {
      cwd: lab.folder,
      env: lab.env,
      stdio: ['ignore', device, 'ignore'],
    });
    closeSync(device);
    const after = (await lab.job('status', '--json')).stdout;
    expect(JSON.parse(after)).toHaveLength((JSON.parse(before) as unknown[]).length + 1);
  });

  it.each([
    [['--device', ''], /--device takes a device string/],
    [['--device', 'MULTI:'], /--device takes/],
    [['--device', 'CP U'], /--device takes/],
    [['--most-at-once', '2'], /--most-at-once is of arrays/],
    [['--ov-bench', ''], /--ov-bench takes a command/],
    [['--', 'foo'], /foo is no option/],
    [['--', '--json', 'x'], /--json can't be passed on/],
  ])('%j is told of at once', async (args, message) => {
    const { lab } = site;
    writeFileSync(join(lab.folder, 'model.xml'), '<net/>');
    const run = await lab.job('submit', '--model', 'model.xml', ...args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
  });

  it('a folder in place of a model, and a folder to begin in that is not there', async () => {
    const { lab } = site;
    lab.script('quick.sh', 'true');
    for (const args of [
      ['--model', '.'],
      ['quick.sh', '-d', '/nowhere/at/all'],
    ]) {
      const run = await lab.job('submit', ...args);
      expect(run).toMatchObject({ code: 1, stdout: '' });
      expect(run.stderr).toMatch(/\(FILE_NOT_FOUND\)/);
    }
  });
});

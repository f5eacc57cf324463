import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { until } from '../../../helpers/cli.js';
import { describeWithSlurm } from '../../../helpers/describe-slurm.js';
import { type Lab, slurmLab, type Task } from '../../../helpers/lab.js';

const isRunning = ({ state }: Task): boolean => state === 'R';
const hasEnded = ({ outcome }: Task): boolean => outcome !== null;

/** A job that says that it has begun, and goes on until it is ended. */
function longJob(lab: Lab, name: string): string {
  return lab.script(`${name}.sh`, 'echo begun >"$OV_BENCH_JOB_OUTPUT/stdout.log"', 'sleep 60');
}

describeWithSlurm('faults on a real Slurm', () => {
  const site = slurmLab();

  it('a feature that no node has: refused at once, with what to do, and no folder is left', async () => {
    const { lab } = site;
    lab.script('ok.sh', 'true');
    const run = await lab.job('submit', 'ok.sh', '--features', 'tank-870,no-such-board', '--out', 'refused');
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(
      /Slurm refuses the job ok\.sh: .*feature.*sinfo -o "%N %f".*--features\. \(JOB_REJECTED\)/,
    );
    expect(existsSync(join(lab.folder, 'refused'))).toBe(false);
    const taken = await lab.job('submit', 'ok.sh', '--partition', 'none', '--out', 'refused');
    expect(taken.stderr).toMatch(/partition.*sinfo -s.*\(JOB_REJECTED\)/);
  });

  it('a job that fails: its own exit code, its logs, and FAILED for Slurm', async () => {
    const { lab } = site;
    lab.script('fail.sh', 'echo out; echo err >&2; exit 4');
    const id = await lab.submit('fail.sh');
    const run = await lab.job('results', id, '--wait');
    expect(run).toMatchObject({ code: 4, stdout: expect.stringMatching(/^out\n/) });
    expect(run.stderr).toMatch(/^err\n/);
    expect(run.stderr).toMatch(new RegExp(`job ${id} failed: exit code 4\\.`));
    expect(await lab.tasks(id)).toMatchObject([{ state: 'C', word: 'FAILED', outcome: 'failed', exitCode: 4 }]);
    // codes that are none of a benchmark's
    lab.script('odd.sh', 'exit 77');
    expect((await lab.job('results', await lab.submit('odd.sh'), '--wait')).code).toBe(1);
  });

  it('cancelled: while it waits, and while it runs; its log is kept', async () => {
    const { lab } = site;
    const script = longJob(lab, 'cancelled');
    const running = await lab.submit(script, '--features', 'intel-ncs2', '--out', 'running');
    await lab.until(running, isRunning);
    const waiting = await lab.submit(script, '--features', 'intel-ncs2');
    expect(await lab.tasks(waiting)).toMatchObject([{ state: 'Q', word: 'PENDING', node: null }]);
    expect((await lab.job('results', waiting)).code).toBe(6);
    await until(() => existsSync(join(lab.folder, 'running/output/stdout.log')) || undefined, 'its log');
    expect(await lab.job('cancel', waiting, running)).toMatchObject({ code: 0, stdout: `${waiting}\n${running}\n` });
    for (const id of [waiting, running]) {
      const run = await lab.job('results', id, '--wait');
      expect(run.code, run.stderr).toBe(1);
      expect(run.stderr).toMatch(new RegExp(`job ${id} cancelled`));
    }
    expect((await lab.job('results', running)).stdout).toMatch(/^begun\n/);
    expect((await lab.job('cancel', running)).stderr).toMatch(/has ended before: cancelled/);
  });

  it('the node goes down during the run: NODE_FAIL, and a late marker changes nothing', async () => {
    const { lab, cluster } = site;
    const id = await lab.submit(longJob(lab, 'node'), '--features', 'up-squared', '--out', 'node');
    await lab.until(id, isRunning);
    await cluster.nodeDown('up2-01');
    const [task] = await lab.until(id, hasEnded);
    expect(task).toMatchObject({ word: 'NODE_FAIL', outcome: 'failed' });
    writeFileSync(
      join(lab.folder, 'node/exit.json'),
      JSON.stringify({ id, task: null, node: 'up2-01', startedAt: 'x', endedAt: 'y', exitCode: 0 }),
    );
    expect(await lab.tasks(id)).toEqual([task]);
    expect((await lab.job('results', id)).code).toBe(1);
    await cluster.nodeUp('up2-01');
  });

  it('the controller is stopped and started: unknown meanwhile, never gone, and the wait goes on', async () => {
    const { lab, cluster } = site;
    lab.script('short.sh', 'sleep 3', 'echo done');
    const id = await lab.submit('short.sh');
    await lab.until(id, isRunning);
    const waiting = lab.start(['job', 'results', id, '--wait']);
    await cluster.stopController();
    // each waits for its own commands of Slurm, which try for 10 s
    const [tasks, status, refused, cancelled] = await Promise.all([
      lab.tasks(id),
      lab.job('status', id),
      lab.job('submit', 'short.sh', '--out', 'nobody'),
      lab.job('cancel', id),
    ]);
    expect(tasks).toMatchObject([{ state: '?', word: 'UNKNOWN', outcome: null }]);
    expect(status.stdout).toMatch(/\? UNKNOWN/);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/Slurm does not answer .*scontrol ping.*\(SCHEDULER_UNAVAILABLE\)/);
    expect(existsSync(join(lab.folder, 'nobody'))).toBe(false);
    expect(cancelled.stderr).toMatch(/Nothing is cancelled: .*\(SCHEDULER_UNAVAILABLE\)/);
    await cluster.startController();
    const { code, stdout, stderr } = await waiting.ended;
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^done\n/);
    expect(await lab.tasks(id)).toMatchObject([{ word: 'COMPLETED', outcome: 'completed' }]);
  }, 120_000);

  it("the job's folder is removed: before it begins, while it runs, and afterwards", async () => {
    const { lab, cluster } = site;
    const blocker = await lab.submit(longJob(lab, 'blocker'), '--features', 'intel-ncs2');
    await lab.until(blocker, isRunning);
    lab.script('late.sh', 'echo late');
    const id = await lab.submit('late.sh', '--features', 'intel-ncs2', '--out', 'late');
    renameSync(join(lab.folder, 'late'), join(lab.folder, 'elsewhere'));
    const gone = await lab.job('results', id);
    expect(gone.code).toBe(1);
    expect(gone.stderr).toMatch(new RegExp(`The folder ".*/late" of job ${id} .* is gone.*\\(JOB_NOT_FOUND\\)`));
    expect((await lab.job('status')).stderr).toMatch(new RegExp(`the folder ".*/late" of job ${id} is gone`));
    await lab.job('cancel', blocker);
    await until(() => cluster.completedLog().includes(`JobId=${id} `) || undefined, 'its end');
    expect(cluster.completedLog()).toMatch(new RegExp(`^JobId=${id} .*JobState=FAILED`, 'm'));
    // nothing was made anew in its place
    expect(existsSync(join(lab.folder, 'late'))).toBe(false);
    const moved = await lab.job('results', './elsewhere');
    expect(moved.code).toBe(1);
    expect(moved.stderr).toMatch(/failed/);

    const during = await lab.submit(longJob(lab, 'during'), '--out', 'during');
    await lab.until(during, isRunning);
    rmSync(join(lab.folder, 'during'), { recursive: true, force: true });
    expect((await lab.job('results', during)).stderr).toMatch(/is gone/);
    await cluster.run('scancel', [during]);
  });

  it('the same order into the same folder is submitted once: again, by two at once, and after a kill', async () => {
    const { lab, cluster } = site;
    lab.script('once.sh', 'sleep 1');
    const args = ['job', 'submit', 'once.sh', '--out', 'once', '-N', 'only_once'];
    const both = await Promise.all([lab.start(args).ended, lab.start(args).ended]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(new Set(both.map(({ stdout }) => stdout)).size).toBe(1);
    const again = await lab.job(...args.slice(1));
    expect(again).toMatchObject({ code: 0, stdout: both[0]?.stdout });
    expect(again.stderr).toMatch(/submitted before/);
    const other = await lab.job(...args.slice(1), '--time', '3m');
    expect(other).toMatchObject({ code: 1, stdout: '' });
    expect(other.stderr).toMatch(/folder of another job/);

    // killed between sbatch's yes and the note of it
    const manifest = join(lab.folder, 'once/ov-bench-job.json');
    const text = JSON.parse(readFileSync(manifest, 'utf8')) as { submitter: { pid: number } };
    writeFileSync(
      manifest,
      JSON.stringify({ ...text, id: null, submittedAt: null, submitter: { ...text.submitter, pid: 4_194_303 } }),
    );
    expect(await lab.job(...args.slice(1))).toMatchObject({ code: 0, stdout: both[0]?.stdout });
    const { stdout } = await cluster.run('squeue', ['-h', '-t', 'all', '--name', 'only_once', '-o', '%i']);
    expect(stdout).toBe(both[0]?.stdout);
  });

  it('killed while it submits: given once more, it is submitted once', async () => {
    const { lab, cluster } = site;
    lab.script('killed.sh', 'true');
    for (let afterMs = 60, round = 0; round < 6; round++, afterMs += 40) {
      const args = ['submit', 'killed.sh', '--out', `killed-${round}`, '-N', `killed_${round}`];
      const run = lab.start(['job', ...args]);
      await delay(afterMs);
      run.process.kill('SIGKILL');
      await run.ended;
      const again = await lab.job(...args);
      expect(again.code, again.stderr).toBe(0);
      const { stdout } = await cluster.run('squeue', ['-h', '-t', 'all', '--name', `killed_${round}`, '-o', '%i']);
      expect(stdout).toBe(again.stdout);
    }
  });

  it('two different ones at once have ids and folders of their own, and both are known afterwards', async () => {
    const { lab } = site;
    lab.script('both.sh', 'echo "$1"');
    const ids = await Promise.all(['a', 'b', 'c', 'd'].map((word) => lab.submit('both.sh', '--', word)));
    expect(new Set(ids).size).toBe(4);
    for (const [index, word] of ['a', 'b', 'c', 'd'].entries()) {
      expect((await lab.job('results', ids[index] ?? '', '--wait')).stdout).toMatch(new RegExp(`^${word}\\n`));
    }
  });

  it.each([
    ['a way out', (output: string) => `cd ${output}; tar -czf ../output.tgz --transform 's,^,../../,' -P stdout.log`],
    ['an absolute path', (output: string) => `tar -czPf ${output}/../output.tgz ${output}/stdout.log`],
    ['a link', (output: string) => `cd ${output}; ln -s /etc/passwd link; tar -czf ../output.tgz link`],
    ['a hard link', (output: string) => `cd ${output}; ln stdout.log other; tar -czf ../output.tgz stdout.log other`],
    ['what is no archive', (output: string) => `echo nothing >${output}/../output.tgz`],
    ['a link in its place', (output: string) => `ln -s /etc/passwd ${output}/../output.tgz`],
    ['a pipe in its place', (output: string) => `mkfifo ${output}/../output.tgz`],
  ])('an archive with %s is not unpacked, and nothing of it is written', async (_, pack) => {
    const { lab } = site;
    lab.script('hostile.sh', 'echo x >"$OV_BENCH_JOB_OUTPUT/stdout.log"', pack('"$OV_BENCH_JOB_OUTPUT"'));
    const id = await lab.submit('hostile.sh');
    const run = await lab.job('results', id, '--wait', '--out', 'hostile/deep/got');
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/\(ARCHIVE_INVALID\)/);
    for (const folder of ['hostile/deep', 'hostile']) {
      expect(existsSync(join(lab.folder, folder, 'stdout.log'))).toBe(false);
    }
    expect(existsSync(join(lab.folder, 'hostile/deep/got/link'))).toBe(false);
  });

  it("of an array one task's archive is refused, and the others' results are there", async () => {
    const { lab } = site;
    const pack = 'tar -czPf "$OV_BENCH_JOB_ARCHIVE"';
    lab.script(
      'mixed.sh',
      'cd "$OV_BENCH_JOB_OUTPUT"; echo x >stdout.log',
      `[ "$OV_BENCH_JOB_TASK" = 2 ] && ${pack} /etc/hostname || ${pack} stdout.log`,
    );
    const id = await lab.submit('mixed.sh', '-t', '1-3');
    const run = await lab.job('results', id, '--wait', '--out', 'mixed');
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/task 2: .* is an absolute path/);
    expect([1, 2, 3].map((task) => existsSync(join(lab.folder, `mixed/task-${task}/stdout.log`)))).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('what a job leaves in place of its logs is not followed', async () => {
    const { lab } = site;
    const secret = join(lab.folder, 'secret');
    writeFileSync(secret, 'secret\n');
    lab.script('link.sh', 'cd "$OV_BENCH_JOB_OUTPUT"; ln -s "$1" stdout.log; mkfifo stderr.log; mkdir -p ../results');
    const id = await lab.submit('link.sh', '--out', 'links', '--', secret);
    const run = await lab.job('results', id, '--wait');
    expect(run.stdout).not.toContain('secret');
    expect((await lab.job('logs', id)).stdout).not.toContain('secret');
  });

  it('a folder with other files in it, a job of another folder, an id that is unknown', async () => {
    const { lab } = site;
    lab.script('full.sh', 'true');
    mkdirSync(join(lab.folder, 'full'));
    writeFileSync(join(lab.folder, 'full/thesis.txt'), 'x');
    expect((await lab.job('submit', 'full.sh', '--out', 'full')).stderr).toMatch(/holds other files \("thesis\.txt"\)/);
    expect(readFileSync(join(lab.folder, 'full/thesis.txt'), 'utf8')).toBe('x');
    for (const which of ['987654', './full', './none', 'constructor', '../..']) {
      const run = await lab.job('results', which);
      expect(run).toMatchObject({ code: 1, stdout: '' });
      expect(run.stderr).toMatch(/\(JOB_NOT_FOUND\)/);
    }
    expect((await lab.job('submit', 'missing.sh')).stderr).toMatch(/can't be read: it is not there/);
  });
});

describeWithSlurm('a Slurm that forgets', () => {
  const site = slurmLab({ minJobAge: 2 });

  it('a job that has vanished from squeue is known by its marker; without one it is lost, and never complete', async () => {
    const { lab, cluster } = site;
    lab.script('quick.sh', 'exit 3');
    const marked = await lab.submit('quick.sh', '--out', 'marked');
    lab.script('mute.sh', 'rm -f "$OV_BENCH_JOB_OUTPUT/../started.json"; kill -9 $PPID');
    const mute = await lab.submit('mute.sh', '--out', 'mute');
    const forgotten = async (): Promise<true | undefined> =>
      (await cluster.run('squeue', ['-h', '-t', 'all'])).stdout === '' || undefined;
    for (let end = Date.now() + 40_000; !(await forgotten()); await delay(500)) {
      if (Date.now() > end) throw new Error('Slurm does not forget');
    }
    expect(await lab.tasks(marked)).toMatchObject([{ state: 'C', outcome: 'dropped', exitCode: 3 }]);
    const run = await lab.job('results', mute, '--wait');
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/lost: .*does not know it any more/);
    expect(await lab.tasks(mute)).toMatchObject([{ state: 'C', word: 'LOST', outcome: 'lost' }]);
  }, 120_000);
});

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { BenchResult } from '../../../../lib/bench/result/result.js';
import { describeWithSlurm } from '../../../helpers/describe-slurm.js';
import { slurmLab } from '../../../helpers/lab.js';
import { reluModel, writeModel } from '../../../helpers/models.js';
import { expectValid } from '../../../helpers/result-schema.js';

function readResult(file: string): BenchResult {
  const result = JSON.parse(readFileSync(file, 'utf8')) as BenchResult;
  expectValid(result);
  return result;
}

describeWithSlurm('jobs on a real Slurm', () => {
  const site = slurmLab();

  it("the exercise's own line: the id alone on stdout, the stats, both logs, and a dropped device is a warning", async () => {
    const { lab, cluster } = site;
    const relu = writeModel(lab.folder, 'relu', reluModel({ shape: [1, 3, 8, 8] }));
    expect(await lab.job('script')).toMatchObject({ code: 0, stdout: 'inference_model_job.sh\n' });
    const run = await lab.job(
      ...['submit', 'inference_model_job.sh', '-d', '.', '-l', 'nodes=1:tank-870:i5-6500te:intel-hd-530:intel-ncs2'],
      ...['-F', `MULTI:CPU,MYRIAD ${relu.slice(0, -4)} cpu_vpu_stats --iterations 20`, '-N', 'store_core'],
    );
    expect(run).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\n$/) });
    const id = run.stdout.trim();

    const results = await lab.job('results', id, '--wait', '--out', 'got');
    expect(results.code, results.stderr).toBe(0);
    expect(results.stdout).toMatch(/Time taken to load model = .*\nTime Taken to run 20 Inference is = /);
    expect(results.stderr).toMatch(/completed, and a device that was asked for did not run/);
    const got = (name: string): string => readFileSync(join(lab.folder, 'got', name), 'utf8');
    expect(got('cpu_vpu_stats.txt')).toMatch(/^\d+\.\d{6}\n\d+\.\d{6}\n[\d.]+\n$/);
    expect(got('stdout.log')).toContain('Time Taken to run 20');
    expect(got('stderr.log')).toContain('MYRIAD did not run');
    const { job, results: rows } = readResult(join(lab.folder, 'got/cpu_vpu_stats.json'));
    expect(job).toMatchObject({ engine: 'Slurm', id, name: 'store_core', node: 'tank-870-01' });
    expect(job?.features).toEqual(['tank-870', 'i5-6500te', 'intel-hd-530', 'intel-ncs2']);
    expect(rows[0]).toMatchObject({ requestedDevice: 'MULTI:CPU,MYRIAD', droppedDevices: ['MYRIAD'] });

    const [task] = await lab.tasks(id);
    expect(task).toMatchObject({ state: 'C', word: 'COMPLETED', outcome: 'dropped', exitCode: 3, node: 'tank-870-01' });
    expect(cluster.completedLog()).toMatch(new RegExp(`^JobId=${id} .*Name=store_core JobState=COMPLETED`, 'm'));
    // what was fetched once is fetched again, and shows the same
    expect((await lab.job('results', id, '--out', 'got')).code).toBe(0);
  });

  it('--strict-devices: the same is a failure, for Slurm as well', async () => {
    const { lab, cluster } = site;
    const relu = writeModel(lab.folder, 'strict', reluModel({ shape: [1, 3, 8, 8] }));
    await lab.job('script', '--strict-devices', '--output', 'strict.sh');
    const id = await lab.submit('strict.sh', '-F', `MULTI:CPU,MYRIAD ${relu.slice(0, -4)} stats --iterations 20`);
    const results = await lab.job('results', id, '--wait');
    expect(results.code, results.stderr).toBe(3);
    expect(await lab.tasks(id)).toMatchObject([{ word: 'FAILED', outcome: 'failed', exitCode: 3 }]);
    expect(cluster.completedLog()).toMatch(new RegExp(`^JobId=${id} .*JobState=FAILED`, 'm'));
  });

  it('the modern form: a matrix of models and devices, an array of a task for each model', async () => {
    const { lab } = site;
    for (const name of ['one', 'two']) writeModel(lab.folder, name, reluModel());
    const id = await lab.submit(
      ...['--engine', 'slurm', '--model', 'one.xml', '--model', 'two.xml', '--device', 'CPU', '--device', 'MULTI:CPU'],
      ...['--iterations', '20', '--features', 'tank-870', '--time', '5m', '--out', 'matrix', '--', '--api', 'sync'],
    );
    const watched = await lab.job('status', id, '--watch');
    expect(watched.stdout).toMatch(/2 tasks; 2 completed/);
    const tasks = await lab.tasks(id);
    expect(tasks).toMatchObject([
      { task: 1, outcome: 'completed' },
      { task: 2, outcome: 'completed' },
    ]);
    expect((await lab.job('status', id, '--tasks')).stdout).toMatch(
      /CPU MULTI:CPU, one\.xml.*\n.*CPU MULTI:CPU, two\.xml/,
    );
    expect((await lab.job('results', id, '--out', 'matrix-results')).code).toBe(0);
    for (const [task, model] of [
      [1, 'one.xml'],
      [2, 'two.xml'],
    ] as const) {
      const result = readResult(join(lab.folder, `matrix-results/task-${task}/results/result.json`));
      expect(result.job).toMatchObject({ id, task });
      expect(result.job?.shared).toBeUndefined();
      expect(result.model.path).toBe(join(lab.folder, model));
      expect(result.results.map(({ requestedDevice, api }) => [requestedDevice, api])).toEqual([
        ['CPU', 'sync'],
        ['MULTI:CPU', 'sync'],
      ]);
    }
    expect((await lab.job('logs', id)).stderr).toMatch(/2 tasks: say which with --task N/);
    expect((await lab.job('logs', id, '--task', '2')).stdout).toContain('MULTI:CPU');
  });

  it('--nodes 2: all of it on each of two different nodes', async () => {
    const { lab } = site;
    writeModel(lab.folder, 'spread', reluModel());
    const id = await lab.submit(
      ...['--model', 'spread.xml', '--iterations', '20', '--features', 'tank-870', '--nodes', '2', '--out', 'spread'],
    );
    const results = await lab.job('results', id, '--wait', '--out', 'spread-results');
    expect(results.code, results.stderr).toBe(0);
    expect(await lab.tasks(id)).toMatchObject([{ outcome: 'completed', node: 'tank-870-[01-02]' }]);
    const nodes = ['tank-870-01', 'tank-870-02'].map(
      (node) => readResult(join(lab.folder, `spread-results/node-${node}/results/result.json`)).job?.node,
    );
    expect(nodes).toEqual(['tank-870-01', 'tank-870-02']);
    const collected = await lab.job('collect', 'spread-results', '--output', 'spread-collected');
    expect(collected.code, collected.stderr).toBe(0);
    expect(collected.stdout).toMatch(/2 rows of 2 results on 2 nodes/);
    expect(collected.stdout).toMatch(/tank-870-01 .*baseline/);
    expect(existsSync(join(lab.folder, 'spread-collected/frames_per_second.png'))).toBe(true);
    const tooMany = await lab.job('submit', '--model', 'spread.xml', '--features', 'tank-870', '--nodes', '3');
    expect(tooMany.code).toBe(1);
    expect(tooMany.stderr).toMatch(/Slurm refuses the job .*sinfo -N.*\(JOB_REJECTED\)/);
  });

  it('arguments and folders get through as they are: quotes, $, blanks, line breaks', async () => {
    const { lab } = site;
    const words = [
      '$HOME',
      '`id`',
      "it's",
      '"q"',
      'a  b',
      'line\nbreak',
      '*',
      '',
      '-x',
      '\\',
      'ü€',
      ';rm -rf /',
      '%j %a',
    ];
    lab.script('say.sh', 'printf "%s\\0" "$@" >"$OV_BENCH_JOB_OUTPUT/words"', 'pwd >"$OV_BENCH_JOB_OUTPUT/folder"');
    const out = `a 'b' "c" $d %j %% ;&`;
    const id = await lab.submit('say.sh', '--out', out, '--', ...words);
    expect((await lab.job('results', id, '--wait')).code).toBe(0);
    const output = join(lab.folder, out, 'output');
    expect(readFileSync(join(output, 'words'), 'utf8').split('\0').slice(0, -1)).toEqual(words);
    expect(readFileSync(join(output, 'folder'), 'utf8')).toBe(`${lab.folder}\n`);
  });

  it.each([
    [['-N', 'two words'], /-N takes a name/],
    [['-N', '$(id)'], /-N takes a name/],
    [['--name', 'a\nb'], /A job's name takes/],
    [['--features', 'a,,b'], /A feature takes/],
    [['--features', 'a b'], /A feature takes/],
    [['--features', 'a|b'], /A feature takes/],
    [['--partition', '--wrap=id'], /--partition takes/],
    [['--out', 'line\nbreak'], /can't have control characters/],
    [['-l', 'nodes=1:$(id)'], /-l takes/],
    [['-l', 'mem=1gb'], /-l understands/],
    [['-j', 'oe'], /unknown option '-j'/],
    [['--time', 'soon'], /--time takes/],
    [['--out', 'back\\slash'], /takes backslashes out/, 1],
  ] as [string[], RegExp, number?][])('refuses %j, and submits nothing', async (args, message, code = 2) => {
    const { lab, cluster } = site;
    lab.script('true.sh', 'true');
    const run = await lab.job('submit', 'true.sh', ...args);
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toMatch(message);
    expect((await cluster.run('squeue', ['-h'])).stdout).toBe('');
  });

  it('the environment: what the benchmark needs, no secrets, and nothing of SBATCH_* and SQUEUE_*', async () => {
    const { lab } = site;
    lab.script('env.sh', 'env -0 >"$OV_BENCH_JOB_OUTPUT/env"');
    const hostile = {
      SECRET_TOKEN: 'x',
      SBATCH_PARTITION: 'none',
      SBATCH_EXPORT: 'NONE',
      SQUEUE_FORMAT: '%all',
      SQUEUE_STATES: 'PENDING',
      OV_BENCH_IMAGE: '/a b/$c.png',
    };
    const submitted = await lab.start(['job', 'submit', 'env.sh', '-v', 'A=b c,D="e,f"', '--out', 'env'], hostile)
      .ended;
    expect(submitted.code, submitted.stderr).toBe(0);
    expect((await lab.start(['job', 'results', './env', '--wait'], hostile).ended).code).toBe(0);
    const env = readFileSync(join(lab.folder, 'env/output/env'), 'utf8').split('\0');
    expect(env).toEqual(expect.arrayContaining(['OV_BENCH_IMAGE=/a b/$c.png', 'A=b c', 'D=e,f']));
    expect(env.filter((each) => /^(SECRET|SBATCH_P|SQUEUE)/.test(each))).toEqual([]);
  });

  it("a script's #PBS lines, a prologue, and a job that others may run beside", async () => {
    const { lab } = site;
    writeFileSync(
      join(lab.folder, 'pbs.sh'),
      '#!/bin/sh\n#PBS -N from_script -l nodes=1:up-squared\n#PBS -l walltime=5:00\nov-bench run --model m.xml --iterations 20 --output "$OV_BENCH_JOB_OUTPUT/r" && echo "$SITE" >"$OV_BENCH_JOB_OUTPUT/site"\n',
    );
    writeModel(lab.folder, 'm', reluModel());
    writeFileSync(join(lab.folder, 'prologue'), 'export SITE=lab\n');
    const id = await lab.submit('pbs.sh', '--prologue', 'prologue', '--shared', '--out', 'pbs');
    expect((await lab.job('results', id, '--wait')).code).toBe(0);
    expect((await lab.job('status', id)).stdout).toMatch(/from_script +C COMPLETED +up2-01/);
    expect(readFileSync(join(lab.folder, 'pbs/output/site'), 'utf8')).toBe('lab\n');
    expect(readResult(join(lab.folder, 'pbs/output/r/result.json')).job).toMatchObject({ shared: true });
    expect(readFileSync(join(lab.folder, 'pbs/output/r/result.md'), 'utf8')).toContain('**SHARED NODE**');
  });

  it('what is wrong with the benchmark is said at once, and not after hours in a queue', async () => {
    const { lab } = site;
    const missing = await lab.job('submit', '--model', 'missing.xml');
    expect(missing.stderr).toMatch(/There is no file .*missing\.xml.*--no-check/);
    expect(missing.code).toBe(1);
    writeModel(lab.folder, 'typo', reluModel());
    const typo = await lab.job('submit', '--model', 'typo.xml', '--', '--iteration', '5');
    expect(typo).toMatchObject({ code: 2, stdout: '' });
    expect(typo.stderr).toMatch(/unknown option '--iteration'/);
    expect((await lab.job('submit', '--model', 'typo.xml', '--', '--output', 'x')).stderr).toMatch(
      /--output can't be passed/,
    );
    expect(existsSync(join(lab.folder, 'ov-bench-jobs'))).toBe(true);
  });
});

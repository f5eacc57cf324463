import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWithSlurm } from '../../../helpers/describe-slurm.js';
import { slurmLab } from '../../../helpers/lab.js';
import { reluModel, writeModel } from '../../../helpers/models.js';

const NAMES = ['cpu_vpu_stats', 'gpu_vpu_stats', 'cpu_gpu_vpu_stats'];
const CHARTS = ['model_load_time', 'inference_time', 'frames_per_second'];

describeWithSlurm('the exercise as jobs on a real Slurm', () => {
  const site = slurmLab();

  it('simulated devices: three jobs on the one node that fits, one after the other, and three charts', async () => {
    const { lab, cluster } = site;
    const model = writeModel(lab.folder, 'picture', reluModel({ shape: [1, 3, 8, 8] }));
    const board = ['--simulate', 'tank-870'];
    const args = ['exercise', '--engine', 'slurm', '--model', model, '--iterations', '50', ...board];
    const run = await lab.start([...args, '--output', 'simulated']).ended;
    expect(run.code, run.stderr).toBe(0);
    const at = (...names: string[]): string => join(lab.folder, 'simulated', ...names);
    for (const name of NAMES) {
      expect(readFileSync(at(`${name}_SIMULATED.txt`), 'utf8')).toMatch(/^[\d.]+\n[\d.]+\n[\d.]+\n$/);
      const result = JSON.parse(readFileSync(at(`${name}_SIMULATED.json`), 'utf8')) as {
        readonly simulated: boolean;
        readonly job: { readonly node: string; readonly features: readonly string[] };
      };
      expect(result).toMatchObject({ simulated: true, job: { node: 'tank-870-01', engine: 'Slurm' } });
      expect(result.job.features).toEqual(['tank-870', 'i5-6500te', 'intel-hd-530', 'intel-ncs2']);
    }
    for (const chart of CHARTS) {
      expect(readFileSync(at(`${chart}.svg`), 'utf8')).toContain('SIMULATED');
      expect(existsSync(at(`${chart}.png`))).toBe(true);
    }
    expect(run.stdout).toMatch(/SIMULATED: no device ran/);
    const log = cluster.completedLog();
    for (const name of NAMES) expect(log).toMatch(new RegExp(`Name=${name} JobState=COMPLETED .*NodeList=tank-870-01`));

    // the same again: nothing is submitted, and all is there again
    const again = await lab.start([...args, '--output', 'simulated']).ended;
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr.match(/was submitted before/g)).toHaveLength(3);
    expect(cluster.completedLog()).toBe(log);
  });

  it('the real runtime: what can run here runs, a missing device is a gap with its reason', async () => {
    const { lab } = site;
    const model = writeModel(lab.folder, 'real', reluModel({ shape: [1, 3, 8, 8] }));
    const args = ['exercise', '--engine', 'slurm', '--model', model, '--iterations', '50'];
    const run = await lab.start(args).ended;
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toMatch(/\(cpu_vpu_stats\) completed, and a device that was asked for did not run/);
    expect(run.stderr).toMatch(/\(gpu_vpu_stats\) failed: exit code 1, ".*GPU.*"; its logs are in/);
    expect(run.stdout).toMatch(/CPU\/VPU +MULTI:CPU,MYRIAD → CPU !/);
    const files = readdirSync(join(lab.folder, 'ov-bench-exercise'));
    expect(files).toEqual(expect.arrayContaining(['cpu_vpu_stats.txt', 'frames_per_second.svg', 'report.html']));
    expect(files).not.toContain('gpu_vpu_stats.txt');
    expect(existsSync(join(lab.folder, 'ov-bench-exercise/results/gpu_vpu_stats/stderr.log'))).toBe(true);
    const strict = await lab.start([...args, '--strict-devices', '--output', 'strict']).ended;
    expect(strict.code, strict.stderr).toBe(3);
  });

  it('ended by Ctrl-C, the jobs go on, and the same command goes on with them', async () => {
    const { lab } = site;
    const model = writeModel(lab.folder, 'slow', reluModel({ shape: [1, 3, 8, 8] }));
    const args = ['exercise', '--engine', 'slurm', '--model', model, '--iterations', '50', '--output', 'later'];
    const first = lab.start(args);
    await new Promise<void>((resolve) =>
      first.process.stderr?.on('data', (text) => /PENDING|RUNNING/.test(text) && resolve()),
    );
    first.process.kill('SIGINT');
    const { code, stderr } = await first.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/the jobs go on: .*ov-bench job cancel \d+ \d+ \d+/);
    const second = await lab.start(args).ended;
    expect(second.code, second.stderr).toBe(0);
    expect(second.stderr).toMatch(/was submitted before/);
    expect(existsSync(join(lab.folder, 'later/cpu_vpu_stats.txt'))).toBe(true);
  });

  it.each([
    [['--engine', 'slurm', '--csv', 'x.csv'], /--csv is not passed on with --engine/],
    [['--engine', 'slurm', '--api', 'both'], /--api is not passed on/],
    [['--engine', 'slurm', '--device', 'NPU'], /--device is one of the exercise's combinations/],
    [['--features', 'a'], /--features is of jobs: say with --engine/],
    [['--engine', 'lsf'], /--engine takes slurm, sge, pbs or local/],
  ])('refuses %j', async (args, message) => {
    const run = await site.lab.start(['exercise', ...args]).ended;
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(message);
  });
});

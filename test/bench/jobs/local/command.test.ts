import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchResult } from '../../../../lib/bench/result/result.js';
import { testFolder } from '../../../helpers/folder.js';
import { Lab } from '../../../helpers/lab.js';
import { reluModel, writeModel } from '../../../helpers/models.js';

describe('ov-bench job on this machine', () => {
  const lab = new Lab(testFolder(), {});
  const local = ['--engine', 'local'];

  it('measures, one job after the other, and tells of it in the results', async () => {
    writeModel(lab.folder, 'relu', reluModel());
    const args = ['--model', 'relu.xml', '--iterations', '20', ...local];
    const ids = [
      await lab.submit(...args, '--features', 'tank-870'),
      await lab.submit(...args, '--shared', '--out', 'two'),
    ];
    for (const id of ids) expect((await lab.job('results', id, '--wait')).code).toBe(0);
    const result = JSON.parse(readFileSync(join(lab.folder, 'two/results/results/result.json'), 'utf8')) as BenchResult;
    expect(result.job).toMatchObject({ engine: 'the local queue', id: ids[1], shared: true });
    expect((await lab.job('status')).stdout).toMatch(/C COMPLETED/);
  });

  it('says that nobody checks features here, refuses two nodes, and keeps a time limit', async () => {
    lab.script('sleep.sh', 'sleep 30');
    const run = await lab.job('submit', 'sleep.sh', ...local, '--features', 'tank-870', '--time', '1s');
    expect(run.stderr).toMatch(/no cluster here.*nobody checks that it has tank-870/);
    const ended = await lab.job('results', run.stdout.trim(), '--wait');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/ended at its time limit/);
    const two = await lab.job('submit', 'sleep.sh', ...local, '--nodes', '2');
    expect(two).toMatchObject({ code: 1, stdout: '' });
    expect(two.stderr).toMatch(/\(JOB_REJECTED\)/);
  });

  it('the exercise, queued here: simulated, with its charts', async () => {
    const model = writeModel(lab.folder, 'picture', reluModel({ shape: [1, 3, 8, 8] }));
    const args = ['exercise', ...local, '--model', model, '--iterations', '50', '--simulate', 'tank-870'];
    const run = await lab.start([...args, '--output', 'exercise']).ended;
    expect(run.code, run.stderr).toBe(0);
    for (const file of ['cpu_gpu_vpu_stats_SIMULATED.txt', 'frames_per_second.svg', 'report.html'])
      expect(readFileSync(join(lab.folder, 'exercise', file)).byteLength).toBeGreaterThan(10);
    // queued where nobody is asked for a board
    expect(run.stderr).not.toMatch(/nobody checks/);
  });
});

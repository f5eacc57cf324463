import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWithSlurm } from '../../../helpers/describe-slurm.js';
import { slurmLab } from '../../../helpers/lab.js';
import { reluModel, writeModel } from '../../../helpers/models.js';

describeWithSlurm('the exercise on a cluster without its boards', () => {
  const site = slurmLab({ nodes: [{ name: 'plain' }] });

  it('is refused, and with --features "" asks for nothing', async () => {
    const { lab } = site;
    const model = writeModel(lab.folder, 'picture', reluModel({ shape: [1, 3, 8, 8] }));
    const args = ['exercise', '--engine', 'slurm', '--model', model, '--iterations', '50', '--output', 'out'];
    const run = await lab.start([...args, '--device', 'MULTI:CPU,MYRIAD', '--simulate', 'tank-870', '--features', ''])
      .ended;
    expect(run.code, run.stderr).toBe(0);
    expect(existsSync(join(lab.folder, 'out/cpu_vpu_stats_SIMULATED.txt'))).toBe(true);
    const board = await lab.start([...args, '--output', 'real']).ended;
    expect(board.stderr).toMatch(/feature.*\(JOB_REJECTED\)/);
  });
});

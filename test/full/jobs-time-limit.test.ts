import { expect, it } from 'vitest';
import { describeWithSlurm } from '../helpers/describe-slurm.js';
import { slurmLab } from '../helpers/lab.js';

describeWithSlurm('the time limit of a job on a real Slurm', () => {
  const site = slurmLab();

  it('ends it, and what it had written by then is fetched (a minute is the shortest that Slurm knows)', async () => {
    const { lab } = site;
    lab.script('endless.sh', 'echo begun >"$OV_BENCH_JOB_OUTPUT/stdout.log"', 'sleep 600');
    const id = await lab.submit('endless.sh', '--time', '30s', '--out', 'endless');
    const run = await lab.start(['job', 'results', id, '--wait'], {}, 240_000).ended;
    expect(run.code, run.stderr).toBe(1);
    expect(run.stdout).toMatch(/^begun\n/);
    expect(run.stderr).toMatch(new RegExp(`job ${id} ended at its time limit`));
    expect(await lab.tasks(id)).toMatchObject([{ word: 'TIMEOUT', outcome: 'timeout' }]);
  }, 300_000);
});

import { chmodSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../../../helpers/cli.js';
import { describeWithSlurm } from '../../../helpers/describe-slurm.js';
import { slurmLab } from '../../../helpers/lab.js';
import { otherUserRuns } from '../../../helpers/other-user.js';

describeWithSlurm('cancelling on a real Slurm', () => {
  const site = slurmLab();

  it.runIf(otherUserRuns(65_534))("another user's job: refused in a sentence, and nothing is noted", async () => {
    const { lab } = site;
    chmodSync(dirname(lab.folder), 0o755);
    lab.script('sleep.sh', 'sleep 60');
    const id = await lab.submit('sleep.sh', '--out', 'theirs');
    // that the note may be written is the harder case
    chmodSync(join(lab.folder, 'theirs'), 0o777);
    const env = { ...lab.env, OV_BENCH_STATE_DIR: '/none' };
    const run = await runCli(['job', 'cancel', './theirs'], { cwd: lab.folder, env, uid: 65_534, gid: 65_534 });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/does not end job \d+: .*[Pp]ermission denied.*Another user's job.*\(JOB_REJECTED\)/);
    expect(existsSync(join(lab.folder, 'theirs/ov-bench-cancelled.json'))).toBe(false);
    expect(await lab.job('cancel', id)).toMatchObject({ code: 0, stdout: `${id}\n` });
    expect(existsSync(join(lab.folder, 'theirs/ov-bench-cancelled.json'))).toBe(true);
  });

  it('a job that will never start: status says so, and not that it was cancelled for that', async () => {
    const { lab } = site;
    lab.script('long.sh', 'true');
    const id = await lab.submit('long.sh', '--time', '3h');
    // of a job above MaxTime 22.05 said PartitionConfig, right after it was submitted
    expect((await lab.tasks(id))[0]?.reason).toMatch(
      /^it will not start: asks for more than the partition .*\(Partition\w+\)$/,
    );
    expect((await lab.job('status', id)).stdout).toMatch(/long\.sh +Q PENDING +it will not start: asks for more/);
    await lab.job('cancel', id);
    await lab.until(id, ({ outcome }) => outcome === 'cancelled');
    expect((await lab.job('status', id)).stdout).toMatch(/CANCELLED .*cancelled\s*(local|slurm)?\s*$/m);
    expect((await lab.job('cancel', id)).stderr).toMatch(new RegExp(`job ${id} has ended before: cancelled\\.\\n$`));
  });
});

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWithSlurm } from '../../../helpers/describe-slurm.js';
import { slurmLab } from '../../../helpers/lab.js';

describeWithSlurm('many jobs on a real Slurm', () => {
  const site = slurmLab();

  it('are watched by one squeue a look, with all ids in it, whatever their number', async () => {
    const { lab } = site;
    // a squeue of the user's PATH that notes how it was called, and calls the real one
    const bin = join(lab.folder, 'bin');
    const log = join(lab.folder, 'calls');
    mkdirSync(bin);
    for (const name of ['squeue', 'sacct', 'scontrol']) {
      const file = join(bin, name);
      writeFileSync(file, `#!/bin/sh\necho ${name} "$*" >>'${log}'\nPATH=\${PATH#*:} exec ${name} "$@"\n`);
      chmodSync(file, 0o755);
    }
    lab.script('trivial.sh', 'echo "$OV_BENCH_JOB_TASK" >"$OV_BENCH_JOB_OUTPUT/n"');
    const ids = [
      await lab.submit('trivial.sh', '-t', '1-25%5', '--shared'),
      await lab.submit('trivial.sh', '-t', '1-10', '--shared'),
      await lab.submit('trivial.sh', '--shared'),
    ];
    const env = { PATH: `${bin}:${lab.env['PATH']}` };
    const before = performance.now();
    const watched = await lab.start(['job', 'status', '--watch', '--interval', '500ms'], env).ended;
    const looks = (performance.now() - before) / 500 + 1;
    expect(watched.code, watched.stderr).toBe(0);
    const calls = readFileSync(log, 'utf8').trim().split('\n');
    const queues = calls.filter((call) => call.startsWith('squeue'));
    expect(queues.length).toBeGreaterThan(1);
    expect(queues.length).toBeLessThanOrEqual(looks);
    // those that have ended are not asked after
    expect(queues[0]).toContain(`-j ${[...ids].reverse().join(',')} `);
    expect(calls.filter((call) => call.startsWith('scontrol'))).toHaveLength(1);
    for (const id of ids) expect((await lab.tasks(id)).every(({ outcome }) => outcome === 'completed')).toBe(true);
    expect((await lab.job('status', ids[0] as string)).stdout).toMatch(/25 tasks; 25 completed/);
  }, 90_000);
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { childrenOf, until } from '../../../helpers/cli.js';
import { describeWithSlurm } from '../../../helpers/describe-slurm.js';
import { slurmLab } from '../../../helpers/lab.js';

describeWithSlurm('a controller that hangs', () => {
  const site = slurmLab();

  it('Ctrl-C ends who waits for it, at once', async () => {
    const { lab, cluster } = site;
    lab.script('sleep.sh', 'sleep 60');
    const id = await lab.submit('sleep.sh');
    const controller = cluster.processes().find((pid) => /^slurmctld/.test(readFileSync(`/proc/${pid}/comm`, 'utf8')));
    if (controller === undefined) throw new Error('there is no controller');
    process.kill(controller, 'SIGSTOP');
    try {
      for (const args of [
        ['results', id, '--wait'],
        ['status', '--watch'],
      ]) {
        const run = lab.start(['job', ...args]);
        // a command of Slurm, which gets no answer
        await until(() => childrenOf(run.process.pid as number)[0], 'a question');
        const start = Date.now();
        run.process.kill('SIGINT');
        expect((await run.ended).code).toBe(130);
        expect(Date.now() - start).toBeLessThan(3000);
      }
    } finally {
      process.kill(controller, 'SIGCONT');
    }
  });
});

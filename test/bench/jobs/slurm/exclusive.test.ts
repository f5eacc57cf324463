import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWithSlurm } from '../../../helpers/describe-slurm.js';
import { type Lab, slurmLab } from '../../../helpers/lab.js';

/** When a job began and ended, in milliseconds. */
async function times(lab: Lab, folder: string): Promise<[begin: number, end: number]> {
  const run = await lab.job('results', `./${folder}`, '--wait');
  if (run.code !== 0) throw new Error(run.stderr);
  const [begin = 0, end = 0] = readFileSync(join(lab.folder, folder, 'output/times'), 'utf8')
    .split('\n')
    .map(Number);
  return [begin, end];
}

describeWithSlurm('a node with two CPUs', () => {
  const site = slurmLab({
    nodes: [{ name: 'duo', cpus: 2, features: ['board'] }],
    settings: { TaskPlugin: 'task/affinity' },
  });

  it('is taken by one job at a time, and with --shared by two at once', async () => {
    const { lab } = site;
    lab.script(
      'times.sh',
      'date +%s%3N >"$OV_BENCH_JOB_OUTPUT/times"; sleep 1.5; date +%s%3N >>"$OV_BENCH_JOB_OUTPUT/times"',
    );
    for (const name of ['a', 'b']) await lab.submit('times.sh', '--features', 'board', '--out', name);
    const [a, b] = [await times(lab, 'a'), await times(lab, 'b')].sort((one, other) => one[0] - other[0]);
    expect(b?.[0]).toBeGreaterThanOrEqual(a?.[1] as number);

    for (const name of ['c', 'd']) await lab.submit('times.sh', '--features', 'board', '--shared', '--out', name);
    const [c, d] = [await times(lab, 'c'), await times(lab, 'd')];
    expect(Math.max(c[0], d[0])).toBeLessThan(Math.min(c[1], d[1]));
  });

  it.runIf(availableParallelism() > 1)(
    'gives an exclusive job all of its CPUs, and a shared one what it asks for',
    async () => {
      const { lab } = site;
      lab.script('nproc.sh', 'nproc');
      for (const [args, cpus] of [
        [[], '2'],
        [['--shared'], '1'],
        [['--shared', '-l', 'nodes=1:ppn=2'], '2'],
      ] as const) {
        const id = await lab.submit('nproc.sh', ...args);
        expect((await lab.job('results', id, '--wait')).stdout).toMatch(new RegExp(`^${cpus}\n`));
      }
    },
  );
});

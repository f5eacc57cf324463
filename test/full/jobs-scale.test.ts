import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWithSlurm } from '../helpers/describe-slurm.js';
import { slurmLab } from '../helpers/lab.js';

/** As many as Slurm allows in an array by default (MaxArraySize 1001). */
const TASKS = 1000;

describeWithSlurm('an array of 1000 jobs on a real Slurm', () => {
  const site = slurmLab();

  it(
    'is submitted, watched, fetched and collected; what each step took is printed',
    async () => {
      const { lab } = site;
      lab.script(
        'trivial.sh',
        'begin=$(date +%s.%N); true; end=$(date +%s.%N)',
        'cd "$OV_BENCH_JOB_OUTPUT" || exit 1',
        `awk -v b="$begin" -v e="$end" 'BEGIN { t = e - b; printf "%.6f\\n%.6f\\n%.3f\\n", t, t, 1 / t }' >shell_stats.txt`,
        'tar -czf "$OV_BENCH_JOB_ARCHIVE" shell_stats.txt',
      );
      const took: Record<string, string> = {};
      const step = async (name: string, ...args: readonly string[]): Promise<string> => {
        const before = performance.now();
        const run = await lab.start(['job', ...args], {}, 900_000).ended;
        took[name] = `${((performance.now() - before) / 1000).toFixed(2)} s`;
        expect(run.code, run.stderr).toBe(0);
        return run.stdout;
      };
      await step('submit', 'submit', 'trivial.sh', '-t', `1-${TASKS}`, '--shared', '--out', 'many');
      await step('a look at the queue', 'status', './many');
      await step('all jobs, watched', 'status', './many', '--watch');
      const lines = await step('the states of all tasks', 'status', './many', '--tasks');
      const [, ...tasks] = lines.trim().split('\n');
      expect(tasks).toHaveLength(TASKS);
      expect(tasks.filter((line) => !/ C COMPLETED /.test(line))).toEqual([]);
      await step('results', 'results', './many', '--out', 'got');
      expect(existsSync(join(lab.folder, `got/task-${TASKS}/shell_stats.txt`))).toBe(true);
      await step('collect', 'collect', 'got', '--output', 'collected');
      console.log(took);
    },
    20 * 60_000,
  );
});

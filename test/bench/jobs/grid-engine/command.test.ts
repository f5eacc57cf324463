import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BenchResult } from '../../../../lib/bench/result/result.js';
import { testFolder } from '../../../helpers/folder.js';
import { GridEngineCluster, withoutGridEngine } from '../../../helpers/grid-engine.js';
import { Lab } from '../../../helpers/lab.js';
import { reluModel, writeModel } from '../../../helpers/models.js';

const reason = withoutGridEngine();

describe.skipIf(reason !== undefined)(
  `ov-bench on a real Grid Engine${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    const folder = testFolder();
    let cluster: GridEngineCluster;
    let lab: Lab;

    beforeAll(async () => {
      cluster = await GridEngineCluster.start();
      lab = new Lab(folder, cluster.env);
    });
    afterAll(() => cluster?.stop());

    it("the exercise's line, translated: the id alone, the features, the results", async () => {
      const model = writeModel(lab.folder, 'relu', reluModel({ shape: [1, 3, 8, 8] }));
      await lab.job('script');
      const id = await lab.submit(
        ...['inference_model_job.sh', '--engine', 'sge', '--shared', '-d', '.', '-l', 'nodes=1:tank-870:intel-ncs2'],
        ...[
          '-F',
          `MULTI:CPU,MYRIAD ${model.slice(0, -4)} cpu_vpu_stats --iterations 20`,
          '-N',
          'store_core',
          '--out',
          'job',
        ],
      );
      const run = await lab.job('results', id, '--wait', '--out', 'got');
      expect(run.code, run.stderr).toBe(0);
      expect(run.stdout).toMatch(/Time Taken to run 20 Inference/);
      expect(run.stderr).toMatch(/completed, and a device that was asked for did not run/);
      const result = JSON.parse(readFileSync(join(lab.folder, 'got/cpu_vpu_stats.json'), 'utf8')) as BenchResult;
      expect(result.job).toMatchObject({ engine: 'Grid Engine', id, name: 'store_core', shared: true });
      expect(await lab.tasks(id)).toMatchObject([{ state: 'C', outcome: 'dropped', exitCode: 3 }]);
    }, 90_000);

    it('an array, one task of which fails; a job that is cancelled; a feature that no host has', async () => {
      lab.script('tasks.sh', 'echo "task $OV_BENCH_JOB_TASK"; [ "$OV_BENCH_JOB_TASK" != 2 ] || exit 100');
      const id = await lab.submit('tasks.sh', '--engine', 'sge', '--shared', '-t', '1-3');
      const run = await lab.job('results', id, '--wait');
      expect(run.code).toBe(1);
      expect(await lab.tasks(id)).toMatchObject([
        { task: 1, outcome: 'completed', exitCode: 0 },
        // a code that Grid Engine would take for an order to hold the job
        { task: 2, outcome: 'failed', exitCode: 100 },
        { task: 3, outcome: 'completed' },
      ]);
      expect((await lab.job('logs', id, '--task', '3')).stdout).toBe('task 3\n');

      lab.script('long.sh', 'sleep 60');
      const long = await lab.submit('long.sh', '--engine', 'sge', '--shared');
      await lab.until(long, ({ state }) => state === 'R');
      expect(await lab.job('cancel', long)).toMatchObject({ code: 0, stdout: `${long}\n` });
      const [ended] = await lab.until(long, ({ outcome }) => outcome !== null);
      expect(ended?.outcome).toBe('cancelled');
      const refused = await lab.job(
        'submit',
        'long.sh',
        '--engine',
        'sge',
        '--shared',
        '--features',
        'nowhere',
        '--out',
        'no',
      );
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toMatch(/nowhere.*\(JOB_REJECTED\)/);
    }, 120_000);
  },
);

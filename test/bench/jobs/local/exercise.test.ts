import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { until } from '../../../helpers/cli.js';
import { testFolder } from '../../../helpers/folder.js';
import { Lab } from '../../../helpers/lab.js';
import { reluModel, writeModel } from '../../../helpers/models.js';

describe('the exercise as jobs of this machine, where not all goes well', () => {
  const lab = new Lab(testFolder(), {});
  const model = writeModel(lab.folder, 'picture', reluModel({ shape: [1, 3, 8, 8] }));
  const given = ['exercise', '--engine', 'local', '--model', model, '--simulate', 'tank-870'];
  const args = [...given, '--iterations', '50', '--output', 'out'];
  const archive = (name: string): string => join(lab.folder, 'out/jobs', name, 'output.tgz');

  it('combinations that were cancelled: gaps under the names that they would have, and what to do', async () => {
    lab.script('blocker.sh', 'sleep 60');
    const blocker = await lab.submit('blocker.sh', '--engine', 'local');
    const run = lab.start(args);
    let said = '';
    run.process.stderr?.on('data', (text: string) => {
      said += text;
    });
    const ids = await until(() => {
      const found = [...said.matchAll(/job (\d+) \(\w+\) is submitted/g)].map(([, id]) => id as string);
      return found.length === 3 ? found : undefined;
    }, 'three jobs');
    expect((await lab.job('cancel', ...ids.slice(1))).code).toBe(0);
    await lab.job('cancel', blocker);
    const { code, stderr } = await run.ended;
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/There is no file .*out\/gpu_vpu_stats_SIMULATED\.txt/);
    expect(stderr).toMatch(/\(cpu_gpu_vpu_stats\) cancelled/);
    expect(stderr).toMatch(/2 of 3 combinations have no result: give another --output to run them again.*\n$/);
  });

  it('what is not fetched of a job is told', async () => {
    const output = join(lab.folder, 'out/jobs/cpu_vpu_stats/output');
    renameSync(output, `${output}.aside`);
    symlinkSync(`${output}.aside`, output);
    const { stderr } = await lab.start(args).ended;
    expect(stderr).toMatch(/warning: job \d+ \(cpu_vpu_stats\): .*link/);
    rmSync(output);
    renameSync(`${output}.aside`, output);
  });

  it('other options into the same folder: refused before anything is submitted, and with the option there is', async () => {
    const run = await lab.start([...given, '--iterations', '60', '--output', 'out']).ended;
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/out" has the jobs of an exercise with other options, on local: .*--output/);
    expect(run.stderr).not.toMatch(/--out\b|submitted/);
  });

  it('an archive that is refused, and nothing that ran: the reason of each', async () => {
    writeFileSync(archive('cpu_vpu_stats'), 'no archive');
    const run = await lab.start(args).ended;
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/job \d+ \(cpu_vpu_stats\) gave no results: .*output\.tgz/);
    for (const name of ['gpu_vpu_stats', 'cpu_gpu_vpu_stats'])
      expect(run.stderr).toMatch(new RegExp(`\\(${name}\\) cancelled`));
    expect(run.stderr).toMatch(/no combination ran, and there is nothing to draw: give another --output/);
  });
});

describe('the exercise as jobs of this machine, where nothing runs', () => {
  it("tells each job's reason, and the last line of its log", async () => {
    const lab = new Lab(testFolder(), {});
    const model = writeModel(lab.folder, 'picture', reluModel({ shape: [1, 3, 8, 8] }));
    lab.script('fails.sh', 'echo "no such module" >&2; exit 1');
    const args = [
      'exercise',
      '--engine',
      'local',
      '--model',
      model,
      '--iterations',
      '50',
      '--device',
      'MULTI:CPU,MYRIAD',
    ];
    const run = await lab.start([...args, '--simulate', 'tank-870', '--prologue', 'fails.sh']).ended;
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/\(cpu_vpu_stats\) failed: exit code 1, "no such module"; its logs are in/);
  });
});

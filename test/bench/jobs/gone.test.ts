import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../helpers/folder.js';
import { Lab } from '../../helpers/lab.js';

const folder = testFolder();

describe('a job whose folder was moved away', () => {
  it('is still shown and ended by its id, and goes off the list when the engine has forgotten it', async () => {
    const lab = new Lab(folder, {});
    lab.script('sleep.sh', 'sleep 60');
    const id = await lab.submit('sleep.sh', '--engine', 'local', '--out', 'job');
    await lab.until(id, ({ state }) => state === 'R');
    renameSync(join(folder, 'job'), join(folder, 'moved'));
    const status = await lab.job('status');
    expect(status.stdout).toMatch(/R RUNNING/);
    expect(status.stderr).toMatch(
      new RegExp(`the folder ".*/job" of job ${id} is gone: moved\\? Then give ./NEWPLACE`),
    );
    expect((await lab.job('results', id)).stderr).toMatch(/is gone.*where it was moved, give \.\/NEWPLACE/);
    expect(await lab.job('cancel', id)).toMatchObject({ code: 0, stdout: `${id}\n` });
    await lab.until(id, ({ state }) => state === 'C');
    // a day later there is nothing to say of what has ended
    const [file = ''] = readdirSync(join(folder, 'state/jobs'));
    const at = join(folder, 'state/jobs', file);
    const entry = JSON.parse(readFileSync(at, 'utf8')) as object;
    writeFileSync(at, JSON.stringify({ ...entry, submittedAt: new Date(Date.now() - 90_000_000).toISOString() }));
    expect((await lab.job('status')).stderr).toBe('');
    writeFileSync(at, JSON.stringify(entry));

    // what an engine that counts jobs anew knows of it
    rmSync(join(folder, 'state/local'), { recursive: true });
    const cancelled = await lab.job('cancel', id);
    expect(cancelled.code).toBe(1);
    expect(cancelled.stderr).toMatch(
      new RegExp(`nobody knows of job ${id}, and nothing is cancelled: [^\\n]*[^.]\\.\\n`),
    );
    expect(readdirSync(join(folder, 'state/jobs'))).toEqual([]);
    expect(await lab.job('status')).toMatchObject({ code: 0, stdout: '', stderr: expect.stringMatching(/^No jobs/) });
  });

  it('that an entry of before tells too little of is told once', async () => {
    const lab = new Lab(join(folder), {});
    const entry = { engine: 'local', cluster: 'x', submittedAt: '2026-11-26T10:00:00.000Z', id: '7', name: 'old' };
    const file = '2026-11-26T100000000Z.local.x.7.json';
    writeFileSync(join(folder, 'state/jobs', file), JSON.stringify({ ...entry, folder: '/none/at/all' }));
    expect((await lab.job('status')).stderr).toMatch(/"\/none\/at\/all" of job 7 is gone, and no scheduler knows more/);
    expect((await lab.job('status')).stderr).toMatch(/^No jobs/);
  });
});

describe('a list of jobs that is there and can not be read', () => {
  it('is an error, and no empty list', async () => {
    const lab = new Lab(folder, {});
    writeFileSync(join(folder, 'file'), '');
    const run = await lab.start(['job', 'status'], { OV_BENCH_STATE_DIR: join(folder, 'file') }).ended;
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/The list of jobs in ".*\/file\/jobs" can't be read \(ENOTDIR\).*OV_BENCH_STATE_DIR/);
  });
});

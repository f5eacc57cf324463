import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CLI } from '../../../helpers/cli.js';
import { testFolder } from '../../../helpers/folder.js';
import { Lab } from '../../../helpers/lab.js';
import { tgz } from '../../../runtime/helpers/archives.js';
import { endsOf, jobFolder, put } from './job-folder.js';

const lab = new Lab(testFolder(), {});
const failed = { outcome: 'failed', word: 'FAILED', exitCode: 4, reason: 'exit code 4' };

describe('job results', () => {
  it('that cannot be written: the outcome, the logs, and then why', async () => {
    const { folder } = await jobFolder(lab.folder);
    put(folder, { ...endsOf(failed), 'stdout.log': 'out\n', 'output/stderr.log': 'err\n' });
    put(lab.folder, { file: '' });
    const run = await lab.job('results', folder, '--out', 'file/below');
    expect(run).toMatchObject({ code: 1, stdout: 'out\n' });
    expect(run.stderr).toMatch(
      /^ov-bench: job 7 failed: exit code 4\.\nerr\nov-bench: .*file.*--out\. \(NOT_WRITABLE\)\n$/,
    );
  });

  it('of an archive that is refused: the logs, the outcome, and then why', async () => {
    const { folder } = await jobFolder(lab.folder);
    put(folder, { ...endsOf(failed), 'stdout.log': 'out\n', 'stderr.log': 'err\n' });
    writeFileSync(join(folder, 'output.tgz'), tgz([{ path: '../evil', content: 'x' }]));
    const run = await lab.job('results', folder);
    expect(run).toMatchObject({ code: 1, stdout: 'out\n' });
    expect(run.stderr).toMatch(/^err\nov-bench: job 7 failed: exit code 4\.\nov-bench: .*\(ARCHIVE_INVALID\)\n$/);
  });

  it('of 50 tasks that failed: ten of them and a number, and what all of them lack once', async () => {
    const { folder } = await jobFolder(lab.folder, { tasks: 50 });
    put(folder, endsOf(...Array.from({ length: 50 }, (_, index) => ({ ...failed, task: index + 1 }))));
    for (let task = 1; task <= 50; task++) put(folder, { [`task-${task}/stderr.log`]: `err ${task}\n` });
    const run = await lab.job('results', folder);
    expect(run.code).toBe(4);
    expect(run.stderr.match(/^ov-bench: task 7_\d+ failed/gm)).toHaveLength(10);
    expect(run.stderr).toMatch(/^ov-bench: 40 more tasks of job 7 did not complete: .*--tasks` lists each\.$/m);
    expect(run.stderr.match(/packed no output\.tgz/g)).toHaveLength(1);
    expect(run.stderr).toMatch(/50 tasks packed no output\.tgz before they ended \(task 1, .*task 10, …\)/);
    expect(run.stderr.match(/^err \d+$/gm)).toHaveLength(10);
    expect(run.stdout).toMatch(/\(50 files\)/);
  });

  it('of two nodes: each is named', async () => {
    const { folder } = await jobFolder(lab.folder, { nodes: 2 });
    put(folder, {
      ...endsOf(failed),
      'node-a/stderr.log': 'A\n',
      'node-b/stderr.log': 'B\n',
      'engine/stderr.log': 'E\n',
    });
    const { stderr } = await lab.job('results', folder);
    expect(stderr).toMatch(/^--- node a ---\nA\n--- node b ---\nB\n--- all nodes ---\nE\n/);
    expect(stderr).toMatch(/2 nodes packed no output\.tgz before they ended \(node a, node b\)/);
    const logs = await lab.job('logs', folder);
    expect(logs.code).toBe(1);
    expect(logs.stderr).toMatch(/^E\nov-bench: The job runs on 2 nodes.*\/node-a, .*\/node-b\. \(FILE_NOT_FOUND\)\n$/);
  });

  it('has one period at the end of a sentence', async () => {
    const { folder } = await jobFolder(lab.folder, { tasks: 3 });
    const reasons = ['It never said how it ended.', 'is the folder shared?', 'exit code 1'];
    put(
      folder,
      endsOf(...reasons.map((reason, index) => ({ task: index + 1, outcome: 'lost', exitCode: undefined, reason }))),
    );
    const { stderr } = await lab.job('results', folder);
    expect(stderr).toMatch(/said how it ended\.\n.*is the folder shared\?\n.*exit code 1\.\n/);
  });
});

describe('a log of 500 MB and a reader that is slow', () => {
  it.each(['logs', 'results'])(
    'job %s keeps little of it in memory, and ends quietly when the reader goes',
    async (command) => {
      const { folder } = await jobFolder(lab.folder);
      mkdirSync(join(folder, 'output'));
      put(folder, { ...endsOf({}), 'stdout.log': '' });
      truncateSync(join(folder, 'stdout.log'), 500e6);
      const child = spawn(process.execPath, [CLI, 'job', command, folder], {
        env: lab.env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      await new Promise((resolve) => child.stdout.once('readable', resolve));
      await delay(1500);
      const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;
      child.stdout.destroy();
      expect(await ended).toBe(0);
      expect(stderr).toBe('');
      expect(peak).toBeLessThan(250);
    },
  );
});

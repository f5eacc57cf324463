import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addEnds, readEnds } from '../../../../lib/bench/jobs/folder/ends.js';
import { readManifest, writeManifest } from '../../../../lib/bench/jobs/folder/manifest.js';
import { readMarkers } from '../../../../lib/bench/jobs/folder/markers.js';
import type { TaskState } from '../../../../lib/bench/jobs/state/outcome.js';
import { expectRejection } from '../../../helpers/expect-error.js';
import { testFolder } from '../../../helpers/folder.js';
import { Lab } from '../../../helpers/lab.js';
import { endsOf, jobFolder, put } from './job-folder.js';

const root = testFolder();
const started = { node: 'n1', startedAt: '2026-11-26T04:00:00Z' };
const ended = { ...started, endedAt: '2026-11-26T04:00:05Z', exitCode: 0 };
const state = (task?: number): TaskState => ({
  ...{ task, letter: 'C', word: 'COMPLETED', node: 'n1', elapsedMs: 5, reason: '', outcome: 'completed', exitCode: 0 },
});

describe('a named pipe in the place of', () => {
  it.each(['ov-bench-ends.json', 'ov-bench-job.json', 'exit.json', 'started.json'])(
    '%s keeps nobody waiting',
    async (name) => {
      const { folder } = await jobFolder(root);
      rmSync(join(folder, name), { force: true });
      execFileSync('mkfifo', [join(folder, name)]);
      expect((await readEnds(folder)).size).toBe(0);
      expect((await readMarkers(folder, undefined, { nodes: 1, token: 't0' })).units).toEqual([]);
      if (name === 'ov-bench-job.json')
        await expectRejection('FILE_NOT_READABLE', () => readManifest(folder), /it is not a regular file/);
    },
    5000,
  );
});

describe('a link in the place of', () => {
  it('a file is not read through', async () => {
    const { folder, manifest } = await jobFolder(root);
    const elsewhere = await jobFolder(root);
    put(elsewhere.folder, { ...endsOf({}), 'exit.json': JSON.stringify(ended) });
    for (const name of ['ov-bench-ends.json', 'exit.json', 'ov-bench-job.json']) {
      rmSync(join(folder, name), { force: true });
      symlinkSync(join(elsewhere.folder, name), join(folder, name));
    }
    expect((await readEnds(folder)).size).toBe(0);
    expect((await readMarkers(folder, undefined, { nodes: 1, token: 't0' })).units).toEqual([]);
    await expectRejection('FILE_NOT_READABLE', () => readManifest(folder), /it is a symbolic link/);
    await writeManifest({ folder, manifest: { ...manifest, name: 'other' } });
    expect((await readManifest(elsewhere.folder))?.name).toBe('bench');
  });

  it('a folder of a task or node hides its markers', async () => {
    const { folder } = await jobFolder(root, { tasks: 1 });
    const elsewhere = join(folder, 'elsewhere');
    put(elsewhere, { 'exit.json': JSON.stringify(ended) });
    symlinkSync(elsewhere, join(folder, 'task-1'));
    symlinkSync(elsewhere, join(folder, 'node-a'));
    expect(await readMarkers(folder, 1, { nodes: 1, token: 't0' })).toEqual({ units: [], folderGone: false });
    expect((await readMarkers(folder, undefined, { nodes: 2, token: 't0' })).units).toEqual([]);
  });

  it('the ends is replaced, and not what it leads to', async () => {
    const { folder } = await jobFolder(root);
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'untouched');
    symlinkSync(victim, join(folder, 'ov-bench-ends.json'));
    await addEnds(folder, [state()]);
    expect(readFileSync(victim, 'utf8')).toBe('untouched');
    expect(lstatSync(join(folder, 'ov-bench-ends.json')).isFile()).toBe(true);
    expect((await readEnds(folder)).get(undefined)).toEqual(state());
  });
});

describe('values that nothing can have had', () => {
  it.each([[-1], [256], [1e300], [0.5], ['0'], [null]])('exit code %j is no marker', async (exitCode) => {
    const { folder } = await jobFolder(root);
    put(folder, { 'exit.json': JSON.stringify({ ...ended, exitCode }), 'started.json': JSON.stringify(started) });
    expect((await readMarkers(folder, undefined, { nodes: 1, token: 't0' })).units).toEqual([started]);
    put(folder, endsOf({ exitCode }));
    expect((await readEnds(folder)).size).toBe(0);
  });

  it('the marker of another submission into the folder is none', async () => {
    const { folder } = await jobFolder(root);
    put(folder, { 'exit.json': JSON.stringify({ ...ended, token: 'other' }) });
    expect((await readMarkers(folder, undefined, { nodes: 1, token: 't0' })).units).toEqual([]);
    put(folder, { 'exit.json': JSON.stringify({ ...ended, token: 't0' }) });
    expect((await readMarkers(folder, undefined, { nodes: 1, token: 't0' })).units).toHaveLength(1);
  });

  it.each([[-1], [1e12], ['5']])('a time of %j is left out', async (elapsedMs) => {
    const { folder } = await jobFolder(root);
    put(folder, endsOf({ elapsedMs }));
    expect((await readEnds(folder)).get(undefined)).toMatchObject({ outcome: 'completed', elapsedMs: undefined });
  });

  it('a job of a thousand years ended, and nobody knows after how long', async () => {
    const { folder } = await jobFolder(root);
    put(folder, { 'exit.json': JSON.stringify({ ...ended, startedAt: '1026-11-26T04:00:00Z' }) });
    const [unit] = (await readMarkers(folder, undefined, { nodes: 1, token: 't0' })).units;
    expect(unit).toEqual({ node: 'n1', startedAt: '', ended: { at: ended.endedAt, exitCode: 0 } });
  });

  it('tasks that the job has not are left out, and not kept', async () => {
    const { folder } = await jobFolder(root, { tasks: 2 });
    put(folder, endsOf({ task: 1 }, { task: 3 }, { task: 0 }, { task: -1 }, { task: 1e9 }, { task: null }));
    await addEnds(folder, [state(2)]);
    expect([...(await readEnds(folder)).keys()]).toEqual([1, 2]);
    expect(readFileSync(join(folder, 'ov-bench-ends.json'), 'utf8').trim().split('\n')).toHaveLength(4);
  });

  it.each([
    [{ tasks: 100_001 }],
    [{ tasks: 0 }],
    [{ name: '' }],
    [{ name: 'a b' }],
    [{ name: '../x' }],
    [{ name: '\u001b[2J' }],
    [{ name: 'x'.repeat(65) }],
  ])('a manifest with %j is refused', async (changes) => {
    const { folder } = await jobFolder(root, changes);
    await expectRejection('FILE_NOT_READABLE', () => readManifest(folder), /none that this version/);
  });

  it('a marker of a megabyte is none; the ends of 100,000 tasks are read', async () => {
    const { folder } = await jobFolder(root, { tasks: 100_000 });
    put(folder, { 'task-1/exit.json': JSON.stringify({ ...ended, more: 'x'.repeat(1e6) }) });
    expect((await readMarkers(folder, 1, { nodes: 1, token: 't0' })).units).toEqual([]);
    await addEnds(
      folder,
      Array.from({ length: 100_000 }, (_, index) => ({ ...state(index + 1), reason: 'x'.repeat(100) })),
    );
    expect((await readEnds(folder)).size).toBe(100_000);
  });
});

it("`job status` of somebody else's folder does not touch what its links lead to", async () => {
  const lab = new Lab(testFolder(), {});
  const { folder } = await jobFolder(lab.folder);
  put(folder, { 'exit.json': JSON.stringify(ended) });
  const victim = join(lab.folder, 'victim');
  writeFileSync(victim, 'untouched');
  symlinkSync(victim, join(folder, 'ov-bench-ends.json'));
  expect((await lab.job('status', folder)).code).toBe(0);
  expect(readFileSync(victim, 'utf8')).toBe('untouched');
});

import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fetchResults } from '../../../../lib/bench/jobs/folder/fetch.js';
import { unitFolder } from '../../../../lib/bench/jobs/folder/layout.js';
import { LogReader, logsOf } from '../../../../lib/bench/jobs/folder/logs.js';
import { expectRejection } from '../../../helpers/expect-error.js';
import { testFolder } from '../../../helpers/folder.js';
import { tgz } from '../../../runtime/helpers/archives.js';
import { jobFolder, put } from './job-folder.js';

const root = testFolder();
let victims = 0;

/** A folder of whoever fetches, with a file that nobody may read or change. */
function victim(): string {
  const folder = join(root, `victim-${victims++}`);
  put(folder, { 'stdout.log': 'secret', file: 'secret' });
  return folder;
}

function untouched(folder: string): void {
  expect(readdirSync(folder).sort()).toEqual(['file', 'stdout.log']);
  for (const name of ['file', 'stdout.log']) expect(readFileSync(join(folder, name), 'utf8')).toBe('secret');
}

describe('what is written into a job of somebody else', () => {
  it('replaces links to files', async () => {
    const job = await jobFolder(root);
    const mine = victim();
    put(job.folder, { 'stdout.log': 'out', 'stderr.log': 'err', 'output/file': 'new' });
    mkdirSync(join(job.folder, 'results'));
    for (const name of ['stdout.log', 'stderr.log', 'file'])
      symlinkSync(join(mine, name === 'file' ? 'file' : 'stdout.log'), join(job.folder, 'results', name));
    const [fetched] = await fetchResults(job, [undefined], join(job.folder, 'results'));
    expect(fetched?.files).toEqual(['file', 'stdout.log', 'stderr.log']);
    untouched(mine);
    expect(readFileSync(join(job.folder, 'results/file'), 'utf8')).toBe('new');
    expect(lstatSync(join(job.folder, 'results/stdout.log')).isFile()).toBe(true);
  });

  it.each(['results', 'results/task-1', 'results/task-1/sub'])('goes through no link at %s', async (name) => {
    for (const packed of [false, true]) {
      const job = await jobFolder(root, { tasks: 1 });
      const mine = victim();
      if (packed) {
        put(job.folder, { 'task-1/stdout.log': 'out' });
        writeFileSync(join(job.folder, 'task-1/output.tgz'), tgz([{ path: './sub/file', content: 'evil' }]));
      } else put(job.folder, { 'task-1/stdout.log': 'out', 'task-1/output/sub/file': 'evil' });
      mkdirSync(join(job.folder, name, '..'), { recursive: true });
      symlinkSync(mine, join(job.folder, name));
      await expectRejection(
        'NOT_WRITABLE',
        () => fetchResults(job, [1], join(job.folder, 'results')),
        /is a symbolic link, and .* through one: remove it, or give another folder/,
      );
      untouched(mine);
    }
  });

  it('goes through no link below --out either, and a dangling one is none', async () => {
    const job = await jobFolder(root, { tasks: 1 });
    put(job.folder, { 'task-1/stdout.log': 'out' });
    const out = join(root, 'out');
    mkdirSync(out);
    symlinkSync(join(root, 'nowhere'), join(out, 'task-1'));
    await expectRejection('NOT_WRITABLE', () => fetchResults(job, [1], out), /symbolic link/);
    expect(existsSync(join(root, 'nowhere'))).toBe(false);
  });
});

describe('what is read of a job of somebody else', () => {
  it.each(['output', 'task-1', 'engine', 'task-1/output'])('goes through no link at %s, and says so', async (name) => {
    const job = await jobFolder(root, name === 'output' ? {} : { tasks: 1 });
    const mine = victim();
    put(mine, { 'output/leak': 'secret', '1.stderr.log': 'secret' });
    mkdirSync(join(job.folder, name, '..'), { recursive: true });
    symlinkSync(mine, join(job.folder, name));
    const task = name === 'output' ? undefined : 1;
    const [fetched] = await fetchResults(job, [task], join(job.folder, 'results'));
    expect(fetched?.files).toEqual([]);
    expect(fetched?.warnings).toEqual([expect.stringMatching(/is a link or no folder, and nothing was fetched/)]);
    const shown: string[] = [];
    await new LogReader(logsOf(job.folder, unitFolder(job.folder, { task, node: undefined }), task)).readNew(
      async (_, piece) => void shown.push(piece.toString()),
    );
    expect(shown).toEqual([]);
  });

  it('a node that is a link is told', async () => {
    const job = await jobFolder(root, { nodes: 2 });
    symlinkSync(victim(), join(job.folder, 'node-a'));
    const fetched = await fetchResults(job, [undefined], join(job.folder, 'results'));
    expect(fetched).toMatchObject([
      { node: undefined, files: [], warnings: [expect.stringMatching(/node-a" is a link/)] },
    ]);
  });
});

describe('large logs', () => {
  it('of more than 256 MiB are copied', async () => {
    const job = await jobFolder(root);
    put(job.folder, { 'stdout.log': 'begin\n' });
    truncateSync(join(job.folder, 'stdout.log'), 300 * 1024 ** 2);
    const before = process.memoryUsage().rss;
    const [fetched] = await fetchResults(job, [undefined], join(job.folder, 'results'));
    expect(fetched).toMatchObject({ files: ['stdout.log'], warnings: [] });
    expect(lstatSync(join(job.folder, 'results/stdout.log')).size).toBe(300 * 1024 ** 2);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 ** 2);
  });

  it('have a limit for all tasks and folders together, and what was left out is named', async () => {
    const job = await jobFolder(root, { tasks: 3 });
    for (const task of [1, 2, 3])
      put(job.folder, { [`task-${task}/output/a/x`]: 'x'.repeat(400), [`task-${task}/output/b/y`]: 'y'.repeat(400) });
    const fetched = await fetchResults(job, [1, 2, 3], join(job.folder, 'results'), { mostBytes: 1000 });
    expect(fetched.flatMap(({ files }) => files)).toHaveLength(2);
    const warnings = fetched.flatMap((each) => each.warnings);
    expect(warnings.join('\n')).toMatch(
      /output\/b\/y stayed in the job's folder: more than 1000 bytes are not copied\./,
    );
  });
});

it('of several nodes each is named, and what the engine said is there once', async () => {
  const job = await jobFolder(root, { nodes: 2 });
  put(job.folder, { 'node-a/stdout.log': 'a', 'node-b/stdout.log': 'b', 'engine/stderr.log': 'srun: error' });
  const results = join(job.folder, 'results');
  const fetched = await fetchResults(job, [undefined], results);
  expect(fetched.map(({ node, files, folder }) => ({ node, files, folder }))).toEqual([
    { node: 'a', files: ['stdout.log'], folder: join(results, 'node-a') },
    { node: 'b', files: ['stdout.log'], folder: join(results, 'node-b') },
    { node: undefined, files: ['engine-stderr.log'], folder: results },
  ]);
});

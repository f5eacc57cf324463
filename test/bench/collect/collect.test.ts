import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../lib/bench/collect/collect.js';
import { nodeOf } from '../../../lib/bench/collect/job-of-result.js';
import { expectRejection } from '../../helpers/expect-error.js';
import { testFolder } from '../../helpers/folder.js';
import { Campaign, resultOf, rowOf } from './campaign.js';

const folder = testFolder();
const fresh = (): Campaign => new Campaign(folder);
/** What is compared: `group: node node | group: …` of each work. */
const shape = async (...dirs: string[]): Promise<string[]> =>
  (await collect(dirs)).works.map(({ groups }) =>
    groups.map(({ name, lines }) => `${name}: ${lines.map(({ result }) => nodeOf(result)).join(' ')}`).join(' | '),
  );

const CPU = rowOf([100]);
const GPU = rowOf([300], { requestedDevice: 'GPU', executionDevices: ['GPU'] });

describe('what is found', () => {
  it('are results of jobs, of tasks, of folders of --output and of files, jobs first and in their order', async () => {
    const campaign = fresh();
    campaign.result('a-loose/result.json', resultOf([CPU], { node: 'loose' }));
    campaign.result('b.json', resultOf([CPU], { node: 'file' }));
    for (const task of [1, 2, 10])
      campaign.result(`jobs/array/task-${task}/output/x/y/result.json`, resultOf([CPU], { node: `task-${task}` }));
    campaign.write('jobs/array/ov-bench-job.json', '{}');
    campaign.job('jobs/one', resultOf([CPU], { node: 'one' }));
    expect(await shape(campaign.folder)).toEqual(['CPU sync: task-1 task-2 task-10 one file loose']);
    // named one by one they come as they are named
    const [one, array] = [join(campaign.folder, 'jobs/one'), join(campaign.folder, 'jobs/array/task-10')];
    expect(await shape(one, array)).toEqual(['CPU sync: one task-10']);
    expect(await shape(join(campaign.folder, 'b.json'))).toEqual(['CPU sync: file']);
    expect((await collect([campaign.folder])).warnings).toEqual([]);
  });

  it('counts once, however often it is found', async () => {
    const campaign = fresh();
    const job = campaign.job('job', resultOf([CPU, GPU], { node: 'one' }));
    cpSync(join(job, 'output'), join(job, 'results/unpacked'), { recursive: true });
    const { rows } = await collect([campaign.folder, job, `${campaign.folder}/job/../job`]);
    expect(rows.map(({ file }) => file)).toEqual(Array(2).fill(join(job, 'output/out/result.json')));
    // rows that the exercise has in files of their own as well
    const result = resultOf([CPU, GPU], { node: 'exercise' });
    const exercise = fresh();
    exercise.result('result.json', result);
    for (const [index, name] of ['cpu_stats', 'gpu_stats'].entries())
      exercise.result(`${name}.json`, { ...result, results: result.results.slice(index, index + 1) });
    expect(await shape(exercise.folder)).toEqual(['CPU sync: exercise | GPU sync: exercise']);
  });

  it('is the same measurement twice, where only the figures are the same', async () => {
    const campaign = fresh();
    for (const id of ['1', '2'])
      campaign.job(
        id,
        resultOf([CPU], { createdAt: '2026-01-01T00:00:00.000Z', job: { engine: 'slurm', id, node: 'a' } }),
      );
    expect(await shape(campaign.folder)).toEqual(['CPU sync: a a']);
  });

  it('lies neither behind links nor in what is hidden', async () => {
    const [campaign, other] = [fresh(), fresh()];
    other.job('other', resultOf([CPU], { node: 'other' }));
    campaign.job('job', resultOf([CPU], { node: 'one' }));
    symlinkSync(other.folder, join(campaign.folder, 'link'));
    symlinkSync(campaign.folder, join(campaign.folder, 'job', 'loop'));
    symlinkSync(join(other.folder, 'other/output/out/result.json'), join(campaign.folder, 'result.json'));
    campaign.result('.kept/result.json', resultOf([CPU], { node: 'hidden' }));
    campaign.result('node_modules/x/result.json', resultOf([CPU], { node: 'module' }));
    expect(await shape(campaign.folder)).toEqual(['CPU sync: one']);
    // a link that is named is meant
    expect(await shape(join(campaign.folder, 'link'))).toEqual(['CPU sync: other']);
  });

  it('is told of where it lies too deep', async () => {
    const campaign = fresh();
    campaign.job('job', resultOf([CPU], { node: 'one' }));
    campaign.result(`${Array(20).fill('d').join('/')}/result.json`, resultOf([CPU], { node: 'deep' }));
    const { rows, warnings } = await collect([campaign.folder]);
    expect(rows).toHaveLength(1);
    expect(warnings).toEqual([expect.stringMatching(/^Folders more than 12 deep in \S+ are not looked at: name/)]);
  });

  it('is not taken from what is no result', async () => {
    const campaign = fresh();
    campaign.job('job', resultOf([CPU], { node: 'one' }));
    for (const [name, text] of [
      ['package.json', '{"name": "x"}'],
      ['broken.json', '{'],
      ['empty.json', ''],
      ['tune.json', '{"schemaVersion": 1, "trials": []}'],
      ['list.json', '[]'],
      ['notes.txt', 'three\nlines\nof text'],
      ['long.txt', '1\n'.repeat(1000)],
      ['result.json.bak', '{'],
    ] as const)
      campaign.write(`job/output/${name}`, text);
    const { rows, unverified, warnings } = await collect([campaign.folder]);
    expect([rows.length, unverified, warnings]).toEqual([1, [], []]);
  });
});

describe('what is damaged or missing', () => {
  it('is told, and the others are used', async () => {
    const campaign = fresh();
    campaign.job('a', resultOf([CPU], { node: 'good' }));
    const whole = JSON.stringify(resultOf([CPU]));
    campaign.job('b');
    campaign.write('b/output/result.json', whole.slice(0, -50));
    campaign.job('c');
    campaign.write('c/output/result.json', '');
    campaign.job('d');
    campaign.write('d/output/other.json', whole.replace('"schemaVersion":1', '"schemaVersion":7'));
    campaign.job('e');
    campaign.write('e/output/result.json', whole.replace('"status":"ok"', '"status":"fine"'));
    campaign.job('f', resultOf([], { node: 'none' }));
    campaign.job('g');
    campaign.write('h/ov-bench-job.json', '{}');
    mkdirSync(join(campaign.folder, 'h/task-1/output'), { recursive: true });
    campaign.result(
      'h/task-2/output/result.json',
      resultOf([CPU], { node: 'partial', changes: { interrupted: true } }),
    );
    const missing = join(campaign.folder, 'nowhere');
    const { works, warnings } = await collect([campaign.folder, missing]);
    expect(works.map(({ groups }) => groups.map(({ lines }) => lines.length))).toEqual([[2]]);
    const told = warnings.map((sentence) => sentence.replaceAll(`${campaign.folder}/`, ''));
    expect(told).toEqual([
      'There is no folder nowhere.',
      'b/output/result.json is left out: it is not JSON, or not all of it.',
      'c/output/result.json is left out: it is empty.',
      expect.stringMatching(/^d\/output\/other\.json is left out: its schemaVersion is 7/),
      expect.stringMatching(/^e\/output\/result\.json is left out: it is not a whole result of ov-bench: /),
      'f/output/out/result.json is left out: the result has no row.',
      'h/task-2/output/result.json is of a run that was interrupted: rows may be missing.',
      expect.stringMatching(/^g holds no result: see its output, or ov-bench job status/),
      expect.stringMatching(/^h\/task-1 holds no result: /),
    ]);
  });

  it('is one error where nothing is left', async () => {
    const campaign = fresh();
    const missing = join(campaign.folder, 'nowhere\u001b');
    await expectRejection('FILE_NOT_FOUND', () => collect([missing]), /can be used: There is no folder .*nowhere/);
    await expectRejection('FILE_NOT_FOUND', () => collect([campaign.folder]), /there is neither a JSON file/);
    campaign.write('result.json', '{');
    campaign.job('empty');
    await expectRejection(
      'FILE_NOT_READABLE',
      () => collect([campaign.folder]),
      /result\.json is left out: it is not JSON, or not all of it \(and 1 more\)\.$/,
    );
  });
});

describe('what is compared', () => {
  it('is the same measurement of the same work', async () => {
    const campaign = fresh();
    const async = (requests: number | null, changes = {}) => rowOf([50], { api: 'async', requests, ...changes });
    campaign.job('a', resultOf([CPU, GPU, async(2)], { node: 'a' }));
    campaign.job('b', resultOf([GPU, CPU, async(4)], { node: 'b' }));
    campaign.job('c', resultOf([CPU], { node: 'c', model: 'e' }));
    campaign.job('d', resultOf([CPU], { node: 'd', changes: { simulated: true } }));
    campaign.job('e', resultOf([CPU, { ...CPU, properties: { NUM_STREAMS: '1' } }], { node: 'e' }));
    expect(await shape(campaign.folder)).toEqual([
      'CPU sync: a b e | GPU sync: a b | CPU async 2: a | CPU async 4: b | CPU sync NUM_STREAMS=1: e',
      'CPU sync: c',
      'CPU sync: d',
    ]);
  });

  it('has rows that failed early, and those of older versions, where they belong', async () => {
    const campaign = fresh();
    // JSON leaves it out
    const old = { ...CPU, properties: undefined } as unknown as typeof CPU;
    const failed = { status: 'failed', api: 'async', requests: null, fps: null, properties: {} } as const;
    campaign.job('a', resultOf([old, failed], { node: 'old' }));
    campaign.job('b', resultOf([CPU, { ...CPU, api: 'async', requests: 4 }], { node: 'new' }));
    expect(await shape(campaign.folder)).toEqual(['CPU sync: old new | CPU async 4: old new']);
    // of two that it might belong to it is in neither
    campaign.job('c', resultOf([{ ...CPU, api: 'async', requests: 8 }], { node: 'other' }));
    expect(await shape(campaign.folder)).toEqual([
      'CPU sync: old new | CPU async: old | CPU async 4: new | CPU async 8: other',
    ]);
  });

  it('is a verdict where there are processes enough, against the first one that ran', async () => {
    const campaign = fresh();
    const about = (node: string) => ({ node });
    campaign.job('a', resultOf([{ ...CPU, status: 'failed', fps: null }], about('failed')));
    campaign.job('b', resultOf([rowOf([100, 101, 99, 100, 100])], about('first')));
    campaign.job('c', resultOf([rowOf([150, 151, 149, 150, 152])], about('faster')));
    campaign.job('d', resultOf([rowOf([100, 102, 98, 100, 101])], about('same')));
    campaign.job('e', resultOf([rowOf([140])], about('once')));
    campaign.job('f', resultOf([rowOf([90, 91, 90], { disturbed: ['thermal-throttling'] })], about('hot')));
    const [work] = (await collect([campaign.folder])).works;
    const lines = work?.groups[0]?.lines.map(({ result, isBaseline, comparison }) => [
      nodeOf(result),
      isBaseline,
      comparison?.verdict ?? comparison?.noVerdict,
    ]);
    expect(lines).toEqual([
      ['failed', false, undefined],
      ['first', true, undefined],
      ['faster', false, 'faster'],
      ['same', false, 'inconclusive'],
      ['once', false, 'one-process'],
      ['hot', false, 'throttled'],
    ]);
    const [, , faster] = work?.groups[0]?.lines ?? [];
    expect(faster?.comparison).toMatchObject({ metric: 'fps', design: 'independent', processes: [5, 5], times: {} });
    expect(faster?.comparison?.ratio).toBeCloseTo(1.504, 2);
  });
});

describe("the exercise's files", () => {
  it('are taken from the JSON beside them, and alone as what nobody can verify', async () => {
    const campaign = fresh();
    campaign.write('one/cpu_stats.txt', '0.2\n10\n10\n');
    campaign.result('one/cpu_stats.json', resultOf([CPU], { node: 'known' }));
    campaign.write('two/cpu_gpu_stats.txt', '3.4\n3.47\n288\n');
    campaign.write('two/gpu_stats_SIMULATED.txt', '3.4\n3.47\n288\n');
    campaign.write('two/wrong_stats.txt', '3.4\n3.47\n28.8\n');
    const { works, unverified, warnings } = await collect([campaign.folder]);
    expect(works.map(({ groups }) => groups.length)).toEqual([1]);
    expect(unverified.map(({ entry }) => [entry.label, entry.values.fps?.value, entry.simulated])).toEqual([
      ['CPU/GPU', 288, false],
      ['GPU', 288, true],
      ['WRONG', 28.8, false],
    ]);
    expect(warnings).toEqual([expect.stringMatching(/wrong_stats\.txt: 1000 inferences in 3\.47 s would be 288/)]);
  });
});

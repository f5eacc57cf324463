import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CliRun, runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { validateCollection } from '../../helpers/result-schema.js';
import { LATENCIES } from '../chart/entries.js';
import { Campaign, resultOf, rowOf } from './campaign.js';

const folder = testFolder();
function run(...args: string[]): Promise<CliRun> {
  return runCli(['job', 'collect', ...args], { env: { ...process.env, NO_COLOR: '1' }, cwd: folder });
}

function campaign(): Campaign {
  const made = new Campaign(folder);
  for (const [node, fps] of [
    ['node-a', [100, 101, 99]],
    ['node-b', [150, 151, 149]],
  ] as const)
    made.job(node, resultOf([rowOf(fps, LATENCIES)], { node }));
  return made;
}

describe('ov-bench job collect', () => {
  it('shows one comparison, and writes it in all its forms with the charts', async () => {
    const made = campaign();
    made.job('empty');
    const output = join(made.folder, 'a', 'collected');
    const { code, stdout, stderr } = await run(made.folder, '--output', output);
    expect(`${code}`, stderr).toBe('0');
    expect(stderr).toMatch(/^ov-bench: warning: \S+\/empty holds no result: see its output, .*\n$/);
    expect(stdout).toMatch(/^ov-bench job collect {2}2 rows of 2 results on 2 nodes\n/);
    expect(stdout).toMatch(/ node-b +node-b +CPU .* 150 +1\.50x faster \[1\.4\d, 1\.5\d\]\n/);
    expect(stdout).toMatch(/\nWritten: .*collected\.json, .*report\.html\n$/);
    expect(readdirSync(output).sort()).toEqual([
      ...['collected.csv', 'collected.json', 'collected.md'],
      ...['frames_per_second', 'inference_time', 'latency_distribution', 'model_load_time'].flatMap((name) => [
        `${name}.png`,
        `${name}.svg`,
      ]),
      'report.html',
    ]);
    expect(readFileSync(join(output, 'frames_per_second.svg'), 'utf8')).toContain('node-b · CPU');
    expect(validateCollection(JSON.parse(readFileSync(join(output, 'collected.json'), 'utf8')))).toEqual([]);
    // once more, over its own files, which are no results
    const again = await run(made.folder, '--output', output);
    expect([again.code, again.stdout]).toEqual([0, stdout]);
  });

  it('gives stdout to the JSON alone where that is asked for, and the table to stderr', async () => {
    const made = campaign();
    const { code, stdout, stderr } = await run(made.folder, '--json', '-', '--output', join(made.folder, 'out'));
    expect(code).toBe(0);
    expect(validateCollection(JSON.parse(stdout))).toEqual([]);
    expect(stderr).toMatch(/^ov-bench job collect/m);
    const file = join(made.folder, 'x', 'own.json');
    expect((await run(made.folder, '--json', file, '--output', join(made.folder, 'out'))).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(stdout);
  });

  it('writes into ./collected where nothing is said', async () => {
    const { code } = await run(campaign().folder);
    expect(code).toBe(0);
    expect(readdirSync(join(folder, 'collected'))).toContain('report.html');
  });

  it('draws different works apart', async () => {
    const made = campaign();
    made.job('other', resultOf([rowOf([20])], { model: 'e' }));
    const output = join(made.folder, 'out');
    const { code, stdout } = await run(made.folder, '--output', output);
    expect(code).toBe(0);
    expect(readdirSync(output).sort()).toEqual(['collected.csv', 'collected.json', 'collected.md', 'work-1', 'work-2']);
    expect(readFileSync(join(output, 'work-1', 'report.html'), 'utf8')).not.toContain('several models');
    expect(stdout).toMatch(/\nwork-2 {2}Model /);
  });

  it('has no charts of what did not run, and says so by its exit code', async () => {
    const made = new Campaign(folder);
    const error = { code: 'TRIAL_FAILED', message: 'No.' };
    made.job('a', resultOf([rowOf([1], { status: 'failed', fps: null, loadMs: null, latencyMs: null, error })]));
    const output = join(made.folder, 'out');
    const { code, stdout, stderr } = await run(made.folder, '--output', output);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'ov-bench: No row ran: the reasons are below the table, and more is in the logs in the folders of the jobs. (JOB_FAILED)\n',
    );
    expect(stdout).toContain('x CPU sync failed on node-a: No.\n');
    expect(readdirSync(output).sort()).toEqual(['collected.csv', 'collected.json', 'collected.md']);
  });

  it('is one sentence where there is nothing to collect, or nowhere to write, after the table', async () => {
    const nothing = await run(join(folder, 'nowhere'));
    expect([nothing.code, nothing.stdout]).toEqual([1, '']);
    expect(nothing.stderr).toMatch(
      /^ov-bench: No result in \S+nowhere can be used: There is no folder \S+nowhere\. \(FILE_NOT_FOUND\)\n$/,
    );
    const made = campaign();
    const taken = made.write('file', '');
    const unwritable = await run(made.folder, '--output', join(taken, 'out'));
    expect(unwritable.code).toBe(1);
    expect(unwritable.stderr).toMatch(/^ov-bench: The folder .* cannot be created: .* \(NOT_WRITABLE\)\n$/);
    expect(unwritable.stdout).toMatch(/1\.50x faster/);
    expect(unwritable.stdout).not.toMatch(/Written/);
  });

  it.each([
    [[], /missing required argument 'dirs'/],
    [['x', '--json', ''], /--json takes the name of a file/],
    [['x', '--csv', 'a'], /unknown option '--csv'/],
  ] as const)('refuses %j', async (args, sentence) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
  });
});

describe('a thousand results', () => {
  it('are collected in seconds', async () => {
    const made = new Campaign(folder);
    for (let job = 0; job < 1000; job++)
      made.job(`job-${job}`, resultOf([rowOf([100 + (job % 9), 101, 99], LATENCIES)], { node: `node-${job % 40}` }));
    const begin = performance.now();
    const { code, stdout, stderr } = await run(made.folder, '--output', join(made.folder, 'out'));
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^ov-bench job collect {2}1000 rows of 1000 results on 40 nodes\n/);
    expect(stderr).toMatch(/The charts have room for 60 bars: 940 further rows are in the report's table alone\./);
    // 7 s on two idle cores, most of it PNG files of sixty bars
    expect(performance.now() - begin).toBeLessThan(60_000);
  }, 90_000);
});

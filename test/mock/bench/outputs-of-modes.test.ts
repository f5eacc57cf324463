import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrialResult } from '../../../lib/bench/result/result.js';
import { runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';
import { readResult, scenario } from './simulate.js';

// Outputs and demands, of rows that are no plain closed loops.
const folder = testFolder();
const relu = writeModel(folder, 'relu', reluModel());
const device = (loadMs: number): string =>
  scenario(folder, `cpu-${loadMs}`, { devices: [{ name: 'CPU', loadMs, latencyMs: 10, streams: 2 }] });
const RUN = ['run', '--model', relu];
const run = (...args: string[]) => runCli([...RUN, '--simulate', device(100), ...args]);
const linesOf = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\r\n');

describe('rows that only load', () => {
  it('are written everywhere, without what they have not', async () => {
    const output = join(folder, 'loads');
    const { code, stderr } = await run('--load-only', '--repeat', '2', '--output', output);
    expect(code, stderr).toBe(0);
    expect(readResult(join(output, 'result.json')).results[0]).toMatchObject({ fps: null, latencyMs: null });
    const [header = '', row = ''] = linesOf(join(output, 'result.csv'));
    const record = Object.fromEntries(header.split(',').map((name, index) => [name, row.split(',')[index]]));
    expect(record).toMatchObject({ status: 'ok', mode: 'load uncached', fps: '', total_ms: '', latency_p50_ms: '' });
    expect(linesOf(join(output, 'samples.csv'))).toEqual(['row,process,index,latency_ms,stride']);
    expect(readFileSync(join(output, 'result.md'), 'utf8')).toMatch(/^\| `CPU` \| load uncached \|/m);
  });

  it('are held against thresholds and a baseline by their load time', async () => {
    const baseline = join(folder, 'load-baseline.json');
    expect((await run('--load-only', '--strict', '--json', baseline)).code).toBe(0);
    const demands = ['--load-only', '--baseline', baseline];
    expect((await run(...demands, '--fail-if', 'load > 1s')).code).toBe(0);
    const without = await run('--load-only', '--fail-if', 'fps < 1');
    expect([without.code, without.stderr]).toEqual([4, expect.stringMatching(/fps can't be held against/)]);
    const slower = await runCli([...RUN, '--simulate', device(150), '--repeat', '3', ...demands]);
    expect([slower.code, slower.stderr]).toEqual([4, expect.stringMatching(/load is 5\d\.\d % worse .*95 % interval/)]);
  });

  it('can not be profiled, and neither can two in turns', async () => {
    expect((await run('--load-only', '--profile')).stderr).toMatch(/--load-only runs no inference, so --profile/);
    const duet = await run('--against', 'NUM_STREAMS=1', '--duet', '--time', '1s', '--profile');
    expect([duet.code, duet.stderr]).toEqual([2, expect.stringMatching(/--duet and --profile exclude each other/)]);
  });
});

describe('sweeps and searches', () => {
  it('a sweep has its values in CSV and Markdown, and each of its rows its like in a baseline', async () => {
    const output = join(folder, 'sweep');
    const args = ['--sweep', 'requests=1,2', '--iterations', '100'];
    expect((await run(...args, '--output', output)).code).toBe(0);
    const [header = '', ...rows] = linesOf(join(output, 'result.csv'));
    const at = header.split(',').indexOf('varied');
    expect(rows.map((row) => row.split(',')[at])).toEqual(['requests=1', 'requests=2']);
    expect(readFileSync(join(output, 'result.md'), 'utf8')).toMatch(/`requests=2`/);
    expect((await run(...args, '--baseline', output)).code).toBe(0);
    const other = await run('--sweep', 'requests=1,3', '--iterations', '100', '--baseline', output);
    expect([other.code, other.stderr]).toEqual([
      4,
      expect.stringMatching(/^ov-bench: regression: .*no row like it\.\n$/),
    ]);
  });

  it("the samples of a search's probes are of its row", async () => {
    const output = join(folder, 'search');
    const args = ['--find-rate', 'p90<50ms', '--repeat', '1', '--requests', '2', '--output', output];
    expect((await run(...args)).code).toBe(0);
    const [row] = readResult(join(output, 'result.json')).results;
    expect(row?.rateSearch?.rate).toBeGreaterThan(0);
    const places = new Set(
      linesOf(join(output, 'samples.csv'))
        .slice(1)
        .map((line) => line.split(',', 2).join()),
    );
    expect([...places].every((place) => place.startsWith('0,'))).toBe(true);
    expect(places.size).toBeGreaterThan(2);
  });

  it('an open loop knows its drop rate', async () => {
    const args = ['--rate', '400', '--requests', '1', '--backlog', '5', '--time', '2s', '--fail-if', 'drop rate > 1%'];
    const { code, stderr } = await run(...args);
    expect([code, stderr]).toEqual([4, expect.stringMatching(/threshold: CPU async .*: droprate is \d\d\.\d %/)]);
  });
});

describe('a configuration', () => {
  let count = 0;
  const config = (content: object): string => {
    const file = join(folder, `config-${count++}.json`);
    writeFileSync(file, JSON.stringify({ models: [relu], simulate: 'cpu-100.json', ...content }));
    device(100);
    return file;
  };
  const rowsOf = async (content: object, ...args: string[]): Promise<readonly TrialResult[]> => {
    const json = join(folder, `result-${count}.json`);
    const { code, stderr } = await runCli(['run', '--config', config(content), '--json', json, ...args]);
    expect(code, stderr).toBe(0);
    return readResult(json).results;
  };

  it('has sweeps and ways to measure', async () => {
    const open = { sweep: { requests: ['1..2'], NUM_STREAMS: [2] }, rate: 'poisson:50', backlog: 7, rateSeed: 3 };
    const rows = await rowsOf({ ...open, iterations: 20 });
    expect(rows.map(({ varied }) => varied)).toEqual([
      { requests: '1', NUM_STREAMS: '2' },
      { requests: '2', NUM_STREAMS: '2' },
    ]);
    for (const { openLoop } of rows)
      expect(openLoop).toMatchObject({ pattern: 'poisson', rate: 50, backlogLimit: 7, seed: 3 });
    const cache = join(folder, 'config-cache');
    const loads = await rowsOf({ loadOnly: true, cacheDir: 'config-cache', repeat: 1 });
    expect(loads.map(({ load }) => load?.phase)).toEqual(['cold', 'warm']);
    expect(existsSync(cache)).toBe(true);
    const [search] = await rowsOf({ findRate: 'p90<50ms', batch: 2, requests: 2, iterations: 100, repeat: 1 });
    expect(search).toMatchObject({ batch: 2, rateSearch: { bound: { percent: 90, limitMs: 50 } } });
  });

  it('has its way to measure and its sweeps replaced by those of the command line', async () => {
    const content = { findRate: 'p90<50ms', backlog: 7, sweep: { requests: [1, 2] }, iterations: 16 };
    const rows = await rowsOf(content, '--scenario', 'MultiStream', '--sweep', 'streams=1,2');
    expect(rows.map(({ varied, query }) => [varied, query?.samples])).toEqual([
      [{ streams: '1' }, 8],
      [{ streams: '2' }, 8],
    ]);
  });

  it.each([
    [{ rate: 'poison:5' }, /: \$\.rate: takes requests a second, .*, not "poison:5"\.\n$/],
    [{ findRate: 'p99' }, /: \$\.findRate: takes a bound on latency, such as "p99<20ms"/],
    [
      { sweep: { requests: [1, 0] } },
      /: \$\.sweep\.requests: requests takes a whole number from 1 to 4096, not "0"\.\n$/,
    ],
    [
      { sweep: { hint: ['fast'] } },
      /: \$\.sweep\.hint: hint takes latency, throughput, cumulative or none, not "fast"/,
    ],
    [{ sweep: { batch: ['4..2'] } }, /: \$\.sweep\.batch: batch takes a range from a smaller to a larger number/],
    [
      { rate: 5, loadOnly: true },
      /: \$\.rate and \$\.loadOnly exclude each other: they are different ways to measure\.\n$/,
    ],
    [{ endToEnd: true }, /--end-to-end needs --image FILE, or a folder of pictures/],
  ])('%j is a usage error', async (content, says) => {
    const { code, stdout, stderr } = await runCli(['run', '--config', config(content)]);
    expect(stderr).toMatch(says);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('goes with ways to measure of the command line, and multiplies with sweeps', async () => {
    const config = join(folder, 'matrix.json');
    writeFileSync(config, JSON.stringify({ models: [relu], properties: [{}, { NUM_STREAMS: 1 }], iterations: 20 }));
    const json = join(folder, 'matrix-result.json');
    const args = ['run', '--config', config, '--simulate', device(100), '--sweep', 'requests=1,2', '--json', json];
    const { code, stderr } = await runCli(args);
    expect(code, stderr).toBe(0);
    expect(readResult(json).results.map(({ varied, properties }) => [varied, properties?.NUM_STREAMS])).toEqual([
      [{ requests: '1' }, undefined],
      [{ requests: '2' }, undefined],
      [{ requests: '1' }, '1'],
      [{ requests: '2' }, '1'],
    ]);
    const both = await runCli([...args, '--sweep', 'streams=1,2']);
    expect([both.code, both.stderr]).toEqual([2, expect.stringMatching(/streams is both fixed/)]);
  });
});

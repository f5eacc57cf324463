import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';
import { validateComparison } from '../../helpers/result-schema.js';
import { readResult, scenario, simulated } from './simulate.js';

// Modes together with repeats, verdicts, turns and comparisons of results, in virtual time.
const folder = testFolder();
const model = writeModel(folder, 'relu', reluModel());
const devices = [{ name: 'CPU', loadMs: 100, latencyMs: { mean: 10, sd: 0.5 }, firstInferenceExtraMs: 0, streams: 2 }];
const simulate = scenario(folder, 'two-lanes', { devices });
const run = ['run', '--model', model, '--simulate', simulate];

describe('modes that are compared', () => {
  it('a sweep in five processes a row has verdicts over its first row', async () => {
    const json = join(folder, 'sweep.json');
    const { code, stdout } = await runCli([
      ...[...run, '--sweep', 'requests=1,2', '--sweep', 'batch=1,4', '--repeat', '5', '--iterations', '200'],
      ...['--json', json],
    ]);
    expect(code).toBe(0);
    const { results, comparisons } = readResult(json);
    expect(results.map(({ processes }) => processes?.length)).toEqual([5, 5, 5, 5]);
    expect(comparisons).toMatchObject([
      { row: 1, baseline: 0, ratio: expect.closeTo(1, 1) },
      { row: 2, baseline: 0, verdict: 'faster' },
      { row: 3, baseline: 0, verdict: 'faster' },
    ]);
    expect(stdout).toMatch(/^CPU +async 2 +2 +1 .* \d\.\d+x faster \[/m);
  });

  it('two points of a sweep run in turns, and frames are what is compared', async () => {
    const args = ['--duet', '--sweep', 'batch=1,4', '--api', 'sync', '--time', '1s', '--repeat', '3'];
    const { results, duet, comparisons } = await simulated([...run, ...args]);
    expect(duet?.ratios).toHaveLength(3);
    expect(comparisons).toMatchObject([{ design: 'duet' }]);
    expect(comparisons?.[0]?.ratio).toBeCloseTo(1, 1);
    expect(results.map(({ batch }) => batch)).toEqual([1, 4]);
  });

  it('a rate search has a search for each variant, a ratio, and says why it has no verdict', async () => {
    const args = ['--find-rate', 'p90<30ms', '--against', 'PERFORMANCE_HINT=LATENCY', '--requests', '2'];
    const json = join(folder, 'rates.json');
    const { stdout } = await runCli([...run, ...args, '--iterations', '200', '--repeat', '1', '--json', json]);
    const { results, comparisons } = readResult(json);
    expect(results).toHaveLength(2);
    for (const { rateSearch } of results) expect(rateSearch?.complete).toBe(true);
    const [first = 0, second = 0] = results.map(({ rateSearch }) => rateSearch?.rate ?? 0);
    const none = { verdict: null, interval: null, noVerdict: 'one-search', processes: [1, 1], times: {} };
    expect(comparisons).toMatchObject([{ metric: 'rate', ratio: expect.closeTo(second / first, 3), ...none }]);
    expect(stdout).toMatch(/ \d\.\d\dx \(no verdict\)$/m);
    expect(stdout).toMatch(/^~ Found rates: no verdict: each is of one search/m);
    const compared = await runCli(['compare', json, json, '--fail-if-slower']);
    // found rates have no verdict, so a gate decides nothing
    expect(compared.code).toBe(5);
    expect(compared.stderr).toMatch(
      /nothing was decided about CPU .*: how much another search for its rate would differ/,
    );
    expect(compared.stdout).toMatch(/^CPU .*p90 < 30 ms[^\n]*\n? +rate +[\d.]+\/s +[\d.]+\/s +1\.00x \(no verdict\)$/m);
    expect(compared.stdout).toMatch(/^~ Found rates: no verdict/m);
  });

  it('loads of variants keep their caches apart', async () => {
    const args = ['--load-only', '--cache-dir', join(folder, 'cache'), '--against', 'PERFORMANCE_HINT=LATENCY'];
    const { results, comparisons } = await simulated([...run, ...args, '--repeat', '2']);
    expect(results.map(({ load, processes }) => [load?.phase, processes?.length])).toEqual([
      ['cold', 2],
      ['warm', 2],
      ['cold', 2],
      ['warm', 2],
    ]);
    expect(comparisons?.map(({ metric, baseline, row, verdict }) => [metric, baseline, row, verdict])).toEqual([
      ['loadMs', 0, 1, 'inconclusive'],
      ['loadMs', 0, 2, 'inconclusive'],
      ['loadMs', 0, 3, 'inconclusive'],
    ]);
  });

  it('loads of two devices are compared by their times, here and by compare', async () => {
    const simulated = scenario(folder, 'loads', {
      devices: [
        { name: 'CPU', loadMs: 100 },
        { name: 'GPU', loadMs: 125 },
      ],
    });
    const files = ['CPU', 'GPU'].map((name) => join(folder, `loads-${name}.json`)) as [string, string];
    const args = ['run', '--model', model, '--simulate', simulated, '--load-only', '--device', 'CPU'];
    const both = await runCli([...args, '--device', 'GPU', '--repeat', '3', '--json', files[0]]);
    expect(both.stdout).toMatch(/^GPU .* 1\.250x slower \[1\.250, 1\.250\]$/m);
    expect(both.stdout).toMatch(/^~ Load times against the baseline, 95 % interval, 3 processes a row\./m);
    expect(readResult(files[0]).comparisons).toMatchObject([
      { metric: 'loadMs', design: 'paired', ratio: 0.8, verdict: 'slower', processes: [3, 3], times: {} },
    ]);
    const loads = (loadMs: number): string => scenario(folder, 'loads', { devices: [{ name: 'CPU', loadMs }] });
    for (const [index, file] of files.entries()) {
      const simulate = loads(index === 0 ? 100 : 80);
      const run = await runCli([...args, '--simulate', simulate, '--repeat', '2', '--json', file]);
      expect(run.code, run.stderr).toBe(0);
    }
    const { code, stdout } = await runCli(['compare', ...files]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^CPU load uncached +load +100 ms +80\.0 ms +1\.250x faster \[1\.250, 1\.250\]$/m);
    const slower = await runCli(['compare', files[1], files[0], '--fail-if-slower', '--json']);
    expect(slower.code).toBe(4);
    expect(validateComparison(JSON.parse(slower.stdout))).toEqual([]);
  });

  it('results of sweeps and open loops are matched row by row', async () => {
    const files = ['a', 'b'].map((name) => join(folder, `${name}.json`)) as [string, string];
    for (const [index, file] of files.entries()) {
      const seed = ['--simulate-seed', String(index + 1), '--json', file];
      expect((await runCli([...run, ...seed, '--sweep', 'requests=1,2', '--rate', '50', '--time', '2s'])).code).toBe(0);
    }
    const { code, stdout } = await runCli(['compare', ...files]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^CPU async 1 fixed 50\/s +FPS/m);
    expect(stdout).toMatch(/^CPU async 2 fixed 50\/s +FPS/m);
    expect(stdout).not.toMatch(/only\./);
  });

  it('slices in turns are of closed loops', async () => {
    const { code, stderr } = await runCli([...run, '--device', 'CPU', '--device', 'CPU', '--duet', '--rate', '5']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/--duet and --rate exclude each other: slices in turns are of closed loops\./),
    ]);
  });
});

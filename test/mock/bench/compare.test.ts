import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ComparisonDocument } from '../../../lib/bench/compare/document.js';
import type { BenchResult, TrialResult } from '../../../lib/bench/result/result.js';
import { type CliRun, runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';
import { validateComparison } from '../../helpers/result-schema.js';
import { readResult, scenario } from './simulate.js';

// `ov-bench compare` on results of simulated devices, in virtual time.
const folder = testFolder();
const model = writeModel(folder, 'relu', reluModel());
const file = (name: string): string => join(folder, `${name}.json`);

const device = (name: string, mean: number) => ({ name, loadMs: 100, latencyMs: { mean, sd: 0.05 * mean } });

async function measure(name: string, cpuMs: number, ...args: readonly string[]): Promise<void> {
  const simulate = scenario(folder, `devices-${name}`, { devices: [device('CPU', cpuMs), device('GPU', 8)] });
  const run = await runCli([
    ...['run', '--model', model, '--simulate', simulate, '--device', 'CPU', '--device', 'GPU', '--api', 'sync'],
    ...['--iterations', '200', '--json', file(name), ...args],
  ]);
  expect(run.code, run.stderr).toBe(0);
}

/** A result with something else in it. */
function variant(name: string, change: (result: BenchResult) => object, from = 'before'): string {
  const result = readResult(file(from));
  writeFileSync(file(name), JSON.stringify({ ...result, ...change(result) }));
  return file(name);
}

const compare = (...args: readonly string[]) => runCli(['compare', ...args]);

/** What `--json` wrote: after its schema, with nothing that this does not describe. */
function documentOf({ stdout }: CliRun): ComparisonDocument {
  const parsed = JSON.parse(stdout) as ComparisonDocument;
  expect(validateComparison(parsed)).toEqual([]);
  return parsed;
}

beforeAll(async () => {
  await Promise.all([
    measure('before', 10, '--repeat', '5'),
    measure('again', 10, '--repeat', '5', '--simulate-seed', '7'),
    measure('after', 8, '--repeat', '5', '--simulate-seed', '8'),
    measure('one', 10),
  ]);
});

describe('ov-bench compare', () => {
  it('says faster, by how much, and how sure', async () => {
    const { code, stdout, stderr } = await compare(file('before'), file('after'));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^CPU sync +FPS +[\d.]+ +[\d.]+ +1\.2\d+x faster \[1\.2\d*, 1\.\d+\]$/m);
    expect(stdout).toMatch(/^ +p50 +10\.\d ms +\d\.\d+ ms +1\.2\d+x faster \[/m);
    expect(stdout).toMatch(/^GPU sync +FPS .* inconclusive \[/m);
    expect(stdout).toMatch(/^~ FPS .* 5 processes a row\. Smallest detectable difference: \d/m);
    expect(stdout).toMatch(/^! SIMULATED/m);
    expect(stdout).not.toMatch(/\u001b/);
  });

  it('says slower the other way round, with the reciprocal, and fails where it was told to', async () => {
    const [there, back] = await Promise.all([
      compare(file('before'), file('after'), '--json'),
      compare(file('after'), file('before'), '--json', '--fail-if-slower'),
    ]);
    expect([there.code, back.code]).toEqual([0, 4]);
    expect(back.stderr).toMatch(/^ov-bench: --fail-if-slower: CPU sync: 1\.2\d+x slower \[1\.\d+, 1\.\d+\]\.\n$/);
    const [forth, reverse] = [there, back].map((run) => documentOf(run).rows[0]?.comparison);
    expect([forth?.verdict, reverse?.verdict]).toEqual(['faster', 'slower']);
    expect(reverse?.ratio).toBeCloseTo(1 / (forth?.ratio ?? 0), 3);
    expect(reverse?.interval?.[0]).toBeCloseTo(1 / (forth?.interval?.[1] ?? 0), 3);
    expect(forth).toMatchObject({ design: 'independent', processes: [5, 5], metric: 'fps' });
    expect((await compare(file('after'), file('before'))).code).toBe(0);
    const passed = await compare(file('after'), file('before'), '--device', 'GPU', '--fail-if-slower');
    expect([passed.code, passed.stderr]).toEqual([
      0,
      expect.stringMatching(
        /passed: none of 1 row is slower in .*before\.json; a difference below [\d.]+ % would hardly/,
      ),
    ]);
  });

  it('is inconclusive on the same thing measured twice', async () => {
    const ended = await compare(file('before'), file('again'), '--json', '--fail-if-slower');
    expect(ended.code).toBe(0);
    for (const { comparison } of documentOf(ended).rows) {
      expect(comparison?.verdict).toBe('inconclusive');
      expect(comparison?.interval?.[0]).toBeLessThan(1);
      expect(comparison?.interval?.[1]).toBeGreaterThan(1);
    }
  });

  it('passes no gate where the processes differ so much that nothing would have been found', async () => {
    const noisy = variant('noisy', ({ results }) => ({
      results: results.map((row) => ({
        ...row,
        processes: row.processes?.map((each, index) => ({
          ...each,
          fps: (each.fps ?? 0) * (index % 2 === 0 ? 0.6 : 1.5),
        })),
      })),
    }));
    const { code, stderr } = await compare(file('before'), noisy, '--fail-if-slower');
    expect(code).toBe(5);
    expect(stderr).toMatch(
      /differ so much that only a difference of \d+ % would be found, .*25 %: measure more of them/,
    );
  });

  it('gives the same answer for the same files', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => compare(file('before'), file('after'), '--json')));
    expect(one?.stdout).toBe(two?.stdout);
  });

  it('has no verdict on one process, and a gate that decided nothing does not pass', async () => {
    expect((await compare(file('before'), file('one'))).code).toBe(0);
    const { code, stdout, stderr } = await compare(file('before'), file('one'), '--fail-if-slower');
    expect(code).toBe(5);
    expect(stderr).toMatch(
      /^ov-bench: --fail-if-slower: nothing was decided about CPU sync: [01]\.\d\dx may be noise, for \S+one\.json has one process of it: measure with --repeat 5\.$/m,
    );
    expect(stdout).toMatch(/^CPU sync +FPS .* (1\.0\d|0\.9\d)x \(no verdict\)$/m);
    expect(stdout).toMatch(/^~ One process: no verdict; --repeat 5\.$/m);
  });

  it('compares the rows asked for', async () => {
    const { stdout } = await compare(file('before'), file('after'), '--device', 'GPU', '--json');
    expect(JSON.parse(stdout).rows.map((row: TrialResult) => row.requestedDevice)).toEqual(['GPU']);
    const none = await compare(file('before'), file('after'), '--api', 'async');
    expect([none.code, none.stderr]).toEqual([
      1,
      expect.stringMatching(/no row in common among those asked for: .*before\.json has CPU sync, GPU sync; .*INVALID/),
    ]);
  });

  it('tells of rows that are in one of them only, and of those that failed', async () => {
    const fewer = variant('fewer', ({ results }) => ({ results: results.slice(0, 1) }));
    expect((await compare(file('before'), fewer)).stdout).toMatch(/^! GPU sync is in .*before\.json only\.$/m);
    const gone = await compare(file('before'), fewer, '--fail-if-slower');
    expect([gone.code, gone.stderr]).toEqual([
      4,
      expect.stringMatching(/GPU sync is not in .*fewer\.json: measure it/),
    ]);
    // a row that is new has nothing to be held against
    expect((await compare(fewer, file('before'), '--fail-if-slower')).code).toBe(0);
    const error = { code: 'INFER_FAILED', message: 'the device\u001b[2J is gone' };
    const failed = variant('failed', ({ results }) => ({
      results: results.map((row) => ({ ...row, status: 'failed', error })),
    }));
    const { code, stdout, stderr } = await compare(file('before'), failed, '--fail-if-slower');
    expect([code, stderr]).toEqual([4, expect.stringMatching(/^ov-bench: .*: CPU sync failed in .*failed\.json\.$/m)]);
    const back = await compare(failed, file('before'), '--fail-if-slower');
    expect([back.code, back.stderr]).toEqual([
      5,
      expect.stringMatching(/it failed in .*failed\.json, so there is nothing/),
    ]);
    expect(stdout).toMatch(/^x CPU sync failed in .*failed\.json: the device\\x1b\[2J is gone$/m);
  });

  it.each<[string, RegExp, (result: BenchResult) => object]>([
    ['another version', /Different OpenVINO versions: 2026\.4\.1-MOCK and 1\.2\./, () => ({ openvinoVersion: '1.2' })],
    [
      'another simulation',
      /Different simulations: .*, virtual time and tank-870, virtual time\./,
      ({ simulation }) => ({ simulation: { ...simulation, profile: 'tank-870' } }),
    ],
    ['an interruption', /is of a run that was interrupted/, () => ({ interrupted: true })],
    [
      'another precision, hint and streams',
      /CPU sync: precision f32 and bf16\.[\s\S]*CPU sync: hint LATENCY and THROUGHPUT\.[\s\S]*CPU sync: streams 1 and 4\./,
      ({ results }) => ({
        results: results.map((row) => ({
          ...row,
          inferencePrecision: 'bf16',
          performanceHint: 'THROUGHPUT',
          streams: 4,
        })),
      }),
    ],
    [
      'the stand-in',
      /built-in stand-in/,
      ({ results }) => ({ results: results.map((row) => ({ ...row, standIn: true })) }),
    ],
  ])('warns of %s', async (name, says, change) => {
    const { code, stdout } = await compare(file('before'), variant(`warned-${name.replaceAll(' ', '-')}`, change));
    expect(code).toBe(0);
    expect(stdout.replace(/\n {2}/g, ' ')).toMatch(says);
  });

  it('warns of another machine, and of time that passed', async () => {
    const real = (result: BenchResult) => ({
      simulated: undefined,
      results: result.results.map((row) => ({ ...row, simulated: false })),
    });
    const one = variant('real', real);
    const other = variant('elsewhere', (result) => ({
      ...real(result),
      host: { ...result.host, hostname: 'elsewhere' },
      createdAt: '2020-01-02T03:04:05.678Z',
    }));
    const { stdout } = await compare(one, other);
    expect(stdout).toMatch(/^! Different machines: /m);
    expect(stdout).toMatch(/^! The runs are \d+ days apart: /m);
  });
});

describe('results that can not be compared: one sentence, exit code 1', () => {
  it.each<[string, RegExp, (result: BenchResult) => object]>([
    ['another model', /different models \(sha256 /, ({ model }) => ({ model: { ...model, sha256: 'f'.repeat(64) } })],
    [
      'other weights',
      /different weights \(sha256 /,
      ({ model }) => ({ model: { ...model, weightsSha256: 'f'.repeat(64) } }),
    ],
    ['another input', /different inputs \(sha256 /, ({ input }) => ({ input: { ...input, sha256: 'f'.repeat(64) } })],
    [
      'a real device',
      /before\.json is of simulated devices and the other result is not/,
      ({ results }) => ({ simulated: undefined, results: results.map((row) => ({ ...row, simulated: false })) }),
    ],
    ['another schema', /"schemaVersion" is 2/, () => ({ schemaVersion: 2 })],
    ['no rows', /is no result of ov-bench/, () => ({ results: 'none' })],
    ['a row that is none', /has at 1 what is no row/, ({ results }) => ({ results: [results[0], { fps: 1 }] })],
    ['no model', /"model" has no "sha256"/, () => ({ model: null })],
  ])('%s', async (name, says, change) => {
    const { code, stdout, stderr } = await compare(file('before'), variant(`bad-${name.replaceAll(' ', '-')}`, change));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/^ov-bench: [^\n]+ \(INVALID_ARGUMENT\)\n$/);
  });

  it('what is no file, no JSON, no result', async () => {
    writeFileSync(file('text'), 'load 3.4');
    writeFileSync(file('list'), '[1, 2]');
    mkdirSync(file('folder'));
    const said = async (name: string): Promise<unknown[]> => {
      const { code, stdout, stderr } = await compare(file('before'), file(name));
      expect(stderr).toMatch(/^ov-bench: [^\n]+\n$/);
      return [code, stdout, stderr];
    };
    expect(await said('missing')).toEqual([1, '', expect.stringMatching(/There is no file .*missing\.json/)]);
    expect(await said('text')).toEqual([1, '', expect.stringMatching(/text\.json is no result .* it is not JSON/)]);
    expect(await said('list')).toEqual([1, '', expect.stringMatching(/it has no "schemaVersion" and "results"/)]);
    expect(await said('folder')).toEqual([
      1,
      '',
      expect.stringMatching(/There is no file .*folder\.json\/result\.json to/),
    ]);
    expect((await compare(file('before'))).code).toBe(2);
    expect((await compare(file('before'), file('after'), '--api', 'both')).code).toBe(2);
  });

  it('the schema has room for what was compared', () => {
    expect(readFileSync(file('before'), 'utf8')).toMatch(/"comparisons": \[/);
  });
});

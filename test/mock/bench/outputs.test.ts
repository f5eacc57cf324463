import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchResult } from '../../../lib/bench/result/result.js';
import { type CliRun, runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';
import { exerciseModel, readResult, scenario } from './simulate.js';

const folder = testFolder();
const relu = writeModel(folder, 'relu', reluModel());
const other = writeModel(folder, 'other', reluModel({ name: 'other' }));

/** A device of 10 ms an inference, without any spread. */
const device = (latencyMs: number): string =>
  scenario(folder, `cpu-${latencyMs}`, { devices: [{ name: 'CPU', latencyMs, loadMs: 100 }] });

const RUN = ['run', '--model', relu, '--api', 'sync', '--iterations', '50'];
const run = (...args: string[]): Promise<CliRun> => runCli([...RUN, '--simulate', device(10), ...args]);

describe('demands', () => {
  it('each violated threshold is a line, and stands in the JSON', async () => {
    const json = join(folder, 'thresholds.json');
    const conditions = ['p50 > 5ms', 'fps < 1', 'p99 > 1s', 'mean > 9ms on CPU'];
    const { code, stderr } = await run('--json', json, ...conditions.flatMap((each) => ['--fail-if', each]));
    expect(code).toBe(4);
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(
      /^ov-bench: threshold: CPU sync \(LATENCY.*\): p50 is 10\.0 ms, and must not be p50 > 5ms\.$/,
    );
    expect(lines[1]).toMatch(
      /p99 can't be held against "p99 > 1s": 50 inferences are too few for it: it needs 1000\.$/,
    );
    const { checks = [] } = readResult(json);
    expect(checks.map(({ violated }) => violated)).toEqual([true, false, true, true]);
  });

  it('none violated: 0; the grammar is told before anything runs', async () => {
    const csv = join(folder, 'passed.csv');
    const passed = await run('--fail-if', 'fps < 1', '--csv', csv);
    expect([passed.code, passed.stderr]).toEqual([0, '']);
    expect(passed.stdout).toMatch(/\n\nWritten: \S+passed\.csv\nPassed: --fail-if \(1 row\)\n$/);
    // beside a result on stdout, on stderr
    const piped = await run('--fail-if', 'fps < 1', '--csv', csv, '--json', '-');
    expect(piped.stderr).toMatch(/\nWritten: \S+passed\.csv\nPassed: --fail-if \(1 row\)\n$/);
    const { code, stderr, stdout } = await run('--fail-if', 'speed < 3');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^ov-bench: --fail-if takes METRIC OPERATOR VALUE .*"speed" is no metric\.\n$/);
  });

  it('a baseline: the same speed passes, a slower one does not', async () => {
    const baseline = join(folder, 'baseline');
    expect((await run('--output', baseline)).code).toBe(0);
    const same = await run('--baseline', baseline, '--fail-if', 'fps < 1');
    expect([same.code, same.stdout]).toEqual([
      0,
      expect.stringMatching(/^Passed: --fail-if \(1 row\), --baseline \(1 row\)$/m),
    ]);
    const json = join(folder, 'reshaped.json');
    const reshaped = await run('--baseline', baseline, '--shape', '[2,16]', '--json', json);
    expect([reshaped.code, reshaped.stdout.includes('Passed')]).toEqual([4, false]);
    expect(reshaped.stderr).toMatch(
      /^ov-bench: regression: No row was compared with the baseline: .* different inputs /m,
    );
    expect(readResult(json).checks).toMatchObject([{ kind: 'regression', violated: true, row: null }]);
    const slower = await runCli([...RUN, '--simulate', device(10.3), '--baseline', join(baseline, 'result.json')]);
    expect([slower.code, slower.stderr]).toEqual([
      0,
      expect.stringMatching(/^[^\n]*warning: The baseline is of another sim[^\n]*\n$/),
    ]);
    const args = ['--simulate', device(12), '--baseline', baseline, '--baseline-metric', 'p50'];
    const slow = await runCli([...RUN, ...args, '--max-regression', '10%']);
    expect(slow.code).toBe(4);
    expect(slow.stderr).toMatch(
      /^ov-bench: regression: CPU sync .*: p50 is 20\.0 % worse than the baseline \(12\.0 ms instead of 10\.0 ms\); 10\.0 % is allowed\.\n$/m,
    );
    expect((await runCli([...RUN, ...args, '--max-regression', '0.25'])).code).toBe(0);
    const alone = await run('--max-regression', '5%');
    expect([alone.code, alone.stderr]).toEqual([2, expect.stringMatching(/--max-regression needs --baseline FILE/)]);
  });

  it('--strict runs five processes, and one alone does not pass', async () => {
    const json = join(folder, 'strict.json');
    expect((await run('--strict', '--json', json)).code).toBe(0);
    expect(readResult(json).results[0]?.processes).toHaveLength(5);
    const { code, stderr } = await run('--strict', '--quick');
    expect(code).toBe(5);
    expect(stderr).toMatch(/^ov-bench: noise: CPU sync .*: one process says nothing/);
    expect((await run('--strict', '7')).code).toBe(2);
  });

  it('--strict: processes that differ', async () => {
    const spread = scenario(folder, 'spread', {
      devices: [{ name: 'CPU', latencyMs: [1, 30, 2, 60, 3, 90], loadMs: 100 }],
    });
    const args = ['run', '--model', relu, '--api', 'sync', '--iterations', '3', '--warmup', '0', '--simulate', spread];
    const { code, stderr } = await runCli([...args, '--strict=1%', '--repeat', '4']);
    if (code === 5) expect(stderr).toMatch(/vary by [\d.]+ % \(standard deviation \/ mean\); --strict allows 1\.00 %/);
    else expect(code).toBe(0);
  });
});

describe('layers of simulated devices', () => {
  it('are added up', async () => {
    const json = join(folder, 'profile.json');
    const ended = await run('--profile', '7', '--json', json);
    expect(ended.code, ended.stderr).toBe(0);
    expect(readResult(json).results[0]?.profiles).toMatchObject([{ device: 'CPU', inferences: 7, counters: 'sum' }]);
  });
});

describe('--config', () => {
  const config = (name: string, content: unknown): string => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  const matrix = {
    models: ['relu.xml', { path: 'other.xml', name: 'second' }],
    devices: ['CPU', 'MULTI:CPU'],
    apis: ['sync', 'async'],
    properties: [{}, { NUM_STREAMS: 2 }],
    iterations: 5,
    simulate: 'tank-870',
    output: 'matrix',
    repeat: 1,
    allowDropped: true,
  };

  it('measures models × devices × apis × properties, a result a model and a summary', async () => {
    const ended = await runCli(['run', '--config', config('matrix', { ...matrix, devices: ['CPU', 'GPU'] })]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(readdirSync(join(folder, 'matrix')).sort()).toEqual(['relu', 'second', 'summary.csv', 'summary.md']);
    const result = readResult(join(folder, 'matrix', 'second', 'result.json'));
    expect(result.results).toHaveLength(8);
    expect(
      new Set(
        result.results.map(({ requestedDevice, api, properties }) =>
          JSON.stringify([requestedDevice, api, properties]),
        ),
      ).size,
    ).toBe(8);
    expect(ended.stdout).toMatch(/All models:\n +?model|All models:\nmodel/);
    expect(ended.stdout).toMatch(/^second +CPU +sync/m);
    expect(
      readFileSync(join(folder, 'matrix', 'summary.csv'), 'utf8')
        .trimEnd()
        .split('\r\n'),
    ).toHaveLength(17);
    expect(
      readFileSync(join(folder, 'matrix', 'summary.md'), 'utf8')
        .trimEnd()
        .split('\n'),
    ).toHaveLength(18);
  });

  it('comes after the options of the command line', async () => {
    const json = join(folder, 'over.json');
    const args = [
      '--model',
      other,
      '--device',
      'GPU',
      '--api',
      'sync',
      '--property',
      'NUM_STREAMS=1',
      '--time',
      '200ms',
    ];
    const ended = await runCli([
      'run',
      '--config',
      config('over', { ...matrix, output: undefined }),
      ...args,
      '--json',
      json,
    ]);
    expect(ended.code, ended.stderr).toBe(0);
    const { results, model } = readResult(json);
    expect(model.path).toBe(other);
    expect(results).toMatchObject([
      { requestedDevice: 'GPU', api: 'sync', properties: { NUM_STREAMS: '1' } },
      { requestedDevice: 'GPU', api: 'sync', properties: { NUM_STREAMS: '1' } },
    ]);
    expect(results[0]?.totalMs).toBeGreaterThanOrEqual(200);
  });

  it.each([
    [{ device: ['CPU'] }, /: \$ has no member "device": did you mean "devices"\?\n$/],
    [{ models: ['relu.xml'], failIf: ['fps'] }, /: \$\.failIf\[0\]: takes METRIC OPERATOR VALUE/],
    [{ models: ['relu.xml'], shapes: ['1,2'] }, /: \$\.shapes\[0\]: takes dimensions/],
    [{ models: ['relu.xml'], time: '9000h' }, /: \$\.time: takes a time with its unit/],
    [{ models: ['relu.xml'], properties: { '1x': 'a' } }, /: \$\.properties: takes KEY=VALUE/],
    [{ models: ['relu.xml', 'relu.xml'] }, /: \$\.models\[0\] has the name of another: give it a "name" of its own/],
    [{ devices: ['CPU'] }, /: \$ has no "models", and no --model is given\.\n$/],
  ])('%j is a usage error', async (content, says) => {
    const { code, stdout, stderr } = await runCli(['run', '--config', config('wrong', content)]);
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/^ov-bench: [^\n]+\n$/);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('several models have no single file', async () => {
    const { code, stderr } = await runCli(['run', '--config', config('several', matrix), '--json', '-']);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/--json takes the result of one model, and there are several: --output DIR/),
    ]);
  });

  it('a model that can not be measured does not keep the others from it', async () => {
    const content = { ...matrix, models: ['none.xml', 'relu.xml'], devices: ['CPU'], apis: ['sync'], output: 'partly' };
    const { code, stdout, stderr } = await runCli(['run', '--config', config('partly', content)]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/none\.xml/);
    expect(stdout).toMatch(/^none +not measured/m);
    expect(stdout).toMatch(/^relu +CPU/m);
  });

  it('models of the same name are told apart by their folders', async () => {
    for (const precision of ['FP16', 'FP32']) {
      mkdirSync(join(folder, precision), { recursive: true });
      await exerciseModel(join(folder, precision));
    }
    const [file = ''] = readdirSync(join(folder, 'FP16')).filter((name) => name.endsWith('.xml'));
    const content = {
      models: [`FP16/${file}`, `FP32/${file}`],
      iterations: 3,
      apis: ['sync'],
      simulate: 'tank-870',
      output: 'same',
    };
    const ended = await runCli(['run', '--config', config('same', content)]);
    expect(ended.code, ended.stderr).toBe(0);
    const names = readdirSync(join(folder, 'same')).filter((name) => !name.startsWith('summary'));
    expect(names.sort()).toEqual(['FP16', 'FP32'].map((each) => `${each}-${file.replace('.xml', '')}`));
  });
});

describe('the summary of several models', () => {
  it('holds what each of them has', () => {
    const read = (name: string): BenchResult => readResult(join(folder, 'matrix', name, 'result.json'));
    expect(read('relu').model.path).toBe(relu);
    expect(read('second').model.name).toBe('other');
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawDefaultImage, writePng } from '../../../lib/bench/image/index.js';
import type { BenchResult } from '../../../lib/bench/result/result.js';
import { runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { addModel, heavyModel, reluModel, writeModel } from '../../helpers/models.js';
import { expectValid } from '../../helpers/result-schema.js';

// On the real CPU: figures depend on the machine, their relations do not.
const folder = testFolder();
const relu = writeModel(folder, 'relu', reluModel());
const flat = writeModel(folder, 'flat', reluModel({ shape: [16] }));
const picture = writeModel(folder, 'picture', reluModel({ shape: [1, 3, 32, 32] }));
const heavy = writeModel(folder, 'heavy', heavyModel({ layers: 1 }));
const add = writeModel(folder, 'add', addModel());

async function rows(...args: string[]): Promise<BenchResult['results']> {
  const run = await runCli(['run', ...args, '--json', '-']);
  expect(run.code, run.stderr).toBe(0);
  const parsed = JSON.parse(run.stdout) as BenchResult;
  expectValid(parsed);
  return parsed.results;
}

describe('open loops', () => {
  it('keep a rate that the device can keep, and make requests in time', async () => {
    const [row] = await rows('--model', relu, '--rate', 'poisson:200', '--time', '2s');
    expect(row?.openLoop).toMatchObject({ pattern: 'poisson', rate: 200, refused: 0, overloaded: false });
    expect(Math.abs((row?.openLoop?.achievedPerSecond ?? 0) / 200 - 1)).toBeLessThan(0.2);
    // a timer of whole milliseconds is 0.5 to 1 late on average
    expect(row?.openLoop?.generatorLateMs.mean).toBeLessThan(20);
    expect(row?.latencyMs?.mean).toBeCloseTo(
      (row?.openLoop?.queueMs?.mean ?? 0) + (row?.openLoop?.deviceMs?.mean ?? 0),
      2,
    );
  });

  it('say when they are overloaded', async () => {
    const [row] = await rows('--model', heavy, '--rate', '5000', '--time', '300ms', '--backlog', '20');
    expect(row?.openLoop).toMatchObject({ overloaded: true, backlogMax: 20 });
    expect(row?.openLoop?.achievedPerSecond).toBeLessThan(5000);
    expect(row?.warnings.join()).toMatch(/OVERLOADED/);
  });

  it('are searched for a rate', async () => {
    const args = ['run', '--model', heavy, '--find-rate', 'p50<2s', '--iterations', '20', '--repeat', '1'];
    const { code, stdout } = await runCli(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/requests a second is the highest rate with p50 < 2000 ms|no rate that was tried keeps/);
    expect(stdout).toMatch(/^ +rate\/s +achieved\/s +p50/m);
  }, 60_000);
});

describe('sweeps and batches', () => {
  it('a matrix of streams and batch', async () => {
    const args = ['--sweep', 'streams=1,2', '--sweep', 'batch=1,3', '--iterations', '40', '--quick'];
    const { stdout, stderr } = await runCli(['run', '--model', picture, ...args, '--json', '-']);
    const { results: found } = JSON.parse(stdout) as BenchResult;
    expect(found.map(({ streams }) => streams)).toEqual([1, 1, 2, 2]);
    expect(found.map(({ batch }) => batch)).toEqual([1, 3, 1, 3]);
    const [, second] = found;
    expect((second?.fps ?? 0) / (second?.inferencesPerSecond ?? 1)).toBeCloseTo(3, 3);
    expect(stderr).toMatch(/^requested +mode +streams +batch/m);
  });

  it('all inputs get the batch', async () => {
    const [row] = await rows('--model', add, '--batch', '4', '--iterations', '10');
    expect(row).toMatchObject({ batch: 4, status: 'ok' });
  });

  it('a model that can not be batched: one clear sentence', async () => {
    const { code, stderr } = await runCli(['run', '--model', flat, '--batch', '2', '--iterations', '5']);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/The model can not be given a batch of 2: none of its inputs/),
    ]);
  });
});

describe('loads', () => {
  it('cold, then warm: the second one comes from the cache', async () => {
    const cache = join(folder, 'cache');
    const found = await rows('--model', heavy, '--load-only', '--cache-dir', cache, '--repeat', '2');
    expect(found).toMatchObject([
      { latencyMs: null, fps: null, load: { phase: 'cold', loadedFromCache: false } },
      { load: { phase: 'warm', loadedFromCache: true } },
    ]);
    expect(found[0]?.load?.cacheBytes).toBeGreaterThan(0);
    expect(found[1]?.processes).toHaveLength(2);
    expect(found[1]?.warnings).toEqual([]);
  });

  it('alone, without a cache', async () => {
    const [row] = await rows('--model', relu, '--load-only', '--repeat', '1');
    expect(row).toMatchObject({ load: { phase: 'uncached', cacheFiles: null }, totalMs: null, iterations: 0 });
    const { compile = 0, read = 0 } = row?.load?.stagesMs ?? {};
    expect(compile + read).toBeLessThanOrEqual((row?.loadMs ?? 0) + 0.01);
  });
});

describe('end to end', () => {
  it('has the stages of a folder of pictures, which add up', async () => {
    for (const name of ['a.png', 'b.png']) await writePng(drawDefaultImage(), join(folder, name));
    writeFileSync(join(folder, 'notes.txt'), 'no picture');
    const [row] = await rows('--model', picture, '--end-to-end', '--image', folder, '--iterations', '10');
    const { endToEnd } = row ?? {};
    expect(endToEnd?.files).toBe(2);
    expect(endToEnd?.stages.map(({ stage }) => stage)).toEqual(['decode', 'resize', 'convert', 'infer', 'read']);
    const sum = endToEnd?.stages.reduce((total, { mean }) => total + mean, 0) ?? 0;
    expect(sum).toBeCloseTo(row?.latencyMs?.mean ?? 0, 1);
    expect(endToEnd?.inferenceAloneMs?.mean).toBeLessThan(row?.latencyMs?.mean ?? 0);
    const { code, stderr } = await runCli(['run', '--model', picture, '--end-to-end']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/--end-to-end needs --image/)]);
  });
});

describe('ov-bench app', () => {
  it("takes benchmark_app's flags and prints its last lines", async () => {
    const config = join(folder, 'config.json');
    const dumped = join(folder, 'dumped.json');
    writeFileSync(config, JSON.stringify({ CPU: { INFERENCE_PRECISION_HINT: 'f32', PERFORMANCE_HINT: 'LATENCY' } }));
    const args = [
      '-niter',
      '10',
      '-nireq',
      '4',
      '-load_config',
      config,
      '-layout',
      '[NC]',
      '-latency_percentile',
      '90',
    ];
    const report = ['-report_type', 'no_counters', '-report_folder', join(folder, 'report'), '-dump_config', dumped];
    const { code, stdout, stderr } = await runCli(['app', '-m', relu, '-api', 'async', ...args, ...report]);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^ov-bench: warning: -layout has no effect: .*\n$/)]);
    expect(stdout).toMatch(/^\[ INFO \] Count: +12 iterations$/m);
    expect(stdout).toMatch(/^\[ INFO \] +90 percentile: +[\d.]+ (us|ms)$/m);
    expect(stdout).toMatch(/^\[ INFO \] Throughput: +[\d.]+ FPS$/m);
    expect(stdout).toMatch(/async 4 .* f32 +LAT/);
  });

  it('has errors for what it does not do', async () => {
    const told = async (...args: string[]) => {
      const { code, stderr } = await runCli(['app', ...args]);
      return `${code} ${stderr}`;
    };
    expect(await told('-m', relu, '-nirq', '3')).toMatch(/^2 ov-bench: benchmark_app has no flag "-nirq"/);
    expect(await told('-m', relu, '-data_shape', '[1]')).toMatch(/^2 .*-data_shape of benchmark_app is not supported/);
    expect(await told('-niter', '3')).toMatch(/^2 .*needs -m MODEL/);
    expect(await told('-m', relu, '-ip', 'u8', '-niter', '3')).toMatch(/^1 .*The input x is f32, not u8/);
    expect(await told('-m', relu, '-nstreams', '2')).toMatch(/^2 .*need -hint none/);
  });
});

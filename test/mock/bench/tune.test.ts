import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseTuning, type TuneJson } from '../../bench/tune/tune-json.js';
import { processesStarted, runCli, startCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';
import { scenario } from './simulate.js';

const folder = testFolder();
const model = writeModel(folder, 'relu', reluModel());

const quick = scenario(folder, 'quick', {
  devices: [
    {
      name: 'CPU',
      latencyMs: { mean: 4, sd: 0.1, distribution: 'lognormal' },
      streams: { latency: 1, throughput: 4 },
      optimalRequests: { latency: 1, throughput: 4 },
      contention: 0.2,
      loadMs: 100,
      precision: 'f32',
      capabilities: ['FP32'],
    },
  ],
});

async function tuned(args: readonly string[], code = 0): Promise<TuneJson & { screen: string }> {
  const run = await runCli(['tune', '--model', model, '--json', '-', ...args]);
  expect(run.code, run.stderr).toBe(code);
  const result = parseTuning(run.stdout);
  expect(result.simulated).toBe(true);
  return { ...result, screen: run.stderr };
}

describe('ov-bench tune on simulated devices', () => {
  const args = ['--simulate', quick, '--device', 'CPU', '--budget', '10s', '--simulate-seed', '5'];
  let first: Awaited<ReturnType<typeof tuned>>;
  beforeAll(async () => {
    first = await tuned(args);
  }, 120_000);

  it('in virtual time finds what is the fastest by its data, and says that it is simulated', () => {
    const { outcome, spentMs, budgetMs, screen, trials } = first;
    expect(outcome.kind).toBe('winner');
    // 4 lanes, each 1 + 0.2 × 3 times as long: 2.5 times as fast
    expect(outcome.ratio?.ratio).toBeGreaterThan(2.2);
    expect(outcome.ratio?.ratio).toBeLessThan(2.8);
    expect(outcome.use?.requests).toBeGreaterThanOrEqual(4);
    expect(spentMs).toBeLessThanOrEqual(budgetMs);
    expect(trials.reduce((sum, { costMs }) => sum + costMs, 0)).toBeCloseTo(spentMs, 0);
    expect(screen).toMatch(/\[SIMULATED\]/);
    expect(screen).toMatch(/^! SIMULATED: no device of this machine ran/m);
  });

  it('gives the same outcome for the same seed', async () => {
    const second = await tuned(args);
    expect(second.outcome).toEqual(first.outcome);
    expect(second.rounds).toEqual(first.rounds);
  }, 120_000);

  it('under a bound on latency takes fewer requests', async () => {
    const { outcome } = await tuned([
      '--simulate',
      quick,
      '--device',
      'CPU',
      '--budget',
      '32s',
      '--goal',
      'latency p99 < 5ms',
    ]);
    expect(outcome.kind).toMatch(/default|winner/);
    expect(outcome.sentence).toMatch(/Its p99 is 4\.\d+ ms, of \d{4,} inferences\./);
    expect(outcome.use?.requests).toBe(1);
    const never = await tuned(
      ['--simulate', quick, '--device', 'CPU', '--budget', '6s', '--goal', 'latency p99 < 1ms'],
      1,
    );
    expect(never.outcome).toMatchObject({ kind: 'none', use: null });
  }, 180_000);

  it("on the exercise's machine tries its devices and what they make together", async () => {
    const run = await runCli(['tune', '--model', model, '--simulate', 'tank-870', '--budget', '8m', '--json', '-']);
    expect(run.code, run.stderr).toBe(0);
    const { candidates, outcome } = parseTuning(run.stdout);
    const devices = new Set(candidates.map(({ device }) => device));
    expect(devices).toEqual(new Set(['CPU', 'GPU', 'MYRIAD', 'AUTO', 'AUTO:CPU,GPU,MYRIAD', 'MULTI:CPU,GPU,MYRIAD']));
    expect(outcome.kind).toMatch(/winner|default/);
  }, 240_000);

  it('keeps its budget in virtual time, where a load of 44 s takes none of ours', async () => {
    for (const budget of ['8s', '30s']) {
      const { spentMs, budgetMs, candidates, screen } = await tuned(['--simulate', 'tank-870', '--budget', budget]);
      expect(spentMs).toBeLessThanOrEqual(budgetMs);
      expect(candidates.find(({ device, fate }) => device === 'GPU' && fate === 'failed')?.reason).toMatch(
        /it had not ended when its part of the budget had/,
      );
      expect(screen).not.toMatch(/unconfirmed/i);
    }
  }, 60_000);

  it('drops what fails, with its reason, and ends what hangs by its budget', async () => {
    const faulty = scenario(folder, 'faulty', {
      devices: [
        { name: 'CPU', latencyMs: 4, loadMs: 50, capabilities: ['FP32'] },
        { name: 'GPU', latencyMs: 1, faults: [{ kind: 'compile-fails' }] },
      ],
    });
    const args = ['--simulate', faulty, '--device', 'CPU', '--device', 'GPU', '--budget', '10s'];
    const { candidates, outcome } = await tuned(args);
    const gpu = candidates.filter(({ device, fate }) => device === 'GPU' && fate !== 'untried');
    expect(gpu.length).toBeGreaterThan(0);
    for (const { fate, reason } of gpu) expect([fate, reason]).toEqual(['failed', expect.any(String)]);
    expect(outcome.use?.device).toBe('CPU');
    const hangs = scenario(folder, 'hangs', { devices: [{ name: 'CPU', faults: [{ kind: 'load-hangs' }] }] });
    const run = await runCli(['tune', '--model', model, '--simulate', hangs, '--budget', '5s']);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^ov-bench: .*had not ended when the budget had/);
  }, 120_000);

  it.runIf(process.platform === 'linux')(
    'by Ctrl-C tells the best so far, and leaves nothing behind',
    async () => {
      const temporary = join(folder, 'tmp');
      mkdirSync(temporary);
      const json = join(folder, 'interrupted.json');
      const args = ['--simulate', quick, '--simulate-time', 'real', '--budget', '1m', '--json', json];
      const running = startCli(['tune', '--model', model, ...args], { env: { ...process.env, TMPDIR: temporary } });
      // the model, the devices, the reference, and some trials
      await processesStarted(running, 8);
      running.process.kill('SIGINT');
      const { code, stdout } = await running.ended;
      expect(code).toBe(130);
      expect(stdout).toMatch(/UNCONFIRMED \(interrupted\)/);
      expect(stdout).toMatch(/SIMULATED/);
      expect(existsSync(json)).toBe(true);
      expect(parseTuning(readFileSync(json, 'utf8'))).toMatchObject({ interrupted: true, simulated: true });
      expect(readdirSync(temporary)).toEqual([]);
    },
    60_000,
  );
});

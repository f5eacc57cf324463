import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { mockRuntime } from '../../../lib/testing/index.js';
import { runCli } from '../../helpers/cli.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';
import { exerciseModel, readResult, scenario, simulated } from './simulate.js';

// All ways to measure, in virtual time: waiting lines have formulas to be held against.
const SERVICE_MS = 10;
const folder = testFolder();
const relu = writeModel(folder, 'relu', reluModel());
const one = scenario(folder, 'one', {
  devices: [{ name: 'CPU', loadMs: 100, latencyMs: SERVICE_MS, firstInferenceExtraMs: 0, streams: 1 }],
});
const run = async (...args: string[]) =>
  (await simulated(['run', '--model', relu, '--simulate', one, ...args])).results;

describe('an open loop on a device with one lane and a constant time', () => {
  // M/D/1: the mean wait is rho / (2 (1 - rho)) service times (Pollaczek and Khinchine)
  it.each([
    [0.5, 0.05],
    [0.7, 0.08],
    [0.9, 0.15],
  ])(
    'at %s of its capacity waits as long as the formula says',
    async (load, tolerance) => {
      const rate = (load * 1000) / SERVICE_MS;
      const [row] = await run('--rate', `poisson:${rate}`, '--requests', '1', '--iterations', '20000');
      const { openLoop, latencyMs } = row ?? {};
      // random arrivals are a little more or less than asked for, which near the capacity makes much of a difference
      const offered = ((openLoop?.offeredPerSecond ?? 0) * SERVICE_MS) / 1000;
      const expected = (offered / (2 * (1 - offered))) * SERVICE_MS;
      expect(Math.abs(offered / load - 1)).toBeLessThan(0.03);
      expect(Math.abs((openLoop?.queueMs?.mean ?? 0) / expected - 1)).toBeLessThan(tolerance);
      expect(openLoop?.deviceMs).toMatchObject({ min: SERVICE_MS, max: SERVICE_MS });
      expect(latencyMs?.mean).toBeCloseTo((openLoop?.queueMs?.mean ?? 0) + SERVICE_MS, 2);
      expect(openLoop).toMatchObject({ overloaded: false, refused: 0, generatorLateMs: { mean: 0, max: 0 } });
      expect(Math.abs((openLoop?.achievedPerSecond ?? 0) / rate - 1)).toBeLessThan(0.03);
    },
    60_000,
  );

  it('evenly spaced requests do not wait, and the same arrivals come again', async () => {
    const [row] = await run('--rate', '99', '--requests', '1', '--time', '5s');
    expect(row?.openLoop).toMatchObject({ arrivals: 495, queueMs: { max: 0 }, achievedPerSecond: 99 });
    const args = ['--rate', 'poisson:50', '--requests', '1', '--iterations', '200'];
    const [a, b, c] = [await run(...args), await run(...args), await run(...args, '--rate-seed', '4')];
    expect(a[0]?.latencyMs).toEqual(b[0]?.latencyMs);
    expect(a[0]?.latencyMs).not.toEqual(c[0]?.latencyMs);
  });

  it('says that it is overloaded', async () => {
    const args = ['--rate', '200', '--requests', '1', '--time', '5s', '--backlog', '50'];
    const [row] = await run(...args);
    expect(row?.openLoop).toMatchObject({ overloaded: true, backlogMax: 50, backlogAtEnd: 50, offeredPerSecond: 200 });
    expect(row?.openLoop?.achievedPerSecond).toBeCloseTo(100, -1);
    expect(row?.openLoop?.refused).toBeGreaterThan(400);
    expect(row?.warnings.join()).toMatch(/OVERLOADED: of 200 requests a second that were offered/);
  });

  it('does not speak of a line where none may wait', async () => {
    const [row] = await run('--rate', '1000', '--requests', '1', '--time', '1s', '--backlog', '0');
    const said = row?.warnings.join() ?? '';
    expect(said).toMatch(/OVERLOADED: .* \d+ found no infer request free and were refused/);
    expect(said).not.toMatch(/line of 0|grow/);
    const full = await run('--rate', '1000', '--requests', '1', '--time', '1s', '--backlog', '5');
    expect(full[0]?.warnings.join()).toMatch(/found the line of 5 full .* The latencies are those of a full line/);
    const growing = await run('--rate', '200', '--requests', '1', '--time', '1s');
    expect(growing[0]?.warnings.join()).toMatch(/The latencies grow with the length of the run/);
  });

  it('very many requests: a short warm-up, and a line that fills is no heat', async () => {
    const [row] = await run('--requests', '1024', '--time', '500ms');
    expect(row?.warmup).toBe(1024);
    expect(row?.warnings.join()).not.toMatch(/as long|heat|other work/);
  });

  it('finds the highest rate under a bound, and keeps each that it tried', async () => {
    const [row] = await run('--find-rate', 'p90<20ms', '--requests', '1', '--iterations', '2000');
    const { rateSearch } = row ?? {};
    expect(rateSearch).toMatchObject({ bound: { percent: 90, limitMs: 20 }, capacity: 100 });
    // a step of 3.125, and 200 of a probe's 2000 requests above p90
    expect(rateSearch?.resolution).toBeCloseTo(3.125 * (1 + Math.SQRT1_2), 3);
    // of M/D/1 p90 is 19.7 ms at 12/32 of the capacity and 20.7 ms at 13/32 (two million arrivals)
    expect(rateSearch?.rate).toBeGreaterThanOrEqual(34);
    expect(rateSearch?.rate).toBeLessThanOrEqual(41);
    expect(rateSearch?.points.length).toBeGreaterThan(6);
    expect(row?.openLoop?.rate).toBe(rateSearch?.rate);
    const none = await run('--find-rate', 'p50<5ms', '--requests', '1', '--repeat', '1', '--iterations', '100');
    expect(none[0]?.rateSearch).toMatchObject({ rate: null, complete: true });
  });

  it('finds no rate by probes of too few requests, and says how many they need', async () => {
    for (const stop of [
      ['--iterations', '999'],
      ['--time', '100ms'],
    ]) {
      const [row] = await run('--find-rate', 'p99<20ms', '--requests', '1', ...stop);
      expect(row?.rateSearch).toMatchObject({ rate: null, above: null, complete: false, needed: 1000 });
      expect(row?.rateSearch?.points).toMatchObject([{ met: false }]);
    }
    const args = ['run', '--model', relu, '--simulate', one, '--scenario', 'Server', '--iterations', '10'];
    const { stdout } = await runCli([...args, '--requests', '1']);
    expect(stdout).toMatch(/^CPU: no rate is told.*p99 needs 1000 of them each/m);
    expect(stdout).toMatch(/too few requests$/m);
    expect(stdout).toMatch(/highest rate of Poisson arrivals a second with p99 < 15 ms: none/);
  });

  it('shows the rate that was found, and not the frames of one probe', async () => {
    const args = ['run', '--model', relu, '--simulate', one, '--find-rate', 'p90<20ms', '--requests', '1'];
    const { stdout } = await runCli(args);
    const [found] = /[\d.]+(?= requests a second is the highest)/.exec(stdout) ?? [];
    expect(stdout).toMatch(/^requested .* found\/s/m);
    expect(stdout).toMatch(new RegExp(`^CPU +async 1 search .* ${found} `, 'm'));
    expect(stdout).not.toMatch(/ FPS/);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /told apart to 6\.25 a second: a step is 3\.13, .* and p90 has 100 of a probe's 1000 requests above it/,
    );
  });
});

describe('other ways', () => {
  it('a matrix: each row its values, FPS counts frames, and a batch takes the time of its frames', async () => {
    const rows = await run('--sweep', 'requests=1,2', '--sweep', 'batch=1,4', '--iterations', '50');
    expect(rows.map(({ varied }) => Object.values(varied ?? {}).join())).toEqual(['1,1', '1,4', '2,1', '2,4']);
    expect(rows.map(({ fps }) => fps)).toEqual([100, 100, 100, 100].map((fps) => expect.closeTo(fps, 3)));
    expect(rows[3]).toMatchObject({ batch: 4, inferencesPerSecond: expect.closeTo(25, 3), iterations: 50 });
    expect(rows[3]?.warnings.join()).toMatch(/A simulated batch of 4 takes 4 times as long as one frame/);
    expect(rows[2]?.warnings.join()).not.toMatch(/batch/);
  });

  it('queries of MultiStream take as long as their last inference', async () => {
    const [row] = await run('--scenario', 'MultiStream', '--iterations', '1000');
    expect(row).toMatchObject({
      iterations: 8000,
      query: { samples: 8, queries: 1000 },
      latencyMs: { p50: 80, p99: 80 },
      scenario: { name: 'MultiStream', value: 80, unit: 'ms' },
    });
  });

  it.each([
    ['SingleStream', 10, 'ms'],
    ['Offline', 100, 'per second'],
  ])('%s prints its own metric', async (name, value, unit) => {
    const json = join(folder, `${name}.json`);
    const { stdout } = await runCli([
      ...['run', '--model', relu, '--simulate', one, '--scenario', name, '--iterations', '200', '--json', json],
    ]);
    const [row] = readResult(json).results;
    expect(row?.scenario).toMatchObject({ name, value: expect.closeTo(value, 3), unit });
    expect(stdout).toMatch(new RegExp(`^${name} \\(CPU\\): .*: ${value}`, 'm'));
  });

  it('loads take the time of the load, and a warm one that is no hit is shown so', async () => {
    const rows = await run('--load-only', '--cache-dir', join(folder, 'cache'));
    expect(rows).toMatchObject([
      { loadMs: 100, latencyMs: null, iterations: 0, load: { phase: 'cold' } },
      { loadMs: 100, load: { phase: 'warm', loadedFromCache: false } },
    ]);
    expect(rows[1]?.warnings.join()).toMatch(
      /NO CACHE HIT: the warm load compiled anew .* and the cold one wrote nothing there/,
    );
  });

  it('end to end: only the device takes virtual time', async () => {
    const pictures = join(folder, 'pictures');
    mkdirSync(pictures);
    const empty = await runCli(['run', '--model', relu, '--simulate', one, '--end-to-end', '--image', pictures]);
    expect([empty.code, empty.stderr]).toEqual([1, expect.stringMatching(/has no picture/)]);
  });
});

describe('waitUntil of a mocked runtime', () => {
  let model: string;
  beforeAll(async () => {
    model = await exerciseModel(folder);
  });

  it('lets time pass by itself, in order with what devices do', async () => {
    using runtime = mockRuntime({ devices: ['CPU'] });
    expect(model).toMatch(/xml$/);
    const order: string[] = [];
    await Promise.all(
      [30, 10, 20].map(async (ms) => {
        await runtime.waitUntil(ms);
        order.push(`${ms} at ${runtime.now()}`);
      }),
    );
    expect(order).toEqual(['10 at 10', '20 at 20', '30 at 30']);
    await runtime.waitUntil(5);
    expect(runtime.now()).toBe(30);
  });

  it('is for virtual time', () => {
    using runtime = mockRuntime({ clock: 'real' });
    expect(() => runtime.waitUntil(5)).toThrow(/The clock is the machine's/);
  });
});

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

  it('finds the highest rate under a bound, and keeps each that it tried', async () => {
    const [row] = await run('--find-rate', 'p90<20ms', '--requests', '1', '--iterations', '2000');
    const { rateSearch } = row ?? {};
    expect(rateSearch).toMatchObject({ bound: { percent: 90, limitMs: 20 }, capacity: 100, resolution: 3.125 });
    // of M/D/1 p90 is 19.7 ms at 12/32 of the capacity and 20.7 ms at 13/32 (two million arrivals)
    expect(rateSearch?.rate).toBeGreaterThanOrEqual(34);
    expect(rateSearch?.rate).toBeLessThanOrEqual(41);
    expect(rateSearch?.points.length).toBeGreaterThan(6);
    expect(row?.openLoop?.rate).toBe(rateSearch?.rate);
    const none = await run('--find-rate', 'p50<5ms', '--requests', '1', '--repeat', '1');
    expect(none[0]?.rateSearch).toMatchObject({ rate: null, complete: true });
  });
});

describe('other ways', () => {
  it('a matrix: each row its values, FPS counts frames', async () => {
    const rows = await run('--sweep', 'requests=1,2', '--sweep', 'batch=1,4', '--iterations', '50');
    expect(rows.map(({ varied }) => Object.values(varied ?? {}).join())).toEqual(['1,1', '1,4', '2,1', '2,4']);
    expect(rows.map(({ fps }) => fps)).toEqual([100, 400, 100, 400].map((fps) => expect.closeTo(fps, 3)));
    expect(rows[3]).toMatchObject({ batch: 4, inferencesPerSecond: expect.closeTo(100, 3), iterations: 50 });
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

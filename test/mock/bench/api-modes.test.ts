import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchmarkOptions, TrialResult } from '../../../lib/bench/api.js';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';
import { expectValid } from '../../helpers/result-schema.js';
import { scenario } from './simulate.js';

// the built one: it starts processes of modules beside it
const { benchmark } = (await import(
  new URL('../../../dist/bench/api.js', import.meta.url).href
)) as typeof import('../../../lib/bench/api.js');

const folder = testFolder();
const model = writeModel(folder, 'relu', reluModel());
const simulate = scenario(folder, 'one', {
  devices: [{ name: 'CPU', loadMs: 100, latencyMs: 10, firstInferenceExtraMs: 0, streams: 2, contention: 0 }],
});

async function rows(options: Omit<BenchmarkOptions, 'model'>): Promise<readonly TrialResult[]> {
  const result = await benchmark({ model, simulate, ...options });
  expectValid(JSON.parse(JSON.stringify(result)));
  return result.results;
}

describe('benchmark() in other ways than a closed loop', () => {
  it('has a row for each point of a sweep, and counts frames', async () => {
    const found = await rows({ sweep: { requests: ['1..2'], batch: [1, 4] }, iterations: 50 });
    expect(found.map(({ varied, fps }) => [varied, fps])).toEqual([
      [{ requests: '1', batch: '1' }, expect.closeTo(100, 3)],
      [{ requests: '1', batch: '4' }, expect.closeTo(100, 3)],
      [{ requests: '2', batch: '1' }, expect.closeTo(200, 3)],
      [{ requests: '2', batch: '4' }, expect.closeTo(200, 3)],
    ]);
    const [properties] = await rows({ sweep: { PERF_COUNT: [true] }, batch: 2, iterations: 5 });
    expect(properties).toMatchObject({ varied: { PERF_COUNT: 'YES' }, batch: 2 });
  });

  it('offers requests by a schedule', async () => {
    const [even] = await rows({ rate: 50, requests: 1, timeMs: 2000 });
    expect(even?.openLoop).toMatchObject({ pattern: 'fixed', rate: 50, arrivals: 100, queueMs: { max: 0 } });
    const options = { rate: { perSecond: 400, pattern: 'poisson' }, backlog: 5, rateSeed: 7 } as const;
    const [random] = await rows({ ...options, requests: 1, timeMs: 2000 });
    expect(random?.openLoop).toMatchObject({
      pattern: 'poisson',
      rate: 400,
      seed: 7,
      backlogLimit: 5,
      overloaded: true,
    });
  });

  it('finds the highest rate under a bound', async () => {
    const [row] = await rows({
      ...{ findRate: { percentile: 90, limitMs: 11, pattern: 'fixed' }, requests: 1 },
      ...{ iterations: 100, repeat: 1 },
    });
    expect(row?.rateSearch).toMatchObject({ bound: { percent: 90, limitMs: 11 }, capacity: 100, complete: true });
    expect(row?.rateSearch?.rate).toBeCloseTo(96.875, 3);
    expect(row?.openLoop?.pattern).toBe('fixed');
  });

  it('loads and runs nothing, cold and warm', async () => {
    const loads = await rows({ loadOnly: true, cacheDir: join(folder, 'cache'), repeat: 2 });
    expect(loads).toMatchObject([
      { load: { phase: 'cold' }, loadMs: 100, fps: null, processes: [{}, {}] },
      { load: { phase: 'warm' }, loadMs: 100, iterations: 0 },
    ]);
  });

  it('takes queries, and scenarios that say how to drive', async () => {
    const [query] = await rows({ samplesPerQuery: 4, iterations: 10 });
    expect(query).toMatchObject({ query: { samples: 4, queries: 10 }, latencyMs: { p50: 20 } });
    const [single] = await rows({ scenario: 'SingleStream', iterations: 200 });
    expect(single).toMatchObject({ api: 'sync', scenario: { name: 'SingleStream', value: 10, unit: 'ms' } });
  });
});

it('refuses what is no such way, by the names of the options', async () => {
  const rejected = (options: object): Promise<string> =>
    benchmark({ model, simulate, ...options }).then(
      () => expect.fail('it resolved'),
      ({ code, message }) => `${code} ${message}`,
    );
  expect(await rejected({ rate: 5, loadOnly: true })).toBe(
    'USAGE rate and loadOnly exclude each other: they are different ways to measure.',
  );
  expect(await rejected({ backlog: 5 })).toBe('USAGE backlog needs rate or findRate.');
  expect(await rejected({ rate: 0 })).toMatch(
    /^INVALID_ARGUMENT .*: rate is requests a second, from 0\.01 to 1000000, not 0\.$/,
  );
  expect(await rejected({ rate: { perSecond: 5, pattern: 'bursts' } })).toMatch(
    /rate\.pattern is 'fixed' or 'poisson'/,
  );
  expect(await rejected({ findRate: { percentile: 100, limitMs: 5 } })).toMatch(
    /findRate\.percentile is above 0 and below 100/,
  );
  expect(await rejected({ findRate: { percentile: 99, limitMs: 0 } })).toMatch(
    /findRate\.limitMs is milliseconds, above 0/,
  );
  expect(await rejected({ batch: 0 })).toMatch(/batch is a whole number from 1 to 4096, not 0/);
  expect(await rejected({ sweep: { requests: [0] } })).toMatch(
    /wrong: sweep: requests takes a whole number from 1 to 4096, not "0"\.$/,
  );
  expect(await rejected({ sweep: { requests: 2 } })).toMatch(/sweep\.requests is a list of values/);
  expect(await rejected({ scenario: 'Fast' })).toMatch(/scenario is one of SingleStream, /);
  expect(await rejected({ endToEnd: true })).toMatch(/endToEnd needs image/);
  expect(await rejected({ loadOnly: true, iterations: 5 })).toMatch(/^USAGE .*runs no inference/);
  const pictures = join(folder, 'pictures');
  mkdirSync(pictures);
  expect(await rejected({ endToEnd: true, image: pictures })).toMatch(/^FILE_NOT_FOUND .*has no picture/);
});

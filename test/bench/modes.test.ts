import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../../lib/bench/child/input/random.js';
import type { Collected } from '../../lib/bench/child/samples.js';
import { arrivalTimes, parseBound, parseRate } from '../../lib/bench/modes/arrivals.js';
import type { OpenFacts } from '../../lib/bench/modes/mode.js';
import { isOverloaded } from '../../lib/bench/modes/probe.js';
import { type Found, searchRate } from '../../lib/bench/modes/rate-search.js';
import { parseScenario, withScenario } from '../../lib/bench/modes/scenario.js';
import { parseSweep } from '../../lib/bench/modes/sweep.js';
import { type Turn, turnsOf } from '../../lib/bench/modes/turns.js';
import { settingsLine } from '../../lib/bench/report/settings.js';
import { type BenchOptions, makePlan } from '../../lib/bench/run/plan.js';
import { expectError } from '../helpers/expect-error.js';
import { measurement, RUN_OPTIONS } from './factories.js';

const NONE: Collected = { latenciesMs: new Float64Array(0), stride: 1, histogram: undefined };

describe('arrivals', () => {
  it('are read from 100 and poisson:100', () => {
    expect(parseRate('100')).toEqual({ pattern: 'fixed', rate: 100 });
    expect(parseRate('Poisson:2.5')).toEqual({ pattern: 'poisson', rate: 2.5 });
    for (const text of ['', '0', 'poisson:', '-1', 'burst:3', '1e3']) expectError('USAGE', () => parseRate(text));
  });

  it('at random have exponential gaps: their mean and deviation are both 1/rate', () => {
    const times = arrivalTimes({ pattern: 'poisson', rate: 100 }, randomNumbers(7));
    let last = 0;
    const gaps = Array.from({ length: 20_000 }, () => {
      const at = times.next().value;
      const gap = at - last;
      last = at;
      return gap;
    });
    const mean = last / gaps.length;
    const sd = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(Math.abs(mean / 10 - 1)).toBeLessThan(0.03);
    expect(Math.abs(sd / 10 - 1)).toBeLessThan(0.03);
  });

  it('evenly are a gap apart, the first one gap after the start', () => {
    const times = arrivalTimes({ pattern: 'fixed', rate: 4 }, () => 0);
    expect([times.next().value, times.next().value]).toEqual([250, 500]);
  });
});

describe('bounds', () => {
  it('are read', () => {
    expect(parseBound('p99<20ms')).toEqual({ percent: 99, limitMs: 20 });
    expect(parseBound(' p99.9 <= 1.5s ')).toEqual({ percent: 99.9, limitMs: 1500 });
    for (const text of ['p99', 'p100<1ms', 'p0<1ms', 'p99>1ms', 'p99<1']) expectError('USAGE', () => parseBound(text));
  });

  it('an overload is refused requests, a long line, or a rate far behind', () => {
    const facts: OpenFacts = {
      ...{ arrivals: 1000, refused: 0, windowMs: 10_000, busyMs: 10_000, backlogMax: 0, backlogAtEnd: 0 },
      ...{ queueMs: NONE, deviceMs: NONE, lateMs: { mean: 0, max: 0 } },
    };
    expect(isOverloaded(facts, 'fixed')).toBe(false);
    expect(isOverloaded({ ...facts, refused: 1 }, 'fixed')).toBe(true);
    expect(isOverloaded({ ...facts, backlogAtEnd: 40 }, 'fixed')).toBe(true);
    expect(isOverloaded({ ...facts, backlogAtEnd: 40 }, 'poisson')).toBe(false);
    expect(isOverloaded({ ...facts, backlogAtEnd: 100 }, 'poisson')).toBe(true);
    expect(isOverloaded({ ...facts, arrivals: 20, backlogAtEnd: 9, busyMs: 20_000 }, 'poisson')).toBe(true);
  });
});

describe('sweeps', () => {
  it('have lists and ranges', () => {
    expect(parseSweep('requests=1,2,4..6')).toEqual({ key: 'requests', values: ['1', '2', '4', '5', '6'] });
    expect(parseSweep('HINT=Latency,throughput')).toEqual({ key: 'hint', values: ['latency', 'throughput'] });
    expect(parseSweep('INFERENCE_PRECISION_HINT=f32,bf16').values).toEqual(['f32', 'bf16']);
    for (const text of ['requests', 'requests=', 'requests=0', 'requests=4..1', 'batch=x', 'hint=fast', 'requests=1,1'])
      expectError('USAGE', () => parseSweep(text));
  });

  it('multiply, and each row says what varies', () => {
    const modes = { sweeps: [parseSweep('requests=1,2'), parseSweep('streams=1,3'), parseSweep('batch=8')] };
    const { trials } = makePlan({ ...RUN_OPTIONS, devices: ['CPU', 'GPU'], modes });
    expect(trials).toHaveLength(8);
    expect(trials[1]).toMatchObject({
      device: 'CPU',
      requests: 1,
      batch: 8,
      properties: { PERFORMANCE_HINT: 'THROUGHPUT', NUM_STREAMS: '3' },
      varied: { requests: '1', streams: '3', batch: '8' },
    });
    const hints = makePlan({ ...RUN_OPTIONS, modes: { sweeps: [parseSweep('hint=latency,none')] } }).trials;
    expect(hints.map(({ properties }) => properties['PERFORMANCE_HINT'])).toEqual(['LATENCY', undefined]);
  });

  it('refuse what is fixed, what is there twice, and too much', () => {
    const plan = (changes: Partial<BenchOptions>, ...sweeps: string[]) =>
      makePlan({ ...RUN_OPTIONS, ...changes, modes: { sweeps: sweeps.map(parseSweep) } });
    expectError('USAGE', () => plan({ requests: 2 }, 'requests=1,2'), /both fixed by an option and varied/);
    expectError('USAGE', () => plan({ properties: [['NUM_STREAMS', '1']] }, 'streams=1,2'), /streams is both fixed/);
    expectError('USAGE', () => plan({}, 'streams=1', 'NUM_STREAMS=2'), /twice/);
    expectError('USAGE', () => plan({}, 'requests=1..100', 'batch=1..3'), /make 300 rows; 256 are the limit/);
    expectError('USAGE', () => plan({ devices: ['A', 'B', 'C'] }, 'requests=1..100'), /make 300 rows/);
    expectError('USAGE', () => plan({ apis: ['sync'] }, 'requests=1,2'), /--requests needs --api async/);
  });
});

describe('modes of a plan', () => {
  it('exclude each other', () => {
    const rate = parseRate('5');
    const plan = (modes: BenchOptions['modes'], changes: Partial<BenchOptions> = {}) =>
      makePlan({ ...RUN_OPTIONS, ...changes, modes });
    expectError('USAGE', () => plan({ rate, loadOnly: true }), /--rate and --load-only exclude each other/);
    expectError('USAGE', () => plan({ rate }, { apis: ['sync'] }), /--rate needs --api async/);
    expectError('USAGE', () => plan({ backlog: 3 }), /--backlog needs --rate or --find-rate/);
    expectError('USAGE', () => plan({ endToEnd: ['a.png'] }), /--end-to-end is synchronous/);
    expectError('USAGE', () => plan({ loadOnly: true }, { iterations: 3 }), /--load-only runs no inference/);
  });

  it('a cold load is followed by the warm one that shares its cache', () => {
    const plan = makePlan({
      ...RUN_OPTIONS,
      devices: ['CPU', 'GPU'],
      repeat: 2,
      modes: { loadOnly: true, cacheDir: '/c' },
    });
    const turns = [...(turnsOf(plan) as Iterable<readonly [Turn]>)].map(
      ([{ spec, cache }]) => `${spec.device} ${spec.varied?.['cache']} ${cache}`,
    );
    expect(turns).toEqual([
      ...['CPU cold 0', 'CPU warm 0', 'GPU cold 1', 'GPU warm 1'],
      ...['GPU cold 2', 'GPU warm 2', 'CPU cold 3', 'CPU warm 3'],
    ]);
    expect(plan.cacheDir).toBe('/c');
    expect(makePlan({ ...RUN_OPTIONS, modes: { loadOnly: true } }).repeat).toBe(5);
    const cached = makePlan({ ...RUN_OPTIONS, modes: { cacheDir: '/c' } });
    expect(cached.trials[0]?.properties['CACHE_DIR']).toBe('/c');
    expect(cached.cacheDir).toBeUndefined();
  });

  it('are told in the line of settings', () => {
    const line = (modes: BenchOptions['modes']) => settingsLine(makePlan({ ...RUN_OPTIONS, modes }));
    expect(line({ rate: parseRate('poisson:9') })).toMatch(
      /open loop of 9 poisson arrivals a second, latency from the/,
    );
    expect(line({ loadOnly: true })).toMatch(/^measured: load only, THROUGHPUT hint, 5 processes a row/);
    expect(line({ samplesPerQuery: 8 })).toMatch(/queries of 8 inferences/);
    expect(line({ batch: 4 })).toMatch(/batch 4/);
  });
});

describe("LoadGen's scenarios", () => {
  const planOf = (name: string, changes: Partial<BenchOptions> = {}, apiGiven = false) =>
    makePlan(
      withScenario(
        { ...RUN_OPTIONS, ...changes, modes: { ...changes.modes, scenario: parseScenario(name) } },
        apiGiven,
      ),
    );

  it('are presets', () => {
    expect(planOf('singlestream').trials[0]).toMatchObject({
      ...{ api: 'sync', requests: 1, properties: { PERFORMANCE_HINT: 'LATENCY' } },
    });
    expect(planOf('MultiStream').trials[0]?.mode).toEqual({ kind: 'query', samples: 8 });
    expect(planOf('Offline').trials[0]).toMatchObject({ api: 'async', properties: { PERFORMANCE_HINT: 'THROUGHPUT' } });
    expect(planOf('Server').trials[0]?.mode).toMatchObject({ kind: 'search', bound: { percent: 99, limitMs: 15 } });
    expect(planOf('Server', { modes: { rate: parseRate('poisson:5') } }).trials[0]?.mode).toMatchObject({
      kind: 'open',
    });
  });

  it('refuse what contradicts them', () => {
    expectError('USAGE', () => parseScenario('Edge'), /SingleStream, MultiStream, Server or Offline/);
    expectError('USAGE', () => planOf('Offline', { apis: ['sync'] }, true), /is --api async/);
    expectError('USAGE', () => planOf('Offline', { modes: { rate: parseRate('5') } }), /--rate is Server's/);
    expectError('USAGE', () => planOf('Server', { modes: { rate: parseRate('5') } }), /random arrivals/);
  });
});

/** Runs a search on a device that keeps the bound up to a rate; lies are answers by their number that come out wrong. */
function search(capacity: number, limit: number, confirmations = 2, lies: readonly number[] = []) {
  const rates: number[] = [];
  const steps = searchRate(confirmations);
  let step = steps.next();
  while (step.done !== true) {
    const probe = step.value;
    if (probe.kind === 'capacity') step = steps.next({ perSecond: capacity, met: false });
    else {
      rates.push(probe.rate);
      const truth = probe.rate <= limit;
      step = steps.next({ perSecond: probe.rate, met: lies.includes(rates.length) ? !truth : truth });
    }
  }
  return { found: step.value as Found, rates };
}

describe('the search for a rate', () => {
  it.each([5, 20, 31.9, 50, 64, 97, 99.9])('finds %s of a capacity of 100 within its resolution', (limit) => {
    const { found, rates } = search(100, limit);
    expect(found.resolution).toBe(3.125);
    expect(found.rate).toBeLessThanOrEqual(limit);
    expect(found.rate as number).toBeGreaterThan(limit - found.resolution);
    if (limit < 96) expect(found.above as number).toBeGreaterThan(limit);
    expect(rates.length).toBeLessThan(20);
  });

  it('measures both ends again in turns, and a single lie does not change what it finds', () => {
    const { rates } = search(100, 50);
    expect(rates.slice(5)).toEqual([50, 53.125, 50, 53.125]);
    for (let lie = 5; lie <= 9; lie++) expect(search(100, 50, 2, [lie]).found.rate).toBe(50);
  });

  it('finds nothing where nothing keeps the bound, and ends with a probe that fails', () => {
    expect(search(100, 0).found).toMatchObject({ rate: null, above: 3.125 });
    const steps = searchRate(2);
    steps.next();
    steps.next({ perSecond: 100, met: false });
    expect(steps.next(undefined)).toMatchObject({ done: true, value: { rate: null } });
    expect(search(0, 5).found.rate).toBeNull();
  });

  it('a probe of each row in turns', () => {
    const plan = makePlan({ ...RUN_OPTIONS, devices: ['CPU', 'GPU'], modes: { find: parseBound('p90<9ms') } });
    const turns = turnsOf(plan);
    const first = turns.next();
    const outcome = { spec: plan.trials[0] as (typeof plan.trials)[number], measurement: measurement() };
    expect([first.value, turns.next(outcome).value, turns.next(outcome).value]).toMatchObject([
      [{ index: 0, repetition: 0, row: plan.trials[0] }],
      [{ index: 1, repetition: 0, row: plan.trials[1] }],
      [
        {
          index: 0,
          repetition: 1,
          spec: { mode: { kind: 'open', rate: 125 }, stop: { kind: 'count', iterations: 1000 } },
        },
      ],
    ]);
  });
});

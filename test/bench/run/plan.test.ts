import { describe, expect, it } from 'vitest';
import { settingsLine } from '../../../lib/bench/report/settings.js';
import { type BenchOptions, makePlan } from '../../../lib/bench/run/plan.js';
import { expectError } from '../../helpers/expect-error.js';
import { RUN_OPTIONS } from '../factories.js';

describe('the plan of `run`', () => {
  it('has its defaults: asynchronous, throughput, optimal requests, 10 s, 10 warm-ups a request', () => {
    const plan = makePlan(RUN_OPTIONS);
    expect(plan.trials).toEqual([
      {
        device: 'CPU',
        api: 'async',
        properties: { PERFORMANCE_HINT: 'THROUGHPUT' },
        stop: { kind: 'time', timeMs: 10_000 },
        requests: null,
        warmupPerRequest: 10,
        firstApart: true,
      },
    ]);
    expect(settingsLine(plan)).toBe(
      'measured: async, THROUGHPUT hint, optimal number of requests, 10 s, 10 warm-ups a request, the first inference timed apart, one process a row',
    );
  });

  it('very many requests are not warmed up ten times each, unless that is asked for', () => {
    const many = makePlan({ ...RUN_OPTIONS, requests: 4096 });
    expect(many.trials[0]).toMatchObject({ warmupTotal: 4096 });
    expect(settingsLine(many)).toMatch(/4096 requests, 10 s, 4096 warm-ups, of all requests together/);
    expect(makePlan({ ...RUN_OPTIONS, requests: 200 }).trials[0]).toMatchObject({ warmupTotal: 1000 });
    expect(makePlan({ ...RUN_OPTIONS, requests: 100 }).trials[0]).not.toHaveProperty('warmupTotal');
    expect(makePlan({ ...RUN_OPTIONS, requests: 4096, warmup: 10 }).trials[0]).not.toHaveProperty('warmupTotal');
  });

  it('counts one as one', () => {
    const plan = makePlan({ ...RUN_OPTIONS, requests: 1, iterations: 1, warmup: 1 });
    expect(settingsLine(plan)).toMatch(/, 1 request, 1 inference, 1 warm-up a request,/);
  });

  it('synchronous: one request, latency', () => {
    const [trial] = makePlan({ ...RUN_OPTIONS, apis: ['sync'], iterations: 7, warmup: 0 }).trials;
    expect(trial).toMatchObject({
      requests: 1,
      properties: { PERFORMANCE_HINT: 'LATENCY' },
      stop: { kind: 'count', iterations: 7 },
      warmupPerRequest: 0,
    });
  });

  it('a row a device, in order, twice where asked twice', () => {
    const { trials } = makePlan({ ...RUN_OPTIONS, devices: ['GPU', 'CPU', 'GPU'], requests: 3 });
    expect(trials.map(({ device, requests }) => `${device} ${requests}`)).toEqual(['GPU 3', 'CPU 3', 'GPU 3']);
  });

  it('refuses what contradicts itself', () => {
    expectError(
      'USAGE',
      () => makePlan({ ...RUN_OPTIONS, apis: ['sync'], requests: 2 }),
      /--requests needs --api async/,
    );
    expectError('USAGE', () => makePlan({ ...RUN_OPTIONS, iterations: 1, timeMs: 1 }), /exclude each other/);
    expect(makePlan({ ...RUN_OPTIONS, apis: ['sync'], requests: 1 }).trials).toHaveLength(1);
  });
});

describe('repetitions', () => {
  it('are five where rows are compared on real devices, else one', () => {
    const repeatOf = (changes: object): number => makePlan({ ...RUN_OPTIONS, ...changes }).repeat;
    expect(repeatOf({ devices: ['CPU'] })).toBe(1);
    expect(repeatOf({ devices: ['CPU', 'GPU'] })).toBe(5);
    expect(repeatOf({ devices: ['CPU', 'GPU'], simulated: true })).toBe(1);
    expect(repeatOf({ devices: ['CPU', 'GPU'], repeat: 2 })).toBe(2);
    expect(repeatOf({ devices: ['CPU'], repeat: 20 })).toBe(20);
    expect(repeatOf({ form: 'exercise-form', devices: ['CPU', 'GPU'] })).toBe(1);
  });
});

describe("the exercise's own form", () => {
  it('is 1000 synchronous inferences without warm-up, the first among them, and no hint', () => {
    const [trial, ...others] = makePlan({ ...RUN_OPTIONS, form: 'exercise-form', apis: ['sync'] }).trials;
    expect(others).toEqual([]);
    expect(trial).toMatchObject({
      properties: {},
      stop: { kind: 'count', iterations: 1000 },
      requests: 1,
      warmupPerRequest: 0,
      firstApart: false,
    });
  });
});

describe('the exercise', () => {
  const exercise: BenchOptions = { ...RUN_OPTIONS, form: 'exercise', devices: undefined, apis: ['sync', 'async'] };

  it('has the three combinations, the baselines and the form of today, each in both ways', () => {
    const { trials } = makePlan(exercise);
    const rows = trials.map(
      ({ device, api, properties }) => `${device} ${api} ${properties['PERFORMANCE_HINT'] ?? '-'}`,
    );
    expect(rows).toEqual([
      'CPU sync -',
      'CPU async THROUGHPUT',
      'AUTO sync -',
      'AUTO async THROUGHPUT',
      'MULTI:CPU,MYRIAD sync -',
      'MULTI:CPU,MYRIAD async THROUGHPUT',
      'MULTI:GPU,MYRIAD sync -',
      'MULTI:GPU,MYRIAD async THROUGHPUT',
      'MULTI:CPU,GPU,MYRIAD sync -',
      'MULTI:CPU,GPU,MYRIAD async THROUGHPUT',
      'AUTO:CPU,GPU,MYRIAD sync CUMULATIVE_THROUGHPUT',
      'AUTO:CPU,GPU,MYRIAD async CUMULATIVE_THROUGHPUT',
    ]);
    expect(new Set(trials.map(({ stop }) => JSON.stringify(stop)))).toEqual(
      new Set(['{"kind":"count","iterations":1000}']),
    );
  });

  it('maps devices in all of them, and leaves the hint to who names one', () => {
    const { trials } = makePlan({ ...exercise, mappings: [['MYRIAD', 'NPU']], hint: 'latency', apis: ['sync'] });
    expect(trials.map(({ device }) => device)).toEqual([
      'CPU',
      'AUTO',
      'MULTI:CPU,NPU',
      'MULTI:GPU,NPU',
      'MULTI:CPU,GPU,NPU',
      'AUTO:CPU,GPU,NPU',
    ]);
    expect(trials.every(({ properties }) => properties['PERFORMANCE_HINT'] === 'LATENCY')).toBe(true);
  });

  it('takes other devices instead', () => {
    expect(makePlan({ ...exercise, devices: ['NPU'] }).trials.map(({ device }) => device)).toEqual(['NPU', 'NPU']);
  });

  it('tells in one line what all rows have in common', () => {
    expect(settingsLine(makePlan(exercise))).toBe(
      'measured: 1000 inferences, 10 warm-ups a request, the first inference timed apart, 5 processes a row, in turns',
    );
  });
});

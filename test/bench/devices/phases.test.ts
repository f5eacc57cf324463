import { describe, expect, it } from 'vitest';
import type { DeviceChange } from '../../../lib/bench/child/device-watch.js';
import { circumstances, matchRows } from '../../../lib/bench/compare/match.js';
import { phasesOf } from '../../../lib/bench/devices/phases.js';
import { inspection, measurement, resultOf, rowOf, trialSpec } from '../factories.js';

const BEGIN: DeviceChange = { devices: ['(CPU)'], done: 0, elapsedMs: 0, doneBefore: 0, elapsedBeforeMs: 0 };

/** AUTO that was seen on the GPU after some inferences of 5 ms, the others taking 2. */
function switched(after: number, all = 10) {
  const latenciesMs = Float64Array.from({ length: all }, (_, index) => (index < after ? 5 : 2));
  const seen = { done: after, elapsedMs: 5 * after, doneBefore: after - 2, elapsedBeforeMs: 5 * (after - 2) };
  return measurement({
    ...{ latenciesMs, totalMs: 5 * after + 2 * (all - after) },
    ...{ devicesAtLoad: ['(CPU)'], devicesAfter: ['GPU'], deviceChanges: [BEGIN, { devices: ['GPU'], ...seen }] },
  });
}

const AUTO = trialSpec({ device: 'AUTO:GPU,CPU' });

describe('phases', () => {
  it('there are none where nothing changed, or nobody looked', () => {
    expect(phasesOf(AUTO, measurement({ deviceChanges: [BEGIN] }))).toEqual([]);
    expect(phasesOf(AUTO, measurement())).toEqual([]);
  });

  it('have the inferences, the time and the latencies of their part', () => {
    expect(phasesOf(AUTO, switched(4))).toMatchObject([
      { devices: ['CPU'], standIn: true, iterations: 4, totalMs: 20, fps: 200, latencyMs: { min: 5, max: 5 } },
      { devices: ['GPU'], standIn: false, iterations: 6, totalMs: 12, fps: 500, latencyMs: { min: 2, max: 2 } },
    ]);
  });

  it('begin between two looks: what ended meanwhile, and what was in flight, may be of either', () => {
    expect(phasesOf(AUTO, switched(4)).map(({ uncertainty }) => uncertainty)).toEqual([
      null,
      { ms: 10, inferences: 2 },
    ]);
    const three = { ...switched(4), requests: 3 };
    const async = trialSpec({ ...AUTO, api: 'async' });
    expect(phasesOf(async, three)[1]?.uncertainty).toEqual({ ms: 10, inferences: 5 });
    expect(phasesOf(async, { ...switched(9), requests: 3 })[1]?.uncertainty?.inferences).toBe(3);
  });

  it('count frames, and the inferences of queries', () => {
    expect(phasesOf(AUTO, { ...switched(4), frames: 2 })[0]?.fps).toBe(400);
    const query = { ...switched(4), facts: { kind: 'query', samples: 8 } as const };
    expect(phasesOf(AUTO, query)).toMatchObject([
      { iterations: 32, fps: 1600, latencyMs: { max: 5 } },
      { iterations: 48, uncertainty: { inferences: 16 } },
    ]);
  });

  it('a change that only the last look saw is a phase without inferences', () => {
    expect(phasesOf(AUTO, switched(10))).toMatchObject([
      { iterations: 10 },
      { devices: ['GPU'], iterations: 0, totalMs: 0, fps: null, latencyMs: null, uncertainty: { inferences: 2 } },
    ]);
  });

  it('of more than a million inferences they have the samples that were kept', () => {
    const thinned = { ...switched(4), latenciesMs: Float64Array.of(5, 5, 2, 2, 2), stride: 2 };
    expect(phasesOf(AUTO, thinned).map(({ latencyMs }) => [latencyMs?.min, latencyMs?.max])).toEqual([
      [5, 5],
      [2, 2],
    ]);
  });
});

describe('a row whose devices changed', () => {
  it('is of the whole run, has its phases beside, and says so', () => {
    const row = rowOf({ spec: AUTO, measurement: switched(4) });
    expect(row).toMatchObject({ iterations: 10, totalMs: 32, fps: 312.5, latencyMs: { min: 2, max: 5 } });
    expect(row.devicePhases?.map(({ iterations }) => iterations)).toEqual([4, 6]);
    expect(row.warnings.join('\n')).toMatch(
      /^AUTO started on CPU and switched to GPU during the run: FPS, latencies and comparisons of this row are of both\./m,
    );
  });

  it('of several processes says in how many, and each has its own phases', () => {
    const steady = measurement({ devicesAtLoad: ['GPU'], devicesAfter: ['GPU'], totalMs: 9 });
    const [row] = resultOf(
      [switched(4), steady, switched(6)].map((each) => ({ spec: AUTO, measurement: each })),
    ).results;
    expect(row?.warnings.join('\n')).toMatch(/switched to GPU during the run \(in 2 of 3 processes\)/);
    expect(row?.processes?.map(({ devicePhases }) => devicePhases?.map(({ iterations }) => iterations))).toEqual([
      [4, 6],
      undefined,
      [6, 4],
    ]);
  });

  it('is said to be so where it is compared with another run', () => {
    const steady = measurement({ devicesAtLoad: ['GPU'], devicesAfter: ['GPU'] });
    const a = { file: 'a.json', result: resultOf([{ spec: AUTO, measurement: switched(4) }]) };
    const b = { file: 'b.json', result: resultOf([{ spec: AUTO, measurement: steady }]) };
    const { pairs } = matchRows(a, b, {});
    expect(circumstances(a, b, pairs)).toEqual([
      'AUTO:GPU,CPU sync: its devices changed during the run in a.json (inferences: CPU 4, then GPU 6), and its figures are of all of them.',
    ]);
  });

  it('before the measured inferences began has them all on one device', () => {
    const before = measurement({
      ...{ devicesAtLoad: ['(CPU)'], devicesAfter: ['GPU'] },
      deviceChanges: [{ ...BEGIN, devices: ['GPU'] }],
    });
    const present = inspection({ availableDevices: ['CPU', 'GPU'] });
    const row = rowOf({ spec: AUTO, measurement: before }, { inspection: present });
    expect(row.devicePhases).toBeUndefined();
    expect(row.warnings[0]).toMatch(
      /^AUTO started on CPU and had switched to GPU before the measured inferences began/,
    );
  });
});

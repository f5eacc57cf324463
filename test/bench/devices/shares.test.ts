import { describe, expect, it } from 'vitest';
import { sharesAreOpen, sharesOf } from '../../../lib/bench/devices/shares.js';
import { measurement, rowOf, trialSpec } from '../factories.js';

const MULTI = trialSpec({ device: 'MULTI:GPU,CPU', api: 'async' });
const both = { devicesAtLoad: ['GPU', 'CPU'], devicesAfter: ['GPU', 'CPU'] };

describe('shares of devices', () => {
  it('of one device are all, and need no pass', () => {
    const alone = measurement({ requests: 3 });
    expect(sharesAreOpen(MULTI, alone)).toBe(false);
    expect(sharesOf(MULTI, alone)).toEqual({
      method: 'only-device',
      inferences: 4,
      requests: 3,
      devices: [{ device: 'CPU', count: 4, share: 1, interval: [1, 1] }],
      unknown: 0,
    });
  });

  it('of several are those of a pass, with intervals that unknown inferences make wider', () => {
    expect(sharesAreOpen(MULTI, measurement(both))).toBe(true);
    expect(sharesOf(MULTI, measurement(both))).toBeUndefined();
    const devices = [
      { device: 'GPU', count: 120 },
      { device: 'CPU', count: 60 },
    ];
    const shares = (unknown: number) =>
      sharesOf(
        MULTI,
        measurement({ ...both, sharePass: { requests: 4, inferences: 180 + unknown, devices, unknown } }),
      );
    expect(shares(0)).toMatchObject({ method: 'pass', inferences: 180, devices: [{ share: 2 / 3 }, { share: 1 / 3 }] });
    const [gpu] = shares(20)?.devices ?? [];
    expect(gpu?.share).toBe(0.6);
    expect(gpu?.interval[0]).toBeCloseTo(0.5309, 3);
    // 140 of 200
    expect(gpu?.interval[1]).toBeCloseTo(0.7592, 3);
  });

  it('there are none of a device by itself, of arrivals by a schedule, and where the devices changed', () => {
    const shared = measurement(both);
    expect(sharesAreOpen(trialSpec({ device: 'HETERO:GPU,CPU' }), shared)).toBe(false);
    expect(sharesOf(trialSpec(), measurement())).toBeUndefined();
    const change = { devices: ['GPU', 'CPU'], done: 0, elapsedMs: 0, doneBefore: 0, elapsedBeforeMs: 0 };
    expect(sharesAreOpen(MULTI, { ...shared, deviceChanges: [change] })).toBe(true);
    expect(sharesAreOpen(MULTI, { ...shared, deviceChanges: [change, change] })).toBe(false);
    expect(sharesAreOpen(MULTI, { ...shared, failure: { code: 'INFER_FAILED', message: 'lost' } })).toBe(false);
  });

  it('that were not found out cost a row nothing but a sentence', () => {
    const failed = measurement({ ...both, sharePass: { code: 'TRIAL_FAILED', message: 'Compiling took 70 s.' } });
    const row = rowOf({ spec: MULTI, measurement: failed });
    expect(row).toMatchObject({ status: 'ok', fps: 250 });
    expect(row.deviceShares).toBeUndefined();
    expect(row.warnings[0]).toBe('Which device took how many inferences was not found out: Compiling took 70 s.');
  });
});

import { describe, expect, it } from 'vitest';
import type { TrialSpec } from '../../lib/bench/run/plan.js';
import { withFrames } from '../../lib/bench/simulation/batches.js';
import { VIRTUAL_TIME } from '../../lib/bench/simulation/choice.js';
import { basisOf } from '../../lib/bench/simulation/marks.js';
import { tank870 } from '../../lib/bench/simulation/tank-870.js';

describe('a batch on simulated devices', () => {
  it('takes as long as its frames, whichever way a device tells its times', () => {
    const devices = [
      'CPU',
      { name: 'GPU', count: 2, latencyMs: { mean: 5, sd: 0.2 }, firstInferenceExtraMs: 3 },
      { name: 'NPU', latencyMs: [1, 2] },
    ];
    expect(withFrames(devices, 1)).toBe(devices);
    expect(withFrames(devices, 4)).toMatchObject([
      { name: 'CPU', latencyMs: 40 },
      { name: 'GPU', count: 2, latencyMs: { mean: 20, sd: 0.8 }, firstInferenceExtraMs: 12 },
      { name: 'NPU', latencyMs: [4, 8] },
    ]);
  });

  it('has no published figure behind it', () => {
    const spec = { device: 'MULTI:CPU,MYRIAD', api: 'sync' } as TrialSpec;
    const profile = tank870();
    const name = 'vehicle-license-plate-detection-barrier-0106';
    const circumstances = {
      simulation: { profile, seed: 1, time: VIRTUAL_TIME },
      inspection: { simulated: true, model: { name } },
      model: { standIn: false },
    };
    expect(basisOf(spec, circumstances)).toBe('fitted');
    expect(basisOf(spec, circumstances, 8)).toBe('extrapolated');
  });
});

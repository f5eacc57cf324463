import { describe, expect, it } from 'vitest';
import { profileLines } from '../../../lib/bench/report/profile-table.js';
import { layersOf } from '../../../lib/bench/result/profile.js';
import { measurement, rowOf, trialSpec } from '../factories.js';

const nodes = Array.from({ length: 14 }, (_, index) => ({
  name: `/backbone/stage${index}/${'block/'.repeat(12)}Conv_${index}/WithoutBiases`,
  nodeType: 'Convolution',
  execType: 'jit_avx512_bf16',
  executed: index !== 13,
  realUs: (index + 1) * 1000,
  cpuUs: index * 1000,
}));
const profile = {
  ...{ device: 'CPU', streams: 1, inferences: 10, totalMs: 12, counters: 'average' as const },
  ...layersOf(nodes),
};
const row = rowOf({ spec: trialSpec(), measurement: measurement({ profiles: [profile] }) });

describe('layers', () => {
  it('are sorted by their time, each with its share; what did not run is counted', () => {
    expect(profile.layers[0]).toMatchObject({ realMs: 13, cpuMs: 12, share: 13 / 91 });
    expect(profile.layers).toHaveLength(13);
    expect(profile.notExecuted).toBe(1);
    expect(profile.layers.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  it.each([200, 120, 80, 60])('on %i columns no line is longer, and no name is cut', (width) => {
    const lines = profileLines([row], width);
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(width);
    const text = lines.join('').replaceAll(' ', '');
    for (const { name } of profile.layers.slice(0, 10)) expect(text).toContain(name);
    expect(text).not.toContain(profile.layers[10]?.name);
    expect(lines.join(' ')).toMatch(/the longest 10 of 13 layers/);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toMatch(/10 synchronous inferences run apart from the timed ones/);
  });

  it('have no control characters of a model on the screen', () => {
    const evil = {
      ...profile,
      layers: [{ ...(profile.layers[0] as (typeof profile.layers)[0]), name: 'a\u001b[2Jb' }],
    };
    const lines = profileLines([{ ...row, profiles: [evil] }], 120);
    expect(lines.join('')).not.toContain('\u001b');
    expect(lines.join('')).toContain('a\\x1b[2Jb');
  });

  it('without a profile are none', () => {
    expect(profileLines([rowOf({ spec: trialSpec(), measurement: measurement() })], 80)).toEqual([]);
  });
});

describe('a pass that failed', () => {
  it('is a warning, and the figures stand', () => {
    const failure = { code: 'GENERAL_ERROR', message: 'no counters' } as const;
    const failed = rowOf({ spec: trialSpec(), measurement: measurement({ profiles: failure }) });
    expect(failed).toMatchObject({ status: 'ok', fps: 250 });
    expect(failed.profiles).toBeUndefined();
    expect(failed.warnings).toContain('No layer could be profiled: no counters');
  });
});

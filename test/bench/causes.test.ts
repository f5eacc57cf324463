import { describe, expect, it } from 'vitest';
import { warningSentence, warningsOf } from '../../lib/bench/result/warnings.js';
import { VIRTUAL_TIME } from '../../lib/bench/simulation/choice.js';
import { tank870 } from '../../lib/bench/simulation/tank-870.js';
import { measurement, resultOf, rowOf, trialSpec } from './factories.js';

// What is said of a row has to follow what is known of it.
const twoSpeeds = Float64Array.from({ length: 400 }, (_, index) => (index % 10 === 0 ? 40 : 5 + (index % 3) * 0.01));

function sentences(facts: Partial<Parameters<typeof warningsOf>[0]>): string {
  const common = { dropped: [], availableDevices: [], standIn: false, randomInput: false, simulated: false };
  const spec = trialSpec({ device: 'MULTI:CPU,MYRIAD', api: 'async' });
  const warnings = warningsOf({ spec, measurement: measurement({ latenciesMs: twoSpeeds }), ...common, ...facts });
  return warnings.map(warningSentence).join('\n');
}

describe('guesses at causes', () => {
  const both = measurement({ latenciesMs: twoSpeeds, devicesAfter: ['CPU', 'MYRIAD'] });
  const simulation = { profile: tank870(), seed: 1, time: VIRTUAL_TIME };

  it('other work is guessed at on a machine with one device alone', () => {
    expect(sentences({})).toMatch(/other work on the machine, most likely/);
    expect(sentences({ measurement: both })).toMatch(
      /CPU and MYRIAD share the inferences, and those of the slower stand out/,
    );
    expect(sentences({ measurement: both })).not.toMatch(/other work/);
  });

  it('never where devices are simulated, whatever the clock', () => {
    for (const time of [VIRTUAL_TIME, { label: '10x', speed: 10 }])
      for (const each of [both, measurement({ latenciesMs: twoSpeeds })])
        expect(sentences({ measurement: each, simulated: true, simulation: { ...simulation, time } })).not.toMatch(
          /other work|heat/,
        );
    const slower = measurement({ latenciesMs: new Float64Array(400).fill(5).fill(9, 200) });
    const said = sentences({ measurement: slower, simulated: true, simulation });
    expect(said).toMatch(/1\.8 times as long .* the simulated device was slower there/);
  });
});

describe('a row of several processes', () => {
  it('has as many samples as all of them together', () => {
    const spec = trialSpec();
    const one = measurement({ latenciesMs: new Float64Array(40).fill(5), totalMs: 200 });
    const few = /are few/;
    expect(rowOf({ spec, measurement: one }).warnings.join()).toMatch(/^40 inferences are few/);
    const row = (count: number) =>
      resultOf(Array.from({ length: count }, () => ({ spec, measurement: one }))).results[0]?.warnings.join();
    expect(row(2)).toMatch(/^80 inferences are few/);
    expect(row(3)).not.toMatch(few);
  });
});

describe('many requests in flight', () => {
  it('a line that fills at the beginning is no slower device', () => {
    // 100 requests of one lane: the first of them waits for nobody, the last one for all others
    const latenciesMs = Float64Array.from({ length: 400 }, (_, index) => Math.min(index + 1, 100) * 5);
    const spec = trialSpec({ api: 'async', requests: 100 });
    expect(sentences({ spec, measurement: measurement({ latenciesMs, requests: 100 }) })).not.toMatch(/as long|longer/);
    expect(sentences({ spec, measurement: measurement({ latenciesMs, requests: 1 }) })).toMatch(/times as long/);
  });
});

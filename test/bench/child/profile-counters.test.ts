import { describe, expect, it } from 'vitest';
import { averaging, summing } from '../../../lib/bench/child/profile-counters.js';
import type { ProfilingInfo } from '../../../lib/index.js';

function node(nodeName: string, realTimeUs: number, status: ProfilingInfo['status'] = 'EXECUTED'): ProfilingInfo {
  return { status, realTimeUs, cpuTimeUs: realTimeUs / 2, nodeName, execType: 'jit', nodeType: 'Convolution' };
}

describe('counters of the last inference', () => {
  it('are added up, nodes of the same name apart', () => {
    const counters = summing();
    counters.add([node('a', 10), node('a', 1), node('b', 0, 'NOT_RUN')]);
    counters.add([node('a', 20), node('a', 2), node('b', 0, 'NOT_RUN')]);
    expect(counters.sums()).toMatchObject([
      { name: 'a', realUs: 30, cpuUs: 15, executed: true },
      { name: 'a', realUs: 3, executed: true },
      { name: 'b', realUs: 0, executed: false },
    ]);
  });
});

describe('counters that are an average since the model was compiled', () => {
  it('give the sum of the inferences after the warm-up, whatever the warm-up took', () => {
    // warm-up: 100, 20 → average 60; then 10, 12, 14 → averages of all: 43.3, 35.5, 31.2
    const times = [100, 20, 10, 12, 14];
    const average = (count: number): ProfilingInfo[] => [
      node('a', times.slice(0, count).reduce((sum, time) => sum + time, 0) / count),
    ];
    const counters = averaging(average(2), 2);
    for (const count of [3, 4, 5]) counters.add(average(count));
    expect(counters.sums()[0]?.realUs).toBeCloseTo(10 + 12 + 14);
    expect(counters.sums()[0]?.cpuUs).toBeCloseTo(18);
  });

  it('are never negative, for whole microseconds are rounded down', () => {
    const counters = averaging([node('a', 3)], 10);
    counters.add([node('a', 2)]);
    expect(counters.sums()[0]?.realUs).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { inferencesIn, loadsIn, parseEvents } from '../../../lib/testing/events.js';

const LOG = [
  '0\tload\tGPU\t0\t1\t',
  '0\tload\tCPU\t0\t1\t',
  '300000000\tloaded\tCPU\t0\t1\t',
  '300000000\tstart\tCPU\t1\t1\t1',
  '305500000\tstart\tCPU\t2\t1\t2',
  '310000000\tdone\tCPU\t1\t1\t',
  '310000000\tload-failed\tGPU\t0\t1\tno\tmemory',
  '310000000\tstart\tCPU\t1\t1\t3',
  '311000000\tfailed\tCPU\t2\t1\tlost',
  '',
].join('\n');

it('reads the log', () => {
  const events = parseEvents(LOG);
  expect(events).toHaveLength(9);
  expect(events[3]).toEqual({ timeMs: 300, kind: 'start', device: 'CPU', request: 1, compiledModel: 1, detail: '1' });
  expect(events[4]?.timeMs).toBe(305.5);
  expect(events[6]).toMatchObject({ kind: 'load-failed', request: undefined, detail: 'no\tmemory' });
  expect(parseEvents('')).toEqual([]);
});

describe('what follows from events', () => {
  it('is inferences, each with its own end', () => {
    const cpu = { device: 'CPU', compiledModel: 1 };
    expect(inferencesIn(parseEvents(LOG))).toEqual([
      { ...cpu, request: 1, startMs: 300, endMs: 310, status: 'done' },
      { ...cpu, request: 2, startMs: 305.5, endMs: 311, status: 'failed' },
      { ...cpu, request: 1, startMs: 310, endMs: undefined, status: 'running' },
    ]);
  });

  it('is loads', () => {
    expect(loadsIn(parseEvents(LOG))).toEqual([
      { device: 'GPU', compiledModel: 1, startMs: 0, endMs: 310, status: 'failed' },
      { device: 'CPU', compiledModel: 1, startMs: 0, endMs: 300, status: 'loaded' },
    ]);
  });
});

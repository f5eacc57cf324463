import { describe, expect, it } from 'vitest';
import type { Sighting } from '../../../../lib/bench/jobs/engine.js';
import type { Markers } from '../../../../lib/bench/jobs/folder/markers.js';
import { type Evidence, judge } from '../../../../lib/bench/jobs/state/outcome.js';

const started = { node: 'n1', startedAt: '2026-11-26T10:00:00Z' };
const none: Markers = { units: [], folderGone: false };
const gone: Markers = { units: [], folderGone: true };
const running: Markers = { units: [started], folderGone: false };
const ended = (...codes: readonly number[]): Markers => ({
  units: codes.map((exitCode) => ({ ...started, ended: { at: '2026-11-26T10:00:05Z', exitCode } })),
  folderGone: false,
});

function sighting(word: string, more: Partial<Sighting> = {}): Sighting {
  const well = word === 'COMPLETED';
  return {
    task: undefined,
    letter: 'C',
    word,
    well,
    node: '',
    reason: '',
    elapsedMs: 1000,
    ending: undefined,
    ...more,
  };
}

function judged(engine: Evidence['engine'], markers: Markers, more: Partial<Evidence> = {}) {
  const { outcome, exitCode, word, letter } = judge({
    task: undefined,
    engine,
    markers,
    nodes: 1,
    strictDevices: false,
    cancelled: false,
    ...more,
  });
  return [letter, word, outcome, exitCode];
}

describe('what became of a task', () => {
  it.each<[string, Evidence['engine'], Markers, readonly unknown[], Partial<Evidence>?]>([
    ['waits', sighting('PENDING', { letter: 'Q' }), none, ['Q', 'PENDING', undefined, undefined]],
    [
      'runs, with a marker of an earlier life',
      sighting('RUNNING', { letter: 'R' }),
      ended(0),
      ['R', 'RUNNING', undefined, undefined],
    ],
    ['completed', sighting('COMPLETED'), ended(0), ['C', 'COMPLETED', 'completed', 0]],
    ['completed, a device dropped', sighting('COMPLETED'), ended(3), ['C', 'COMPLETED', 'dropped', 3]],
    ['the same where that counts', sighting('FAILED'), ended(3), ['C', 'FAILED', 'failed', 3], { strictDevices: true }],
    ['completed for the engine, and no marker', sighting('COMPLETED'), running, ['C', 'COMPLETED', 'lost', undefined]],
    ['completed, and the folder is gone', sighting('COMPLETED'), gone, ['C', 'COMPLETED', 'lost', undefined]],
    ['failed', sighting('FAILED'), ended(4), ['C', 'FAILED', 'failed', 4]],
    [
      'failed before our script',
      sighting('FAILED', { ending: { exitCode: 1, signal: undefined } }),
      none,
      ['C', 'FAILED', 'failed', 1],
    ],
    [
      'its node went, and its process lives on',
      sighting('NODE_FAIL'),
      ended(0),
      ['C', 'NODE_FAIL', 'failed', undefined],
    ],
    ['cancelled at its last breath', sighting('CANCELLED'), ended(0), ['C', 'CANCELLED', 'cancelled', undefined]],
    ['out of time', sighting('TIMEOUT'), ended(143), ['C', 'TIMEOUT', 'timeout', undefined]],
    ['forgotten, with a marker', 'gone', ended(0), ['C', 'COMPLETED', 'completed', 0]],
    ['forgotten, with a marker of a failure', 'gone', ended(2), ['C', 'FAILED', 'failed', 2]],
    ['forgotten while it ran', 'gone', running, ['C', 'LOST', 'lost', undefined]],
    ['forgotten before it began', 'gone', none, ['C', 'LOST', 'lost', undefined]],
    ['nobody answers', { silent: 'no controller' }, running, ['?', 'UNKNOWN', undefined, undefined]],
    [
      'nobody answers, and it says itself that it ended',
      { silent: 'no controller' },
      ended(0),
      ['?', 'UNKNOWN', undefined, 0],
    ],
    [
      'a word that nobody knows',
      sighting('LEVITATING', { letter: '?' }),
      ended(0),
      ['?', 'LEVITATING', undefined, undefined],
    ],
    [
      'two nodes, one dropped a device',
      sighting('COMPLETED'),
      ended(0, 3),
      ['C', 'COMPLETED', 'dropped', 3],
      { nodes: 2 },
    ],
    ['two nodes, one failed', sighting('FAILED'), ended(3, 5), ['C', 'FAILED', 'failed', 5], { nodes: 2 }],
    ['two nodes, one marker', sighting('COMPLETED'), ended(0), ['C', 'COMPLETED', 'lost', undefined], { nodes: 2 }],
    ['forgotten, one marker of two', 'gone', ended(0), ['C', 'LOST', 'lost', undefined], { nodes: 2 }],
    [
      'ended, the engine knows not how, and its marker does',
      sighting('finished', { well: false }),
      ended(3),
      ['C', 'finished', 'dropped', 3],
    ],
    [
      'ended, and nobody knows how yet',
      sighting('finished', { well: false }),
      running,
      ['C', 'finished', undefined, undefined],
    ],
    ['lost for the engine itself', sighting('LOST'), running, ['C', 'LOST', 'lost', undefined]],
    [
      'failed, when somebody had ended it',
      sighting('100 : assumedly after job'),
      ended(143),
      ['C', '100 : assumedly after job', 'cancelled', undefined],
      { cancelled: true },
    ],
    [
      'crashed, and a refused cancel before that',
      sighting('FAILED'),
      ended(139),
      ['C', 'FAILED', 'failed', 139],
      { cancelled: true },
    ],
    ['failed by itself before that', sighting('FAILED'), ended(4), ['C', 'FAILED', 'failed', 4], { cancelled: true }],
    ['completed before that', sighting('COMPLETED'), ended(0), ['C', 'COMPLETED', 'completed', 0], { cancelled: true }],
    ['forgotten after that', 'gone', none, ['C', 'CANCELLED', 'cancelled', undefined], { cancelled: true }],
  ])('%s', (_, engine, markers, expected, more) => {
    expect(judged(engine, markers, more)).toEqual(expected);
  });

  it('tells why', () => {
    const why = (engine: Evidence['engine'], markers: Markers): string =>
      judge({ task: undefined, engine, markers, nodes: 1, strictDevices: false, cancelled: false }).reason;
    expect(why('gone', gone)).toMatch(/does not know it any more, and the job's folder is gone/);
    expect(why('gone', running)).toMatch(/It began and never said how it ended/);
    expect(why(sighting('COMPLETED'), none)).toMatch(/is the folder shared with the nodes\?/);
    expect(why({ silent: 'no controller' }, ended(0))).toMatch(/no controller\. Its own marker says .* exit code 0/);
    expect(why(sighting('FAILED', { ending: { exitCode: 0, signal: 9 } }), none)).toBe('ended by signal 9');
  });
});

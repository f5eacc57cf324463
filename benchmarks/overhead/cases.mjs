// What is measured, as data: which peers do what, and how a row of the report comes of it.

import {
  besides,
  copiedBytes,
  eventLoop,
  fps,
  importMs,
  microseconds,
  peakMegabytes,
  processMs,
  utilization,
} from './metrics.mjs';

/**
 * A peer that does a task in one way, in a process of its own.
 * @typedef {object} Entry
 * @property {'c' | 'floor' | 'ours' | 'python'} peer
 * @property {string} [way]
 * @property {number} [live]
 * @property {boolean} [keepLast]
 *
 * A row of the report.
 * @typedef {object} Row
 * @property {string} name the case
 * @property {import('./metrics.mjs').Metric} metric
 * @property {import('./metrics.mjs').Goal} goal
 * @property {string} [ours] key of this package's entry; "ours" where left out
 * @property {string} [c] key of C's entry; "c" where left out
 * @property {string} [against] key of the entry that the ratio is taken to; C's where left out
 * @property {string} [againstName] what that is, where it is neither C nor the floor
 *
 * Rows that are measured together, in the same rounds.
 * @typedef {object} Group
 * @property {'loop' | 'fixed' | 'program'} kind "loop": as many iterations as fill a round's time, in several processes;
 *   "fixed": a given number in fresh processes; "program": whole processes, from start to end
 * @property {string} task
 * @property {'tiny' | 'large' | 'picture' | 'detector' | 'first detector' | 'none'} model
 * @property {'LATENCY' | 'THROUGHPUT'} [hint] LATENCY where left out
 * @property {number} [requests] in flight: one where left out, 0 for as many as the model says are optimal
 * @property {number} [roundMs] of "loop" and of a command: how long a round of one entry is
 * @property {number} [iterations] of "loop": in the warm-up; of "fixed": in a round
 * @property {number} [quickIterations] the same with --quick
 * @property {number} [rounds] at least, or (of "fixed") at most
 * @property {Record<string, Entry>} entries
 * @property {Row[]} rows
 */

const C = /** @type {const} */ ({ peer: 'c' });
const FLOOR = /** @type {const} */ ({ peer: 'floor' });
const PYTHON = /** @type {const} */ ({ peer: 'python' });
/** @param {string} way @returns {Entry} */
const ours = (way) => ({ peer: 'ours', way });

/** The ways of this package to have several inferences in flight. */
const ASYNC_WAYS = ['inferAsync', 'queue', 'pipeline', 'run'];
const ASYNC_ENTRIES = {
  c: C,
  floor: FLOOR,
  ...Object.fromEntries(ASYNC_WAYS.map((way) => [way, ours(way)])),
  python: PYTHON,
};

/** @type {Group[]} */
export const GROUPS = [
  {
    kind: 'loop',
    task: 'sync-infer',
    model: 'tiny',
    roundMs: 150,
    iterations: 10_000,
    entries: { c: C, floor: FLOOR, view: ours('view'), shared: ours('shared'), owned: ours('owned'), python: PYTHON },
    rows: [
      { name: 'sync-infer', ours: 'view', metric: microseconds, goal: { of: 'ratio', atMost: 1.1 } },
      { name: 'sync-infer-shared', ours: 'shared', metric: microseconds, goal: { of: 'ratio', atMost: 1.1 } },
      { name: 'sync-infer-owned', ours: 'owned', metric: microseconds, goal: { of: 'ratio', atMost: 1.1 } },
    ],
  },
  {
    kind: 'loop',
    task: 'sync-set',
    model: 'tiny',
    roundMs: 150,
    iterations: 10_000,
    entries: { c: C, floor: FLOOR, array: ours('array'), object: ours('object'), python: PYTHON },
    rows: [
      { name: 'sync-set-array', ours: 'array', metric: microseconds, goal: { of: 'ratio', atMost: 1.3 } },
      { name: 'sync-set-object', ours: 'object', metric: microseconds, goal: { of: 'ratio', atMost: 1.5 } },
    ],
  },
  {
    kind: 'loop',
    task: 'async',
    model: 'detector',
    hint: 'THROUGHPUT',
    requests: 0,
    roundMs: 1500,
    iterations: 40,
    entries: ASYNC_ENTRIES,
    rows: ASYNC_WAYS.map((way) => ({
      name: `async-${way}`,
      ours: way,
      metric: fps,
      goal: { of: 'ratio', atLeast: 0.97 },
    })),
  },
  {
    kind: 'loop',
    task: 'async',
    model: 'tiny',
    hint: 'THROUGHPUT',
    requests: 8,
    roundMs: 300,
    iterations: 5000,
    entries: ASYNC_ENTRIES,
    rows: ASYNC_WAYS.map((way) => ({
      name: `async-tiny-${way}`,
      ours: way,
      metric: microseconds,
      goal: { of: 'ratio', atMost: 1.5 },
    })),
  },
  {
    kind: 'loop',
    task: 'wrap',
    model: 'large',
    roundMs: 60,
    iterations: 2000,
    entries: { c: C, ours: { peer: 'ours' }, python: PYTHON },
    rows: [{ name: 'wrap', metric: microseconds, goal: { of: 'value', atMost: 1 } }],
  },
  {
    kind: 'loop',
    task: 'read',
    model: 'large',
    roundMs: 60,
    iterations: 20_000,
    entries: { c: C, ours: { peer: 'ours' }, python: PYTHON },
    rows: [
      { name: 'read', metric: microseconds, goal: { of: 'value', atMost: 0.1 } },
      { name: 'read-copied', metric: copiedBytes, goal: { of: 'value', atMost: 0 } },
    ],
  },
  ...['queue', 'inferAsync'].map(liveTensors),
  {
    kind: 'fixed',
    task: 'event-loop',
    model: 'first detector',
    hint: 'THROUGHPUT',
    requests: 0,
    iterations: 5,
    quickIterations: 1,
    rounds: 3,
    entries: { ours: { peer: 'ours' } },
    rows: [
      { name: 'event-loop', metric: eventLoop, goal: { of: 'excess', atMost: 3 } },
      { name: 'event-loop-utilization', metric: utilization, goal: { of: 'value', atMost: 0.1 } },
    ],
  },
  {
    kind: 'fixed',
    task: 'memory',
    model: 'large',
    iterations: 120,
    quickIterations: 12,
    rounds: 3,
    entries: { c: C, none: { peer: 'ours' }, last: { peer: 'ours', keepLast: true }, python: PYTHON },
    rows: [
      { name: 'memory', ours: 'none', metric: peakMegabytes, goal: { of: 'value', atMost: 300 } },
      { name: 'memory-keep-last', ours: 'last', metric: peakMegabytes, goal: { of: 'value', atMost: 300 } },
    ],
  },
  {
    kind: 'fixed',
    task: 'memory-tensors',
    model: 'picture',
    iterations: 20_000,
    quickIterations: 1000,
    rounds: 3,
    entries: { c: C, ours: { peer: 'ours' }, python: PYTHON },
    rows: [{ name: 'memory-tensors', metric: peakMegabytes, goal: { of: 'value', atMost: 300 } }],
  },
  {
    kind: 'program',
    task: 'cold-start',
    model: 'first detector',
    rounds: 11,
    entries: { c: C, floor: FLOOR, ours: { peer: 'ours' }, python: PYTHON },
    rows: [{ name: 'cold-start', against: 'floor', metric: processMs, goal: { of: 'ratio', atMost: 1.05 } }],
  },
  {
    kind: 'program',
    task: 'command',
    model: 'detector',
    roundMs: 500,
    rounds: 41,
    entries: { c: C, ours: { peer: 'ours' } },
    rows: [
      { name: 'ov-bench', metric: fps, goal: { of: 'ratio', atLeast: 0.98, atMost: 1.02 } },
      { name: 'ov-bench-besides', metric: besides, goal: { of: 'value', atMost: 600 } },
    ],
  },
  {
    kind: 'program',
    task: 'import-time',
    model: 'none',
    rounds: 11,
    entries: { ours: { peer: 'ours' } },
    rows: [{ name: 'import-time', metric: importMs, goal: { of: 'value', atMost: 10 } }],
  },
];

/**
 * A round trip with none but the tensors in use, and with 20,000 others.
 * @param {string} way
 * @returns {Group}
 */
function liveTensors(way) {
  const live = 20_000;
  return {
    kind: 'loop',
    task: 'live-tensors',
    model: 'tiny',
    roundMs: 200,
    iterations: 2000,
    entries: { c: { ...C, live }, ours: { peer: 'ours', way, live }, alone: { peer: 'ours', way } },
    rows: [
      {
        name: `live-tensors-${way}`,
        against: 'alone',
        againstName: 'itself without them',
        metric: microseconds,
        goal: { of: 'ratio', atMost: 1.1 },
      },
    ],
  };
}

/** Names of all cases. */
export const CASES = GROUPS.flatMap(({ rows }) => rows.map(({ name }) => name));

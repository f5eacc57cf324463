import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AlarmClock } from './clock.js';

/**
 * A thread that sleeps to the fraction of a millisecond. Node's own timers have whole milliseconds and are late by up to one
 * more: of a hundred requests a second that made a fifth of a 5 ms latency. A loop that looks at the clock instead takes a
 * core away from the device that is measured.
 */
const SLEEPER = `
const { parentPort } = require('node:worker_threads');
const cell = new Int32Array(new SharedArrayBuffer(4));
parentPort.on('message', (until) => {
  const rest = until - (performance.timeOrigin + performance.now());
  if (rest > 0) Atomics.wait(cell, 0, 0, rest);
  parentPort.postMessage(0);
});
`;

let made: AlarmClock | undefined;

/** The machine's clock with a thread that wakes this one. One may wait at a time. */
export function alarmClock(): AlarmClock {
  made ??= make();
  return made;
}

function make(): AlarmClock {
  const worker = new Worker(SLEEPER, { eval: true });
  worker.unref();
  return {
    now: () => performance.now(),
    until: async (timeMs) => {
      if (timeMs <= performance.now()) return;
      const woken = once(worker, 'message');
      worker.ref();
      worker.postMessage(performance.timeOrigin + timeMs);
      await woken;
      worker.unref();
    },
  };
}

// The peer that is the thinnest addon there can be: node floor.mjs ADDON LIBRARY PRELOAD

import { createRequire } from 'node:module';
import { serve } from './serve.mjs';

const [, , file = '', library, preload] = process.argv;
const addon = createRequire(import.meta.url)(file);
addon.open(library, preload);

/** What was read, so that reading is not left out. */
let sum = 0;

/** @param {import('./serve.mjs').Preparation} preparation */
function prepare({ model, hint }) {
  const request = addon.createRequest(model, hint);
  const arrays = [0, 1].map(() => new Float32Array(addon.inputElements(request)).fill(0.5));
  const tensors = arrays.map((array) => addon.createTensor(request, array));
  // the arrays are kept by the closures, for the addon does not
  return { request, arrays, tensors, output: new Float32Array(addon.output(request)) };
}

/**
 * Inferences in flight, each request started again from here when it has ended: no promises, no inputs, no results.
 * @type {import('./serve.mjs').Task}
 */
function asyncTask({ model, hint, requests }) {
  const ended = new Int32Array(requests);
  let onEnded = (/** @type {number} */ _count) => {};
  const flights = addon.createFlights(model, hint, ended, (/** @type {number} */ count) => onEnded(count));
  /** @param {number} iterations @returns {Promise<void>} of all of them */
  const run = (iterations) =>
    new Promise((resolve) => {
      let started = 0;
      let done = 0;
      const start = (/** @type {number | undefined} */ number) => {
        if (started === iterations) return;
        started++;
        addon.start(flights, number);
      };
      onEnded = (count) => {
        done += count;
        for (let i = 0; i < count; i++) start(ended[i]);
        if (done === iterations) resolve();
      };
      for (let i = 0; i < requests; i++) start(i);
    });
  return { requests, run };
}

await serve({
  async: asyncTask,
  'sync-infer': (preparation) => {
    const { request, arrays, tensors, output } = prepare(preparation);
    addon.setAndInfer(request, tensors[0]);
    return {
      run: (iterations) => {
        for (let i = 0; i < iterations; i++) {
          addon.infer(request);
          sum += output[0] ?? 0;
        }
        return { sum, kept: arrays.length };
      },
    };
  },
  'sync-set': (preparation) => {
    const { request, arrays, tensors, output } = prepare(preparation);
    return {
      run: (iterations) => {
        for (let i = 0; i < iterations; i++) {
          addon.setAndInfer(request, tensors[i & 1]);
          sum += output[0] ?? 0;
        }
        return { sum, kept: arrays.length };
      },
    };
  },
});

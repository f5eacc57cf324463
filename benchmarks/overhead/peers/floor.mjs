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

await serve({
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

// A whole program on the thinnest addon: node cold-start-floor.mjs ADDON LIBRARY PRELOAD MODEL

import { createRequire } from 'node:module';

const [, , file = '', library, preload, model] = process.argv;
const addon = createRequire(import.meta.url)(file);
addon.open(library, preload);
const request = addon.createRequest(model, 'LATENCY');
const input = new Float32Array(addon.inputElements(request)).fill(0.5);
addon.setAndInfer(request, addon.createTensor(request, input));
if (Number.isNaN(new Float32Array(addon.output(request))[0])) process.exitCode = 1;

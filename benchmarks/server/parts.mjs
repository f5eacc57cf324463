// What the parts of a request beside its inference take of the cores, each alone: decoding a body, filling the input.
// Started by fork(); it answers with milliseconds of CPU.
//
//   parts.mjs { model, body: file, raw: boolean, seconds }

import fs from 'node:fs';
import sharp from 'sharp';

/**
 * @typedef {{ model: string, body: string, raw: boolean, seconds: number }} PartsOptions
 * @typedef {object} Parts CPU milliseconds of a request
 * @property {number} decodeMs 0 where pixels are sent
 * @property {number} fillMs bytes into the input's floats, as the model wants them
 * @property {number} decodesPerSecond as many at a time as there are cores; Infinity where there is nothing to decode
 */

const { Core, Tensor } = /** @type {typeof import('../../lib/index.js')} */ (
  await import(new URL('../../dist/index.js', import.meta.url).href)
);
const { availableParallelism } = await import('node:os');

const options = /** @type {PartsOptions} */ (JSON.parse(process.argv[2] ?? '{}'));
const model = await new Core().readModel(options.model);
const shape = /** @type {number[]} */ (model.input().shape);
const planar = shape[1] === 3;
const [height = 0, width = 0] = planar ? shape.slice(2) : shape.slice(1, 3);
const body = fs.readFileSync(options.body);
sharp.concurrency(1);
sharp.cache(false);

/** Several hold their pictures at a time in a server, so the input is seldom in a cache. */
const tensors = Array.from({ length: 64 }, () => new Tensor('f32', shape));
const rgb = options.raw ? body : await decode();
for (const tensor of tensors) fill(/** @type {Float32Array} */ (tensor.data), rgb);

let next = 0;
const decoding = options.raw ? { cpuMs: 0, perSecond: Infinity } : await cpuOf(decode, availableParallelism());
const filling = await cpuOf(async () => {
  fill(/** @type {Float32Array} */ (tensors[next++ % tensors.length]?.data), rgb);
}, 1);
process.send?.({
  decodeMs: decoding.cpuMs,
  fillMs: filling.cpuMs,
  decodesPerSecond: decoding.perSecond,
});
process.disconnect?.();

/** As the server decodes. */
function decode() {
  const image = sharp(body, { autoOrient: true, limitInputPixels: 50e6 }).removeAlpha().toColourspace('srgb');
  return image.resize(width, height, { fit: 'fill' }).raw().toBuffer();
}

/**
 * As the server fills.
 * @param {Float32Array} input
 * @param {Uint8Array} from
 */
function fill(input, from) {
  if (options.raw) {
    input.set(from);
    return;
  }
  const area = width * height;
  const [step, plane] = planar ? [1, area] : [3, 1];
  for (let pixel = 0, at = 0; pixel < area; pixel++, at += step) {
    input[at] = /** @type {number} */ (from[pixel * 3 + 2]);
    input[at + plane] = /** @type {number} */ (from[pixel * 3 + 1]);
    input[at + 2 * plane] = /** @type {number} */ (from[pixel * 3]);
  }
}

/**
 * @param {() => Promise<unknown>} work
 * @param {number} atATime
 */
async function cpuOf(work, atATime) {
  const callers = Array.from({ length: atATime });
  await Promise.all(callers.map(work));
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  const endAt = startedAt + (options.seconds * 1000) / 2;
  let count = 0;
  const keepOn = async () => {
    for (; performance.now() < endAt; count++) await work();
  };
  await Promise.all(callers.map(keepOn));
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1000 / count, perSecond: count / ((performance.now() - startedAt) / 1000) };
}

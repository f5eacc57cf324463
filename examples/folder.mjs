// Vehicles and licence plates in a folder of pictures: node examples/folder.mjs DETECTOR.xml FOLDER [DEVICE] [--ordered]
// Pictures are decoded while others are inferred on; Ctrl-C ends it cleanly.
import { opendir } from 'node:fs/promises';
import path from 'node:path';
import { Core, pipeline, Tensor } from '@x/openvino-node';
import sharp from 'sharp';
import { fail, firstLine, readArguments } from './command.mjs';

const usage = 'folder.mjs DETECTOR.xml FOLDER [DEVICE] [--ordered]';
const { positionals, values } = readArguments(usage, { ordered: { type: 'boolean' } });
const [modelPath, folder, device = 'CPU'] = positionals;
process.once('uncaughtException', fail); // one sentence: no such model, device or folder

const compiledModel = await new Core().compileModel(modelPath, device, { PERFORMANCE_HINT: 'THROUGHPUT' });
const { shape } = compiledModel.input();
const planar = shape[1] === 3;
const [height, width] = planar ? shape.slice(2) : shape.slice(1, 3);
sharp.concurrency(1); // several pictures are decoded at a time, each by one thread
sharp.cache(false);

/** The pipeline takes names as it needs them: a folder may have millions. */
async function* pictures() {
  for await (const entry of await opendir(folder)) {
    if (/\.(jpe?g|png|webp)$/i.test(entry.name)) yield path.join(folder, entry.name);
  }
}

async function load(file) {
  const image = sharp(file, { autoOrient: true }).removeAlpha().toColourspace('srgb');
  const rgb = await image.resize(width, height, { fit: 'fill' }).raw().toBuffer();
  const input = new Float32Array(rgb.length);
  const [step, plane] = planar ? [1, width * height] : [3, 1];
  for (let from = 0, at = 0; from < rgb.length; from += 3, at += step) {
    for (let channel = 0; channel < 3; channel++) input[at + channel * plane] = rgb[from + 2 - channel];
  }
  return [new Tensor('f32', shape, input)];
}

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
const startedAt = performance.now();
let [done, failed] = [0, 0];
try {
  const results = pipeline(compiledModel, pictures(), {
    ordered: values.ordered ?? false,
    signal: interrupt.signal,
    preprocess: load,
    onError: ({ item, message }) => {
      failed++;
      console.error(`${item}: ${firstLine(message)}`);
    },
  });
  for await (const { item, outputs } of results) {
    const [{ data }] = Object.values(outputs);
    let found = 0;
    for (let row = 0; row < data.length && data[row] >= 0; row += 7) if (data[row + 2] >= 0.5) found++;
    console.log(`${item}: ${found} found`);
    done++;
  }
} catch (error) {
  if (error.code !== 'CANCELLED') throw error;
  console.error('interrupted');
  process.exitCode = 130;
}
const rate = done / ((performance.now() - startedAt) / 1000);
if (failed > 0) process.exitCode ??= 1;
console.log(`${done} pictures, ${failed} failed, ${rate.toFixed(1)} images/s`);

// Vehicles and licence plates in a picture: node examples/detect.mjs DETECTOR.xml PICTURE [DEVICE]
// For a detector with one image input, BGR from 0 to 255, NHWC or NCHW, and an output [1, 1, N, 7].
import { Core, Tensor } from '@x/openvino-node';
import sharp from 'sharp';
import { fail, firstLine, readArguments } from './command.mjs';

const LABELS = ['background', 'vehicle', 'licence plate'];
const { positionals } = readArguments('detect.mjs DETECTOR.xml PICTURE [DEVICE]');
const [modelPath, picture, device = 'CPU'] = positionals;
process.once('uncaughtException', fail); // one sentence: no such model, device or picture

const core = new Core();
const compiledModel = await core.compileModel(modelPath, device);
const { shape } = compiledModel.input();
const planar = shape[1] === 3;
const [height, width] = planar ? shape.slice(2) : shape.slice(1, 3);

// sharp gives RGB, one pixel after the other. Its resize is close to OpenCV's INTER_AREA; `ov-bench image` is equal to it.
async function decode() {
  const image = sharp(picture, { autoOrient: true });
  const { autoOrient: original } = await image.metadata();
  const rgb = await image.removeAlpha().toColourspace('srgb').resize(width, height, { fit: 'fill' }).raw().toBuffer();
  return { original, rgb };
}
const { original, rgb } = await decode().catch(({ message }) => fail(new Error(`${picture}: ${firstLine(message)}`)));

const input = new Float32Array(3 * width * height);
for (let pixel = 0; pixel < width * height; pixel++) {
  for (let channel = 0; channel < 3; channel++) {
    const at = planar ? channel * width * height + pixel : pixel * 3 + channel;
    input[at] = rgb[pixel * 3 + (2 - channel)];
  }
}

const request = compiledModel.createInferRequest();
const results = await request.inferAsync([new Tensor('f32', shape, input)]);
const [rows] = Object.values(results);
for (let row = 0; row < rows.data.length; row += 7) {
  const [imageId, label, confidence, ...box] = rows.data.subarray(row, row + 7);
  if (imageId < 0) break;
  if (confidence < 0.5) continue;
  const pixels = box.map((edge, side) => Math.round(edge * (side % 2 === 0 ? original.width : original.height)));
  console.log(`${LABELS[label] ?? `label ${label}`} ${confidence.toFixed(3)} at [${pixels}]`);
}

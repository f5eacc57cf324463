// A server for a detector: node examples/server.mjs DETECTOR.xml [DEVICE] [--port 8080] [--max-waiting 64] [--max-body BYTES]
//
//   curl --data-binary @car.jpg http://127.0.0.1:8080/detect     a JPEG or PNG in, detections out; boxes from 0 to 1
//   curl http://127.0.0.1:8080/stats                             what the model's infer requests do; also GET /health
//
// Also taken: pixels as the model wants them, a byte each (content type application/octet-stream), which need no decoding.
import http from 'node:http';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Core, Tensor } from '@x/openvino-node';
import sharp from 'sharp';
import { fail, firstLine, readArguments, readNumber } from './command.mjs';

const LABELS = ['background', 'vehicle', 'licence plate'];
const text = (value) => ({ type: 'string', default: value });
const options = { port: text('8080'), 'max-waiting': text('64'), 'max-body': text('10000000') };
const usage = 'server.mjs DETECTOR.xml [DEVICE] [--port N] [--max-waiting N] [--max-body BYTES]';
const { positionals, values } = readArguments(usage, options);
const [modelPath, device = 'CPU'] = positionals;
const port = readNumber('--port', values.port, { from: 0, to: 65_535 });
const maxWaiting = readNumber('--max-waiting', values['max-waiting'], { from: 0, to: 1e6 });
const maxBody = readNumber('--max-body', values['max-body'], { from: 1, to: 1e9, of: 'bytes' });
process.once('uncaughtException', fail); // one sentence: no such model or device, a port that is taken

const compiledModel = await new Core().compileModel(modelPath, device, { PERFORMANCE_HINT: 'THROUGHPUT' });
compiledModel.configurePool({ maxWaiting });
const { shape } = compiledModel.input();
const planar = shape[1] === 3;
const [height, width] = planar ? shape.slice(2) : shape.slice(1, 3);
const area = width * height;

sharp.concurrency(1); // a picture is decoded by one thread, and as many at a time as there are cores:
sharp.cache(false); // more would only slow inferences down
const mostDecodes = os.availableParallelism();
const mostInside = compiledModel.stats().size + maxWaiting;
const decodeLine = [];
const freeTensors = [];
let [inside, decoding, turnedAway, closing] = [0, 0, 0, false];

/** An error that the client is told of. */
const failure = (status, message) => Object.assign(new Error(message), { status });

/** RGB of a picture, one pixel after the other. */
async function decode(body, signal) {
  const isJpeg = body[0] === 0xff && body[1] === 0xd8;
  if (!isJpeg && body.toString('latin1', 1, 4) !== 'PNG') throw failure(400, 'The body is neither a JPEG nor a PNG.');
  if (decoding < mostDecodes) decoding++;
  else await new Promise((resolve) => decodeLine.push(resolve));
  try {
    if (signal.aborted) return body; // run() rejects
    const image = sharp(body, { autoOrient: true, limitInputPixels: 50e6 }).removeAlpha().toColourspace('srgb');
    return await image.resize(width, height, { fit: 'fill' }).raw().toBuffer();
  } catch (error) {
    throw failure(400, `The picture can't be decoded: ${firstLine(error.message)}.`);
  } finally {
    const next = decodeLine.shift();
    if (next === undefined) decoding--;
    else next();
  }
}

/** RGB to what the detector wants: BGR from 0 to 255, NHWC or NCHW. */
function fill(input, rgb) {
  const [step, plane] = planar ? [1, area] : [3, 1];
  for (let from = 0, at = 0; from < 3 * area; from += 3, at += step) {
    input[at] = rgb[from + 2];
    input[at + plane] = rgb[from + 1];
    input[at + 2 * plane] = rgb[from];
  }
}

async function detect(body, isRaw, signal) {
  if (body.length === 0) throw failure(400, `The body is empty: send a JPEG, a PNG or ${3 * area} bytes of pixels.`);
  if (isRaw && body.length !== 3 * area) throw failure(400, `Pixels for this model are ${3 * area} bytes.`);
  const pixels = isRaw ? body : await decode(body, signal);
  const tensor = freeTensors.pop() ?? new Tensor('f32', shape);
  try {
    if (isRaw) tensor.data.set(pixels);
    else fill(tensor.data, pixels);
    const [rows] = Object.values(await compiledModel.run([tensor], { signal }));
    return { detections: detections(rows.data) };
  } finally {
    freeTensors.push(tensor); // run() settles when the inference has really stopped: the memory is free again
  }
}

function detections(rows) {
  const found = [];
  for (let row = 0; row < rows.length && rows[row] >= 0; row += 7) {
    const [label, confidence, ...box] = rows.subarray(row + 1, row + 7);
    if (confidence >= 0.5) found.push({ label: LABELS[label] ?? `label ${label}`, confidence, box });
  }
  return found;
}

function readBody(req) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    let length = 0;
    req.on('data', (chunk) => {
      length += chunk.length;
      if (length <= maxBody) chunks.push(chunk);
      else reject(failure(413, `A body has ${maxBody} bytes at most.`)); // what else comes is read, and dropped
    });
    req.once('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    req.once('error', reject);
  });
}

async function post(req, res) {
  if (Number(req.headers['content-length']) > maxBody) throw failure(413, `A body has ${maxBody} bytes at most.`);
  // run() refuses what is too much (QUEUE_FULL); refused here already, it costs neither memory nor a decoding
  if (inside >= mostInside) throw failure(503, `Busy: ${++turnedAway} were turned away; try again later.`);
  inside++;
  try {
    const hungUp = new AbortController();
    res.once('close', () => res.writableFinished || hungUp.abort());
    return await detect(await readBody(req), req.headers['content-type'] === 'application/octet-stream', hungUp.signal);
  } finally {
    inside--;
  }
}

function answer(res, status, value) {
  const json = JSON.stringify(value);
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) };
  if (status === 503) headers['Retry-After'] = '1';
  if (closing) headers.Connection = 'close';
  res.writeHead(status, headers).end(json);
}

const server = http.createServer(async (req, res) => {
  try {
    const route = `${req.method} ${req.url.split('?', 1)[0]}`;
    if (route === 'POST /detect') answer(res, 200, await post(req, res));
    else if (route === 'GET /stats') answer(res, 200, { ...compiledModel.stats(), inside, decoding, turnedAway });
    else if (route === 'GET /health') answer(res, closing ? 503 : 200, { status: closing ? 'closing' : 'ok' });
    else answer(res, 404, { error: 'There are POST /detect, GET /stats and GET /health.' });
  } catch (error) {
    if (res.destroyed) return; // nobody is there to be answered
    const status = error.code === 'QUEUE_FULL' ? 503 : (error.status ?? 500);
    if (status === 500) console.error(error);
    answer(res, status, { error: status === 500 ? 'The inference failed.' : error.message });
  }
});

/** Answers what is in, then lets the process end. */
async function shutDown() {
  closing = true; // from now on each answer ends its connection
  await sleep(100); // a request may be on its way on a connection that looks idle
  server.close(() => compiledModel.close()); // no new connections, and the idle ones end
  setTimeout(() => server.closeAllConnections(), 10_000).unref(); // clients that never end their request
}
process.once('SIGTERM', shutDown).once('SIGINT', shutDown);
server.requestTimeout = 30_000;
server.once('error', ({ code, message }) =>
  fail(new Error(code === 'EADDRINUSE' ? `Port ${port} is taken: choose another by --port, or 0 for any.` : message)),
);
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));

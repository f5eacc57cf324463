// Frames from one worker, inferences on them in another, results in the main thread, all in shared memory and none
// copied: node examples/workers.mjs MODEL.xml [DEVICE] [FRAMES]
//
// A ring of slots, each with a frame and its result. Atomics tell whose turn it is: a slot is EMPTY (the producer may fill
// it), FULL (the inferring worker may) or DONE (the main thread may read the result, and gives it back).
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Core, Tensor } from '@x/openvino-node';
import { fail, readArguments, readNumber } from './command.mjs';

const [EMPTY, FULL, DONE] = [0, 1, 2];
const SLOTS = 4;
let frames = 0;

if (!isMainThread) await (workerData.role === 'produce' ? produce(workerData) : infer(workerData));
else await main();

async function main() {
  const { positionals } = readArguments('workers.mjs MODEL.xml [DEVICE] [FRAMES]');
  const [modelPath, device = 'CPU', count = '100'] = positionals;
  const frameCount = readNumber('FRAMES', count, { from: 1, to: 1e9 });
  process.once('uncaughtException', fail); // one sentence: no such model or device
  const model = await new Core().readModel(modelPath);
  const [input, output] = [model.input(), model.output()];
  const [inputLength, outputLength] = [input, output].map(({ shape }) => shape.reduce((product, n) => product * n, 1));
  const shared = {
    modelPath,
    device,
    frames: frameCount,
    shapes: [input.shape, output.shape],
    lengths: [inputLength, outputLength],
    states: new Int32Array(new SharedArrayBuffer(SLOTS * 4)),
    inputs: new SharedArrayBuffer(SLOTS * inputLength * 4),
    outputs: new SharedArrayBuffer(SLOTS * outputLength * 4),
  };
  const [producer, inferrer] = ['produce', 'infer'].map(
    (role) => new Worker(fileURLToPath(import.meta.url), { workerData: { ...shared, role } }),
  );
  const startedAt = performance.now();
  // what comes by message is a slot's number alone; once() rejects where a worker fails
  inferrer.on('message', (slot) => read(shared, slot));
  await Promise.all([once(producer, 'exit'), once(inferrer, 'exit')]);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${frames} frames, none copied, ${(frames / seconds).toFixed(1)} frames/s with compiling`);
}

/** Waits until a slot has a state. It blocks its thread, which a worker may and the main thread should not. */
function waitFor(states, slot, state) {
  for (let now = Atomics.load(states, slot); now !== state; now = Atomics.load(states, slot)) {
    Atomics.wait(states, slot, now);
  }
}

function hand(states, slot, state) {
  Atomics.store(states, slot, state);
  Atomics.notify(states, slot);
}

/** A view of a slot's part of shared memory. */
function view(buffer, slot, length) {
  return new Float32Array(buffer, slot * length * 4, length);
}

/** Worker: a camera, a decoder. It has nothing else to do, so it may block. */
function produce({ frames, states, inputs, lengths }) {
  for (let frame = 0; frame < frames; frame++) {
    const slot = frame % SLOTS;
    waitFor(states, slot, EMPTY);
    view(inputs, slot, lengths[0]).fill(frame % 256);
    hand(states, slot, FULL);
  }
}

/** Worker: the model reads each frame where the producer wrote it, and writes its result where main reads it. */
async function infer({ modelPath, device, frames, shapes, lengths, states, inputs, outputs }) {
  const compiledModel = await new Core().compileModel(modelPath, device, { PERFORMANCE_HINT: 'LATENCY' });
  const request = compiledModel.createInferRequest();
  const tensors = Array.from({ length: SLOTS }, (_, slot) => [
    new Tensor('f32', shapes[0], view(inputs, slot, lengths[0])),
    new Tensor('f32', shapes[1], view(outputs, slot, lengths[1])),
  ]);
  for (let frame = 0; frame < frames; frame++) {
    const slot = frame % SLOTS;
    const [input, output] = tensors[slot];
    waitFor(states, slot, FULL);
    request.infer([input], { outputs: [output] });
    hand(states, slot, DONE);
    parentPort.postMessage(slot);
  }
}

/** Main: reads a result, and gives its slot back. */
function read({ states, outputs, lengths }, slot) {
  if (Atomics.load(states, slot) !== DONE) throw new Error(`slot ${slot} is not done`);
  const result = view(outputs, slot, lengths[1]);
  if (frames++ === 0) console.log('first result:', result.subarray(0, 4), '…');
  hand(states, slot, EMPTY);
}

import { compile, inputTensor, ov } from './ours-model.mjs';
import { sink } from './ours-sync.mjs';

/** A tensor over an array that is there already, of the size of the model's input. @type {import('./serve.mjs').Task} */
export function wrapTask(preparation) {
  const { compiled } = compile(preparation);
  const { shape } = compiled.input();
  const array = /** @type {Float32Array} */ (inputTensor(compiled).data);
  return {
    run: (iterations) => {
      for (let i = 0; i < iterations; i++) sink.last = new ov.Tensor('f32', shape, array);
    },
  };
}

/** The elements of a tensor that nobody has changed. @type {import('./serve.mjs').Task} */
export function readTask(preparation) {
  const { compiled } = compile(preparation);
  const tensor = inputTensor(compiled);
  compiled.createInferRequest().infer([tensor]);
  const array = tensor.data;
  return {
    run: (iterations) => {
      const before = bytesOutside();
      let same = true;
      const started = process.hrtime.bigint();
      for (let i = 0; i < iterations; i++) {
        const { data } = tensor;
        same &&= data === array;
        sink.sum += Number(data[0]);
      }
      // its own time, for collecting garbage is not part of reading
      const nanoseconds = Number(process.hrtime.bigint() - started);
      return { nanoseconds, copiedBytes: same ? Math.max(0, bytesOutside() - before) : array.byteLength };
    },
  };
}

/** Memory of buffers, which is where a copy would be. */
function bytesOutside() {
  globalThis.gc?.();
  const { arrayBuffers, external } = process.memoryUsage();
  return Math.max(arrayBuffers, external);
}

/** Inferences with a large output in a loop that never lets the event loop turn. @type {import('./serve.mjs').Task} */
export function memoryTask(preparation) {
  const { compiled, output } = compile(preparation);
  const request = compiled.createInferRequest();
  const inputs = [inputTensor(compiled)];
  return {
    run: (iterations) => {
      let kept = {};
      for (let i = 0; i < iterations; i++) {
        const results = request.infer(inputs);
        sink.sum += Number(results[output]?.data[0]);
        if (preparation.keepLast) kept = results;
      }
      sink.sum += Object.keys(kept).length;
    },
  };
}

/** New tensors in a loop that never lets the event loop turn, every other one used. @type {import('./serve.mjs').Task} */
export function memoryTensorsTask(preparation) {
  const { compiled, output } = compile(preparation);
  const request = compiled.createInferRequest();
  const { shape } = compiled.input();
  return {
    run: (iterations) => {
      for (let i = 0; i < iterations; i++) {
        const tensor = new ov.Tensor('f32', shape);
        if (i % 2 === 0) sink.sum += Number(request.infer([tensor])[output]?.data[0]);
      }
    },
  };
}

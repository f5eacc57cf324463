import { compile, inputTensor, ov } from './ours-model.mjs';
import { sink } from './ours-sync.mjs';

/**
 * @typedef {import('../../../lib/index.js').CompiledModel} CompiledModel
 * @typedef {import('../../../lib/index.js').Tensor} Tensor
 * @typedef {{ compiled: CompiledModel, requests: number, optimal: number, output: string, inputs: Tensor[] }} Setup
 * @typedef {(iterations: number) => Promise<void>} Run
 */

/** The ways to keep a model busy. @type {Record<string, (setup: Setup) => Run>} */
const WAYS = {
  /** Each request in a loop of its own. */
  inferAsync: ({ compiled, requests, output, inputs }) => {
    const all = Array.from({ length: requests }, () => compiled.createInferRequest());
    return (iterations) => together(all, iterations, async (request) => read(await request.inferAsync(inputs), output));
  },

  /** A queue that is never empty, and never has more than four times as many inferences as requests. */
  queue: ({ compiled, requests, inputs }) => {
    const queue = new ov.AsyncInferQueue(compiled, requests);
    return (iterations) => throughQueue(queue, inputs, 4 * requests, iterations);
  },

  pipeline: ({ compiled, requests, optimal, output, inputs }) => {
    const options = requests === optimal ? {} : { inFlight: requests };
    return async (iterations) => {
      const results = ov.pipeline(compiled, repeat(inputs, iterations), options);
      for await (const { outputs } of results) read(outputs, output);
    };
  },

  /** Twice as many callers as requests, each with an inference after the other. */
  run: ({ compiled, requests, output, inputs }) => {
    compiled.configurePool({ size: requests });
    const callers = Array.from({ length: 2 * requests });
    return (iterations) => together(callers, iterations, async () => read(await compiled.run(inputs), output));
  },
};

/**
 * @template T
 * @param {T[]} workers
 * @param {number} iterations of all of them
 * @param {(worker: T) => Promise<void>} infer
 */
async function together(workers, iterations, infer) {
  let started = 0;
  await Promise.all(
    workers.map(async (worker) => {
      while (started < iterations) {
        started++;
        await infer(worker);
      }
    }),
  );
}

/**
 * @param {import('../../../lib/index.js').AsyncInferQueue} queue
 * @param {Tensor[]} inputs
 * @param {number} outstanding
 * @param {number} iterations
 * @returns {Promise<void>}
 */
function throughQueue(queue, inputs, outstanding, iterations) {
  return new Promise((resolve, reject) => {
    let started = 0;
    let done = 0;
    const start = () => {
      started++;
      queue.startAsync(inputs);
    };
    queue.setCallback((error, request) => {
      if (error) {
        reject(error);
        return;
      }
      sink.sum += Number(request.getOutputTensor().data[0]);
      done++;
      if (started < iterations) start();
      else if (done === iterations) resolve();
    });
    while (started < Math.min(outstanding, iterations)) start();
  });
}

/**
 * @template T
 * @param {T} item
 * @param {number} count
 */
function* repeat(item, count) {
  for (let i = 0; i < count; i++) yield item;
}

/**
 * @param {import('../../../lib/index.js').InferResults} results
 * @param {string} output
 */
function read(results, output) {
  sink.sum += Number(results[output]?.data[0]);
}

/** Several inferences at a time, as fast as they go. @type {import('./serve.mjs').Task} */
export function asyncTask(preparation) {
  const { compiled, requests, optimal, output } = compile(preparation);
  const way = WAYS[preparation.way ?? ''];
  if (way === undefined) throw new Error(`there is no way ${preparation.way}`);
  return { requests, run: way({ compiled, requests, optimal, output, inputs: [inputTensor(compiled)] }) };
}

/** One inference after the other, with many tensors about that are in no use. @type {import('./serve.mjs').Task} */
export function liveTensorsTask(preparation) {
  const { compiled } = compile(preparation);
  const request = compiled.createInferRequest();
  const inputs = [inputTensor(compiled)];
  // each was used once: then the library knows it as well
  const live = Array.from({ length: preparation.live ?? 0 }, () => inputTensor(compiled));
  for (const tensor of live) request.infer([tensor]);
  const viaQueue = preparation.way === 'queue';
  const queue = new ov.AsyncInferQueue(compiled, 1);
  queue.setCallback(() => {});
  const roundTrip = () => (viaQueue ? queue.startAsync(inputs) : request.inferAsync(inputs));
  return {
    run: async (iterations) => {
      for (let i = 0; i < iterations; i++) await roundTrip();
      // they have to be there to the end
      if (live.some((tensor) => !(tensor instanceof ov.Tensor))) throw new Error('a live tensor is gone');
    },
  };
}

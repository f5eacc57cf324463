import { compile, inputTensor } from './ours-model.mjs';

/** What was read or made, so that neither is left out by the engine's compiler. */
export const sink = { sum: 0, last: /** @type {unknown} */ (undefined) };

/** @type {Record<string, (request: Request, tensors: Tensors, output: string) => (iterations: number) => void>} */
const WAYS = {
  /** The output through a view that was taken once. */
  view: (request) => {
    const view = request.getOutputTensor();
    return (iterations) => {
      for (let i = 0; i < iterations; i++) {
        request.infer();
        sink.sum += Number(view.data[0]);
      }
    };
  },

  shared: (request, _tensors, output) => {
    const options = { shareOutputs: true };
    return (iterations) => {
      for (let i = 0; i < iterations; i++) sink.sum += read(request.infer(undefined, options), output);
    };
  },

  owned: (request, _tensors, output) => (iterations) => {
    for (let i = 0; i < iterations; i++) sink.sum += read(request.infer(), output);
  },

  array: (request, tensors, output) => (iterations) => {
    for (let i = 0; i < iterations; i++) sink.sum += read(request.infer([tensors[i & 1]]), output);
  },

  object: (request, tensors, output) => (iterations) => {
    for (let i = 0; i < iterations; i++) sink.sum += read(request.infer({ x: tensors[i & 1] }), output);
  },
};

/**
 * @typedef {import('../../../lib/index.js').InferRequest} Request
 * @typedef {any[]} Tensors two of them
 */

/**
 * @param {import('../../../lib/index.js').InferResults} results
 * @param {string} output
 */
const read = (results, output) => Number(results[output]?.data[0]);

/** Inferences one after the other, the thread waiting. @type {import('./serve.mjs').Task} */
export function syncTask(preparation) {
  const { compiled, output } = compile(preparation);
  const request = compiled.createInferRequest();
  const tensors = [inputTensor(compiled), inputTensor(compiled)];
  if (preparation.task === 'sync-infer') request.setInputTensor(/** @type {any} */ (tensors[0]));
  const way = WAYS[preparation.way ?? ''];
  if (way === undefined) throw new Error(`there is no way ${preparation.way}`);
  return { run: way(request, tensors, output) };
}

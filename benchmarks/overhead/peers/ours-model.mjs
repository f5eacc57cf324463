/** The package as this checkout built it. */
export const ov = /** @type {typeof import('../../../lib/index.js')} */ (
  await import(new URL('../../../dist/index.js', import.meta.url).href)
);

/**
 * @param {import('./serve.mjs').Preparation} preparation
 * @returns a compiled model of one input and one output, and how many requests are to be in flight
 */
export function compile({ model, hint, requests }) {
  /** @type {Record<string, string>} */
  const properties = { PERFORMANCE_HINT: hint };
  const compiled = new ov.Core().compileModelSync(model, 'CPU', properties);
  const optimal = Number(compiled.getProperty('OPTIMAL_NUMBER_OF_INFER_REQUESTS'));
  return { compiled, requests: requests > 0 ? requests : optimal, optimal, output: compiled.output().anyName };
}

/**
 * A tensor for the model's input, over an array of its own.
 * @param {import('../../../lib/index.js').CompiledModel} compiled
 */
export function inputTensor(compiled) {
  const { shape } = compiled.input();
  const count = shape.reduce((product, size) => product * size, 1);
  return new ov.Tensor('f32', shape, new Float32Array(count).fill(0.5));
}

// A whole program on this package: OPENVINO_NODE_LIBRARY=… node cold-start-ours.mjs MODEL
// It does what cold-start-floor.mjs does.

const { Core } = /** @type {typeof import('../../../lib/index.js')} */ (
  await import(new URL('../../../dist/index.js', import.meta.url).href)
);

const [, , model = ''] = process.argv;
const compiled = new Core().compileModelSync(model, 'CPU', { PERFORMANCE_HINT: 'LATENCY' });
const count = compiled.input().shape.reduce((product, size) => product * size, 1);
const results = compiled.createInferRequest().infer([new Float32Array(count).fill(0.5)]);
if (Number.isNaN(results[compiled.output().anyName]?.data[0])) process.exitCode = 1;

import { spawnSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { reluModel } from '../helpers/models.js';

const url = (path: string): string => JSON.stringify(new URL(`../../dist/${path}`, import.meta.url).href);

/** A GPU with a context, tensors in it, and a model of one input: `context`, `input`, `output`, `model`, `core`. */
const PRELUDE = `import { Core, Tensor } from ${url('index.js')};
import { expectedOutput, mockRuntime } from ${url('testing/index.js')};
mockRuntime({ devices: ['CPU', { name: 'GPU', loadMs: 100 }] });
const core = new Core();
const context = core.createContext('GPU', { CONTEXT_TYPE: 'OCL', OCL_CONTEXT: 0x1234n });
const model = core.readModelSync(${JSON.stringify(reluModel().xml)});
const [input, output] = [context.createTensor('f32', [1, 16]), context.createTensor('f32', [1, 16])];
`;

/** Runs a program in a process of its own. */
function run(body: string, env: NodeJS.ProcessEnv = {}): { status: number | null; output: string } {
  const args = ['--input-type=module', '-e', PRELUDE + body];
  const options = { encoding: 'utf8', timeout: 25_000, env: { ...process.env, ...env } } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  return { status, output: stdout + stderr };
}

it('ends with contexts and tensors of all kinds in use', () => {
  const body = `const compiled = core.compileModelSync(model, context);
const request = compiled.createInferRequest();
request.setOutputTensor(output);
request.infer([input]);
request.inferAsync([context.createHostTensor('f32', [1, 16])]).catch(() => {});
core.compileModel(model, context).catch(() => {});
console.log('done');`;
  expect(run(body)).toEqual({ status: 0, output: 'done\n' });
  expect(run(`${body} process.exit(3);`)).toEqual({ status: 3, output: 'done\n' });
});

it('gives ordinary tensors for host tensors where the engine allows no views of native memory', () => {
  const body = `const compiled = core.compileModelSync(model, context);
const request = compiled.createInferRequest();
const host = context.createHostTensor('f32', [1, 16]);
host.data[0] = 5;
host.setShape([16]);
host.setShape([1, 16]);
const expected = expectedOutput({ type: 'f32', shape: [1, 16] }, [host]).data;
const { y } = request.infer([host]);
console.log(String(y.data) === String(expected), request.infer([host], { outputs: [output] }).y === output);
console.log(String(request.getOutputTensor().shape), request.infer([output]).y.shape.length);`;
  expect(run(body, { OPENVINO_NODE_EXTERNAL_BUFFERS: '0' })).toEqual({ status: 0, output: 'true true\n1,16 2\n' });
});

it('frees a worker’s contexts and tensors when it ends, and when it is terminated', async () => {
  const program = (body: string): URL =>
    new URL(
      `data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads';\n${PRELUDE}${body}`)}`,
    );
  const body = `const compiled = await core.compileModel(model, context);
const request = compiled.createInferRequest();
request.setOutputTensor(output);
await request.inferAsync([input]);
parentPort.postMessage(String(output.getShape()));`;
  for (const [more, code] of [
    ['', 0],
    ['\nsetInterval(() => request.infer(), 1);', 1],
  ] as const) {
    const workers = [1, 2].map(() => new Worker(program(body + more)));
    const messages = workers.map((worker) => new Promise((resolve) => worker.once('message', resolve)));
    const exits = workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve)));
    expect(await Promise.all(messages)).toEqual(['1,16', '1,16']);
    if (code === 1) for (const worker of workers) await worker.terminate();
    expect(await Promise.all(exits)).toEqual([code, code]);
  }
});

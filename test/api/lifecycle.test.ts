import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../helpers/folder.js';
import { heavyModel, reluModel, writeModel } from '../helpers/models.js';
import { testRuntimes } from '../helpers/runtimes.js';

/*
 * How processes and workers end, each in a process of its own: a crash there must not be the test runner's.
 */
const folder = testFolder();
const heavy = writeModel(folder, 'heavy', heavyModel());
const relu = writeModel(folder, 'relu', reluModel({ shape: [1, 4] }));
const index = new URL('../../dist/index.js', import.meta.url).href;
const [newest] = testRuntimes();
let programs = 0;

interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program that has `ov` (the package), `core`, HEAVY and RELU (paths of models). */
function runProgram(body: string, { flags = [] as string[], extension = 'mjs', prelude = true } = {}): Ended {
  const file = join(folder, `program-${programs++}.${extension}`);
  const start = `import * as ov from ${JSON.stringify(index)};
ov.loadRuntime({ path: ${JSON.stringify(newest?.path)} });
const core = new ov.Core();
const HEAVY = ${JSON.stringify(heavy)}, RELU = ${JSON.stringify(relu)};
`;
  writeFileSync(file, prelude ? start + body : body);
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...flags, file], {
    encoding: 'utf8',
    timeout: 25_000,
  });
  return { status, signal, stdout, stderr };
}

function expectEnd(ended: Ended, stdout: string): void {
  expect({ ...ended, stderr: ended.stderr.slice(0, 2000) }).toEqual({ status: 0, signal: null, stdout, stderr: '' });
}

describe('a process', () => {
  it('has been built', () => {
    expect(existsSync(fileURLToPath(index))).toBe(true);
  });

  it('ends by itself when nothing is under way', () => {
    expectEnd(
      runProgram(`const r = core.compileModelSync(RELU, 'CPU').createInferRequest();
await r.inferAsync([new Float32Array(4)]); console.log('done');`),
      'done\n',
    );
  });

  it('may hold two copies of the package, each told of its own inferences', () => {
    const copy = join(folder, 'copy');
    cpSync(new URL('.', index), join(copy, 'dist'), { recursive: true });
    // the same addon: Node loads a file once, whatever names lead to it
    for (const name of ['build', 'prebuilds', 'node_modules', 'package.json'])
      if (existsSync(new URL(`../${name}`, index))) symlinkSync(new URL(`../${name}`, index), join(copy, name));
    expectEnd(
      runProgram(`const { loadRuntime, Core } = await import(${JSON.stringify(pathToFileURL(join(copy, 'dist/index.js')).href)});
const a = core.compileModelSync(RELU, 'CPU').createInferRequest();
loadRuntime({ path: ${JSON.stringify(newest?.path)} });
const b = new Core().compileModelSync(RELU, 'CPU').createInferRequest();
await Promise.all([a.inferAsync([new Float32Array(4)]), b.inferAsync([new Float32Array(4)])]);
await a.inferAsync();
console.log('done');`),
      'done\n',
    );
  });

  it('stays until an inference that nobody awaits has ended', () => {
    expectEnd(
      runProgram(`const r = core.compileModelSync(HEAVY, 'CPU').createInferRequest();
r.inferAsync().then(() => console.log('done'));`),
      'done\n',
    );
  });

  it('ends at process.exit with inferences in flight', () => {
    expectEnd(
      runProgram(`const c = core.compileModelSync(HEAVY, 'CPU');
for (let i = 0; i < 4; i++) c.createInferRequest().inferAsync();
setTimeout(() => { console.log('exit'); process.exit(0); }, 20);`),
      'exit\n',
    );
  });

  it('waits at process.exit for the compilation under way', () => {
    // a model can be reshaped only when nothing compiles it
    expectEnd(
      runProgram(`const model = core.readModelSync(HEAVY);
core.compileModel(model, 'CPU'); core.compileModel(model, 'AUTO'); core.readModel(HEAVY);
process.on('exit', () => { model.reshape([2, 64, 128, 128]); console.log('idle'); });
setTimeout(() => process.exit(0), 10);`),
      'idle\n',
    );
  });

  it('waits at an uncaught exception, too', () => {
    const { status, signal, stdout } = runProgram(`const model = core.readModelSync(HEAVY);
const request = core.compileModelSync(HEAVY, 'CPU').createInferRequest();
request.inferAsync();
core.compileModel(model, 'CPU');
process.on('exit', () => { model.reshape([2, 64, 128, 128]); console.log('idle'); });
throw new Error('uncaught');`);
    expect({ status, signal, stdout }).toEqual({ status: 1, signal: null, stdout: 'idle\n' });
  });

  it('survives an end that a callback only announces, of more inferences than are told of at once', () => {
    expectEnd(
      runProgram(`const c = core.compileModelSync(RELU, 'CPU'); let count = 0;
for (const r of Array.from({ length: 600 }, () => c.createInferRequest())) {
  r.setCallback(() => { if (count++ === 0) process.emit('exit', 0); });
  r.startAsync();
}
for (const end = Date.now() + 300; Date.now() < end; );
setTimeout(() => { console.log(count); process.exit(0); }, 50);`),
      '256\n',
    );
  });

  it('loads no addon and no OpenVINO by importing the package, by import or by require', () => {
    const loaded = `const maps = require('node:fs').readFileSync('/proc/self/maps', 'utf8'); console.log(/openvino/.test(maps.replaceAll(/openvino-node-test\\S*/g, '')), typeof ov.Core);`;
    const byRequire = runProgram(`const ov = require(${JSON.stringify(fileURLToPath(index))}); ${loaded}`, {
      prelude: false,
      extension: 'cjs',
    });
    expect(byRequire.stdout).toBe('false function\n');
    const byImport = runProgram(
      `import { createRequire } from 'node:module'; import * as ov from ${JSON.stringify(index)};
const require = createRequire(import.meta.url); ${loaded}`,
      { prelude: false },
    );
    expectEnd(byImport, 'false function\n');
  });

  it('survives collection of everything while inferences run', () => {
    expectEnd(
      runProgram(
        `let done = 0;
const start = () => { const c = core.compileModelSync(HEAVY, 'CPU'); const r = c.createInferRequest(); return r.inferAsync([new Float32Array(64 * 128 * 128)]).then(() => done++); };
const all = [start(), start(), start()];
for (let i = 0; i < 20; i++) { gc(); await new Promise((r) => setTimeout(r, 5)); }
await Promise.all(all); console.log(done);`,
        { flags: ['--expose-gc'] },
      ),
      '3\n',
    );
  });

  it('frees what is not reachable', () => {
    const { stdout } = runProgram(
      `const c = core.compileModelSync(RELU, 'CPU');
const rss = () => { gc(); return process.memoryUsage().rss; };
const round = async () => { for (let i = 0; i < 300; i++) { const r = c.createInferRequest(); r.infer([new Float32Array(4)]); r.getOutputTensor().data; } await new Promise((r) => setImmediate(r)); };
await round(); await round(); const before = rss();
for (let i = 0; i < 6; i++) await round();
console.log(rss() - before < 30e6);`,
      { flags: ['--expose-gc'] },
    );
    expect(stdout).toBe('true\n');
  });

  it('throws what a callback throws, and settles the others', () => {
    const ended =
      runProgram(`const c = core.compileModelSync(RELU, 'CPU'); const r = c.createInferRequest(); const s = c.createInferRequest();
process.on('uncaughtException', (e) => console.log('uncaught', e.message));
r.setCallback(() => { throw new Error('mine'); });
const both = [r.inferAsync([new Float32Array(4)]), s.inferAsync([new Float32Array(4)])];
await Promise.all(both); await new Promise((r) => setImmediate(r)); console.log('both');`);
    expect(ended.stdout.split('\n').sort().filter(Boolean)).toEqual(['both', 'uncaught mine']);
    expect(ended.status).toBe(0);
  });
});

describe('a worker', () => {
  const inWorker = (body: string): string => `import { Worker } from 'node:worker_threads';
const body = ${JSON.stringify(`import * as ov from ${JSON.stringify(index)};
import { parentPort } from 'node:worker_threads';
ov.loadRuntime({ path: ${JSON.stringify(newest?.path)} });
const core = new ov.Core(); const HEAVY = ${JSON.stringify(heavy)}, RELU = ${JSON.stringify(relu)};
`)} + ${JSON.stringify(body)};
const url = new URL('data:text/javascript,' + encodeURIComponent(body));
for (let i = 0; i < 6; i++) {
  const worker = new Worker(url);
  await new Promise((resolve, reject) => { worker.once('message', resolve); worker.once('error', reject); });
  await new Promise((resolve) => setTimeout(resolve, i * 4));
  await worker.terminate();
}
console.log('alive');`;

  it('can be terminated with inferences in flight', () => {
    expectEnd(
      runProgram(
        inWorker(`const c = core.compileModelSync(HEAVY, 'CPU');
for (let i = 0; i < 3; i++) c.createInferRequest().inferAsync([new Float32Array(64 * 128 * 128)]);
parentPort.postMessage('go');`),
      ),
      'alive\n',
    );
  });

  it('can be terminated with a compilation under way', () => {
    expectEnd(
      runProgram(
        inWorker(`core.compileModel(HEAVY, 'CPU'); core.compileModel(HEAVY, 'CPU'); parentPort.postMessage('go');`),
      ),
      'alive\n',
    );
  });

  it('works beside others', () => {
    expectEnd(
      runProgram(`import { Worker } from 'node:worker_threads';
const url = new URL('data:text/javascript,' + encodeURIComponent(${JSON.stringify(`import * as ov from ${JSON.stringify(index)};
import { parentPort, workerData } from 'node:worker_threads';
ov.loadRuntime({ path: ${JSON.stringify(newest?.path)} });
const r = new ov.Core().compileModelSync(${JSON.stringify(relu)}, 'CPU').createInferRequest();
for (let i = 0; i < 200; i++) { const { y } = await r.inferAsync([Float32Array.of(i, workerData, -1, 1)]); if (y.data[0] !== i || y.data[1] !== workerData) throw new Error('mixed up'); }
parentPort.postMessage('ok');`)}));
const ends = [1, 2, 3].map((workerData) => new Promise((resolve, reject) => { const w = new Worker(url, { workerData }); w.once('message', resolve); w.once('error', reject); }));
console.log((await Promise.all(ends)).join());`),
      'ok,ok,ok\n',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { testFolder } from '../helpers/folder.js';
import { reluModel, writeModel } from '../helpers/models.js';
import { runProgram } from '../helpers/program.js';
import { testRuntimes } from '../helpers/runtimes.js';

const folder = testFolder();
const relu = JSON.stringify(writeModel(folder, 'relu', reluModel({ shape: [2] })));
const runtime = testRuntimes()[0]?.path ?? '';
const compile = `const compiled = core.compileModelSync(${relu}, 'CPU'); const input = [new Float32Array(2)];`;

const run = (body: string) => runProgram(compile + body, { folder, runtime });
const ended = (stdout: string) => ({ status: 0, signal: null, stdout, stderr: '' });

describe('a process ends by itself', () => {
  it.each([
    [
      'with a queue that was not released',
      `const queue = new ov.AsyncInferQueue(compiled, 2); queue.setCallback(() => {});
await Promise.all([1, 2, 3].map(() => queue.startAsync(input))); console.log('done');`,
    ],
    [
      'with a producer that waits for a place in vain',
      `const queue = new ov.AsyncInferQueue(compiled, 1, { maxWaiting: 0 }); queue.setCallback(() => {});
const end = queue.startAsync(input); queue.whenReady(); queue.whenReady(); queue.getIdleRequest(); await end; console.log('done');`,
    ],
    ['after run', `await Promise.all([1, 2, 3].map(() => compiled.run(input))); console.log('done');`],
    [
      'with a pipeline that nobody reads to its end',
      `const results = ov.pipeline(compiled, Array(20).fill(input)); await results.next(); console.log('done');`,
    ],
  ])('%s', (_, body) => {
    expect(run(body)).toEqual(ended('done\n'));
  });

  it('when all that was started without being awaited has ended', () => {
    const { stdout, status } = run(`const queue = new ov.AsyncInferQueue(compiled, 1);
let count = 0; queue.setCallback(() => { count++; });
for (let i = 0; i < 5; i++) queue.startAsync(input);
process.on('exit', () => console.log(count));`);
    expect([stdout, status]).toEqual(['5\n', 0]);
  });
});

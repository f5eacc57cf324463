import { afterEach, describe, expect, it } from 'vitest';
import { Core, getOpenvinoVersion, setLogHandler } from '../../lib/index.js';
import { expectError } from '../helpers/expect-error.js';
import { testFolder } from '../helpers/folder.js';
import { reluModel } from '../helpers/models.js';
import { runProgram } from '../helpers/program.js';
import { describeRuntimes, testRuntimes } from '../helpers/runtimes.js';

const { xml, weights } = reluModel();
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

/** Compiles with a device that has much to say. */
function compile(): void {
  using core = new Core();
  using model = core.readModelSync(xml, weights);
  core.compileModelSync(model, 'AUTO:CPU', { LOG_LEVEL: 'LOG_DEBUG' }).close();
}

const isSupported = (): boolean => Number(getOpenvinoVersion().buildNumber.slice(0, 6)) >= 2025.4;

describeRuntimes('a log handler', () => {
  afterEach(() => {
    if (isSupported()) setLogHandler();
  });

  it('is told of every message, when the event loop turns', async () => {
    if (!isSupported()) {
      expectError('NOT_SUPPORTED_BY_RUNTIME', () => setLogHandler(() => {}), /since 2025\.4/);
      return;
    }
    const heard: string[] = [];
    setLogHandler((message) => heard.push(message));
    compile();
    expect(heard).toEqual([]);
    await settled();
    expect(heard.length).toBeGreaterThan(10);
    expect(heard.filter((line) => /\n$/.test(line))).toEqual([]);
    expect(heard.some((line) => line.includes('select device:CPU'))).toBe(true);
  });

  it('hears nothing once there is another, or none', async () => {
    if (!isSupported()) return expectError('NOT_SUPPORTED_BY_RUNTIME', () => setLogHandler(null));
    const [first, second]: [string[], string[]] = [[], []];
    setLogHandler((message) => first.push(message));
    setLogHandler((message) => second.push(message));
    compile();
    await settled();
    expect(first).toEqual([]);
    expect(second.length).toBeGreaterThan(10);
    second.length = 0;
    setLogHandler(null);
    compile();
    await settled();
    return expect(second).toEqual([]);
  });

  it('that throws loses no message of the others', async () => {
    if (!isSupported()) return expectError('NOT_SUPPORTED_BY_RUNTIME', () => setLogHandler(() => {}));
    const uncaught: unknown[] = [];
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => uncaught.push(error));
    try {
      let count = 0;
      setLogHandler(() => {
        count++;
        throw new Error(`message ${count}`);
      });
      compile();
      await settled();
      expect(count).toBeGreaterThan(10);
      return expect(uncaught).toHaveLength(count);
    } finally {
      process.removeAllListeners('uncaughtException');
      for (const listener of others) process.on('uncaughtException', listener);
    }
  });

  it('is a function, null or undefined', () => {
    expectError('INVALID_ARGUMENT', () => setLogHandler('console.log' as unknown as null), /not "console\.log"/);
  });
});

const PROGRAM = `
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
const { setLogHandler } = ov;
function compile() {
  const model = core.readModelSync(${JSON.stringify(xml)});
  core.compileModelSync(model, 'AUTO:CPU', { LOG_LEVEL: 'LOG_DEBUG' }).close();
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 100));
`;

describe('in a program', () => {
  const folder = testFolder();
  const runtime = testRuntimes()[0]?.path ?? '';
  const run = (body: string) => runProgram(`${PROGRAM}${body}`, { folder, runtime });

  it('the log goes to the standard output without a handler, and again when it is taken away', () => {
    const { stdout, status } = run(`
      setLogHandler((message) => console.log('HEARD', message));
      compile();
      await settled();
      setLogHandler(null);
      compile();
      await settled();
      console.log('BY DEFAULT');
      setLogHandler();
      compile();`);
    const [heard, byDefault] = stdout.split('BY DEFAULT\n') as [string, string];
    expect(status).toBe(0);
    expect(heard.split('\n').filter((line) => line !== '' && !line.startsWith('HEARD '))).toEqual([]);
    expect(byDefault).toMatch(/select device:CPU/);
    expect(byDefault).not.toMatch(/HEARD/);
  });

  it('a handler keeps it not alive, and hears what a thread of another runs', () => {
    const { stdout, status } = run(`
      let count = 0;
      setLogHandler(() => count++);
      if (isMainThread) {
        const worker = new Worker(new URL(import.meta.url));
        const theirs = await new Promise((resolve) => worker.once('message', resolve));
        await new Promise((resolve) => worker.once('exit', resolve));
        await settled();
        console.log(theirs > 10, count === theirs);
        compile();
        await settled();
        console.log(count === 2 * theirs);
      } else {
        compile();
        await settled();
        parentPort.postMessage(count);
      }`);
    expect([stdout, status]).toEqual(['true true\ntrue\n', 0]);
  });

  it('a thread that ends while its handler is told of much takes nothing with it', () => {
    const { stdout, status } = run(`
      if (isMainThread) {
        setLogHandler(null);
        for (let i = 0; i < 3; i++) {
          const worker = new Worker(new URL(import.meta.url));
          await new Promise((resolve) => worker.once('message', resolve));
          for (let k = 0; k < 8; k++) compile();
          await worker.terminate();
          compile();
        }
        console.log('done');
      } else {
        setLogHandler(() => {});
        parentPort.postMessage('ready');
        for (;;) compile();
      }`);
    expect([stdout, status]).toEqual(['done\n', 0]);
  });

  it('one that blocks hears of what it has missed', () => {
    const { stdout, status } = run(`
      const heard = [];
      setLogHandler((message) => heard.push(message));
      for (let i = 0; i < 300; i++) compile();
      await settled();
      console.log(heard.length, heard.at(-1));`);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^10001 \d+ more messages were dropped/);
  });
});

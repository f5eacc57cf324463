import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { testFolder } from '../../helpers/folder.js';
import { reluModel, writeModel } from '../../helpers/models.js';
import { type Ended, ROOT, run } from '../../setup/checkout.js';

const folder = testFolder();
const model = writeModel(folder, 'relu', reluModel());
const url = (file: string): string => JSON.stringify(pathToFileURL(join(ROOT, 'dist', file)).href);

const PRELUDE = `
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Core } from ${url('index.js')};
import { mockRuntime } from ${url('testing/index.js')};
const model = ${JSON.stringify(model)};
const HANGS = { devices: [{ name: 'CPU', faults: [{ kind: 'load-hangs' }] }] };
`;

let count = 0;

/** Runs a program in a process of its own, which is ended where it does not end by itself. */
async function runs(program: string, extra: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const file = join(folder, `program-${++count}.mjs`);
  writeFileSync(file, PRELUDE + program);
  const env = { ...process.env, TMPDIR: folder, ...extra };
  const ended = await run('timeout', ['--signal=KILL', '20', process.execPath, file], { env });
  return ended;
}

it.each<[string, string, number, string]>([
  ['by itself, with the runtime open', 'mockRuntime(); console.log("end");', 0, 'end'],
  [
    'by itself, after inferences',
    `
    mockRuntime();
    const request = (await new Core().compileModel(model, 'CPU')).createInferRequest();
    await request.inferAsync();
    request.startAsync();
    console.log("end");`,
    0,
    'end',
  ],
  ['by process.exit', 'mockRuntime(); await delay(20); console.log("end"); process.exit(3);', 3, 'end'],
  [
    'by process.exit while a load hangs',
    `
    mockRuntime(HANGS);
    new Core().compileModel(model, 'CPU').catch(() => {});
    await delay(100);
    console.log("end");
    process.exit(4);`,
    4,
    'end',
  ],
  [
    'by process.exit while loads of two runtimes hang, the later one closed',
    `
    mockRuntime(HANGS);
    new Core().compileModel(model, 'CPU').catch(() => {});
    await delay(50);
    mockRuntime(HANGS).close();
    console.log("end");
    process.exit(5);`,
    5,
    'end',
  ],
  [
    'by process.exit while a virtual load is under way',
    `
    mockRuntime({ devices: [{ name: 'CPU', loadMs: 1e9 }] });
    new Core().compileModel(model, 'CPU').catch(() => {});
    console.log("end");
    process.exit(6);`,
    6,
    'end',
  ],
  [
    'by an error that nobody catches, while a load hangs',
    `
    mockRuntime(HANGS);
    new Core().compileModel(model, 'CPU').catch(() => {});
    await delay(50);
    console.log("end");
    throw new Error('nobody catches this');`,
    1,
    'end',
  ],
  [
    'by a signal that the program handles, while a load hangs',
    `
    mockRuntime(HANGS);
    new Core().compileModel(model, 'CPU').catch(() => {});
    process.on('SIGTERM', () => process.exit(7));
    await delay(50);
    console.log("end");
    process.kill(process.pid, 'SIGTERM');`,
    7,
    'end',
  ],
])('a process ends %s', async (_, program, code, said) => {
  const ended = await runs(program);
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: `${said}\n` });
  expect(ended.durationMs).toBeLessThan(10_000);
});

it('a process that waits for a load that hangs does not end, and is not busy', async () => {
  const { stdout } = await runs(`
    mockRuntime(HANGS);
    new Core().compileModel(model, 'CPU').catch(() => {});
    await delay(300);
    const before = process.cpuUsage();
    await delay(500);
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);
    process.exit(0);`);
  // milliseconds of 500
  expect(Number(stdout)).toBeLessThan(200);
});

it('leaves nothing behind: neither descriptions nor copies of the library', async () => {
  const { stdout, code } = await runs(`
    const open = mockRuntime({ version: '2025.4.1' });
    const closed = mockRuntime({ version: '2024.6.0' });
    closed.close();
    console.log(JSON.stringify([open.info.path, closed.info.path]));
    process.exitCode = [open, closed].every(({ info }) => existsSync(info.path)) ? 0 : 9;`);
  expect(code).toBe(0);
  const paths = JSON.parse(stdout) as string[];
  expect(new Set(paths).size).toBe(2);
  for (const path of paths) expect(existsSync(path), path).toBe(false);
  expect(readdirSync(folder).filter((name) => name.endsWith('-openvino-mock'))).toEqual([]);
});

it('what a killed process has left is removed by the next one', async () => {
  const left = () => readdirSync(folder).filter((name) => name.endsWith('-openvino-mock'));
  await runs("mockRuntime({ version: '2025.4.1' }); process.kill(process.pid, 'SIGKILL');");
  expect(left()).toHaveLength(2);
  await runs('mockRuntime();');
  expect(left()).toEqual([]);
});

it('importing it loads no native code', async () => {
  const { stdout } = await runs(`
    console.log(process.report.getReport().sharedObjects.filter((file) => /openvino/.test(file)).length);`);
  expect(stdout).toBe('0\n');
});

it('works in a worker, whose end does not wait for a load that hangs', async () => {
  const worker = join(folder, 'worker.mjs');
  writeFileSync(
    worker,
    `${PRELUDE}
    import { parentPort } from 'node:worker_threads';
    const runtime = mockRuntime({ devices: ['GPU', { name: 'CPU', faults: [{ kind: 'load-hangs' }] }] });
    const core = new Core();
    await (await core.compileModel(model, 'GPU')).createInferRequest().inferAsync();
    core.compileModel(model, 'CPU').catch(() => {});
    await delay(50);
    parentPort.postMessage(runtime.now());
    process.exit(0);`,
  );
  const { stdout, code } = await runs(`
    import { Worker } from 'node:worker_threads';
    mockRuntime();
    const worker = new Worker(${JSON.stringify(worker)});
    worker.on('message', (now) => console.log(now));
    await new Promise((resolve) => worker.on('exit', resolve));
    console.log('ended');`);
  expect({ stdout, code }).toEqual({ stdout: '3005\nended\n', code: 0 });
}, 30_000);

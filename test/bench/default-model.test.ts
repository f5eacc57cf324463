import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DEFAULT_MODEL_NAME,
  type DefaultModelOptions,
  installDefaultModel,
  locateDefaultModel,
  type Precision,
  PUBLISHED,
  type PublishedModel,
  resolveDefaultModel,
} from '../../lib/bench/model/default-model.js';
import { rememberUnreachable, unreachableSince } from '../../lib/bench/model/unreachable.js';
import { Core } from '../../lib/index.js';
import { proxy, serve } from '../runtime/helpers/server.js';
import { failure, temporaryFolder } from '../runtime/helpers/temp.js';

const CLI = fileURLToPath(new URL('../../dist/bench/main.js', import.meta.url));
const root = temporaryFolder('model');
let count = 0;

const ZOO = `/repositories/open_model_zoo/2021.4/models_bin/3/${DEFAULT_MODEL_NAME}`;
const contents: Record<Precision, { xml: Buffer; bin: Buffer }> = {
  FP16: { xml: Buffer.from('<net fp16/>'), bin: Buffer.alloc(5000, 16) },
  FP32: { xml: Buffer.from('<net fp32/>'), bin: Buffer.alloc(9000, 32) },
  'FP16-INT8': { xml: Buffer.from('<net int8/>'), bin: Buffer.alloc(2000, 8) },
};

const publishedOf = ({ xml, bin }: { xml: Buffer; bin: Buffer }): PublishedModel => ({
  xml: { byteLength: xml.length, sha256: createHash('sha256').update(xml).digest('hex') },
  bin: { byteLength: bin.length, sha256: createHash('sha256').update(bin).digest('hex') },
});
const published = {
  FP16: publishedOf(contents.FP16),
  FP32: publishedOf(contents.FP32),
  'FP16-INT8': publishedOf(contents['FP16-INT8']),
};

let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  const routes: Record<string, Buffer> = {};
  for (const [precision, { xml, bin }] of Object.entries(contents)) {
    routes[`${ZOO}/${precision}/${DEFAULT_MODEL_NAME}.xml`] = xml;
    routes[`${ZOO}/${precision}/${DEFAULT_MODEL_NAME}.bin`] = bin;
  }
  server = await serve(routes);
});
afterAll(() => server.close());

/** Options for an empty cache and the local server, and the lines that are told. */
function options(
  more: NodeJS.ProcessEnv = {},
): DefaultModelOptions & { env: NodeJS.ProcessEnv; cache: string; lines: string[] } {
  const cache = join(root, String(count++));
  const lines: string[] = [];
  const env = { OPENVINO_NODE_CACHE_DIR: cache, OPENVINO_NODE_MIRROR: server.origin, ...more };
  return { env, published, cache, lines, log: (line) => void lines.push(line) };
}

const UNREACHABLE = { OPENVINO_NODE_MIRROR: 'http://127.0.0.1:9' };
const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort()
    : [];

describe('from the server', () => {
  test.each(['FP16', 'FP32', 'FP16-INT8'] as const)('%s is downloaded, checked and kept', async (precision) => {
    const given = { ...options(), precision };
    const model = await resolveDefaultModel(given);
    expect([model.standIn, model.source]).toEqual([false, 'download']);
    expect(readFileSync(model.xml).equals(contents[precision].xml)).toBe(true);
    expect(readFileSync(model.xml.replace(/xml$/, 'bin')).equals(contents[precision].bin)).toBe(true);
    expect(given.lines).toEqual([expect.stringContaining(`${DEFAULT_MODEL_NAME} (${precision})`)]);
    const requests = server.seen.length;
    expect(await resolveDefaultModel(given)).toEqual({ ...model, source: 'cache' });
    expect(server.seen.length).toBe(requests);
  });

  test('a damaged file of the cache is downloaded again', async () => {
    const given = options();
    const { xml } = await resolveDefaultModel(given);
    writeFileSync(xml.replace(/xml$/, 'bin'), Buffer.alloc(5000, 17));
    expect(await locateDefaultModel(given)).toBeUndefined();
    expect((await resolveDefaultModel(given)).source).toBe('download');
    expect((await locateDefaultModel(given))?.source).toBe('cache');
  });

  test('another sum than the published one: the stand-in, and it is told; nothing of it is kept', async () => {
    const given = { ...options(), published: PUBLISHED };
    const model = await resolveDefaultModel(given);
    expect([model.standIn, model.source]).toEqual([true, 'stand-in']);
    expect(given.lines.at(-1)).toMatch(/published.*stand-in/);
    expect(filesBelow(given.cache).filter((name) => name.startsWith(DEFAULT_MODEL_NAME))).toEqual([]);
    expect((await failure(() => installDefaultModel(given))).code).toBe('CHECKSUM_MISMATCH');
  });

  test('a server without it is no reason to remember', async () => {
    const other = await serve({});
    const given = options({ OPENVINO_NODE_MIRROR: other.origin });
    expect((await resolveDefaultModel(given)).standIn).toBe(true);
    expect((await resolveDefaultModel(given)).standIn).toBe(true);
    expect(other.seen.length).toBe(2);
    expect(given.lines.join()).toContain('404');
    await other.close();
  });

  test('through a proxy', async () => {
    const through = await proxy();
    await resolveDefaultModel(options({ http_proxy: through.origin }));
    expect(through.seen.length).toBe(2);
    await through.close();
  });

  test('several at once', async () => {
    const given = options();
    const models = await Promise.all(Array.from({ length: 6 }, () => resolveDefaultModel(given)));
    expect(new Set(models.map(({ xml }) => xml)).size).toBe(1);
    expect(models.every(({ standIn }) => !standIn)).toBe(true);
    expect(filesBelow(given.cache)).toEqual([`${DEFAULT_MODEL_NAME}.bin`, `${DEFAULT_MODEL_NAME}.xml`]);
  });
});

describe('out of reach', () => {
  test('the stand-in is a model that OpenVINO reads', async () => {
    const given = options(UNREACHABLE);
    const model = await resolveDefaultModel(given);
    expect([model.standIn, model.source]).toEqual([true, 'stand-in']);
    const core = new Core();
    const read = core.readModelSync(model.xml);
    expect([read.inputs[0]?.shape, read.outputs[0]?.shape]).toEqual([
      [1, 300, 300, 3],
      [1, 1, 200, 7],
    ]);
    core.close();
  });

  test('is remembered for a day, for this server and way to it only', async () => {
    const given = options(UNREACHABLE);
    await resolveDefaultModel(given);
    expect(given.lines.at(-1)).toContain('out of reach');
    const downloads = given.lines.length;
    await resolveDefaultModel(given);
    expect(given.lines.slice(downloads).join()).toMatch(/not tried again for a day.*model install/);
    const folder = join(given.cache, 'models');
    const later = (hours: number): number => Date.now() + hours * 3_600_000;
    const { OPENVINO_NODE_MIRROR: mirror } = UNREACHABLE;
    expect(await unreachableSince(folder, mirror, given.env, later(23))).toMatchObject({
      reason: expect.stringContaining('ECONNREFUSED'),
    });
    expect(await unreachableSince(folder, mirror, given.env, later(25))).toBeUndefined();
    expect(await unreachableSince(folder, mirror, given.env, later(-1))).toBeUndefined();
    expect(await unreachableSince(folder, 'http://other', given.env)).toBeUndefined();
    expect(await unreachableSince(folder, mirror, { ...given.env, http_proxy: 'http://u:secret@p:1' })).toBeUndefined();
    await rememberUnreachable(folder, mirror, { http_proxy: 'http://u:secret@p:1' }, 'x');
    expect(readFileSync(join(folder, 'unreachable.json'), 'utf8')).not.toContain('secret');
    writeFileSync(join(folder, 'unreachable.json'), '{"way":');
    expect(await unreachableSince(folder, mirror, given.env)).toBeUndefined();
  });

  test('once installed on demand, nothing is remembered', async () => {
    const given = options(UNREACHABLE);
    await resolveDefaultModel(given);
    expect((await failure(() => installDefaultModel(given))).code).toBe('DOWNLOAD_FAILED');
    const { xml, installed } = await installDefaultModel({
      ...given,
      env: { ...given.env, OPENVINO_NODE_MIRROR: server.origin },
    });
    expect(installed).toBe(true);
    expect(await resolveDefaultModel(given)).toEqual({ xml, standIn: false, source: 'cache' });
    expect(existsSync(join(given.cache, 'models/unreachable.json'))).toBe(false);
  });

  test('a server that says nothing is found out in about 5 s, and the next start waits for nothing', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const given = options({ OPENVINO_NODE_MIRROR: `http://127.0.0.1:${port}` });
    const startMs = performance.now();
    expect((await resolveDefaultModel(given)).standIn).toBe(true);
    const firstMs = performance.now() - startMs;
    expect(firstMs).toBeGreaterThan(4500);
    expect(firstMs).toBeLessThan(7500);
    const againMs = performance.now();
    expect((await resolveDefaultModel(given)).standIn).toBe(true);
    expect(performance.now() - againMs).toBeLessThan(1500);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
});

describe('OV_BENCH_MODEL_DIR', () => {
  test.each([`${DEFAULT_MODEL_NAME}/FP16`, 'FP16', '.'])('%s', async (within) => {
    const given = options(UNREACHABLE);
    const folder = join(given.cache, 'mine');
    mkdirSync(join(folder, within), { recursive: true });
    const xml = join(folder, within, `${DEFAULT_MODEL_NAME}.xml`);
    writeFileSync(xml, '<net/>');
    given.env.OV_BENCH_MODEL_DIR = folder;
    expect((await failure(() => resolveDefaultModel(given))).code).toBe('WEIGHTS_NOT_FOUND');
    writeFileSync(xml.replace(/xml$/, 'bin'), '');
    expect(await resolveDefaultModel(given)).toEqual({ xml, standIn: false, source: 'env' });
    if (within !== '.')
      expect((await failure(() => resolveDefaultModel({ ...given, precision: 'FP32' }))).code).toBe('MODEL_NOT_FOUND');
  });

  test('without the model is an error that lists the places', async () => {
    const given = options({ OV_BENCH_MODEL_DIR: '/nowhere' });
    const error = await failure(() => resolveDefaultModel(given));
    expect(error.code).toBe('MODEL_NOT_FOUND');
    expect(error.message).toContain(`/nowhere/${DEFAULT_MODEL_NAME}/FP16/`);
  });
});

describe('ov-bench model', () => {
  /** Beside this process, for its server has to answer. */
  const run = (
    args: string[],
    env: NodeJS.ProcessEnv,
  ): Promise<{ code: number | null; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [CLI, 'model', ...args], {
        env: { ...process.env, OV_BENCH_MODEL_DIR: '', ...env },
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (piece) => (stdout += piece));
      child.stderr.on('data', (piece) => (stderr += piece));
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });

  test('install refuses what has not the published sum, and leaves nothing', async () => {
    const { env, cache } = options();
    const { code, stdout, stderr } = await run(['install'], env);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^ov-bench: .*\(CHECKSUM_MISMATCH\)$/m);
    expect(filesBelow(cache)).toEqual([]);
  });

  test('install says that the server is out of reach', async () => {
    const { env } = options(UNREACHABLE);
    const { code, stderr } = await run(['install', '--precision', 'fp32', '--dir', join(root, 'elsewhere')], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/out of reach: connect ECONNREFUSED.*\(DOWNLOAD_FAILED\)/);
  });

  test('where tells the place, and that it is not installed', async () => {
    const { env } = options();
    expect(await run(['where'], env)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('ov-bench model install'),
    });
    const folder = join(root, 'given');
    mkdirSync(folder);
    for (const extension of ['xml', 'bin']) writeFileSync(join(folder, `${DEFAULT_MODEL_NAME}.${extension}`), '');
    const { code, stdout } = await run(['where', '--json'], { ...env, OV_BENCH_MODEL_DIR: folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      path: join(folder, `${DEFAULT_MODEL_NAME}.xml`),
      precision: 'FP16',
      source: 'env',
    });
  });

  test.each([['install', '--precision', 'FP64'], ['install', '--nope'], ['nope']])(
    'usage: %s %s %s',
    async (...args) => {
      expect((await run(args.filter(Boolean), options().env)).code).toBe(2);
    },
  );
});

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DownloadOptions, download, isOutOfReach, redirected } from '../../lib/runtime/download.js';
import { selfSigned } from './helpers/self-signed.js';
import { type LocalServer, listen, proxy, serve } from './helpers/server.js';
import { failure, temporaryFolder } from './helpers/temp.js';

const BODY = Buffer.alloc(200_000, 'openvino ');
const SHA256 = createHash('sha256').update(BODY).digest('hex');
const NO_PROXY: NodeJS.ProcessEnv = {};

const root = temporaryFolder('download');
let count = 0;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  server = await serve({
    '/good': BODY,
    '/corrupt': Buffer.concat([BODY.subarray(0, -1), Buffer.from('!')]),
    '/truncated': (_request, response) => {
      response.writeHead(200, { 'content-length': BODY.length });
      response.write(BODY.subarray(0, 1000));
      setTimeout(() => response.destroy(), 20);
    },
    '/chunked-truncated': (_request, response) => {
      response.write(BODY.subarray(0, 1000));
      setTimeout(() => response.destroy(), 20);
    },
    '/error': (_request, response) => response.writeHead(503).end('later'),
    '/moved': (_request, response) => response.writeHead(302, { location: '/moved-again' }).end(),
    '/moved-again': (_request, response) => response.writeHead(307, { location: `${server.origin}/good` }).end(),
    '/loop': (_request, response) => response.writeHead(302, { location: '/loop' }).end(),
    '/elsewhere': (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    '/no-location': (_request, response) => response.writeHead(302).end(),
    '/silent': () => undefined,
    '/stalling': (_request, response) => response.write(BODY.subarray(0, 1000)),
    '/endless': (_request, response) => {
      const timer = setInterval(() => response.write(BODY), 1);
      response.on('close', () => clearInterval(timer));
    },
  });
});
afterAll(() => server.close());

/** Options for a path of the server, with a folder of its own as the destination's. */
function options(path: string, more: Partial<DownloadOptions> = {}): DownloadOptions & { folder: string } {
  const folder = join(root, String(count++));
  mkdirSync(folder);
  return { url: `${server.origin}${path}`, destination: join(folder, 'file.bin'), folder, env: NO_PROXY, ...more };
}

/** The failure of a download, after which nothing may be left on disk. */
async function failedDownload(given: DownloadOptions & { folder: string }): ReturnType<typeof failure> {
  const error = await failure(() => download(given));
  expect(readdirSync(given.folder)).toEqual([]);
  expect(error.message).not.toContain('\n');
  return error;
}

describe('a good answer', () => {
  test('is written whole and its sum told', async () => {
    const given = options('/good', { sha256: SHA256.toUpperCase(), size: BODY.length });
    const progress: [number, number | undefined][] = [];
    const result = await download({ ...given, onProgress: (...step) => void progress.push(step) });
    expect(result).toEqual({ byteLength: BODY.length, sha256: SHA256 });
    expect(readFileSync(given.destination).equals(BODY)).toBe(true);
    expect(readdirSync(given.folder)).toEqual(['file.bin']);
    expect(progress.at(-1)).toEqual([BODY.length, BODY.length]);
  });

  test('makes the missing folders of its destination', async () => {
    const given = options('/good');
    const destination = join(given.folder, 'a', 'b', 'file.bin');
    await download({ ...given, destination });
    expect(readFileSync(destination).equals(BODY)).toBe(true);
  });

  test('takes the place of an older file', async () => {
    const given = options('/good');
    writeFileSync(given.destination, 'old');
    await download(given);
    expect(readFileSync(given.destination).equals(BODY)).toBe(true);
  });

  test('is reached through redirects', async () => {
    const given = options('/moved', { sha256: SHA256 });
    await download(given);
    expect(readFileSync(given.destination).equals(BODY)).toBe(true);
  });

  test('sweeps what a killed download left, and leaves what a living one writes', async () => {
    const given = options('/good');
    const dead = (await import('../../lib/runtime/temporary.js')).temporaryPath(given.folder, 'file.bin');
    const killed = dead.replace(`-${process.pid}-`, '-4194303-');
    writeFileSync(killed, 'half');
    writeFileSync(dead, 'mine');
    await download(given);
    expect(existsSync(killed)).toBe(false);
    expect(existsSync(dead)).toBe(true);
  });
});

describe('a bad answer', () => {
  test('with another sum is not kept', async () => {
    const error = await failedDownload(options('/corrupt', { sha256: SHA256 }));
    expect(error.code).toBe('CHECKSUM_MISMATCH');
    expect(error.message).toContain(SHA256);
  });

  test('leaves an older file as it was', async () => {
    const given = options('/corrupt', { sha256: SHA256 });
    writeFileSync(given.destination, 'old');
    expect((await failure(() => download(given))).code).toBe('CHECKSUM_MISMATCH');
    expect(readFileSync(given.destination, 'utf8')).toBe('old');
    expect(readdirSync(given.folder)).toEqual(['file.bin']);
  });

  test.each([BODY.length - 1, BODY.length + 1])('whose length is not the published %i is not kept', async (size) => {
    expect((await failedDownload(options('/good', { size }))).code).toBe('CHECKSUM_MISMATCH');
  });

  test.each(['/truncated', '/chunked-truncated'])('that breaks off (%s) is not kept', async (path) => {
    const error = await failedDownload(options(path));
    expect(error.code).toBe('DOWNLOAD_FAILED');
    expect(error.message).toMatch(/broke off after 1000/);
    expect(isOutOfReach(error)).toBe(false);
  });

  test.each([
    ['/missing', '404'],
    ['/error', '503'],
    ['/no-location', '302'],
  ])('%s says its status %s', async (path, status) => {
    const error = await failedDownload(options(path));
    expect([error.code, isOutOfReach(error)]).toEqual(['DOWNLOAD_FAILED', false]);
    expect(error.message).toContain(`answers ${status}`);
  });

  test('that redirects for ever is given up', async () => {
    const before = server.seen.filter((path) => path === '/loop').length;
    const error = await failedDownload(options('/loop'));
    expect(error.message).toMatch(/more than 5 redirects/);
    expect(server.seen.filter((path) => path === '/loop').length - before).toBe(6);
  });

  test('that redirects to another scheme is refused', async () => {
    expect((await failedDownload(options('/elsewhere'))).message).toContain('no http or https address');
  });

  test('that never ends is cut at the most bytes accepted', async () => {
    const error = await failedDownload(options('/endless', { maxByteLength: 1_000_000 }));
    expect(error.message).toContain('longer than the 1000000 bytes');
  });

  test('that stalls is given up', async () => {
    const error = await failedDownload(options('/stalling', { stallTimeoutMs: 300 }));
    expect(error.message).toMatch(/stalled after 1000 bytes/);
  });
});

describe('no answer', () => {
  test('refused connection', async () => {
    const closed = await listen((await import('node:http')).createServer());
    await closed.close();
    const error = await failedDownload(options('', { url: `${closed.origin}/x` }));
    expect([error.code, isOutOfReach(error)]).toEqual(['DOWNLOAD_FAILED', true]);
    expect(error.message).toMatch(/out of reach: .*ECONNREFUSED/);
  });

  test('unknown host', async () => {
    const error = await failedDownload(options('', { url: 'http://no-such-host.invalid/x' }));
    expect(isOutOfReach(error)).toBe(true);
  });

  test('a server that accepts and says nothing is given up after the time limit, and the process can end', async () => {
    const startMs = performance.now();
    const error = await failedDownload(options('/silent', { connectTimeoutMs: 300 }));
    expect(isOutOfReach(error)).toBe(true);
    expect(error.message).toContain('no answer within 0.3 s');
    expect(performance.now() - startMs).toBeLessThan(2000);
  });

  test('cancelled while waiting, while receiving, and before', async () => {
    for (const [path, afterMs] of [['/silent', 50] as const, ['/stalling', 100] as const]) {
      const error = await failedDownload(options(path, { signal: AbortSignal.timeout(afterMs) }));
      expect([error.code, error.name]).toEqual(['CANCELLED', 'AbortError']);
    }
    expect((await failedDownload(options('/good', { signal: AbortSignal.abort() }))).code).toBe('CANCELLED');
  });

  test.each(['', 'nonsense', 'ftp://127.0.0.1/x', 'file:///etc/passwd'])('"%s" is no address', async (url) => {
    expect((await failedDownload(options('', { url }))).code).toBe('INVALID_ARGUMENT');
  });
});

describe('the disk', () => {
  test('a folder that is a file', async () => {
    const given = options('/good');
    writeFileSync(join(given.folder, 'plain'), '');
    const error = await failure(() => download({ ...given, destination: join(given.folder, 'plain', 'x') }));
    expect(error.code).toBe('NOT_WRITABLE');
  });

  test('a destination that is a folder stays, and nothing lies beside it', async () => {
    const given = options('/good');
    mkdirSync(given.destination);
    expect((await failure(() => download(given))).code).toBe('NOT_WRITABLE');
    expect(readdirSync(given.folder)).toEqual(['file.bin']);
  });
});

describe('proxies', () => {
  let through: Awaited<ReturnType<typeof proxy>>;
  beforeAll(async () => {
    through = await proxy();
  });
  afterAll(() => through.close());

  test.each(['http_proxy', 'HTTP_PROXY', 'all_proxy'])('%s is used, with its credentials', async (variable) => {
    const given = options('/good', {
      sha256: SHA256,
      env: { [variable]: `http://me:secret@127.0.0.1:${through.port}` },
    });
    await download(given);
    const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    expect(through.seen.at(-1)).toBe(`GET ${given.url} ${basic}`);
  });

  test('a proxy without a scheme is an http one', async () => {
    const before = through.seen.length;
    await download(options('/good', { env: { http_proxy: `127.0.0.1:${through.port}` } }));
    expect(through.seen.length).toBe(before + 1);
  });

  test.each(['127.0.0.1', 'localhost,127.0.0.1', '*'])('no_proxy %s goes past it', async (noProxy) => {
    const before = through.seen.length;
    await download(options('/good', { env: { http_proxy: through.origin, no_proxy: noProxy } }));
    expect(through.seen.length).toBe(before);
  });

  test('a proxy out of reach, and one that is no URL', async () => {
    const gone = await failedDownload(options('/good', { env: { http_proxy: 'http://127.0.0.1:9' } }));
    expect(isOutOfReach(gone)).toBe(true);
    const error = await failedDownload(options('/good', { env: { http_proxy: 'http://u:secret@[bad' } }));
    expect(error.code).toBe('INVALID_ARGUMENT');
    expect(error.message).not.toContain('secret');
  });

  test('a proxy that says nothing is given up after the time limit', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const env = { http_proxy: `http://127.0.0.1:${port}`, https_proxy: `http://127.0.0.1:${port}` };
    for (const url of ['http://example.invalid/', 'https://example.invalid/']) {
      const error = await failedDownload(options('', { url, env, connectTimeoutMs: 300 }));
      expect(error.message).toContain('no answer within 0.3 s');
    }
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
});

describe('https', () => {
  const { key, cert } = selfSigned();
  let secure: LocalServer;
  beforeAll(async () => {
    secure = await listen(
      createHttpsServer({ key, cert }, (request, response) => {
        if (request.url === '/good') response.end(BODY);
        else response.writeHead(302, { location: `${server.origin}/good` }).end();
      }),
    );
  });
  afterAll(() => secure.close());

  test('with a trusted certificate', async () => {
    await download(options('', { url: `https://localhost:${secure.port}/good`, ca: cert, sha256: SHA256 }));
  });

  test('with an unknown certificate is out of reach, and the message says how to trust it', async () => {
    const error = await failedDownload(options('', { url: `https://localhost:${secure.port}/good` }));
    expect(isOutOfReach(error)).toBe(true);
    expect(error.message).toContain('NODE_EXTRA_CA_CERTS');
  });

  test('through a proxy is a tunnel', async () => {
    const through = await proxy();
    const env = { https_proxy: through.origin };
    await download(options('', { url: `https://localhost:${secure.port}/good`, ca: cert, sha256: SHA256, env }));
    expect(through.seen).toEqual([`CONNECT localhost:${secure.port} -`]);
    await through.close();
  });

  test('is not left for http by a redirect', async () => {
    const before = server.seen.length;
    const error = await failedDownload(options('', { url: `https://localhost:${secure.port}/down`, ca: cert }));
    expect(error.code).toBe('DOWNLOAD_FAILED');
    expect(error.message).toContain('not encrypted');
    expect(server.seen.length).toBe(before);
    expect(() => redirected(new URL('https://a/'), 'http://a/x')).toThrow('not encrypted');
    expect(redirected(new URL('http://a/'), 'https://b/x').href).toBe('https://b/x');
  });
});

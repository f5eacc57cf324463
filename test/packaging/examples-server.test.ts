import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LoadResult } from '../../benchmarks/server/load.mjs';
import { writeStandInModel } from '../../lib/bench/model/stand-in.js';
import { testFolder } from '../helpers/folder.js';
import { sharedFile } from '../helpers/shared.js';
import { ROOT, run } from '../setup/checkout.js';

const NAME = 'vehicle-license-plate-detection-barrier-0106';
const detector = sharedFile(`models/${NAME}/FP16/${NAME}.xml`);
const car = sharedFile('images/car.png');
const PIXELS = 3 * 300 * 300;

const folder = testFolder();
const pixels = path.join(folder, 'pixels');
let model: string;

beforeAll(async () => {
  model = await writeStandInModel(folder);
  fs.writeFileSync(pixels, Buffer.alloc(PIXELS, 100));
});

/** The example, listening. */
class Server {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown[]>;
  port = 0;
  stderr = '';

  constructor(...args: string[]) {
    const file = path.join(ROOT, 'examples', 'server.mjs');
    this.child = spawn(process.execPath, [file, detector ?? model, 'CPU', '--port', '0', ...args]);
    this.ended = once(this.child, 'exit');
    this.child.stderr?.on('data', (text) => {
      this.stderr += text;
    });
  }

  async listening(): Promise<this> {
    const [text] = await Promise.race([
      once(this.child.stdout as NonNullable<ChildProcess['stdout']>, 'data'),
      this.ended,
    ]);
    this.port = Number(/:(\d+)\s*$/.exec(String(text))?.[1]);
    expect(this.port, this.stderr).toBeGreaterThan(0);
    return this;
  }

  url(route: string): string {
    return `http://127.0.0.1:${this.port}${route}`;
  }

  detect(body: Buffer, type = 'application/octet-stream'): Promise<Response> {
    return fetch(this.url('/detect'), { method: 'POST', body, headers: { 'Content-Type': type } });
  }

  // biome-ignore lint/suspicious/noExplicitAny: what JSON holds
  async stats(): Promise<any> {
    return (await fetch(this.url('/stats'))).json();
  }

  /** The benchmark's load, from a process of its own. */
  async load(connections: number, seconds: number): Promise<LoadResult> {
    const options = { port: this.port, connections, seconds, body: pixels, type: 'application/octet-stream' };
    const child = fork(path.join(ROOT, 'benchmarks/server/load.mjs'), [JSON.stringify(options)], { execArgv: [] });
    return (await once(child, 'message'))[0];
  }

  /** @returns exit code */
  async stop(): Promise<unknown> {
    this.child.kill('SIGTERM');
    return (await this.ended)[0];
  }
}

describe('server.mjs', () => {
  let server: Server;
  beforeAll(async () => {
    server = await new Server().listening();
  });
  afterAll(async () => {
    expect(await server.stop(), server.stderr).toBe(0);
    expect(server.stderr).toBe('');
  });

  it('loses no request of 64 connections', async () => {
    const { sent, answered, lost } = await server.load(64, 3);
    expect({ answered, lost }).toEqual({ answered: { 200: sent }, lost: 0 });
    expect(sent).toBeGreaterThan(64);
    expect(await server.stats()).toMatchObject({ running: 0, waiting: 0, inside: 0, completed: sent, failed: 0 });
  });

  it.skipIf(detector === undefined || car === undefined)('finds the car and its plate', async () => {
    const response = await server.detect(fs.readFileSync(car as string), 'image/png');
    expect(response.status).toBe(200);
    const { detections } = (await response.json()) as { detections: { label: string; box: number[] }[] };
    expect(detections.map(({ label }) => label)).toEqual(['vehicle', 'licence plate']);
    for (const edge of detections.flatMap(({ box }) => box)) expect(edge).toSatisfy((at: number) => at > 0 && at < 1);
  });

  it.each([
    ['text', 'image/png', 400, /neither a JPEG nor a PNG/],
    ['\xff\xd8 cut', 'image/jpeg', 400, /can't be decoded/],
    ['\xff\xd8\xff\xe0 header', 'image/jpeg', 400, /^The picture can't be decoded: [^\n]+[^:]\.$/],
    ['three', 'application/octet-stream', 400, /are 270000 bytes/],
    ['', 'image/jpeg', 400, /^The body is empty: send a JPEG, a PNG or 270000 bytes of pixels\.$/],
    ['', 'application/octet-stream', 400, /^The body is empty: /],
    ['x'.repeat(10_000_001), 'image/jpeg', 413, /10000000 bytes at most/],
  ])('refuses %.5s as %s with %i', async (body, type, status, said) => {
    const response = await server.detect(Buffer.from(body, 'latin1'), type);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toMatch(said);
  });

  it('finds the route whatever query there is', async () => {
    const request = {
      method: 'POST',
      body: fs.readFileSync(pixels),
      headers: { 'Content-Type': 'application/octet-stream' },
    };
    expect((await fetch(server.url('/detect?x=1&y=/'), request)).status).toBe(200);
    expect((await fetch(server.url('/health?'))).status).toBe(200);
    expect((await fetch(server.url('/stats?detect'))).status).toBe(200);
  });

  it('answers other routes', async () => {
    expect((await fetch(server.url('/health'))).status).toBe(200);
    expect((await fetch(server.url('/none'))).status).toBe(404);
  });

  it('cancels the inferences of clients that hang up', async () => {
    const before = await server.stats();
    const head = `POST /detect HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: ${PIXELS}\r\n\r\n`;
    const request = Buffer.concat([Buffer.from(head), fs.readFileSync(pixels)]);
    const sockets = Array.from({ length: 50 }, () => net.connect(server.port, '127.0.0.1'));
    await Promise.all(sockets.map((socket) => new Promise<void>((sent) => socket.write(request, () => sent()))));
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => server.stats()).toMatchObject({ running: 0, waiting: 0, inside: 0 });
    const { cancelled, completed } = await server.stats();
    expect(cancelled - before.cancelled).toBeGreaterThan(0);
    expect(completed - before.completed).toBeLessThan(50);
  });
});

describe('server.mjs under more than it takes', () => {
  let server: Server | undefined;
  afterEach(() => server?.child.kill('SIGKILL'));

  it('says so with 503 and Retry-After, and answers the others', async () => {
    server = await new Server('--max-waiting', '2').listening();
    const responses = await Promise.all(Array.from({ length: 40 }, () => server?.detect(fs.readFileSync(pixels))));
    const statuses = new Set(responses.map((response) => response?.status));
    expect(statuses).toEqual(new Set([200, 503]));
    for (const response of responses) {
      expect(response?.headers.get('Retry-After')).toBe(response?.status === 503 ? '1' : null);
    }
    expect(await server.stop(), server.stderr).toBe(0);
  });

  it('answers all that is in before it ends by SIGTERM', async () => {
    server = await new Server().listening();
    const loaded = server.load(32, 20);
    await sleep(1000);
    const startedAt = performance.now();
    expect(await server.stop(), server.stderr).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5000);
    const { sent, answered, lost } = await loaded;
    expect({ answered: Object.keys(answered), lost }).toEqual({ answered: ['200'], lost: 0 });
    expect(answered['200']).toBe(sent);
  });
});

describe('the other examples of many inferences', () => {
  const example = (name: string, ...args: string[]) =>
    run(process.execPath, [path.join(ROOT, 'examples', name), ...args]);

  it('folder.mjs goes on after a picture that is broken, and fails', async () => {
    const { default: sharp } = await import('sharp');
    const pictures = path.join(folder, 'pictures');
    fs.mkdirSync(pictures);
    const blank = sharp({ create: { width: 40, height: 30, channels: 3, background: 'grey' } });
    for (const name of ['a.jpg', 'b.png']) await blank.clone().toFile(path.join(pictures, name));
    fs.writeFileSync(path.join(pictures, 'c.jpg'), 'no picture');
    for (const args of [[], ['--ordered']]) {
      const { code, stdout, stderr } = await example('folder.mjs', model, pictures, 'CPU', ...args);
      expect(code, stderr).toBe(1);
      expect(stdout).toMatch(/a\.jpg: \d+ found\n/);
      expect(stdout).toMatch(/\n2 pictures, 1 failed, \d+\.\d images\/s\n$/);
      expect(stderr).toMatch(/c\.jpg: Item \d of the pipeline failed: /);
    }
  });

  it('workers.mjs hands each frame round', async () => {
    const { code, stdout, stderr } = await example('workers.mjs', model, 'CPU', '20');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^first result: Float32Array\(4\)[^\n]*\n20 frames, none copied, \d+\.\d frames\/s/);
  });
});

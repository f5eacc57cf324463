import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { findRuntime, tbbLibrary } from '../../lib/runtime/find.js';
import { type InstallOptions, installRuntime } from '../../lib/runtime/install.js';
import { temporaryPath } from '../../lib/runtime/temporary.js';
import { tgz, wheel } from './helpers/archives.js';
import { archiveEntries, mirror } from './helpers/mirror.js';
import { type Handler, type LocalServer, serve } from './helpers/server.js';
import { failure, temporaryFolder } from './helpers/temp.js';

const root = temporaryFolder('install');
const dist = fileURLToPath(new URL('../../dist', import.meta.url));
let count = 0;
const servers: LocalServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

interface Place {
  readonly cache: string;
  readonly runtimes: string;
  readonly wheels: string;
  readonly env: NodeJS.ProcessEnv;
}

/** An empty cache, a folder of wheels that pip takes for its index, and a mirror out of reach. */
function place(more: NodeJS.ProcessEnv = {}): Place {
  const cache = join(root, String(count++));
  const wheels = join(cache, 'wheels');
  mkdirSync(wheels, { recursive: true });
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    OPENVINO_NODE_CACHE_DIR: cache,
    OPENVINO_NODE_MIRROR: 'http://127.0.0.1:9',
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: wheels,
    ...more,
  };
  return { cache, runtimes: join(cache, 'runtimes'), wheels, env };
}

function addWheel({ wheels }: Place, version: string, bytes: Buffer = wheel(version), python = 'cp313'): void {
  const arch = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  writeFileSync(join(wheels, `openvino-${version}-22982-${python}-${python}-manylinux2014_${arch}.whl`), bytes);
}

/** A place without Python, whose mirror has the archive. */
async function archivePlace(options: Parameters<typeof mirror>[0] = {}): Promise<Place> {
  const server = await mirror(options);
  servers.push(server);
  return place({ OPENVINO_NODE_MIRROR: server.origin, PATH: '' });
}

/** The failure of an installation, which must leave nothing behind. */
async function failedInstall(at: Place, options: InstallOptions = {}): ReturnType<typeof failure> {
  const error = await failure(() => installRuntime({ env: at.env, ...options }));
  expect(existsSync(at.runtimes) ? readdirSync(at.runtimes) : []).toEqual([]);
  expect(error.message).not.toContain('\n');
  return error;
}

describe('through pip', () => {
  test('installs the newest wheel, whatever Python it is for, and finds it', async () => {
    const at = place();
    for (const version of ['2024.6.0', '2026.4.1', '2025.4.1']) addWheel(at, version, wheel(version), 'cp311');
    const lines: string[] = [];
    const result = await installRuntime({ env: at.env, log: (line) => void lines.push(line) });
    const folder = join(at.runtimes, '2026.4.1');
    const path = join(folder, 'openvino/libs/libopenvino_c.so.2641');
    expect(result).toEqual({ path, version: '2026.4.1', folder, installed: true });
    expect(findRuntime({ env: at.env })).toEqual({ path, version: '2026.4.1', source: 'cache' });
    expect(existsSync(join(folder, 'openvino/libs/../include/openvino/c/openvino.h'))).toBe(true);
    expect(readdirSync(at.runtimes)).toEqual(['2026.4.1']);
    expect(lines.join(' ')).toMatch(/Downloading .* Unpacking openvino-2026\.4\.1-/);
  });

  test('installs a given version, or the newest of its patches, once', async () => {
    const at = place();
    for (const version of ['2024.3.0', '2026.4.0', '2026.4.1']) addWheel(at, version);
    expect((await installRuntime({ env: at.env, version: '2024.3' })).version).toBe('2024.3.0');
    expect((await installRuntime({ env: at.env, version: '2026.4.0' })).version).toBe('2026.4.0');
    const again = await installRuntime({ env: { ...at.env, PATH: '' }, version: '2026.4' });
    expect([again.version, again.installed]).toEqual(['2026.4.0', false]);
    const newest = await installRuntime({ env: at.env });
    expect([newest.version, newest.installed]).toEqual(['2026.4.1', true]);
    expect((await installRuntime({ env: at.env })).installed).toBe(false);
    expect(readdirSync(at.runtimes).sort()).toEqual(['2024.3.0', '2026.4.0', '2026.4.1']);
  }, 60_000);

  test('into another folder', async () => {
    const at = place();
    addWheel(at, '2026.4.1');
    const dir = join(at.cache, 'a folder', 'with spaces');
    const { path } = await installRuntime({ env: at.env, dir });
    expect(path).toBe(join(dir, '2026.4.1/openvino/libs/libopenvino_c.so.2641'));
    expect(findRuntime({ path: dir.concat('/2026.4.1'), env: at.env }).path).toBe(path);
    expect(existsSync(at.runtimes)).toBe(false);
  });

  test('a damaged wheel is not installed', async () => {
    const at = place();
    addWheel(
      at,
      '2026.4.1',
      wheel('2026.4.1', (entries) => entries.map((e) => (e.path.endsWith('.h') ? { ...e, content: 'evil' } : e))),
    );
    expect((await failedInstall(at)).code).toBe('CHECKSUM_MISMATCH');
  });

  test("pip's own index is used, and its sum counts", async () => {
    const bytes = wheel('2026.4.1');
    const file = 'openvino-2026.4.1-22982-cp313-cp313-manylinux2014_x86_64.whl';
    const other = file.replace('x86_64', 'aarch64');
    const sum = createHash('sha256').update(bytes).digest('hex');
    const page =
      (sha256: string): Handler =>
      (_request, response) => {
        const links = [file, other].map((name) => `<a href="/files/${name}#sha256=${sha256}">${name}</a>`);
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(`<!DOCTYPE html><html><body>${links.join('\n')}</body></html>`);
      };
    const pages = { '/good/openvino/': page(sum), '/bad/openvino/': page('0'.repeat(64)) };
    const index = await serve({ ...pages, [`/files/${file}`]: bytes, [`/files/${other}`]: bytes });
    servers.push(index);
    const env = { PIP_NO_INDEX: '0', PIP_FIND_LINKS: '', PIP_NO_CACHE_DIR: '1', PIP_CONFIG_FILE: '/dev/null' };
    const good = place({ ...env, PIP_INDEX_URL: `${index.origin}/good` });
    expect((await installRuntime({ env: good.env })).version).toBe('2026.4.1');
    const bad = place({ ...env, PIP_INDEX_URL: `${index.origin}/bad` });
    const error = await failedInstall(bad);
    expect([error.code, error.message]).toEqual(['CHECKSUM_MISMATCH', expect.stringContaining('pip refused')]);
  });

  test('nor something else with the name of a wheel', async () => {
    const at = place();
    addWheel(at, '2026.4.1', Buffer.from('not a zip file'));
    expect((await failedInstall(at)).code).toBe('RUNTIME_INSTALL_FAILED');
  });

  test('a version that there is not names those that there are', async () => {
    const at = place();
    for (const version of ['2023.3.0', '2024.6.0', '2025.4.1']) addWheel(at, version);
    const error = await failedInstall(at, { version: '2099.1' });
    expect(error.code).toBe('RUNTIME_INSTALL_FAILED');
    expect(error.message).toContain('there are 2024.6.0, 2025.4.1');
    expect(error.message).toContain('http://127.0.0.1:9 is out of reach');
  }, 60_000);

  test('without an index, what is installed stays in use; with none, all that was tried is told', async () => {
    const at = place();
    const error = await failedInstall(at);
    expect(error.message).toMatch(/pip .*; http:\/\/127\.0\.0\.1:9 is out of reach/);
    addWheel(at, '2026.4.1');
    await installRuntime({ env: at.env });
    const lines: string[] = [];
    const env = { ...at.env, PATH: '' };
    const result = await installRuntime({ env, log: (line) => void lines.push(line) });
    expect([result.version, result.installed]).toEqual(['2026.4.1', false]);
    expect(lines.at(-1)).toContain('stays in use');
  }, 60_000);

  test('a damaged runtime is installed anew', async () => {
    const at = place();
    addWheel(at, '2026.4.1');
    const { path } = await installRuntime({ env: at.env });
    truncateSync(path, 100);
    expect((await failure(() => findRuntime({ env: at.env }))).code).toBe('RUNTIME_NOT_LOADABLE');
    expect((await installRuntime({ env: at.env, version: '2026.4.1' })).installed).toBe(true);
    expect(findRuntime({ env: at.env }).path).toBe(path);
    expect(readdirSync(at.runtimes)).toEqual(['2026.4.1']);
  });

  test('a module in the current folder is not taken for pip', async () => {
    const at = place();
    addWheel(at, '2026.4.1');
    const trap = join(at.cache, 'trap');
    mkdirSync(trap);
    for (const name of ['pip.py', 'site.py'])
      writeFileSync(join(trap, name), `open(${JSON.stringify(join(trap, 'sprung'))}, 'w')`);
    await run(at, {}, { cwd: trap }).done;
    expect(existsSync(join(trap, 'sprung'))).toBe(false);
    expect(readdirSync(at.runtimes)).toEqual(['2026.4.1']);
  });
});

describe('bad arguments', () => {
  test.each(['banana', '2024', '2024.3.0.1', '', '../..', '2024.3;rm', '2024.03.x'])('version %j', async (version) => {
    expect((await failedInstall(place(), { version })).code).toBe('INVALID_ARGUMENT');
  });

  test.each(['2024.2', '2023.3.0', '2022.3'])('version %s is too old', async (version) => {
    const error = await failedInstall(place(), { version });
    expect(error.code).toBe('INVALID_ARGUMENT');
    expect(error.message).toContain('2024.3 is the first');
  });

  test('a mirror that is no URL', async () => {
    const error = await failedInstall(place({ PATH: '', OPENVINO_NODE_MIRROR: 'nonsense' }));
    expect(error.code).toBe('INVALID_ARGUMENT');
  });

  test('a folder that is a file', async () => {
    const at = place();
    addWheel(at, '2026.4.1');
    const dir = join(at.cache, 'file');
    writeFileSync(dir, '');
    const error = await failure(() => installRuntime({ env: at.env, dir }));
    expect(error.code).toBe('NOT_WRITABLE');
  });

  test('cancelled before and while pip runs', async () => {
    const at = place();
    addWheel(at, '2026.4.1');
    expect((await failedInstall(at, { signal: AbortSignal.abort() })).code).toBe('CANCELLED');
    expect((await failedInstall(at, { signal: AbortSignal.timeout(150) })).code).toBe('CANCELLED');
  });
});

describe('from the archive, without Python', () => {
  test('installs it and finds it, with its threading library', async () => {
    const at = await archivePlace();
    const { path, version } = await installRuntime({ env: at.env });
    expect(version).toBe('2024.6.0');
    expect(path).toMatch(/2024\.6\.0\/runtime\/lib\/\w+\/libopenvino_c\.so\.2024\.6\.0$/);
    expect(findRuntime({ env: at.env })).toEqual({ path, version, source: 'cache' });
    expect(tbbLibrary(path)).toBe(join(at.runtimes, '2024.6.0/runtime/3rdparty/tbb/lib/libtbb.so.12'));
    expect(existsSync(join(at.runtimes, '2024.6.0/python'))).toBe(false);
    expect(readdirSync(at.runtimes)).toEqual(['2024.6.0']);
  });

  test.each<[string, Parameters<typeof mirror>[0], string]>([
    ['corrupt', { served: tgz(archiveEntries([{ path: 'x', content: 'x' }])) }, 'CHECKSUM_MISMATCH'],
    ['gone', { served: null }, 'RUNTIME_INSTALL_FAILED'],
    ['without a sum', { sum: null }, 'RUNTIME_INSTALL_FAILED'],
    ['with a page for a sum', { sum: '<html>blocked</html>' }, 'RUNTIME_INSTALL_FAILED'],
    ['of another version', { version: '2024.5.0' }, 'RUNTIME_INSTALL_FAILED'],
    ['without the library', { archive: tgz([{ path: 'top/runtime/readme', content: 'x' }]) }, 'ARCHIVE_INVALID'],
    [
      'hostile by a path',
      { archive: tgz(archiveEntries([{ path: '../../../evil', content: 'x' }])) },
      'ARCHIVE_INVALID',
    ],
    [
      'hostile by a link',
      { archive: tgz(archiveEntries([{ path: 'l', type: '2', target: '../../../..' }])) },
      'ARCHIVE_INVALID',
    ],
    ['no archive', { archive: Buffer.from('<html>') }, 'ARCHIVE_INVALID'],
  ])('%s', async (_name, options, code) => {
    const at = await archivePlace(options);
    expect((await failedInstall(at, { version: '2024.6.0' })).code).toBe(code);
    expect(existsSync(join(root, 'evil'))).toBe(false);
  });

  test('truncated', async () => {
    const at = await archivePlace({
      served: (_request, response) => {
        response.writeHead(200, { 'content-length': 100_000 });
        response.write(Buffer.alloc(1000));
        setTimeout(() => response.destroy(), 20);
      },
    });
    expect((await failedInstall(at)).message).toMatch(/broke off after 1000 of 100000 bytes/);
  });

  test('cancelled while it is downloaded', async () => {
    const at = await archivePlace({ served: (_request, response) => response.write(Buffer.alloc(1000)) });
    expect((await failedInstall(at, { signal: AbortSignal.timeout(300) })).code).toBe('CANCELLED');
  });

  test('where pip fails, too', async () => {
    const at = await archivePlace();
    const bin = join(at.cache, 'bin');
    mkdirSync(bin);
    writeFileSync(
      join(bin, 'python3'),
      '#!/bin/sh\ncase "$3" in --version) echo "pip 23 from x (python 3.9)";; *) echo "ERROR: no \x1b[31mway" >&2; exit 1;; esac\n',
    );
    chmodSync(join(bin, 'python3'), 0o755);
    const env = { ...at.env, PATH: bin };
    expect((await installRuntime({ env })).version).toBe('2024.6.0');
    const error = await failure(() => installRuntime({ env, version: '2026.4.1', from: 'pip' }));
    expect(error.message).toContain('no \\x1b[31mway');
  });
});

/** An installation in a process of its own, as the command runs it. */
function run(
  at: Place,
  options: InstallOptions = {},
  how: { cwd?: string; limitKb?: number; uid?: number; lib?: string } = {},
) {
  const lib = how.lib ?? dist;
  const script = `import { installRuntime } from ${JSON.stringify(`${lib}/runtime/install.js`)};
    try {
      const result = await installRuntime({ ...${JSON.stringify(options)}, log: (line) => console.log(line) });
      console.log(JSON.stringify(result));
    } catch (error) { console.log(error.code + ' ' + error.message); process.exitCode = 1; }`;
  const node = [process.execPath, '--input-type=module', '-e', script];
  const limit = how.limitKb === undefined ? '' : `ulimit -f ${how.limitKb * 2}; `;
  const ids = how.uid === undefined ? {} : { uid: how.uid, gid: how.uid };
  const child = spawn('/bin/sh', ['-c', `${limit}exec "$@"`, 'sh', ...node], {
    env: at.env,
    cwd: how.cwd ?? root,
    ...ids,
  });
  return { child, done: finished(child) };
}

function finished(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    let output = '';
    child.stdout?.on('data', (piece) => (output += piece));
    child.stderr?.on('data', (piece) => (output += piece));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** A runtime that takes a while to unpack: 24 MB that can't be compressed. */
const slowArchive = (): Buffer =>
  tgz(archiveEntries([1, 2, 3, 4].map((i) => ({ path: `runtime/lib/big-${i}`, content: randomBytes(6_000_000) }))));

describe('killed at any time', () => {
  test('nothing that counts as a runtime is left, and the next installation sweeps', async () => {
    const at = await archivePlace({ archive: slowArchive() });
    let leftovers = 0;
    for (const delayMs of [0, 40, 80, 120, 180, 240, 320, 400, 500, 650]) {
      const { child, done } = run(at, { from: 'archive' });
      await new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()));
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      child.kill('SIGKILL');
      const { output } = await done;
      const names = readdirSync(at.runtimes);
      leftovers += names.filter((name) => name.startsWith('.tmp-')).length;
      if (output.includes('"installed":true')) break;
      if (names.includes('2024.6.0')) {
        // The rename was done and the message not: then it must be whole.
        expect(readFileSync(join(at.runtimes, '2024.6.0/runtime/lib/big-4')).length).toBe(6_000_000);
        break;
      }
      expect((await failure(() => findRuntime({ env: at.env }))).code).toBe('RUNTIME_NOT_FOUND');
    }
    expect(leftovers).toBeGreaterThan(2);
    await installRuntime({ env: at.env });
    const second = await run(at, { version: '2024.6.0' }).done;
    expect(second.output).toContain('"installed":false');
    expect(readdirSync(at.runtimes)).toEqual(['2024.6.0']);
  }, 60_000);

  test('a living installation is not swept, nor one on another host until it is a day old', async () => {
    const at = await archivePlace();
    const living = temporaryPath(at.runtimes, 'runtime');
    const elsewhere = join(at.runtimes, '.tmp-0badf00d-4194303-0123456789ab-runtime');
    const dead = living.replace(`-${process.pid}-`, '-4194303-');
    for (const folder of [living, elsewhere, dead]) mkdirSync(folder, { recursive: true });
    await installRuntime({ env: at.env });
    expect([living, elsewhere, dead].map((folder) => existsSync(folder))).toEqual([true, true, false]);
  });
});

describe('two at once', () => {
  test('both end well with the same runtime', async () => {
    const at = await archivePlace({ archive: slowArchive() });
    const results = await Promise.all([run(at).done, run(at).done, run(at, { version: '2024.6' }).done]);
    expect(results.map(({ code, output }) => [code, code === 0 ? '' : output])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
    const installed = results.filter(({ output }) => output.includes('"installed":true'));
    expect(installed.length).toBe(1);
    expect(new Set(results.map(({ output }) => /"path":"[^"]*"/.exec(output)?.[0])).size).toBe(1);
    expect(readdirSync(at.runtimes)).toEqual(['2024.6.0']);
  }, 60_000);
});

describe('the disk', () => {
  test('a file larger than the limit, as on a full disk: one sentence, nothing left', async () => {
    const at = await archivePlace({ archive: slowArchive() });
    const { code, output } = await run(at, { from: 'archive' }, { limitKb: 1000 }).done;
    expect(code).toBe(1);
    expect(output).toMatch(/^NOT_WRITABLE .*(EFBIG|ENOSPC)/m);
    expect(readdirSync(at.runtimes)).toEqual([]);
  });

  test('the same while it is unpacked', async () => {
    const big = { path: 'runtime/lib/big', content: Buffer.alloc(20_000_000, randomBytes(40_000)) };
    const at = await archivePlace({ archive: tgz(archiveEntries([big])) });
    const { output } = await run(at, { from: 'archive' }, { limitKb: 10_000 }).done;
    expect(output).toMatch(/^NOT_WRITABLE /m);
    expect(readdirSync(at.runtimes)).toEqual([]);
  });

  test('the same in pip', async () => {
    const at = place();
    addWheel(
      at,
      '2026.4.1',
      wheel('2026.4.1', (entries) => [...entries, { path: 'x', content: randomBytes(3_000_000) }]),
    );
    const { output } = await run(at, { from: 'pip' }, { limitKb: 1000 }).done;
    expect(output).toMatch(/^(NOT_WRITABLE|RUNTIME_INSTALL_FAILED) /m);
    expect(readdirSync(at.runtimes)).toEqual([]);
  });

  test('a folder that may not be written', async () => {
    const at = await archivePlace();
    const lib = join(at.cache, 'lib');
    for (const name of ['runtime', 'errors.js']) cpSync(join(dist, name), join(lib, name), { recursive: true });
    symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(lib, 'node_modules'));
    writeFileSync(join(lib, 'package.json'), '{"type":"module"}');
    chmodSync(root, 0o755);
    // Root may write everywhere, so it is tried as nobody.
    const asNobody = process.getuid?.() === 0 ? { uid: 65534 } : {};
    mkdirSync(at.runtimes);
    chmodSync(at.runtimes, 0o555);
    const { output } = await run(at, { from: 'archive' }, { ...asNobody, lib }).done;
    expect(output).toMatch(/^NOT_WRITABLE .*EACCES/m);
    expect(readdirSync(at.runtimes)).toEqual([]);
    chmodSync(at.runtimes, 0o755);
  });
});

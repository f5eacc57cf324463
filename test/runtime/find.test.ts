import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, realpathSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRuntime, tbbLibrary } from '../../lib/runtime/find.js';
import { loaderFolders } from '../../lib/runtime/system.js';
import { fakeLibrary } from './helpers/fake-library.js';
import { failure, temporaryFolder } from './helpers/temp.js';

const root = realpathSync(temporaryFolder('find'));
let count = 0;

/** A machine with an empty home and no python3 on its PATH. */
function machine(): { folder: string; env: NodeJS.ProcessEnv } {
  const folder = join(root, String(count++));
  mkdirSync(join(folder, 'home'), { recursive: true });
  return { folder, env: { HOME: join(folder, 'home'), PATH: '' } };
}

const inWheel = (folder: string, file = 'libopenvino_c.so.2641'): string => join(folder, 'openvino', 'libs', file);
const sitePackages = (prefix: string): string => join(prefix, 'lib', 'python3.11', 'site-packages');

describe('the path option', () => {
  test('names the library', () => {
    const { folder, env } = machine();
    const path = fakeLibrary(inWheel(folder));
    expect(findRuntime({ path, env })).toEqual({ path, version: '2026.4.1', source: 'option' });
  });

  test.each(['', 'openvino/libs', 'openvino', 'runtime'])('names a folder that holds it (%s)', (within) => {
    const { folder, env } = machine();
    const library = within === 'runtime' ? join(folder, 'runtime/lib/intel64/libopenvino_c.so.2460') : inWheel(folder);
    fakeLibrary(library);
    expect(findRuntime({ path: within === 'runtime' ? folder : join(folder, within), env }).path).toBe(library);
  });

  test('may be relative to the current folder, and comes before every variable', () => {
    const { folder, env } = machine();
    const path = fakeLibrary(inWheel(folder));
    env.OPENVINO_NODE_LIBRARY = '/nowhere';
    expect(findRuntime({ path: relative(process.cwd(), path), env }).path).toBe(path);
  });

  test('a link is followed to the versioned name', () => {
    const { folder, env } = machine();
    const library = fakeLibrary(join(folder, 'libopenvino_c.so.2024.6.0'));
    symlinkSync(library, join(folder, 'libopenvino_c.so'));
    const found = findRuntime({ path: join(folder, 'libopenvino_c.so'), env });
    expect(found).toEqual({ path: library, version: '2024.6.0', source: 'option' });
  });

  test.each(['missing', 'empty-folder', 'fifo'])('%s is an error, not a reason to search on', async (name) => {
    const { folder, env } = machine();
    fakeLibrary(inWheel(join(folder, 'home/.cache/openvino-node/runtimes/2026.4.1')));
    const path = join(folder, name);
    if (name === 'empty-folder') mkdirSync(path);
    if (name === 'fifo') expect(spawnSync('mkfifo', [path]).status).toBe(0);
    const error = await failure(() => findRuntime({ path, env }));
    expect(error.code).toBe('RUNTIME_NOT_FOUND');
    expect(error.message).toContain(path);
    expect(error.message).toContain('npx ov-bench runtime install');
  });

  test.each(['', 'a\0b'])('refuses %j', async (path) => {
    expect((await failure(() => findRuntime({ path, env: {} }))).code).toBe('INVALID_ARGUMENT');
  });
});

describe('the library itself', () => {
  test.each([
    ['cut short', 4095, /cut short: 4095 of at least 4096 bytes/],
    ['cut within its headers', 100, /cut short: 100 of at least 120 bytes/],
    ['empty', 0, /is empty/],
    ['a few bytes', 20, /not a shared library/],
  ])('%s is refused before it can kill the process', async (_name, byteLength, message) => {
    const { folder, env } = machine();
    const path = fakeLibrary(inWheel(folder));
    truncateSync(path, byteLength);
    const error = await failure(() => findRuntime({ path, env }));
    expect(error.code).toBe('RUNTIME_NOT_LOADABLE');
    expect(error.message).toMatch(message);
  });

  test('a truncated library beside it is refused too, whatever else lies there is not looked at', async () => {
    const { folder, env } = machine();
    const path = fakeLibrary(inWheel(folder));
    writeFileSync(join(dirname(path), 'libother.so'), 'junk');
    const beside = fakeLibrary(inWheel(folder, 'libopenvino_intel_cpu_plugin.so'));
    expect(findRuntime({ path, env }).path).toBe(path);
    truncateSync(beside, 1000);
    const error = await failure(() => findRuntime({ path, env }));
    expect([error.code, error.message.includes(beside)]).toEqual(['RUNTIME_NOT_LOADABLE', true]);
  });

  test('for another processor', async () => {
    const { folder, env } = machine();
    const path = fakeLibrary(inWheel(folder), { arch: process.arch === 'x64' ? 'arm64' : 'x64' });
    expect((await failure(() => findRuntime({ path, env }))).message).toMatch(
      /built for (arm64|x64), but this Node\.js is/,
    );
  });

  test('its name is shown without control characters', async () => {
    const { folder, env } = machine();
    const error = await failure(() => findRuntime({ path: join(folder, 'a\x1b[31mb'), env }));
    expect(error.message).toContain('a\\x1b[31mb');
    expect(error.message).not.toContain('\x1b');
  });
});

describe('variables', () => {
  test.each(['OPENVINO_NODE_LIBRARY', 'INTEL_OPENVINO_DIR'])('%s must be absolute', async (variable) => {
    const { env } = machine();
    const error = await failure(() => findRuntime({ env: { ...env, [variable]: 'libs/libopenvino_c.so' } }));
    expect(error.code).toBe('INVALID_ARGUMENT');
    expect(error.message).toContain(variable);
  });

  test.each(['OPENVINO_NODE_LIBRARY', 'INTEL_OPENVINO_DIR'])(
    '%s without a library there is an error',
    async (variable) => {
      const { folder, env } = machine();
      fakeLibrary(inWheel(join(folder, 'home/.cache/openvino-node/runtimes/2026.4.1')));
      const error = await failure(() => findRuntime({ env: { ...env, [variable]: join(folder, 'home') } }));
      expect(error.code).toBe('RUNTIME_NOT_FOUND');
      expect(error.message).toContain(variable);
    },
  );

  test('OPENVINO_NODE_LIBRARY comes before INTEL_OPENVINO_DIR, that before the cache', () => {
    const { folder, env } = machine();
    const named = fakeLibrary(join(folder, 'named/libopenvino_c.so'));
    const intel = fakeLibrary(join(folder, 'intel/runtime/lib/intel64/libopenvino_c.so.2024.6.0'));
    const cached = fakeLibrary(inWheel(join(folder, 'home/.cache/openvino-node/runtimes/2026.4.1')));
    env.OPENVINO_NODE_LIBRARY = dirname(named);
    env.INTEL_OPENVINO_DIR = join(folder, 'intel');
    expect(findRuntime({ env })).toEqual({ path: named, version: undefined, source: 'env' });
    delete env.OPENVINO_NODE_LIBRARY;
    expect(findRuntime({ env })).toEqual({ path: intel, version: '2024.6.0', source: 'intel-openvino-dir' });
    delete env.INTEL_OPENVINO_DIR;
    expect(findRuntime({ env })).toEqual({ path: cached, version: '2026.4.1', source: 'cache' });
  });

  test("the archive's version.txt tells where the name does not, and its TBB is named for opening first", () => {
    const { folder, env } = machine();
    const library = fakeLibrary(join(folder, 'runtime/lib/intel64/libopenvino_c.so'));
    writeFileSync(join(folder, 'runtime/version.txt'), '2025.0.0-17942-1f68be9f594-releases/2025/0\n');
    const tbb = fakeLibrary(join(folder, 'runtime/3rdparty/tbb/lib/libtbb.so.12'));
    expect(findRuntime({ env: { ...env, INTEL_OPENVINO_DIR: folder } }).version).toBe('2025.0.0');
    expect(tbbLibrary(library)).toBe(tbb);
    expect(tbbLibrary(inWheel(folder))).toBeUndefined();
  });
});

describe('the cache', () => {
  test('the newest version wins, by its numbers; half-done folders count for nothing', () => {
    const { folder, env } = machine();
    const runtimes = join(folder, 'cache/runtimes');
    env.OPENVINO_NODE_CACHE_DIR = join(folder, 'cache');
    fakeLibrary(inWheel(join(runtimes, '2024.6.0'), 'libopenvino_c.so.2460'));
    fakeLibrary(inWheel(join(runtimes, '.tmp-00000000-1-000000000000-runtime/unpacked'), 'libopenvino_c.so.2701'));
    mkdirSync(join(runtimes, '2028.1.0'));
    const newest = fakeLibrary(inWheel(join(runtimes, '2024.10.0'), 'libopenvino_c.so.24100'));
    expect(findRuntime({ env })).toEqual({ path: newest, version: '2024.10.0', source: 'cache' });
  });

  test.each(['relative/cache'])('OPENVINO_NODE_CACHE_DIR must be absolute', async (dir) => {
    const { env } = machine();
    expect((await failure(() => findRuntime({ env: { ...env, OPENVINO_NODE_CACHE_DIR: dir } }))).code).toBe(
      'INVALID_ARGUMENT',
    );
  });

  test('XDG_CACHE_HOME moves it', () => {
    const { folder, env } = machine();
    env.XDG_CACHE_HOME = join(folder, 'xdg');
    const library = fakeLibrary(inWheel(join(folder, 'xdg/openvino-node/runtimes/2025.4.1'), 'libopenvino_c.so.2541'));
    expect(findRuntime({ env }).path).toBe(library);
  });
});

describe('the system', () => {
  test('LD_LIBRARY_PATH, absolute entries only', () => {
    const { folder, env } = machine();
    const library = fakeLibrary(join(folder, 'sys/libopenvino_c.so.2025.4.1'));
    fakeLibrary(join(folder, 'libopenvino_c.so'));
    env.LD_LIBRARY_PATH = `:${relative(process.cwd(), folder)}:${join(folder, 'sys')}`;
    expect(findRuntime({ env })).toEqual({ path: library, version: '2025.4.1', source: 'system' });
  });

  test("the loader's cache, read without running ldconfig", () => {
    const { folder } = machine();
    const ldCache = join(folder, 'ld.so.cache');
    const text =
      'glibc-ld.so.cache1.1\0libz.so.1\0/lib/libz.so.1\0libopenvino_c.so.2460\0/opt/ov/lib/libopenvino_c.so.2460\0';
    writeFileSync(ldCache, text);
    const folders = loaderFolders({ LD_LIBRARY_PATH: '/a' }, { platform: 'linux', arch: 'x64', ldCache });
    expect(folders.slice(0, 2)).toEqual([
      { path: '/a', origin: 'LD_LIBRARY_PATH' },
      { path: '/opt/ov/lib', origin: 'ldconfig' },
    ]);
    expect(folders.map(({ path }) => path)).toContain('/usr/lib/x86_64-linux-gnu');
  });

  test("this machine's cache can be read, or there is none", () => {
    const folders = loaderFolders({}, { platform: 'linux', arch: 'arm64', ldCache: '/etc/ld.so.cache' });
    expect(folders.map(({ path }) => path)).toContain('/usr/lib/aarch64-linux-gnu');
  });

  test('other platforms have their own folders', () => {
    const host = { arch: 'arm64', ldCache: '' } as const;
    expect(loaderFolders({ DYLD_LIBRARY_PATH: '/d' }, { ...host, platform: 'darwin' })[0]?.path).toBe('/d');
    expect(loaderFolders({}, { ...host, platform: 'win32' })).toEqual([]);
  });
});

describe('nothing anywhere', () => {
  test('the error lists the places in their order and the command', async () => {
    const { folder, env } = machine();
    env.VIRTUAL_ENV = join(folder, 'venv');
    env.LD_LIBRARY_PATH = join(folder, 'libs');
    mkdirSync(sitePackages(env.VIRTUAL_ENV), { recursive: true });
    const error = await failure(() => findRuntime({ env }));
    expect(error.code).toBe('RUNTIME_NOT_FOUND');
    const [first, ...places] = error.message.split('\n');
    expect(first).toContain('npx ov-bench runtime install');
    const order = ['OPENVINO_NODE_LIBRARY', 'runtimes', 'VIRTUAL_ENV', '.local', 'LD_LIBRARY_PATH', '/usr/lib'];
    const positions = order.map((place) => places.findIndex((line) => line.includes(place)));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions[0]).toBe(0);
  });

  test('all of it takes little time', () => {
    const { env } = machine();
    const startMs = performance.now();
    for (let i = 0; i < 10; i++) {
      try {
        findRuntime({ env });
      } catch {
        // Not found, as above.
      }
    }
    expect((performance.now() - startMs) / 10).toBeLessThan(50);
  });
});

test('a folder that may not be read says so', async () => {
  const { folder, env } = machine();
  const locked = join(folder, 'locked');
  fakeLibrary(inWheel(locked));
  cpSync(new URL('../../dist/runtime', import.meta.url), join(folder, 'runtime'), { recursive: true });
  for (const name of ['errors.js', 'openvino-node.js'])
    cpSync(new URL(`../../dist/${name}`, import.meta.url), join(folder, name));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  chmodSync(locked, 0o700);
  chmodSync(root, 0o755);
  const script = `const { findRuntime } = await import(process.argv[1] + '/runtime/find.js');
    try { findRuntime({ path: process.argv[1] + '/locked/openvino' }); } catch (error) { console.log(error.code, error.message); }`;
  // Root may read everything, so it is tried as nobody.
  const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  if (process.getuid?.() !== 0) chmodSync(locked, 0o000);
  const args = ['--input-type=module', '-e', script, folder];
  const { stdout } = spawnSync(process.execPath, args, { ...asNobody, env, cwd: '/', encoding: 'utf8' });
  chmodSync(locked, 0o700);
  expect(stdout).toMatch(/^RUNTIME_NOT_FOUND .*\(EACCES\)/);
});

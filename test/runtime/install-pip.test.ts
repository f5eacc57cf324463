import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRuntime } from '../../lib/runtime/find.js';
import { installRuntime } from '../../lib/runtime/install.js';
import { wheel } from './helpers/archives.js';
import { addWheel, failedInstall, place, run, servers } from './helpers/installing.js';
import { type Handler, serve } from './helpers/server.js';
import { failure } from './helpers/temp.js';

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

  test('an index that is out of reach: why, without the objects of pip', async () => {
    const env = { PIP_NO_INDEX: '0', PIP_FIND_LINKS: '', PIP_CONFIG_FILE: '/dev/null', PIP_RETRIES: '1' };
    const { message } = await failedInstall(place({ ...env, PIP_INDEX_URL: 'http://127.0.0.1:9/simple' }));
    expect(message).toMatch(/pip can't reach its package index: .*Connection refused;/);
    expect(message).not.toMatch(/object at 0x|urllib3/);
  }, 30_000);

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

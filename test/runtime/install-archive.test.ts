import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRuntime, tbbLibrary } from '../../lib/runtime/find.js';
import { installRuntime } from '../../lib/runtime/install.js';
import { tgz } from './helpers/archives.js';
import { archivePlace, failedInstall, root } from './helpers/installing.js';
import { archiveEntries, type mirror } from './helpers/mirror.js';
import { failure } from './helpers/temp.js';

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

  test.runIf(process.platform === 'linux')(
    'into a folder that can not be made',
    async () => {
      const at = await archivePlace();
      expect((await failedInstall(at, { dir: '/proc/none' })).code).toBe('NOT_WRITABLE');
    },
    5000,
  );

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

import { chmodSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRuntime } from '../../lib/runtime/find.js';
import { fakeLibrary } from './helpers/fake-library.js';
import { failure, temporaryFolder } from './helpers/temp.js';

const root = realpathSync(temporaryFolder('find-python'));
let count = 0;

/** A machine with an empty home and no python3 on its PATH. */
function machine(): { folder: string; env: NodeJS.ProcessEnv } {
  const folder = join(root, String(count++));
  mkdirSync(join(folder, 'home'), { recursive: true });
  return { folder, env: { HOME: join(folder, 'home'), PATH: '' } };
}

const inWheel = (folder: string, file = 'libopenvino_c.so.2641'): string => join(folder, 'openvino', 'libs', file);
const sitePackages = (prefix: string): string => join(prefix, 'lib', 'python3.11', 'site-packages');

/** An executable file, a shell script where `script` is given. */
function executable(path: string, script?: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, script === undefined ? '\x7fELF, as far as a first look goes' : `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

describe('Python environments', () => {
  test.each(['VIRTUAL_ENV', 'CONDA_PREFIX'])('%s', (variable) => {
    const { folder, env } = machine();
    const library = fakeLibrary(inWheel(sitePackages(folder)));
    expect(findRuntime({ env: { ...env, [variable]: folder } })).toEqual({
      path: library,
      version: '2026.4.1',
      source: 'python',
    });
  });

  test("conda-forge's library beside everyone's", () => {
    const { folder, env } = machine();
    const library = fakeLibrary(join(folder, 'lib/libopenvino_c.so.2025.4.1'));
    expect(findRuntime({ env: { ...env, CONDA_PREFIX: folder } }).path).toBe(library);
  });

  test('dist-info tells the version where the file name does not', () => {
    const { folder, env } = machine();
    fakeLibrary(inWheel(sitePackages(folder), 'libopenvino_c.so'));
    mkdirSync(join(sitePackages(folder), 'openvino-2025.1.0.dev20250116.dist-info'));
    expect(findRuntime({ env: { ...env, VIRTUAL_ENV: folder } }).version).toBe('2025.1.0.dev20250116');
  });

  test("python3's installation is found from its place, without running it", () => {
    const { folder, env } = machine();
    executable(join(folder, 'usr/bin/python3.11'));
    mkdirSync(join(folder, 'bin'));
    symlinkSync(join(folder, 'usr/bin/python3.11'), join(folder, 'bin/python3'));
    const library = fakeLibrary(inWheel(sitePackages(join(folder, 'usr'))));
    expect(findRuntime({ env: { ...env, PATH: `relative:${join(folder, 'bin')}` } }).path).toBe(library);
  });

  test('a virtual environment on PATH, and the installation below it only where it says so', async () => {
    const { folder, env } = machine();
    executable(join(folder, 'base/bin/python3'));
    executable(join(folder, 'venv/bin/python3'));
    const config = join(folder, 'venv/pyvenv.cfg');
    writeFileSync(config, `home = ${join(folder, 'base/bin')}\ninclude-system-site-packages = false\n`);
    const library = fakeLibrary(inWheel(sitePackages(join(folder, 'base'))));
    env.PATH = join(folder, 'venv/bin');
    expect((await failure(() => findRuntime({ env }))).code).toBe('RUNTIME_NOT_FOUND');
    writeFileSync(config, `home = ${join(folder, 'base/bin')}\ninclude-system-site-packages = true\n`);
    expect(findRuntime({ env }).path).toBe(library);
    const own = fakeLibrary(inWheel(sitePackages(join(folder, 'venv'))));
    expect(findRuntime({ env }).path).toBe(own);
  });

  test("the user's site-packages, also where PYTHONUSERBASE moves them", () => {
    const { folder, env } = machine();
    const library = fakeLibrary(inWheel(sitePackages(join(folder, 'home/.local'))));
    expect(findRuntime({ env }).path).toBe(library);
    const moved = fakeLibrary(inWheel(sitePackages(join(folder, 'user-base'))));
    expect(findRuntime({ env: { ...env, PYTHONUSERBASE: join(folder, 'user-base') } }).path).toBe(moved);
  });

  test('a python3 that is a script, as the shims of pyenv are, is asked', () => {
    const { folder, env } = machine();
    executable(join(folder, 'bin/python3'), `echo ${join(folder, 'asked')}; echo relative`);
    const library = fakeLibrary(inWheel(join(folder, 'asked')));
    expect(findRuntime({ env: { ...env, PATH: join(folder, 'bin') } }).path).toBe(library);
  });

  test('one that hangs costs three seconds and no more', async () => {
    const { folder, env } = machine();
    executable(join(folder, 'bin/python3'), 'exec /bin/sleep 60');
    const startMs = performance.now();
    const error = await failure(() => findRuntime({ env: { ...env, PATH: join(folder, 'bin') } }));
    expect(error.code).toBe('RUNTIME_NOT_FOUND');
    expect(performance.now() - startMs).toBeLessThan(8000);
  });

  test('an openvino older than 2024.3 is named as the reason', async () => {
    const { folder, env } = machine();
    const init = join(sitePackages(folder), 'openvino/__init__.py');
    mkdirSync(dirname(init), { recursive: true });
    writeFileSync(init, '');
    const error = await failure(() => findRuntime({ env: { ...env, VIRTUAL_ENV: folder } }));
    expect(error.message).toMatch(/without the C library: older than 2024\.3/);
  });
});

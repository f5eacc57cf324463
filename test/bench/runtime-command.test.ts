import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseRecord } from '../../lib/runtime/record.js';
import { mirror } from '../runtime/helpers/mirror.js';
import { temporaryFolder } from '../runtime/helpers/temp.js';

const CLI = fileURLToPath(new URL('../../dist/bench/main.js', import.meta.url));
const root = temporaryFolder('runtime-command');
let count = 0;

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command with an empty cache and no other OpenVINO in sight, unless `env` says so. */
function run(
  args: string[],
  env: NodeJS.ProcessEnv = {},
  onError?: (text: string, kill: () => void) => void,
): Promise<Finished> {
  const clean = {
    OPENVINO_NODE_LIBRARY: '',
    INTEL_OPENVINO_DIR: '',
    VIRTUAL_ENV: '',
    CONDA_PREFIX: '',
    LD_LIBRARY_PATH: '',
  };
  const cache = { OPENVINO_NODE_CACHE_DIR: join(root, String(count++)) };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, 'runtime', ...args], {
      env: { ...process.env, ...clean, ...cache, ...env },
      cwd: root,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (piece) => (stdout += piece));
    child.stderr.on('data', (piece) => {
      stderr += piece;
      onError?.(stderr, () => child.kill('SIGINT'));
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

describe('a real installation', () => {
  test('the newest wheel by pip: installed, found, whole, and loaded', async () => {
    const cache = join(root, 'with spaces', 'cache');
    const env = { OPENVINO_NODE_CACHE_DIR: cache };
    const installed = await run(['install'], env);
    expect([installed.code, installed.stderr]).toEqual([0, expect.stringContaining('checking it against its RECORD')]);
    const [, version, path = ''] = /^OpenVINO (\S+) installed in [\d.]+ s: (.+)\n$/.exec(installed.stdout) ?? [];
    const where = await run(['where', '--json'], env);
    expect(JSON.parse(where.stdout)).toEqual({ path, version, source: 'cache' });
    expect(path.startsWith(join(cache, 'runtimes', version ?? '?', 'openvino/libs/'))).toBe(true);
    expect(existsSync(join(path, '../../include/openvino/c/openvino.h'))).toBe(true);

    const folder = join(cache, 'runtimes', version ?? '');
    const info = readdirSync(folder).find((name) => name.endsWith('.dist-info')) ?? '';
    const record = parseRecord(readFileSync(join(folder, info, 'RECORD'), 'utf8'));
    const libraries = [...record].filter(([file]) => file.startsWith('openvino/libs/'));
    expect(libraries.length).toBeGreaterThan(10);
    for (const [file, sum] of libraries) {
      expect([
        file,
        createHash('sha256')
          .update(readFileSync(join(folder, file)))
          .digest('base64url'),
      ]).toEqual([file, sum]);
    }

    const devices = spawnSync(process.execPath, [CLI, 'devices', '--json'], {
      env: { ...process.env, ...env, OPENVINO_NODE_LIBRARY: path },
      encoding: 'utf8',
    });
    expect(JSON.parse(devices.stdout)).toMatchObject({ runtime: { path, version }, devices: [{ name: 'CPU' }] });

    const again = await run(['install', '--version', version ?? ''], { ...env, PATH: '' });
    expect([again.code, again.stdout]).toEqual([0, `OpenVINO ${version} was there already: ${path}\n`]);
  }, 180_000);
});

describe('install', () => {
  test('from the archive, where there is no Python', async () => {
    const server = await mirror();
    const { code, stdout, stderr } = await run(['install'], { PATH: '', OPENVINO_NODE_MIRROR: server.origin });
    await server.close();
    expect([code, stderr]).toEqual([0, expect.stringContaining('Downloading OpenVINO 2024.6.0 from 127.0.0.1')]);
    expect(stdout).toMatch(/^OpenVINO 2024\.6\.0 installed in .*libopenvino_c\.so\.2024\.6\.0\n$/);
  });

  test('into a folder, and how to have that one used', async () => {
    const server = await mirror();
    const { stdout, stderr } = await run(['install', '--dir', 'here', '--from', 'archive'], {
      OPENVINO_NODE_MIRROR: server.origin,
      PATH: '',
    });
    await server.close();
    const path = stdout.trim().split(': ').pop();
    expect(path?.startsWith(join(root, 'here', '2024.6.0'))).toBe(true);
    expect(stderr).toContain(`OPENVINO_NODE_LIBRARY=${path} has it used`);
  });

  test('nothing to be had: one sentence with all that was tried', async () => {
    const { code, stdout, stderr } = await run(['install'], { PATH: '', OPENVINO_NODE_MIRROR: 'http://127.0.0.1:9' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^ov-bench: .*no Python 3 with pip.*127\.0\.0\.1:9 is out of reach.*\(RUNTIME_INSTALL_FAILED\)\n$/,
    );
  });

  test('Ctrl-C ends it with 130 and leaves nothing', async () => {
    const server = await mirror({ served: (_request, response) => response.write(Buffer.alloc(1000)) });
    const cache = join(root, 'interrupted');
    mkdirSync(cache);
    const env = { PATH: '', OPENVINO_NODE_MIRROR: server.origin, OPENVINO_NODE_CACHE_DIR: cache };
    const { code } = await run(['install'], env, (text, kill) => {
      if (text.includes('Downloading')) kill();
    });
    await server.close();
    expect(code).toBe(130);
    expect(readdirSync(join(cache, 'runtimes'))).toEqual([]);
  });

  test.each([
    [2, ['install', '--version', 'banana']],
    [2, ['install', '--version', '2024']],
    [1, ['install', '--version', '2024.2']],
    [1, ['install', '--version', '2022.3.1']],
    [2, ['install', '--from', 'nowhere']],
    [2, ['install', '--nope']],
    [2, ['install', '--version']],
    [2, ['nope']],
  ])('exit code %i: %j', async (expected, args) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr.trim().split('\n').length).toBe(1);
  });
});

describe('where', () => {
  test('nowhere: the places tried and the command', async () => {
    const { code, stdout, stderr } = await run(['where'], { PATH: '', HOME: root });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/npx ov-bench runtime install/);
    expect(stderr.split('\n').filter((line) => line.startsWith('  - ')).length).toBeGreaterThan(4);
  });

  test.each([
    ['relative/libopenvino_c.so', 'INVALID_ARGUMENT'],
    ['/nowhere/libopenvino_c.so', 'RUNTIME_NOT_FOUND'],
  ])('OPENVINO_NODE_LIBRARY=%s', async (path, code) => {
    const result = await run(['where', '--json'], { OPENVINO_NODE_LIBRARY: path });
    expect([result.code, result.stdout]).toEqual([1, '']);
    expect(result.stderr).toContain(`(${code})`);
  });

  test('INTEL_OPENVINO_DIR, with a tabular answer for people', async () => {
    const server = await mirror();
    const folder = join(root, 'intel');
    const installed = await run(['install', '--dir', folder], { PATH: '', OPENVINO_NODE_MIRROR: server.origin });
    await server.close();
    const { stdout } = await run(['where'], { INTEL_OPENVINO_DIR: join(folder, '2024.6.0') });
    expect(stdout).toBe(
      `path     ${installed.stdout.trim().split(': ').pop()}\nversion  2024.6.0\nsource   intel-openvino-dir\n`,
    );
  });
});

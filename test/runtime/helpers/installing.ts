import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect } from 'vitest';
import { type InstallOptions, installRuntime } from '../../../lib/runtime/install.js';
import { wheel } from './archives.js';
import { mirror } from './mirror.js';
import type { LocalServer } from './server.js';
import { failure, temporaryFolder } from './temp.js';

export const root = temporaryFolder('install');
export const dist = fileURLToPath(new URL('../../../dist', import.meta.url));
let count = 0;
export const servers: LocalServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

export interface Place {
  readonly cache: string;
  readonly runtimes: string;
  readonly wheels: string;
  readonly env: NodeJS.ProcessEnv;
}

/** An empty cache, a folder of wheels that pip takes for its index, and a mirror out of reach. */
export function place(more: NodeJS.ProcessEnv = {}): Place {
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

export function addWheel({ wheels }: Place, version: string, bytes: Buffer = wheel(version), python = 'cp313'): void {
  const arch = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  writeFileSync(join(wheels, `openvino-${version}-22982-${python}-${python}-manylinux2014_${arch}.whl`), bytes);
}

/** A place without Python, whose mirror has the archive. */
export async function archivePlace(options: Parameters<typeof mirror>[0] = {}): Promise<Place> {
  const server = await mirror(options);
  servers.push(server);
  return place({ OPENVINO_NODE_MIRROR: server.origin, PATH: '' });
}

/** The failure of an installation, which must leave nothing behind. */
export async function failedInstall(at: Place, options: InstallOptions = {}): ReturnType<typeof failure> {
  const error = await failure(() => installRuntime({ env: at.env, ...options }));
  expect(existsSync(at.runtimes) ? readdirSync(at.runtimes) : []).toEqual([]);
  expect(error.message).not.toContain('\n');
  return error;
}

/** An installation in a process of its own, as the command runs it. */
export function run(
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

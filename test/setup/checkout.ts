import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that the tests run in; it is set up. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with all that was said on stderr so far. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs a program to its end. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd ?? ROOT, env: options.env ?? process.env });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
      options.onStderr?.(stderr, (signal) => child.kill(signal));
    });
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve({ code, signal, stdout, stderr, durationMs: performance.now() - startedAt }),
    );
  });
}

/** A copy of this checkout's sources in a folder with a space in its path, and how to set it up. */
export interface Checkout {
  readonly root: string;
  /** A folder for what a test needs beside the checkout. */
  readonly scratch: string;
  path(relative: string): string;
  setup(options?: RunOptions & { args?: readonly string[] }): Promise<Ended>;
  remove(): void;
}

const SOURCES = [
  'scripts',
  'lib',
  'native',
  'binding.gyp',
  'CMakeLists.txt',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
];
/** What the set-up makes: copied for a checkout that is set up. */
const RESULTS = ['dist', 'build', 'prebuilds', '.cache/setup'];

/** Copies this checkout: its sources alone, or with what its set-up has made. Its packages are then a link. */
export function copyCheckout(options: { done: boolean; packages?: boolean }): Checkout {
  const scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'openvino-node test-')));
  const root = path.join(scratch, 'a checkout');
  fs.mkdirSync(root);
  for (const name of options.done ? [...SOURCES, ...RESULTS] : SOURCES) {
    const source = path.join(ROOT, name);
    // A set-up that is at work in this checkout keeps its lock to itself.
    const filter = (file: string) => !path.basename(file).startsWith('lock') || name !== '.cache/setup';
    if (fs.existsSync(source)) {
      fs.cpSync(source, path.join(root, name), { recursive: true, preserveTimestamps: true, filter });
    }
  }
  if (options.packages ?? options.done)
    fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
  return {
    root,
    scratch,
    path: (relative) => path.join(root, relative),
    setup: ({ args = [], ...rest } = {}) =>
      run(process.execPath, [path.join(root, 'scripts', 'setup.mjs'), ...args], { cwd: root, ...rest }),
    remove: () => fs.rmSync(scratch, { recursive: true, force: true }),
  };
}

/** A folder with links to the named programs and nothing else: what a bare machine's PATH would hold. */
export function barePath(folder: string, programs: readonly string[]): string {
  const bin = path.join(folder, 'bin');
  fs.mkdirSync(bin, { recursive: true });
  for (const name of programs) {
    const found = (process.env['PATH'] ?? '')
      .split(path.delimiter)
      .map((entry) => path.join(entry, name))
      .find((file) => fs.existsSync(file));
    if (found === undefined) throw new Error(`this test needs ${name} on the PATH`);
    fs.symlinkSync(found, path.join(bin, name));
  }
  return bin;
}

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Our engines field, "^20.19.0 || >=22.12.0": the versions that can require() an ES module.
 * @param {string} version
 * @returns {string | undefined}
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major === 20 ? minor >= 19 : major === 22 ? minor >= 12 : major > 22;
  return fits ? undefined : `this is ${version}, it has to be 20.19 or newer (of 22, 22.12 or newer; 21 does not do)`;
}

/**
 * The program's first line of output for an argument such as --version, or undefined where it is missing or fails.
 * @param {string} program
 * @param {string[]} args
 * @param {string} [input]
 * @returns {string | undefined}
 */
export function ask(program, args, input = '') {
  const result = spawnSync(program, args, { encoding: 'utf8', input, timeout: 60_000, windowsHide: true });
  if (result.error || result.status !== 0) return undefined;
  return `${result.stdout}${result.stderr}`.split('\n', 1)[0] ?? '';
}

/**
 * A compiler counts when it links a C++17 program: g++ without its library's headers, or too old a one, does not.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function compilerProblem(env) {
  if (process.platform === 'win32') return undefined;
  const candidates = env.CXX ? [env.CXX] : ['c++', 'g++', 'clang++'];
  const present = candidates.filter((program) => ask(program, ['--version']) !== undefined);
  if (present.length === 0) return `none of ${candidates.join(', ')} is on the PATH`;
  const program = '#include <optional>\n#include <thread>\nint main() { return std::optional<int>(0).value(); }\n';
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'openvino-node-compiler-'));
  try {
    const args = ['-std=c++17', '-x', 'c++', '-', '-o', path.join(folder, 'program')];
    const works = present.some((compiler) => ask(compiler, args, program) !== undefined);
    return works ? undefined : `${present.join(', ')} cannot build a C++17 program`;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns {string | undefined} */
export function cmakeProblem() {
  const line = ask('cmake', ['--version']);
  if (line === undefined) return 'cmake is not on the PATH';
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(line) ?? [];
  const fits = Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 16);
  return fits ? undefined : `cmake is ${major}.${minor}, it has to be 3.16 or newer`;
}

/** @returns {string | undefined} */
export function makeProblem() {
  if (process.platform === 'win32') return undefined;
  const found = ['ninja', 'make'].some((program) => ask(program, ['--version']) !== undefined);
  return found ? undefined : 'neither ninja nor make is on the PATH';
}

/** @returns {string | undefined} */
export function pipProblem() {
  const pythons = process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'];
  const present = pythons.filter((program) => ask(program, ['--version'])?.startsWith('Python 3'));
  if (present.length === 0) return `no Python 3 on the PATH (${pythons.join(', ')})`;
  const withPip = present.some((program) => ask(program, ['-m', 'pip', '--version']) !== undefined);
  return withPip ? undefined : `${present.join(', ')} has no pip`;
}

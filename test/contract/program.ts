import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hideNewerFunctions } from '../../lib/testing/hide-newer.js';

const run = promisify(execFile);
const SOURCES = fileURLToPath(new URL('../../native/test/contract/', import.meta.url));
/** Not optimized: the libraries that it looks at are, and it compiles in less than two thirds of the time. */
const FLAGS = ['-std=c++17', '-Wall', '-Wextra', '-Werror', '-O0', '-pthread'];

/** Cases wait for their own inferences only; whoever takes longer than this hangs. */
const PATIENCE_MS = 240_000;

/** What one library showed. */
export interface Observations {
  /** Text by the case's name. */
  readonly seen: ReadonlyMap<string, string>;
  /** How the program ended before its time, and in which case; undefined where it ran to its end. */
  readonly ended?: string;
}

/** Why the program can't be compiled here; undefined where it can. */
export function compilerProblem(): string | undefined {
  if (process.platform === 'win32') return 'native/test/contract is written for dlopen';
  return spawnSync('c++', ['--version']).status === 0 ? undefined : 'there is no C++ compiler (c++) on the PATH';
}

/** Names of the cases, read from the sources: tests are declared before anything is compiled. */
export function caseNames(): string[] {
  return sources().flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^CASE\("((?:[^"\\]|\\.)*)"\)/gm)].map(([, name]) => name as string),
  );
}

function sources(): string[] {
  return readdirSync(SOURCES)
    .filter((name) => name.endsWith('.cc'))
    .sort()
    .map((name) => join(SOURCES, name));
}

/** Compiles native/test/contract into a folder; gives the program's path. */
export async function compileProgram(folder: string): Promise<string> {
  const waiting = sources();
  const objects: string[] = [];
  const worker = async (): Promise<void> => {
    for (let source = waiting.shift(); source !== undefined; source = waiting.shift()) {
      const object = join(folder, `${basename(source)}.o`);
      objects.push(object);
      await run('c++', [...FLAGS, '-c', source, '-o', object]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  const program = join(folder, 'contract');
  await run('c++', ['-pthread', ...objects, '-ldl', '-o', program]);
  return program;
}

/** Runs the program on a library. */
export async function observe(program: string, library: string, models: string): Promise<Observations> {
  const options = { timeout: PATIENCE_MS, killSignal: 'SIGKILL' as const, maxBuffer: 64 * 1024 * 1024 };
  try {
    const { stdout } = await run(program, [library, models], options);
    return { seen: parse(stdout) };
  } catch (error) {
    const { stdout = '', stderr = '', code, signal, killed } = error as Ended;
    const how = killed ? `hung for ${PATIENCE_MS / 1000} s` : `ended with ${signal ?? `status ${code}`}`;
    // a case's name is printed before it runs
    const last = stdout.split('\n').at(-1) ?? '';
    const where = last === '' ? `; ${stderr.trim()}` : ` in the case "${last.split('\t')[0]}"`;
    return { seen: parse(stdout.slice(0, stdout.length - last.length)), ended: `The program ${how}${where}` };
  }
}

interface Ended {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number | string;
  readonly signal?: string | null;
  readonly killed?: boolean;
}

function parse(output: string): Map<string, string> {
  const lines = output.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const tab = line.indexOf('\t');
      return [line.slice(0, tab), line.slice(tab + 1)];
    }),
  );
}

/**
 * A copy of the mocked library that behaves as a release does: it takes its release from a file `version` beside it.
 *
 * @returns The copy's path.
 */
export function mockOfRelease(mock: string, version: string, folder: string): string {
  const own = join(folder, `mock-${version}`);
  mkdirSync(own);
  writeFileSync(join(own, 'version'), version);
  const copy = join(own, basename(mock));
  const bytes = readFileSync(mock);
  hideNewerFunctions(bytes, version);
  writeFileSync(copy, bytes, { mode: 0o700 });
  return copy;
}

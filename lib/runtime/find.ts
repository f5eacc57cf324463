import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { OpenVINOError } from '../errors.js';
import { runtimesDir } from './cache-dir.js';
import { installedRuntimes, LIBRARY_FOLDERS } from './layout.js';
import { isFile, isLibraryName, libraryFileName, libraryIn } from './library-file.js';
import { assertOpenable } from './openable.js';
import { printable } from './printable.js';
import { sitePackages } from './python.js';
import { loaderFolders } from './system.js';
import { versionOfLibrary } from './version.js';

/** Which of the places that are searched, in this order, had the library. */
export type RuntimeSource = 'option' | 'env' | 'intel-openvino-dir' | 'cache' | 'python' | 'system';

/** A runtime that was found. */
export interface FoundRuntime {
  /** Absolute path of the OpenVINO C library. */
  readonly path: string;
  /** OpenVINO's version (`2026.4.1`), where a file name or a file beside it tells. */
  readonly version: string | undefined;
  readonly source: RuntimeSource;
}

export interface FindRuntimeOptions {
  /** The C library, or a folder that holds it. Nothing else is searched then. A relative path is taken from the current folder. */
  readonly path?: string | undefined;
  /** The environment to go by; `process.env` by default. */
  readonly env?: NodeJS.ProcessEnv;
}

/** The variable that names the library, or the folder that holds it. */
export const LIBRARY_VARIABLE = 'OPENVINO_NODE_LIBRARY';

/** The command that gets a runtime. */
export const INSTALL_COMMAND = 'npx ov-bench runtime install';

/** Where the library is looked for below a folder that the user names. */
const WITHIN_FOLDER = ['.', 'libs', ...LIBRARY_FOLDERS];

/**
 * Finds the OpenVINO C library without loading it. Searched in this order: `options.path`; `OPENVINO_NODE_LIBRARY`;
 * `INTEL_OPENVINO_DIR` (set by setupvars); the runtimes that `ov-bench runtime install` keeps, newest first; the `openvino`
 * wheel of a Python environment (`VIRTUAL_ENV`, `CONDA_PREFIX`, `python3` and the user's site-packages); the folders of the
 * system's loader. A path that is named and does not hold the library is an error: nothing else is taken in its stead.
 *
 * @returns the library's path, its version where that is known, and where it was found.
 * @throws {OpenVINOError} `RUNTIME_NOT_FOUND` with every place tried and the command that installs a runtime;
 * `RUNTIME_NOT_LOADABLE` when the library is cut short or for another processor; `INVALID_ARGUMENT` when
 * `OPENVINO_NODE_LIBRARY` or `INTEL_OPENVINO_DIR` is not absolute.
 */
export function findRuntime(options: FindRuntimeOptions = {}): FoundRuntime {
  const env = options.env ?? process.env;
  const found =
    options.path === undefined ? search(env) : named('the path option', resolve(requireText(options.path)), 'option');
  assertOpenable(found.path);
  return found;
}

function requireText(path: string): string {
  if (typeof path === 'string' && path !== '' && !path.includes('\0')) return path;
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    'The path of the OpenVINO library must be a non-empty string without NUL.',
  );
}

function search(env: NodeJS.ProcessEnv): FoundRuntime {
  const fromVariable = env[LIBRARY_VARIABLE];
  if (fromVariable) return named(LIBRARY_VARIABLE, requireAbsolute(LIBRARY_VARIABLE, fromVariable), 'env');
  const intel = env.INTEL_OPENVINO_DIR;
  if (intel) return named('INTEL_OPENVINO_DIR', requireAbsolute('INTEL_OPENVINO_DIR', intel), 'intel-openvino-dir');
  const tried = [`${LIBRARY_VARIABLE} and INTEL_OPENVINO_DIR: not set`];
  const found = inCache(env, tried) ?? inPython(env, tried) ?? inSystem(env, tried);
  if (found !== undefined) return found;
  throw new OpenVINOError(
    'RUNTIME_NOT_FOUND',
    `No OpenVINO runtime was found. Run \`${INSTALL_COMMAND}\`, or set ${LIBRARY_VARIABLE} to the path of ${libraryFileName()} ` +
      `(OpenVINO 2024.3 or newer). These places were tried:\n${tried.map((place) => `  - ${place}`).join('\n')}`,
    { operation: 'findRuntime' },
  );
}

function requireAbsolute(variable: string, path: string): string {
  if (isAbsolute(path) && !path.includes('\0')) return path;
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `${variable} must be an absolute path, but is "${printable(path)}": a library is never looked up relative to the current folder.`,
  );
}

/** The library at a path that somebody named; its absence is an error. */
function named(by: string, path: string, source: RuntimeSource): FoundRuntime {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw notThere(by, `"${printable(path)}" can't be opened (${code})`);
  }
  if (!isFolder) {
    if (!isFile(path)) throw notThere(by, `"${printable(path)}" is not a regular file`);
    return describe(path, source);
  }
  const folders = WITHIN_FOLDER.map((folder) => join(path, folder));
  for (const folder of folders) {
    const library = libraryIn(folder);
    if (library !== undefined) return describe(library, source);
  }
  throw notThere(
    by,
    `the folder "${printable(path)}" has no ${libraryFileName()} (nor its ${WITHIN_FOLDER.slice(1).join(', ')})`,
  );
}

function notThere(by: string, what: string): OpenVINOError {
  return new OpenVINOError(
    'RUNTIME_NOT_FOUND',
    `No OpenVINO runtime where ${by} says: ${what}. Correct it, or leave it out and run \`${INSTALL_COMMAND}\`.`,
    { operation: 'findRuntime' },
  );
}

function describe(path: string, source: RuntimeSource, version?: string): FoundRuntime {
  let real = path;
  try {
    real = realpathSync(path);
  } catch {
    // Vanished meanwhile: opening it will say so.
  }
  // The plain name is often a link to the versioned one; what does not bear the C library's name is reported as given.
  const target = isLibraryName(basename(real)) ? real : path;
  return { path: target, version: versionOfLibrary(target) ?? version, source };
}

function inCache(env: NodeJS.ProcessEnv, tried: string[]): FoundRuntime | undefined {
  const folder = runtimesDir(env);
  const [newest] = installedRuntimes(folder);
  if (newest !== undefined) return describe(newest.path, 'cache', newest.version);
  tried.push(`${printable(folder)}: no runtime installed by ov-bench`);
  return undefined;
}

function inPython(env: NodeJS.ProcessEnv, tried: string[]): FoundRuntime | undefined {
  const conda = env.CONDA_PREFIX;
  if (conda && isAbsolute(conda)) {
    // conda-forge's libopenvino package puts the libraries beside everyone's.
    const library = libraryIn(join(conda, 'lib'));
    if (library !== undefined) return describe(library, 'python');
    tried.push(`${printable(join(conda, 'lib'))} (CONDA_PREFIX)`);
  }
  for (const { path, origin } of sitePackages(env, process.platform)) {
    const folder = join(path, 'openvino', 'libs');
    const library = libraryIn(folder);
    if (library !== undefined) return describe(library, 'python');
    const old = isFile(join(path, 'openvino', '__init__.py'))
      ? ', an openvino wheel without the C library: older than 2024.3'
      : '';
    tried.push(`${printable(folder)} (${origin}${old})`);
  }
  return undefined;
}

function inSystem(env: NodeJS.ProcessEnv, tried: string[]): FoundRuntime | undefined {
  const host = { platform: process.platform, arch: process.arch, ldCache: '/etc/ld.so.cache' };
  for (const { path, origin } of loaderFolders(env, host)) {
    const library = libraryIn(path);
    if (library !== undefined) return describe(library, 'system');
    tried.push(`${printable(path)}${origin === 'default' ? '' : ` (${origin})`}`);
  }
  return undefined;
}

/**
 * The threading library that an archive's runtime needs opened first, by absolute path, or undefined when none is: the
 * archive keeps oneTBB in `runtime/3rdparty/tbb/lib`, outside the runtime's own search path; the wheel keeps it beside the
 * other libraries.
 */
export function tbbLibrary(libraryPath: string, platform: NodeJS.Platform = process.platform): string | undefined {
  const runtime = archiveRuntimeDir(libraryPath);
  if (runtime === undefined) return undefined;
  const names =
    platform === 'win32'
      ? ['tbb12.dll']
      : platform === 'darwin'
        ? ['libtbb.12.dylib', 'libtbb.dylib']
        : ['libtbb.so.12', 'libtbb.so.2'];
  for (const folder of platform === 'win32' ? ['bin'] : ['lib', 'lib/intel64/gcc4.8', 'lib64']) {
    for (const name of names) {
      const path = join(runtime, '3rdparty', 'tbb', folder, name);
      if (isFile(path)) return path;
    }
  }
  return undefined;
}

/** `runtime` of the archive layout, seen from `runtime/lib/intel64/libopenvino_c.so` and its like. */
function archiveRuntimeDir(libraryPath: string): string | undefined {
  let folder = dirname(libraryPath);
  for (let depth = 0; depth < 4; depth++) {
    folder = dirname(folder);
    if (basename(folder) === 'runtime') return folder;
  }
  return undefined;
}

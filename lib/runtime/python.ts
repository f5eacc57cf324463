import { accessSync, closeSync, constants, openSync, readdirSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { homeDir } from './cache-dir.js';
import { isFile } from './library-file.js';

/** A folder of Python packages, and how it was come by. */
export interface SitePackages {
  readonly path: string;
  /** `VIRTUAL_ENV`, `CONDA_PREFIX`, `PYTHONPATH`, `python3`, `user site`. */
  readonly origin: string;
}

/** Longest time that asking python3 for its folders may take. */
const PYTHON_TIMEOUT_MS = 3000;

/**
 * The site-packages folders of the Python environments that `env` describes, nearest first. Lazy: what costs time comes
 * last. `python3` is looked up on PATH and its folders derived from its place, without running it; only where it is a
 * script (the shims of pyenv and asdf are) it is asked, once, which takes about 60 ms.
 */
export function* sitePackages(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Generator<SitePackages> {
  const seen = new Set<string>();
  for (const found of candidates(env, platform)) {
    if (seen.has(found.path)) continue;
    seen.add(found.path);
    yield found;
  }
}

function* candidates(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Generator<SitePackages> {
  for (const origin of ['VIRTUAL_ENV', 'CONDA_PREFIX']) {
    const prefix = env[origin];
    if (prefix && isAbsolute(prefix)) yield* label(origin, ofPrefix(prefix, platform));
  }
  const pythonPath = (env.PYTHONPATH ?? '').split(delimiter).filter((entry) => isAbsolute(entry));
  yield* label('PYTHONPATH', pythonPath);
  const python = findPython(env, platform);
  if (python !== undefined && !isScript(python)) yield* label('python3', ofInterpreter(python, platform));
  yield* label('user site', userSites(env, platform));
  if (python !== undefined && isScript(python)) yield* label('python3', askPython(python, env));
}

function* label(origin: string, paths: Iterable<string>): Generator<SitePackages> {
  for (const path of paths) yield { path, origin };
}

/** The site-packages folders below an installation's or virtual environment's prefix. */
function ofPrefix(prefix: string, platform: NodeJS.Platform): string[] {
  if (platform === 'win32') return [join(prefix, 'Lib', 'site-packages')];
  const folders: string[] = [];
  for (const lib of ['lib', 'lib64']) {
    const names = list(join(prefix, lib)).filter((name) => /^python3(\.\d+)?t?$/.test(name));
    for (const name of names.sort().reverse()) {
      folders.push(join(prefix, lib, name, 'site-packages'), join(prefix, lib, name, 'dist-packages'));
    }
  }
  // Where there is no Python at all, the pattern still says in an error's list that the place was looked at.
  return folders.length > 0 ? folders : [join(prefix, 'lib', 'python3*', 'site-packages')];
}

/** The folders of an interpreter: of its virtual environment where it stands in one, else of its installation. */
function ofInterpreter(python: string, platform: NodeJS.Platform): string[] {
  const environment = dirname(dirname(python));
  const config = readText(join(environment, 'pyvenv.cfg'));
  if (config !== undefined) {
    const own = ofPrefix(environment, platform);
    const base = /^home\s*=\s*(.+)$/m.exec(config)?.[1]?.trim();
    const inherits = /^include-system-site-packages\s*=\s*true/im.test(config);
    return inherits && base !== undefined ? [...own, ...ofInstallation(dirname(base), platform)] : own;
  }
  const real = realPath(python);
  return ofInstallation(platform === 'win32' ? dirname(real) : dirname(dirname(real)), platform);
}

function ofInstallation(prefix: string, platform: NodeJS.Platform): string[] {
  // Debian's python3 reads pip's system-wide packages from /usr/local.
  return prefix === '/usr'
    ? [...ofPrefix('/usr/local', platform), ...ofPrefix(prefix, platform)]
    : ofPrefix(prefix, platform);
}

function userSites(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  const base = env.PYTHONUSERBASE;
  if (base && isAbsolute(base)) return ofPrefix(base, platform);
  try {
    return homeSites(env, platform);
  } catch {
    // without a home there is no site of this user's
    return [];
  }
}

function homeSites(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  if (platform === 'win32') {
    const root = join(env.APPDATA ?? join(homeDir(env), 'AppData', 'Roaming'), 'Python');
    return list(root).map((name) => join(root, name, 'site-packages'));
  }
  if (platform === 'darwin') {
    const root = join(homeDir(env), 'Library', 'Python');
    return list(root).map((name) => join(root, name, 'lib', 'python', 'site-packages'));
  }
  return ofPrefix(join(homeDir(env), '.local'), platform);
}

/** The first `python3` on PATH that can be executed. */
export function findPython(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  const names = platform === 'win32' ? ['python3.exe', 'python.exe'] : ['python3'];
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of names) {
      const path = join(folder, name);
      if (isFile(path) && isExecutable(path)) return path;
    }
  }
  return undefined;
}

function askPython(python: string, env: NodeJS.ProcessEnv): string[] {
  // -I keeps the current folder and PYTHON* variables out: nothing of where we happen to be is run.
  const program = 'import site,sys;print("\\n".join(site.getsitepackages()+[site.getusersitepackages()]))';
  // not imported above: loading it takes 2 ms, and hardly anybody's python3 is a script
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const { status, stdout } = spawnSync(python, ['-I', '-c', program], {
    env,
    encoding: 'utf8',
    timeout: PYTHON_TIMEOUT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 20,
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
  if (status !== 0) return [];
  return stdout.split(/\r?\n/).filter((line) => isAbsolute(line));
}

function isScript(path: string): boolean {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const bytes = Buffer.alloc(2);
    return readSync(file, bytes, 0, 2, 0) === 2 && bytes.toString('latin1') === '#!';
  } catch {
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

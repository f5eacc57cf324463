import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { OpenVINOError } from '../errors.js';
import { printable } from './printable.js';

/**
 * The folder of what this package keeps between runs (runtimes, models). `$OPENVINO_NODE_CACHE_DIR` names it, else it is
 * `openvino-node` in the platform's cache folder (`$XDG_CACHE_HOME` or `~/.cache`, `~/Library/Caches`, `%LOCALAPPDATA%`).
 * The folder need not exist.
 *
 * @throws {OpenVINOError} `INVALID_ARGUMENT` when `OPENVINO_NODE_CACHE_DIR` is not an absolute path.
 */
export function cacheDir(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const chosen = env.OPENVINO_NODE_CACHE_DIR;
  if (chosen) {
    if (isAbsolute(chosen)) return chosen;
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `OPENVINO_NODE_CACHE_DIR must be an absolute path, but is "${printable(chosen)}".`,
    );
  }
  const home = homeDir(env);
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'openvino-node');
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'openvino-node', 'Cache');
  const xdg = env.XDG_CACHE_HOME;
  // The XDG specification says that a relative value is invalid and to be ignored.
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.cache'), 'openvino-node');
}

/** The folder that holds one folder a version of the runtime: `<version>/openvino/libs/…`. */
export function runtimesDir(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheDir(env), 'runtimes');
}

/** The home folder that `env` names, else the one of the account. */
export function homeDir(env: NodeJS.ProcessEnv): string {
  return env.HOME || env.USERPROFILE || homedir();
}

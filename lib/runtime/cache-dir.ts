import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { OpenVINOError } from '../errors.js';
import { printable } from './printable.js';

/**
 * The folder of what this package keeps between runs (runtimes, models). `$OPENVINO_NODE_CACHE_DIR` names it, else it is
 * `openvino-node` in the platform's cache folder (`$XDG_CACHE_HOME` or `~/.cache`, `~/Library/Caches`, `%LOCALAPPDATA%`).
 * The folder need not exist.
 *
 * @throws {OpenVINOError} `INVALID_ARGUMENT` when `OPENVINO_NODE_CACHE_DIR` is not an absolute path, or nothing names a home folder.
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
  if (platform === 'darwin') return join(homeDir(env), 'Library', 'Caches', 'openvino-node');
  if (platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(homeDir(env), 'AppData', 'Local'), 'openvino-node', 'Cache');
  const xdg = env.XDG_CACHE_HOME;
  // The XDG specification says that a relative value is invalid and to be ignored.
  return join(xdg && isAbsolute(xdg) ? xdg : join(homeDir(env), '.cache'), 'openvino-node');
}

/** The folder that holds one folder a version of the runtime: `<version>/openvino/libs/…`. */
export function runtimesDir(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheDir(env), 'runtimes');
}

/**
 * The home folder that `env` names, else the one of the account.
 *
 * @throws {OpenVINOError} `INVALID_ARGUMENT` where there is neither, as for a user of a container that no account stands for.
 */
export function homeDir(env: NodeJS.ProcessEnv): string {
  const named = env.HOME || env.USERPROFILE;
  if (named) return named;
  try {
    return homedir();
  } catch (cause) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      'There is no home folder: HOME is not set, and this user has no account. Set HOME, or name a folder for what is kept between runs with OPENVINO_NODE_CACHE_DIR, and with OV_BENCH_STATE_DIR for jobs.',
      { cause },
    );
  }
}

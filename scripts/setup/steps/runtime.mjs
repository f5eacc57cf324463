import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ask, pipProblem } from '../checks.mjs';
import { runLogged } from '../run.mjs';
import { StepError } from '../step-error.mjs';

/** OpenVINO itself: found by the package's own finder, else installed into its cache by the package's own command. */
export const runtime = /** @type {import('../context.mjs').Step} */ ({
  title: 'OpenVINO runtime',

  async pending(context, earlierPending) {
    // The finder is part of what an earlier step builds. Until then a look at the usual places has to do.
    if (earlierPending) return seemsInstalled(context.env) ? undefined : 'none was found';
    const finder = await import(pathToFileURL(context.path('dist/runtime/find.js')).href);
    try {
      finder.findRuntime({ env: context.env });
      return undefined;
    } catch (error) {
      const named = context.env.OPENVINO_NODE_LIBRARY || context.env.INTEL_OPENVINO_DIR;
      // A library that somebody named and that is not there stays missing whatever is installed.
      if (!named && error instanceof Error && 'code' in error && error.code === 'RUNTIME_NOT_FOUND')
        return 'none was found';
      throw new StepError('OpenVINO runtime', {
        failed: error instanceof Error ? error.message : String(error),
        tried: 'looking for libopenvino_c',
        todo: 'correct or unset the variable, or remove the broken library; node dist/bench/main.js runtime where tells what is found.',
      });
    }
  },

  requirements: () => [
    { name: 'Python 3 with pip', problem: () => (pythonHasOpenvino() ? undefined : pipProblem()), packages: 'python' },
  ],

  run: (context) => installRuntime(context, []),
});

/**
 * `ov-bench runtime install`, with its progress where a terminal shows it.
 * @param {import('../context.mjs').Context} context
 * @param {string[]} options
 */
export async function installRuntime(context, options) {
  const args = [context.cli, 'runtime', 'install', ...options];
  const result = await runLogged(context, process.execPath, args, { log: 'runtime', showErrors: true });
  if (!result.ok) {
    throw new StepError('OpenVINO runtime', {
      failed: `the installation ended with ${result.how}`,
      tried: result.command,
      output: result.output,
      logFile: result.logFile,
      todo: result.output.includes('NOT_WRITABLE')
        ? 'set OPENVINO_NODE_CACHE_DIR to a folder that this user may write into, with 300 MB free.'
        : 'see that pip reaches its index (python3 -m pip download openvino), or set OPENVINO_NODE_LIBRARY to an installed libopenvino_c.',
    });
  }
  return lastLine(result.output) || 'installed';
}

/** Then pip is not needed: the finder will take the library from there. */
function pythonHasOpenvino() {
  const program = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("openvino") is None)';
  return ask('python3', ['-c', program]) !== undefined;
}

/** @param {string} text */
const lastLine = (text) => text.trimEnd().split('\n').at(-1)?.trim() ?? '';

/**
 * A quick guess for the time before lib/runtime/find.ts is compiled; it only decides whether Python is asked for.
 * @param {NodeJS.ProcessEnv} env
 */
function seemsInstalled(env) {
  if (env.OPENVINO_NODE_LIBRARY || env.INTEL_OPENVINO_DIR) return true;
  const home = env.HOME || env.USERPROFILE || os.homedir();
  const caches = [
    env.OPENVINO_NODE_CACHE_DIR,
    env.XDG_CACHE_HOME && path.join(env.XDG_CACHE_HOME, 'openvino-node'),
    env.LOCALAPPDATA && path.join(env.LOCALAPPDATA, 'openvino-node', 'Cache'),
    path.join(home, '.cache', 'openvino-node'),
    path.join(home, 'Library', 'Caches', 'openvino-node'),
  ];
  if (caches.some((cache) => cache && list(path.join(cache, 'runtimes')).length > 0)) return true;
  const folders = [...(env.LD_LIBRARY_PATH ?? '').split(path.delimiter), '/usr/local/lib', '/usr/lib', '/usr/lib64'];
  return folders.some((folder) => folder !== '' && list(folder).some((name) => name.startsWith('libopenvino_c.')));
}

/** @param {string} folder */
function list(folder) {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runLogged } from '../setup/run.mjs';
import { StepError } from '../setup/step-error.mjs';

const REQUIREMENTS = fileURLToPath(new URL('./requirements.txt', import.meta.url));
const PYTHON = process.platform === 'win32' ? 'python' : 'python3';

/**
 * The zig of requirements.txt, from the cache or fetched by pip, which checks its hash. About 80 MB, unpacked 340 MB.
 * @param {import('../setup/context.mjs').Context} context
 * @returns {Promise<string>} its absolute path
 */
export async function zigCompiler(context) {
  const version = /^ziglang==(\S+)/m.exec(fs.readFileSync(REQUIREMENTS, 'utf8'))?.[1];
  const folder = path.join(cacheFolder(context.env), 'zig', `${version}-${process.platform}-${process.arch}`);
  const program = path.join(folder, 'ziglang', 'zig');
  if (fs.existsSync(program)) return program;

  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const fresh = fs.mkdtempSync(`${folder}.`);
  try {
    const options = [
      '--require-hashes',
      '--only-binary=:all:',
      '--no-deps',
      '--no-compile',
      '--disable-pip-version-check',
    ];
    const args = ['-m', 'pip', 'install', ...options, '--target', fresh, '-r', REQUIREMENTS];
    const result = await runLogged(context, PYTHON, args, {
      log: 'zig',
      env: { ...context.env, PIP_ROOT_USER_ACTION: 'ignore' },
    });
    if (!result.ok) {
      throw new StepError('prebuild: the zig compiler', {
        failed: `pip ended with ${result.how}`,
        tried: result.command,
        output: result.output,
        logFile: result.logFile,
        todo: 'see that python3 -m pip works and reaches its index, and that the disk has 500 MB free.',
      });
    }
    moveIntoPlace(fresh, folder);
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
  return program;
}

/**
 * Another prebuild at the same time may have been quicker; its result is the same.
 * @param {string} fresh
 * @param {string} folder
 */
function moveIntoPlace(fresh, folder) {
  try {
    fs.renameSync(fresh, folder);
  } catch (error) {
    if (!fs.existsSync(path.join(folder, 'ziglang'))) throw error;
  }
}

/**
 * The folder that lib/runtime/cache-dir.ts names; the prebuild needs none of lib compiled.
 * @param {NodeJS.ProcessEnv} env
 */
export function cacheFolder(env) {
  const absolute = (/** @type {string | undefined} */ folder) =>
    folder && path.isAbsolute(folder) ? folder : undefined;
  const base = absolute(env.XDG_CACHE_HOME) ?? path.join(env.HOME || os.homedir(), '.cache');
  return absolute(env.OPENVINO_NODE_CACHE_DIR) ?? path.join(base, 'openvino-node');
}

/**
 * Small programs that node-gyp's makefiles can call as the compiler, the linker and the archiver. no-strip does nothing:
 * zig has linked without symbols already (-s), and the machine's own strip may not know the target.
 * @param {string} zig
 * @param {string} target such as x86_64-linux-gnu.2.17
 * @param {string} folder where to write them
 */
export function writeWrappers(zig, target, folder) {
  const quoted = `'${zig.replaceAll("'", `'\\''`)}'`;
  const programs = {
    'zig-cc': `exec ${quoted} cc -target ${target} "$@"`,
    'zig-c++': `exec ${quoted} c++ -target ${target} "$@"`,
    'zig-ar': `exec ${quoted} ar "$@"`,
    'no-strip': 'exit 0',
  };
  for (const [name, line] of Object.entries(programs)) {
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  }
}

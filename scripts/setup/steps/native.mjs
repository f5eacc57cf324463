import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nativeFingerprint, readJson, writeWhole } from '../../fingerprint.mjs';
import { fileSizes, mockLibraryName, PREBUILD_RECORD, prebuildFolder, wholeAddon } from '../../prebuild/record.mjs';
import { cmakeProblem, compilerProblem, makeProblem } from '../checks.mjs';
import { runLogged } from '../run.mjs';
import { StepError } from '../step-error.mjs';

const FOLDER = 'build/Release';
const ADDON = 'openvino_node.node';
const MOCK = mockLibraryName();
const RECORD = `${FOLDER}/openvino_node.json`;

/**
 * The addon, and the mocked OpenVINO beside it: a prebuild of just these sources where there is one, else compiled by
 * cmake-js. What stands in build/ is taken before any prebuild, so an out-of-date build there must go.
 */
export const native = /** @type {import('../context.mjs').Step} */ ({
  title: 'native addon',

  pending(context) {
    const fingerprint = nativeFingerprint(context.root);
    if (buildFits(context, fingerprint)) return undefined;
    const stale = [ADDON, MOCK].some((name) => fs.existsSync(inBuild(context, name)));
    if (prebuildFits(context, fingerprint)) return stale ? 'the build is older than the prebuild' : undefined;
    return stale ? 'the sources have changed since it was built' : 'no build and no prebuild of these sources';
  },

  requirements(context) {
    if (prebuildFits(context, nativeFingerprint(context.root))) return [];
    return [
      { name: 'a C++17 compiler', problem: () => compilerProblem(context.env), packages: 'compiler' },
      { name: 'CMake', problem: cmakeProblem, packages: 'cmake' },
      { name: 'make or ninja', problem: makeProblem, packages: 'make' },
    ];
  },

  async run(context) {
    const fingerprint = nativeFingerprint(context.root);
    fs.rmSync(context.path(RECORD), { force: true });
    if (prebuildFits(context, fingerprint)) {
      for (const name of [ADDON, MOCK]) fs.rmSync(inBuild(context, name), { force: true });
      return 'removed the old build: the prebuild fits';
    }
    await compile(context);
    const sizes = fileSizes(context.path(FOLDER), [ADDON, MOCK]);
    writeWhole(context.path(RECORD), `${JSON.stringify({ fingerprint, platform: platform(), sizes })}\n`);
    const kilobytes = (/** @type {string} */ name) => `${Math.round((sizes[name] ?? 0) / 1024)} kB`;
    return `compiled ${kilobytes(ADDON)}, and ${kilobytes(MOCK)} of a mocked OpenVINO`;
  },
});

const platform = () => `${process.platform}-${process.arch}`;

/**
 * @param {import('../context.mjs').Context} context
 * @param {string} name
 */
const inBuild = (context, name) => context.path(`${FOLDER}/${name}`);

/**
 * @param {import('../context.mjs').Context} context
 * @param {string} fingerprint
 */
function buildFits(context, fingerprint) {
  const record = readJson(context.path(RECORD));
  if (record?.fingerprint !== fingerprint || record.platform !== platform()) return false;
  const addon = wholeAddon(context.path(FOLDER), record.sizes);
  return addon !== undefined && loads(addon);
}

/**
 * @param {import('../context.mjs').Context} context
 * @param {string} fingerprint
 */
function prebuildFits(context, fingerprint) {
  const folder = prebuildFolder(context.root, platform());
  const record = readJson(path.join(folder, PREBUILD_RECORD));
  if (record?.fingerprint !== fingerprint) return false;
  const addon = wholeAddon(folder, record.sizes);
  return addon !== undefined && loads(addon);
}

/**
 * A checkout may be shared between machines, one of them with an older C library. Loading costs 3 ms and opens no OpenVINO.
 * @param {string} file
 */
function loads(file) {
  try {
    process.dlopen({ exports: {} }, file);
    return true;
  } catch {
    return false;
  }
}

/** @param {import('../context.mjs').Context} context */
async function compile(context) {
  const parallel = String(Math.max(1, Math.min(os.availableParallelism(), 8)));
  const script = context.path('node_modules/cmake-js/bin/cmake-js');
  dropForeignCMakeCache(context);
  const args = [script, 'build', '--directory', context.root, '--parallel', parallel];
  const result = await runLogged(context, process.execPath, args, { log: 'native' });
  const lacking = [ADDON, MOCK].filter((name) => !fs.existsSync(inBuild(context, name)));
  if (result.ok && lacking.length === 0) return;
  throw new StepError('native addon', {
    failed: result.ok ? `the build left no ${lacking.join(' and no ')}` : `cmake-js ended with ${result.how}`,
    tried: result.command,
    output: result.output,
    logFile: result.logFile,
    todo: `read the first error in the log; where the build folder itself is at fault, remove it: ${context.path('build')}`,
  });
}

/**
 * CMake refuses a cache of another folder (a moved or copied checkout), and cannot read what node-gyp left.
 * @param {import('../context.mjs').Context} context
 */
function dropForeignCMakeCache(context) {
  const build = context.path('build');
  let home;
  try {
    const cache = fs.readFileSync(path.join(build, 'CMakeCache.txt'), 'utf8');
    home = /^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$/m.exec(cache)?.[1];
  } catch {
    // None there: then whatever stands in build/ is not CMake's.
  }
  if (home !== context.root) fs.rmSync(build, { recursive: true, force: true });
}

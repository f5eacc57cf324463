#!/usr/bin/env node
// Fills prebuilds/<platform>: the addon for people without a compiler, and the mocked OpenVINO. Built by zig against
// glibc 2.17 with its C++ library inside, so that they serve every Linux since 2014; built in a copy, so that build/ stays
// as it is.
//
//   node scripts/prebuild.mjs               for this machine's processor
//   node scripts/prebuild.mjs --arch arm64  for another one

import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { nodeGypEnv } from '../native/node-headers.mjs';
import { nativeFingerprint, writeWhole } from './fingerprint.mjs';
import { elfExports, elfNeeds, newestGlibc } from './prebuild/elf.mjs';
import { fileSizes, mockLibraryName, PREBUILD_RECORD, prebuildFolder } from './prebuild/record.mjs';
import { cacheFolder, writeWrappers, zigCompiler } from './prebuild/zig.mjs';
import { makeProblem, pipProblem } from './setup/checks.mjs';
import { createContext } from './setup/context.mjs';
import { explainMissing } from './setup/requirements.mjs';
import { runLogged } from './setup/run.mjs';
import { StepError } from './setup/step-error.mjs';

const GLIBC = /** @type {const} */ ([2, 17]);
/** @type {Record<string, string>} */
const TARGETS = { x64: `x86_64-linux-gnu.${GLIBC.join('.')}`, arm64: `aarch64-linux-gnu.${GLIBC.join('.')}` };
/** Libraries that every Linux with glibc has; anything else would be missing somewhere. */
const SYSTEM_LIBRARIES = /^(lib(c|m)\.so\.6|lib(dl|rt)\.so\.[12]|libpthread\.so\.0|ld-linux-[\w-]+\.so\.\d)$/;

/** @typedef {import('./setup/context.mjs').Context} Context */

/**
 * @param {Context} context
 * @param {string} arch
 */
async function prebuild(context, arch) {
  const target = TARGETS[arch];
  if (process.platform !== 'linux' || target === undefined) {
    throw new StepError('prebuild', {
      failed: `${process.platform}-${arch} is not among the platforms prebuilt here: linux-${Object.keys(TARGETS).join(', linux-')}`,
      tried: 'looking the platform up',
      todo: 'run it on Linux, or build for yourself: npx node-gyp rebuild',
    });
  }
  const fingerprint = nativeFingerprint(context.root);
  context.say('Prebuild: the zig compiler (80 MB from PyPI, once)');
  const zig = await zigCompiler(context);
  context.say(`Prebuild: compiling for ${target} (the first time with zig's own C++ library, a minute more)`);
  fs.mkdirSync(context.path('.cache'), { recursive: true });
  // In the checkout: programs may run here, node_modules is found, and what is built can be renamed into its place.
  const workshop = fs.mkdtempSync(context.path('.cache/prebuild-'));
  try {
    const built = await buildIn(context, workshop, { zig, arch, target });
    const needs = built.map((file) => `${path.basename(file)} needs ${assertPortable(file)}`);
    return `${publish(context, built, `linux-${arch}`, fingerprint)}; ${needs.join(', ')}`;
  } finally {
    fs.rmSync(workshop, { recursive: true, force: true });
  }
}

/**
 * Runs prebuildify on a copy of the sources. It picks the addon out of what was built, and leaves the mocked OpenVINO.
 * @param {Context} context
 * @param {string} workshop
 * @param {{ zig: string, arch: string, target: string }} options
 * @returns {Promise<string[]>} the files that were built
 */
async function buildIn(context, workshop, { zig, arch, target }) {
  const tools = path.join(workshop, 'tools');
  fs.mkdirSync(tools);
  writeWrappers(zig, target, tools);
  for (const file of ['binding.gyp', 'package.json', 'native']) {
    fs.cpSync(context.path(file), path.join(workshop, file), { recursive: true });
  }
  const env = {
    ...nodeGypEnv(context.env),
    // By name and not by path: make cannot call a compiler with a space in its path.
    PATH: `${tools}${path.delimiter}${context.env.PATH}`,
    CC: 'zig-cc',
    CXX: 'zig-c++',
    LINK: 'zig-c++',
    AR: 'zig-ar',
    CC_host: 'zig-cc',
    CXX_host: 'zig-c++',
    LDFLAGS: '-s',
    ZIG_GLOBAL_CACHE_DIR: path.join(cacheFolder(context.env), 'zig', 'cache'),
    ZIG_LOCAL_CACHE_DIR: path.join(workshop, 'zig-cache'),
    JOBS: 'max',
    PREBUILD_STRIP_BIN: path.join(tools, 'no-strip'),
  };
  const script = context.path('node_modules/prebuildify/bin.js');
  const args = [script, '--napi', '--strip', '--arch', arch, '-t', process.versions.node];
  const result = await runLogged(context, process.execPath, args, { log: 'prebuild', env, cwd: workshop });
  const folder = prebuildFolder(workshop, `linux-${arch}`);
  const mock = path.join(workshop, 'build/Release', mockLibraryName('linux'));
  const [addon] = result.ok ? fs.readdirSync(folder).filter((name) => name.endsWith('.node')) : [];
  if (addon !== undefined && fs.existsSync(mock)) return [path.join(folder, addon), mock];
  throw new StepError('prebuild', {
    failed: result.ok ? 'prebuildify left no addon, or no mocked OpenVINO' : `prebuildify ended with ${result.how}`,
    tried: result.command,
    output: result.output,
    logFile: result.logFile,
    todo: 'read the first error in the log.',
  });
}

/**
 * Refuses what would not load on an older system, and what others would see more of than they are to.
 * @param {string} file
 */
function assertPortable(file) {
  const isMeant = file.endsWith('.node') ? /^n(ode_)?api_/ : /^ov_/;
  const exported = elfExports(file).filter((name) => !isMeant.test(name));
  if (exported.length > 0) {
    throw new StepError('prebuild', {
      failed: `what was built exports ${exported.slice(0, 5).join(', ')}`,
      tried: `reading what ${path.basename(file)} exports`,
      todo: 'look at native/exports.map and native/mock/exports.map.',
    });
  }
  const { libraries, versions } = elfNeeds(file);
  const foreign = libraries.filter((name) => !SYSTEM_LIBRARIES.test(name));
  const glibc = newestGlibc(versions) ?? [0, 0];
  const tooNew = glibc[0] > GLIBC[0] || (glibc[0] === GLIBC[0] && glibc[1] > GLIBC[1]);
  if (foreign.length === 0 && !tooNew) return `glibc ${glibc.join('.')}`;
  throw new StepError('prebuild', {
    failed: `what was built needs glibc ${glibc.join('.')}${foreign.map((name) => ` and ${name}`).join('')}; the limit is ${GLIBC.join('.')}`,
    tried: `reading what ${path.basename(file)} needs`,
    todo: 'look at what the sources newly call or link.',
  });
}

/**
 * Moves the files to their place, the record of their sources last.
 * @param {Context} context
 * @param {string[]} built
 * @param {string} platform
 * @param {string} fingerprint
 * @returns {string} the place in the checkout, and sizes
 */
function publish(context, built, platform, fingerprint) {
  const folder = prebuildFolder(context.root, platform);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const file of built) fs.renameSync(file, path.join(folder, path.basename(file)));
  const sizes = fileSizes(
    folder,
    built.map((file) => path.basename(file)),
  );
  writeWhole(path.join(folder, PREBUILD_RECORD), `${JSON.stringify({ fingerprint, sizes })}\n`);
  const told = Object.entries(sizes).map(([name, size]) => `${name} ${Math.round(size / 1024)} kB`);
  return `${path.relative(context.root, folder)}: ${told.join(', ')}`;
}

/** What zig and node-gyp need of the machine, told together. */
function missing() {
  const needs = [
    { name: 'Python 3 with pip', problem: pipProblem(), packages: /** @type {const} */ ('python') },
    { name: 'make', problem: makeProblem(), packages: /** @type {const} */ ('make') },
  ];
  return needs.flatMap(({ name, problem, packages }) =>
    problem === undefined ? [] : [{ name, problem, neededFor: 'the prebuild', packages }],
  );
}

const { values } = parseArgs({ options: { arch: { type: 'string', default: process.arch } } });
const context = createContext();
const startedAt = performance.now();
const lacking = missing();
if (lacking.length > 0) {
  process.stderr.write(explainMissing(lacking));
  process.exitCode = 1;
} else {
  try {
    const outcome = await prebuild(context, values.arch);
    context.say(`${outcome} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    context.say(error.report());
    process.exitCode = 1;
  }
}

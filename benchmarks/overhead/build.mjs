// Compiles the peers in C, when they or what they include have changed.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { filesBelow, fingerprint, readJson, writeWhole } from '../../scripts/fingerprint.mjs';

/** Relative to the checkout; git ignores it. */
export const BUILD_FOLDER = 'build/overhead';

const SOURCES = 'benchmarks/overhead/native';

/** What they have of the addon: its declarations of the C API, and how it opens a library. */
const ADDON_SOURCES = [
  'native/api.h',
  'native/api_functions.h',
  'native/api_types.h',
  'native/flags.txt',
  'native/library.cc',
  'native/library.h',
];

/**
 * @param {string} root of the checkout
 * @param {(text: string) => void} say
 * @returns {{ raw: string, floor: string }} paths of what was built
 */
export function buildPeers(root, say) {
  const folder = path.join(root, BUILD_FOLDER);
  const built = { raw: path.join(folder, 'raw'), floor: path.join(folder, 'floor.node') };
  const compiler = process.env['CXX'] ?? 'c++';
  const sources = fingerprint(root, [...filesBelow(root, SOURCES), ...ADDON_SOURCES], [compiler]);
  const record = path.join(folder, 'built.json');
  if (readJson(record)?.sources === sources && Object.values(built).every((file) => fs.existsSync(file))) return built;
  say('compiling the peers in C');
  fs.mkdirSync(folder, { recursive: true });
  const flags = fs.readFileSync(path.join(root, 'native/flags.txt'), 'utf8').split('\n').filter(Boolean);
  // only Linux wants to be told of the library of dlopen
  const libraries = process.platform === 'linux' ? ['-ldl', '-pthread'] : [];
  /** @param {string[]} args */
  const compile = (...args) => runCompiler(root, compiler, [...flags, ...args, 'native/library.cc', ...libraries]);
  compile('-o', built.raw, `${SOURCES}/raw.cc`);
  const undefinedSymbols = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  const headers = ['-isystem', nodeHeaders(root)];
  compile('-fPIC', '-shared', ...undefinedSymbols, ...headers, '-o', built.floor, `${SOURCES}/floor.cc`);
  writeWhole(record, `${JSON.stringify({ sources })}\n`);
  return built;
}

/**
 * Node-API's headers, those that cmake-js builds the addon with.
 * @param {string} root
 * @returns {string}
 */
function nodeHeaders(root) {
  const require = createRequire(path.join(root, 'node_modules/cmake-js/package.json'));
  return require('node-api-headers').include_dir;
}

/**
 * @param {string} root
 * @param {string} compiler
 * @param {string[]} args
 */
function runCompiler(root, compiler, args) {
  const { status, stderr, error } = spawnSync(compiler, args, { cwd: root, encoding: 'utf8' });
  if (error !== undefined) {
    throw new Error(`the C++ compiler ${compiler} could not be started (${error.message}); name one in CXX`);
  }
  if (status !== 0) throw new Error(`${compiler} failed:\n${stderr}`);
}

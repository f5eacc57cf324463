#!/usr/bin/env node
// Builds the addon from source, for platforms without a prebuild, and the mocked OpenVINO; nothing calls it by itself.
//
//   node node_modules/@x/openvino-node/native/build.mjs
//
// It needs what node-gyp needs: Python 3, make and a C++17 compiler. Both go to build/Release, where they are found.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { nodeGypEnv } from './node-headers.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const bindingGyp = path.join(root, 'binding.gyp');

function hasNodeAddonApi() {
  try {
    createRequire(import.meta.url).resolve('node-addon-api');
    return true;
  } catch {
    return false;
  }
}

/** npm finds node-gyp where it is installed, and fetches it elsewhere. */
function rebuild() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['exec', '--yes', '--package', 'node-gyp', '--', 'node-gyp', 'rebuild'];
  const { status, error } = spawnSync(npm, args, {
    cwd: root,
    env: nodeGypEnv(process.env),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) process.stderr.write(`npm could not be started: ${error.message}\n`);
  return status ?? 1;
}

if (!hasNodeAddonApi()) {
  process.stderr.write(
    'The headers of node-addon-api are needed: npm install --save-dev node-addon-api, then once more.\n',
  );
  process.exitCode = 1;
} else if (fs.existsSync(bindingGyp)) {
  process.exitCode = rebuild();
} else {
  fs.writeFileSync(bindingGyp, "{ 'includes': ['native/addon.gypi'] }\n");
  try {
    process.exitCode = rebuild();
  } finally {
    // Left there, it would make each npm install build again.
    fs.rmSync(bindingGyp, { force: true });
  }
}

#!/usr/bin/env node
// What takes longer than anyone waits for at each change: the API and the addon on every supported line of OpenVINO, and
// the README's two commands in a fresh clone with an empty home.

import { spawnSync } from 'node:child_process';
import { createContext } from './setup/context.mjs';
import { main as setUp } from './setup/main.mjs';
import { StepError } from './setup/step-error.mjs';
import { installRuntime } from './setup/steps/runtime.mjs';

/**
 * The oldest supported runtime, and one of each line since; the newest is the set-up's. 2025.0 and 2025.1 lie on the two
 * sides of the renumbering of element types.
 */
const VERSIONS = ['2024.3.0', '2024.6.0', '2025.0.0', '2025.1.0', '2025.4.1'];

const context = createContext();

async function prepare() {
  const exitCode = await setUp(['--with-tests']);
  if (exitCode !== 0) return exitCode;
  try {
    for (const version of VERSIONS) context.say(await installRuntime(context, ['--version', version]));
    return 0;
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    context.say(error.report());
    return 1;
  }
}

process.exitCode = await prepare();
if (process.exitCode === 0) {
  const vitest = context.path('node_modules/vitest/vitest.mjs');
  const env = { ...context.env, OPENVINO_NODE_VERIFY: 'full' };
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
    cwd: context.root,
    env,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

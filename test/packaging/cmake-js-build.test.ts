import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { nativeFingerprint, readJson } from '../../scripts/fingerprint.mjs';
import { mockLibraryName } from '../../scripts/prebuild/record.mjs';
import { ROOT } from '../setup/checkout.js';
import { type Build, buildCopy, testBuild } from './build-checks.js';

const COMMANDS = 'build/compile_commands.json';

/** The set-up's own build is by cmake-js; where it is of these very sources it need not be made again. */
function isOfSetup(): boolean {
  const record = readJson(path.join(ROOT, 'build/Release/openvino_node.json'));
  return record?.fingerprint === nativeFingerprint(ROOT) && fs.existsSync(path.join(ROOT, COMMANDS));
}

describe('the build by cmake-js', () => {
  let scratch: string;
  let build: Build;

  beforeAll(async () => {
    scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'openvino-node builds-')));
    const { npm_config_nodedir: _, ...env } = process.env;
    const folder = isOfSetup() ? ROOT : (await buildCopy(scratch, 'cmake-js/bin/cmake-js', ['build'], env)).folder;
    const commands: { command: string }[] = JSON.parse(fs.readFileSync(path.join(folder, COMMANDS), 'utf8'));
    build = {
      folder,
      addon: path.join(folder, 'build/Release/openvino_node.node'),
      mock: path.join(folder, 'build/Release', mockLibraryName()),
      commands: commands.map(({ command }) => command),
    };
  }, 600_000);

  afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

  testBuild(() => build);
});

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { nodeGypEnv } from '../../native/node-headers.mjs';
import { mockLibraryName } from '../../scripts/prebuild/record.mjs';
import { type Build, buildCopy, commandsOfNodeGyp, testBuild } from '../packaging/build-checks.js';

/** binding.gyp by the machine's own compiler; npm run prebuild's test has it by zig at each change. */
describe('the build by node-gyp', () => {
  let scratch: string;
  let build: Build;

  beforeAll(async () => {
    scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'openvino-node builds-')));
    const { npm_config_nodedir: _, ...env } = process.env;
    const { folder, output } = await buildCopy(scratch, 'node-gyp/bin/node-gyp.js', ['rebuild'], {
      ...nodeGypEnv(env),
      V: '1',
      JOBS: 'max',
    });
    build = {
      folder,
      addon: path.join(folder, 'build/Release/openvino_node.node'),
      mock: path.join(folder, 'build/Release', mockLibraryName()),
      commands: commandsOfNodeGyp(output),
    };
  }, 600_000);

  afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

  testBuild(() => build);
});

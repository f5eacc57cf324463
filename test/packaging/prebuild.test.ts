import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRuntime } from '../../lib/runtime/find.js';
import { nativeFingerprint } from '../../scripts/fingerprint.mjs';
import { elfExports, elfNeeds, newestGlibc } from '../../scripts/prebuild/elf.mjs';
import { npmCommand } from '../../scripts/setup/steps/dependencies.mjs';
import { reluModel, writeModel } from '../helpers/models.js';
import { barePath, type Checkout, copyCheckout, ROOT, run } from '../setup/checkout.js';
import { commandsOfNodeGyp, testBuild } from './build-checks.js';

/** zig fetched, its C++ library and the addon compiled: 110 s on two idle cores, measured; 70 s with zig in the cache. */
const PREBUILD_TIMEOUT_MS = 420_000;

const onLinux = process.platform === 'linux' && (process.arch === 'x64' || process.arch === 'arm64');

/** Both ways into the package; each prints the positive half of -8…7. */
const PROGRAM = `module.exports = (ov, library, xml) => {
  ov.loadRuntime({ path: library });
  const request = new ov.Core().compileModelSync(xml, 'CPU').createInferRequest();
  const input = new ov.Tensor('f32', [1, 16], Float32Array.from({ length: 16 }, (_, i) => i - 8));
  process.stdout.write(JSON.stringify([...Object.values(request.infer([input]))[0].data]));
};`;

const MOCKED_PROGRAM = `import { Core } from '@x/openvino-node';
import { mockRuntime } from '@x/openvino-node/testing';
const runtime = mockRuntime({ devices: [{ name: 'GPU', count: 2 }], version: '2025.4.1' });
const core = new Core();
const compiled = await core.compileModel(process.argv[2], 'GPU.1');
await compiled.createInferRequest().inferAsync();
const { version, simulated } = runtime.info;
process.stdout.write([core.getAvailableDevices(), runtime.now(), version, simulated].join(' '));
runtime.close();
`;

describe.runIf(onLinux)('npm run prebuild', () => {
  let checkout: Checkout;
  let addon: string;
  let mock: string;
  let commands: string[];

  beforeAll(async () => {
    checkout = copyCheckout({ done: false, packages: true });
    const { code, stderr } = await run(process.execPath, [checkout.path('scripts/prebuild.mjs')], {
      cwd: checkout.root,
      env: { ...process.env, V: '1' },
    });
    if (code !== 0) throw new Error(stderr);
    const folder = checkout.path(`prebuilds/${process.platform}-${process.arch}`);
    const files = fs.readdirSync(folder).sort();
    expect(files).toEqual(['@x+openvino-node.node', 'built-from.json', 'libopenvino_c_mock.so']);
    addon = path.join(folder, '@x+openvino-node.node');
    mock = path.join(folder, 'libopenvino_c_mock.so');
    commands = commandsOfNodeGyp(fs.readFileSync(checkout.path('.cache/setup/prebuild.log'), 'utf8'));
  }, PREBUILD_TIMEOUT_MS);

  afterAll(() => checkout.remove());

  testBuild(() => ({ folder: checkout.root, addon, mock, commands }));

  it('makes an addon and a mocked OpenVINO that need nothing newer than glibc 2.17, and no C++ library', () => {
    for (const file of [addon, mock]) {
      const { libraries, versions } = elfNeeds(file);
      const [major, minor] = newestGlibc(versions) ?? [0, 0];
      expect(major).toBe(2);
      expect(minor).toBeLessThanOrEqual(17);
      expect(versions.filter((version) => !version.startsWith('GLIBC_'))).toEqual([]);
      expect(libraries.filter((name) => /stdc\+\+|libgcc|openvino/.test(name))).toEqual([]);
    }
  });

  it('lets others see of each no more than they are to', () => {
    expect(elfExports(addon).filter((name) => !/^n(ode_)?api_/.test(name))).toEqual([]);
    expect(elfExports(mock).filter((name) => !name.startsWith('ov_'))).toEqual([]);
    expect(elfExports(mock).length).toBeGreaterThan(70);
  });

  it('says of which sources it was made, and tells nothing of the machine', () => {
    const record = JSON.parse(fs.readFileSync(path.join(path.dirname(addon), 'built-from.json'), 'utf8'));
    const sizes = [addon, mock].map((file) => [path.basename(file), fs.statSync(file).size]);
    expect(record).toEqual({ fingerprint: nativeFingerprint(ROOT), sizes: Object.fromEntries(sizes) });
    for (const file of [addon, mock]) {
      const bytes = fs.readFileSync(file);
      for (const place of [checkout.scratch, os.homedir(), ROOT]) expect(bytes.includes(place), place).toBe(false);
    }
    expect(fs.readdirSync(checkout.path('.cache'))).toEqual(['setup']);
  });

  it('serves the set-up in place of a compiler', async () => {
    const env = { PATH: barePath(checkout.scratch, ['sh', 'env']), HOME: os.homedir() };
    const library = findRuntime().path;
    const { OPENVINO_NODE_CACHE_DIR: cache, XDG_CACHE_HOME: xdg } = process.env;
    const { code, stderr } = await checkout.setup({
      env: {
        ...env,
        OPENVINO_NODE_LIBRARY: library,
        ...(cache === undefined ? {} : { OPENVINO_NODE_CACHE_DIR: cache }),
        ...(xdg === undefined ? {} : { XDG_CACHE_HOME: xdg }),
      },
    });
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    expect(stderr).not.toContain('native addon');
    expect(fs.existsSync(checkout.path('build'))).toBe(false);
  }, 120_000);

  it('lets the packed package be installed and used where there is no compiler, by import and by require, mocked as well', async () => {
    const [program = '', ...npm] = npmCommand(process.env) ?? [];
    const pack = [...npm, 'pack', '--ignore-scripts', '--json', '--pack-destination', checkout.scratch];
    const packed = await run(program, pack, { cwd: checkout.root });
    expect(packed.code, packed.stderr).toBe(0);
    const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];

    const app = path.join(checkout.scratch, 'an app');
    fs.mkdirSync(app);
    fs.writeFileSync(path.join(app, 'package.json'), '{ "private": true }');
    const bare = path.join(checkout.scratch, 'for npm');
    const env = { ...process.env, PATH: barePath(bare, ['node', 'npm', 'sh', 'env']) };
    // --allow-scripts is not given, and no script is there to be allowed.
    const install = [...npm, 'install', '--omit=optional', path.join(checkout.scratch, filename)];
    const installed = await run(program, install, { cwd: app, env });
    expect(installed.code, installed.stderr).toBe(0);

    const model = writeModel(app, 'relu', reluModel());
    fs.writeFileSync(path.join(app, 'program.cjs'), PROGRAM);
    fs.writeFileSync(
      path.join(app, 'by-require.cjs'),
      `require('./program.cjs')(require('@x/openvino-node'), ...process.argv.slice(2));`,
    );
    fs.writeFileSync(
      path.join(app, 'by-import.mjs'),
      `import * as ov from '@x/openvino-node';\nimport run from './program.cjs';\nrun(ov, ...process.argv.slice(2));`,
    );
    for (const entry of ['by-require.cjs', 'by-import.mjs']) {
      const args = [entry, findRuntime().path, model];
      const used = await run(process.execPath, args, { cwd: app, env });
      expect(used, entry).toMatchObject({
        code: 0,
        stdout: JSON.stringify([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7]),
      });
    }

    fs.writeFileSync(path.join(app, 'mocked.mjs'), MOCKED_PROGRAM);
    // A machine with neither an OpenVINO nor a home.
    const nowhere = { PATH: env['PATH'], HOME: path.join(app, 'no home') };
    const mocked = await run(process.execPath, ['mocked.mjs', model], { cwd: app, env: nowhere });
    expect(mocked).toMatchObject({ code: 0, stdout: 'GPU.0,GPU.1 3005 2025.4.1-MOCK true' });
  }, 180_000);
});

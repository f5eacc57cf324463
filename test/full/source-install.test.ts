import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mockLibraryName } from '../../scripts/prebuild/record.mjs';
import { npmCommand } from '../../scripts/setup/steps/dependencies.mjs';
import { run } from '../setup/checkout.js';

/** The packed package on a platform that no prebuild fits. */
describe('an installation without a prebuild', () => {
  let app: string;
  let home: string;
  const installed = (...parts: string[]) => path.join(app, 'node_modules/@x/openvino-node', ...parts);
  const [program = '', ...npmArgs] = npmCommand(process.env) ?? [];
  const npm = (...args: string[]) =>
    run(program, [...npmArgs, ...args], { cwd: app, env: { ...process.env, HOME: home } });
  const load = () =>
    run(process.execPath, ['--input-type=module', '--eval', "import { Core } from '@x/openvino-node'; new Core();"], {
      cwd: app,
    });

  beforeAll(async () => {
    app = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'openvino-node source-')));
    home = path.join(app, 'home');
    fs.mkdirSync(home);
    fs.writeFileSync(path.join(app, 'package.json'), '{ "private": true }');
    const pack = [...npmArgs, 'pack', '--ignore-scripts', '--json', '--pack-destination', app];
    const packed = await run(program, pack);
    const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
    expect(await npm('install', '--omit=optional', path.join(app, filename))).toMatchObject({ code: 0 });
    fs.rmSync(installed('prebuilds'), { recursive: true, force: true });
  }, 180_000);

  afterAll(() => fs.rmSync(app, { recursive: true, force: true }));

  it('says what to do', async () => {
    const { code, stderr } = await load();
    expect(code).toBe(1);
    expect(stderr).toContain('ADDON_NOT_FOUND');
    expect(stderr).toContain('native/build.mjs');
  });

  it('is mended by the one command, in a path with a space and an empty home', async () => {
    expect(await npm('install', '--save-dev', '--omit=optional', 'node-addon-api')).toMatchObject({ code: 0 });
    fs.rmSync(installed('prebuilds'), { recursive: true, force: true });
    const built = await run(process.execPath, [installed('native/build.mjs')], { env: { ...process.env, HOME: home } });
    expect(built.code, built.stderr).toBe(0);
    expect(fs.existsSync(installed('binding.gyp'))).toBe(false);
    expect(await load()).toMatchObject({ code: 0, stderr: '' });
  }, 300_000);

  it('has the mocked OpenVINO as well then', async () => {
    const program = `import { Core } from '@x/openvino-node';
      import { mockRuntime } from '@x/openvino-node/testing';
      const runtime = mockRuntime({ devices: ['NPU'] });
      console.log(new Core().getAvailableDevices(), runtime.info.path);
      runtime.close();`;
    const ended = await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: app });
    const library = fs.realpathSync(installed('build/Release', mockLibraryName()));
    expect(ended).toMatchObject({ code: 0, stdout: `[ 'NPU' ] ${library}\n` });
  });

  it('is not built by npm from a lock file', async () => {
    expect(fs.existsSync(path.join(app, 'package-lock.json'))).toBe(true);
    expect(await npm('ci', '--omit=optional')).toMatchObject({ code: 0 });
    expect(fs.existsSync(installed('build'))).toBe(false);
  }, 180_000);
});

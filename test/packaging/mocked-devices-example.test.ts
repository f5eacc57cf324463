import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mockLibraryName } from '../../scripts/prebuild/record.mjs';
import { npmCommand } from '../../scripts/setup/steps/dependencies.mjs';
import { type Checkout, copyCheckout, type Ended, ROOT, run } from '../setup/checkout.js';

/** The example of a project that tests with mocked devices, as a user would have it: with the packed package installed. */
describe('examples/testing', () => {
  let checkout: Checkout;
  let app: string;
  /** A machine that has no OpenVINO. */
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    checkout = copyCheckout({ done: true });
    fillPrebuilds(checkout);
    app = checkout.path('examples/testing');
    fs.cpSync(path.join(ROOT, 'examples/testing'), app, { recursive: true });
    env = { PATH: process.env['PATH'], HOME: checkout.scratch, OPENVINO_NODE_LIBRARY: '/nowhere/libopenvino_c.so' };
    const [program = '', ...npm] = npmCommand(process.env) ?? [];
    const packed = await run(program, [...npm, 'pack', '--ignore-scripts'], { cwd: checkout.root });
    expect(packed.code, packed.stderr).toBe(0);
    // Vitest is the checkout's own: a link, and no download.
    const install = [...npm, 'install', '--omit=optional', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline'];
    const installed = await run(program, install, { cwd: app });
    expect(installed.code, installed.stderr).toBe(0);
    fs.symlinkSync(path.join(ROOT, 'node_modules/vitest'), path.join(app, 'node_modules/vitest'));
  }, 180_000);

  afterAll(() => checkout.remove());

  const passes = ({ code, stdout, stderr }: Ended): void =>
    expect(`${code} ${code === 0 ? '' : stdout + stderr}`).toBe('0 ');

  it('names the package as it is packed', () => {
    const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    const example = JSON.parse(fs.readFileSync(path.join(app, 'package.json'), 'utf8'));
    expect(example.dependencies['@x/openvino-node']).toBe(`file:../../x-openvino-node-${version}.tgz`);
  });

  it('passes its tests by Vitest', async () => {
    const vitest = path.join(app, 'node_modules/vitest/vitest.mjs');
    const ended = await run(process.execPath, [vitest, 'run', '--root', '.'], { cwd: app, env });
    passes(ended);
    expect(ended.stdout).toMatch(/3 passed/);
  }, 60_000);

  it('passes its tests by node:test', async () => {
    const ended = await run(process.execPath, ['--test', 'test/classifier.node-test.mjs'], { cwd: app, env });
    passes(ended);
    expect(ended.stdout).toMatch(/^# pass 2$/m);
  }, 60_000);

  it('runs the documentation’s examples as they stand', async () => {
    const text = fs.readFileSync(path.join(ROOT, 'docs/testing-with-mocked-devices.md'), 'utf8');
    const [forVitest = '', forNode = ''] = [...text.matchAll(/```js\n(\/\/ classifier[\s\S]*?)```/g)].map(
      ([, code]) => code,
    );
    fs.writeFileSync(path.join(app, 'test/documented.test.mjs'), forVitest);
    fs.writeFileSync(path.join(app, 'test/documented.node-test.mjs'), forNode);
    const vitest = path.join(app, 'node_modules/vitest/vitest.mjs');
    const byVitest = await run(process.execPath, [vitest, 'run', 'documented', '--root', '.'], { cwd: app, env });
    passes(byVitest);
    expect(byVitest.stdout).toMatch(/1 passed/);
    const byNode = await run(process.execPath, ['--test', 'test/documented.node-test.mjs'], { cwd: app, env });
    passes(byNode);
    expect(byNode.stdout).toMatch(/^# pass 1$/m);
  }, 60_000);

  it('installs the package and the mocked OpenVINO from it', () => {
    const installed = path.join(app, 'node_modules/@x/openvino-node');
    expect(fs.lstatSync(installed).isSymbolicLink()).toBe(false);
    const folder = path.join(installed, `prebuilds/${process.platform}-${process.arch}`);
    expect(fs.readdirSync(folder).sort()).toEqual(['@x+openvino-node.node', mockLibraryName()]);
    expect(fs.existsSync(path.join(installed, 'build'))).toBe(false);
  });
});

/** What the checkout was built to, in the place of a prebuild, which would take minutes. */
function fillPrebuilds(checkout: Checkout): void {
  const folder = checkout.path(`prebuilds/${process.platform}-${process.arch}`);
  const release = checkout.path('build/Release');
  if (!fs.existsSync(path.join(release, 'openvino_node.node'))) return;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(path.join(release, 'openvino_node.node'), path.join(folder, '@x+openvino-node.node'));
  fs.copyFileSync(path.join(release, mockLibraryName()), path.join(folder, mockLibraryName()));
}

import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { nativeFingerprint } from '../../scripts/fingerprint.mjs';
import { fileSizes, mockLibraryName } from '../../scripts/prebuild/record.mjs';
import { nodeProblem } from '../../scripts/setup/checks.mjs';
import { installHints, systemFamily } from '../../scripts/setup/install-hints.mjs';
import { barePath, type Checkout, copyCheckout, ROOT } from './checkout.js';

let checkout: Checkout | undefined;
afterEach(() => checkout?.remove());

/** The environment of a machine with an empty home and only these programs. */
function bareEnv(scratch: string, programs: readonly string[]): NodeJS.ProcessEnv {
  const home = path.join(scratch, 'home');
  fs.mkdirSync(home);
  return { PATH: barePath(scratch, programs), HOME: home };
}

describe('set-up on a machine that lacks something', () => {
  it('names everything that is missing at once, with the command that installs it, and changes nothing', async () => {
    checkout = copyCheckout({ done: false });
    const before = fs.readdirSync(checkout.root, { recursive: true }).length;
    const { code, stdout, stderr } = await checkout.setup({ env: bareEnv(checkout.scratch, []) });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    for (const name of ['npm', 'a C++17 compiler', 'CMake', 'make or ninja', 'Python 3 with pip']) {
      expect(stderr, name).toContain(`- ${name}: `);
    }
    expect(stderr).toMatch(/5 things are missing/);
    expect(stderr).toMatch(/install/i);
    if (systemFamily(process.platform, fs.readFileSync('/etc/os-release', 'utf8')) === 'debian') {
      expect(stderr).toContain('apt-get install -y g++ cmake make python3 python3-pip');
    }
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(fs.readdirSync(checkout.root, { recursive: true })).toHaveLength(before);
  });

  it('asks for no compiler where a prebuild of just these sources is there', async () => {
    checkout = copyCheckout({ done: false });
    const folder = checkout.path(`prebuilds/${process.platform}-${process.arch}`);
    const names = ['@x+openvino-node.node', mockLibraryName()];
    fs.mkdirSync(folder, { recursive: true });
    for (const [index, file] of addonInUse().entries()) fs.copyFileSync(file, path.join(folder, names[index] ?? ''));
    const record = { fingerprint: nativeFingerprint(checkout.root), sizes: fileSizes(folder, names) };
    fs.writeFileSync(path.join(folder, 'built-from.json'), JSON.stringify(record));
    const env = bareEnv(checkout.scratch, []);

    const fitting = await checkout.setup({ env });
    expect(fitting.stderr).not.toContain('compiler');
    expect(fitting.stderr).toContain('- npm: ');

    fs.truncateSync(path.join(folder, mockLibraryName()), 100);
    const incomplete = await checkout.setup({ env });
    expect(incomplete.stderr).toContain('- a C++17 compiler: ');

    fs.copyFileSync(addonInUse()[1] ?? '', path.join(folder, mockLibraryName()));
    expect((await checkout.setup({ env })).stderr).not.toContain('compiler');
    fs.appendFileSync(checkout.path('native/mock/world.cc'), '\n');
    const stale = await checkout.setup({ env });
    expect(stale.stderr).toContain('- a C++17 compiler: ');
  });

  it('asks for no Python where no OpenVINO is wanted', async () => {
    checkout = copyCheckout({ done: false });
    const { code, stderr } = await checkout.setup({
      args: ['--without-runtime'],
      env: bareEnv(checkout.scratch, []),
    });
    expect(code).toBe(1);
    expect(stderr).not.toContain('Python');
    for (const name of ['npm', 'a C++17 compiler', 'CMake', 'make or ninja']) expect(stderr).toContain(`- ${name}: `);
  });

  it('asks for no Python where an OpenVINO is named', async () => {
    checkout = copyCheckout({ done: false });
    const env = { ...bareEnv(checkout.scratch, []), OPENVINO_NODE_LIBRARY: '/opt/openvino/libopenvino_c.so' };
    const { code, stderr } = await checkout.setup({ env });
    expect(code).toBe(1);
    expect(stderr).not.toContain('Python');
  });

  it('tells a compiler that cannot build from one that is not there', async () => {
    checkout = copyCheckout({ done: false });
    const env = bareEnv(checkout.scratch, ['sh']);
    const broken = path.join(env['PATH'] ?? '', 'c++');
    fs.writeFileSync(broken, '#!/bin/sh\n[ "$1" = --version ] || exit 1\n', { mode: 0o755 });
    const { stderr } = await checkout.setup({ env });
    expect(stderr).toContain('c++ cannot build a C++17 program');
  });

  it.each([
    ['an option that it does not know', ['--nonsense']],
    ['two that exclude each other', ['--with-tests', '--without-runtime']],
  ])('refuses %s, and says which it knows', async (_, args) => {
    checkout = copyCheckout({ done: false });
    const { code, stderr } = await checkout.setup({ args });
    expect(code).toBe(2);
    expect(stderr).toContain(`does not know ${args.join(' ')}.`);
    expect(stderr).toMatch(/--with-tests .*\n.*--without-runtime /);
    expect((await checkout.setup({ args: ['--help'] })).code).toBe(0);
  });
});

describe('requirements', () => {
  it('takes the versions of Node that can require an ES module', () => {
    for (const version of ['20.19.0', '20.20.2', '22.12.0', '23.0.0', '24.1.0', '26.0.0']) {
      expect(nodeProblem(version), version).toBeUndefined();
    }
    for (const version of ['18.20.4', '20.18.3', '21.7.0', '22.11.0']) {
      expect(nodeProblem(version), version).toContain(version);
    }
  });

  it('gives the command of the system at hand', () => {
    const keys = ['compiler', 'cmake', 'python'] as const;
    const family = (text: string) => systemFamily('linux', text);
    expect(family('ID=ubuntu\nID_LIKE=debian\n')).toBe('debian');
    expect(family('NAME="Rocky Linux"\nID="rocky"\nID_LIKE="rhel centos fedora"\n')).toBe('fedora');
    expect(family('ID=alpine\n')).toBe('alpine');
    expect(systemFamily('darwin', '')).toBe('macos');
    expect(installHints([...keys], 'fedora')).toEqual([
      'Fedora, RHEL: sudo dnf install -y gcc-c++ cmake python3 python3-pip',
    ]);
    expect(installHints([...keys], family('ID=exotic\n'))).toHaveLength(2);
    expect(installHints(['node', 'node'], 'debian')).toHaveLength(1);
  });
});

/** The addon and the mocked OpenVINO that the tests run on: what the development build made, else the prebuild. */
function addonInUse(): string[] {
  const built = ['openvino_node.node', mockLibraryName()].map((name) => path.join(ROOT, 'build/Release', name));
  if (built.every((file) => fs.existsSync(file))) return built;
  const folder = path.join(ROOT, `prebuilds/${process.platform}-${process.arch}`);
  const [prebuilt] = fs.readdirSync(folder).filter((name) => name.endsWith('.node'));
  return [prebuilt ?? '', mockLibraryName()].map((name) => path.join(folder, name));
}

import { describe, expect, test } from 'vitest';
import { type ArchiveHost, chooseArchive } from '../../lib/runtime/archive.js';
import { cacheDir } from '../../lib/runtime/cache-dir.js';
import { isLibraryName } from '../../lib/runtime/library-file.js';
import { wheelPlatforms } from '../../lib/runtime/pip.js';
import { printable } from '../../lib/runtime/printable.js';
import { proxiesOf, withoutCredentials } from '../../lib/runtime/proxy.js';
import { compareVersions, isReleaseVersion, versionFromFileName } from '../../lib/runtime/version.js';
import { fileTree } from './helpers/mirror.js';
import { failure } from './helpers/temp.js';

describe('the archive for a machine', () => {
  const packages = '/repositories/openvino/packages';
  const tree: unknown = JSON.parse(
    fileTree(
      [
        '2024.6/linux/l_openvino_toolkit_centos7_2024.6.0.17404.4c0f47d2335_x86_64.tgz',
        '2024.6/linux/l_openvino_toolkit_centos7_2024.6.0.17404.4c0f47d2335_x86_64.tgz.sha256',
        '2024.6/linux/l_openvino_toolkit_rhel8_2024.6.0.17404.4c0f47d2335_x86_64.tgz',
        '2024.6/linux/l_openvino_toolkit_ubuntu20_2024.6.0.17404.4c0f47d2335_arm64.tgz',
        '2024.6/linux/l_openvino_toolkit_ubuntu22_2024.6.0.17404.4c0f47d2335_x86_64.tgz',
        '2024.6/windows/w_openvino_toolkit_windows_2024.6.0.17404.4c0f47d2335_x86_64.zip',
        '2024.6/macos/m_openvino_toolkit_macos_12_6_2024.6.0.17404.4c0f47d2335_arm64.tgz',
        '2025.4/linux/openvino_toolkit_ubuntu22_2025.4.0.20398.8fdad55727d_x86_64.tgz',
        '2025.4.1/linux/openvino_toolkit_ubuntu22_2025.4.1.20426.82bbf0292c5_x86_64.tgz',
        '2025.4.1/linux/openvino_toolkit_ubuntu24_2025.4.1.20426.82bbf0292c5_x86_64.tgz',
        '2025.4.1/linux/../../evil_openvino_toolkit_ubuntu24_2099.1.0.1.aaaaaaa_x86_64.tgz',
        'nightly/linux/openvino_toolkit_ubuntu24_2099.1.0.20426.82bbf0292c5_x86_64.tgz',
      ].map((path) => `${packages}/${path}`),
    ),
  );
  const linux = (glibc: string | undefined, arch: NodeJS.Architecture = 'x64'): ArchiveHost => ({
    platform: 'linux',
    arch,
    glibc,
  });
  const name = (host: ArchiveHost, version?: string): string | undefined =>
    chooseArchive(tree, host, version).path.split('/').pop();

  test.each<[string, ArchiveHost, string | undefined, RegExp]>([
    ['the newest', linux('2.36'), undefined, /ubuntu22_2025\.4\.1/],
    ['the newest distribution that is not too new', linux('2.39'), undefined, /ubuntu24_2025\.4\.1/],
    ['the newest patch', linux('2.35'), '2025.4', /ubuntu22_2025\.4\.1/],
    ['a given one', linux('2.35'), '2025.4.0', /ubuntu22_2025\.4\.0/],
    ['for an older machine', linux('2.31'), undefined, /rhel8_2024\.6\.0/],
    ['for a very old machine', linux('2.17'), undefined, /centos7_2024\.6\.0.*tgz$/],
    ['for ARM', linux('2.36', 'arm64'), undefined, /ubuntu20_2024\.6\.0.*_arm64/],
    ['for Windows', { platform: 'win32', arch: 'x64', glibc: undefined }, undefined, /windows_.*\.zip$/],
    ['for macOS', { platform: 'darwin', arch: 'arm64', glibc: undefined }, undefined, /macos_12_6_/],
  ])('%s', (_what, host, version, expected) => {
    expect(name(host, version)).toMatch(expected);
  });

  test('none that fits: the error names those there are', async () => {
    const error = await failure(() => chooseArchive(tree, linux('2.35'), '2024.5'));
    expect(error.code).toBe('RUNTIME_INSTALL_FAILED');
    expect(error.message).toContain('it has 2024.6.0, 2025.4.0, 2025.4.1');
    for (const host of [linux(undefined), linux('2.12'), linux('2.36', 'ppc64')]) {
      expect((await failure(() => chooseArchive(tree, host, undefined))).code).toBe('RUNTIME_INSTALL_FAILED');
    }
  });

  test.each([null, 3, {}, { children: 'x' }, { children: [null, { name: 'repositories', children: [7] }] }])(
    'a senseless list %j',
    async (senseless) => {
      expect((await failure(() => chooseArchive(senseless, linux('2.36'), undefined))).code).toBe(
        'RUNTIME_INSTALL_FAILED',
      );
    },
  );
});

describe('the wheels for a machine', () => {
  test('manylinux tags up to its glibc', () => {
    const tags = wheelPlatforms({ platform: 'linux', arch: 'x64', glibc: '2.28' });
    expect(tags[0]).toBe('manylinux_2_28_x86_64');
    expect(tags).toContain('manylinux2014_x86_64');
    expect(tags).not.toContain('manylinux_2_35_x86_64');
    expect(wheelPlatforms({ platform: 'linux', arch: 'arm64', glibc: '2.36' })).toContain('manylinux_2_35_aarch64');
  });

  test('this machine has some', () => {
    expect(wheelPlatforms().length).toBeGreaterThan(0);
  });

  test.each([
    { platform: 'linux', arch: 'x64', glibc: undefined },
    { platform: 'linux', arch: 'ppc64', glibc: '2.36' },
    { platform: 'freebsd', arch: 'x64', glibc: undefined },
  ])('none for $platform on $arch with glibc $glibc', async (host) => {
    expect((await failure(() => wheelPlatforms(host))).code).toBe('RUNTIME_INSTALL_FAILED');
  });
});

describe('versions', () => {
  test('in their order', () => {
    const versions = ['2026.4.1', '2024.10.0', '2024.3', '2025.1.0.dev20250116', '2025.1.0', '2024.9'];
    expect(versions.sort(compareVersions)).toEqual([
      '2024.3',
      '2024.9',
      '2024.10.0',
      '2025.1.0.dev20250116',
      '2025.1.0',
      '2026.4.1',
    ]);
    expect(compareVersions('2024.3', '2024.3.0')).toBe(0);
  });

  test.each([
    ['libopenvino_c.so.2641', '2026.4.1'],
    ['libopenvino_c.so.2430', '2024.3.0'],
    ['libopenvino_c.so.26101', '2026.10.1'],
    ['libopenvino_c.so.2024.6.0', '2024.6.0'],
    ['libopenvino_c.2541.dylib', '2025.4.1'],
    ['libopenvino_c.2025.4.1.dylib', '2025.4.1'],
    ['libopenvino_c.so', undefined],
    ['openvino_c.dll', undefined],
  ])('%s is %s', (file, version) => {
    expect(versionFromFileName(`/x/${file}`)).toBe(version);
  });

  test('what a person may ask for', () => {
    expect(['2024.3', '2026.4.1'].map(isReleaseVersion)).toEqual([true, true]);
    expect(['2024', '24.3', '2024.3.0.1', '2024.3-x', ' 2024.3', '2024.3\n'].map(isReleaseVersion)).toEqual(
      Array(6).fill(false),
    );
  });
});

test("the library's name on each platform", () => {
  const names = [
    'libopenvino_c.so',
    'libopenvino_c.so.2641',
    'libopenvino_c.dylib',
    'libopenvino_c.2541.dylib',
    'openvino_c.dll',
    'OpenVINO_c.DLL',
    'libopenvino_c.so.bak',
  ];
  const of = (platform: NodeJS.Platform): string[] => names.filter((name) => isLibraryName(name, platform));
  expect(of('linux')).toEqual(['libopenvino_c.so', 'libopenvino_c.so.2641']);
  expect(of('darwin')).toEqual(['libopenvino_c.dylib', 'libopenvino_c.2541.dylib']);
  expect(of('win32')).toEqual(['openvino_c.dll', 'OpenVINO_c.DLL']);
});

test('the cache folder on each platform', () => {
  expect(cacheDir({ HOME: '/h' }, 'linux')).toBe('/h/.cache/openvino-node');
  expect(cacheDir({ HOME: '/h', XDG_CACHE_HOME: '/x' }, 'linux')).toBe('/x/openvino-node');
  expect(cacheDir({ HOME: '/h', XDG_CACHE_HOME: 'relative' }, 'linux')).toBe('/h/.cache/openvino-node');
  expect(cacheDir({ HOME: '/h' }, 'darwin')).toBe('/h/Library/Caches/openvino-node');
  expect(cacheDir({ LOCALAPPDATA: '/l' }, 'win32')).toBe('/l/openvino-node/Cache');
  expect(cacheDir({ HOME: '/h', OPENVINO_NODE_CACHE_DIR: '/c' }, 'darwin')).toBe('/c');
});

describe('proxies', () => {
  test('lower case before upper case, all_proxy where there is no other', () => {
    const env = { http_proxy: 'http://a:1', HTTP_PROXY: 'http://b:1', ALL_PROXY: 'socks5://c:1', NO_PROXY: 'x' };
    expect(proxiesOf(env)).toEqual({ httpProxy: 'http://a:1', httpsProxy: 'socks5://c:1', noProxy: 'x' });
    expect(proxiesOf({})).toEqual({ httpProxy: '', httpsProxy: '', noProxy: '' });
  });

  test.each(['ftp://x', 'http://', 'a b'])('%j is refused', async (url) => {
    expect((await failure(() => proxiesOf({ https_proxy: url }))).code).toBe('INVALID_ARGUMENT');
  });

  test('credentials are not shown', () => {
    expect(withoutCredentials('http://me:p@ss@host/x?y=a@b')).toBe('http://host/x?y=a@b');
    expect(withoutCredentials('http://host/a@b')).toBe('http://host/a@b');
    expect(withoutCredentials('me:secret@host:1')).toBe('host:1');
  });
});

test('text of others is made safe for a terminal', () => {
  expect(printable('a\u001b[2Jb\u009bc\u007fd\ne\u202ef')).toBe('a\\x1b[2Jb\\x9bc\\x7fd\\x0ae\\u202ef');
  expect(printable('é ü 漢 🙂')).toBe('é ü 漢 🙂');
  expect(printable('x'.repeat(50), 10)).toBe(`${'x'.repeat(10)}…`);
});

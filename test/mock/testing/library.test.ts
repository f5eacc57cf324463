import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { builtLibrary } from '../../../lib/testing/library.js';
import { expectError } from '../../helpers/expect-error.js';
import { testFolder } from '../../helpers/folder.js';

const folder = testFolder();

function place(file: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  return path;
}

it('says how to build the library where there is none', () => {
  const error = expectError('ADDON_NOT_FOUND', () => builtLibrary(folder, 'linux'));
  expect(error.message).toContain(join(folder, 'build/Release/libopenvino_c_mock.so'));
  expect(error.message).toContain(join(folder, `prebuilds/linux-${process.arch}/libopenvino_c_mock.so`));
  expect(error.message).toContain(`node "${join(folder, 'native/build.mjs')}"`);
});

it('takes what was built here before what came with the package', () => {
  const prebuilt = place(`prebuilds/linux-${process.arch}/libopenvino_c_mock.so`);
  expect(builtLibrary(folder, 'linux')).toBe(prebuilt);
  const built = place('build/Release/libopenvino_c_mock.so');
  expect(builtLibrary(folder, 'linux')).toBe(built);
});

it.each([
  ['darwin' as const, 'libopenvino_c_mock.dylib'],
  ['win32' as const, 'openvino_c_mock.dll'],
])('knows the name on %s', (platform, name) => {
  const path = place(`build/Release/${name}`);
  expect(builtLibrary(folder, platform)).toBe(path);
});

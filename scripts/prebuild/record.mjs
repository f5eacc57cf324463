import fs from 'node:fs';
import path from 'node:path';

/** Beside a prebuild: of which sources it was made. It stays out of the tarball, where there are no other sources. */
export const PREBUILD_RECORD = 'built-from.json';

/**
 * @param {string} root
 * @param {string} platform such as linux-x64
 */
export function prebuildFolder(root, platform) {
  return path.join(root, 'prebuilds', platform);
}

/**
 * File name of the mocked OpenVINO, which both builds make beside the addon.
 * @param {NodeJS.Platform} [platform]
 */
export function mockLibraryName(platform = process.platform) {
  if (platform === 'win32') return 'openvino_c_mock.dll';
  return platform === 'darwin' ? 'libopenvino_c_mock.dylib' : 'libopenvino_c_mock.so';
}

/**
 * Sizes of files by their names, as a record holds them: a file that was cut short is told by it.
 * @param {string} folder
 * @param {string[]} names
 * @returns {Record<string, number>}
 */
export function fileSizes(folder, names) {
  return Object.fromEntries(names.map((name) => [name, fs.statSync(path.join(folder, name)).size]));
}

/**
 * Whether all of a record's files are there, the addon and the mocked OpenVINO among them, and whole.
 * @param {string} folder
 * @param {unknown} sizes
 * @returns {string | undefined} the addon's absolute path, where they are
 */
export function wholeAddon(folder, sizes) {
  const entries = typeof sizes === 'object' && sizes !== null ? Object.entries(sizes) : [];
  const addon = entries.map(([name]) => name).find((name) => name.endsWith('.node'));
  const hasMock = entries.some(([name]) => name === mockLibraryName());
  const isWhole = entries.every(
    ([name, size]) => fs.statSync(path.join(folder, name), { throwIfNoEntry: false })?.size === size,
  );
  return addon !== undefined && hasMock && isWhole ? path.join(folder, addon) : undefined;
}

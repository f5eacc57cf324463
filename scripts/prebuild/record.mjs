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

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OpenVINOError } from '../errors.js';
import { NEWEST_VERSION } from './check-options.js';
import { temporaryFolder } from './folders.js';
import { hideNewerFunctions } from './hide-newer.js';

/** The package's folder, seen from lib/testing and from dist/testing alike. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Copies by version; a library tells one version for all of its life. */
const copies = new Map<string, string>();

/**
 * Path of a mocked libopenvino_c of a release. It lies beside the addon. Where it is asked for another release than its own, a
 * copy of it serves, with a file beside it that says which: one for each release and process, gone when the process ends.
 *
 * @throws OpenVINOError `ADDON_NOT_FOUND` where it was not built; `NOT_WRITABLE`.
 */
export function mockLibrary(version: string): string {
  const library = builtLibrary(ROOT);
  if (version === NEWEST_VERSION) return library;
  let copy = copies.get(version);
  if (copy === undefined) {
    const bytes = readFileSync(library);
    hideNewerFunctions(bytes, version);
    const folder = temporaryFolder((empty) => {
      writeFileSync(join(empty, basename(library)), bytes, { mode: 0o700 });
      writeFileSync(join(empty, 'version'), `${version}\n`);
    });
    copy = join(folder, basename(library));
    copies.set(version, copy);
  }
  return copy;
}

/** The library below a package's folder: what was built there, else what came with it. */
export function builtLibrary(root: string, platform: NodeJS.Platform = process.platform): string {
  const name =
    platform === 'win32' ? 'openvino_c_mock.dll' : `libopenvino_c_mock.${platform === 'darwin' ? 'dylib' : 'so'}`;
  const places = [join(root, 'build', 'Release', name), join(root, 'prebuilds', `${platform}-${process.arch}`, name)];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new OpenVINOError(
    'ADDON_NOT_FOUND',
    `The mocked OpenVINO is not there: neither ${places.join(' nor ')} exists. It is built together with the addon, which ` +
      `needs a C++ compiler: node "${join(root, 'native', 'build.mjs')}"`,
  );
}

import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The library that this package finds, which all peers but Python use.
 * @returns {Promise<{ library: string, preload: string, version: string }>}
 */
export async function findLibrary() {
  const { loadRuntime } = /** @type {typeof import('../../lib/index.js')} */ (
    await import(new URL('../../dist/index.js', import.meta.url).href)
  );
  const { tbbLibrary } = /** @type {typeof import('../../lib/runtime/find.js')} */ (
    await import(new URL('../../dist/runtime/find.js', import.meta.url).href)
  );
  const { path, buildNumber } = loadRuntime();
  return { library: path, preload: tbbLibrary(path) ?? '', version: buildNumber };
}

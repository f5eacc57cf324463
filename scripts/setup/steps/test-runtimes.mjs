import { pathToFileURL } from 'node:url';
import { pipProblem } from '../checks.mjs';
import { StepError } from '../step-error.mjs';
import { installRuntime } from './runtime.mjs';

/**
 * Runtimes that the API's tests run on besides the one that was found. Element types were renumbered in 2025.1, so one
 * from before it and one from after it.
 */
export const TEST_VERSIONS = ['2024.6.0', '2025.4.1'];

/** Older runtimes, into the package's cache. Without a network the tests that want them skip and say so, except in CI. */
export const testRuntimes = /** @type {import('../context.mjs').Step} */ ({
  title: 'runtimes for the tests',

  async pending(context, earlierPending) {
    const missing = earlierPending ? TEST_VERSIONS : await missingVersions(context);
    return missing.length === 0 ? undefined : `${missing.join(', ')} not installed`;
  },

  requirements: (context) =>
    context.env.CI ? [{ name: 'Python 3 with pip', problem: pipProblem, packages: 'python' }] : [],

  async run(context) {
    const versions = await missingVersions(context);
    try {
      for (const version of versions) await installRuntime(context, ['--version', version]);
    } catch (error) {
      if (!(error instanceof StepError) || context.env.CI) throw error;
      context.say(error.report());
      return 'left out: the tests that need them will be skipped';
    }
    return `installed ${versions.join(', ')}`;
  },
});

/** @param {import('../context.mjs').Context} context */
async function missingVersions(context) {
  const { installedRuntimes } = await import(pathToFileURL(context.path('dist/runtime/layout.js')).href);
  const { runtimesDir } = await import(pathToFileURL(context.path('dist/runtime/cache-dir.js')).href);
  /** @type {Set<string>} */
  const present = new Set(
    installedRuntimes(runtimesDir(context.env)).map((/** @type {{ version: string }} */ entry) => entry.version),
  );
  return TEST_VERSIONS.filter((version) => !present.has(version));
}

import { beforeAll, describe } from 'vitest';
import { loadRuntime } from '../../lib/index.js';
import { runtimesDir } from '../../lib/runtime/cache-dir.js';
import { findRuntime } from '../../lib/runtime/find.js';
import { installedRuntimes } from '../../lib/runtime/layout.js';

/** A runtime that tests can use. */
export interface TestRuntime {
  readonly version: string;
  readonly path: string;
}

/** Releases that the API's tests run on besides the newest, one from before and one from after the renumbering of 2025.1. */
const OLDER = ['2024.6', '2025.4'];

/**
 * The runtimes to test on: the one that a user's program would find, and the older ones where the set-up installed them.
 * With OPENVINO_NODE_VERIFY=full, every one in the cache.
 */
export function testRuntimes(): TestRuntime[] {
  const found = findRuntime();
  const full = process.env['OPENVINO_NODE_VERIFY'] === 'full';
  const others = installedRuntimes(runtimesDir()).filter(
    ({ path, version }) => path !== found.path && (full || OLDER.some((release) => version.startsWith(release))),
  );
  const all = [{ version: found.version ?? 'found', path: found.path }, ...others];
  const missing = OLDER.filter((release) => !all.some(({ version }) => version.startsWith(release)));
  if (missing.length > 0 && process.env['CI'] !== undefined) {
    throw new Error(`The tests need OpenVINO ${missing.join(' and ')} too; \`npm test\` installs them.`);
  }
  return all;
}

/** Declares a suite once for each runtime; what its tests create uses that runtime. */
export function describeRuntimes(name: string, suite: (runtime: TestRuntime) => void): void {
  describe.each(testRuntimes().map((runtime) => [runtime.version, runtime] as const))(
    `${name}, OpenVINO %s`,
    (_, runtime) => {
      beforeAll(() => {
        loadRuntime({ path: runtime.path });
      });
      suite(runtime);
    },
  );
}

import { defineConfig } from 'vitest/config';

/** npm run verify:full: what depends on the runtime, on every runtime there is, and what takes longer than anyone waits for. */
const full = process.env['OPENVINO_NODE_VERIFY'] === 'full';
const reportFile = process.env['TEST_REPORT_FILE'];

/** Tests that need no OpenVINO: npm run test:mock runs them alone. */
const MOCK = 'test/mock/**/*.test.ts';

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'mock', include: full ? [] : [MOCK] } },
      {
        extends: true,
        test: {
          name: 'openvino',
          include: full ? ['test/{api,native,full}/**/*.test.ts'] : ['test/**/*.test.ts'],
          exclude: full ? [] : ['test/full/**', MOCK],
        },
      },
    ],
    // Processes, not threads: a fault in native code ends one file, and the addon is loaded as a program loads it.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: reportFile === undefined ? ['default'] : ['default', ['json', { outputFile: reportFile }]],
  },
});

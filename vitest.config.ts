import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** npm run verify:full: what depends on the runtime, on every runtime there is, and what takes longer than anyone waits for. */
const full = process.env['OPENVINO_NODE_VERIFY'] === 'full';
const reportFile = process.env['TEST_REPORT_FILE'];

/** Tests that need no OpenVINO: npm run test:mock runs them alone. */
const MOCK = 'test/mock/**/*.test.ts';
/** Files that hold times against a clock, count turns of an event loop, or have a budget of real time: nothing runs beside them. */
const TIMED_MOCK = ['test/mock/testing/{pump,time}.test.ts'];
const TIMED = [
  'test/{api,native,contract}/**/*.test.ts',
  'test/setup/idle.test.ts',
  'test/bench/{default-model,image/resize-area,cli/modes,tune/cli}.test.ts',
];
const FULL = ['test/{api,native,full}/**/*.test.ts'];

/** Most tests wait for processes that they have started: with one file at a time the second of two cores is idle. */
const together = { maxWorkers: Math.max(2, availableParallelism() - 1) };
/** A group of its own, after the others. */
const alone = { maxWorkers: 1 };

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'mock', include: full ? [] : [MOCK], exclude: TIMED_MOCK, ...together } },
      { extends: true, test: { name: 'mock alone', include: full ? [] : TIMED_MOCK, ...alone } },
      {
        extends: true,
        test: {
          name: 'openvino',
          include: full ? [] : ['test/**/*.test.ts'],
          exclude: ['test/full/**', MOCK, ...TIMED],
          ...together,
        },
      },
      { extends: true, test: { name: 'openvino alone', include: full ? FULL : TIMED, ...alone } },
    ],
    // Processes, not threads: a fault in native code ends one file, and the addon is loaded as a program loads it.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: reportFile === undefined ? ['default'] : ['default', ['json', { outputFile: reportFile }]],
  },
});

#!/usr/bin/env node
// What of a device's speed is left behind HTTP: examples/server.mjs under load from another process, and a C program that
// does as many inferences, in turns. docs/serving.md says how to read it.
//
//   npm run bench:server -- --help

import { benchmarkCommand } from '../command.mjs';
import { parseOptions, USAGE } from './options.mjs';
import { jsonReport, markdownReport, tableReport } from './report.mjs';
import { runBenchmark } from './run.mjs';

await benchmarkCommand('bench:server', {
  parseOptions,
  usage: USAGE,
  runBenchmark,
  reports: { table: tableReport, json: jsonReport, markdown: markdownReport },
  // goals are information; a request that was never answered is a fault
  check: ({ results }) => {
    const lost = results.reduce((sum, result) => sum + result.lost, 0);
    if (lost > 0) throw new Error(`${lost} requests were sent and never answered`);
  },
});

#!/usr/bin/env node
// What this package costs over OpenVINO's C API: the same work done by a C program, by the thinnest addon there can be, by
// this package and by Python, in turns. docs/overhead.md says what each case is.
//
//   npm run bench:overhead -- --help

import { benchmarkCommand } from '../command.mjs';
import { parseOptions, USAGE } from './options.mjs';
import { jsonReport, markdownReport, tableReport } from './report.mjs';
import { runBenchmark } from './run.mjs';

await benchmarkCommand('bench:overhead', {
  parseOptions,
  usage: USAGE,
  runBenchmark,
  reports: { table: tableReport, json: jsonReport, markdown: markdownReport },
});

#!/usr/bin/env node
// What this package costs over OpenVINO's C API: the same work done by a C program, by the thinnest addon there can be, by
// this package and by Python, in turns. docs/overhead.md says what each case is.
//
//   npm run bench:overhead -- --help

import fs from 'node:fs';
import path from 'node:path';
import { parseOptions, USAGE } from './options.mjs';
import { jsonReport, markdownReport, tableReport } from './report.mjs';
import { runBenchmark } from './run.mjs';

/** @param {string[]} args */
async function main(args) {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const outcome = await runBenchmark(options, (text) => process.stderr.write(`${text}\n`));
  process.stdout.write(tableReport(outcome));
  if (options.json !== undefined) write(options.json, `${JSON.stringify(jsonReport(outcome), null, 2)}\n`);
  if (options.markdown !== undefined) write(options.markdown, markdownReport(outcome));
}

/**
 * @param {string} file
 * @param {string} content
 */
function write(file, content) {
  fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  fs.writeFileSync(file, content);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`bench:overhead failed: ${error instanceof Error ? error.message : error}\n`);
  // at once: peers that wait for a command would keep this process, and end with it
  process.exit(1);
}

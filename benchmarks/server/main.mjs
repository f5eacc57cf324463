#!/usr/bin/env node
// What of a device's speed is left behind HTTP: examples/server.mjs under load from another process, and a C program that
// does as many inferences, in turns. docs/serving.md says how to read it.
//
//   npm run bench:server -- --help

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
  // goals are information; a request that was never answered is a fault
  const lost = outcome.results.reduce((sum, result) => sum + result.lost, 0);
  if (lost > 0) throw new Error(`${lost} requests were sent and never answered`);
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
  process.stderr.write(`bench:server failed: ${error instanceof Error ? error.message : error}\n`);
  // at once: a server or a peer that waits for work would keep this process, and ends with it
  process.exit(1);
}

#!/usr/bin/env node
// Sums a test report of Vitest into one line, the last of a CI run: "N passed, N failed" and ", N skipped".
//
//   node scripts/ci/summary.mjs <report.json> <exit code of the test command>

import fs from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * @param {string} text the report, empty where the test command did not get as far
 * @param {number} exitCode of the test command
 * @returns {{ line: string, exitCode: number }}
 */
export function summarize(text, exitCode) {
  /** @type {{ testResults?: { status: string, assertionResults: { status: string }[] }[] }} */
  let report = {};
  try {
    report = JSON.parse(text);
  } catch {
    // No report: the set-up failed, or the run was cut off. Counted as a failure below.
  }
  const files = report.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failedTests = tests.filter(({ status }) => status === 'failed').length;
  // A file that cannot be loaded has no tests to fail.
  const failedFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  const skipped = tests.length - passed - failedTests;
  let failed = failedTests + failedFiles;
  // Something outside the tests went wrong (set-up, an unhandled error, the time limit), or nothing was tested at all.
  if (failed === 0 && (exitCode !== 0 || passed === 0)) failed = 1;
  const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return { line, exitCode: failed > 0 || skipped > 0 ? 1 : 0 };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  const [reportFile = '', exitCode = '1'] = process.argv.slice(2);
  const text = fs.existsSync(reportFile) ? fs.readFileSync(reportFile, 'utf8') : '';
  const summary = summarize(text, Number(exitCode));
  process.stdout.write(`${summary.line}\n`);
  process.exitCode = summary.exitCode;
}

import type { Command } from 'commander';
import type { Outputs } from '../files/outputs.js';
import { fileOrStdout, wholeNumber } from '../options.js';
import { addOptions, option } from './measuring-options.js';

/** Where results go, beside --json. */
export interface FileOptions {
  readonly json?: string;
  readonly csv?: string;
  readonly markdown?: string;
  readonly samples?: string;
  readonly output?: string;
  readonly profile?: true | number;
  readonly profileCsv?: string;
}

/** Inferences of a profiling pass where no number was given. */
const PROFILED = 100;

/** Adds the forms that a result is written in, beside --json. */
export function addFileOptions(command: Command): void {
  addOptions(command, 'Results:', [
    option('--csv <file>', 'write a line a row and process as CSV', fileOrStdout('--csv')),
    option('--markdown <file>', 'write a table to paste', fileOrStdout('--markdown')),
    option(
      '--samples <file>',
      'write every latency as CSV: row,process,index,latency_ms,stride (of more than a million a part, as stride says)',
      fileOrStdout('--samples'),
    ),
  ]);
}

export function addFolderOption(command: Command): void {
  addOptions(command, 'Results:', [
    option(
      '--output <dir>',
      'write all of it into a folder: result.json, result.csv, result.md, samples.csv; what has finished is kept there while the run goes on',
    ),
  ]);
}

export function addProfileOptions(command: Command): void {
  addOptions(command, 'Results:', [
    option(
      '--profile [n]',
      'show the layers that take longest: n more inferences (default: 100) after the timed ones, with PERF_COUNT',
      wholeNumber('--profile', 1, 100_000),
    ),
    option('--profile-csv <file>', 'write every layer as CSV', fileOrStdout('--profile-csv')),
  ]);
}

/** Inferences of the profiling pass; undefined for none. */
export function chooseProfile({ profile, profileCsv }: FileOptions): number | undefined {
  if (profile === undefined && profileCsv === undefined) return undefined;
  return typeof profile === 'number' ? profile : PROFILED;
}

/** The files that were asked for. */
export function chooseFiles({ json, csv, markdown, samples, profileCsv }: FileOptions): Omit<Outputs, 'stats'> {
  return { json, csv, markdown, samples, profileCsv };
}

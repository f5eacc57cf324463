import type { Command } from 'commander';
import { OpenVINOError } from '../../../index.js';
import { printable } from '../../../runtime/printable.js';
import { fileOrStdout } from '../../options.js';
import { styleFor } from '../../report/style.js';
import { NARROWEST } from '../../report/table.js';
import { examplesHelp, section } from '../help-texts.js';
import { addOptions, option } from '../measuring-options.js';

export interface CollectOptions {
  readonly output: string;
  readonly json?: string;
}

const DESCRIPTION = [
  'Merges the results of many jobs into one comparison: the same row of each job beside each other, against the first one that ran, and the charts of all of them.',
  'A folder is that of a job, or any other that holds results somewhere: folders of --output, results that were fetched, the files of an exercise. The same result found twice counts once. What is of different models or inputs, or of simulated devices, is not compared with the rest.',
].join('\n\n');

/** Width of what is not a terminal. */
const PLAIN_WIDTH = 160;

/** `ov-bench job collect DIR…`: the results of many jobs as one comparison. */
export function registerCollect(job: Command): void {
  const command = job
    .command('collect')
    .usage('DIR... [options]')
    .summary('one comparison of the results of many jobs, with charts')
    .description(DESCRIPTION)
    .argument('<dirs...>', 'folders of jobs, or with results somewhere in them')
    .addHelpText(
      'after',
      examplesHelp([
        ['all jobs of a campaign', 'ov-bench job collect jobs/'],
        ['two of them, the first as the baseline', 'ov-bench job collect jobs/node-a jobs/node-b --output comparison'],
      ]) +
        section('Exit codes', [
          ['0', 'collected; what is damaged or missing is told on stderr'],
          ['1', 'there is no result that can be used, no row ran, or nothing could be written'],
          ['2', 'usage: an option is wrong'],
        ]),
    )
    .action(collectJobs);
  addOptions(command, 'Results:', [
    option(
      '--output <dir>',
      'folder of collected.json, collected.csv, collected.md and the charts, made if missing',
    ).default('./collected'),
    option(
      '--json <file>',
      "write the comparison as JSON, too (@x/openvino-node/collect-schema.json); '-' is stdout, and the table then goes to stderr",
      fileOrStdout('--json'),
    ),
  ]);
}

export async function collectJobs(folders: readonly string[], { output, json }: CollectOptions): Promise<void> {
  const { stdout, stderr, env } = process;
  const warn = (sentence: string): void => void stderr.write(`ov-bench: warning: ${printable(sentence, 1000)}\n`);
  const { collect } = await import('../../collect/collect.js');
  const { collectionScreen } = await import('../../collect/screen.js');
  const { writeCollection } = await import('../../collect/write.js');
  const collection = await collect(folders);
  for (const sentence of collection.warnings) warn(sentence);
  const screen = json === '-' ? stderr : stdout;
  const width = Math.max(screen.isTTY === true ? (screen.columns ?? PLAIN_WIDTH) : PLAIN_WIDTH, NARROWEST);
  // before anything is written: a disk that is full leaves at least this
  screen.write(collectionScreen(collection, width, styleFor(screen, env)));
  if (json === '-') {
    const { collectionJson } = await import('../../collect/document.js');
    stdout.write(collectionJson(collection));
  }
  const written = await writeCollection(collection, { folder: output, json });
  for (const sentence of written.warnings) warn(sentence);
  screen.write(`\nWritten: ${written.files.map((file) => printable(file)).join(', ')}\n`);
  const { rows, unverified } = collection;
  if (unverified.length === 0 && rows.every(({ row }) => row.status === 'failed'))
    throw new OpenVINOError(
      'JOB_FAILED',
      'No row ran: the reasons are below the table, and more is in the logs in the folders of the jobs.',
    );
}

import type { Command } from 'commander';
import { ENGINES } from '../../jobs/engine.js';
import { oneOf, parseDuration, wholeNumber } from '../../options.js';
import { examplesHelp, section } from '../help-texts.js';
import { option } from '../measuring-options.js';
import type { LogsOptions, ResultsOptions, StatusOptions, WhichOptions } from './options.js';

const WHICH = 'an id, or the folder of a job (as ./DIR)';
const ofEngine = () =>
  option('--engine <engine>', 'whose id it is (default: the newest of any)', oneOf('--engine', ENGINES));

/** `ov-bench job status`: the queue view. */
export function registerStatus(job: Command): void {
  job
    .command('status')
    .summary('the queue: state, node, time, and why a job waits or failed')
    .description(
      'Jobs that were submitted from here and have not ended, and those of the last day; or those named. State is Q (queued), R (running), C (complete, however it ended) or ? (not known, for the scheduler does not answer), and the own word of the batch system.',
    )
    .argument('[jobs...]', WHICH)
    .option('--watch', 'go on until all of them have ended')
    .addOption(
      option('--interval <duration>', 'between two looks, with --watch (default: 2s)', (text) =>
        parseDuration('--interval', text),
      ),
    )
    .option('--tasks', 'a line for each task of an array')
    .option('--all', 'those that ended earlier as well')
    .option('--json', 'as JSON')
    .addOption(ofEngine())
    .addHelpText('after', examplesHelp([['until the queue is empty', 'ov-bench job status --watch']]))
    .action(async (which: readonly string[], options: StatusOptions) =>
      (await import('./status-action.js')).statusCommand(which, options),
    );
}

/** `ov-bench job results`: fetches what a job measured. */
export function registerResults(job: Command): void {
  job
    .command('results')
    .summary('fetch what a job measured, show its logs, and exit as it did')
    .description(
      "Fetches output.tgz of a job, unpacks it, shows its logs, and exits with the job's own outcome. A job that was ended before it could pack anything gives its logs.",
    )
    .argument('<job>', WHICH)
    .option('--wait', 'wait until it has ended')
    .option('--out <dir>', "the folder of the results (default: results in the job's own)")
    .addOption(ofEngine())
    .addHelpText(
      'after',
      section('Exit codes', [
        ['0', 'it completed; a requested device that did not run is told on stderr'],
        ['1', 'it failed, was cancelled, ran out of time, or is lost; or its results could not be fetched'],
        [
          '2-5',
          'the exit code of its benchmark: `ov-bench run --help` tells what they mean; of an array that of its worst task',
        ],
        ['6', 'it has not ended, and --wait was not given'],
      ]),
    )
    .action(async (which: string, options: ResultsOptions) => {
      const { resultsCommand } = await import('./results-action.js');
      process.exitCode = await resultsCommand(which, options);
    });
}

/** `ov-bench job logs`: what it prints. */
export function registerLogs(job: Command): void {
  job
    .command('logs')
    .summary('show what a job has printed so far')
    .argument('<job>', WHICH)
    .option('--follow', 'go on until it has ended')
    .addOption(option('--task <n>', 'of this task of an array', wholeNumber('--task', 1)))
    .addOption(ofEngine())
    .action(async (which: string, options: LogsOptions) =>
      (await import('./logs-action.js')).logsCommand(which, options),
    );
}

/** `ov-bench job cancel`. */
export function registerCancel(job: Command): void {
  job
    .command('cancel')
    .summary('end jobs that wait or run')
    .argument('<jobs...>', WHICH)
    .addOption(ofEngine())
    .action(async (which: readonly string[], options: WhichOptions) => {
      const { cancelCommand } = await import('./cancel-action.js');
      process.exitCode = await cancelCommand(which, options);
    });
}

import type { Command } from 'commander';
import { ENGINES } from '../../jobs/engine.js';
import { oneOf, parseDuration, wholeNumber } from '../../options.js';
import { examplesHelp, section } from '../help-texts.js';
import { option } from '../measuring-options.js';
import { jobEnvironmentHelp } from './environment-help.js';
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
    .addHelpText(
      'after',
      examplesHelp([['until the queue is empty', 'ov-bench job status --watch']]) +
        section('Exit codes', [
          ['0', 'told, whatever became of the jobs; ? is of those that nothing is known of now'],
          ['1', 'no such job, or the list of jobs could not be read'],
          ['2', 'usage: an option is wrong'],
          ['130', 'the watching was ended by Ctrl-C; the jobs go on'],
        ]) +
        jobEnvironmentHelp(),
    )
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
        ['130', 'the waiting was ended by Ctrl-C; the job goes on'],
      ]) + jobEnvironmentHelp(),
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
    .description(
      'Shows what a job, or a task of an array, has printed so far, its stdout on stdout and its stderr on stderr. The logs are read where it writes them: the scheduler is asked by --follow alone, whether it has ended.',
    )
    .argument('<job>', WHICH)
    .option('--follow', 'go on until it has ended')
    .addOption(option('--task <n>', 'of this task of an array', wholeNumber('--task', 1)))
    .addOption(ofEngine())
    .addHelpText(
      'after',
      section('Exit codes', [
        ['0', 'shown, or nothing was printed yet, which stderr tells; how the job ended is of `job results`'],
        ['1', 'no such job, its folder is gone, or its logs are not in one place (--nodes)'],
        ['2', 'usage: a task of an array was not said, or there is no such task'],
        ['130', 'the following was ended by Ctrl-C; the job goes on'],
      ]) + jobEnvironmentHelp(),
    )
    .action(async (which: string, options: LogsOptions) =>
      (await import('./logs-action.js')).logsCommand(which, options),
    );
}

/** `ov-bench job cancel`. */
export function registerCancel(job: Command): void {
  job
    .command('cancel')
    .summary('end jobs that wait or run')
    .description(
      'Ends jobs that wait or run, all tasks of them, and prints their ids. The batch system is asked first whether its job of that id is still the one that was submitted; where it does not answer, nothing is ended. What was measured so far stays in the folder: `ov-bench job results` fetches it. A job whose folder was moved away is ended by its id.',
    )
    .argument('<jobs...>', WHICH)
    .addOption(ofEngine())
    .addHelpText(
      'after',
      section('Exit codes', [
        ['0', 'they are being ended, or had ended before, which stderr tells'],
        ['1', 'no such job, nobody knows what became of it, or the batch system refused or did not answer'],
        ['2', 'usage: an option is wrong'],
      ]) + jobEnvironmentHelp(),
    )
    .action(async (which: readonly string[], options: WhichOptions) => {
      const { cancelCommand } = await import('./cancel-action.js');
      process.exitCode = await cancelCommand(which, options);
    });
}

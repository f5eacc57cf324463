import type { Command } from 'commander';
import { qsubFlags } from '../../jobs/order/qsub-order.js';
import { collect, oneOf, wholeNumber } from '../../options.js';
import { examplesHelp, section } from '../help-texts.js';
import { addOptions, deviceOption, option } from '../measuring-options.js';
import { placeOptions } from '../place-options.js';
import { jobEnvironmentHelp } from './environment-help.js';
import type { SubmitOptions } from './options.js';

const EXERCISE =
  'ov-bench job submit inference_model_job.sh -d . -l nodes=1:tank-870:i5-6500te:intel-hd-530:intel-ncs2 -F "MULTI:CPU,MYRIAD MODEL cpu_vpu_stats" -N store_core';

/** `ov-bench job script`: the exercise's job script. */
export function registerScript(job: Command): void {
  job
    .command('script')
    .summary("write the exercise's inference_model_job.sh")
    .description(
      "Writes inference_model_job.sh, which takes DEVICE MODELPATH SAVEPATH (and options of ov-bench after them), logs to stdout.log and stderr.log, and packs both with the results as output.tgz. Its exit status is the benchmark's.",
    )
    .option('--output <file>', "the file; '-' is stdout", 'inference_model_job.sh')
    .option('--force', 'replace a file that is there')
    .option('--strict-devices', 'a job whose device did not run has failed (default: it has completed, with a warning)')
    .addHelpText(
      'after',
      examplesHelp([['write it, and submit it as the exercise does', `ov-bench job script; ${EXERCISE}`]]),
    )
    .action(async (options: { output: string; force?: true; strictDevices?: true }) => {
      const { writeScript } = await import('../../jobs/folder/write-script.js');
      await writeScript(options);
    });
}

const DESCRIPTION = [
  "Submits a benchmark as a job and prints its id. Either as options: models, devices and what the board has to have. Or, as the exercise does, a script with qsub's own options, whatever the batch system is.",
  'Options of `ov-bench run` that are not listed here are given after --. Submitting the same into the same --out again gives the job that is there.',
].join('\n\n');

/** `ov-bench job submit`: in the form of today, and in that of the exercise. */
export function registerSubmit(job: Command): void {
  const command = job
    .command('submit')
    .usage('[SCRIPT] [options] [-- OPTIONS-OF-RUN…]')
    .summary('submit a benchmark, and print its id')
    .description(DESCRIPTION)
    .argument('[words...]')
    .addHelpText(
      'after',
      examplesHelp([
        [
          'two devices on a board with a Neural Compute Stick, whatever batch system is here',
          'ov-bench job submit --model model.xml --device CPU --device MULTI:CPU,MYRIAD --features tank-870,intel-ncs2 --time 10m --out stick',
        ],
        [
          'the same on three boards',
          'ov-bench job submit --model model.xml --features tank-870 --nodes 3 --out boards',
        ],
        [
          'with further options of ov-bench run',
          'ov-bench job submit --model model.xml -- --rate poisson:100 --time 20s',
        ],
        ["the exercise's own line", EXERCISE],
      ]) +
        section('Exit codes', [
          ['0', 'submitted, or submitted before; the id is the first line of stdout'],
          ['1', 'refused by the scheduler, or it is not there or does not answer; nothing was submitted'],
          ['2', 'usage: an option is wrong'],
        ]) +
        jobEnvironmentHelp(),
    )
    .action(async (words: readonly string[], options: SubmitOptions) => {
      const { submitCommand } = await import('./submit-action.js');
      await submitCommand(words, options);
    });
  addSubject(command);
  addOptions(command, 'Where and how:', [
    option('--out <dir>', "the job's folder, which the nodes share (default: a new one in ./ov-bench-jobs)"),
    option('--name <name>', 'of the job (default: ov-bench)'),
    option('--nodes <n>', 'run all of it on each of so many different nodes', wholeNumber('--nodes', 1, 10_000)),
    option('--time <limit>', 'time limit of the job: 10m, 2h, 1:30:00'),
    option('--most-at-once <n>', 'tasks of an array that run at the same time', wholeNumber('--most-at-once', 1)),
    ...placeOptions(),
  ]);
  addQsubOptions(command);
}

function addSubject(command: Command): void {
  addOptions(command, 'What to measure:', [
    option(
      '--model <file>',
      'the model; several make an array, a task each; repeatable',
      collect((text) => text),
    ),
    deviceOption('--device <device>', 'CPU, GPU.0, MULTI:CPU,MYRIAD …; the rows of one run; repeatable (default: CPU)'),
    option('--image <file>', "a picture for the model's image input"),
    option('--api <api>', 'sync or async (default: async)', oneOf('--api', ['sync', 'async'] as const)),
    option('--iterations <n>', 'inferences to measure a row', wholeNumber('--iterations', 1)),
    option('--repeat <n>', 'fresh processes a row', wholeNumber('--repeat', 1, 1000)),
    option('--simulate <profile>', 'devices by data: no real device runs'),
    option('--array', 'a task for each device, on whatever nodes are free, and not all on one board in turns'),
    option('--no-check', 'do not look whether model and image are here: the nodes have them elsewhere'),
  ]);
}

function addQsubOptions(command: Command): void {
  addOptions(command, 'Of qsub, with a script (its #PBS lines count as well):', qsubFlags());
}

import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { registerApp } from './commands/app.js';
import { registerCompare } from './commands/compare.js';
import { registerCompletion } from './commands/completion.js';
import { registerDevices } from './commands/devices.js';
import { registerExercise } from './commands/exercise.js';
import { registerExerciseForm } from './commands/exercise-form.js';
import { registerHelp } from './commands/help.js';
import { environmentHelp, examplesHelp, exitCodesHelp } from './commands/help-texts.js';
import { registerImage } from './commands/image.js';
import { registerJob } from './commands/job/job.js';
import { registerModel } from './commands/model.js';
import { refuseEmptyPaths } from './commands/paths.js';
import { registerPlot } from './commands/plot.js';
import { registerRun } from './commands/run.js';
import { registerRuntime } from './commands/runtime.js';
import { registerTune } from './commands/tune.js';
import type { Bench } from './run/request.js';

/** The command line: its commands turn arguments into a request and hand it to `bench`, or do their own small job. */
export function createProgram(bench: Bench): Command {
  const program = new Command('ov-bench')
    .description('Measure OpenVINO models on CPU, GPU, NPU and combinations of them, and say which devices really ran.')
    .usage('<command> [options]\n       ov-bench --model_path BASE --device D --path NAME [options]')
    .helpOption('-h, --help', 'show this help')
    .version(packageVersion(), '-V, --version', 'print the version')
    // program options stand before the command's name, so that --device may mean something in both
    .enablePositionalOptions()
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  registerExerciseForm(program, bench);
  registerRun(program, bench);
  registerExercise(program, bench);
  registerPlot(program);
  registerCompare(program);
  registerApp(program, bench);
  registerTune(program);
  registerJob(program);
  registerDevices(program);
  registerRuntime(program);
  registerModel(program);
  registerImage(program);
  registerCompletion(program);
  registerHelp(program);
  refuseEmptyPaths(program);
  return program.addHelpText(
    'after',
    examplesHelp([
      ['the exercise with all its device combinations', 'ov-bench exercise'],
      ['any model, on two devices', 'ov-bench run --model model.xml --device CPU --device GPU'],
      ['was a change worth it?', 'ov-bench compare before.json after.json'],
      ['which settings are the fastest here?', 'ov-bench tune --model model.xml --device CPU'],
      ['what the machine has, and why a device is missing', 'ov-bench devices'],
      [
        "the exercise's script",
        'ov-bench --model_path models/detector --device MULTI:CPU,GPU --path cpu_gpu_stats --image car.png',
      ],
    ]) +
      exitCodesHelp() +
      environmentHelp() +
      '\nHelp on a command: ov-bench help <command>, or ov-bench <command> --help\n',
  );
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

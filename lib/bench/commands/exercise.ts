import type { Command } from 'commander';
import { mapDevices } from '../devices/devices-requested.js';
import { COMBINATIONS, statsNames } from '../devices/exercise-devices.js';
import type { StatsOutput } from '../files/outputs.js';
import { collect, oneOf, parseMapping, usageError } from '../options.js';
import { type InputChoice, VERDICT_REPEAT } from '../run/plan.js';
import type { Bench } from '../run/request.js';
import { addCheckOptions, chooseDemands } from './check-options.js';
import { type ExerciseOptions, findModel, JOBS_GROUP, PRECISIONS } from './exercise-options.js';
import { environmentHelp, examplesHelp, exitCodesHelp } from './help-texts.js';
import {
  addMeasuringOptions,
  addOptions,
  addOutputOptions,
  chooseRepeat,
  deviceOption,
  option,
} from './measuring-options.js';
import { addFileOptions, chooseFiles } from './output-options.js';
import { placeOptions } from './place-options.js';
import { chooseSimulation, SIMULATION_GROUP, simulationOptions } from './simulation-options.js';

const DESCRIPTION = [
  'The exercise: how fast does a vehicle and licence plate detector load and run on the device combinations MULTI:CPU,MYRIAD, MULTI:GPU,MYRIAD and MULTI:CPU,GPU,MYRIAD?',
  'CPU and AUTO are measured as baselines, and AUTO with CUMULATIVE_THROUGHPUT as the form of today (MULTI is deprecated). Each is measured synchronously, as in the exercise, and asynchronously with the optimal number of requests, which is what MULTI is for. What a combination could not run on is said beside its numbers.',
].join('\n\n');

const EXAMPLES = [
  ['all of it: 1000 inferences a row', 'ov-bench exercise'],
  [
    'a quick look, with the NPU in place of the Neural Compute Stick',
    'ov-bench exercise --iterations 100 --map MYRIAD=NPU',
  ],
  ['on a picture of your own, the result into a file', 'ov-bench exercise --image car.png --json exercise.json'],
  ["as three jobs on a cluster's board, with charts of what they measured", 'ov-bench exercise --engine slurm'],
  ["on the exercise's machine, simulated, with its files", 'ov-bench exercise --simulate tank-870 --output stats'],
] as const;

/** `ov-bench exercise`: the three device combinations of the exercise, and what to compare them with. */
export function registerExercise(program: Command, bench: Bench): void {
  const command = program
    .command('exercise')
    .usage('[options]')
    .summary('the exercise: MULTI on CPU, GPU and MYRIAD, and baselines, in one table')
    .description(DESCRIPTION)
    .addHelpText('after', examplesHelp(EXAMPLES) + exitCodesHelp(true) + environmentHelp())
    .action(async (options: ExerciseOptions, self: Command) => {
      if (options.engine === undefined) {
        refuseWithoutEngine(self);
        return bench(toRequest(options));
      }
      const { exerciseJobs } = await import('./exercise-jobs.js');
      process.exitCode = await exerciseJobs(options, self);
    });
  addSubjectOptions(command);
  addMeasuringOptions(command, {
    api: 'both',
    stop: 'a row (default: 1000)',
    hint: "(default: the device's own with sync, throughput with async)",
  });
  addOptions(command, SIMULATION_GROUP, simulationOptions());
  addCheckOptions(command);
  addOutputOptions(command);
  addFileOptions(command);
  addOptions(command, 'Results:', [
    option(
      '--output <dir>',
      "write the exercise's files there: cpu_vpu_stats.txt and .json, gpu_vpu_stats, cpu_gpu_vpu_stats (with --simulate …_SIMULATED); its charts as SVG, PNG and report.html",
    ),
  ]);
  addOptions(command, JOBS_GROUP, [
    ...placeOptions('(default: no job, the exercise runs here)'),
    option('--time-limit <limit>', 'of each job: 10m, 2h, 1:30:00'),
  ]);
  // the table tells of dropped devices and no exit code does: the option is taken so that scripts may pass it to each form
  command.addOption(option('--allow-dropped', '').hideHelp());
}

function refuseWithoutEngine(command: Command): void {
  const found = command.options.find(
    (each) => each.helpGroupHeading === JOBS_GROUP && command.getOptionValueSource(each.attributeName()) === 'cli',
  );
  if (found !== undefined) throw usageError(`${found.long} is of jobs: say with --engine who runs them.`);
}

function addSubjectOptions(command: Command): void {
  addOptions(command, 'What to measure:', [
    option('--model <file>', "another model, .xml or .onnx (default: the exercise's detector, see `ov-bench model`)"),
    option('--precision <precision>', "precision of the default model's weights: FP16, FP32 or FP16-INT8", (text) =>
      oneOf('--precision', PRECISIONS.map(lower))(text).toUpperCase(),
    ).default('FP16', 'FP16'),
    option('--image <file>', 'the picture to show it (default: $OV_BENCH_IMAGE, else a built-in drawing)'),
    deviceOption('--device <device>', 'measure this device string instead of the six rows; repeatable'),
    option('--map <FROM=TO>', 'put another device in a combination: MYRIAD=NPU; repeatable', collect(parseMapping)),
  ]);
}

function toRequest(options: ExerciseOptions): Parameters<Bench>[0] {
  const demands = chooseDemands(options);
  return {
    options: {
      form: 'exercise',
      input: chooseImage(options.image),
      shapes: [],
      devices: options.device,
      mappings: options.map ?? [],
      apis: options.api === 'both' ? ['sync', 'async'] : [options.api],
      hint: options.hint,
      properties: options.property ?? [],
      iterations: options.iterations,
      timeMs: options.time,
      requests: options.requests,
      warmup: options.warmup,
      repeat: chooseRepeat(options) ?? (demands.strict === undefined ? undefined : VERDICT_REPEAT),
      simulated: options.simulate !== undefined,
    },
    findModel: (signal) => findModel(options, signal),
    outputs: { ...chooseFiles(options), stats: statsOutput(options) },
    demands,
    simulation: chooseSimulation(options),
    allowDropped: true,
  };
}

/** @throws OpenVINOError `USAGE` where none of the rows would have such files. */
function statsOutput({ output, device, map = [], api }: ExerciseOptions): StatsOutput | undefined {
  if (output === undefined) return undefined;
  const rows = statsNames(map).filter((row) => device === undefined || device.includes(row.device));
  if (rows.length > 0 && api !== 'async') return { folder: output, rows, charts: true };
  throw usageError(
    `--output writes the files of synchronous rows of ${COMBINATIONS.map((each) => mapDevices(each, map)).join(', ')}: there are none among those asked for.`,
  );
}

/** The picture asked for, the one that the environment names, or the built-in drawing. */
export function chooseImage(image: string | undefined): InputChoice {
  if (image !== undefined) return { kind: 'image', path: image };
  const { OV_BENCH_IMAGE: path } = process.env;
  return { kind: 'default-image', path: path === '' ? undefined : path };
}

function lower<T extends string>(word: T): Lowercase<T> {
  return word.toLowerCase() as Lowercase<T>;
}

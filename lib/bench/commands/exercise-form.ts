import { type Command, Option } from 'commander';
import { parseRunName, usageError, wholeNumber } from '../options.js';
import type { Bench } from '../run/request.js';
import { chooseImage } from './exercise.js';
import { usageShown } from './help.js';
import { chooseSimulation, type SimulationOptions, simulationOptions } from './simulation-options.js';
import { oneOfCommands } from './unknown-command.js';

interface FormOptions extends SimulationOptions {
  readonly model_path?: string;
  readonly device?: string;
  readonly path?: string;
  readonly image?: string;
  readonly output: string;
  readonly iterations?: number;
  readonly allowDropped?: boolean;
  readonly standIn?: boolean;
}

const GROUP = "The exercise's own form (no command):";

/**
 * `ov-bench --model_path BASE --device D --path NAME`: the exercise's script, option by option. Its options are the
 * program's own; a word that is no command ends up here, too.
 */
export function registerExerciseForm(program: Command, bench: Bench): void {
  program
    .argument('[command]')
    .addOption(
      new Option('--model_path <base>', 'the model without its extension: BASE.xml and BASE.bin').helpGroup(GROUP),
    )
    .addOption(new Option('--device <device>', 'CPU, GPU, MULTI:CPU,MYRIAD ...').helpGroup(GROUP))
    .addOption(
      new Option('--path <name>', 'name of the result: DIR/NAME.txt and DIR/NAME.json')
        .argParser(parseRunName)
        .helpGroup(GROUP),
    )
    .addOption(
      new Option('--image <file>', 'the picture (default: $OV_BENCH_IMAGE, else a built-in drawing)').helpGroup(GROUP),
    )
    .addOption(
      new Option('--output <dir>', 'folder of the result, made if missing')
        .default('./output', './output')
        .helpGroup(GROUP),
    )
    .addOption(
      new Option('--iterations <n>', 'synchronous inferences (default: 1000)')
        .argParser(wholeNumber('--iterations', 1))
        .helpGroup(GROUP),
    )
    .addOption(new Option('--allow-dropped', 'exit with 0 even where a requested device did not run').helpGroup(GROUP))
    // of jobs, whose model was chosen where they were submitted
    .addOption(new Option('--stand-in', 'the model is the built-in stand-in').hideHelp())
    .action((word: string | undefined, options: FormOptions) => {
      if (word !== undefined) throw usageError(oneOfCommands(word, program));
      if (!program.options.some((option) => program.getOptionValueSource(option.attributeName()) === 'cli'))
        throw usageShown(program);
      return bench(toRequest(options));
    });
  for (const option of simulationOptions()) program.addOption(option.helpGroup(GROUP));
}

function toRequest(options: FormOptions): Parameters<Bench>[0] {
  const { model_path: base, device, path: name } = options;
  if (base === undefined || device === undefined || name === undefined) {
    throw usageError(
      'The exercise needs --model_path BASE, --device D and --path NAME; ov-bench --help lists the commands.',
    );
  }
  const path = /\.(xml|onnx)$/.test(base) ? base : `${base}.xml`;
  return {
    options: {
      form: 'exercise-form',
      input: chooseImage(options.image),
      shapes: [],
      devices: [device],
      mappings: [],
      apis: ['sync'],
      hint: undefined,
      properties: [],
      iterations: options.iterations,
      timeMs: undefined,
      requests: undefined,
      warmup: undefined,
      repeat: 1,
      simulated: options.simulate !== undefined,
    },
    findModel: async () => ({ path, standIn: options.standIn === true }),
    outputs: { json: undefined, stats: { folder: options.output, rows: [{ device, name }] } },
    simulation: chooseSimulation(options),
    allowDropped: options.allowDropped === true,
  };
}

import { type Command, Option } from 'commander';
import { type Api, collect, oneOf, parseInput, parseShape, type ShapeOption, usageError } from '../options.js';
import type { InputChoice } from '../plan.js';
import type { Bench } from '../request.js';
import { environmentHelp, examplesHelp, exitCodesHelp } from './help-texts.js';
import { addMeasuringOptions, addOutputOptions, deviceOption, type MeasuringOptions } from './measuring-options.js';

interface RunOptions extends MeasuringOptions {
  readonly model: string;
  readonly device?: readonly string[];
  readonly api: Api;
  readonly image?: string;
  readonly input?: readonly string[];
  readonly shape?: readonly ShapeOption[];
}

/** `ov-bench run`: any model, on the devices asked for. */
export function registerRun(program: Command, bench: Bench): void {
  const what = 'What to measure:';
  const command = program
    .command('run')
    .usage('--model FILE [--device D]... [options]')
    .summary('measure a model on one or several devices')
    .description(
      'Measure a model on one or several devices: load time, first inference, latency percentiles, throughput, and which devices really ran. Each device is measured in a process of its own.',
    )
    .addOption(
      new Option('--model <file>', 'the model: an .xml (OpenVINO IR) with its .bin, or an .onnx file')
        .makeOptionMandatory()
        .helpGroup(what),
    )
    .addOption(
      deviceOption(
        '--device <device>',
        'CPU, GPU.0, NPU, AUTO, MULTI:CPU,GPU, HETERO:GPU,CPU ...; repeatable (default: CPU)',
      ).helpGroup(what),
    )
    .addOption(
      new Option('--image <file>', "a picture for the model's image input (default: seeded random elements)").helpGroup(
        what,
      ),
    )
    .addOption(
      new Option('--input <PORT:FILE>', "an input's elements: an image, a .npy array or a .bin; repeatable")
        .argParser(collect(parseInput))
        .helpGroup(what),
    )
    .addOption(
      new Option('--shape <shape>', 'reshape an input: [1,3,300,300], or data:[1,3,300,300]; repeatable')
        .argParser(collect(parseShape))
        .helpGroup(what),
    )
    .addOption(
      new Option('--api <api>', 'sync: one request after the other; async: several in flight')
        .argParser(oneOf('--api', ['sync', 'async'] as const))
        .default('async', 'async')
        .helpGroup('How to measure:'),
    );
  addMeasuringOptions(command, {
    stop: '(default: as many as 10 s allow)',
    hint: '(default: throughput with async, latency with sync)',
  });
  addOutputOptions(command)
    .addOption(
      new Option('--allow-dropped', 'exit with 0 even where a requested device did not run').helpGroup('Results:'),
    )
    .addHelpText(
      'after',
      examplesHelp([
        ['ten seconds on the CPU, requests in flight', 'ov-bench run --model model.xml --device CPU --image car.png'],
        [
          'latency of one request at a time, two devices compared',
          'ov-bench run --model model.xml --device CPU --device GPU --api sync --iterations 1000',
        ],
        [
          'in full precision, the result into a file',
          'ov-bench run --model model.onnx --property INFERENCE_PRECISION_HINT=f32 --json result.json',
        ],
      ]) +
        exitCodesHelp() +
        environmentHelp(),
    )
    .action((options: RunOptions) => bench(toRequest(options)));
}

function toRequest(options: RunOptions): Parameters<Bench>[0] {
  return {
    options: {
      form: 'run',
      input: chooseInput(options),
      shapes: options.shape ?? [],
      devices: options.device ?? ['CPU'],
      mappings: [],
      apis: [options.api],
      hint: options.hint,
      properties: options.property ?? [],
      iterations: options.iterations,
      timeMs: options.time,
      requests: options.requests,
      warmup: options.warmup,
    },
    findModel: async () => ({ path: options.model, standIn: false }),
    outputs: { json: options.json, stats: undefined },
    allowDropped: options.allowDropped === true,
  };
}

function chooseInput({ image, input }: RunOptions): InputChoice {
  if (image !== undefined && input !== undefined) {
    throw usageError('--image and --input exclude each other: --input PORT:FILE takes pictures, too.');
  }
  return image === undefined ? { kind: 'files', files: input ?? [] } : { kind: 'image', path: image };
}

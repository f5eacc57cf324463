import type { Command, Option } from 'commander';
import {
  type Api,
  collect,
  parseDuration,
  parseInput,
  parseProperty,
  parseShape,
  type ShapeOption,
  usageError,
} from '../options.js';
import type { BenchOptions, DuetPlan, InputChoice } from '../plan.js';
import type { Bench } from '../request.js';
import { environmentHelp, examplesHelp, exitCodesHelp } from './help-texts.js';
import {
  addMeasuringOptions,
  addOptions,
  addOutputOptions,
  chooseRepeat,
  deviceOption,
  type MeasuringOptions,
  option,
} from './measuring-options.js';
import { addModeOptions, type ModeOptions, withModes } from './mode-options.js';
import { chooseSimulation, SIMULATION_GROUP, type SimulationOptions, simulationOptions } from './simulation-options.js';

interface RunOptions extends MeasuringOptions, ModeOptions, SimulationOptions {
  readonly model: string;
  readonly device?: readonly string[];
  readonly api: Api;
  readonly image?: string;
  readonly input?: readonly string[];
  readonly shape?: readonly ShapeOption[];
  readonly against?: readonly (readonly [string, string])[];
  readonly duet?: true;
  readonly slice?: number;
}

const DESCRIPTION =
  'Measure a model on one or several devices: load time, first inference, latency percentiles, throughput, and which devices really ran. Each device is measured in a process of its own.';

const EXAMPLES = [
  ['ten seconds on the CPU, requests in flight', 'ov-bench run --model model.xml --device CPU --image car.png'],
  [
    'latency of one request at a time, two devices compared',
    'ov-bench run --model model.xml --device CPU --device GPU --api sync --iterations 1000',
  ],
  [
    'is full precision slower? In turns, so that noise hits both',
    'ov-bench run --model model.xml --against INFERENCE_PRECISION_HINT=f32 --duet --time 5s',
  ],
  [
    'in full precision, the result into a file',
    'ov-bench run --model model.onnx --property INFERENCE_PRECISION_HINT=f32 --json result.json',
  ],
  [
    'how many requests and streams are best',
    'ov-bench run --model model.xml --hint none --sweep requests=1,2,4..8 --sweep streams=1,2',
  ],
  [
    'what rate a server can promise, and what a promised rate costs',
    'ov-bench run --model model.xml --find-rate "p99<20ms"\n  $ ov-bench run --model model.xml --rate poisson:100',
  ],
] as const;

/** `ov-bench run`: any model, on the devices asked for. */
export function registerRun(program: Command, bench: Bench): void {
  const command = program
    .command('run')
    .usage('--model FILE [--device D]... [options]')
    .summary('measure a model on one or several devices')
    .description(DESCRIPTION)
    .addHelpText('after', examplesHelp(EXAMPLES) + exitCodesHelp() + environmentHelp())
    .action((options: RunOptions) => bench(toRequest(options, command.getOptionValueSource('api') === 'cli')));
  addSubjectOptions(command);
  addMeasuringOptions(command, {
    api: 'async',
    stop: '(default: as many as 10 s allow)',
    hint: '(default: throughput with async, latency with sync)',
  });
  addOptions(command, 'How to compare:', comparingOptions());
  addModeOptions(command);
  addOptions(command, SIMULATION_GROUP, simulationOptions());
  addOutputOptions(command);
  addOptions(command, 'Results:', [option('--allow-dropped', 'exit with 0 even where a requested device did not run')]);
}

function addSubjectOptions(command: Command): void {
  addOptions(command, 'What to measure:', [
    option('--model <file>', 'the model: an .xml (OpenVINO IR) with its .bin, or an .onnx file').makeOptionMandatory(),
    deviceOption(
      '--device <device>',
      'CPU, GPU.0, NPU, AUTO, MULTI:CPU,GPU, HETERO:GPU,CPU ...; repeatable (default: CPU)',
    ),
    option('--image <file>', "a picture for the model's image input (default: seeded random elements)"),
    option(
      '--input <PORT:FILE>',
      "an input's elements: an image, a .npy array or a .bin; repeatable",
      collect(parseInput),
    ),
    option(
      '--shape <shape>',
      'reshape an input: [1,3,300,300], or data:[1,3,300,300]; repeatable',
      collect(parseShape),
    ),
  ]);
}

function comparingOptions(): Option[] {
  return [
    option(
      '--against <KEY=VALUE>',
      'measure each row again with this property besides, as a second one; repeatable',
      collect((text) => parseProperty(text, '--against')),
    ),
    option('--duet', 'two rows in turns, slice by slice: noise of the machine hits both'),
    option('--slice <duration>', 'how long a turn is, with --duet (default: 200ms)', (text) =>
      parseDuration('--slice', text),
    ),
  ];
}

/** Of turns: shorter ones spend their time on leading in, longer ones see different noise. */
const SLICE_MS = 200;

function chooseDuet({ duet, slice }: RunOptions): DuetPlan | undefined {
  if (duet === true) return { sliceMs: slice ?? SLICE_MS };
  if (slice === undefined) return undefined;
  throw usageError('--slice is how long a turn of --duet is: give --duet, too.');
}

function toRequest(options: RunOptions, apiGiven: boolean): Parameters<Bench>[0] {
  const plain: BenchOptions = {
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
    repeat: chooseRepeat(options),
    against: options.against,
    duet: chooseDuet(options),
    simulated: options.simulate !== undefined,
  };
  return {
    options: withModes(plain, options, apiGiven),
    findModel: async () => ({ path: options.model, standIn: false }),
    outputs: { json: options.json, stats: undefined },
    simulation: chooseSimulation(options),
    allowDropped: options.allowDropped === true,
  };
}

function chooseInput({ image, input }: RunOptions): InputChoice {
  if (image !== undefined && input !== undefined) {
    throw usageError('--image and --input exclude each other: --input PORT:FILE takes pictures, too.');
  }
  return image === undefined ? { kind: 'files', files: input ?? [] } : { kind: 'image', path: image };
}

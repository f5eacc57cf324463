import { join } from 'node:path';
import type { Command, Option } from 'commander';
import type { Demands } from '../checks/index.js';
import { type Api, collect, parseDuration, parseProperty, type ShapeOption, usageError } from '../options.js';
import { type BenchOptions, type DuetPlan, type InputChoice, VERDICT_REPEAT } from '../run/plan.js';
import type { Bench, BenchRequest } from '../run/request.js';
import { addCheckOptions, type CheckOptions, chooseDemands } from './check-options.js';
import { environmentHelp, examplesHelp, exitCodesHelp } from './help-texts.js';
import {
  addMeasuringOptions,
  addOptions,
  addOutputOptions,
  chooseRepeat,
  deviceOption,
  inputOptions,
  type MeasuringOptions,
  option,
} from './measuring-options.js';
import { addModeOptions, type ModeOptions, withModeOptions } from './mode-options.js';
import {
  addFileOptions,
  addFolderOption,
  addProfileOptions,
  chooseFiles,
  chooseProfile,
  type FileOptions,
} from './output-options.js';
import { chooseSimulation, SIMULATION_GROUP, type SimulationOptions, simulationOptions } from './simulation-options.js';

/** Options of `run`, of the command line and of a configuration. */
export interface RunOptions extends MeasuringOptions, ModeOptions, SimulationOptions, FileOptions, CheckOptions {
  readonly json?: string;
  readonly config?: string;
  readonly model?: string;
  readonly device?: readonly string[];
  readonly api: Api;
  readonly image?: string;
  readonly input?: readonly string[];
  readonly shape?: readonly ShapeOption[];
  readonly against?: readonly (readonly [string, string])[];
  readonly duet?: true;
  readonly slice?: number;
  /** Of a configuration alone. */
  readonly apis?: readonly Api[];
  readonly propertySets?: NonNullable<BenchOptions['propertySets']>;
  /** Whether the file or the command line says how to drive. */
  readonly apiGiven?: boolean;
  readonly name?: string;
  /** How many models there are, where there are several. */
  readonly of?: number;
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
    .action(async (options: RunOptions, self: Command) => bench(...(await requestsOf(options, self))));
  addSubjectOptions(command);
  addMeasuringOptions(command, {
    api: 'async',
    stop: '(default: as many as 10 s allow)',
    hint: '(default: throughput with async, latency with sync)',
  });
  addOptions(command, 'How to compare:', comparingOptions());
  addModeOptions(command);
  addOptions(command, SIMULATION_GROUP, simulationOptions());
  addCheckOptions(command);
  addOutputOptions(command);
  addFileOptions(command);
  addFolderOption(command);
  addProfileOptions(command);
  addOptions(command, 'Results:', [option('--allow-dropped', 'exit with 0 even where a requested device did not run')]);
}

function addSubjectOptions(command: Command): void {
  addOptions(command, 'What to measure:', [
    option('--model <file>', 'the model: an .xml (OpenVINO IR) with its .bin, or an .onnx file'),
    option(
      '--config <file>',
      'a JSON file with models, devices, apis and properties to measure; options come before it',
    ),
    deviceOption(
      '--device <device>',
      'CPU, GPU.0, NPU, AUTO, MULTI:CPU,GPU, HETERO:GPU,CPU ...; repeatable (default: CPU)',
    ),
    ...inputOptions(),
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

async function requestsOf(options: RunOptions, command: Command): Promise<BenchRequest[]> {
  if (options.config !== undefined) {
    const { configured } = await import('./run-config.js');
    return (await configured(options, command)).map(toRequest);
  }
  if (options.model !== undefined)
    return [toRequest({ ...options, apiGiven: command.getOptionValueSource('api') === 'cli' })];
  throw usageError("required option '--model <file>' not specified, nor --config (--help lists the options)");
}

function toRequest(options: RunOptions): BenchRequest {
  const { model = '', name, output, of, propertySets } = options;
  const demands = chooseDemands(options);
  const folder = output !== undefined && of !== undefined ? join(output, name ?? '') : output;
  const plain: BenchOptions = {
    form: 'run',
    input: chooseInput(options),
    shapes: options.shape ?? [],
    devices: options.device ?? ['CPU'],
    mappings: [],
    apis: options.apis ?? [options.api],
    hint: options.hint,
    properties: options.property ?? [],
    iterations: options.iterations,
    timeMs: options.time,
    requests: options.requests,
    warmup: options.warmup,
    repeat: chooseRepeat(options) ?? (demands.strict === undefined ? undefined : VERDICT_REPEAT),
    against: options.against,
    duet: chooseDuet(options),
    profile: chooseProfile(options),
    ...(propertySets !== undefined && { propertySets }),
    simulated: options.simulate !== undefined,
  };
  return {
    options: withModeOptions(plain, options, options.apiGiven === true),
    findModel: async () => ({ path: model, standIn: false }),
    outputs: { ...chooseFiles(options), folder, stats: undefined },
    simulation: chooseSimulation(options),
    allowDropped: options.allowDropped === true,
    demands: of === undefined ? demands : ofModel(demands, name ?? ''),
    ...(name !== undefined && { name }),
    summaryFolder: of === undefined ? undefined : output,
  };
}

/** Of several models, each is compared with its own baseline, as --output writes them. */
function ofModel(demands: Demands, name: string): Demands {
  const { regression } = demands;
  return regression === undefined
    ? demands
    : { ...demands, regression: { ...regression, baseline: join(regression.baseline, name) } };
}

function chooseInput({ image, input }: RunOptions): InputChoice {
  if (image !== undefined && input !== undefined) {
    throw usageError('--image and --input exclude each other: --input PORT:FILE takes pictures, too.');
  }
  return image === undefined ? { kind: 'files', files: input ?? [] } : { kind: 'image', path: image };
}

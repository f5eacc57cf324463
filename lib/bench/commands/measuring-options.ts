import { type Command, Option } from 'commander';
import {
  type Api,
  collect,
  fileOrStdout,
  HINTS,
  type Hint,
  offering,
  oneOf,
  parseDuration,
  parseInput,
  parseProperty,
  parseShape,
  usageError,
  wholeNumber,
} from '../options.js';

/** Options that `run` and `exercise` share. */
export interface MeasuringOptions {
  readonly iterations?: number;
  readonly time?: number;
  readonly warmup?: number;
  readonly requests?: number;
  readonly hint?: Hint;
  readonly property?: readonly (readonly [string, string])[];
  readonly repeat?: number;
  readonly quick?: boolean;
  readonly json?: string;
  readonly allowDropped?: boolean;
}

/** An option whose value goes through a parser. */
export function option(flags: string, description: string, parse?: (text: string, previous: never) => unknown): Option {
  const made = new Option(flags, description);
  return parse === undefined ? made : made.argParser(parse as (text: string, previous: unknown) => unknown);
}

/** Adds options under a heading of the help. */
export function addOptions(command: Command, heading: string, options: readonly Option[]): void {
  for (const each of options) command.addOption(each.helpGroup(heading));
}

/** What a model is fed with, of the commands that take any model. */
export function inputOptions(): Option[] {
  return [
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
  ];
}

/** How the help says what happens without an option. */
export interface ShownDefaults {
  readonly api: Api | 'both';
  readonly stop: string;
  readonly hint: string;
}

/** Adds what says how to measure. */
export function addMeasuringOptions(command: Command, shown: ShownDefaults): void {
  const both = shown.api === 'both';
  const apis = both ? (['sync', 'async', 'both'] as const) : (['sync', 'async'] as const);
  addOptions(command, 'How to measure:', [
    option(
      '--api <api>',
      `sync, one request after the other; async, several in flight${both ? '; or both' : ''}`,
      oneOf('--api', apis),
    ).default(shown.api, shown.api),
    option('--iterations <n>', `inferences to measure ${shown.stop}`, wholeNumber('--iterations', 1)),
    option('--time <duration>', 'measure for this long instead: 10s, 500ms, 2m', (text) =>
      parseDuration('--time', text),
    ),
    option(
      '--warmup <n>',
      'warm-up inferences a request, not measured (default: 10)',
      wholeNumber('--warmup', 0, 100_000),
    ),
    option(
      '--repeat <n>',
      'fresh processes a row, in turns (default: 5 where rows are compared, 1 of one row or simulated)',
      wholeNumber('--repeat', 1, 1000),
    ),
    option('--quick', 'one process a row: no verdict on which row is faster'),
    option(
      '--requests <n>',
      'infer requests in flight with async (default: what the device calls optimal)',
      wholeNumber('--requests', 1, 4096),
    ),
    option(
      '--hint <hint>',
      `latency, throughput, cumulative (AUTO on all its devices) or none ${shown.hint}`,
      oneOf('--hint', HINTS),
    ),
    option(
      '--property <KEY=VALUE>',
      'a property to compile with, such as INFERENCE_PRECISION_HINT=f32; repeatable',
      collect(parseProperty),
    ),
  ]);
}

/** Processes a row, where they were chosen. */
export function chooseRepeat({ repeat, quick }: MeasuringOptions): number | undefined {
  if (quick !== true) return repeat;
  if (repeat === undefined || repeat === 1) return 1;
  throw usageError('--quick and --repeat exclude each other: quick is one process a row.');
}

/** What says where results go. */
export function addOutputOptions(command: Command): void {
  addOptions(command, 'Results:', [
    option(
      '--json <file>',
      "write the result as JSON, too; '-' is stdout, and the table then goes to stderr",
      fileOrStdout('--json'),
    ),
  ]);
}

/** Repeatable device strings; whether one is a device is the library's to say. */
export function deviceOption(flags: string, description: string): Option {
  return option(
    flags,
    description,
    offering(
      collect((text) => text),
      DEVICE_WORDS,
    ),
  );
}

/** Device strings for a shell to offer: the usual ones, and how those of several devices begin. */
const DEVICE_WORDS = ['CPU', 'GPU', 'NPU', 'AUTO', 'MULTI:', 'HETERO:'];

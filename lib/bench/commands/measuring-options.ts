import { type Command, Option } from 'commander';
import { collect, HINTS, type Hint, oneOf, parseDuration, parseProperty, wholeNumber } from '../options.js';

/** Options that `run` and `exercise` share. */
export interface MeasuringOptions {
  readonly iterations?: number;
  readonly time?: number;
  readonly warmup?: number;
  readonly requests?: number;
  readonly hint?: Hint;
  readonly property?: readonly (readonly [string, string])[];
  readonly json?: string;
  readonly allowDropped?: boolean;
}

/** Adds them to a command; `defaults` say in the help what happens without each. */
export function addMeasuringOptions(
  command: Command,
  defaults: { readonly stop: string; readonly hint: string },
): Command {
  const how = 'How to measure:';
  return command
    .addOption(
      new Option('--iterations <n>', `inferences to measure ${defaults.stop}`)
        .argParser(wholeNumber('--iterations', 1))
        .helpGroup(how),
    )
    .addOption(
      new Option('--time <duration>', 'measure for this long instead: 10s, 500ms, 2m')
        .argParser((text) => parseDuration('--time', text))
        .helpGroup(how),
    )
    .addOption(
      new Option('--warmup <n>', 'warm-up inferences a request, not measured (default: 10)')
        .argParser(wholeNumber('--warmup', 0, 100_000))
        .helpGroup(how),
    )
    .addOption(
      new Option('--requests <n>', 'infer requests in flight with --api async (default: what the device calls optimal)')
        .argParser(wholeNumber('--requests', 1, 4096))
        .helpGroup(how),
    )
    .addOption(
      new Option('--hint <hint>', `latency, throughput, cumulative (AUTO on all its devices) or none ${defaults.hint}`)
        .argParser(oneOf('--hint', HINTS))
        .helpGroup(how),
    )
    .addOption(
      new Option(
        '--property <KEY=VALUE>',
        'a property to compile with, such as INFERENCE_PRECISION_HINT=f32; repeatable',
      )
        .argParser(collect(parseProperty))
        .helpGroup(how),
    );
}

/** Adds the options about what is written. */
export function addOutputOptions(command: Command): Command {
  return command.addOption(
    new Option(
      '--json <file>',
      "write the result as JSON, too; '-' is stdout, and the table then goes to stderr",
    ).helpGroup('Results:'),
  );
}

/** A device string as an option takes one; whether it is a device is the library's to say. */
export function deviceOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(collect((text) => text));
}

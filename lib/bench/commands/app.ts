import type { Command } from 'commander';
import { FLAGS, type Support } from '../app/flags.js';
import { usageError, wholeNumber } from '../options.js';
import type { Bench } from '../run/request.js';
import { exitCodesHelp } from './help-texts.js';

const DESCRIPTION =
  "Measure with the flags of OpenVINO's benchmark_app: the same settings give the same figures. A flag without an effect here is told of on stderr; one that would change what is measured and is not supported is an error.";

/** Flags that take a path. */
const PATHS = ['m', 'cdir', 'report_folder', 'dump_config', 'load_config'];

/** `ov-bench app -m MODEL ...`: benchmark_app's command line. */
export function registerApp(program: Command, bench: Bench): void {
  program
    .command('app')
    .usage("-m MODEL [benchmark_app's flags]")
    .summary("measure with the flags of OpenVINO's benchmark_app")
    .description(DESCRIPTION)
    .argument('[flags...]')
    .allowUnknownOption()
    .addHelpText('after', () => flagsHelp() + exitCodesHelp())
    .action(async (_flags: readonly string[], _options: unknown, command: Command) =>
      bench(await toRequest(command.args)),
    );
}

async function toRequest(args: readonly string[]): Promise<Parameters<Bench>[0]> {
  const [{ parseFlags }, { appOptions }, { appLines, writeAppFiles }] = await Promise.all([
    import('../app/parse.js'),
    import('../app/request.js'),
    import('../app/report.js'),
  ]);
  const flags = parseFlags(args);
  const empty = PATHS.find((name) => flags.text(name) === '');
  if (empty !== undefined)
    throw usageError(`-${empty} takes the name of a file or folder, and is given an empty text.`);
  const { model, options } = appOptions(flags);
  const percent = wholeNumber('-latency_percentile', 1, 100)(flags.text('latency_percentile') ?? '50');
  const report = flags.text('report_type');
  if (report !== undefined && !/^(no|average|detailed)_counters$/.test(report))
    throw usageError('-report_type takes no_counters, average_counters or detailed_counters.');
  for (const { names, note } of flags.idle) warn(`-${names[0]} has no effect: ${note}`);
  if (report !== undefined && report !== 'no_counters') warn(`-report_type ${report} has no counters here`);
  if (flags.has('pc')) warn('-pc sets PERF_COUNT, and no counters are printed');
  return {
    options,
    findModel: async () => ({ path: model, standIn: false }),
    outputs: { json: undefined, stats: undefined },
    simulation: undefined,
    allowDropped: true,
    afterwards: async (result) => {
      const picture = result.model.inputs.find(({ elementType, shape }) => elementType !== 'u8' && takesPicture(shape));
      if (picture !== undefined && !flags.has('ip'))
        warn(
          `the input ${picture.name} is ${picture.elementType}, as the model has it; benchmark_app makes a picture's input u8 unless it is given -ip ${picture.elementType}`,
        );
      process.stdout.write(`\n${appLines(result, percent)}`);
      await writeAppFiles(result, flags, options, percent);
    },
  };
}

function takesPicture([, second, , last, ...others]: readonly number[]): boolean {
  return others.length === 0 && last !== undefined && (second === 3 || last === 3);
}

function warn(text: string): void {
  process.stderr.write(`ov-bench: warning: ${text}.\n`);
}

function flagsHelp(): string {
  const heading: Record<Support, string> = {
    yes: 'Flags',
    'no effect': 'Accepted, without an effect',
    refused: 'Refused',
  };
  return (['yes', 'no effect', 'refused'] as const)
    .map((support) => {
      const rows = FLAGS.filter((flag) => flag.support === support).map(({ names: [name], note }) => [
        `-${name}`,
        note,
      ]);
      return `\n${heading[support]}:\n${rows.map(([name = '', note]) => `  ${name.padEnd(20)}${note}\n`).join('')}`;
    })
    .join('');
}

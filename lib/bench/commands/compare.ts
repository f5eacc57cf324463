import type { Command } from 'commander';
import { printable } from '../../runtime/printable.js';
import { compareResults } from '../compare/compare-results.js';
import { comparisonJson } from '../compare/document.js';
import { gateOf } from '../compare/gate.js';
import { readResult } from '../compare/read-result.js';
import { comparisonScreen } from '../compare/report.js';
import { type Api, oneOf } from '../options.js';
import { styleFor } from '../report/style.js';
import { NARROWEST } from '../report/table.js';
import { examplesHelp, section } from './help-texts.js';
import { addOptions, deviceOption, option } from './measuring-options.js';

interface CompareOptions {
  readonly device?: readonly string[];
  readonly api?: Api;
  readonly json?: true;
  readonly failIfSlower?: true;
}

const DESCRIPTION = [
  'Is B faster than A? Rows of the same device, api and number of requests are compared by the frames per second of their processes (of loads their times): faster or slower where the 95 % interval of the ratio leaves no doubt, else inconclusive.',
  'It needs rows of several processes (--repeat 5): one process says nothing of how much the next one differs.',
].join('\n\n');

/** Width of what is not a terminal. */
const PLAIN_WIDTH = 120;

/** `ov-bench compare A.json B.json`: two results, row by row. */
export function registerCompare(program: Command): void {
  const command = program
    .command('compare')
    .usage('A.json B.json [options]')
    .summary('compare two results: faster, slower or inconclusive')
    .description(DESCRIPTION)
    .argument('<A>', 'the result to compare with: a file of --json, or a folder of --output')
    .argument('<B>', 'the result to be judged')
    .addHelpText(
      'after',
      examplesHelp([
        ['a change of yours, before and after', 'ov-bench compare before.json after.json'],
        ['one row, in a script', 'ov-bench compare before.json after.json --device CPU --api sync --fail-if-slower'],
      ]) +
        section('Exit codes', [
          ['0', 'compared, whatever the verdict'],
          ['1', 'a file is no result, or the results are of different models or inputs'],
          ['2', 'usage: an option is wrong'],
          ['4', 'with --fail-if-slower: a row is slower in B, failed there or is missing from it'],
          ['5', 'with --fail-if-slower: of a row nothing could be decided (one process, or too much noise)'],
        ]),
    )
    .action(compare);
  addOptions(command, 'Which rows:', [
    deviceOption('--device <device>', 'rows of this device string only; repeatable'),
    option('--api <api>', 'sync or async rows only', oneOf('--api', ['sync', 'async'] as const)),
  ]);
  addOptions(command, 'Results:', [
    option('--json', 'as JSON, with the intervals of all metrics (@x/openvino-node/compare-schema.json)'),
    option(
      '--fail-if-slower',
      'exit with 4 where a row of A is slower in B or missing there, with 5 where nothing can be said of one',
    ),
  ]);
}

async function compare(first: string, second: string, options: CompareOptions): Promise<void> {
  const { stdout, stderr, env } = process;
  const [a, b] = [
    { file: first, result: await readResult(first) },
    { file: second, result: await readResult(second) },
  ] as const;
  const comparison = compareResults(a, b, { devices: options.device, api: options.api });
  const width = Math.max(stdout.isTTY === true ? stdout.columns : PLAIN_WIDTH, NARROWEST);
  stdout.write(
    options.json === true ? comparisonJson(comparison) : comparisonScreen(comparison, width, styleFor(stdout, env)),
  );
  if (options.failIfSlower !== true) return;
  const { code, sentences } = gateOf(comparison);
  for (const sentence of sentences) stderr.write(`ov-bench: --fail-if-slower: ${printable(sentence, 2000)}\n`);
  process.exitCode = code;
}

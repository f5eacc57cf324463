import type { Command } from 'commander';
import { OpenVINOError } from '../../index.js';
import { printable } from '../../runtime/printable.js';
import { usageError } from '../options.js';
import { styleFor } from '../report/style.js';
import { NARROWEST } from '../report/table.js';
import { examplesHelp } from './help-texts.js';

interface PlotOptions {
  readonly labels?: readonly string[];
  readonly output: string;
}

const DESCRIPTION = [
  "Draw the exercise's charts: model load time, inference time, frames per second. From its stats files (three lines; NAME.json beside NAME.txt tells which devices ran) or from results of --json, a bar for each row.",
  'Each chart is written as SVG and PNG, and all of them, with the latencies where they were measured, as one report.html. A file that is missing or holds no result leaves a gap that says so.',
].join('\n\n');

const LONGEST_LABEL = 200;
const NOTHING =
  'Nothing is drawn: none of the files holds a result that ran. Give stats files of three lines, or results that --json wrote.';

/** `ov-bench plot FILES --output DIR`: charts of results. */
export function registerPlot(program: Command): void {
  program
    .command('plot')
    .summary('charts of results: SVG, PNG, an HTML report, and bars in the terminal')
    .description(DESCRIPTION)
    .argument('<files...>', "the exercise's NAME.txt, or results: files of --json, folders of --output")
    .option(
      '--labels <a,b,c>',
      'names of the bars, in their order (default: of the files, or the devices)',
      parseLabels,
    )
    .option('--output <dir>', 'folder of the charts, made if missing', './charts')
    .addHelpText(
      'after',
      examplesHelp([
        [
          "the exercise's three results",
          'ov-bench plot cpu_vpu_stats.txt gpu_vpu_stats.txt cpu_gpu_vpu_stats.txt --labels CPU/VPU,GPU/VPU,CPU/GPU/VPU',
        ],
        [
          'rows of a result',
          'ov-bench run --model model.xml --device CPU --device GPU --json result.json; ov-bench plot result.json',
        ],
      ]) +
        '\nExit codes:\n  0  charts were drawn; what is missing in them is told on stderr\n  1  none of the files could be drawn, or nothing could be written\n  2  usage: an option is wrong\n',
    )
    .action(plot);
}

function parseLabels(text: string): string[] {
  const labels = text.split(',').map((label) => label.trim());
  const long = labels.find((label) => label.length > LONGEST_LABEL);
  if (long !== undefined) throw usageError(`--labels takes names of at most ${LONGEST_LABEL} characters.`);
  return labels;
}

async function plot(files: readonly string[], { labels, output }: PlotOptions): Promise<void> {
  await drawFiles(files, output, labels);
}

/**
 * Draws stats files and results into a folder, and bars on stdout.
 *
 * @throws OpenVINOError `FILE_NOT_READABLE` where none of them could be drawn; `NOT_WRITABLE`
 */
export async function drawFiles(files: readonly string[], output: string, labels?: readonly string[]): Promise<void> {
  const { stdout, stderr, env } = process;
  const warn = (sentence: string): void => void stderr.write(`ov-bench: warning: ${printable(sentence, 1000)}\n`);
  const { loadEntries } = await import('../chart/load-entries.js');
  const { entries, warnings } = await loadEntries(files);
  if (labels !== undefined && labels.length !== entries.length) {
    throw usageError(
      `--labels names ${labels.length}, and there are ${entries.length} bars: ${entries.map(({ label }) => printable(label, 60)).join('; ')}.`,
    );
  }
  const drawn = entries.some(({ gap }) => gap === undefined);
  // of a single file its own sentence is the error
  if (!drawn && warnings.length === 1) throw new OpenVINOError('FILE_NOT_READABLE', warnings[0] as string);
  for (const sentence of warnings) warn(sentence);
  if (!drawn) throw new OpenVINOError('FILE_NOT_READABLE', NOTHING);
  const bars = entries.map((entry, index) => ({ ...entry, label: labels?.[index] || entry.label }));
  const { MOST_BARS, writeCharts } = await import('../chart/index.js');
  const written = await writeCharts({ bars, rows: bars }, output);
  for (const sentence of written.warnings) warn(sentence);
  const { showsUnicode, terminalBars } = await import('../chart/terminal-bars.js');
  const width = Math.max(stdout.isTTY === true ? (stdout.columns ?? 80) : 100, NARROWEST);
  stdout.write(
    terminalBars(bars.slice(0, MOST_BARS), { width, style: styleFor(stdout, env), unicode: showsUnicode(env) }),
  );
  stdout.write(`\nWritten: ${written.files.map((file) => printable(file)).join(', ')}\n`);
}

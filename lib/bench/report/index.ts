import { printable } from '../../runtime/printable.js';
import { passedLines } from '../checks/passed.js';
import { printableLines } from '../errors-told.js';
import { type Outputs, type StatsOutput, statsFiles, takesStdout } from '../files/outputs.js';
import type { RunFolder } from '../files/run-folder.js';
import { adviceOf } from '../result/advice.js';
import { lostSentence } from '../result/failed-processes.js';
import type { BenchResult, TrialResult } from '../result/result.js';
import type { Outcome } from '../run/executor.js';
import type { Plan } from '../run/plan.js';
import { resultBars, writeExerciseCharts } from './exercise-charts.js';
import { exerciseLines, exerciseStats } from './exercise-stats.js';
import { fileGroups, writeGroups, writeStdout } from './files.js';
import { counted } from './format.js';
import { resultJson } from './json.js';
import { rowNames, sentencesByRow } from './row-names.js';
import { settingsLine } from './settings.js';
import { styleFor } from './style.js';
import { NARROWEST } from './table.js';
import { detectionLines, machineLine, screen } from './terminal.js';

/** A place for text: stdout or stderr. */
export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ReportOptions {
  readonly plan: Plan;
  readonly outputs: Outputs;
  /** What the result is of, for --samples. */
  readonly outcomes?: readonly Outcome[];
  /** The folder of --output. */
  readonly folder?: RunFolder | undefined;
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: NodeJS.ProcessEnv;
}

/** Width of what is not a terminal. */
const PLAIN_WIDTH = 120;

/**
 * Writes a result everywhere it was asked for: files first, so that a closed terminal loses nothing. Where one can't be
 * written, the others are, and so is the screen.
 *
 * @throws OpenVINOError `NOT_WRITABLE`, after all of it.
 */
export async function report(result: BenchResult, options: ReportOptions): Promise<void> {
  const { plan, outputs, stdout, stderr, outcomes = [], folder } = options;
  const nothing = result.interrupted === true && result.results.length === 0;
  const exercise = outputs.stats === undefined || nothing ? [] : statsOf(result, outputs.stats);
  const groups = nothing ? [] : fileGroups(result, outcomes, outputs);
  const { written, error } = await writeGroups([...groups, exercise], folder && (() => folder.finish(result)));
  const charts = nothing ? undefined : await writeCharts(result, outputs);
  if (!nothing) writeStdout(result, outcomes, outputs, stdout);
  const human = takesStdout(outputs) ? stderr : stdout;
  const files = [...exercise, ...groups.flat()].map(([file]) => file);
  const named = written.filter((file) => files.includes(file));
  const told = [...named, ...(outputs.folder !== undefined && written.length > named.length ? [outputs.folder] : [])];
  if (plan.form === 'exercise-form') reportExerciseForm(result, named, human);
  else if (hasScreen(result, plan) || nothing) {
    const width = Math.max(human.isTTY === true ? (human.columns ?? 80) : PLAIN_WIDTH, NARROWEST);
    const style = styleFor(human, options.env);
    human.write(
      screen(result, {
        width,
        style,
        settings: settingsLine(plan, result.interrupted === true ? result.results : undefined),
        advice: adviceOf(result, plan.form),
      }),
    );
    if (plan.form === 'exercise' && result.results.length > 0)
      human.write(`\n${await resultBars(result, { width, style, env: options.env })}`);
    const lines = [
      ...(told.length + (charts?.files.length ?? 0) > 0 ? [writtenLine([...told, ...(charts?.files ?? [])])] : []),
      ...passedLines(result.checks),
    ];
    if (lines.length > 0) human.write(`\n${lines.join('\n')}\n`);
  }
  tellTroubles(result, plan, stderr);
  tellViolations(result, stderr);
  const warnings = [...thinned(outcomes, outputs), ...(charts?.warnings ?? [])];
  for (const sentence of warnings) stderr.write(`ov-bench: warning: ${printable(sentence, 1000)}\n`);
  if (error !== undefined) throw error;
  if (charts?.error !== undefined) throw charts.error;
}

/** Charts come after all else is safe: what goes wrong with them is told at the end. */
async function writeCharts(
  result: BenchResult,
  { stats }: Outputs,
): Promise<{ files: readonly string[]; warnings: readonly string[]; error?: unknown } | undefined> {
  if (stats?.charts !== true) return undefined;
  try {
    return await writeExerciseCharts(result, stats);
  } catch (error) {
    return { files: [], warnings: [], error };
  }
}

/** Samples of a run of more than a million inferences are not all there. */
function thinned(outcomes: readonly Outcome[], { samples, folder }: Outputs): string[] {
  const strides = outcomes.map((outcome) => ('measurement' in outcome ? (outcome.measurement.stride ?? 1) : 1));
  const most = Math.max(1, ...strides);
  if (most === 1 || (samples ?? folder) === undefined) return [];
  return [
    `The samples are not all latencies: of a process of more than a million, one in ${most} at worst was kept, as their column "stride" says; all are in the percentiles.`,
  ];
}

/** The exercise's files of the synchronous rows that ran, each with a result of that row alone. */
function statsOf(result: BenchResult, { folder, rows }: StatsOutput): [file: string, text: string][] {
  return rows.flatMap(({ device, name }) => {
    const trial = result.results.find(({ api, requestedDevice }) => api === 'sync' && requestedDevice === device);
    if (trial?.status !== 'ok') return [];
    const [text, json] = statsFiles(folder, name, result.simulated === true);
    // what it was compared with is not in the file
    const { comparisons: _, duet: __, ...common } = result;
    return [
      [text, exerciseStats(trial)],
      [json, resultJson({ ...common, results: [trial] })],
    ];
  });
}

function writtenLine(files: readonly string[]): string {
  return `Written: ${files.map((file) => printable(file)).join(', ')}`;
}

function reportExerciseForm(result: BenchResult, written: readonly string[], human: Stream): void {
  const [trial] = result.results;
  if (trial?.status !== 'ok') return;
  if (result.simulated === true) human.write(`${printable(machineLine(result), 1000)}\n`);
  human.write(exerciseLines(trial));
  const lines = [
    ranLine(trial),
    ...detectionLines(result.results),
    ...adviceOf(result, 'exercise-form'),
    ...(written.length === 0 ? [] : [writtenLine(written)]),
  ];
  human.write(`${lines.map((line) => printable(line, 2000)).join('\n')}\n`);
}

function ranLine(trial: TrialResult): string {
  const { requestedDevice, executionDevices, performanceHint, streams, inferencePrecision } = trial;
  return `${requestedDevice} ran on ${executionDevices.join(',') || 'an unknown device'} (hint ${performanceHint ?? '?'}, streams ${streams ?? '?'}, precision ${inferencePrecision ?? '?'}), ${Number((trial.fps ?? 0).toFixed(1))} FPS`;
}

/** Whether the table is shown: not where no row ran, for then the errors alone say all. */
function hasScreen({ results }: BenchResult, { form }: Plan): boolean {
  return form !== 'exercise-form' && (form === 'exercise' || results.some((trial) => trial.status === 'ok'));
}

/**
 * Failures, lost processes and dropped devices on stderr, whatever became of stdout; the exercise has those of whole rows in
 * its table. Where there is a table, it has the reasons of failures: they are not told twice.
 */
function tellTroubles(result: BenchResult, plan: Plan, stderr: Stream): void {
  const { results } = result;
  for (const trial of results) {
    const lost = lostSentence(trial);
    if (lost !== undefined) stderr.write(`ov-bench: ${printableLines(lost)}\n`);
  }
  if (plan.form === 'exercise') return;
  const names = rowNames(results);
  const failed = results.flatMap(({ status }, row) => (status === 'failed' ? [names[row] ?? ''] : []));
  if (hasScreen(result, plan)) {
    if (failed.length > 0)
      stderr.write(
        `ov-bench: ${failed.length} of ${counted(results.length, 'row')} failed: ${printable(failed.join('; '), 1000)}. The reasons are below the table.\n`,
      );
  } else {
    for (const { sentence, about } of sentencesByRow(results, ({ error }) =>
      error === undefined ? [] : [`${error.message} (${error.code})`],
    ))
      stderr.write(`ov-bench: ${about === '' ? '' : `${printable(about, 1000)}: `}${printableLines(sentence)}\n`);
  }
  for (const [row, trial] of results.entries()) {
    // the table has the other warnings; the exercise's own form has no table
    const warnings =
      plan.form === 'exercise-form' ? trial.warnings : trial.warnings.slice(0, trial.droppedDevices.length > 0 ? 1 : 0);
    for (const warning of warnings)
      stderr.write(`ov-bench: warning: ${printable(`${names[row]}: ${warning}`, 2000)}\n`);
  }
}

/** A line for each demand that was not met, whatever became of stdout. */
function tellViolations({ checks = [] }: BenchResult, stderr: Stream): void {
  for (const { violated, kind, sentence } of checks)
    if (violated) stderr.write(`ov-bench: ${kind}: ${printable(sentence, 2000)}\n`);
}

import { basename, dirname } from 'node:path';
import { printable } from '../../runtime/printable.js';
import { comparisonOf } from '../compare/comparison.js';
import { foundation, verdictWords, wereSeveral } from '../compare/words.js';
import { restrictionsOf } from '../machine/describe.js';
import { fpsCell, modeCell, modeColumns, variedKeys } from '../modes/columns.js';
import { modeLines } from '../modes/lines.js';
import type { BenchResult, TrialResult } from '../result/result.js';
import { deviceLines } from './by-device.js';
import { duration, memory, shortHint, significant, wrap } from './format.js';
import { latencyColumns, latencyLines } from './latency-lines.js';
import { profileLines } from './profile-table.js';
import { propertiesText } from './properties.js';
import { sentencesByRow } from './row-names.js';
import type { Style } from './style.js';
import { type Column, fitTable, leftOutText } from './table.js';

export interface ScreenOptions {
  readonly width: number;
  readonly style: Style;
  /** How the rows were measured. */
  readonly settings: string;
  /** Sentences for the end. */
  readonly advice: readonly string[];
}

/** The result on one screen: what ran, the table, warnings, what was seen, advice. */
export function screen(result: BenchResult, { width, style, settings, advice }: ScreenOptions): string {
  const blocks = [
    [
      ...headerLines(result, width).map((line, index) => (index === 0 ? style.strong(line) : line)),
      ...wrap(printable(settings, 1000), width),
    ],
    rowBlock(result, width, style),
    modeLines(result.results, width),
    deviceLines(result.results, width),
    noteLines(result, width, style),
    detectionLines(result.results).flatMap((line) => within(line, width)),
    profileLines(result.results, width),
    advice.flatMap((sentence) => wrap(`> ${printable(sentence, 2000)}`, width, '  ')),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** Model, runtime, input and machine. */
export function headerLines(result: BenchResult, width: number): string[] {
  const { model, input, openvinoVersion, results, simulated, interrupted } = result;
  const marks = [
    ...(results.some((trial) => trial.standIn) ? ['STAND-IN MODEL'] : []),
    ...(simulated === true ? ['SIMULATED'] : []),
    ...(interrupted === true ? ['INTERRUPTED'] : []),
    ...(result.job?.shared === true ? ['SHARED NODE'] : []),
  ];
  const precision = /^(FP|INT)[\w-]+$/.exec(basename(dirname(model.path)))?.[0];
  const title = [
    model.name === '' ? basename(model.path) : model.name,
    ...(precision === undefined ? [] : [precision]),
  ].join(' ');
  const first = `ov-bench  ${marks.map((mark) => `[${mark}]  `).join('')}${title} (sha256 ${model.sha256.slice(0, 8)})  OpenVINO ${openvinoVersion}`;
  const restrictions = simulated === true ? [] : restrictionsOf(result.host);
  const restricted = restrictions.length === 0 ? [] : [`confined by: ${restrictions.join(', ')}`];
  return [
    first,
    `${describeInput(input, model)}  |  ${machineLine(result)}`,
    ...jobLines(result),
    ...restricted,
  ].flatMap((line) => wrap(printable(line, 1000), width, '  '));
}

function jobLines({ job }: BenchResult): string[] {
  if (job === undefined) return [];
  const { engine, id, task, name, node, features, shared } = job;
  const part = task === undefined ? '' : `_${task}`;
  const asked = features.length === 0 ? '' : `, asked for ${features.join(', ')}`;
  return [
    `job ${id}${part} (${name}) of ${engine} on ${node}${asked}${shared === true ? '; other jobs may have run on the node meanwhile' : ''}`,
  ];
}

/** The machine that ran it; where none did, what was simulated, and on what. */
export function machineLine({ host, simulated, simulation }: BenchResult): string {
  const machine = `${host.cpuModel}, ${host.availableCpus} of ${host.logicalCpus} CPUs, ${host.platform} ${host.arch}`;
  if (simulated !== true) return machine;
  if (simulation === undefined) return `SIMULATED by a mock of OpenVINO, on ${machine}`;
  const { profile, machine: pretended, seed, clock } = simulation;
  const time = clock === 'virtual' || clock === 'real' ? `${clock} time` : `${clock} real time`;
  return `SIMULATED ${pretended} (${profile}, seed ${seed}, ${time}), on ${machine}`;
}

function describeInput(input: BenchResult['input'], model: BenchResult['model']): string {
  const shapes = model.inputs.map(({ elementType, shape }) => `${elementType} [${shape.join(',')}]`).join(', ');
  const size = input.width === null ? '' : ` ${input.width}x${input.height}`;
  const names = { image: '', drawn: 'drawn picture', file: '', random: 'random elements (seeded)' } as const;
  const name = input.path === null ? names[input.kind] || 'several files' : basename(input.path);
  return `${name}${size} -> ${shapes}`;
}

function rowBlock(result: BenchResult, width: number, style: Style): string[] {
  const { results, comparisons = [] } = result;
  if (results.length === 0) return ['No row was finished.'];
  const isTold = ({ title, cells, dispensability }: Column): boolean =>
    (dispensability === 0 && title !== '') || cells.some((cell) => cell !== '-' && cell !== '');
  const columns = columnsOf(result).filter(isTold);
  const place = columns.findIndex(({ title }) => title === 'p50');
  const more = place < 0 ? [] : latencyColumns(results).filter(isTold);
  const wide = fitTable([...columns.slice(0, place), ...more, ...columns.slice(place)], width);
  const isWide = more.length > 0 && wide.leftOut.length === 0 && wide.lines[0]?.length === 1;
  const { lines, leftOut } = isWide ? wide : fitTable(columns, width);
  const further = isWide ? [] : latencyLines(results, width);
  const [titles = [], ...rows] = lines;
  return [
    ...titles.map(style.faint),
    ...rows.flatMap((lines, index) => lines.map((line) => paintRow(line, results[index] as TrialResult, style))),
    ...leftOutText(leftOut).flatMap((text) => wrap(text, width, '  ').map(style.faint)),
    ...further.map(style.faint),
    ...foundation(comparisons, result.interrupted === true || wereSeveral(results)).flatMap((sentence) =>
      wrap(`~ ${sentence}`, width, '  ').map(style.faint),
    ),
  ];
}

function paintRow(line: string, trial: TrialResult, style: Style): string {
  if (trial.status === 'failed') return style.failure(line);
  return trial.droppedDevices.length > 0 ? style.warning(line) : line;
}

function columnsOf(result: BenchResult): Column[] {
  const { results } = result;
  const column = (
    title: string,
    dispensability: number,
    align: Column['align'],
    cell: (trial: TrialResult) => string,
  ): Column => ({
    title,
    align,
    dispensability,
    cells: results.map(cell),
  });
  const calibrated = results.some((trial) => trial.basis !== undefined);
  return [
    column('requested', 0, 'left', (trial) => printable(trial.requestedDevice)),
    column('mode', 0, 'left', modeCell),
    ...variedKeys(results).map((key) =>
      column(printable(key), 0, 'left', (trial) => printable(trial.varied?.[key] ?? '')),
    ),
    column('ran on', 0, 'left', ranOn),
    column('prec', 4, 'left', (trial) => printable(trial.inferencePrecision ?? '-')),
    column('hint', 3, 'left', (trial) => printable(shortHint(trial.performanceHint))),
    ...(setsOf(results) > 1 ? [column('properties', 0, 'left', (trial) => printable(propertiesText(trial)))] : []),
    column('streams', 6, 'right', (trial) => String(trial.streams ?? '-')),
    column('load', 2, 'right', (trial) => duration(trial.loadMs)),
    column('first', 7, 'right', (trial) => duration(trial.firstInferenceMs)),
    column('p50', 2, 'right', (trial) => duration(trial.latencyMs?.p50 ?? null)),
    column('p99', 5, 'right', (trial) => duration(trial.latencyMs?.p99 ?? null)),
    ...modeColumns(results),
    column(
      'FPS',
      results.every((trial) => trial.load !== undefined || trial.rateSearch !== undefined) ? 9 : 0,
      'right',
      fpsCell,
    ),
    column('peak RSS', 8, 'right', (trial) => memory(trial.peakRssBytes ?? null)),
    column('J/inf', 7, 'right', ({ joulesPerInference: joules }) => (joules == null ? '-' : significant(joules))),
    ...(calibrated ? [column('basis', 1, 'left', (trial) => trial.basis ?? '')] : []),
    column('', 0, 'left', (trial) => compare(trial, result)),
  ];
}

/** How many sets of properties the rows were compiled with: where it is one, the settings name it. */
function setsOf(results: readonly TrialResult[]): number {
  // what a sweep varies has a column of its own
  const fixed = ({ properties = {}, varied = {} }: TrialResult) =>
    Object.entries(properties).filter(([key]) => varied[key === 'NUM_STREAMS' ? 'streams' : key] === undefined);
  return new Set(results.map((trial) => propertiesText({ properties: Object.fromEntries(fixed(trial)) }))).size;
}

function ranOn(trial: TrialResult): string {
  if (trial.status === 'failed') return 'failed';
  const devices = printable(trial.executionDevices.join(',') || '?');
  return trial.droppedDevices.length > 0 ? `${devices} !` : devices;
}

/** Against the first row of the same kind. */
function compare(trial: TrialResult, result: BenchResult): string {
  const row = result.results.indexOf(trial);
  if (result.comparisons?.some(({ baseline }) => baseline === row) === true) return 'baseline';
  const comparison = comparisonOf(result, row);
  return comparison === undefined ? '' : verdictWords(comparison);
}

/** Failures and warnings, each once with the rows that it is about. */
function noteLines({ results }: BenchResult, width: number, style: Style): string[] {
  const note = (mark: string, sentence: string, about: string): string[] =>
    wrap(`${mark} ${printable(about === '' ? sentence : `${about}: ${sentence}`, 2000)}`, width, '  ');
  const failures = sentencesByRow(results, ({ error }) => (error === undefined ? [] : [error.message]));
  const warnings = sentencesByRow(results, (trial) => trial.warnings);
  return [
    ...failures.flatMap(({ sentence, about }) => note('x', sentence, about).map(style.failure)),
    ...warnings.flatMap(({ sentence, about }) => note('!', sentence, about).map(style.warning)),
  ];
}

/** A line as it is where it fits, else wrapped. */
function within(line: string, width: number): string[] {
  return line.length <= width ? [line] : wrap(line, width, '    ');
}

/** What the detector saw, by the first row that saw anything: the proof that the model works. */
export function detectionLines(results: readonly TrialResult[]): string[] {
  const seeing = results.filter((trial) => trial.detections !== undefined);
  const [trial] = seeing;
  if (trial === undefined) return [];
  const made = trial.simulated ? ', MADE UP by the simulation: nothing looked at the picture' : '';
  const heading = `Detections above 0.5 (${printable(trial.requestedDevice)}, ${trial.api})${made}:`;
  if (trial.detections?.length === 0) return [`${heading} none`];
  const lines = trial.detections?.map(({ label, confidence, box }) => {
    const [xmin, ymin, xmax, ymax] = box.map((pixel) => pixel.toFixed(0));
    return `  ${printable(label).padEnd(14)}  ${confidence.toFixed(3)}  box (${xmin}, ${ymin}) - (${xmax}, ${ymax}) px`;
  });
  return [heading, ...(lines ?? [])];
}

import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { RESULT_FILE, readInput } from '../files/read-input.js';
import type { BenchResult, TrialResult } from '../result/result.js';
import { distinct } from './distinct.js';
import { type Entry, entryOfRow } from './entry.js';
import { parseResult } from './parse-result.js';
import { agree, isTenTimesTooLow, parseStats, type Stats } from './parse-stats.js';
import { counted, valueText } from './value.js';

/** What was read: the places of bars, and what has to be told of it. */
export interface Loaded {
  readonly entries: readonly Entry[];
  /** Sentences for stderr. */
  readonly warnings: readonly string[];
}

const SIMULATED = '_SIMULATED';
/** Three lines; a file of more is something else. */
const MAX_STATS_BYTES = 64 * 1024;

/** Reads results and stats files, each into as many bars as it has rows; what can't be read into a gap. */
export async function loadEntries(files: readonly string[]): Promise<Loaded> {
  const loaded: Loaded[] = [];
  for (const file of files) loaded.push(await loadFile(file));
  return {
    entries: distinct(loaded.flatMap(({ entries }) => entries)),
    warnings: loaded.flatMap(({ warnings }) => warnings),
  };
}

async function loadFile(file: string): Promise<Loaded> {
  const reading = await readInput(file, RESULT_FILE);
  if (reading.kind === 'missing') return missing(reading.file, await simulatedTwin(reading.file));
  if (reading.kind === 'unreadable') return failed(file, reading.reason);
  const isJson = extname(reading.file).toLowerCase() === '.json' || /^\s*[{[]/.test(reading.text);
  return isJson ? loadResult(file, reading.text) : loadStats(file, reading.text);
}

function loadResult(file: string, text: string): Loaded {
  const parsed = parseResult(text);
  if ('reason' in parsed) return failed(file, parsed.reason);
  const { result } = parsed;
  if (result.results.length === 0) return failed(file, 'the result has no row');
  const warnings =
    result.interrupted === true ? [`${file} is of a run that was interrupted: rows may be missing.`] : [];
  return { entries: result.results.map((row) => ({ ...entryOfRow(row, result), file })), warnings };
}

async function loadStats(file: string, text: string): Promise<Loaded> {
  const stats = text.length > MAX_STATS_BYTES ? { reason: 'it is too long for a stats file' } : parseStats(text);
  if ('reason' in stats) return failed(file, stats.reason);
  const json = `${file.slice(0, file.length - extname(file).length)}.json`;
  const beside = await readInput(json);
  if (beside.kind === 'missing') return unverified(file, stats, []);
  const parsed = beside.kind === 'text' ? parseResult(beside.text) : { reason: beside.reason };
  if ('reason' in parsed) return unverified(file, stats, [`${json} does not tell what ran: ${parsed.reason}.`]);
  const [row, ...others] = parsed.result.results;
  if (row === undefined || others.length > 0) {
    return unverified(file, stats, [
      `${json} has ${counted(parsed.result.results.length, 'row')} and not one: what ran is unverified.`,
    ]);
  }
  return besideRow(file, stats, row, parsed.result);
}

/** Three numbers and the row that they are said to be of: believed where they are its load and inference times. */
function besideRow(file: string, stats: Stats, row: TrialResult, result: BenchResult): Loaded {
  const same = agree(stats.load * 1000, row.loadMs) && agree(stats.time * 1000, row.totalMs);
  if (!same || row.status === 'failed') {
    const why = row.status === 'failed' ? 'is of a run that failed' : 'has other times';
    return unverified(file, stats, [`The JSON beside ${file} ${why}: it is not used, and what ran is unverified.`]);
  }
  const entry = { ...entryOfRow(row, result, nameOf(file)), file };
  if (agree(stats.fps, row.fps)) return { entries: [entry], warnings: [] };
  const truth = valueText(row.fps ?? 0);
  const [short, sentence] = isTenTimesTooLow(stats.fps, row.fps ?? 0)
    ? [
        `the stats file's FPS (${valueText(stats.fps)}) are ten times too low; the chart shows ${truth}`,
        `${file} says ${valueText(stats.fps)} frames per second, a tenth of its ${counted(row.iterations, 'inference')} by their time (the exercise divided 100): the chart shows ${truth}.`,
      ]
    : [
        `the stats file's FPS (${valueText(stats.fps)}) are not those of its run; the chart shows ${truth}`,
        `${file} says ${valueText(stats.fps)} frames per second, and the result beside it ${truth}: the chart shows the latter.`,
      ];
  return { entries: [{ ...entry, notes: [short] }], warnings: [sentence] };
}

/** Three numbers alone: drawn, but nobody knows on what they were measured. */
function unverified(file: string, { load, time, fps }: Stats, warnings: readonly string[]): Loaded {
  const suspicious = time > 0 && isTenTimesTooLow(fps, 1000 / time);
  const entry: Entry = {
    label: nameOf(file),
    file,
    values: { load: { value: load }, time: { value: time }, fps: { value: fps } },
    simulated: isNamedSimulated(file),
    standIn: false,
    notes: suspicious ? ['FPS may be ten times too low (100 / time)'] : [],
  };
  const sentence = `${file}: 1000 inferences in ${valueText(time)} s would be ${valueText(1000 / time)} frames per second, ten times the ${valueText(fps)} in its third line: the exercise divided 100 by the time.`;
  return { entries: [entry], warnings: [...warnings, ...(suspicious ? [sentence] : [])] };
}

function missing(file: string, twin: string | undefined): Loaded {
  const advice = twin === undefined ? '' : ` (${twin} is there, of simulated devices)`;
  const warning = `There is no file ${file}${advice}: its place in the charts stays empty.`;
  return gap(file, `missing: ${basename(file)}`, warning);
}

/** The name under which a simulation writes what was asked for. */
async function simulatedTwin(file: string): Promise<string | undefined> {
  const extension = extname(file);
  const twin = `${file.slice(0, file.length - extension.length)}${SIMULATED}${extension}`;
  return (await stat(twin).catch(() => undefined))?.isFile() === true ? twin : undefined;
}

function failed(file: string, reason: string): Loaded {
  return gap(file, `failed: ${reason}`, `${file} is not drawn: ${reason}.`);
}

function gap(file: string, words: string, warning: string): Loaded {
  const entry = { label: nameOf(file), file, gap: words, values: {}, simulated: false, standIn: false, notes: [] };
  return { entries: [entry], warnings: [warning] };
}

function isNamedSimulated(file: string): boolean {
  return basename(file, extname(file)).endsWith(SIMULATED);
}

/** `cpu_gpu_vpu_stats.txt` is CPU/GPU/VPU, as the exercise has it; another file bears its own name. */
export function nameOf(file: string): string {
  const name = basename(file, extname(file)).replace(SIMULATED, '');
  const devices = /^([a-z0-9]+(?:_[a-z0-9]+)*)_stats$/.exec(name)?.[1];
  return devices === undefined ? name : devices.toUpperCase().replaceAll('_', '/');
}

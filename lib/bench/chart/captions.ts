import { basename } from 'node:path';
import { machineLine } from '../report/terminal.js';
import type { BenchResult } from '../result/result.js';
import { type Entry, marksOf, type Quantity } from './entry.js';
import { counted } from './value.js';

/** Words about a whole chart. */
export interface Captions {
  /** Across the chart: SIMULATED, STAND-IN; `partly` where only some bars are. */
  readonly marks: readonly string[];
  /** What has to be known before the bars are compared. */
  readonly headlines: readonly string[];
  /** What was measured, on what. */
  readonly subtitle: readonly string[];
  /** Small print: what error bars and marks mean, what is wrong with single files. */
  readonly notes: readonly string[];
}

/** All that is said around the bars of a quantity; without one, of all of them. */
export function captionsOf(entries: readonly Entry[], quantity?: Quantity): Captions {
  const drawn = entries.filter(({ gap }) => gap === undefined);
  const marks = markWords(drawn);
  return {
    marks,
    headlines: [...markSentences(marks), ...oneDeviceHeadline(drawn)],
    subtitle: subtitleOf(entries, drawn),
    notes: [...spreadNotes(drawn, quantity), ...comparisonNotes(drawn), ...droppedNotes(drawn), ...ownNotes(entries)],
  };
}

function markWords(drawn: readonly Entry[]): string[] {
  const words = [...new Set(drawn.flatMap(marksOf))].sort();
  return words
    .map((word) => (drawn.every((entry) => marksOf(entry).includes(word)) ? word : `PARTLY ${word}`))
    .reverse();
}

function markSentences(marks: readonly string[]): string[] {
  return marks.map((mark) => {
    if (mark.endsWith('STAND-IN')) return `${mark} MODEL: built in, not the real detector; about the same work.`;
    return mark.startsWith('PARTLY')
      ? `${mark}: bars so marked are no measurement, for no device ran them.`
      : `${mark}: no device ran; not a measurement.`;
  });
}

/** The silent trap of MULTI, AUTO and HETERO: whatever was asked for, the CPU alone did it all. */
export function oneDeviceHeadline(drawn: readonly Entry[]): string[] {
  const all = drawn.map(({ devices }) => devices?.ran.join(','));
  const [device] = all;
  if (device === undefined || device === '' || device.includes(',') || all.some((each) => each !== device)) return [];
  const dropped = [...new Set(drawn.flatMap(({ devices }) => devices?.dropped ?? []))];
  return dropped.length === 0 ? [] : [`Note: all bars ran on ${device} alone; ${dropped.join(', ')} did not run.`];
}

function subtitleOf(entries: readonly Entry[], drawn: readonly Entry[]): string[] {
  const first = drawn.find(({ result }) => result !== undefined)?.result;
  if (first === undefined) return entries.some(({ file }) => file !== undefined) ? ['from stats files alone'] : [];
  const same = <T>(of: (entry: Entry) => T): boolean =>
    drawn.every((entry) => entry.result === undefined || of(entry) === of({ ...entry, result: first }));
  const model = first.model.name === '' ? basename(first.model.path) : first.model.name;
  const iterations = drawn[0]?.iterations;
  const work =
    iterations !== undefined && drawn.every((entry) => entry.iterations === iterations)
      ? `${counted(iterations, 'inference')}${drawn.every(({ mode }) => mode === 'sync') ? ', one after the other' : ''}`
      : 'different numbers of inferences';
  return [
    [
      work,
      same(({ result }) => result?.model.sha256) ? model : 'several models',
      same(({ result }) => result?.openvinoVersion) ? `OpenVINO ${first.openvinoVersion}` : 'several OpenVINO versions',
    ].join(' · '),
    same(({ result }) => result?.host.hostname) ? machinesOf(drawn) : 'several machines',
  ];
}

/** The machine of all bars; where some were simulated, that of the others comes first. */
function machinesOf(drawn: readonly Entry[]): string {
  const results = drawn.flatMap(({ result }) => result ?? []);
  const real = results.find(({ simulated }) => simulated !== true);
  const simulated = results.find((result) => result.simulated === true);
  if (real === undefined || simulated === undefined) return machineLine((real ?? simulated) as BenchResult);
  const pretended = simulated.simulation?.machine ?? 'devices of a mock';
  return `${machineLine(real)}; bars marked so are SIMULATED: ${pretended}`;
}

function spreadNotes(drawn: readonly Entry[], quantity: Quantity | undefined): string[] {
  const quantities: readonly Quantity[] = quantity === undefined ? ['load', 'time', 'fps'] : [quantity];
  const spreads = drawn.flatMap(({ values }) => quantities.flatMap((each) => values[each]?.spread ?? []));
  const words = { range: 'from the least to the most', quartiles: 'the middle half (quartiles)' } as const;
  return (['range', 'quartiles'] as const).flatMap((kind) => {
    const counts = [...new Set(spreads.filter((spread) => spread.kind === kind).map(({ processes }) => processes))];
    if (counts.length === 0) return [];
    return [`Error bars: ${words[kind]} of ${counts.sort((a, b) => a - b).join(' or ')} processes.`];
  });
}

function comparisonNotes(drawn: readonly Entry[]): string[] {
  const iterations = new Set(drawn.flatMap((entry) => entry.iterations ?? []));
  return iterations.size > 1
    ? ['Inference times are of different numbers of inferences: compare frames per second.']
    : [];
}

function droppedNotes(drawn: readonly Entry[]): string[] {
  return drawn.some(({ devices }) => (devices?.dropped.length ?? 0) > 0) ? ['! a requested device did not run'] : [];
}

function ownNotes(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ label, notes }) => notes.map((note) => `${label}: ${note}`));
}

import { modeCell, variedText } from '../modes/columns.js';
import type { TrialResult } from '../result.js';

/**
 * A name for each row, by which it is told from the others: its device string, and of rows of the same device how they were
 * driven, what a sweep varies and which properties they were compiled with, as far as these differ.
 */
export function rowNames(results: readonly TrialResult[]): string[] {
  return results.map((trial) => {
    const kin = results.filter(({ requestedDevice }) => requestedDevice === trial.requestedDevice);
    const differs = (of: (each: TrialResult) => string): string[] =>
      kin.some((each) => of(each) !== of(trial)) ? [of(trial)] : [];
    const words = [...differs(modeCell), ...differs(variedText), propertiesThatDiffer(trial, kin)];
    return [trial.requestedDevice, ...words.filter((word) => word !== '')].join(' ');
  });
}

/** Properties of a row that some of its kin lack or have another value of; what a sweep varies is named already. */
export function propertiesThatDiffer(
  { properties = {}, varied = {} }: TrialResult,
  kin: readonly TrialResult[],
): string {
  const told = new Set(Object.keys(varied).map((key) => KEYS[key] ?? key));
  return Object.entries(properties)
    .filter(([key, value]) => !told.has(key) && kin.some((each) => each.properties?.[key] !== value))
    .filter(([key]) => key !== 'PERFORMANCE_HINT' || !isDefaultOf(kin))
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

/** Properties behind the words of sweeps. */
const KEYS: Readonly<Record<string, string>> = { streams: 'NUM_STREAMS', hint: 'PERFORMANCE_HINT' };

/** Whether hints differ because rows are driven in different ways, each of which has its own. */
function isDefaultOf(kin: readonly TrialResult[]): boolean {
  const hints = new Map<string, Set<string | undefined>>();
  for (const { api, properties } of kin)
    hints.set(api, (hints.get(api) ?? new Set()).add(properties?.PERFORMANCE_HINT));
  return [...hints.values()].every(({ size }) => size === 1);
}

/** Sentences, each once, and the names of the rows that they are about: of all rows of a device its name alone. */
export function sentencesByRow(
  results: readonly TrialResult[],
  sentencesOf: (trial: TrialResult) => readonly string[],
): { readonly sentence: string; readonly about: string }[] {
  const names = rowNames(results);
  const rows = new Map<string, number[]>();
  for (const [row, trial] of results.entries())
    for (const sentence of new Set(sentencesOf(trial))) rows.set(sentence, [...(rows.get(sentence) ?? []), row]);
  return [...rows].map(([sentence, concerned]) => ({ sentence, about: subjectOf(concerned, results, names) }));
}

function subjectOf(concerned: readonly number[], results: readonly TrialResult[], names: readonly string[]): string {
  if (concerned.length === results.length) return '';
  const subjects = concerned.map((row) => {
    const { requestedDevice } = results[row] as TrialResult;
    const whole = results.every((each, at) => each.requestedDevice !== requestedDevice || concerned.includes(at));
    return whole ? requestedDevice : (names[row] ?? requestedDevice);
  });
  return [...new Set(subjects)].join('; ');
}

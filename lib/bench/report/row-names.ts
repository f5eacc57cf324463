import { modeCell, variedText } from '../modes/columns.js';
import type { TrialResult } from '../result/result.js';
import { propertiesThatDiffer } from './properties.js';

/**
 * A name for each row, by which it is told from the others: its device string, and of rows of the same device how they were
 * driven, what a sweep varies and which properties they were compiled with, as far as these differ.
 */
export function rowNames(results: readonly TrialResult[]): string[] {
  return results.map((trial) => {
    const kin = results.filter(({ requestedDevice }) => requestedDevice === trial.requestedDevice);
    const differs = (of: (each: TrialResult) => string): string[] =>
      kin.some((each) => of(each) !== of(trial)) ? [of(trial)] : [];
    const words = [...differs(modeCell), ...differs(valuesOf), propertiesThatDiffer(trial, kin)];
    return [trial.requestedDevice, ...words.filter((word) => word !== '')].join(' ');
  });
}

/** What a sweep varies, but for the requests, which the mode says. */
function valuesOf(trial: TrialResult): string {
  const { requests: _, ...varied } = trial.varied ?? {};
  return variedText({ ...trial, varied });
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

import { sep } from 'node:path';
import { propertiesThatDiffer } from '../report/properties.js';
import type { BenchResult } from '../result/result.js';
import { type Entry, entryOfRow } from './entry.js';

/** The places of all rows of a result; what tells rows of the same device apart is added to their labels. */
export function entriesOf(result: BenchResult): Entry[] {
  return distinct(result.results.map((row) => entryOfRow(row, result)));
}

/**
 * Adds to labels that are not the only one of their kind what tells them apart: how the row was measured, the properties that
 * differ, its file by as much of its path as that takes, and where all of that is the same, a number.
 */
export function distinct(entries: readonly Entry[]): Entry[] {
  const byMode = told(
    entries,
    () =>
      ({ mode }) =>
        mode,
  );
  const byProperty = told(byMode, (kin) => {
    const rows = kin.flatMap((each) => each.row ?? []);
    return ({ row }) => (row === undefined ? undefined : propertiesThatDiffer(row, rows));
  });
  const byFile = told(byProperty, (kin) => {
    const names = tailsOf(kin.flatMap((each) => each.file ?? []));
    return ({ file }) => (file === undefined || names.size < 2 ? undefined : `(${names.get(file)})`);
  });
  return told(byFile, (kin) => (entry) => `#${kin.indexOf(entry) + 1}`);
}

/**
 * Adds to each label of several what tells it from its kin; nothing where that is nothing.
 *
 * @param moreOf Asked once for all of a label: the results of a campaign may be a thousand of one.
 */
function told(
  entries: readonly Entry[],
  moreOf: (kin: readonly Entry[]) => (entry: Entry) => string | undefined,
): Entry[] {
  const kinOf = new Map<string, Entry[]>();
  for (const entry of entries) {
    const kin = kinOf.get(entry.label);
    if (kin === undefined) kinOf.set(entry.label, [entry]);
    else kin.push(entry);
  }
  const additions = new Map<Entry, string | undefined>();
  for (const kin of kinOf.values()) {
    if (kin.length < 2) continue;
    const more = moreOf(kin);
    for (const entry of kin) additions.set(entry, more(entry));
  }
  return entries.map((entry) => {
    const addition = additions.get(entry);
    return addition === undefined || addition === '' ? entry : { ...entry, label: `${entry.label} ${addition}` };
  });
}

/** Files by the shortest ends of their paths that differ: `a/result.json` and `b/result.json`. */
export function tailsOf(files: readonly string[]): Map<string, string> {
  const distinctFiles = [...new Set(files)];
  const parts = distinctFiles.map((file) => file.split(sep));
  const longest = Math.max(0, ...parts.map(({ length }) => length));
  for (let depth = 1; depth <= longest; depth++) {
    const tails = parts.map((names) => names.slice(-depth).join(sep));
    if (new Set(tails).size === tails.length)
      return new Map(distinctFiles.map((file, at) => [file, tails[at] ?? file]));
  }
  return new Map(distinctFiles.map((file) => [file, file]));
}

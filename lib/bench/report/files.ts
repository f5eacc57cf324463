import type { FileData } from '../files/atomic-write.js';
import { type Outputs, STDOUT } from '../files/outputs.js';
import type { BenchResult } from '../result/result.js';
import type { Outcome } from '../run/executor.js';
import { resultJson } from './json.js';
import { resultMarkdown } from './markdown.js';
import { profileCsv } from './profile-csv.js';
import { resultCsv } from './result-csv.js';
import { samplesCsv } from './samples-csv.js';
import { writeReports } from './write.js';

type File = readonly [file: string, data: FileData];

/**
 * The files that options name, in groups: those of a group are all written or none, and where one group can't be, as samples
 * on a disk that is nearly full, the others are.
 */
export function fileGroups(result: BenchResult, outcomes: readonly Outcome[], outputs: Outputs): File[][] {
  const { json, csv, markdown, samples, profileCsv: layers } = outputs;
  const file = (name: string | undefined, data: () => FileData): File[] =>
    name === undefined || name === STDOUT ? [] : [[name, data()]];
  return [
    [
      ...file(json, () => resultJson(result)),
      ...file(csv, () => resultCsv(result)),
      ...file(markdown, () => resultMarkdown(result)),
    ],
    file(layers, () => profileCsv(result)),
    file(samples, () => samplesCsv(outcomes)),
  ];
}

/** What goes to stdout, if anything does. */
export function writeStdout(
  result: BenchResult,
  outcomes: readonly Outcome[],
  { json, csv, markdown, samples, profileCsv: layers }: Outputs,
  stdout: { write(text: string): unknown },
): void {
  if (json === STDOUT) stdout.write(resultJson(result));
  if (csv === STDOUT) stdout.write(resultCsv(result));
  if (markdown === STDOUT) stdout.write(resultMarkdown(result));
  if (layers === STDOUT) stdout.write(profileCsv(result));
  if (samples === STDOUT) for (const text of samplesCsv(outcomes)) stdout.write(text);
}

/** What became of writing: names of what is there, and the first error. */
export interface Written {
  readonly written: readonly string[];
  readonly error: unknown;
}

/** Writes group after group, whatever became of the ones before, and at last what else there is to write. */
export async function writeGroups(
  groups: readonly (readonly File[])[],
  last: (() => Promise<readonly string[]>) | undefined,
): Promise<Written> {
  const written: string[] = [];
  let failure: { readonly error: unknown } | undefined;
  const jobs = groups.map((group) => async (): Promise<readonly string[]> => {
    await writeReports(group);
    return group.map(([file]) => file);
  });
  for (const job of last === undefined ? jobs : [...jobs, last]) {
    try {
      written.push(...(await job()));
    } catch (error) {
      failure ??= { error };
    }
  }
  return { written, error: failure?.error };
}

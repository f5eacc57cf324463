import { OpenVINOError } from '../../index.js';
import { findCandidates } from './find.js';
import { groupByWork, type Work } from './group.js';
import { type Collected, readCandidates } from './read.js';

/** The results of many jobs as one comparison. */
export interface Collection extends Pick<Collected, 'rows' | 'unverified'> {
  /** What may be compared with each other, each apart from the others. */
  readonly works: readonly Work[];
  /** Sentences: what is damaged or missing. */
  readonly warnings: readonly string[];
}

/** So many sentences of missing results tell how it stands. */
const MOST_MISSING = 10;

/**
 * Collects the results in some folders: of jobs, of arrays of them, of `--output`, of an exercise. What is damaged or missing is
 * told in a warning, and what there is is used.
 *
 * @throws OpenVINOError `FILE_NOT_FOUND` where nothing is there, `FILE_NOT_READABLE` where all of it is damaged.
 */
export async function collect(folders: readonly string[]): Promise<Collection> {
  const found = await findCandidates(folders);
  const { rows, unverified, units, warnings: damaged } = await readCandidates(found.candidates);
  const missing = found.units.filter((unit) => !units.has(unit));
  const warnings = [...found.warnings, ...damaged, ...missingSentences(missing)];
  if (rows.length === 0 && unverified.length === 0) throw nothing(folders, warnings, damaged.length > 0);
  return { rows, unverified, works: groupByWork(rows), warnings };
}

function missingSentences(units: readonly string[]): string[] {
  const sentence = (unit: string): string =>
    `${unit} holds no result: see its output, or ov-bench job status what became of it.`;
  const more = units.length - MOST_MISSING;
  return [
    ...units.slice(0, MOST_MISSING).map(sentence),
    ...(more > 0 ? [`${more} further folders of jobs hold no result.`] : []),
  ];
}

function nothing(folders: readonly string[], warnings: readonly string[], isDamaged: boolean): OpenVINOError {
  const [first = 'there is neither a JSON file of --json or --output nor a stats file of three lines'] = warnings;
  const more = warnings.length > 1 ? ` (and ${warnings.length - 1} more)` : '';
  return new OpenVINOError(
    isDamaged ? 'FILE_NOT_READABLE' : 'FILE_NOT_FOUND',
    `No result in ${folders.join(', ')} can be used: ${first.replace(/\.$/, '')}${more}.`,
  );
}

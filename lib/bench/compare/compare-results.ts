import type { TrialResult } from '../result/result.js';
import { compareRows, type RowComparison } from './comparison.js';
import { circumstances, matchRows, type NamedResult, type RowChoice, refuseDifferentWork } from './match.js';

/** A row that both results have. */
export interface ComparedRow {
  readonly a: TrialResult;
  readonly b: TrialResult;
  /** `b` against `a`; null where one of them failed. */
  readonly comparison: RowComparison | null;
}

/** Two results, row by row. */
export interface ResultComparison {
  readonly a: NamedResult;
  readonly b: NamedResult;
  readonly rows: readonly ComparedRow[];
  /** Rows that only one of them has. */
  readonly alone: readonly { readonly file: string; readonly row: string }[];
  /** What else may be why figures differ; sentences. */
  readonly warnings: readonly string[];
}

/**
 * Compares `b` with `a`. The processes of two runs have nothing in common, so they are compared as independent ones.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT` where they are of different work, or have no row in common.
 */
export function compareResults(a: NamedResult, b: NamedResult, choice: RowChoice = {}): ResultComparison {
  refuseDifferentWork(a, b);
  const { pairs, alone } = matchRows(a, b, choice);
  const rows = pairs.map((pair) => ({ ...pair, comparison: compareRows(pair.a, pair.b, 'independent') ?? null }));
  return { a, b, rows, alone, warnings: [...circumstances(a, b, pairs), ...timeApart(a, b)] };
}

/** Runs that are not of the same hour differ by all that changed on the machine meanwhile. */
function timeApart({ result: a }: NamedResult, { result: b }: NamedResult): string[] {
  const hours = Math.abs(Date.parse(b.createdAt) - Date.parse(a.createdAt)) / 3_600_000;
  if (hours < 1 || a.simulated === true) return [];
  const apart = hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
  return [`The runs are ${apart} apart: what changed on the machine meanwhile counts as a difference, too.`];
}

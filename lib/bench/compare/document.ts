import { jsonText, roundComparison } from '../report/json.js';
import type { TrialResult } from '../result/result.js';
import type { ResultComparison } from './compare-results.js';
import type { RowComparison } from './comparison.js';
import { type NamedResult, rowName } from './match.js';

/** Version of the shape of what `ov-bench compare --json` writes; compare-schema.json describes it. */
export const COMPARE_SCHEMA_VERSION = 1;

/** One of two values: that of A, and that of B. */
type Both<T> = readonly [a: T, b: T];

/** The comparison of two results, as `ov-bench compare --json` writes it. */
export interface ComparisonDocument {
  readonly schemaVersion: typeof COMPARE_SCHEMA_VERSION;
  readonly a: ComparedFile;
  readonly b: ComparedFile;
  readonly rows: readonly ComparedRowDocument[];
  /** Rows that only one of the two has. */
  readonly alone: readonly { readonly file: string; readonly row: string }[];
  /** What else may be why figures differ; sentences. */
  readonly warnings: readonly string[];
}

/** A result, and what it came from. */
export interface ComparedFile {
  readonly file: string;
  readonly createdAt: string;
  readonly openvinoVersion: string;
}

/** A row that both results have. */
export interface ComparedRowDocument {
  /** What tables call it, the same as in `alone`. */
  readonly row: string;
  readonly requestedDevice: string;
  readonly api: TrialResult['api'];
  /** Requests in flight, of A; null where it failed before they were known. */
  readonly requests: number | null;
  readonly varied?: Readonly<Record<string, string>>;
  readonly status: Both<TrialResult['status']>;
  readonly fps: Both<number | null>;
  /** B against A; null where there is nothing to compare. */
  readonly comparison: RowComparison | null;
}

/** The comparison for programs, rounded as results are. */
export function comparisonDocument({ a, b, rows, alone, warnings }: ResultComparison): ComparisonDocument {
  const side = ({ file, result: { createdAt, openvinoVersion } }: NamedResult): ComparedFile => ({
    file,
    createdAt,
    openvinoVersion,
  });
  return {
    schemaVersion: COMPARE_SCHEMA_VERSION,
    a: side(a),
    b: side(b),
    rows: rows.map(({ a: before, b: after, comparison }) => ({
      row: rowName(before),
      requestedDevice: before.requestedDevice,
      api: before.api,
      requests: before.requests,
      ...(before.varied !== undefined && { varied: before.varied }),
      status: [before.status, after.status],
      fps: [before.fps, after.fps],
      comparison: comparison === null ? null : roundComparison(comparison),
    })),
    alone,
    warnings,
  };
}

/** The same as text. */
export function comparisonJson(comparison: ResultComparison): string {
  return jsonText(comparisonDocument(comparison));
}

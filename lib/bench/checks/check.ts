/**
 * A demand on a row, and whether it was met.
 *
 * @category Comparisons and checks
 * @example
 * ```ts
 * const checks: readonly Check[] = result.checks ?? [];
 * for (const { sentence, violated } of checks) if (violated) console.error(sentence);
 * ```
 */
export interface Check {
  /** `threshold` of --fail-if, `regression` of --baseline, `noise` of --strict. */
  readonly kind: 'threshold' | 'regression' | 'noise';
  /** The demand: `p99 > 20ms` as it was given, `fps 5% below the baseline`, `cv > 5%`. */
  readonly condition: string;
  /** The row; null where the demand is of none that there is. */
  readonly requestedDevice: string | null;
  /** How the row was driven; null where the demand is of no row. */
  readonly api: 'sync' | 'async' | null;
  /** Index of the row in `results`; null where there is none. */
  readonly row: number | null;
  /** What was measured, in the unit of `limit`; null where it was not, which violates the demand as well. */
  readonly measured: number | null;
  /** Milliseconds, inferences a second, or a share from 0 to 1. */
  readonly limit: number | null;
  /** Whether it was not met. */
  readonly violated: boolean;
  /** What there is to say, in a sentence. */
  readonly sentence: string;
}

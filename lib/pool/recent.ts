/**
 * What the last measurements were like; all but `count` are of the last 1024.
 *
 * @category Many inferences
 * @example
 * ```ts
 * await compiledModel.run({ image: tensor });
 * const latencyMs: RecentSummary | undefined = compiledModel.stats().latencyMs;
 * console.log(`p99 ${latencyMs?.p99} ms of ${latencyMs?.count}`);
 * ```
 */
export interface RecentSummary {
  /** How many there were in all. */
  readonly count: number;
  /** Arithmetic mean. */
  readonly mean: number;
  /** Median, by nearest rank. */
  readonly p50: number;
  /** The value that 90 % do not exceed, by nearest rank. */
  readonly p90: number;
  /** The value that 99 % do not exceed, by nearest rank. */
  readonly p99: number;
  /** The largest one. */
  readonly max: number;
}

const KEPT = 1024;

/** The last measurements of a stream without end. */
export class Recent {
  readonly #values = new Float64Array(KEPT);
  #count = 0;

  add(value: number): void {
    this.#values[this.#count++ % KEPT] = value;
  }

  /** Percentiles by nearest rank: of 100 values p99 is the 99th. Undefined where there is no value. */
  summary(): RecentSummary | undefined {
    const kept = Math.min(this.#count, KEPT);
    if (kept === 0) return undefined;
    const sorted = this.#values.slice(0, kept).sort();
    const rank = (p: number): number => sorted[Math.max(Math.ceil(p * kept) - 1, 0)] as number;
    const mean = sorted.reduce((sum, value) => sum + value, 0) / kept;
    return { count: this.#count, mean, p50: rank(0.5), p90: rank(0.9), p99: rank(0.99), max: rank(1) };
  }
}

/** What the last measurements were like; all but `count` are of the last 1024. */
export interface RecentSummary {
  /** How many there were in all. */
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
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

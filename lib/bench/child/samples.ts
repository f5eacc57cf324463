import { Histogram, type HistogramData } from '../statistics/histogram.js';

/** As many latencies are kept one by one: 8 MiB, whatever the length of the run. */
export const MOST_KEPT = 1 << 20;

/** What is known of a run's latencies. */
export interface Collected {
  /** In the order of completion; every `stride`-th one where there were more than {@link MOST_KEPT}. */
  readonly latenciesMs: Float64Array;
  readonly stride: number;
  /** All of them, where not each was kept. */
  readonly histogram: HistogramData | undefined;
}

/**
 * Samples in one typed array: a growing JavaScript array would be collected in the middle of the loop. Where the array has
 * reached its limit, every other sample is dropped from it and from then on half as many are kept, so that they are of the
 * whole run; a histogram has all. It takes 35 ns a sample from then on, and those of before when the loop has ended: at once
 * they would take 45 ms.
 */
export class Samples {
  count = 0;
  readonly #limit: number;
  #values: Float64Array;
  #kept = 0;
  #stride = 1;
  #histogram: Histogram | undefined;
  /** The first ones, before they were thinned out; they are not in the histogram yet. */
  #first = new Float64Array(0);

  constructor(expected: number, limit = MOST_KEPT) {
    this.#limit = limit;
    this.#values = new Float64Array(Math.min(Math.max(expected, 1), limit));
  }

  add(value: number): void {
    this.#histogram?.add(value);
    if (this.count++ % this.#stride !== 0) return;
    if (this.#kept === this.#values.length) this.#makeRoom(value);
    // thinning out may have left this one between those that are kept
    if ((this.count - 1) % this.#stride === 0) this.#values[this.#kept++] = value;
  }

  take(): Collected {
    for (const value of this.#first) this.#histogram?.add(value);
    this.#first = new Float64Array(0);
    return {
      latenciesMs: this.#values.slice(0, this.#kept),
      stride: this.#stride,
      histogram: this.#histogram?.data(),
    };
  }

  #makeRoom(next: number): void {
    if (this.#values.length < this.#limit) {
      const larger = new Float64Array(Math.min(this.#values.length * 2, this.#limit));
      larger.set(this.#values);
      this.#values = larger;
      return;
    }
    if (this.#histogram === undefined) {
      this.#histogram = new Histogram();
      this.#first = this.#values.slice();
      this.#histogram.add(next);
    }
    this.#stride *= 2;
    this.#kept = Math.ceil(this.#kept / 2);
    for (let index = 1; index < this.#kept; index++) this.#values[index] = this.#values[2 * index] as number;
  }
}

import { OpenVINOError } from '../errors.js';
import { Recent, type RecentSummary } from './recent.js';

/**
 * What several infer requests that share their work have done, and do.
 *
 * @category Many inferences
 * @example
 * ```ts
 * await compiledModel.run({ image: tensor });
 * const stats: PoolStats = compiledModel.stats();
 * console.log(stats.completed, stats.waiting, stats.latencyMs?.p99);
 * ```
 */
export interface PoolStats {
  /** Infer requests: inferences at the same time. */
  readonly size: number;
  /** Inferences that run. */
  readonly running: number;
  /** Requests that do not. */
  readonly idle: number;
  /** Inferences that wait for a request. */
  readonly waiting: number;
  /** How many may wait. */
  readonly maxWaiting: number;
  /** Inferences that succeeded. */
  readonly completed: number;
  /** Inferences that failed, on the device or for their inputs. */
  readonly failed: number;
  /** Inferences that were cancelled, running or waiting. */
  readonly cancelled: number;
  /** Calls that the waiting list had no place for. */
  readonly refused: number;
  /** Milliseconds from an inference's start to its completion, on OpenVINO's side; undefined before the first. */
  readonly latencyMs: RecentSummary | undefined;
  /** Milliseconds that inferences waited for a request, of those that had to; undefined where none did. */
  readonly waitMs: RecentSummary | undefined;
}

/** Counts what becomes of inferences. */
export class Tally {
  refused = 0;
  readonly waitMs = new Recent();
  readonly #latencyMs = new Recent();
  #completed = 0;
  #failed = 0;
  #cancelled = 0;

  /** @param latencyMs Undefined where it never ran. */
  count(error: unknown, latencyMs: number | undefined): void {
    if (error === undefined) {
      this.#completed++;
      if (latencyMs !== undefined) this.#latencyMs.add(latencyMs);
    } else if (error instanceof OpenVINOError && error.code === 'CANCELLED') {
      this.#cancelled++;
    } else {
      this.#failed++;
    }
  }

  summary(): Pick<PoolStats, 'completed' | 'failed' | 'cancelled' | 'refused' | 'latencyMs' | 'waitMs'> {
    return {
      completed: this.#completed,
      failed: this.#failed,
      cancelled: this.#cancelled,
      refused: this.refused,
      latencyMs: this.#latencyMs.summary(),
      waitMs: this.waitMs.summary(),
    };
  }
}

import type { DeviceWatch } from './device-watch.js';

/** What a loop is asked to do between inferences. */
export interface PauseOptions {
  /** Called with the number of inferences done. */
  readonly onProgress?: ((done: number) => void) | undefined;
  /** Looks which devices execute; where they may change. */
  readonly devices?: DeviceWatch | undefined;
}

/** Most often twice a second something is reported. */
export const PROGRESS_INTERVAL_MS = 500;

/**
 * How long it may go unnoticed that other devices execute. A look takes 1.4 µs, but after an inference, which leaves the
 * processor's caches to itself, 50 to 60 µs (EXECUTION_DEVICES of AUTO and MULTI, 2026.4.1): 0.04 % of that.
 */
export const LOOK_INTERVAL_MS = 150;

/** What comes between inferences every now and then. A loop compares its clock with one number after each of them. */
export class Pauses {
  /** When there is something to do: never, where nothing is ever to be done. */
  dueAt: number;
  readonly #options: PauseOptions;
  #reportAt: number;
  #lookAt: number;

  constructor(options: PauseOptions, startMs: number) {
    this.#options = options;
    this.#reportAt = options.onProgress === undefined ? Number.POSITIVE_INFINITY : startMs + PROGRESS_INTERVAL_MS;
    this.#lookAt = options.devices === undefined ? Number.POSITIVE_INFINITY : startMs + LOOK_INTERVAL_MS;
    this.dueAt = Math.min(this.#reportAt, this.#lookAt);
  }

  /**
   * Does what is due.
   *
   * @param done Latencies that were collected.
   * @param elapsedMs Of the loop, as its total time counts it.
   */
  take(done: number, nowMs: number, elapsedMs: number): void {
    const { onProgress, devices } = this.#options;
    if (nowMs >= this.#lookAt) {
      devices?.look(done, elapsedMs);
      this.#lookAt = nowMs + LOOK_INTERVAL_MS;
    }
    if (nowMs >= this.#reportAt) {
      onProgress?.(done);
      this.#reportAt = nowMs + PROGRESS_INTERVAL_MS;
    }
    this.dueAt = Math.min(this.#reportAt, this.#lookAt);
  }
}

import type { AlarmClock } from '../../../lib/bench/child/clock.js';
import type { Runnable } from '../../../lib/bench/child/loops.js';

/** Time that passes by events: ends of inferences, and moments that somebody waits for. */
export class FakeWorld {
  #time = 0;
  readonly #events: { readonly at: number; readonly run: () => void }[] = [];
  readonly clock: AlarmClock = {
    now: () => this.#time,
    until: (at) => (at <= this.#time ? Promise.resolve() : new Promise((resolve) => this.#at(at, resolve))),
  };

  #at(at: number, run: () => void): void {
    this.#events.push({ at, run });
  }

  /** Requests of a device that serves each by itself; the times of inferences come one after the other, then again. */
  requests(count: number, times: readonly number[], failAt = Number.NaN): Runnable[] {
    let runs = 0;
    return Array.from({ length: count }, () => ({
      infer: () => {
        throw new Error('not asked for');
      },
      inferAsync: () => {
        const time = times[runs++ % times.length] as number;
        const failing = runs - 1 === failAt;
        return new Promise<number>((resolve, reject) =>
          this.#at(this.#time + time, () => (failing ? reject(new Error('device lost')) : resolve(time))),
        );
      },
    }));
  }

  /** Time goes by a pause that blocks everything, such as a collection of garbage. */
  stall(ms: number): void {
    this.#time += ms;
  }

  /** Fires events until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const ended = work.finally(() => {
      done = true;
    });
    for (;;) {
      // reactions to the last event run first
      await new Promise((resolve) => setImmediate(resolve));
      if (done) return ended;
      const next = this.#events.reduce(
        (least, event) => (event.at < least.at ? event : least),
        this.#events[0] ?? NEVER,
      );
      if (next === NEVER) continue;
      this.#events.splice(this.#events.indexOf(next), 1);
      this.#time = Math.max(this.#time, next.at);
      next.run();
    }
  }
}

const NEVER = { at: Number.POSITIVE_INFINITY, run: () => {} };

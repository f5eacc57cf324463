import type { Control } from './control.js';

/** A Node.js process lives on while somebody waits, as it does for an inference that is in flight. */
const LONG_MS = 2 ** 31 - 1;

interface Alarm {
  readonly atMs: number;
  readonly ring: () => void;
}

/** Those who wait for a moment of virtual time. */
export class Alarms {
  readonly #control: Control;
  #waiting: Alarm[] = [];
  #alive: NodeJS.Timeout | undefined;

  constructor(control: Control) {
    this.#control = control;
  }

  /** Resolves when the time has come. */
  set(atMs: number): Promise<void> {
    if (atMs <= this.#control.now()) return Promise.resolve();
    this.#control.alarm(atMs);
    this.#alive ??= setInterval(() => {}, LONG_MS);
    return new Promise((ring) => {
      this.#waiting.push({ atMs, ring });
    });
  }

  /** Wakes those whose time has come. */
  ring(): void {
    if (this.#waiting.length === 0) return;
    // the library counts whole nanoseconds
    const now = this.#control.now() + 5e-7;
    const due = this.#waiting.filter(({ atMs }) => atMs <= now);
    if (due.length === 0) return;
    this.#waiting = this.#waiting.filter(({ atMs }) => atMs > now);
    if (this.#waiting.length === 0) this.#rest();
    for (const { ring } of due) ring();
  }

  /** Wakes all: time is nobody's affair any more. */
  cancel(): void {
    const all = this.#waiting;
    this.#waiting = [];
    this.#rest();
    for (const { ring } of all) ring();
  }

  #rest(): void {
    clearInterval(this.#alive);
    this.#alive = undefined;
  }
}

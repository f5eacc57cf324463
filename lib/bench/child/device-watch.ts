import { cleanExecutionDevices } from '../devices/devices-requested.js';

/** A look at EXECUTION_DEVICES that found others than the one before; the first one finds those of the loop's beginning. */
export interface DeviceChange {
  /** As the property has them: a stand-in of AUTO's stands in parentheses. */
  readonly devices: readonly string[];
  /** What the loop had done when it was seen: latencies, and time. */
  readonly done: number;
  readonly elapsedMs: number;
  /** The same of the look before: the change came between the two. */
  readonly doneBefore: number;
  readonly elapsedBeforeMs: number;
}

/**
 * Looks at EXECUTION_DEVICES through a measured loop: AUTO goes on to its target while it runs, and MULTI leaves out a device
 * that fails. The loop says when (see Pauses), so that it works in virtual time as well.
 */
export class DeviceWatch {
  readonly changes: DeviceChange[] = [];
  /** What the last look found. */
  last: readonly string[] = [];
  readonly #read: () => readonly string[];
  #before = { done: 0, elapsedMs: 0 };
  #base = { done: 0, elapsedMs: 0 };

  constructor(read: () => readonly string[]) {
    this.#read = read;
  }

  /**
   * Looks where a loop begins, has ended, or goes on after a break: what it says from now on comes on top of what was done
   * before.
   */
  mark(done = 0, elapsedMs = 0): void {
    this.#base = { done, elapsedMs };
    this.look(0, 0);
  }

  look(loopDone: number, loopElapsedMs: number): void {
    const now = this.#read();
    const done = this.#base.done + loopDone;
    const elapsedMs = this.#base.elapsedMs + loopElapsedMs;
    const before = this.#before;
    this.#before = { done, elapsedMs };
    const devices = cleanExecutionDevices(now);
    // AUTO has none for a moment where its target has failed and the next one is being loaded
    if (devices.length === 0) return;
    const same = this.last.length > 0 && cleanExecutionDevices(this.last).join() === devices.join();
    this.last = now;
    if (same) return;
    this.changes.push({ devices: now, done, elapsedMs, doneBefore: before.done, elapsedBeforeMs: before.elapsedMs });
  }
}

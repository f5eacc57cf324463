import { availableParallelism } from 'node:os';
import { clearImmediate, clearInterval, setImmediate, setInterval } from 'node:timers';

/**
 * Kept from the time of loading: a test runner's fake timers must not stop a device's time. They replace those of
 * `globalThis`, and of `node:timers` as well.
 */
const timers = { clearImmediate, clearInterval, setImmediate, setInterval };
const now = performance.now.bind(performance);

/** Turns of the event loop that the pump goes on after nothing has changed: a test's next `await` needs a few. */
const IDLE_TURNS = 16;

/** Between two looks while nothing is under way. */
const LOOK_MS = 1;

/** Threads that the addon has for compiling and reading (native/worker.cc); further calls wait for one of them. */
const ADDON_THREADS = Math.min(Math.max(availableParallelism(), 2), 8);

/** Longest time that the clock stands still for calls on their way, lest one that never arrives stop it for ever. */
const PATIENCE_MS = 2000;

/** What a pump works on. */
export interface Pumped {
  /** Fires what is due next, and tells the time and what is under way; the same text means that nothing changed. */
  step(): string;
  /** Asynchronous calls of JavaScript's that have not settled. */
  pendingCalls(): number;
  /** How many of these have arrived in the library and wait there for its clock. */
  waitingCalls(): number;
}

/**
 * Lets virtual time pass: one event a turn of the event loop, so that JavaScript has reacted to a completion before time
 * goes on; and none while a call is on its way between JavaScript and the library, on one of the addon's threads. That
 * makes results the same whatever the machine does at the moment.
 *
 * It never keeps a process alive by itself: turns come to an end when nothing changes, and the timer counts for nothing.
 * What is in flight keeps the process alive by itself, as with a real library.
 */
export class Pump {
  readonly #pumped: Pumped;
  #state = '';
  #idleTurns = 0;
  #calls = '';
  #patientUntil = 0;
  #interval: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;

  constructor(pumped: Pumped) {
    this.#pumped = pumped;
  }

  start(): void {
    if (this.#interval !== undefined) return;
    this.#interval = timers.setInterval(() => {
      if (this.#turn === undefined) this.#run();
    }, LOOK_MS);
    this.#interval.unref();
  }

  stop(): void {
    if (this.#interval !== undefined) timers.clearInterval(this.#interval);
    if (this.#turn !== undefined) timers.clearImmediate(this.#turn);
    this.#interval = undefined;
    this.#turn = undefined;
  }

  #run(): void {
    this.#turn = undefined;
    const state = this.#mustHold() ? this.#state : this.#pumped.step();
    this.#idleTurns = state === this.#state ? this.#idleTurns + 1 : 0;
    this.#state = state;
    // a step may run a user's code, which may have stopped the pump
    if (this.#idleTurns > IDLE_TURNS || this.#interval === undefined) return;
    this.#turn = timers.setImmediate(() => this.#run());
  }

  /** Whether a call is on its way: it has not arrived yet, or it has ended and JavaScript has not heard of it. */
  #mustHold(): boolean {
    const pending = this.#pumped.pendingCalls();
    const waiting = pending === 0 ? 0 : this.#pumped.waitingCalls();
    const isOnItsWay = waiting < Math.min(pending, ADDON_THREADS);
    const calls = isOnItsWay ? `${pending} ${waiting}` : '';
    if (calls !== this.#calls) this.#patientUntil = now() + PATIENCE_MS;
    this.#calls = calls;
    return isOnItsWay && now() < this.#patientUntil;
  }
}

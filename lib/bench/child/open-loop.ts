import { arrivalTimes, exactArrivals } from '../modes/arrivals.js';
import type { Arrivals, OpenFacts } from '../modes/mode.js';
import type { AlarmClock } from './clock.js';
import { randomNumbers } from './input/random.js';
import { expected, type LoopOptions, type LoopResult, type Runnable } from './loops.js';
import { Pauses } from './pauses.js';
import { Samples } from './samples.js';

export interface OpenLoopOptions extends LoopOptions {
  readonly clock: AlarmClock;
  /** `exact`: at the rate itself, where they are random. */
  readonly arrivals: Arrivals & { readonly exact?: true };
  /** Requests that may wait; those that arrive when it is full are refused. */
  readonly backlog: number;
}

export interface OpenLoopResult extends LoopResult {
  readonly facts: OpenFacts;
}

/** Arrivals without a wait between them, after which the event loop gets its turn: ends of inferences are told of there. */
const MOST_AT_ONCE = 32;

/**
 * Requests arrive by a schedule. One that finds no infer request free waits, first come first served; its latency counts from
 * its scheduled arrival, also where this process itself is late, so that a stall hurts all whom it would hurt (no coordinated
 * omission). The line is worked off after the last arrival: to leave it out would leave out the longest waits.
 */
export async function runOpen(requests: readonly Runnable[], options: OpenLoopOptions): Promise<OpenLoopResult> {
  const loop = new OpenLoop(requests, options);
  const error = await loop.run();
  return loop.result(error);
}

class OpenLoop {
  readonly #options: OpenLoopOptions;
  readonly #idle: Runnable[];
  readonly #line = new Line();
  readonly #latency: Samples;
  readonly #queue: Samples;
  readonly #device: Samples;
  readonly #late = { sum: 0, max: 0 };
  readonly #start: number;
  #arrived = 0;
  #refused = 0;
  #windowMs = 0;
  #backlogAtEnd = 0;
  #inFlight = 0;
  #lastStart: number;
  #end: number;
  readonly #pauses: Pauses;
  #failure: { readonly error: unknown } | undefined;
  #drained: (() => void) | undefined;

  constructor(requests: readonly Runnable[], options: OpenLoopOptions) {
    this.#options = options;
    this.#idle = [...requests];
    const count = expected(options.stop);
    this.#latency = new Samples(count);
    this.#queue = new Samples(count);
    this.#device = new Samples(count);
    this.#start = options.clock.now();
    this.#lastStart = this.#start;
    this.#end = this.#start;
    this.#pauses = new Pauses(options, this.#start);
  }

  /** Gives what ended it early. */
  async run(): Promise<unknown> {
    const { clock, stop, arrivals, backlog } = this.#options;
    const random = (): (() => number) => randomNumbers(arrivals.seed);
    const times = arrivals.exact === true ? exactArrivals(arrivals, stop, random) : arrivalTimes(arrivals, random());
    let atOnce = 0;
    for (const offset of times) {
      // one at least, however short the time
      if (stop.kind === 'time' && offset > stop.timeMs && this.#arrived > 0) break;
      const scheduled = this.#start + offset;
      if (clock.now() < scheduled) {
        await clock.until(scheduled);
        atOnce = 0;
      } else if (++atOnce >= MOST_AT_ONCE) {
        await new Promise((resolve) => setImmediate(resolve));
        atOnce = 0;
      }
      if (this.#failure !== undefined) break;
      this.#arrive(scheduled, backlog);
      this.#windowMs = offset;
      if (stop.kind === 'count' && this.#arrived >= stop.iterations) break;
    }
    if (stop.kind === 'time' && this.#failure === undefined) {
      this.#windowMs = Math.max(this.#windowMs, stop.timeMs);
      await clock.until(this.#start + this.#windowMs);
    }
    this.#backlogAtEnd = this.#line.length;
    if (this.#inFlight > 0) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }
    return this.#failure?.error;
  }

  #arrive(scheduled: number, backlog: number): void {
    this.#arrived++;
    // a simulation's clock may be a rounding short of the moment that was waited for
    const late = Math.max(this.#options.clock.now() - scheduled, 0);
    this.#late.sum += late;
    this.#late.max = Math.max(this.#late.max, late);
    const request = this.#idle.shift();
    if (request !== undefined) void this.#serve(request, scheduled);
    else if (this.#line.length < backlog) this.#line.push(scheduled);
    else this.#refused++;
  }

  /** Runs an inference, then the next one that waits. */
  async #serve(request: Runnable, first: number): Promise<void> {
    const { clock } = this.#options;
    this.#inFlight++;
    for (let scheduled: number | undefined = first; scheduled !== undefined; scheduled = this.#next()) {
      const begin = Math.max(clock.now(), scheduled);
      this.#lastStart = begin;
      try {
        const device = await request.inferAsync();
        this.#latency.add(begin - scheduled + device);
        this.#queue.add(begin - scheduled);
        this.#device.add(device);
        this.#end = Math.max(this.#end, begin + device);
      } catch (error) {
        this.#failure ??= { error };
      }
      this.#pause();
    }
    this.#idle.push(request);
    if (--this.#inFlight === 0) this.#drained?.();
  }

  #next(): number | undefined {
    return this.#failure === undefined ? this.#line.shift() : undefined;
  }

  #pause(): void {
    const now = this.#options.clock.now();
    if (now >= this.#pauses.dueAt) this.#pauses.take(this.#device.count, now, now - this.#start);
  }

  result(error: unknown): OpenLoopResult {
    return {
      ...this.#latency.take(),
      totalMs: Math.max(this.#end - this.#start, 0),
      error,
      facts: {
        arrivals: this.#arrived,
        refused: this.#refused,
        windowMs: this.#windowMs,
        busyMs: Math.max(this.#windowMs, this.#lastStart - this.#start),
        backlogMax: this.#line.longest,
        backlogAtEnd: this.#backlogAtEnd,
        queueMs: this.#queue.take(),
        deviceMs: this.#device.take(),
        lateMs: { mean: this.#late.sum / Math.max(this.#arrived, 1), max: this.#late.max },
      },
    };
  }
}

/** Scheduled arrivals that wait, first in first out; nothing moves when one leaves. */
class Line {
  #items: number[] = [];
  #head = 0;
  longest = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: number): void {
    this.#items.push(item);
    this.longest = Math.max(this.longest, this.length);
  }

  shift(): number | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#head++;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}

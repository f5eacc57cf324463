import type { Stop } from '../options.js';
import type { Clock } from './clock.js';
import { type PauseOptions, Pauses } from './pauses.js';
import { type Collected, Samples } from './samples.js';

/** An infer request with its inputs set, as far as the loops need it. */
export interface Runnable {
  /** Runs an inference and waits for it. */
  infer(): void;
  /** Runs an inference and gives its time in milliseconds, from its start to its completion on the device's side. */
  inferAsync(): Promise<number>;
}

/** What a loop measured. */
export interface LoopResult extends Collected {
  /** From the first start to the last completion. */
  readonly totalMs: number;
  /** What ended the loop early; the inferences before it count. Undefined where all went well. */
  readonly error: unknown;
}

/** What is done in pauses is not counted in the time of a synchronous loop. */
export interface LoopOptions extends PauseOptions {
  readonly clock: Clock;
  readonly stop: Stop;
}

/** One inference after the other, on one request. */
export function runSync(request: Runnable, options: LoopOptions): LoopResult {
  const { clock, stop } = options;
  const samples = new Samples(expected(stop));
  const start = clock.now();
  const pauses = new Pauses(options, start);
  let pausedMs = 0;
  let now = start;
  let error: unknown;
  try {
    while (!isOver(stop, samples.count, now - start - pausedMs)) {
      const begin = clock.now();
      request.infer();
      now = clock.now();
      samples.add(now - begin);
      if (now >= pauses.dueAt) {
        pauses.take(samples.count, now, now - start - pausedMs);
        const after = clock.now();
        pausedMs += after - now;
        now = after;
      }
    }
  } catch (cause) {
    error = cause;
  }
  return { ...samples.take(), totalMs: now - start - pausedMs, error };
}

/**
 * Each request starts again as soon as its inference has completed: as many are in flight as there are requests. By count,
 * exactly that many are run; by time, those in flight at its end are completed and counted, and so is their time.
 */
export async function runAsync(requests: readonly Runnable[], options: LoopOptions): Promise<LoopResult> {
  const { clock, stop } = options;
  const samples = new Samples(expected(stop));
  const start = clock.now();
  const pauses = new Pauses(options, start);
  let started = 0;
  let end = start;
  let failure: { readonly error: unknown } | undefined;
  const drive = async (request: Runnable): Promise<void> => {
    while (failure === undefined && !isOver(stop, started, clock.now() - start)) {
      started++;
      samples.add(await request.inferAsync());
      end = clock.now();
      if (end >= pauses.dueAt) pauses.take(samples.count, end, end - start);
    }
  };
  // the first failure ends the loop, once no request is in flight any more
  await Promise.all(
    requests.map((request) =>
      drive(request).catch((error: unknown) => {
        failure ??= { error };
      }),
    ),
  );
  return { ...samples.take(), totalMs: end - start, error: failure?.error };
}

/** At least one inference is run, however short the time. */
export function isOver(stop: Stop, started: number, elapsedMs: number): boolean {
  if (stop.kind === 'count') return started >= stop.iterations && elapsedMs >= (stop.atLeastMs ?? 0);
  return started > 0 && elapsedMs >= stop.timeMs;
}

/** Room for so many samples is made at first. */
export function expected(stop: Stop): number {
  return stop.kind === 'count' ? stop.iterations : 1 << 16;
}

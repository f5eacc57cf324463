import { describe, expect, it } from 'vitest';
import { type Runnable, runAsync, runSync } from '../../../lib/bench/child/loops.js';

/** Time that passes only where a request takes some. */
function virtualClock() {
  let time = 100;
  return {
    now: () => time,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

/** A request whose inferences take the given times, one after the other, then again from the start. */
function syncRequest(clock: ReturnType<typeof virtualClock>, times: readonly number[], failAt?: number): Runnable {
  let runs = 0;
  return {
    infer: () => {
      if (runs === failAt) throw new Error('device lost');
      clock.pass(times[runs++ % times.length] as number);
    },
    inferAsync: () => Promise.reject(new Error('not asked for')),
  };
}

describe('the synchronous loop', () => {
  it('by count: each latency, and the time of all', () => {
    const clock = virtualClock();
    const stop = { kind: 'count', iterations: 5 } as const;
    const { latenciesMs, totalMs, error } = runSync(syncRequest(clock, [3, 4]), { clock, stop });
    expect([...latenciesMs]).toEqual([3, 4, 3, 4, 3]);
    expect(totalMs).toBe(17);
    expect(error).toBeUndefined();
  });

  it('by time: until it is over, one inference at least', () => {
    const clock = virtualClock();
    const loop = (timeMs: number): number =>
      runSync(syncRequest(clock, [4]), { clock, stop: { kind: 'time', timeMs } }).latenciesMs.length;
    expect([loop(1), loop(4), loop(10)]).toEqual([1, 1, 3]);
  });

  it('tells of its progress at most twice a second, and does not count the time of that', () => {
    const clock = virtualClock();
    const told: number[] = [];
    const onProgress = (done: number): void => {
      told.push(done);
      clock.pass(70);
    };
    const stop = { kind: 'count', iterations: 20 } as const;
    const { totalMs } = runSync(syncRequest(clock, [100]), { clock, stop, onProgress });
    expect(told).toEqual([5, 10, 15, 20]);
    expect(totalMs).toBe(2000);
  });

  it('keeps what was measured before a failure', () => {
    const clock = virtualClock();
    const stop = { kind: 'count', iterations: 10 } as const;
    const { latenciesMs, totalMs, error } = runSync(syncRequest(clock, [2], 3), { clock, stop });
    expect([...latenciesMs]).toEqual([2, 2, 2]);
    expect(totalMs).toBe(6);
    expect(error).toEqual(new Error('device lost'));
  });

  it('has room for more samples than it first made', () => {
    const clock = virtualClock();
    const { latenciesMs } = runSync(syncRequest(clock, [1, 2]), { clock, stop: { kind: 'time', timeMs: 150_000 } });
    expect(latenciesMs).toHaveLength(100_000);
    expect([latenciesMs[65_535], latenciesMs[65_536], latenciesMs[99_999]]).toEqual([2, 1, 2]);
  });
});

/** Requests that end in the order of a queue: `finish()` completes the one started first. */
function asyncRequests(count: number) {
  const pending: { resolve(latencyMs: number): void; reject(error: unknown): void }[] = [];
  let most = 0;
  let started = 0;
  const requests: Runnable[] = Array.from({ length: count }, () => ({
    infer: () => {
      throw new Error('not asked for');
    },
    inferAsync: () => {
      started++;
      return new Promise<number>((resolve, reject) => {
        pending.push({ resolve, reject });
        most = Math.max(most, pending.length);
      });
    },
  }));
  const settle = async (how: (entry: (typeof pending)[number]) => void): Promise<void> => {
    const entry = pending.shift();
    if (entry !== undefined) how(entry);
    // the loop's own continuation runs in microtasks
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    requests,
    finish: (latencyMs: number) => settle((entry) => entry.resolve(latencyMs)),
    fail: (error: Error) => settle((entry) => entry.reject(error)),
    counts: () => ({ most, started, inFlight: pending.length }),
  };
}

describe('the asynchronous loop', () => {
  it('keeps all requests in flight and runs exactly the number asked for', async () => {
    const clock = virtualClock();
    const { requests, finish, counts } = asyncRequests(3);
    const loop = runAsync(requests, { clock, stop: { kind: 'count', iterations: 7 } });
    for (let done = 1; done <= 7; done++) {
      clock.pass(10);
      await finish(done);
      expect(counts().inFlight).toBe(Math.min(3, 7 - done));
    }
    const { latenciesMs, totalMs } = await loop;
    expect([...latenciesMs]).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(totalMs).toBe(70);
    expect(counts()).toEqual({ most: 3, started: 7, inFlight: 0 });
  });

  it('leaves requests idle that the count has no work for', async () => {
    const clock = virtualClock();
    const { requests, finish, counts } = asyncRequests(4);
    const loop = runAsync(requests, { clock, stop: { kind: 'count', iterations: 2 } });
    await finish(1);
    await finish(1);
    expect((await loop).latenciesMs).toHaveLength(2);
    expect(counts().started).toBe(2);
  });

  it('by time: those in flight at its end are completed and counted, with their time', async () => {
    const clock = virtualClock();
    const { requests, finish } = asyncRequests(2);
    const loop = runAsync(requests, { clock, stop: { kind: 'time', timeMs: 25 } });
    for (let run = 0; run < 4; run++) {
      clock.pass(10);
      await finish(20);
    }
    const { latenciesMs, totalMs } = await loop;
    expect(latenciesMs).toHaveLength(4);
    expect(totalMs).toBe(40);
  });

  it('a failure ends it once nothing is in flight, and keeps the rest', async () => {
    const clock = virtualClock();
    const { requests, finish, fail, counts } = asyncRequests(2);
    let ended = false;
    const loop = runAsync(requests, { clock, stop: { kind: 'count', iterations: 100 } }).finally(() => {
      ended = true;
    });
    clock.pass(5);
    await finish(5);
    await fail(new Error('device lost'));
    expect([ended, counts().inFlight]).toEqual([false, 1]);
    await finish(6);
    const { latenciesMs, error } = await loop;
    expect([...latenciesMs]).toEqual([5, 6]);
    expect(error).toEqual(new Error('device lost'));
    expect(counts().started).toBe(3);
  });
});

import { describe, expect, it } from 'vitest';
import { DeviceWatch } from '../../../lib/bench/child/device-watch.js';
import { type Runnable, runAsync, runSync } from '../../../lib/bench/child/loops.js';
import { runOpen } from '../../../lib/bench/child/open-loop.js';
import { LOOK_INTERVAL_MS } from '../../../lib/bench/child/pauses.js';
import { runQueries } from '../../../lib/bench/child/query-loop.js';
import { runSlices, type Turns } from '../../../lib/bench/child/slices.js';
import type { Turn } from '../../../lib/bench/run/protocol.js';
import { FakeWorld } from './fake-world.js';

/** AUTO's devices by the time of a clock: the CPU until the GPU is there. */
function watchOf(now: () => number, switchAt: number): { watch: DeviceWatch; looks: number[] } {
  const looks: number[] = [];
  const watch = new DeviceWatch(() => {
    looks.push(now());
    return now() < switchAt ? ['(CPU)'] : ['GPU'];
  });
  return { watch, looks };
}

function syncWorld(inferenceMs: number) {
  let time = 1000;
  const request: Runnable = {
    infer: () => {
      time += inferenceMs;
    },
    inferAsync: () => Promise.reject(new Error('not asked for')),
  };
  const pass = (ms: number): void => {
    time += ms;
  };
  return { request, pass, clock: { now: () => time } };
}

describe('looks at EXECUTION_DEVICES', () => {
  it('come at an interval, and a change lies between two of them', () => {
    const { request, clock } = syncWorld(4);
    const { watch, looks } = watchOf(clock.now, 1200);
    watch.mark();
    const { totalMs } = runSync(request, { clock, stop: { kind: 'count', iterations: 100 }, devices: watch });
    watch.mark(100, totalMs);
    expect(LOOK_INTERVAL_MS).toBe(150);
    expect(looks).toEqual([1000, 1152, 1304, 1400]);
    expect(watch.last).toEqual(['GPU']);
    expect(watch.changes).toEqual([
      { devices: ['(CPU)'], done: 0, elapsedMs: 0, doneBefore: 0, elapsedBeforeMs: 0 },
      { devices: ['GPU'], done: 76, elapsedMs: 304, doneBefore: 38, elapsedBeforeMs: 152 },
    ]);
  });

  it('are none of the time of a synchronous loop', () => {
    const { request, clock, pass } = syncWorld(10);
    const watch = new DeviceWatch(() => {
      pass(3);
      return ['CPU'];
    });
    const { totalMs, latenciesMs } = runSync(request, {
      clock,
      stop: { kind: 'count', iterations: 40 },
      devices: watch,
    });
    expect(totalMs).toBe(400);
    expect(Math.max(...latenciesMs)).toBe(10);
  });

  it('are not made where nobody asks for them', () => {
    const { request, clock } = syncWorld(10);
    const { looks } = watchOf(clock.now, 0);
    runSync(request, { clock, stop: { kind: 'count', iterations: 40 } });
    expect(looks).toEqual([]);
  });

  it('find no change where a stand-in becomes the device itself, or none is told for a moment', () => {
    const answers = [['(CPU)'], ['CPU'], [], ['CPU'], ['GPU', 'CPU']];
    const watch = new DeviceWatch(() => answers.shift() ?? []);
    for (const done of [0, 1, 2, 3, 4]) watch.look(done, 10 * done);
    expect(watch.changes.map(({ devices, done }) => [devices.join(), done])).toEqual([
      ['(CPU)', 0],
      ['GPU,CPU', 4],
    ]);
  });

  it('are made in asynchronous loops, queries and open loops', async () => {
    const devicesSeen = async (run: (world: FakeWorld, watch: DeviceWatch) => Promise<unknown>) => {
      const world = new FakeWorld();
      const { watch } = watchOf(world.clock.now, 500);
      watch.mark();
      await world.run(run(world, watch));
      return watch.changes.map(({ devices, done, elapsedMs }) => [devices.join(), done, elapsedMs]);
    };
    const stop = { kind: 'count', iterations: 100 } as const;
    const closed = await devicesSeen((world, devices) =>
      runAsync(world.requests(2, [20]), { clock: world.clock, stop, devices }),
    );
    // looks each 160 ms, which is eight inferences of 20; of the two that end together one is counted before a look
    expect(closed).toEqual([
      ['(CPU)', 0, 0],
      ['GPU', 63, 640],
    ]);
    const queries = await devicesSeen((world, devices) =>
      runQueries(world.requests(2, [20]), 4, { clock: world.clock, stop, devices }),
    );
    expect(queries[1]).toEqual(['GPU', 16, 640]);
    const arrivals = { pattern: 'fixed', rate: 20, seed: 1 } as const;
    const open = await devicesSeen((world, devices) =>
      runOpen(world.requests(2, [20]), { clock: world.clock, stop, devices, arrivals, backlog: 9 }),
    );
    expect(open).toMatchObject([
      ['(CPU)', 0, 0],
      ['GPU', expect.any(Number), 620],
    ]);
  });

  it('in slices count what earlier ones did, and a change in the other one’s slice is seen at once', async () => {
    const { request, clock, pass } = syncWorld(10);
    const { watch } = watchOf(clock.now, 1300);
    const turns: Turn[] = [{ kind: 'slice', timeMs: 200 }, { kind: 'slice', timeMs: 200 }, { kind: 'finish' }];
    const inTurns: Turns = {
      ready: () => {},
      next: async () => {
        pass(100);
        return turns.shift() as Turn;
      },
      ended: () => {},
    };
    const slices = { leadIn: 1, frames: 1, devices: watch };
    await runSlices(inTurns, slices, async (stop, devices) => runSync(request, { clock, stop, devices }));
    // 100 of waiting, 10 to lead in, 200 measured; the GPU comes in the break after them
    expect(watch.changes).toMatchObject([
      { devices: ['(CPU)'], done: 0 },
      { devices: ['GPU'], done: 20, elapsedMs: 200 },
    ]);
  });
});

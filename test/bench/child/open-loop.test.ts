import { describe, expect, it } from 'vitest';
import { runOpen } from '../../../lib/bench/child/open-loop.js';
import { runQueries } from '../../../lib/bench/child/query-loop.js';
import type { Stop } from '../../../lib/bench/options.js';
import { FakeWorld } from './fake-world.js';

const count = (iterations: number): Stop => ({ kind: 'count', iterations });
const fixed = (rate: number) => ({ pattern: 'fixed', rate, seed: 1 }) as const;

describe('the open loop', () => {
  it('a device that keeps up: nobody waits, and what is offered is achieved', async () => {
    const world = new FakeWorld();
    const { clock } = world;
    const requests = world.requests(1, [4]);
    const { latenciesMs, totalMs, facts } = await world.run(
      runOpen(requests, { clock, arrivals: fixed(100), backlog: 10, stop: count(5) }),
    );
    expect([...latenciesMs]).toEqual([4, 4, 4, 4, 4]);
    expect(totalMs).toBe(54);
    expect(facts).toMatchObject({ arrivals: 5, refused: 0, windowMs: 50, busyMs: 50, backlogMax: 0, backlogAtEnd: 0 });
  });

  it('latency counts from the scheduled arrival, waiting and device apart', async () => {
    const world = new FakeWorld();
    const requests = world.requests(1, [15]);
    const { latenciesMs, facts } = await world.run(
      runOpen(requests, { clock: world.clock, arrivals: fixed(100), backlog: 10, stop: count(4) }),
    );
    expect([...facts.queueMs.latenciesMs]).toEqual([0, 5, 10, 15]);
    expect([...facts.deviceMs.latenciesMs]).toEqual([15, 15, 15, 15]);
    expect([...latenciesMs]).toEqual([15, 20, 25, 30]);
    expect(facts).toMatchObject({ windowMs: 40, busyMs: 55, backlogAtEnd: 1 });
  });

  it('refuses what the line has no room for, and works the line off after the last arrival', async () => {
    const world = new FakeWorld();
    const requests = world.requests(1, [100]);
    const { latenciesMs, facts } = await world.run(
      runOpen(requests, { clock: world.clock, arrivals: fixed(100), backlog: 2, stop: { kind: 'time', timeMs: 95 } }),
    );
    expect(facts).toMatchObject({ arrivals: 9, refused: 6, backlogMax: 2, backlogAtEnd: 2, windowMs: 95 });
    expect([...latenciesMs]).toEqual([100, 190, 280]);
  });

  it('a stall of this process is in the latencies of all who arrived meanwhile', async () => {
    const world = new FakeWorld();
    const [request] = world.requests(1, [1]);
    let runs = 0;
    const stalling = {
      infer: () => {},
      inferAsync: async () => {
        const time = await (request as { inferAsync(): Promise<number> }).inferAsync();
        if (++runs === 2) world.stall(35);
        return time;
      },
    };
    const { latenciesMs, facts } = await world.run(
      runOpen([stalling], { clock: world.clock, arrivals: fixed(100), backlog: 10, stop: count(6) }),
    );
    expect([...latenciesMs].map(Math.round)).toEqual([1, 1, 27, 18, 9, 1]);
    expect(facts.lateMs.max).toBe(26);
  });

  it('several requests serve one line; a failure ends it once nothing is in flight', async () => {
    const world = new FakeWorld();
    const many = await world.run(
      runOpen(world.requests(2, [15]), { clock: world.clock, arrivals: fixed(100), backlog: 9, stop: count(6) }),
    );
    expect(Math.max(...many.facts.queueMs.latenciesMs)).toBe(0);
    const failing = new FakeWorld();
    const { latenciesMs, error } = await failing.run(
      runOpen(failing.requests(2, [15], 2), {
        clock: failing.clock,
        arrivals: fixed(100),
        backlog: 9,
        stop: { kind: 'time', timeMs: 1e9 },
      }),
    );
    expect(error).toEqual(new Error('device lost'));
    expect(latenciesMs.length).toBe(3);
  });

  it('random arrivals are the same for a seed', async () => {
    const run = async (seed: number): Promise<number[]> => {
      const world = new FakeWorld();
      const arrivals = { pattern: 'poisson', rate: 100, seed } as const;
      const { latenciesMs } = await world.run(
        runOpen(world.requests(1, [8]), { clock: world.clock, arrivals, backlog: 99, stop: count(50) }),
      );
      return [...latenciesMs];
    };
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });
});

describe('queries', () => {
  it('take as long as the last of their inferences, and one begins when the other has ended', async () => {
    const world = new FakeWorld();
    const options = { clock: world.clock, stop: count(3) };
    const { latenciesMs, totalMs } = await world.run(runQueries(world.requests(2, [10]), 5, options));
    expect([...latenciesMs]).toEqual([30, 30, 30]);
    expect(totalMs).toBe(90);
  });
});

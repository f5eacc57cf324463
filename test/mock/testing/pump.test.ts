import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Pump, type Pumped } from '../../../lib/testing/pump.js';

let pump: Pump | undefined;
afterEach(() => {
  pump?.stop();
  vi.useRealTimers();
});

/** Something with so many events ahead. */
class Events implements Pumped {
  left = 0;
  steps = 0;
  pending = 0;
  waiting = 0;

  step(): string {
    this.steps++;
    if (this.left > 0) this.left--;
    return String(this.left);
  }

  pendingCalls(): number {
    return this.pending;
  }

  waitingCalls(): number {
    return this.waiting;
  }
}

function pumped(): Events {
  const events = new Events();
  pump = new Pump(events);
  pump.start();
  return events;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

describe('the pump', () => {
  it('fires one event a turn of the event loop', async () => {
    const events = pumped();
    events.left = 100;
    await until(() => events.left < 100);
    for (let i = 0; i < 50; i++) {
      const before = events.left;
      await turn();
      expect(before - events.left).toBeLessThanOrEqual(1);
    }
    await until(() => events.left === 0);
  });

  it('goes on for some turns after the last event, and then only looks now and then', async () => {
    const events = pumped();
    events.left = 1;
    await until(() => events.left === 0);
    events.left = 1;
    for (let i = 0; i < 5; i++) await turn();
    expect(events.left).toBe(0);
    for (let i = 0; i < 40; i++) await turn();
    const before = events.steps;
    await delay(30);
    expect(events.steps - before).toBeGreaterThan(0);
    expect(events.steps - before).toBeLessThan(60);
  });

  it('finds what has begun meanwhile', async () => {
    const events = pumped();
    await delay(20);
    events.left = 3;
    await until(() => events.left === 0);
  });

  it('stands still while a call is on its way', async () => {
    const events = pumped();
    events.pending = 1;
    events.left = 10;
    await delay(50);
    expect(events.left).toBe(10);
    events.waiting = 1;
    await until(() => events.left === 0);
  });

  it('does not wait for calls that wait for a thread themselves', async () => {
    const events = pumped();
    events.pending = 50;
    events.waiting = 8;
    events.left = 10;
    await until(() => events.left === 0);
  });

  it('does not wait for ever for a call that does not arrive', async () => {
    const events = pumped();
    events.pending = 2;
    events.waiting = 1;
    events.left = 10;
    await delay(100);
    expect(events.left).toBe(10);
    await vi.waitUntil(() => events.left === 0, 10_000);
  });

  it('stands still for each call anew', async () => {
    const events = pumped();
    for (let call = 0; call < 3; call++) {
      events.pending = 1;
      events.waiting = 0;
      events.left = 10;
      await delay(700);
      expect(events.left).toBe(10);
      events.pending = 0;
      await until(() => events.left === 0);
    }
  });

  it('runs under fake timers', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'setImmediate', 'performance', 'Date'] });
    const events = pumped();
    events.left = 100;
    await until(() => events.left === 0);
  });

  it('stops, also from within a step', async () => {
    const events = pumped();
    events.left = 100;
    const { step } = Object.getPrototypeOf(events) as Events;
    events.step = () => {
      if (events.left === 50) pump?.stop();
      return step.call(events);
    };
    await until(() => events.left < 50);
    await delay(20);
    expect(events.left).toBe(49);
    pump?.stop();
    pump?.start();
    pump?.start();
    await until(() => events.left === 0);
  });
});

/**
 * Where times come from. The machine's clock here; a simulated device brings a clock of its own, so that loops, statistics
 * and reports work in virtual time without knowing it.
 */
export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number;
}

/** A clock that wakes up whoever waits for a moment of it. */
export interface AlarmClock extends Clock {
  /** Resolves when that time has come; at once where it is past. */
  until(timeMs: number): Promise<void>;
}

/** The machine's monotonic clock. */
export const machineClock: AlarmClock = {
  now: () => performance.now(),
  until: async (timeMs) => {
    // loaded by the first who waits: a loop that waits for devices alone has no use for it
    const { alarmClock } = await import('./alarm.js');
    await alarmClock().until(timeMs);
  },
};

/** A clock that is `speed` times as fast as the machine's, and has the same way of waiting. */
export function scaledAlarms(clock: Clock, speed: number): AlarmClock {
  return {
    now: () => clock.now(),
    until: (timeMs) => machineClock.until(machineClock.now() + (timeMs - clock.now()) / speed),
  };
}

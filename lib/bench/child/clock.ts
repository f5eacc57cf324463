/**
 * Where times come from. The machine's clock here; a simulated device brings a clock of its own, so that loops, statistics
 * and reports work in virtual time without knowing it.
 */
export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number;
}

/** The machine's monotonic clock. */
export const machineClock: Clock = { now: () => performance.now() };

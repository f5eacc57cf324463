import type { Stop } from '../options.js';
import { countOf } from '../result/rows.js';
import type { SliceTotals, Turn } from '../run/protocol.js';
import type { DeviceWatch } from './device-watch.js';
import type { LoopResult } from './loops.js';
import { Samples } from './samples.js';

/** How a process that takes turns with another one is told when it is its own. */
export interface Turns {
  /** Says that it is loaded and warm, and waits. */
  ready(): void;
  /** The next thing to do; nothing runs here until it comes. */
  next(): Promise<Turn>;
  ended(totals: SliceTotals): void;
}

export interface Slices {
  /** Inferences before each of them. */
  readonly leadIn: number;
  /** Frames of an inference. */
  readonly frames: number;
  /** Looks which devices execute, also at the beginning of each slice; not during what leads in. */
  readonly devices?: DeviceWatch | undefined;
}

/**
 * The measured loop in slices: in each the loop runs as it does in one piece, and hears and says nothing. Inferences that
 * lead in are not measured: in the other one's slice the caches were filled with other things, and threads fell asleep.
 */
export async function runSlices(
  turns: Turns,
  { leadIn, frames, devices }: Slices,
  loop: (stop: Stop, devices?: DeviceWatch) => Promise<LoopResult>,
): Promise<LoopResult> {
  const samples = new Samples(1 << 16);
  let totalMs = 0;
  let error: unknown;
  turns.ready();
  while (error === undefined) {
    const turn = await turns.next();
    if (turn.kind === 'finish') break;
    const lead = await loop({ kind: 'count', iterations: leadIn });
    error = lead.error;
    if (error !== undefined) break;
    devices?.mark(samples.count, totalMs);
    const slice = await loop({ kind: 'time', timeMs: turn.timeMs }, devices);
    for (const latency of slice.latenciesMs) samples.add(latency);
    totalMs += slice.totalMs;
    error = slice.error;
    const count = countOf(slice);
    if (error === undefined) turns.ended({ count, frames: count * frames, totalMs: slice.totalMs });
  }
  return { ...samples.take(), totalMs, error };
}

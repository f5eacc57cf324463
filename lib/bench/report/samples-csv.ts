import type { Outcome } from '../run/executor.js';
import type { TrialSpec } from '../run/plan.js';
import { csvLine } from './csv.js';

/** Characters that are handed over at once: the text of ten million samples is 250 MB. */
const CHUNK = 1 << 16;

export const SAMPLES_HEADER = csvLine(['row', 'process', 'index', 'latency_ms', 'stride']);

/** Which row, and which of its processes, outcomes are of: both from 0, as in the JSON result's arrays. */
export class Numbering {
  readonly #rows = new Map<TrialSpec, { readonly row: number; processes: number }>();

  /** @param outcome The next one, in the order in which they ended. */
  next({ spec, row: whole = spec }: Outcome): { readonly row: number; readonly process: number } {
    const known = this.#rows.get(whole) ?? { row: this.#rows.size, processes: 0 };
    this.#rows.set(whole, known);
    return { row: known.row, process: known.processes++ };
  }
}

/** All latencies that were kept, header first, in pieces; those of a process are in the order of completion. */
export function* samplesCsv(outcomes: readonly Outcome[]): Generator<string> {
  yield SAMPLES_HEADER;
  const numbering = new Numbering();
  for (const outcome of outcomes) yield* sampleLines(outcome, numbering);
}

/**
 * The latencies of one process. Of a run of more than a million, every second, fourth ... one was kept: `index` counts all of
 * them, and `stride` says how many each of those that are there stands for.
 */
export function* sampleLines(outcome: Outcome, numbering: Numbering): Generator<string> {
  const { row, process } = numbering.next(outcome);
  if (!('measurement' in outcome)) return;
  const { latenciesMs, stride = 1 } = outcome.measurement;
  const prefix = `${row},${process},`;
  let text = '';
  for (let index = 0; index < latenciesMs.length; index++) {
    // a tenth of a microsecond, as in the JSON; numbers need no quotes, and nothing else is in the line
    text += `${prefix}${index * stride},${Math.round((latenciesMs[index] as number) * 10_000) / 10_000},${stride}\r\n`;
    if (text.length >= CHUNK) {
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}

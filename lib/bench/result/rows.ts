import type { Measurement } from '../child/trial.js';
import type { Failure } from '../failure.js';
import { counted } from '../report/format.js';
import type { Outcome } from '../run/executor.js';
import type { TrialSpec } from '../run/plan.js';
import { Histogram, type HistogramData, summarizeHistogram } from '../statistics/histogram.js';
import { framesPerSecond, type LatencySummary, summarizeLatencies } from '../statistics/stats.js';

/** A process that measured something. */
export type Measured = Extract<Outcome, { measurement: Measurement }>;

/** Latencies as they were collected: samples, and all of them in a histogram where not each was kept. */
type Latencies = Pick<Measurement, 'histogram' | 'latenciesMs'>;

/** What became of a row: of its process, or of its processes where it was repeated. */
export interface Row {
  readonly spec: TrialSpec;
  readonly outcomes: readonly Outcome[];
}

/** The outcomes of each row, rows in the order in which they began. */
export function rowsOf(outcomes: readonly Outcome[]): Row[] {
  const rows = new Map<TrialSpec, Outcome[]>();
  for (const outcome of outcomes) {
    const key = outcome.row ?? outcome.spec;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [outcome]);
    else row.push(outcome);
  }
  return [...rows].map(([spec, all]) => ({ spec, outcomes: all }));
}

/**
 * The outcome that speaks for a row: of the processes that went well, the one with the median FPS (of two in the middle the
 * slower one); where none did, the first. Where the model was replaced between two of its processes, that: the others do not
 * make a row of one model.
 */
export function representative({ outcomes }: Row): Outcome {
  const replaced = outcomes.find((outcome) => 'failure' in outcome && outcome.failure.code === 'MODEL_REPLACED');
  if (replaced !== undefined) return replaced;
  // of loads the quicker one is the one that took less time
  const fast = ({ measurement }: Measured): number =>
    measurement.facts?.kind === 'load' ? -measurement.loadMs : (fpsOf(measurement) ?? 0);
  const well = outcomes.filter(wentWell).sort((a, b) => fast(a) - fast(b));
  return well[Math.floor((well.length - 1) / 2)] ?? (outcomes[0] as Outcome);
}

/** Whether a process measured all that it should. */
export function wentWell(outcome: Outcome): outcome is Measured {
  return 'measurement' in outcome && outcome.measurement.failure === undefined;
}

/** What a process failed with; undefined where it went well. */
export function failureOf(outcome: Outcome): Failure | undefined {
  if ('failure' in outcome) return outcome.failure;
  const { failure } = outcome.measurement;
  return (
    failure && {
      code: failure.code,
      message: `After ${counted(inferencesOf(outcome.measurement), 'inference')}: ${failure.message}`,
    }
  );
}

/** Inferences that a process measured: as many as latencies, or more where these are of queries. */
export function inferencesOf(measurement: Pick<Measurement, 'histogram' | 'latenciesMs' | 'facts'>): number {
  const { facts } = measurement;
  return countOf(measurement) * (facts?.kind === 'query' ? facts.samples : 1);
}

/** Frames per second of a process: an inference works on a batch of them. */
export function fpsOf(measurement: Measurement): number | null {
  return framesPerSecond(inferencesOf(measurement) * (measurement.frames ?? 1), measurement.totalMs);
}

/** Latencies that a process measured: of a long run not each has a sample. */
export function countOf({ histogram, latenciesMs }: Latencies): number {
  return histogram?.count ?? latenciesMs.length;
}

/** Latencies of several processes together, in a histogram: undefined where each sample was kept. */
export function histogramOf(measurements: readonly Latencies[]): HistogramData | undefined {
  if (measurements.every(({ histogram }) => histogram === undefined)) return undefined;
  const all = new Histogram();
  for (const { histogram, latenciesMs } of measurements) {
    if (histogram !== undefined) all.merge(histogram);
    else for (const latency of latenciesMs) all.add(latency);
  }
  return all.data();
}

/** The latencies of several processes together. */
export function latencySummary(measurements: readonly Latencies[], samples: Float64Array): LatencySummary | null {
  const histogram = histogramOf(measurements);
  return histogram === undefined ? summarizeLatencies(samples) : summarizeHistogram(histogram);
}

/** Those of one process, or of a part of each of its inferences. */
export function summaryOf(latencies: Latencies): LatencySummary | null {
  return latencySummary([latencies], latencies.latenciesMs);
}

/** The samples of several processes, one after the other. */
export function pooled(measured: readonly Measured[]): Float64Array {
  const [only] = measured;
  if (only !== undefined && measured.length === 1) return only.measurement.latenciesMs;
  const all = new Float64Array(measured.reduce((sum, { measurement }) => sum + measurement.latenciesMs.length, 0));
  let at = 0;
  for (const { measurement } of measured) {
    all.set(measurement.latenciesMs, at);
    at += measurement.latenciesMs.length;
  }
  return all;
}

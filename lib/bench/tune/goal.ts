import { usageError } from '../options.js';
import { percentile, supportsPercentile } from '../statistics/stats.js';

/** What a configuration is to be good at. */
export type Goal =
  | { readonly kind: 'throughput' }
  /** The highest throughput among those whose percentile does not exceed a bound. */
  | { readonly kind: 'latency'; readonly percent: number; readonly boundMs: number };

/** Percentiles that a goal may name. */
const PERCENTS = [50, 90, 95, 99] as const;
const UNIT_MS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000 };

/** `throughput`, or `latency p99 < 20ms`. */
export function parseGoal(text: string): Goal {
  if (text.trim().toLowerCase() === 'throughput') return { kind: 'throughput' };
  const match = /^\s*latency\s+p(\d+)\s*<=?\s*(\d+(?:\.\d+)?)\s*(us|ms|s)\s*$/i.exec(text);
  const percent = PERCENTS.find((each) => each === Number(match?.[1]));
  const boundMs = Number(match?.[2]) * (UNIT_MS[match?.[3]?.toLowerCase() ?? ''] ?? Number.NaN);
  if (percent !== undefined && boundMs > 0 && boundMs <= 3_600_000) return { kind: 'latency', percent, boundMs };
  throw usageError(
    `--goal takes throughput, or a bound such as "latency p99 < 20ms" (p50, p90, p95 or p99; us, ms or s), not ${JSON.stringify(text.slice(0, 80))}.`,
  );
}

export function goalText(goal: Goal): string {
  return goal.kind === 'throughput' ? 'throughput' : `latency p${goal.percent} < ${goal.boundMs} ms`;
}

/** The goal's percentile of some latencies, whether they support it or not; null where the goal has none. */
export function tailOf(goal: Goal, latenciesMs: Float64Array): number | null {
  if (goal.kind === 'throughput' || latenciesMs.length === 0) return null;
  return percentile(Float64Array.from(latenciesMs).sort(), goal.percent);
}

/** Samples that a verdict on the goal's percentile needs. */
export function samplesNeeded(goal: Goal): number {
  if (goal.kind === 'throughput') return 1;
  let count = 1;
  // ten above it: a thousand for p99
  while (!supportsPercentile(count, goal.percent)) count++;
  return count;
}

import type { Check } from '../checks/check.js';
import type { Duet, RowComparison } from '../compare/comparison.js';
import type { Ratio } from '../compare/verdict.js';
import type { DevicePhase } from '../devices/phases.js';
import type { DeviceShares } from '../devices/shares.js';
import { roundModes } from '../modes/round.js';
import type { DeviceProfile } from '../result/profile.js';
import type { BenchResult, ProcessResult, Quantile, TimelineBin, TrialResult } from '../result/result.js';
import type { LatencySummary } from '../statistics/stats.js';

/** The result as `--json` writes it: rounded to what was measured, two spaces of indentation, a newline at the end. */
export function resultJson(result: BenchResult): string {
  return jsonText(roundedResult(result));
}

/** A value as the files of this command have it. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(NUMBER_LIST, (list) =>
    list.replace(/\s+/g, ' ').replace(/^\[ | \]$/g, (end) => end.trim()),
  );
  return `${text.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

/** A result whose figures are rounded as they are written. */
export function roundedResult(result: BenchResult): BenchResult {
  const { comparisons, duet, checks } = result;
  return {
    ...result,
    results: result.results.map(roundTrial),
    ...(comparisons !== undefined && { comparisons: comparisons.map(roundComparison) }),
    ...(duet !== undefined && { duet: roundDuet(duet) }),
    ...(checks !== undefined && { checks: checks.map(roundCheck) }),
  };
}

/** Shapes and boxes read better on a line; no string holds a line's end, so this finds numbers only. */
const NUMBER_LIST = /\[\n\s+-?\d[\d.e+-]*(?:,\n\s+-?\d[\d.e+-]*)*\n\s+\]/g;

/** Names in models and paths may hold characters that reorder a terminal's text; JSON.stringify escapes only those below a space. */
const UNPRINTABLE = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Times to a tenth of a microsecond (the clock's own grain is not much finer), rates to six digits. */
function roundTrial(trial: TrialResult): TrialResult {
  const rounded: TrialResult = {
    ...roundFigures(trial),
    ...(trial.deviceShares !== undefined && { deviceShares: roundShares(trial.deviceShares) }),
    ...(trial.quantiles !== undefined && {
      quantiles: trial.quantiles.map(([share, ms]): Quantile => [decimals(share, 6), decimals(ms, 4)]),
    }),
    ...(trial.timeline !== undefined && { timeline: trial.timeline.map(roundBin) }),
    ...(trial.profiles !== undefined && { profiles: trial.profiles.map(roundProfile) }),
    ...(trial.processes !== undefined && { processes: trial.processes.map(roundFigures) }),
    ...roundModes(trial),
  };
  if (trial.detections === undefined) return rounded;
  return {
    ...rounded,
    detections: trial.detections.map(({ confidence, box: [xmin, ymin, xmax, ymax], ...rest }) => ({
      ...rest,
      confidence: decimals(confidence, 5),
      box: [decimals(xmin, 2), decimals(ymin, 2), decimals(xmax, 2), decimals(ymax, 2)],
    })),
  };
}

function roundBin({ first, count, min, p50, max }: TimelineBin): TimelineBin {
  return { first, count, min: decimals(min, 4), p50: decimals(p50, 4), max: decimals(max, 4) };
}

function roundPhase({ totalMs, fps, latencyMs, uncertainty, ...phase }: DevicePhase): DevicePhase {
  return {
    ...phase,
    totalMs: decimals(totalMs, 4),
    fps: rate(fps),
    latencyMs: latencyMs === null ? null : roundLatency(latencyMs),
    uncertainty: uncertainty && { ...uncertainty, ms: decimals(uncertainty.ms, 4) },
  };
}

function roundShares(shares: DeviceShares): DeviceShares {
  const devices = shares.devices.map(({ share, interval: [low, high], ...device }) => ({
    ...device,
    share: decimals(share, 4),
    interval: [decimals(low, 4), decimals(high, 4)] as const,
  }));
  return { ...shares, devices };
}

function roundProfile(profile: DeviceProfile): DeviceProfile {
  const layers = profile.layers.map(({ realMs, cpuMs, share, ...layer }) => ({
    ...layer,
    realMs: decimals(realMs, 4),
    cpuMs: decimals(cpuMs, 4),
    share: decimals(share, 6),
  }));
  return { ...profile, totalMs: decimals(profile.totalMs, 4), layers };
}

function roundCheck(check: Check): Check {
  const six = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(6)));
  return { ...check, measured: six(check.measured), limit: six(check.limit) };
}

type Figures = Pick<ProcessResult, 'devicePhases' | 'loadMs' | 'firstInferenceMs' | 'totalMs' | 'fps' | 'latencyMs'>;

/** Of a row or of one of its processes. */
function roundFigures<T extends Figures>(each: T): T {
  return {
    ...each,
    ...(each.devicePhases !== undefined && { devicePhases: each.devicePhases.map(roundPhase) }),
    loadMs: time(each.loadMs),
    firstInferenceMs: time(each.firstInferenceMs),
    totalMs: time(each.totalMs),
    fps: rate(each.fps),
    latencyMs: each.latencyMs === null ? null : roundLatency(each.latencyMs),
  };
}

function roundLatency({ min, mean, p50, p90, p95, p99, p999, max, sd }: LatencySummary): LatencySummary {
  return {
    min: decimals(min, 4),
    mean: decimals(mean, 4),
    p50: decimals(p50, 4),
    p90: decimals(p90, 4),
    ...(p95 !== undefined && { p95: time(p95) }),
    p99: time(p99),
    ...(p999 !== undefined && { p999: time(p999) }),
    max: decimals(max, 4),
    sd: time(sd),
  };
}

/** Ratios to a ten-thousandth: no benchmark here tells less. */
export function roundComparison<T extends RowComparison>(comparison: T): T {
  const times = Object.entries(comparison.times).map(([name, each]) => [name, roundRatio(each)]);
  return { ...roundRatio(comparison), times: Object.fromEntries(times) };
}

function roundRatio<T extends Ratio>(ratio: T): T {
  const { interval, detectable } = ratio;
  return {
    ...ratio,
    ratio: digits(ratio.ratio),
    interval: interval === null ? null : interval.map(digits),
    detectable: detectable === null ? null : decimals(detectable, 5),
  };
}

function roundDuet({ sliceMs, ratios }: Duet): Duet {
  return { sliceMs, ratios: ratios.map((pair) => pair.map(digits)) };
}

function digits(value: number): number {
  return Number(value.toPrecision(5));
}

function rate(perSecond: number | null): number | null {
  return perSecond === null ? null : Number(perSecond.toPrecision(6));
}

function time(milliseconds: number | null): number | null {
  return milliseconds === null ? null : decimals(milliseconds, 4);
}

function decimals(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

import type { BenchResult } from '../result.js';
import { type Baseline, readBaseline } from './baseline.js';
import type { Check } from './check.js';
import type { Condition } from './condition.js';
import { checkNoise } from './noise.js';
import { type BaselineMetric, checkRegressions } from './regression.js';
import { checkThresholds } from './thresholds.js';

/** What is demanded of a run's figures; its exit code says whether they came up to it. */
export interface Demands {
  /** What must hold of no row. */
  readonly failIf: readonly Condition[];
  /** The greatest coefficient of variation of a row's processes; undefined for any. */
  readonly strict: number | undefined;
  readonly regression: RegressionDemand | undefined;
}

export interface RegressionDemand {
  /** File or folder of the result to compare with. */
  readonly baseline: string;
  readonly metrics: readonly BaselineMetric[];
  /** How much worse a figure may be, as a share. */
  readonly most: number;
}

export const NO_DEMANDS: Demands = { failIf: [], strict: undefined, regression: undefined };

/** Demands whose baseline has been read. */
export interface ReadyDemands extends Demands {
  readonly baseline: Baseline | undefined;
}

/** @throws OpenVINOError for a baseline that can't be used: before anything is measured. */
export async function readyDemands(demands: Demands): Promise<ReadyDemands> {
  const { regression } = demands;
  return { ...demands, baseline: regression && (await readBaseline(regression.baseline)) };
}

/** The result with what became of the demands; the same one where there are none. */
export function withChecks(result: BenchResult, demands: ReadyDemands): BenchResult {
  const { failIf, strict, regression, baseline } = demands;
  if (failIf.length === 0 && strict === undefined && regression === undefined) return result;
  const { results } = result;
  const checks: Check[] = [
    ...checkThresholds(results, failIf),
    ...(regression === undefined || baseline === undefined
      ? []
      : checkRegressions(results, { ...regression, baseline: baseline.result.results })),
    ...(strict === undefined ? [] : checkNoise(results, strict)),
  ];
  return { ...result, checks };
}

/** What to know about a comparison with a baseline, as sentences. */
export function baselineRemarks(result: BenchResult, { baseline }: ReadyDemands): string[] {
  if (baseline === undefined) return [];
  const { model, simulated, interrupted } = baseline.result;
  return [
    ...(model.sha256 === result.model.sha256 ? [] : ['The baseline is of another model: the SHA-256 differs.']),
    ...(simulated === result.simulated ? [] : ['Either the baseline or this run is simulated, and the other is not.']),
    ...(interrupted === true ? ['The baseline was interrupted: rows may be missing from it.'] : []),
  ];
}

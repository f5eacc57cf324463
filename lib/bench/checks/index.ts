import { differentWork, isSimulated, simulationName } from '../compare/same-work.js';
import type { BenchResult } from '../result/result.js';
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
    ...(regression === undefined || baseline === undefined ? [] : checkBaseline(result, regression, baseline)),
    ...(strict === undefined ? [] : checkNoise(results, strict)),
  ];
  return { ...result, checks };
}

/** Rows against those of the baseline; where it is of other work there is nothing to compare, and that is the violation. */
function checkBaseline(result: BenchResult, regression: RegressionDemand, { path, result: before }: Baseline): Check[] {
  const why = differentWork({ file: path, result: before }, { file: 'this run', result });
  if (why === undefined) return checkRegressions(result.results, { ...regression, baseline: before.results });
  return [
    {
      kind: 'regression',
      condition: 'the baseline is of another model or input, or only one of the two is simulated',
      requestedDevice: null,
      api: null,
      row: null,
      measured: null,
      limit: null,
      violated: true,
      sentence: `No row was compared with the baseline: ${why}.`,
    },
  ];
}

/** What to know about a comparison with a baseline, as sentences. */
export function baselineRemarks(result: BenchResult, { baseline }: ReadyDemands): string[] {
  if (baseline === undefined) return [];
  const before = baseline.result;
  const [then, now] = [before, result].map(simulationName);
  return [
    ...(isSimulated(before) && isSimulated(result) && then !== now
      ? [`The baseline is of another simulation: ${then}, and this run of ${now}.`]
      : []),
    ...(before.interrupted === true ? ['The baseline was interrupted: rows may be missing from it.'] : []),
  ];
}

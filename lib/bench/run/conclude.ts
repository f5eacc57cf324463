import { baselineRemarks, NO_DEMANDS, type ReadyDemands, withChecks } from '../checks/index.js';
import { type ReportOptions, report } from '../report/index.js';
import type { BenchResult } from '../result/result.js';
import { type Circumstances, summarize } from '../result/summarize.js';
import type { Execution } from './executor.js';
import type { Plan } from './plan.js';

export interface Concluding extends Omit<ReportOptions, 'outcomes'> {
  readonly plan: Plan;
  readonly circumstances: Circumstances;
  readonly demands: ReadyDemands | undefined;
}

/** From what was measured to the result, and what is told and written of it. Loaded while the measuring has begun. */
export async function conclude(execution: Execution, options: Concluding): Promise<BenchResult> {
  const { circumstances, demands = { ...NO_DEMANDS, baseline: undefined }, ...rest } = options;
  const result = withChecks(summarize(execution, circumstances), demands);
  for (const remark of baselineRemarks(result, demands)) options.stderr.write(`ov-bench: warning: ${remark}\n`);
  await report(result, { ...rest, outcomes: execution.outcomes });
  return result;
}

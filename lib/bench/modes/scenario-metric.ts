import type { TrialResult } from '../result/result.js';
import { boundText } from './arrivals.js';
import type { ScenarioInfo } from './result.js';

/** A row with the value of its scenario's metric. */
export function withScenario(trial: TrialResult): TrialResult {
  if (trial.scenario === undefined) return trial;
  return { ...trial, scenario: { name: trial.scenario.name, ...metricOf(trial, trial.scenario) } };
}

function metricOf(trial: TrialResult, { name }: ScenarioInfo): Omit<ScenarioInfo, 'name'> {
  const { latencyMs, rateSearch, openLoop } = trial;
  const ms = 'ms' as const;
  switch (name) {
    case 'SingleStream':
      return { metric: '90th percentile of latency', value: latencyMs?.p90 ?? null, unit: ms };
    case 'MultiStream':
      return { metric: '99th percentile of the latency of a query', value: latencyMs?.p99 ?? null, unit: ms };
    case 'Offline':
      return { metric: 'samples a second', value: trial.fps, unit: 'per second' };
    case 'Server':
      if (rateSearch !== undefined) {
        const metric = `highest rate of Poisson arrivals a second with ${boundText(rateSearch.bound)}`;
        return { metric, value: rateSearch.rate, unit: 'per second' };
      }
      return {
        metric: `99th percentile of latency at ${openLoop?.rate ?? '?'} arrivals a second`,
        value: latencyMs?.p99 ?? null,
        unit: ms,
      };
  }
}

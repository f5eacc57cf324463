import { usageError } from '../options.js';
import type { BenchOptions } from '../run/plan.js';
import type { LatencyBound } from './mode.js';

/** The scenarios of MLPerf's LoadGen, by its names. */
export const SCENARIOS: readonly ScenarioName[] = ['SingleStream', 'MultiStream', 'Server', 'Offline'];
/**
 * A scenario of MLPerf's LoadGen, by its name there.
 *
 * @category Benchmarks
 * @example
 * ```ts
 * const scenario: ScenarioName = 'SingleStream';
 * const { results } = await benchmark({ model: 'model.xml', scenario, iterations: 20 });
 * console.log(results[0]?.scenario?.metric);
 * ```
 */
export type ScenarioName = 'SingleStream' | 'MultiStream' | 'Server' | 'Offline';

/** LoadGen's number of samples in a query of MultiStream. */
export const SAMPLES_PER_QUERY = 8;
/** Bound of Server where none is given: what LoadGen has for an image classifier (ResNet-50). */
const SERVER_BOUND: LatencyBound = { percent: 99, limitMs: 15 };

export function parseScenario(text: string): ScenarioName {
  const name = SCENARIOS.find((each) => each.toLowerCase() === text.toLowerCase());
  if (name !== undefined) return name;
  throw usageError(
    `--scenario takes ${SCENARIOS.slice(0, -1).join(', ')} or ${SCENARIOS.at(-1)}, not ${JSON.stringify(text)}.`,
  );
}

/**
 * Options with what a scenario stands for; what was given besides stays.
 *
 * @param apiGiven Whether --api was among the options.
 * @throws OpenVINOError `USAGE` where an option contradicts it.
 */
export function withScenario(options: BenchOptions, apiGiven: boolean): BenchOptions {
  const { modes = {}, apis, requests } = options;
  const { scenario } = modes;
  if (scenario === undefined) return options;
  const api = scenario === 'SingleStream' ? 'sync' : 'async';
  if (apiGiven && (apis.length !== 1 || apis[0] !== api))
    throw usageError(`--scenario ${scenario} is --api ${api}: leave --api out.`);
  if (scenario === 'SingleStream' && requests !== undefined && requests > 1)
    throw usageError('--scenario SingleStream has one request in flight: leave --requests out.');
  if (modes.rate !== undefined && scenario !== 'Server')
    throw usageError(`--scenario ${scenario} has no rate of arrivals: --rate is Server's.`);
  if (modes.find !== undefined && scenario !== 'Server')
    throw usageError(`--scenario ${scenario} has no bound on latency: --find-rate is Server's.`);
  if (modes.rate?.pattern === 'fixed') throw usageError('--scenario Server has random arrivals: --rate poisson:N.');
  return { ...options, apis: [api], modes: presetOf(scenario, modes) };
}

function presetOf(scenario: ScenarioName, modes: NonNullable<BenchOptions['modes']>): BenchOptions['modes'] {
  if (scenario === 'MultiStream') return { ...modes, samplesPerQuery: modes.samplesPerQuery ?? SAMPLES_PER_QUERY };
  if (scenario !== 'Server' || modes.rate !== undefined || modes.find !== undefined) return modes;
  return { ...modes, find: SERVER_BOUND };
}

/** The hint of a scenario; undefined for what the way of driving has. */
export function scenarioHint(scenario: ScenarioName | undefined): 'latency' | 'throughput' | undefined {
  if (scenario === undefined) return undefined;
  return scenario === 'SingleStream' ? 'latency' : 'throughput';
}

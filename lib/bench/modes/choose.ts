import type { Api } from '../options.js';
import type { BenchOptions } from '../run/plan.js';
import type { ModeChoice } from './expand.js';
import { withScenario } from './scenario.js';

/**
 * The benchmark's options with the modes that were asked for.
 *
 * @param apiGiven Whether it was said how to drive; it follows the mode otherwise.
 * @throws OpenVINOError `USAGE` where a scenario contradicts an option.
 */
export function withModes(options: BenchOptions, modes: ModeChoice, apiGiven: boolean): BenchOptions {
  if (Object.keys(modes).length === 0) return options;
  const apis: readonly Api[] = modes.endToEnd !== undefined && !apiGiven ? ['sync'] : options.apis;
  return withScenario({ ...options, apis, modes }, apiGiven);
}

import type { TrialResult } from '../result/result.js';

/** `INFERENCE_PRECISION_HINT=f32 NUM_STREAMS=2`: what a row was compiled with, but for the hint, which has a column. */
export function propertiesText({ properties = {} }: Pick<TrialResult, 'properties'>): string {
  return Object.entries(properties)
    .filter(([key]) => key !== 'PERFORMANCE_HINT')
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

/** Properties of a row that some of its kin lack or have another value of; what a sweep varies is named already. */
export function propertiesThatDiffer(
  { properties = {}, varied = {} }: TrialResult,
  kin: readonly TrialResult[],
): string {
  const told = new Set(Object.keys(varied).map((key) => KEYS[key] ?? key));
  return Object.entries(properties)
    .filter(([key, value]) => !told.has(key) && kin.some((each) => each.properties?.[key] !== value))
    .filter(([key]) => key !== 'PERFORMANCE_HINT' || !isDefaultOf(kin))
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

/** Properties behind the words of sweeps. */
const KEYS: Readonly<Record<string, string>> = { streams: 'NUM_STREAMS', hint: 'PERFORMANCE_HINT' };

/** Whether hints differ because rows are driven in different ways, each of which has its own. */
function isDefaultOf(kin: readonly TrialResult[]): boolean {
  const hints = new Map<string, Set<string | undefined>>();
  for (const { api, properties } of kin)
    hints.set(api, (hints.get(api) ?? new Set()).add(properties?.PERFORMANCE_HINT));
  return [...hints.values()].every(({ size }) => size === 1);
}

import type { ModeResult } from './result.js';

/** Members of a result that modes bring, rounded as the rest: times to a tenth of a microsecond, rates to six digits. */
export function roundModes(trial: ModeResult): ModeResult {
  const { batch, inferencesPerSecond, openLoop, rateSearch, load, endToEnd, scenario } = trial;
  return {
    ...(batch !== undefined && { batch }),
    ...(inferencesPerSecond !== undefined && { inferencesPerSecond: round(inferencesPerSecond) }),
    ...(openLoop !== undefined && { openLoop: round(openLoop) }),
    ...(rateSearch !== undefined && { rateSearch: round(rateSearch) }),
    ...(load !== undefined && { load: round(load) }),
    ...(endToEnd !== undefined && { endToEnd: round(endToEnd) }),
    ...(scenario !== undefined && { scenario: round(scenario) }),
  };
}

/** All numbers within a value that are no whole ones. */
function round<T>(value: T): T {
  if (typeof value === 'number') return (Number.isInteger(value) ? value : Number(value.toFixed(4))) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => round(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, round(item)])) as T;
}

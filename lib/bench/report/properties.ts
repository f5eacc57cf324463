import type { TrialResult } from '../result.js';

/** `INFERENCE_PRECISION_HINT=f32 NUM_STREAMS=2`: what a row was compiled with, but for the hint, which has a column. */
export function propertiesText({ properties = {} }: Pick<TrialResult, 'properties'>): string {
  return Object.entries(properties)
    .filter(([key]) => key !== 'PERFORMANCE_HINT')
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

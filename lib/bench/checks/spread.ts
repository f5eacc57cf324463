import type { TrialResult } from '../result/result.js';

/**
 * How much a row's processes differ: the coefficient of variation, standard deviation (n − 1) over mean, of their frames per
 * second, or of their load times where they only load. Undefined with fewer than two that went well.
 */
export function spreadOf({ processes = [], load }: TrialResult): number | undefined {
  const well = processes.filter(({ status }) => status === 'ok');
  const values = well.flatMap(({ fps, loadMs }) => (load === undefined ? fps : loadMs) ?? []);
  if (values.length < 2) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return mean > 0 ? Math.sqrt(squares / (values.length - 1)) / mean : undefined;
}

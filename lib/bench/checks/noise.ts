import type { TrialResult } from '../result/result.js';
import type { Check } from './check.js';
import { rowName, valueText } from './metrics.js';
import { spreadOf } from './spread.js';

/** Processes of a row may differ by this much under --strict: a coefficient of variation of their frames per second. */
export const STRICT_CV = 0.05;

/** Whether each row's processes agree. A single process says nothing of how others would differ, so it does not pass. */
export function checkNoise(results: readonly TrialResult[], limit: number): Check[] {
  return [...results.entries()].flatMap(([index, row]) => {
    if (row.status !== 'ok') return [];
    const spread = spreadOf(row);
    const most = valueText(limit, 'share');
    const sentence =
      spread === undefined
        ? `${rowName(row)}: one process says nothing of how others would differ; --strict needs two that go well (--repeat).`
        : `${rowName(row)}: ${row.load === undefined ? 'FPS' : 'load times'} of the processes vary by ${valueText(spread, 'share')} (standard deviation / mean); --strict allows ${most}.`;
    return {
      kind: 'noise',
      condition: `cv > ${most}`,
      requestedDevice: row.requestedDevice,
      api: row.api,
      row: index,
      measured: spread ?? null,
      limit,
      violated: spread === undefined || spread > limit,
      sentence,
    } satisfies Check;
  });
}

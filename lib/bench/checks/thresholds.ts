import type { TrialResult } from '../result/result.js';
import type { Check } from './check.js';
import { type Condition, holds } from './condition.js';
import { rowName, valueText } from './metrics.js';

/**
 * Holds conditions against rows. A figure that was not measured fails its condition: a limit that is never looked at
 * protects nothing. Rows that failed are left out, for their failure is told and has an exit code of its own.
 */
export function checkThresholds(results: readonly TrialResult[], conditions: readonly Condition[]): Check[] {
  return conditions.flatMap((condition) => {
    const { device } = condition;
    const rows = [...results.entries()].filter(([, row]) => device === undefined || row.requestedDevice === device);
    if (device !== undefined && rows.length === 0 && results.length > 0) return [withoutRow(condition, device)];
    return rows.flatMap(([index, row]) => (row.status === 'ok' ? [checkRow(row, index, condition)] : []));
  });
}

function checkRow(row: TrialResult, index: number, condition: Condition): Check {
  const { metric, limit, text } = condition;
  const value = metric.of(row);
  const measured = typeof value === 'number' ? value : null;
  const violated = typeof value !== 'number' || holds(condition, value);
  const sentence =
    typeof value === 'number'
      ? `${rowName(row)}: ${metric.name} is ${valueText(value, metric.dimension)}${violated ? `, and must not be ${text}` : ''}.`
      : `${rowName(row)}: ${metric.name} can't be held against "${text}": ${value}.`;
  const { requestedDevice, api } = row;
  return { kind: 'threshold', condition: text, requestedDevice, api, row: index, measured, limit, violated, sentence };
}

function withoutRow({ text, limit }: Condition, device: string): Check {
  return {
    kind: 'threshold',
    condition: text,
    requestedDevice: null,
    api: null,
    row: null,
    measured: null,
    limit,
    violated: true,
    sentence: `"${text}" could not be looked at, which counts as a violation: no row is of ${device}.`,
  };
}

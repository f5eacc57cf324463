import type { Check } from './check.js';

const OPTIONS = [
  ['threshold', '--fail-if'],
  ['regression', '--baseline'],
  ['noise', '--strict'],
] as const;

/**
 * A line of the demands that were met, `Passed: --baseline (2 rows)`: that nothing is said of a gate looks like a gate that was
 * not there. None where none was met.
 */
export function passedLines(checks: readonly Check[] = []): string[] {
  const met = OPTIONS.flatMap(([kind, option]) => {
    const own = checks.filter((check) => check.kind === kind);
    if (own.length === 0 || own.some(({ violated }) => violated)) return [];
    const rows = new Set(own.map(({ row }) => row)).size;
    return [`${option} (${rows} ${rows === 1 ? 'row' : 'rows'})`];
  });
  return met.length === 0 ? [] : [`Passed: ${met.join(', ')}`];
}

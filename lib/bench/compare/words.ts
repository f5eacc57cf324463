import type { TrialResult } from '../result/result.js';
import type { RowComparison } from './comparison.js';
import type { Ratio } from './verdict.js';

/** `1.54x faster [1.41, 1.66]`, `inconclusive [0.93, 1.08]`, `1.50x (no verdict)`. */
export function verdictWords({ ratio, interval, verdict }: Ratio): string {
  if (interval === null || verdict === null) return `${times(ratio, 2)}x (no verdict)`;
  const [low, high] = interval;
  const digits = high - low < 0.02 ? 3 : 2;
  const range = (from: number, to: number): string => `[${times(from, digits)}, ${times(to, digits)}]`;
  if (verdict === 'faster') return `${times(ratio, digits)}x faster ${range(low, high)}`;
  if (verdict === 'slower') return `${times(1 / ratio, digits)}x slower ${range(1 / high, 1 / low)}`;
  return `inconclusive ${range(low, high)}`;
}

function times(ratio: number, digits: number): string {
  return ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(digits);
}

/** `3.2 %` */
export function share(value: number): string {
  const percent = 100 * value;
  return `${percent >= 10 ? percent.toFixed(0) : percent.toFixed(1)} %`;
}

/** Whether rows were repeated in several processes, whatever became of these. */
export function wereSeveral(results: readonly Pick<TrialResult, 'processes'>[]): boolean {
  return results.some(({ processes }) => processes !== undefined);
}

/**
 * What stands below a table of comparisons: what its verdicts are founded on, or why there are none.
 *
 * @param several Whether several processes a row were asked for.
 */
export function foundation(comparisons: readonly RowComparison[], several = false): string[] {
  const judged = comparisons.filter(({ verdict }) => verdict !== null);
  return [
    ...(comparisons.some(({ noVerdict }) => noVerdict === 'one-process')
      ? [several ? 'One process alone went well of some rows: no verdict.' : 'One process: no verdict; --repeat 5.']
      : []),
    ...(comparisons.some(({ noVerdict }) => noVerdict === 'throttled') ? ['Throttled rows: no verdict.'] : []),
    ...(comparisons.some(({ noVerdict }) => noVerdict === 'one-search') ? [SEARCHED] : []),
    ...(['fps', 'loadMs'] as const).flatMap((metric) => {
      const ofMetric = judged.filter((each) => each.metric === metric);
      return ofMetric.length > 0 ? [detectableSentence(JUDGED[metric], ofMetric)] : [];
    }),
  ];
}

const SEARCHED =
  'Found rates: no verdict: each is of one search, some ten processes, and how much the next search differs is not known.';

const JUDGED = { fps: 'FPS', loadMs: 'Load times' } as const;

const UNITS = {
  duet: 'pairs of processes in turns',
  paired: 'processes a row',
  independent: 'processes a row',
} as const;

function detectableSentence(what: string, judged: readonly RowComparison[]): string {
  const counts = [...new Set(judged.flatMap(({ processes }) => processes))].sort((a, b) => a - b);
  const differences = judged.map(({ detectable }) => detectable ?? 0).sort((a, b) => a - b);
  const [least = 0, most = 0] = [differences[0], differences.at(-1)];
  const range = share(least) === share(most) ? share(least) : `${share(least)} to ${share(most)}`;
  const unit = UNITS[judged[0]?.design ?? 'paired'];
  return `${what} against the baseline, 95 % interval, ${counts.join(' or ')} ${unit}. Smallest detectable difference: ${range}.`;
}

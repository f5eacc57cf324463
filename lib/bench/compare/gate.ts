import { EXIT } from '../exit-code.js';
import type { ComparedRow, ResultComparison } from './compare-results.js';
import { rowName } from './match.js';
import { share, verdictWords } from './words.js';

/** What `--fail-if-slower` came to. */
export interface Gate {
  /** 0, {@link EXIT.violated} or {@link EXIT.noisy}. */
  readonly code: number;
  /** Why it does not pass, a sentence a row; where it does, what that means. */
  readonly sentences: readonly string[];
}

/**
 * A comparison that would not find a row of half the speed, or hardly, has decided nothing by finding nothing: this is the
 * largest of the smallest detectable differences that a row without a verdict of faster or slower passes with.
 */
export const MOST_DETECTABLE = 0.25;

interface Ruling {
  readonly code: number;
  readonly sentence?: string;
}

const PASSED: Ruling = { code: EXIT.ok };

/**
 * Holds the second result against the first one. Each row of the first one must be in the second, and not be slower: what
 * has vanished or failed is a violation. Where no verdict is possible, or only large differences would have been found,
 * nothing was decided, which does not pass either: a single process that is a third slower may be noise, and may not. A row
 * that only the second result has is new, and nothing is demanded of it.
 */
export function gateOf(comparison: ResultComparison): Gate {
  const { a, b, rows, alone } = comparison;
  const vanished = alone.filter(({ file }) => file === a.file);
  const rulings: Ruling[] = [
    ...vanished.map(({ row }) => ({
      code: EXIT.violated,
      sentence: `${row} is not in ${b.file}: measure it there as well, or choose rows with --device and --api.`,
    })),
    ...rows.map((row) => rule(row, a.file, b.file)),
  ];
  const codes = rulings.map(({ code }) => code);
  const code = [EXIT.violated, EXIT.noisy].find((each) => codes.includes(each)) ?? EXIT.ok;
  return {
    code,
    sentences: code === EXIT.ok ? [passed(comparison)] : rulings.flatMap(({ sentence }) => sentence ?? []),
  };
}

function passed({ b, rows }: ResultComparison): string {
  const least = Math.max(...rows.map(({ comparison }) => comparison?.detectable ?? 0));
  const count = `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`;
  return `passed: none of ${count} is slower in ${b.file}; a difference below ${share(least)} would hardly have been found.`;
}

function rule({ a, b, comparison }: ComparedRow, before: string, after: string): Ruling {
  const name = rowName(a);
  if (b.status === 'failed') return { code: EXIT.violated, sentence: `${name} failed in ${after}.` };
  if (a.status === 'failed')
    return undecided(name, `it failed in ${before}, so there is nothing to compare with: measure that again`);
  if (comparison === null)
    return undecided(name, 'it has no speed to compare, as open loops have none: leave it out with --device or --api');
  const { verdict, detectable } = comparison;
  if (verdict === 'slower') return { code: EXIT.violated, sentence: `${name}: ${verdictWords(comparison)}.` };
  if (verdict === 'inconclusive' && detectable !== null && detectable > MOST_DETECTABLE)
    return undecided(
      name,
      `its processes differ so much that only a difference of ${share(detectable)} would be found, and the gate asks for ${share(MOST_DETECTABLE)}: measure more of them (--repeat), or on a quieter machine`,
    );
  if (verdict !== null) return PASSED;
  if (comparison.noVerdict === 'throttled')
    return undecided(name, 'it was throttled, so no verdict is founded on it: measure again when the machine is cool');
  if (comparison.noVerdict === 'one-search')
    return undecided(
      name,
      'how much another search for its rate would differ is not known: gate a closed loop, or the latency of that rate (--rate, --fail-if)',
    );
  const [first, second] = comparison.processes;
  const few = [
    [first, before],
    [second, after],
  ].flatMap(([count, file]) => (Number(count) < 2 ? [String(file)] : []));
  return undecided(
    name,
    `${comparison.ratio.toFixed(2)}x may be noise, for ${few.join(' and ')} ${few.length === 1 ? 'has' : 'have'} one process of it: measure with --repeat 5`,
  );
}

function undecided(name: string, why: string): Ruling {
  return { code: EXIT.noisy, sentence: `nothing was decided about ${name}: ${why}.` };
}

import type { Command } from 'commander';
import { type Condition, parseCondition } from '../checks/condition.js';
import type { Demands } from '../checks/index.js';
import { STRICT_CV } from '../checks/noise.js';
import { BASELINE_METRICS, type BaselineMetric, MAX_REGRESSION } from '../checks/regression.js';
import { collect, oneOf, parseShare, usageError } from '../options.js';
import { addOptions, option } from './measuring-options.js';

/** What is demanded of the figures. */
export interface CheckOptions {
  readonly failIf?: readonly Condition[];
  readonly baseline?: string;
  readonly maxRegression?: number;
  readonly baselineMetric?: readonly BaselineMetric[];
  readonly strict?: true | number;
}

/** Adds what sets the exit codes 4 and 5. */
export function addCheckOptions(command: Command): void {
  addOptions(command, 'Demands:', [
    option(
      '--fail-if <condition>',
      'exit with 4 where it holds of a row: "p99 > 20ms", "fps < 200 on CPU"; repeatable',
      collect((text: string) => parseCondition(text)),
    ),
    option(
      '--baseline <file>',
      'a result of --json or --output: exit with 4 where a row is slower than its like in it',
    ),
    option('--max-regression <share>', 'how much slower is allowed (default: 5%)', (text) =>
      parseShare('--max-regression', text),
    ),
    option(
      '--baseline-metric <metric>',
      `what is compared: ${BASELINE_METRICS.join(', ')}; repeatable (default: fps)`,
      collectWords(oneOf('--baseline-metric', BASELINE_METRICS)),
    ),
    option(
      '--strict [cv]',
      'exit with 5 where the processes of a row vary by more than this (default: 5%), or where there is only one; 5 processes a row',
      (text) => parseShare('--strict', text),
    ),
  ]);
}

/** Like {@link collect}, and still with the words. */
function collectWords<T extends string>(
  parse: ((text: string) => T) & { readonly words: readonly T[] },
): (text: string, previous: readonly T[] | undefined) => T[] {
  return Object.assign(collect(parse), { words: parse.words });
}

/** @throws OpenVINOError `USAGE` where it was said how to compare, and not with what. */
export function chooseDemands(options: CheckOptions): Demands {
  const { failIf = [], baseline, maxRegression, baselineMetric, strict } = options;
  if (baseline === undefined && (maxRegression ?? baselineMetric) !== undefined) {
    throw usageError(
      `--${maxRegression === undefined ? 'baseline-metric' : 'max-regression'} needs --baseline FILE, the result to compare with.`,
    );
  }
  const regression =
    baseline === undefined
      ? undefined
      : { baseline, metrics: [...new Set(baselineMetric ?? ['fps' as const])], most: maxRegression ?? MAX_REGRESSION };
  return { failIf, strict: strict === true ? STRICT_CV : strict, regression };
}

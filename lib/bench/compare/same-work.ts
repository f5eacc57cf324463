import type { BenchResult } from '../result/result.js';

/** What tells whether two results are of the same work, and what a sentence calls each. */
export interface Work {
  readonly file: string;
  readonly result: Pick<BenchResult, 'model' | 'input' | 'results' | 'simulated'>;
}

/**
 * Why figures of two results have nothing in common, as a clause: other models, weights or inputs, or a simulation against a
 * machine. Undefined where they are of the same work.
 *
 * Inputs are the same where their elements are, whatever file they came from. Random elements have a fixed seed, so they are
 * the same wherever shapes and element types of the inputs are.
 */
export function differentWork(a: Work, b: Work): string | undefined {
  const [first, second] = [a.result, b.result];
  const hashes = (one: string | null, other: string | null): string =>
    `(sha256 ${short(one)} in ${a.file}, ${short(other)} in ${b.file})`;
  if (first.model.sha256 !== second.model.sha256)
    return `the results are of different models ${hashes(first.model.sha256, second.model.sha256)}: measure the same one twice`;
  const [weights, others] = [first.model.weightsSha256 ?? null, second.model.weightsSha256 ?? null];
  if (weights !== others)
    return `the results are of models with different weights ${hashes(weights, others)}: measure the same one twice`;
  if (first.input.sha256 !== second.input.sha256) {
    const random = first.input.kind === 'random' && second.input.kind === 'random';
    const advice = random
      ? 'both are random with the same seed, so their shapes or element types differ; give the same --shape and --batch'
      : 'measure with the same one';
    return `the models were given different inputs ${hashes(first.input.sha256, second.input.sha256)}: ${advice}`;
  }
  const simulated = [a, b].filter(({ result }) => isSimulated(result));
  return simulated.length === 1
    ? `the results have nothing in common: ${simulated[0]?.file} is of simulated devices and the other result is not, and a simulation says nothing of a machine`
    : undefined;
}

export function isSimulated({ simulated, results }: Pick<BenchResult, 'simulated' | 'results'>): boolean {
  return simulated === true || results.some((row) => row.simulated);
}

/** What was simulated, for a sentence. */
export function simulationName({ simulation }: Pick<BenchResult, 'simulation'>): string {
  return simulation === undefined ? 'a mock' : `${simulation.profile}, ${simulation.clock} time`;
}

function short(sha256: string | null): string {
  return sha256 === null ? 'none' : sha256.slice(0, 8);
}

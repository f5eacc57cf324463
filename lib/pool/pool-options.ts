import { describe } from '../common/describe.js';
import { checkOptions } from '../common/options.js';
import { OpenVINOError } from '../errors.js';
import type { CompiledModel } from '../model/compiled-model.js';
import type { PoolParts } from './infer-pool.js';
import { checkMostWaiting } from './waiting-line.js';

export type { PoolStats } from './pool-stats.js';

/**
 * How many infer requests share the work of a compiled model.
 *
 * @category Many inferences
 * @example
 * ```ts
 * const options: PoolOptions = { size: 4, maxWaiting: 100 };
 * compiledModel.configurePool(options);
 * ```
 */
export interface PoolOptions {
  /** Inferences at the same time, from 1; OPTIMAL_NUMBER_OF_INFER_REQUESTS of the compiled model where left out. */
  readonly size?: number | undefined;
  /** Calls that may wait for a request; 1024 where left out, Infinity for any number. */
  readonly maxWaiting?: number | undefined;
}

/** More than any device works with; each takes memory for its tensors. */
const MOST_REQUESTS = 4096;

/** @throws OpenVINOError `INVALID_ARGUMENT`. */
export function poolParts(model: CompiledModel, options: PoolOptions, advice: string): Omit<PoolParts, 'name'> {
  checkOptions(options, ['size', 'maxWaiting'], '{ size: 4, maxWaiting: 100 }');
  const maxWaiting = checkMostWaiting(options.maxWaiting);
  const size = options.size === undefined ? optimalSize(model) : checkSize('size', options.size);
  return { compiledModel: model, size, maxWaiting, advice };
}

function optimalSize(model: CompiledModel): number {
  return Math.max(1, Number(model.getProperty('OPTIMAL_NUMBER_OF_INFER_REQUESTS')) || 1);
}

/** Checks a number of requests. */
export function checkSize(name: string, size: unknown): number {
  if (typeof size === 'number' && Number.isInteger(size) && size >= 1 && size <= MOST_REQUESTS) return size;
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `${name} is a number of infer requests, a whole number from 1 to ${MOST_REQUESTS}, not ${describe(size)}.`,
  );
}

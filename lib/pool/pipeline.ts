import { checkSignal } from '../common/abort.js';
import { describe } from '../common/describe.js';
import { checkFlag, checkFunction, checkOptions } from '../common/options.js';
import { OpenVINOError } from '../errors.js';
import type { InferInputs, InferResults } from '../infer/infer-options.js';
import { CompiledModel } from '../model/compiled-model.js';
import type { PortTypes } from '../model/model-types.js';
import { InferPool } from './infer-pool.js';
import { itemsOf } from './pipeline-source.js';
import { PipelineWork } from './pipeline-work.js';
import { checkSize, poolParts } from './pool-options.js';

/**
 * What a pipeline gives for an item.
 *
 * @category Many inferences
 * @example
 * ```ts
 * const show = ({ index, item, outputs }: PipelineResult<string>): void => console.log(index, item, outputs['boxes']?.shape);
 * for await (const result of pipeline(compiledModel, files, { preprocess: () => [tensor] })) show(result);
 * ```
 */
export interface PipelineResult<Item, Outputs extends PortTypes = PortTypes> {
  /** Position of the item in the source, from 0. */
  readonly index: number;
  /** What the source gave. */
  readonly item: Item;
  /** Outputs by name; they belong to the caller. */
  readonly outputs: InferResults<Outputs>;
}

/**
 * Options of {@link pipeline}.
 *
 * @category Many inferences
 * @example
 * ```ts
 * const options: PipelineOptions<string> = {
 *   inFlight: 2,
 *   ordered: false,
 *   preprocess: async (file) => [await imageToTensor(file, compiledModel.input())],
 *   onError: ({ item, code }) => console.error(item, code),
 * };
 * for await (const { item } of pipeline(compiledModel, files, options)) console.log(item);
 * ```
 */
export interface PipelineOptions<Item, Inputs extends PortTypes = PortTypes> {
  /** Inferences at the same time, from 1; OPTIMAL_NUMBER_OF_INFER_REQUESTS of the compiled model where left out. */
  readonly inFlight?: number | undefined;
  /** Whether results come in the order of the source (where left out), or as they are finished. */
  readonly ordered?: boolean | undefined;
  /** Ends the work: the next result rejects with `CANCELLED` once what ran has ended. */
  readonly signal?: AbortSignal | undefined;
  /** Makes the inputs of an item, also asynchronously: for as many items at a time as are under way. Without it, items are inputs. */
  readonly preprocess?: ((item: Item, index: number) => InferInputs<Inputs> | Promise<InferInputs<Inputs>>) | undefined;
  /**
   * Told of an item that failed; the pipeline then goes on without it. Without this function, the failure ends the pipeline;
   * so does what this function throws, or its promise rejects with. Its promises count as items under way: the end waits for
   * them, unless it comes early.
   */
  readonly onError?: ((error: PipelineError<Item>) => unknown) | undefined;
}

/**
 * An item that failed: its preprocessing or its inference. The code is that of the cause, or `PREPROCESS_FAILED`.
 *
 * @category Many inferences
 * @example
 * ```ts
 * const onError = (error: PipelineError<string>): void => console.error(error.index, error.item, error.code, error.cause);
 * const preprocess = async (file: string) => [await imageToTensor(file, compiledModel.input())];
 * for await (const { item } of pipeline(compiledModel, ['car.png', 'no-such.png'], { preprocess, onError })) {
 *   assert.equal(item, 'car.png');
 * }
 * ```
 */
export class PipelineError<Item = unknown> extends OpenVINOError {
  /** Position of the item in the source, from 0. */
  readonly index: number;
  /** What the source gave. */
  readonly item: Item;

  /**
   * @param index Position of the item in the source, from 0.
   * @param item What the source gave.
   * @param cause What its preprocessing or inference failed with.
   */
  constructor(index: number, item: Item, cause: unknown) {
    const code = cause instanceof OpenVINOError ? cause.code : 'PREPROCESS_FAILED';
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(code, `Item ${index} of the pipeline failed: ${reason}`, { cause });
    this.index = index;
    this.item = item;
  }
}

/**
 * Infers on every item of a source, several at a time, and gives the results as an asynchronous iterable.
 *
 * It takes from the source what it can work on, at most twice `inFlight` items ahead of the consumer. A consumer that stops
 * early (`break`, `return`, an exception) ends the work: the source is closed, inferences in flight are cancelled, and the
 * loop is left when they have ended.
 *
 * @category Many inferences
 * @param source Any iterable or asynchronous iterable: an array, a generator, a stream.
 * @throws OpenVINOError (from the loop) {@link PipelineError} for the first item that failed, after the results before it
 *   where they are ordered; `CANCELLED`; and what the source throws.
 * @example
 * ```ts
 * const preprocess = async (file: string) => ({ image: await imageToTensor(file, compiledModel.input()) });
 * for await (const { item, outputs } of pipeline(compiledModel, files, { preprocess })) {
 *   console.log(item, outputs['boxes']?.data[0]);
 * }
 * ```
 */
export function pipeline<Item, Inputs extends PortTypes = PortTypes, Outputs extends PortTypes = PortTypes>(
  compiledModel: CompiledModel<Inputs, Outputs>,
  source: Iterable<Item> | AsyncIterable<Item>,
  options: PipelineOptions<Item, Inputs> = {},
): AsyncGenerator<PipelineResult<Item, Outputs>, void, undefined> {
  if (!(compiledModel instanceof CompiledModel)) {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      `A pipeline is made for a CompiledModel, not ${describe(compiledModel)}.`,
    );
  }
  checkOptions(options, ['inFlight', 'ordered', 'signal', 'preprocess', 'onError'], '{ inFlight: 4 }');
  const { inFlight, signal, preprocess, onError } = options;
  const ordered = checkFlag('ordered', options.ordered, true);
  checkFunction('preprocess', preprocess);
  checkFunction('onError', onError);
  const size = inFlight === undefined ? undefined : checkSize('inFlight', inFlight);
  const pool = new InferPool({
    ...poolParts(compiledModel as unknown as CompiledModel, { size, maxWaiting: Infinity }, ''),
    name: 'The pipeline has ended',
  });
  const work = new PipelineWork<Item, PipelineError<Item>>({
    pool,
    iterator: itemsOf(source),
    ordered,
    signal: checkSignal(signal),
    preprocess: (preprocess as PipelineOptions<Item>['preprocess']) ?? ((item) => item as InferInputs),
    onError,
    makeError: (index, item, cause) => new PipelineError(index, item, cause),
  });
  return work as unknown as AsyncGenerator<PipelineResult<Item, Outputs>, void, undefined>;
}

import type { Duplex } from 'node:stream';
import type { ReadableStream, TransformStream, WritableStream } from 'node:stream/web';
import type { CompiledModel } from '../model/compiled-model.js';
import type { PortTypes } from '../model/model-types.js';
import { type PipelineOptions, type PipelineResult, pipeline } from './pipeline.js';

/**
 * A transform stream of the web platform, as {@link inferTransformStream} makes it.
 *
 * @category Many inferences
 * @example
 * ```ts
 * const stream: InferTransformStream<Tensor> = inferTransformStream(compiledModel, { preprocess: (image) => [image] });
 * const writer = stream.writable.getWriter();
 * void writer.write(tensor).then(() => writer.close());
 * for await (const { outputs } of stream.readable) console.log(outputs['boxes']?.data[0]);
 * ```
 */
export interface InferTransformStream<Item, Outputs extends PortTypes = PortTypes> {
  /** Takes items. */
  readonly writable: WritableStream<Item>;
  /** Gives a result for each. */
  readonly readable: ReadableStream<PipelineResult<Item, Outputs>>;
}

/**
 * A {@link pipeline} as a transform stream of the web platform: items in, results out.
 *
 * @category Many inferences
 * @example
 * ```ts
 * const images = ReadableStream.from(files);
 * const preprocess = async (file: string) => [await imageToTensor(file, compiledModel.input())];
 * const results = images.pipeThrough(inferTransformStream(compiledModel, { preprocess }));
 * for await (const { item, outputs } of results) console.log(item, outputs['boxes']?.data[0]);
 * ```
 */
export function inferTransformStream<Item, Inputs extends PortTypes = PortTypes, Outputs extends PortTypes = PortTypes>(
  compiledModel: CompiledModel<Inputs, Outputs>,
  options?: PipelineOptions<Item, Inputs>,
): InferTransformStream<Item, Outputs> {
  // not imported above: that would take as long as everything else in this package
  const web = process.getBuiltinModule('node:stream/web');
  const { writable, readable }: TransformStream<Item, Item> = new web.TransformStream();
  const results = pipeline(compiledModel, readable, options);
  return { writable, readable: web.ReadableStream.from(results) as ReadableStream<PipelineResult<Item, Outputs>> };
}

/**
 * A {@link pipeline} as a Node.js stream in object mode: items in, results out.
 *
 * @category Many inferences
 * @example
 * ```ts
 * import { Writable } from 'node:stream';
 * import { pipeline } from 'node:stream/promises';
 *
 * const preprocess = async (file: string) => [await imageToTensor(file, compiledModel.input())];
 * const sink = new Writable({
 *   objectMode: true,
 *   write({ item, outputs }: PipelineResult<string>, _encoding, done) {
 *     console.log(item, outputs['boxes']?.data[0]);
 *     done();
 *   },
 * });
 * await pipeline(files, inferTransform(compiledModel, { preprocess }), sink);
 * ```
 */
export function inferTransform<Item, Inputs extends PortTypes = PortTypes, Outputs extends PortTypes = PortTypes>(
  compiledModel: CompiledModel<Inputs, Outputs>,
  options?: PipelineOptions<Item, Inputs>,
): Duplex {
  return process
    .getBuiltinModule('node:stream')
    .Duplex.from((source: AsyncIterable<Item>) => pipeline(compiledModel, source, options));
}

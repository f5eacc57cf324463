import { Duplex } from 'node:stream';
import { ReadableStream, TransformStream, type WritableStream } from 'node:stream/web';
import type { CompiledModel } from './compiled-model.js';
import { type PipelineOptions, type PipelineResult, pipeline } from './pipeline.js';

/**
 * A {@link pipeline} as a transform stream of the web platform: items in, results out.
 *
 * @example
 * ```ts
 * await images.pipeThrough(inferTransformStream(compiledModel, { preprocess })).pipeTo(sink);
 * ```
 */
export function inferTransformStream<Item>(
  compiledModel: CompiledModel,
  options?: PipelineOptions<Item>,
): { readonly writable: WritableStream<Item>; readonly readable: ReadableStream<PipelineResult<Item>> } {
  const { writable, readable } = new TransformStream<Item, Item>();
  const results = pipeline(compiledModel, readable, options);
  return { writable, readable: ReadableStream.from(results) as ReadableStream<PipelineResult<Item>> };
}

/**
 * A {@link pipeline} as a Node.js stream in object mode: items in, results out.
 *
 * @example
 * ```ts
 * import { pipeline } from 'node:stream/promises';
 *
 * await pipeline(images, inferTransform(compiledModel, { preprocess }), sink);
 * ```
 */
export function inferTransform<Item>(compiledModel: CompiledModel, options?: PipelineOptions<Item>): Duplex {
  return Duplex.from((source: AsyncIterable<Item>) => pipeline(compiledModel, source, options));
}

import type { Duplex } from 'node:stream';
import type { ReadableStream, TransformStream, WritableStream } from 'node:stream/web';
import type { CompiledModel } from './compiled-model.js';
import type { PortTypes } from './model-types.js';
import { type PipelineOptions, type PipelineResult, pipeline } from './pipeline.js';

/**
 * A {@link pipeline} as a transform stream of the web platform: items in, results out.
 *
 * @example
 * ```ts
 * await images.pipeThrough(inferTransformStream(compiledModel, { preprocess })).pipeTo(sink);
 * ```
 */
export function inferTransformStream<Item, Inputs extends PortTypes = PortTypes, Outputs extends PortTypes = PortTypes>(
  compiledModel: CompiledModel<Inputs, Outputs>,
  options?: PipelineOptions<Item, Inputs>,
): { readonly writable: WritableStream<Item>; readonly readable: ReadableStream<PipelineResult<Item, Outputs>> } {
  // not imported above: that would take as long as everything else in this package
  const web = process.getBuiltinModule('node:stream/web');
  const { writable, readable }: TransformStream<Item, Item> = new web.TransformStream();
  const results = pipeline(compiledModel, readable, options);
  return { writable, readable: web.ReadableStream.from(results) as ReadableStream<PipelineResult<Item, Outputs>> };
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
export function inferTransform<Item, Inputs extends PortTypes = PortTypes, Outputs extends PortTypes = PortTypes>(
  compiledModel: CompiledModel<Inputs, Outputs>,
  options?: PipelineOptions<Item, Inputs>,
): Duplex {
  return process
    .getBuiltinModule('node:stream')
    .Duplex.from((source: AsyncIterable<Item>) => pipeline(compiledModel, source, options));
}

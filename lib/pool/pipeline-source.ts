import { OpenVINOError } from '../errors.js';

type Items<Item> = Iterator<Item> | AsyncIterator<Item>;

interface StreamReader<Item> {
  read(): Promise<IteratorResult<Item>>;
  cancel(): Promise<void>;
  releaseLock(): void;
}

/** What of a stream matters here: the web's has a reader, Node's can be destroyed. */
interface StreamLike<Item> {
  getReader?(): StreamReader<Item>;
  destroy?(): void;
  [Symbol.asyncIterator]?(): AsyncIterator<Item>;
  [Symbol.iterator]?(): Iterator<Item>;
}

/**
 * The items of a source. Streams are closed as such: their own iterators wait with it until the stream has answered, and one
 * that is silent would stay open.
 *
 * @throws OpenVINOError `INVALID_ARGUMENT`.
 */
export function itemsOf<Item>(source: Iterable<Item> | AsyncIterable<Item>): Items<Item> {
  const stream = source as StreamLike<Item> | null | undefined;
  if (typeof stream?.getReader === 'function') return readItems(stream.getReader());
  const iterator = stream?.[Symbol.asyncIterator]?.() ?? stream?.[Symbol.iterator]?.();
  if (iterator === undefined || typeof source !== 'object') {
    throw new OpenVINOError(
      'INVALID_ARGUMENT',
      'The source of a pipeline is an iterable or asynchronous iterable object: an array, a generator, a stream.',
    );
  }
  return typeof stream?.destroy === 'function' ? destroyedAtReturn(stream, iterator as AsyncIterator<Item>) : iterator;
}

function readItems<Item>(reader: StreamReader<Item>): AsyncIterator<Item> {
  return {
    async next() {
      const step = await reader.read();
      if (step.done === true) reader.releaseLock();
      return step;
    },
    async return() {
      await reader.cancel();
      reader.releaseLock();
      return { value: undefined, done: true };
    },
  };
}

function destroyedAtReturn<Item>(stream: StreamLike<Item>, iterator: AsyncIterator<Item>): AsyncIterator<Item> {
  return {
    next: () => iterator.next(),
    async return() {
      stream.destroy?.();
      await iterator.return?.();
      return { value: undefined, done: true };
    },
  };
}

import { OpenVINOError } from '../errors.js';
import type { TypedArray } from './element.js';

/**
 * Tensors of inferences in flight by their buffer, over which several may lie. Two SharedArrayBuffer objects over the same
 * memory (one came by postMessage) are two here, and memory that the library owns is not known.
 */
const read = new Map<ArrayBufferLike, Set<TensorUse>>();
const written = new Map<ArrayBufferLike, Set<TensorUse>>();

/** Who uses a tensor's memory at the moment: inferences in flight that read it, and one that writes it. */
export class TensorUse {
  #readers = 0;
  #writers = 0;
  #memory: TypedArray | undefined;

  /**
   * Counts an inference up (+1) or down (−1).
   *
   * @param memory Undefined where the library has it.
   */
  count(change: 1 | -1, writes: boolean, memory: TypedArray | undefined): void {
    // what it was when it took off: a view of the library's memory may be made meanwhile
    if (change === 1) this.#memory = memory;
    if (writes) this.#writers += change;
    else this.#readers += change;
    const users = writes ? this.#writers : this.#readers;
    const { buffer } = this.#memory ?? {};
    if (buffer === undefined) return;
    const all = writes ? written : read;
    const uses = all.get(buffer);
    if (users > 0) {
      if (uses === undefined) all.set(buffer, new Set([this]));
      else uses.add(this);
    } else if (uses?.delete(this) && uses.size === 0) all.delete(buffer);
  }

  /** Throws where an inference in flight writes a tensor's memory, or reads what is to be written. */
  static checkFree(use: TensorUse | undefined, writes: boolean, memory: TypedArray | undefined): void {
    if (use?.isWritten || (written.size > 0 && someOverlap(written, memory))) {
      throw new OpenVINOError(
        'REQUEST_BUSY',
        'The tensor is being written by another inference in flight; await that inference first.',
      );
    }
    if (writes && (use?.isRead || (read.size > 0 && someOverlap(read, memory)))) {
      throw new OpenVINOError(
        'REQUEST_BUSY',
        "The tensor can't be written while another inference in flight reads it; await that inference first.",
      );
    }
  }

  get isRead(): boolean {
    return this.#readers > 0;
  }

  get isWritten(): boolean {
    return this.#writers > 0;
  }

  get memory(): TypedArray | undefined {
    return this.#memory;
  }

  /** Throws where any inference in flight uses the memory. */
  checkUnused(action: string): void {
    if (!this.isRead && !this.isWritten) return;
    throw new OpenVINOError(
      'REQUEST_BUSY',
      `The tensor can't be ${action} while an inference uses it; await that inference first.`,
    );
  }
}

function someOverlap(
  all: ReadonlyMap<ArrayBufferLike, ReadonlySet<TensorUse>>,
  memory: TypedArray | undefined,
): boolean {
  if (memory === undefined) return false;
  for (const use of all.get(memory.buffer) ?? [])
    if (use.memory !== undefined && overlap(use.memory, memory)) return true;
  return false;
}

/** Whether two arrays share some bytes. */
export function overlap(a: TypedArray, b: TypedArray): boolean {
  if (a.byteLength === 0 || b.byteLength === 0) return false;
  return (
    a.buffer === b.buffer && a.byteOffset < b.byteOffset + b.byteLength && b.byteOffset < a.byteOffset + a.byteLength
  );
}

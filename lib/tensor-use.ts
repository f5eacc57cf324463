import { OpenVINOError } from './errors.js';

/** Who uses a tensor's memory at the moment: inferences in flight that read it, and one that writes it. */
export class TensorUse {
  #readers = 0;
  #writers = 0;

  /** Counts an inference up (+1) or down (−1). */
  count(change: 1 | -1, writes: boolean): void {
    if (writes) this.#writers += change;
    else this.#readers += change;
  }

  /** Throws where another inference in flight writes the memory, or reads what is to be written. */
  checkFree(writes: boolean): void {
    if (this.#writers === 0 && (!writes || this.#readers === 0)) return;
    throw new OpenVINOError(
      'REQUEST_BUSY',
      this.#writers > 0
        ? 'The tensor is being written by another inference in flight; await that inference first.'
        : "The tensor can't be written while another inference in flight reads it; await that inference first.",
    );
  }

  /** Throws where any inference in flight uses the memory. */
  checkUnused(action: string): void {
    if (this.#readers === 0 && this.#writers === 0) return;
    throw new OpenVINOError(
      'REQUEST_BUSY',
      `The tensor can't be ${action} while an inference uses it; await that inference first.`,
    );
  }
}

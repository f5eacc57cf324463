import { describe } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';

/** How many inferences may wait, where nothing else is said. */
export const MOST_WAITING = 1024;

/** Those who wait for their turn, first come first served, with an end to their number. */
export class WaitingLine<T> {
  readonly limit: number;
  readonly #entries = new Set<T>();

  /** @param limit How many may wait; Infinity for any number. */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** How many wait. */
  get size(): number {
    return this.#entries.size;
  }

  get isFull(): boolean {
    return this.#entries.size >= this.limit;
  }

  /**
   * @param advice What a caller whom the line has no place for should do.
   * @param most How many may wait, to the caller: some may wait elsewhere.
   * @throws OpenVINOError `QUEUE_FULL`.
   */
  add(entry: T, advice: string, most = this.limit): void {
    if (this.isFull) {
      throw new OpenVINOError('QUEUE_FULL', `${most} inferences wait for their turn already; ${advice}.`);
    }
    this.#entries.add(entry);
  }

  /** Takes the first out. */
  next(): T | undefined {
    for (const first of this.#entries) {
      this.#entries.delete(first);
      return first;
    }
    return undefined;
  }

  /** Takes one out that does not want to wait any more; false where it is not in the line. */
  leave(entry: T): boolean {
    return this.#entries.delete(entry);
  }
}

/** Checks an option: how many may wait. */
export function checkMostWaiting(value: unknown): number {
  if (value === undefined) return MOST_WAITING;
  if (value === Infinity || (Number.isSafeInteger(value) && (value as number) >= 0)) return value as number;
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `maxWaiting is a whole number from 0, or Infinity, not ${describe(value)}.`,
  );
}

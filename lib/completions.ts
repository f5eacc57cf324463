import { type Completions, setCompletionHandler } from './native.js';

/** An infer request in flight. */
export interface InFlight {
  /** Called on the JavaScript thread once the library is done with the inference; `error` where it failed or was cancelled. */
  complete(error: unknown): void;
}

/**
 * Requests in flight by number. An entry keeps its request, and through it every buffer that the library writes to or reads
 * from, until the inference has ended: nothing in flight is ever collected.
 */
const inFlight = new Map<number, InFlight>();
let lastId = 0;

setCompletionHandler(settle);

/** Registers a request about to start, and gives the number under which its completion will come. */
export function takeOff(request: InFlight): number {
  lastId = (lastId + 1) % Number.MAX_SAFE_INTEGER;
  inFlight.set(lastId, request);
  return lastId;
}

/** Takes a request that did not start out again. */
export function abandon(id: number): void {
  inFlight.delete(id);
}

function settle(completions: Completions): void {
  for (let i = 0; i < completions.length; i += 2) {
    const id = completions[i] as number;
    const request = inFlight.get(id);
    inFlight.delete(id);
    try {
      request?.complete(completions[i + 1]);
    } catch (error) {
      // a user's callback threw: the others of this wake-up must not suffer, and the error must not be lost
      process.nextTick(() => {
        throw error;
      });
    }
  }
}

import { OpenVINOError } from '../errors.js';
import { describe } from './describe.js';

/** Checks an option: undefined, or an AbortSignal of whatever realm. */
export function checkSignal(signal: unknown): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  if (typeof (signal as AbortSignal | null)?.addEventListener === 'function') return signal as AbortSignal;
  throw new OpenVINOError(
    'INVALID_ARGUMENT',
    `A signal is an AbortSignal, as new AbortController().signal or AbortSignal.timeout(1000), not ${describe(signal)}.`,
  );
}

/**
 * What something that was aborted rejects with: the code `CANCELLED`, the name `AbortError`, the signal's reason as cause.
 *
 * @param what The subject of the sentence: `The inference`.
 * @param error What the library said, where it had begun.
 */
export function abortError(signal: AbortSignal, what: string, error?: unknown): OpenVINOError {
  const { operation, status } = error instanceof OpenVINOError ? error : {};
  return new OpenVINOError('CANCELLED', `${what} was cancelled by its signal${why(signal.reason)}.`, {
    cause: signal.reason,
    ...(operation !== undefined && { operation }),
    ...(status !== undefined && { status }),
  });
}

/** The reason as the end of a sentence: that of `AbortSignal.timeout` tells a time that is over from an `abort()`. */
function why(reason: unknown): string {
  const text = (reason as Partial<Error> | null | undefined)?.message ?? reason;
  return typeof text === 'string' && text !== '' ? ` (${(text.split('\n', 1)[0] ?? '').replace(/\.$/, '')})` : '';
}

/** Throws where it is aborted already. */
export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw abortError(signal, what);
}

/** What is to be done when a signal aborts. */
interface Listeners {
  readonly actions: Set<() => void>;
  readonly listen: () => void;
}

const listeners = new WeakMap<AbortSignal, Listeners>();

/**
 * Calls `action` when the signal aborts, until the function that it gives is called. A signal gets one listener, however many
 * inferences it is for: Node.js walks through them all to add one, and warns of more than ten.
 */
export function onAbort(signal: AbortSignal | undefined, action: () => void): () => void {
  if (signal === undefined) return nothing;
  const { actions, listen } = listeners.get(signal) ?? listenTo(signal);
  actions.add(action);
  return () => {
    if (!actions.delete(action) || actions.size > 0) return;
    listeners.delete(signal);
    signal.removeEventListener('abort', listen);
  };
}

function listenTo(signal: AbortSignal): Listeners {
  const actions = new Set<() => void>();
  const listen = (): void => {
    listeners.delete(signal);
    for (const action of actions) {
      actions.delete(action);
      try {
        action();
      } catch (error) {
        // a user's callback threw: the others must be cancelled all the same, and the error must not be lost
        process.nextTick(() => {
          throw error;
        });
      }
    }
  };
  const made = { actions, listen };
  listeners.set(signal, made);
  signal.addEventListener('abort', listen, { once: true });
  return made;
}

function nothing(): void {}

/**
 * The result of work that can't be stopped: rejects at once where the signal aborts, and gives a result that comes later to
 * `discard`.
 *
 * @param getSignal Gives the signal, or throws where it is none: that rejects, too.
 */
export async function abandonable<T>(
  getSignal: () => AbortSignal | undefined,
  what: string,
  work: () => Promise<T>,
  discard: (late: T) => void,
): Promise<T> {
  const signal = getSignal();
  if (signal === undefined) return work();
  throwIfAborted(signal, what);
  let abandoned = false;
  let stopListening = nothing;
  const aborted = new Promise<never>((_, reject) => {
    stopListening = onAbort(signal, () => {
      abandoned = true;
      reject(abortError(signal, what));
    });
  });
  const done = work().finally(stopListening);
  done.then(
    (result) => {
      if (abandoned) discard(result);
    },
    // it is the caller's, unless nobody waits for it any more
    () => {},
  );
  return Promise.race([done, aborted]);
}

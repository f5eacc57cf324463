import { constants } from 'node:os';

/** Signals that end a run; what is finished is kept. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `npx` and `timeout` pass on a signal that the terminal's process group got already: within this time it is the same one. */
const SAME_SIGNAL_MS = 300;

/** Thrown where a signal ends the program before there is anything to report. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('interrupted');
    this.exitCode = exitCode;
  }
}

/** Watches for Ctrl-C and its kin. */
export interface InterruptWatch {
  /** Aborted by the first signal; a second one ends the process on the spot. */
  readonly signal: AbortSignal;
  /** Exit code for the signal that came, 130 for SIGINT; undefined where none has. */
  exitCode(): number | undefined;
  /** The promise's value, or a rejection with {@link Interrupted} as soon as a signal comes. */
  orAbort<T>(promise: Promise<T>): Promise<T>;
  stop(): void;
}

export function watchInterrupts(): InterruptWatch {
  const controller = new AbortController();
  const { signal } = controller;
  let code: number | undefined;
  let cameAt = 0;
  const onSignal = (name: NodeJS.Signals): void => {
    const number = 128 + constants.signals[name];
    if (code !== undefined) {
      if (performance.now() - cameAt > SAME_SIGNAL_MS) process.exit(number);
      return;
    }
    code = number;
    cameAt = performance.now();
    controller.abort(new Interrupted(number));
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal,
    exitCode: () => code,
    orAbort: (promise) => {
      const aborted = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      return Promise.race([promise, aborted]);
    },
    stop: () => {
      for (const name of SIGNALS) process.removeListener(name, onSignal);
    },
  };
}

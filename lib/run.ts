/** An inference that was started: its promise, and what settles it. */
export interface Run {
  readonly promise: Promise<unknown>;
  /** Called when it succeeded: takes the results, before anything else can start. */
  readonly succeed: () => void;
  readonly fail: (error: unknown) => void;
}

/** A run whose promise gives what `take` takes when it has succeeded. */
export function startRun<T>(take: () => T): Run & { readonly promise: Promise<T> } {
  const { promise, resolve, reject } = defer<T>();
  return { promise, succeed: () => resolve(take()), fail: reject };
}

/** Settles a run's promise. Taking results can fail (no memory for a copy): it settles all the same. */
export function settle(run: Run, failure: unknown): void {
  if (failure !== undefined) {
    run.fail(failure);
    return;
  }
  try {
    run.succeed();
  } catch (error) {
    run.fail(error);
  }
}

/** Promise.withResolvers, which Node 20 lacks. */
function defer<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

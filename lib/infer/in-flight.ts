/** Who hears of an inference's end. */
export interface CompletionTarget {
  /**
   * Called on the JavaScript thread once the library is done with the inference.
   *
   * @param error Undefined where it succeeded.
   * @param startedMs Time of the addon's clock, as `completedMs`.
   */
  complete(error: unknown, startedMs: number, completedMs: number): void;
}

/**
 * Inferences in flight, by number: what keeps a request, and every buffer that the library reads or writes, from being
 * collected. It belongs to the addon, not to this module: several copies of the package share one addon.
 */
export interface InFlight {
  readonly targets: (CompletionTarget | undefined)[];
  /** Numbers that are not in use. */
  readonly free: number[];
  /** Where the addon writes of each inference that has ended its number, its start and its end. */
  readonly ended: Float64Array;
}

/** As many as the addon hands over in one call. */
const MOST_ENDED = 256;
/** Numbers of each. */
const ROW = 3;

export function emptySky(): InFlight {
  return { targets: [], free: [], ended: new Float64Array(ROW * MOST_ENDED) };
}

/** Starts an inference, whose number it gives; its target is told of the end. */
export function takeOff(inFlight: InFlight, target: CompletionTarget, calls: { start(number: number): void }): number {
  const { targets, free } = inFlight;
  const number = free.pop() ?? targets.length;
  targets[number] = target;
  try {
    calls.start(number);
    return number;
  } catch (error) {
    abandon(inFlight, number);
    throw error;
  }
}

/** Forgets an inference that did not start. */
export function abandon({ targets, free }: InFlight, number: number): void {
  targets[number] = undefined;
  free.push(number);
}

/** Tells the targets of inferences that have ended: the first `count` of `ended`, and their errors where one failed. */
export function land(inFlight: InFlight, count: number, errors: readonly unknown[] | undefined): void {
  const { targets, free, ended } = inFlight;
  for (let i = 0; i < count; i++) {
    const number = ended[ROW * i] as number;
    const target = targets[number];
    if (target === undefined) continue;
    targets[number] = undefined;
    free.push(number);
    try {
      target.complete(errors?.[i], ended[ROW * i + 1] as number, ended[ROW * i + 2] as number);
    } catch (error) {
      // a user's callback threw: the others of this wake-up must not suffer, and the error must not be lost
      process.nextTick(() => {
        throw error;
      });
    }
  }
}

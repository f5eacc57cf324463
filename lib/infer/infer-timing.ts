import { clockOffset } from '../native.js';

/**
 * When an inference was started, when the device had done it, and when the JavaScript thread heard of it. Milliseconds of
 * `performance.now()`; the first two are stamped by the thread that starts or completes, with nothing in between.
 *
 * @category Inference
 * @example
 * ```ts
 * await request.inferAsync({ image: tensor });
 * const timing: InferTiming | undefined = request.timing;
 * console.log(timing?.latencyMs, timing?.deliveryDelayMs);
 * ```
 */
export interface InferTiming {
  /** When the inference was started; milliseconds of `performance.now()`. */
  readonly startedMs: number;
  /** When the device had done it. */
  readonly completedMs: number;
  /** When the JavaScript thread heard of it. */
  readonly deliveredMs: number;
  /** From start to completion: the device's time, and that of what else waits for the device. */
  readonly latencyMs: number;
  /** From completion to delivery: what the event loop adds. 0 for a synchronous inference. */
  readonly deliveryDelayMs: number;
}

/** @param stamps Milliseconds of the addon's clock. */
export function readTiming([started, completed, delivered]: readonly [number, number, number]): InferTiming {
  const offset = clockOffset();
  return {
    startedMs: started + offset,
    completedMs: completed + offset,
    deliveredMs: delivered + offset,
    latencyMs: completed - started,
    deliveryDelayMs: delivered - completed,
  };
}

import { nativeAddon } from '../native.js';

/**
 * After so many bytes of results of synchronous inferences, garbage is collected: V8 does it by steps that wait for the event
 * loop, which a synchronous loop never comes to. 120 results of 25 MB that nobody kept held up to 200 MB otherwise.
 */
const COLLECT_AFTER_BYTES = 100_000_000;

/** Up to such a heap a collection takes some milliseconds; with more, V8's own steps are the lesser evil. */
const LARGEST_HEAP_BYTES = 64_000_000;

let bytes = 0;

/** Counts memory of results that a synchronous inference is about to make, and has garbage collected where it is much. */
export function countResults(byteLength: number): void {
  bytes += byteLength;
  if (bytes < COLLECT_AFTER_BYTES) return;
  bytes = 0;
  if (process.memoryUsage().heapUsed < LARGEST_HEAP_BYTES) nativeAddon().collect();
}

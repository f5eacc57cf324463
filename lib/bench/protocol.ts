import type { Inspection, InspectJob } from './child/inspect.js';
import type { Measurement, TrialJob } from './child/trial.js';
import type { Failure } from './failure.js';

/**
 * What this process and the child that measures say to each other, over Node's own channel with structured clones (so that
 * a Float64Array of samples arrives as one).
 */
export type Job = InspectJob | TrialJob;

export type Reply =
  | { readonly kind: 'progress'; readonly done: number; readonly elapsedMs: number }
  | { readonly kind: 'inspected'; readonly inspection: Inspection }
  | { readonly kind: 'measured'; readonly measurement: Measurement }
  | { readonly kind: 'failed'; readonly error: Failure };

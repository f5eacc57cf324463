import type { Inspection, InspectJob } from '../child/inspect.js';
import type { Measurement, TrialJob } from '../child/trial.js';
import type { Failure } from '../failure.js';
import type { Survey, SurveyJob } from '../tune/survey.js';

/**
 * What this process and the child that measures say to each other, over Node's own channel with structured clones (so that
 * a Float64Array of samples arrives as one).
 */
export type Job = InspectJob | TrialJob | SurveyJob;

/** What a process is told that takes turns with another one. */
export type Turn = { readonly kind: 'slice'; readonly timeMs: number } | { readonly kind: 'finish' };

/** What it says between its slices. */
export type TurnReply = { readonly kind: 'ready' } | { readonly kind: 'sliced'; readonly totals: SliceTotals };

/** What was done in a slice. */
export interface SliceTotals {
  /** Inferences. */
  readonly count: number;
  readonly frames: number;
  readonly totalMs: number;
}

export type Reply =
  | TurnReply
  | { readonly kind: 'progress'; readonly done: number; readonly elapsedMs: number }
  | { readonly kind: 'warming'; readonly done: number; readonly of: number }
  | { readonly kind: 'inspected'; readonly inspection: Inspection }
  | { readonly kind: 'surveyed'; readonly survey: Survey }
  | { readonly kind: 'measured'; readonly measurement: Measurement }
  | { readonly kind: 'failed'; readonly error: Failure };

import type { PlaceOptions } from '../jobs/order/order-of-options.js';
import type { Api } from '../options.js';
import type { ModelChoice } from '../run/plan.js';
import type { CheckOptions } from './check-options.js';
import type { MeasuringOptions } from './measuring-options.js';
import type { FileOptions } from './output-options.js';
import type { SimulationOptions } from './simulation-options.js';

export const PRECISIONS = ['FP16', 'FP32', 'FP16-INT8'] as const;

/** Options of `exercise`, as the command line has them. */
export interface ExerciseOptions
  extends MeasuringOptions,
    SimulationOptions,
    CheckOptions,
    Omit<FileOptions, 'output'>,
    Omit<PlaceOptions, 'time' | 'name' | 'nodes' | 'mostAtOnce'> {
  readonly timeLimit?: string;
  readonly json?: string;
  readonly model?: string;
  readonly precision: (typeof PRECISIONS)[number];
  readonly image?: string;
  readonly device?: readonly string[];
  readonly map?: readonly (readonly [string, string])[];
  readonly api: Api | 'both';
  readonly output?: string;
}

/** Heading of the help. */
export const JOBS_GROUP = 'As jobs of a batch system:';

/** The model asked for, or the exercise's own. */
export async function findModel({ model, precision }: ExerciseOptions, signal: AbortSignal): Promise<ModelChoice> {
  if (model !== undefined) return { path: model, standIn: false };
  const { resolveDefaultModel } = await import('../model/default-model.js');
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const { xml, standIn } = await resolveDefaultModel({ precision, env: process.env, log, signal });
  return { path: xml, standIn };
}

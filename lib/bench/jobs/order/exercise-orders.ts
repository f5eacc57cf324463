import { resolve } from 'node:path';
import { exerciseScript } from '../folder/exercise-script.js';
import type { Order } from './order.js';
import { type PlaceOptions, placeOf } from './order-of-options.js';

/** What the exercise's line asks a node for: a TANK-870 with a Neural Compute Stick 2. */
export const EXERCISE_FEATURES = ['tank-870', 'i5-6500te', 'intel-hd-530', 'intel-ncs2'] as const;

/** A job of the exercise: a combination, and the name of its result. */
export interface ExerciseRow {
  readonly device: string;
  readonly name: string;
}

/** What all of them have in common. */
export interface ExerciseWork {
  /** The model's .xml or .onnx; the .xml without its extension is what the script is given. */
  readonly model: string;
  readonly standIn: boolean;
  /** Options of `ov-bench` behind the script's three arguments. */
  readonly more: readonly string[];
}

/** The exercise's three jobs, by its own script. */
export async function exerciseOrders(
  rows: readonly ExerciseRow[],
  { model, standIn, more }: ExerciseWork,
  place: PlaceOptions,
  cwd: string,
): Promise<Order[]> {
  const where = await placeOf(place);
  const base = resolve(cwd, model).replace(/\.xml$/, '');
  const script = exerciseScript({ strictDevices: where.strictDevices });
  return rows.map(({ device, name }) => ({
    ...where,
    name,
    workingFolder: cwd,
    script,
    argumentsOf: [[device, base, name, ...(standIn ? ['--stand-in'] : []), ...more]],
    titles: [device],
    tasks: undefined,
    variables: {},
  }));
}

import { basename, resolve } from 'node:path';
import { usageError } from '../../options.js';

/** What a job measures, as options of `ov-bench run` say it. */
export interface Matrix {
  readonly models: readonly string[];
  readonly devices: readonly string[];
  /** A task for each device of each model, and not one for each model. */
  readonly split: boolean;
  /** Options that go to each task, with their values. */
  readonly common: readonly string[];
}

export interface Tasks {
  readonly argumentsOf: readonly (readonly string[])[];
  readonly titles: readonly string[];
  /** Undefined where there is one. */
  readonly tasks: number | undefined;
}

/**
 * The tasks of a matrix. Devices of a model are rows of one run: they are measured in turns on the same board, which is what
 * makes them comparable.
 */
export function tasksOfMatrix({ models, devices, split, common }: Matrix, folder: string): Tasks {
  const groups = split && devices.length > 0 ? devices.map((device) => [device]) : [devices];
  const all = (models.length === 0 ? [undefined] : models).flatMap((model) =>
    groups.map((group) => ({ model, group })),
  );
  const argumentsOf = all.map(({ model, group }) => [
    ...(model === undefined ? [] : ['--model', resolve(folder, model)]),
    ...group.flatMap((device) => ['--device', device]),
    ...common,
  ]);
  const titles = all.map(({ model, group }) =>
    // the device first: the end of a long title is cut
    [group.join(' '), model === undefined ? '' : basename(model)].filter((part) => part !== '').join(', '),
  );
  return { argumentsOf, titles, tasks: all.length > 1 ? all.length : undefined };
}

/** Options that a job sets itself, or that would show something in place of measuring. */
const NOT_FOR_JOBS = [
  ...['--output', '--json', '--csv', '--markdown', '--samples', '--profile-csv'],
  ...['--help', '-h', '--version', '-V'],
];

/** @throws OpenVINOError `USAGE` */
export function refuseOwnOptions(common: readonly string[]): void {
  const found = common.find((word) => NOT_FOR_JOBS.some((option) => word === option || word.startsWith(`${option}=`)));
  if (found === undefined) return;
  throw usageError(
    `${found.split('=')[0]} can't be passed on: a job writes all of its results into its own folder, which --out names.`,
  );
}

import { mapDevices } from './devices-requested.js';

/** Devices of the exercise's three jobs, a stick of MYRIAD in each. */
export const COMBINATIONS = ['MULTI:CPU,MYRIAD', 'MULTI:GPU,MYRIAD', 'MULTI:CPU,GPU,MYRIAD'] as const;

/** What the exercise called the result of each. */
const STATS_NAMES: Readonly<Record<(typeof COMBINATIONS)[number], string>> = {
  'MULTI:CPU,MYRIAD': 'cpu_vpu_stats',
  'MULTI:GPU,MYRIAD': 'gpu_vpu_stats',
  'MULTI:CPU,GPU,MYRIAD': 'cpu_gpu_vpu_stats',
};

/** What the combinations are compared with; the first is the baseline of the table's ratios. */
export const BASELINES = ['CPU', 'AUTO'] as const;

export interface ExerciseRow {
  readonly device: string;
  /** Whether it is run with PERFORMANCE_HINT=CUMULATIVE_THROUGHPUT, which makes AUTO use all of its devices. */
  readonly cumulative: boolean;
}

/**
 * Rows of the exercise: the baselines, the three combinations, and the largest of them in today's form, which is AUTO with
 * CUMULATIVE_THROUGHPUT (MULTI is deprecated since 2024.2). Mappings replace devices in all of them.
 */
export function exerciseDevices(mappings: readonly (readonly [from: string, to: string])[]): ExerciseRow[] {
  const today = COMBINATIONS[2].replace('MULTI:', 'AUTO:');
  const rows = [
    ...[...BASELINES, ...COMBINATIONS].map((device) => ({ device, cumulative: false })),
    { device: today, cumulative: true },
  ];
  return rows.map((row) => ({ ...row, device: mapDevices(row.device, mappings) }));
}

/** The exercise's names of its results, by the device string that stands for the combination once devices are replaced. */
export function statsNames(
  mappings: readonly (readonly [from: string, to: string])[],
): { readonly device: string; readonly name: string }[] {
  return COMBINATIONS.map((device) => ({ device: mapDevices(device, mappings), name: STATS_NAMES[device] }));
}

/** The exercise's detector, by the name that it bears inside. */
const DETECTOR = 'vehicle-license-plate-detection-barrier';

/** Whether a model is the exercise's, or the stand-in for it. */
export function isExerciseModel(name: string, standIn: boolean): boolean {
  return standIn || name.includes(DETECTOR);
}

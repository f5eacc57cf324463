import type { COMBINATIONS } from '../devices/exercise-devices.js';

/** A device string of the exercise. */
export type Combination = (typeof COMBINATIONS)[number];

/** Heights of the bars of a combination. */
export interface Figures {
  readonly loadSeconds: number;
  /** Of {@link CHARTED_INFERENCES} synchronous inferences, without a warm-up. */
  readonly inferenceSeconds: number;
}

/**
 * What the exercise's published bar charts show for an IEI Tank-870 (Core i5-6500TE, HD Graphics 530, Neural Compute Stick
 * 2) and the FP16 model, read off the pictures: good to two or three digits. Their frames per second are not among them:
 * they are 100 divided by the time of 1000 inferences, a tenth of the truth.
 */
export const CHARTS: Readonly<Record<Combination, Figures>> = {
  'MULTI:CPU,MYRIAD': { loadSeconds: 3.4, inferenceSeconds: 3.47 },
  'MULTI:GPU,MYRIAD': { loadSeconds: 44.4, inferenceSeconds: 5.87 },
  'MULTI:CPU,GPU,MYRIAD': { loadSeconds: 44, inferenceSeconds: 3.45 },
};

/** What is fitted, and what is left to check the fit by. */
export const FITTED: readonly Combination[] = ['MULTI:CPU,MYRIAD', 'MULTI:GPU,MYRIAD'];
export const PREDICTED: readonly Combination[] = ['MULTI:CPU,GPU,MYRIAD'];

export const CHARTED_INFERENCES = 1000;

/** How much longer the first inference takes than one of the others: 1.6 to 2.5 times was measured elsewhere. */
const FIRST_RATIO = 2;

/** Times of a device that does one thing at a time. */
export interface DeviceTimes {
  readonly loadMs: number;
  readonly latencyMs: number;
  /** What the first inference takes longer. */
  readonly firstExtraMs: number;
}

export interface Fit {
  readonly cpu: DeviceTimes;
  readonly gpu: DeviceTimes;
  readonly vpu: DeviceTimes;
}

/** What the charts do not show, and the fit has to assume. */
export interface Assumptions {
  /** Anything below the stick's load time: the two load at the same time, and only the longer one shows. */
  readonly cpuLoadMs: number;
  /** Anything: a synchronous loop never reaches the stick, which stands last in each list. */
  readonly vpuLatencyMs: number;
}

/**
 * The devices' times from the charts of CPU/VPU and GPU/VPU. Two facts make them readable:
 *
 * - MULTI loads its devices at the same time: its load is the longest of theirs. 3.4 s with the stick and the CPU is the
 *   stick's, 44.4 s with the stick and the GPU the GPU's (it compiles its kernels).
 * - A synchronous loop has one request, and MULTI gives it to the first device of the list that is free: always the first.
 *   So 3.47 s are 1000 inferences of the CPU, and 5.87 s 1000 of the GPU.
 */
export function fitDevices(
  charts: Readonly<Record<Combination, Figures>>,
  { cpuLoadMs, vpuLatencyMs }: Assumptions,
): Fit {
  const cpuVpu = charts['MULTI:CPU,MYRIAD'];
  const gpuVpu = charts['MULTI:GPU,MYRIAD'];
  return {
    cpu: timesOf(cpuLoadMs, latencyOf(cpuVpu)),
    gpu: timesOf(gpuVpu.loadSeconds * 1000, latencyOf(gpuVpu)),
    vpu: timesOf(cpuVpu.loadSeconds * 1000, vpuLatencyMs),
  };
}

function timesOf(loadMs: number, latencyMs: number): DeviceTimes {
  return { loadMs, latencyMs, firstExtraMs: (FIRST_RATIO - 1) * latencyMs };
}

/** The bar is of n inferences of which the first counts {@link FIRST_RATIO} times: of n − 1 + ratio steady ones. */
function latencyOf({ inferenceSeconds }: Figures): number {
  return (inferenceSeconds * 1000) / (CHARTED_INFERENCES - 1 + FIRST_RATIO);
}

/** What the same two facts say of MULTI on these devices, the first of the list first. */
export function predict(devices: readonly [DeviceTimes, ...DeviceTimes[]]): Figures {
  const [{ latencyMs, firstExtraMs }] = devices;
  return {
    loadSeconds: Math.max(...devices.map(({ loadMs }) => loadMs)) / 1000,
    inferenceSeconds: (CHARTED_INFERENCES * latencyMs + firstExtraMs) / 1000,
  };
}

/** Frames per second, the true ones. */
export function chartedFps({ inferenceSeconds }: Figures): number {
  return CHARTED_INFERENCES / inferenceSeconds;
}

/**
 * The contention that makes `lanes` inferences at once `gain` times as fast as one after the other: each of them then takes
 * 1 + contention × (lanes − 1) times as long.
 */
export function contentionFor(lanes: number, gain: number): number {
  return (lanes / gain - 1) / (lanes - 1);
}

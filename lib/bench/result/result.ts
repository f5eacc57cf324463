import type { Check } from '../checks/check.js';
import type { Comparison, Duet } from '../compare/comparison.js';
import type { DevicePhase } from '../devices/phases.js';
import type { DeviceShares } from '../devices/shares.js';
import type { CompiledInfo } from '../machine/compiled.js';
import type { Conditions } from '../machine/conditions.js';
import type { DisturbanceReason } from '../machine/disturbances.js';
import type { MachineFacts } from '../machine/facts.js';
import type { OpenVinoInfo } from '../machine/openvino.js';
import type { ModeResult } from '../modes/result.js';
import type { Api } from '../options.js';
import type { LatencySummary } from '../statistics/stats.js';
import type { DeviceProfile } from './profile.js';

/** Version of the JSON result's shape; result-schema.json describes it. */
export const SCHEMA_VERSION = 1;

/**
 * A whole benchmark, as `--json` writes it.
 *
 * @category Results
 * @example
 * ```ts
 * const result: BenchResult = await benchmark({ model: 'model.xml', devices: 'CPU', iterations: 20 });
 * for (const { requestedDevice, fps } of result.results) console.log(requestedDevice, fps);
 * ```
 */
export interface BenchResult {
  /** Version of this shape: that of `@x/openvino-node/result-schema.json`. */
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** ISO 8601, UTC: when the first trial began. */
  readonly createdAt: string;
  /** The machine that ran it. */
  readonly host: Host;
  /** Present where it was run as a job of `ov-bench job`. */
  readonly job?: JobInfo;
  /** `2026.4.1`, or all that the library says of itself. */
  readonly openvinoVersion: string;
  /** What was measured. */
  readonly model: ModelInfo;
  /** What the model was given. */
  readonly input: InputInfo;
  /** A row for each trial, in the order of devices and ways. */
  readonly results: readonly TrialResult[];
  /** Rows against the first one of their kind; absent where there is nothing to compare. */
  readonly comparisons?: readonly Comparison[];
  /** Present where two rows ran in turns, slice by slice. */
  readonly duet?: Duet;
  /** Present and true where the OpenVINO library was a mock: no device of the host ran anything. */
  readonly simulated?: true;
  /** What was simulated, where --simulate asked for it. */
  readonly simulation?: SimulationInfo;
  /** Present and true where Ctrl-C or a signal ended the run early: rows that had not finished are missing. */
  readonly interrupted?: true;
  /** What was demanded of the figures (--fail-if, --baseline, --strict), and what became of it. */
  readonly checks?: readonly Check[];
}

/**
 * A job of a batch system, on the node that ran it.
 *
 * @category Results
 * @example
 * ```ts
 * const job: JobInfo | undefined = result.job;
 * console.log(job === undefined ? 'no job' : `${job.engine} ${job.id} on ${job.node}`);
 * ```
 */
export interface JobInfo {
  /** `Slurm`, `Grid Engine`, `PBS`, `this machine`. */
  readonly engine: string;
  /** The job's id, as its engine writes it. */
  readonly id: string;
  /** Number of the task, of an array. */
  readonly task?: number;
  /** The name that it was given. */
  readonly name: string;
  /** Host name of the node that ran it. */
  readonly node: string;
  /** What the node had to have. */
  readonly features: readonly string[];
  /** Present and true where other jobs might run on the node meanwhile. */
  readonly shared?: true;
}

/**
 * What stood in for the host's devices.
 *
 * @category Results
 * @example
 * ```ts
 * const simulated = await benchmark({ model: 'model.xml', simulate: 'tank-870', iterations: 20 });
 * const simulation: SimulationInfo | undefined = simulated.simulation;
 * assert.equal(simulation?.profile, 'tank-870');
 * ```
 */
export interface SimulationInfo {
  /** `tank-870`, or the file that described the devices, as it was given. */
  readonly profile: string;
  /** What the devices stand for, in a line. */
  readonly machine: string;
  /** The same one gives the same times, where the clock is virtual. */
  readonly seed: number;
  /** `virtual`, `real`, or `10x`: ten times as fast as real. */
  readonly clock: string;
}

/**
 * The machine that ran it.
 *
 * @category Results
 * @example
 * ```ts
 * const { cpuModel, logicalCpus, memoryBytes }: Host = result.host;
 * console.log(`${cpuModel}, ${logicalCpus} threads, ${memoryBytes / 2 ** 30} GiB`);
 * ```
 */
export interface Host {
  /** Its name. */
  readonly hostname: string;
  /** Operating system, as Node.js calls it: `linux`. */
  readonly platform: string;
  /** Processor, as Node.js calls it: `x64`, `arm64`. */
  readonly arch: string;
  /** The kernel's release. */
  readonly osRelease: string;
  /** The processor's name, as it says it. */
  readonly cpuModel: string;
  /** Threads of all processors. */
  readonly logicalCpus: number;
  /** CPUs that this process may use, by its affinity mask. */
  readonly availableCpus: number;
  /** All memory. */
  readonly memoryBytes: number;
  /** Of Node.js: `v22.12.0`. */
  readonly nodeVersion: string;
  /** What else is known of it, and what confines the process. */
  readonly machine?: MachineFacts;
  /** The library's build, and plugins and drivers of the devices that it found. */
  readonly openvino?: OpenVinoInfo;
}

/**
 * An input or output of the model.
 *
 * @category Results
 * @example
 * ```ts
 * const [input]: readonly PortDescription[] = result.model.inputs;
 * console.log(input?.name, input?.elementType, input?.shape);
 * ```
 */
export interface PortDescription {
  /** A name of the port. */
  readonly name: string;
  /** Its element type: `f32`. */
  readonly elementType: string;
  /** Dimensions; −1 for a dynamic one. */
  readonly shape: readonly number[];
}

/**
 * The model that was measured.
 *
 * @category Results
 * @example
 * ```ts
 * const { name, sha256 }: ModelInfo = result.model;
 * console.log(name, sha256);
 * ```
 */
export interface ModelInfo {
  /** The name that the model bears inside. */
  readonly name: string;
  /** Path of its file. */
  readonly path: string;
  /** SHA-256 of the .xml or .onnx file, as sha256sum prints it. */
  readonly sha256: string;
  /** SHA-256 of the .bin file beside an .xml; null without one. */
  readonly weightsSha256: string | null;
  /** Its inputs, as they were measured. */
  readonly inputs: readonly PortDescription[];
  /** Its outputs, as they were measured. */
  readonly outputs: readonly PortDescription[];
}

/**
 * What the model was given.
 *
 * @category Results
 * @example
 * ```ts
 * const { kind, ports }: InputInfo = result.input;
 * console.log(kind, ports.length);
 * ```
 */
export interface InputInfo {
  /** The picture or file; null where the elements are drawn or random, or where several files were given. */
  readonly path: string | null;
  /** `image`: a picture from a file; `drawn`: the built-in one; `file`: --input files; `random`: seeded random elements. */
  readonly kind: 'image' | 'drawn' | 'file' | 'random';
  /** Size of the picture before it was resized; null where there is none. */
  readonly width: number | null;
  /** As `width`. */
  readonly height: number | null;
  /** SHA-256 of the elements that the model was given, all inputs one after the other. */
  readonly sha256: string;
  /** Where each input's elements come from. */
  readonly ports: readonly InputPortInfo[];
}

/**
 * Where the elements of one input come from.
 *
 * @category Results
 * @example
 * ```ts
 * const [port]: readonly InputPortInfo[] = result.input.ports;
 * console.log(port?.name, port?.kind);
 * ```
 */
export interface InputPortInfo {
  /** Name of the input. */
  readonly name: string;
  /** As {@link InputInfo.kind}. */
  readonly kind: InputInfo['kind'];
  /** The file; null where there is none. */
  readonly path: string | null;
}

/**
 * Why a trial or a process of one failed.
 *
 * @category Results
 * @example
 * ```ts
 * const failure: FailureInfo | undefined = row.error;
 * assert.equal(failure, undefined);
 * ```
 */
export interface FailureInfo {
  /** Code of the OpenVINOError. */
  readonly code: string;
  /** Its sentence. */
  readonly message: string;
}

/**
 * A thing that the detector saw.
 *
 * @category Results
 * @example
 * ```ts
 * const detections: readonly DetectionInfo[] = row.detections ?? [];
 * for (const { label, confidence, box } of detections) console.log(label, confidence, box);
 * ```
 */
export interface DetectionInfo {
  /** What it is. */
  readonly label: string;
  /** Its number among the model's classes. */
  readonly labelId: number;
  /** From 0 to 1. */
  readonly confidence: number;
  /** [xmin, ymin, xmax, ymax] in pixels of the original picture. */
  readonly box: readonly [number, number, number, number];
}

/**
 * `[share of the samples, the latency in milliseconds that so many do not exceed]`.
 *
 * @category Results
 * @example
 * ```ts
 * const median: Quantile | undefined = row.quantiles?.find(([share]) => share >= 0.5);
 * console.log(median?.[1]);
 * ```
 */
export type Quantile = readonly [share: number, milliseconds: number];

/**
 * Inferences that completed one after the other, and their latencies in milliseconds.
 *
 * @category Results
 * @example
 * ```ts
 * const slowest = (bins: readonly TimelineBin[]): number => Math.max(...bins.map(({ max }) => max));
 * console.log(slowest(row.timeline ?? []));
 * ```
 */
export interface TimelineBin {
  /** Index of the first of them, from 0. */
  readonly first: number;
  /** How many they are. */
  readonly count: number;
  /** The shortest latency. */
  readonly min: number;
  /** Their median. */
  readonly p50: number;
  /** The longest latency. */
  readonly max: number;
}

/**
 * The machine around a process that measured; all absent where the devices are simulated.
 *
 * @category Results
 * @example
 * ```ts
 * const { peakRssBytes, disturbed }: MachineResult = row;
 * console.log(peakRssBytes, disturbed ?? 'undisturbed');
 * ```
 */
export interface MachineResult {
  /** The machine before, while and after it was measured; of a row, those of the process that its figures are of. */
  readonly conditions?: Conditions;
  /** What is known to have disturbed it, of a row by all its processes; where it was throttled, no verdict is founded on it. */
  readonly disturbed?: readonly DisturbanceReason[];
  /** The most memory that the process held, from its start to the end of the measurement; null where unknown. */
  readonly peakRssBytes?: number | null;
  /** Energy of all processor packages, whatever ran on them, by inferences; null where unknown. */
  readonly joulesPerInference?: number | null;
}

/**
 * What one process of a repeated trial measured.
 *
 * @category Results
 * @example
 * ```ts
 * const processes: readonly ProcessResult[] = row.processes ?? [];
 * assert.equal(processes.length, 2); // repeat: 2
 * ```
 */
export interface ProcessResult extends MachineResult {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Whether it came to its end. */
  readonly status: 'ok' | 'failed';
  /** Why it failed; absent where it did not. */
  readonly error?: FailureInfo;
  /** EXECUTION_DEVICES of its compiled model. */
  readonly executionDevices: readonly string[];
  /** Present where EXECUTION_DEVICES changed while it measured. */
  readonly devicePhases?: readonly DevicePhase[];
  /** Core, read, compile and one request. */
  readonly loadMs: number | null;
  /** The first inference, before the warm-up. */
  readonly firstInferenceMs: number | null;
  /** Inferences measured. */
  readonly iterations: number;
  /** All measured inferences, by the clock. */
  readonly totalMs: number | null;
  /** Frames a second. */
  readonly fps: number | null;
  /** Latencies of its inferences. */
  readonly latencyMs: LatencySummary | null;
}

/**
 * One trial. Times are null where the trial failed before they were measured.
 *
 * @category Results
 * @example
 * ```ts
 * const [row]: readonly TrialResult[] = result.results;
 * console.log(row?.requestedDevice, row?.executionDevices, row?.fps, row?.latencyMs?.p90);
 * ```
 */
export interface TrialResult extends MachineResult, ModeResult {
  /** The device string that was asked for. */
  readonly requestedDevice: string;
  /** EXECUTION_DEVICES of the compiled model, read after the run. */
  readonly executionDevices: readonly string[];
  /**
   * Present where EXECUTION_DEVICES changed during the measured inferences: what each part of the run gave, in the process whose
   * FPS the row has. All other figures of the row are of the whole run.
   */
  readonly devicePhases?: readonly DevicePhase[];
  /** Which share of the inferences each device of MULTI or AUTO took; absent where it was not found out. */
  readonly deviceShares?: DeviceShares;
  /** Requested devices that did not run, or were given up during the run. */
  readonly droppedDevices: readonly string[];
  /** Whether it came to its end. */
  readonly status: 'ok' | 'failed';
  /** Why it failed; absent where it did not. */
  readonly error?: FailureInfo;
  /** Core, read, compile and one request. */
  readonly loadMs: number | null;
  /** The first inference, before the warm-up. */
  readonly firstInferenceMs: number | null;
  /** Inferences measured. */
  readonly iterations: number;
  /** Inferences of the warm-up, all requests together, without the first. */
  readonly warmup: number;
  /** Synchronous, or several in flight. */
  readonly api: Api;
  /** Requests in flight. */
  readonly requests: number | null;
  /** NUM_STREAMS, added up over the devices that ran; null where a device does not tell. */
  readonly streams: number | null;
  /** PERFORMANCE_HINT in effect. */
  readonly performanceHint: string | null;
  /** INFERENCE_PRECISION_HINT in effect; `CPU:bf16,GPU:f16` where devices differ. */
  readonly inferencePrecision: string | null;
  /** All measured inferences, by the clock. */
  readonly totalMs: number | null;
  /** Frames a second: iterations × batch / total time. */
  readonly fps: number | null;
  /** Latencies of the inferences. */
  readonly latencyMs: LatencySummary | null;
  /** The latencies' distribution; absent without samples. */
  readonly quantiles?: readonly Quantile[];
  /** How the latencies went on, at most 200 bins; absent without samples. */
  readonly timeline?: readonly TimelineBin[];
  /**
   * The processes that measured it, where it was repeated: loadMs, firstInferenceMs, totalMs, iterations and fps of the row are
   * those of the process with the median FPS, its latencies are all processes' together.
   */
  readonly processes?: readonly ProcessResult[];
  /** What the model was compiled with, device by device, read after the load. */
  readonly compiled?: CompiledInfo;
  /** Properties of the compilation, as asked for, the hint among them; absent from results of older versions. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Layers of each device that ran, where --profile asked for them. */
  readonly profiles?: readonly DeviceProfile[];
  /** Sentences. */
  readonly warnings: readonly string[];
  /** Whether the devices were simulated. */
  readonly simulated: boolean;
  /**
   * What stands behind a row of a calibrated simulation. `fitted`: the published figures that the devices' times were derived
   * from; `predicted`: published figures that were left out of that; `extrapolated`: nothing. Rows of published
   * figures that ran in the machine's time have none.
   */
  readonly basis?: 'fitted' | 'predicted' | 'extrapolated';
  /** Whether the model was a stand-in for the exercise's. */
  readonly standIn: boolean;
  /** What the detector saw, where the model is one and the input a picture. */
  readonly detections?: readonly DetectionInfo[];
}

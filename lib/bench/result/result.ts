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

/** A whole benchmark, as `--json` writes it. */
export interface BenchResult {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** ISO 8601, UTC: when the first trial began. */
  readonly createdAt: string;
  readonly host: Host;
  /** Present where it was run as a job of `ov-bench job`. */
  readonly job?: JobInfo;
  /** `2026.4.1`, or all that the library says of itself. */
  readonly openvinoVersion: string;
  readonly model: ModelInfo;
  readonly input: InputInfo;
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

/** A job of a batch system, on the node that ran it. */
export interface JobInfo {
  /** `Slurm`, `Grid Engine`, `PBS`, `this machine`. */
  readonly engine: string;
  readonly id: string;
  /** Number of the task, of an array. */
  readonly task?: number;
  readonly name: string;
  readonly node: string;
  /** What the node had to have. */
  readonly features: readonly string[];
  /** Present and true where other jobs might run on the node meanwhile. */
  readonly shared?: true;
}

/** What stood in for the host's devices. */
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

/** The machine that ran it. */
export interface Host {
  readonly hostname: string;
  readonly platform: string;
  readonly arch: string;
  readonly osRelease: string;
  readonly cpuModel: string;
  readonly logicalCpus: number;
  /** CPUs that this process may use, by its affinity mask. */
  readonly availableCpus: number;
  readonly memoryBytes: number;
  readonly nodeVersion: string;
  /** What else is known of it, and what confines the process. */
  readonly machine?: MachineFacts;
  /** The library's build, and plugins and drivers of the devices that it found. */
  readonly openvino?: OpenVinoInfo;
}

export interface PortDescription {
  readonly name: string;
  readonly elementType: string;
  /** Dimensions; −1 for a dynamic one. */
  readonly shape: readonly number[];
}

export interface ModelInfo {
  /** The name that the model bears inside. */
  readonly name: string;
  readonly path: string;
  /** SHA-256 of the .xml or .onnx file, as sha256sum prints it. */
  readonly sha256: string;
  /** SHA-256 of the .bin file beside an .xml; null without one. */
  readonly weightsSha256: string | null;
  readonly inputs: readonly PortDescription[];
  readonly outputs: readonly PortDescription[];
}

export interface InputInfo {
  /** The picture or file; null where the elements are drawn or random, or where several files were given. */
  readonly path: string | null;
  /** `image`: a picture from a file; `drawn`: the built-in one; `file`: --input files; `random`: seeded random elements. */
  readonly kind: 'image' | 'drawn' | 'file' | 'random';
  /** Size of the picture before it was resized; null where there is none. */
  readonly width: number | null;
  readonly height: number | null;
  /** SHA-256 of the elements that the model was given, all inputs one after the other. */
  readonly sha256: string;
  /** Where each input's elements come from. */
  readonly ports: readonly { readonly name: string; readonly kind: InputInfo['kind']; readonly path: string | null }[];
}

/** A thing that the detector saw. */
export interface DetectionInfo {
  readonly label: string;
  readonly labelId: number;
  readonly confidence: number;
  /** [xmin, ymin, xmax, ymax] in pixels of the original picture. */
  readonly box: readonly [number, number, number, number];
}

/** `[share of the samples, the latency in milliseconds that so many do not exceed]`. */
export type Quantile = readonly [share: number, milliseconds: number];

/** Inferences that completed one after the other, and their latencies in milliseconds. */
export interface TimelineBin {
  /** Index of the first of them, from 0. */
  readonly first: number;
  readonly count: number;
  readonly min: number;
  readonly p50: number;
  readonly max: number;
}

/** The machine around a process that measured; all absent where the devices are simulated. */
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

/** What one process of a repeated trial measured. */
export interface ProcessResult extends MachineResult {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly status: 'ok' | 'failed';
  readonly error?: { readonly code: string; readonly message: string };
  readonly executionDevices: readonly string[];
  /** Present where EXECUTION_DEVICES changed while it measured. */
  readonly devicePhases?: readonly DevicePhase[];
  readonly loadMs: number | null;
  readonly firstInferenceMs: number | null;
  readonly iterations: number;
  readonly totalMs: number | null;
  readonly fps: number | null;
  readonly latencyMs: LatencySummary | null;
}

/** One trial. Times are null where the trial failed before they were measured. */
export interface TrialResult extends MachineResult, ModeResult {
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
  readonly status: 'ok' | 'failed';
  readonly error?: { readonly code: string; readonly message: string };
  /** Core, read, compile and one request. */
  readonly loadMs: number | null;
  readonly firstInferenceMs: number | null;
  /** Inferences measured. */
  readonly iterations: number;
  /** Inferences of the warm-up, all requests together, without the first. */
  readonly warmup: number;
  readonly api: Api;
  /** Requests in flight. */
  readonly requests: number | null;
  /** NUM_STREAMS, added up over the devices that ran; null where a device does not tell. */
  readonly streams: number | null;
  /** PERFORMANCE_HINT in effect. */
  readonly performanceHint: string | null;
  /** INFERENCE_PRECISION_HINT in effect; `CPU:bf16,GPU:f16` where devices differ. */
  readonly inferencePrecision: string | null;
  readonly totalMs: number | null;
  /** Frames a second: iterations × batch / total time. */
  readonly fps: number | null;
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
  readonly simulated: boolean;
  /**
   * What stands behind a row of a calibrated simulation. `fitted`: the published figures that the devices' times were derived
   * from; `predicted`: published figures that were left out of that; `extrapolated`: nothing. Rows of published
   * figures that ran in the machine's time have none.
   */
  readonly basis?: 'fitted' | 'predicted' | 'extrapolated';
  readonly standIn: boolean;
  readonly detections?: readonly DetectionInfo[];
}

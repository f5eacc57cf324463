import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { OpenVINOError } from './errors.js';
import { errorFromNative } from './native-errors.js';
import type { PackedShape } from './partial-shape.js';

/** An opened libopenvino_c: its table of functions. Made by {@link NativeAddon.openRuntime}. */
export interface NativeRuntime {
  readonly path: string;
  readonly buildNumber: string;
  readonly description: string;
}

/** Memory that the library knows as an `ov_tensor_t`. */
export interface NativeTensor {
  type(): number;
  shape(): number[];
  byteLength(): number;
  /** Live view of the memory; it keeps the tensor alive. Throws where the engine allows no such views. */
  view(): ArrayBuffer;
}

/** A port: `ov_output_const_port_t`. */
export interface NativePort {
  /** Undefined for a port without a name. */
  anyName(): string | undefined;
  type(): number;
  partialShape(): PackedShape;
}

interface NativePorts {
  inputs(): NativePort[];
  outputs(): NativePort[];
  inputByName(name: string): NativePort;
  outputByName(name: string): NativePort;
  close(): void;
}

/** A model: `ov_model_t`. */
export interface NativeModel extends NativePorts {
  friendlyName(): string;
  isDynamic(): boolean;
  reshapeSingle(shape: PackedShape): void;
  reshapeByNames(names: string[], shapes: PackedShape[]): void;
  reshapeByIndexes(indexes: number[], shapes: PackedShape[]): void;
}

/** A compiled model: `ov_compiled_model_t`. */
export interface NativeCompiledModel extends NativePorts {
  getProperty(name: string): string;
  setProperties(pairs: string[]): void;
  /**
   * @param byteLength Bytes of its tensors, so that the garbage collector knows what it holds.
   * @param owner Who is told of completions. From start to end it is never collected, nor is what it holds: the buffers
   *   that the library reads and writes.
   */
  createInferRequest(byteLength: number, owner: CompletionTarget): NativeInferRequest;
}

/** An infer request: `ov_infer_request_t`. Every method but cancel and close throws REQUEST_BUSY while it runs. */
export interface NativeInferRequest {
  setInput(index: number, tensor: NativeTensor): void;
  setOutput(index: number, tensor: NativeTensor): void;
  /** Binds the request's own tensor again. */
  resetInput(index: number): void;
  resetOutput(index: number): void;
  getInput(index: number): NativeTensor;
  getOutput(index: number): NativeTensor;
  /** Whether a port's tensor has the memory of another: a device that changes (AUTO) moves it. */
  uses(output: boolean, index: number, tensor: NativeTensor): boolean;
  /** Copies an output's bytes into a view of exactly its length. */
  copyOutput(index: number, destination: ArrayBufferView): void;
  infer(): void;
  /** Starts; the owner is told of the end. */
  start(): void;
  cancel(): void;
  /** Time of the last inference in milliseconds, by a monotonic clock around it; NaN before the first. */
  latencyMs(): number;
  profilingInfo(): NativeProfilingRow[];
  close(): void;
}

/** A row of `ov_profiling_info_t`; times in microseconds. */
export type NativeProfilingRow = [
  status: number,
  realTimeUs: number,
  cpuTimeUs: number,
  nodeName: string,
  execType: string,
  nodeType: string,
];

/** Memory outside JavaScript, for weights. */
export interface NativeMemory {
  write(offset: number, bytes: Uint8Array): void;
}

/** What is known of a device string's base and properties after a failure. */
export interface Diagnosis {
  /** Devices of this machine. */
  readonly devices: string[];
  /** The base's SUPPORTED_PROPERTIES, undefined where there is no such plugin. */
  readonly supported: string | undefined;
  /** Index of the first property that the base refuses, −1 for none, and the error it refuses it with. */
  readonly refused: number;
  readonly reason: unknown;
}

/** A core: `ov_core_t`. */
export interface NativeCore {
  availableDevices(): string[];
  /** `[device, buildNumber, description, …]`. */
  versions(device: string): string[];
  getProperty(device: string, name: string): string;
  /** Null device: for all devices. */
  setProperties(device: string | null, pairs: string[]): void;
  addExtension(path: string): void;
  readModelSync(path: string, weightsPath: string | null): NativeModel;
  readModel(path: string, weightsPath: string | null): Promise<NativeModel>;
  readModelFromMemorySync(xml: Uint8Array, weights: NativeMemory | null): NativeModel;
  readModelFromMemory(xml: Uint8Array, weights: NativeMemory | null): Promise<NativeModel>;
  compileModelSync(model: NativeModel | string, device: string, pairs: string[]): NativeCompiledModel;
  compileModel(model: NativeModel | string, device: string, pairs: string[]): Promise<NativeCompiledModel>;
  close(): void;
}

/** Who hears of an inference's end. */
export interface CompletionTarget {
  /** Called on the JavaScript thread once the library is done with the inference; `error` where it failed or was cancelled. */
  complete(error: unknown): void;
}

/** Completed requests of one wake-up: `[target, error or undefined, target, error or undefined, …]`. */
type Completions = unknown[];

interface NativeAddon {
  initialize(hooks: {
    createError(operation: string, status: number, detail: string, code?: string): Error;
    onComplete(completions: Completions): void;
  }): void;
  /** The thread's end: cancels inferences, and waits for them and for compilations. What is started later is not settled. */
  stop(): void;
  /** Opens the library at an absolute path, `preload` before it. */
  openRuntime(path: string, preload: string[]): NativeRuntime;
  /** Asks a core of its own, off the JavaScript thread: what a compilation's failure comes from. */
  diagnose(runtime: NativeRuntime, pluginsXml: string | null, device: string, pairs: string[]): Promise<Diagnosis>;
  diagnoseSync(runtime: NativeRuntime, pluginsXml: string | null, device: string, pairs: string[]): Diagnosis;
  /** Throws where there is no memory. */
  Memory: new (
    byteLength: number,
  ) => NativeMemory;
  Core: new (runtime: NativeRuntime, pluginsXml: string | null) => NativeCore;
  Tensor: {
    /** Over JavaScript's memory: the caller keeps `data` alive as long as the tensor is in use. */
    new (runtime: NativeRuntime, type: number, shape: number[], data: ArrayBufferView): NativeTensor;
    new (runtime: NativeRuntime, type: number, shape: number[], strings: string[]): NativeTensor;
  };
  /** Detaches an ArrayBuffer whose memory is about to move. */
  detach(buffer: ArrayBuffer): void;
}

let addon: NativeAddon | undefined;
/** Tells the owners of requests that have ended; another copy of this package's may be among them. */
function settle(completions: Completions): void {
  for (let i = 0; i < completions.length; i += 2) {
    try {
      (completions[i] as CompletionTarget).complete(completions[i + 1]);
    } catch (error) {
      // a user's callback threw: the others of this wake-up must not suffer, and the error must not be lost
      process.nextTick(() => {
        throw error;
      });
    }
  }
}

/**
 * The addon, loaded at the first call: importing the package loads no native code.
 *
 * @throws OpenVINOError `ADDON_NOT_FOUND` where neither a prebuilt nor a built addon fits this platform.
 */
export function nativeAddon(): NativeAddon {
  if (addon !== undefined) return addon;
  const require = createRequire(import.meta.url);
  const root = fileURLToPath(new URL('..', import.meta.url));
  let loaded: NativeAddon;
  try {
    loaded = require('node-gyp-build')(root) as NativeAddon;
  } catch (cause) {
    throw new OpenVINOError(
      'ADDON_NOT_FOUND',
      `No native addon of @x/openvino-node fits this platform (${process.platform}-${process.arch}, Node ` +
        `${process.versions.node}): neither a prebuilt nor a compiled one could be loaded from ${root} ` +
        `(${String(cause instanceof Error ? cause.message.split('\n')[0] : cause)}). Build it with a C++ compiler: ` +
        `node "${root}native/build.mjs"`,
      { cause },
    );
  }
  loaded.initialize({ createError: errorFromNative, onComplete: settle });
  // process.exit() ends the process without the addon's cleanup hook, and OpenVINO's static objects would be destroyed
  // under a compilation that still runs: 1 of 40 such exits crashed
  process.prependListener('exit', () => loaded.stop());
  addon = loaded;
  return loaded;
}

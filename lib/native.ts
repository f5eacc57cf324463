import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { OpenVINOError } from './errors.js';
import { abandon, type CompletionTarget, emptySky, type InFlight, land, takeOff } from './infer/in-flight.js';
import type { PackedShape } from './model/partial-shape.js';
import { errorFromNative } from './native-errors.js';

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
  /** Copies the bytes into a view of exactly their length. */
  copyTo(destination: ArrayBufferView): void;
  /** Replaces the strings of a string tensor, as many as it has elements. */
  setStrings(strings: string[]): void;
  /** The device whose memory it is; undefined for a tensor in the host's memory. */
  remoteDevice(): string | undefined;
  /** The library's text of a remote tensor's parameters. */
  remoteParams(): string;
  /** Forgets the library's tensor; later calls throw CLOSED. */
  close(): void;
}

/** Parameters of remote contexts and tensors: keys and values in turn, bigints for pointers and strings for all else. */
export type NativeParams = readonly (string | bigint)[];

/** A remote context: `ov_remote_context_t`. */
export interface NativeRemoteContext {
  deviceName(): string;
  params(): string;
  createTensor(type: number, shape: number[], params: NativeParams): NativeTensor;
  createHostTensor(type: number, shape: number[]): NativeTensor;
  close(): void;
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
  reshapeByName(name: string, shape: PackedShape): void;
  /** By the ports themselves, which it finds by their indexes. */
  reshapeByPorts(indexes: number[], shapes: PackedShape[]): void;
}

/** What is built into a model: `ov_preprocess_prepostprocessor_t`. Everything of it throws CLOSED once its model was built. */
export interface NativePrePostProcessor {
  input(key: number | string | undefined): NativePreprocessInput;
  output(key: number | string | undefined): NativePreprocessOutput;
  /** Into the model that it was made for. */
  build(model: NativeModel): void;
}

/** An input of it: `ov_preprocess_input_info_t`, with the tensor's and the model's half. */
export interface NativePreprocessInput {
  steps(): NativePreProcessSteps;
  setElementType(type: number): void;
  setLayout(layout: string): void;
  setModelLayout(layout: string): void;
  setColorFormat(format: number, planeNames: string[]): void;
  setMemoryType(type: string): void;
  setSpatialStaticShape(height: number, width: number): void;
  /** From a tensor of that type and shape. */
  setFrom(type: number, shape: number[]): void;
}

/** Its steps: `ov_preprocess_preprocess_steps_t`. */
export interface NativePreProcessSteps {
  resize(algorithm: number): void;
  mean(values: number | number[]): void;
  scale(values: number | number[]): void;
  crop(begin: number[], end: number[]): void;
  pad(begin: number[], end: number[], value: number, mode: number): void;
  convertElementType(type: number): void;
  convertLayout(layout: string): void;
  convertColor(format: number): void;
  reverseChannels(): void;
}

/** An output of it: `ov_preprocess_output_info_t`. */
export interface NativePreprocessOutput {
  setElementType(type: number): void;
}

/** A compiled model: `ov_compiled_model_t`. */
export interface NativeCompiledModel extends NativePorts {
  getProperty(name: string): string;
  setProperties(pairs: string[]): void;
  /**
   * @param byteLength Bytes of its tensors, so that the garbage collector knows what it holds.
   * @param relay Undefined for a request that starts whenever it is told to.
   * @param tellsEachAtOnce Whether an inference's end may not wait for the next one's, where these come every few
   *   microseconds: a simulated clock does not go on by itself.
   */
  createInferRequest(byteLength: number, relay: NativeRelay | undefined, tellsEachAtOnce: boolean): NativeInferRequest;
  /** What the device made of the model: of its ports, shapes and types are there, names are not. */
  runtimeModel(): NativeModel;
  /**
   * Exports to a file; without a path (Linux) to one of memory alone. The library does not look at whether it could write.
   */
  exportModelSync(path: string | null): NativeExportedBlob;
  exportModel(path: string | null): Promise<NativeExportedBlob>;
  context(): NativeRemoteContext;
}

/** An exported model, in a file that goes with it. */
export interface NativeExportedBlob {
  byteLength(): number;
  /** Reads as much as there is from `offset` on, at most `destination`; gives how many bytes that were. */
  read(offset: number, destination: Uint8Array): number;
  close(): void;
}

/**
 * Requests that take turns: at most so many run, and one that was started beyond that starts when another ends, without
 * JavaScript.
 */
export interface NativeRelay {
  readonly relay?: never;
}

/** An infer request: `ov_infer_request_t`. Every method but withdraw, cancel and close throws REQUEST_BUSY while it runs. */
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
  calls(): NativeInferenceCalls;
  /** Takes an inference back that waits for its turn in a relay: it has ended by that, and nobody is told. Else false. */
  withdraw(): boolean;
  /** Asks an inference that has begun to stop. */
  cancel(): void;
  /** Of the last inference that has ended: milliseconds of {@link NativeAddon.now}. */
  stamps(): [startedMs: number, endedMs: number, receivedMs: number] | undefined;
  profilingInfo(): NativeProfilingRow[];
  close(): void;
}

/** What a request does most often. */
export interface NativeInferenceCalls {
  infer(): void;
  /** Starts; the end is told by this number. See {@link startInference}. */
  start(number: number): void;
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
  importModelSync(blob: NativeMemory, device: string): NativeCompiledModel;
  importModel(blob: NativeMemory, device: string): Promise<NativeCompiledModel>;
  createContext(device: string, params: NativeParams): NativeRemoteContext;
  defaultContext(device: string): NativeRemoteContext;
  compileInContextSync(model: NativeModel, context: NativeRemoteContext, pairs: string[]): NativeCompiledModel;
  compileInContext(model: NativeModel, context: NativeRemoteContext, pairs: string[]): Promise<NativeCompiledModel>;
  close(): void;
}

interface NativeAddon {
  initialize(hooks: {
    createError(operation: string, status: number, detail: string, code?: string): Error;
    onComplete(count: number, errors: readonly unknown[] | undefined): void;
    ended: Float64Array;
  }): void;
  /** Kept here by the first copy of this package that loads the addon, for all of them. */
  inFlight?: InFlight;
  /** Milliseconds of the monotonic clock that stamps inferences. */
  now(): number;
  /** Has the engine collect garbage now, buffers of ArrayBuffers with it. */
  collect(): void;
  /** Whether the engine allows ArrayBuffers over native memory. */
  externalBuffers(): boolean;
  /**
   * The thread's end: cancels inferences, and waits for them and for compilations. What is started later is not settled. On
   * the main thread it is the process's end, too: nothing is freed any more.
   */
  stop(): void;
  /**
   * Gives the library's log messages to a handler, to nobody (null), or back to where they go by default (undefined). All
   * that came since the last call are told at once, with the number of those that were too many to be kept.
   */
  setLogHandler(
    runtime: NativeRuntime,
    handler: ((messages: string[], dropped: number) => void) | null | undefined,
  ): void;
  /** Has the library free what it keeps for the process. */
  shutdown(runtime: NativeRuntime): void;
  /** Opens the library at an absolute path, `preload` before it. */
  openRuntime(path: string, preload: string[]): NativeRuntime;
  /** Asks a core of its own, off the JavaScript thread: what a compilation's failure comes from. */
  diagnose(runtime: NativeRuntime, pluginsXml: string | null, device: string, pairs: string[]): Promise<Diagnosis>;
  diagnoseSync(runtime: NativeRuntime, pluginsXml: string | null, device: string, pairs: string[]): Diagnosis;
  /** A layout as the library writes it. */
  layoutText(runtime: NativeRuntime, text: string): string;
  PrePostProcessor: new (model: NativeModel) => NativePrePostProcessor;
  /** Of at most `limit` requests at the same time. */
  Relay: new (
    limit: number,
  ) => NativeRelay;
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
/** Starts an inference of a request, whose number it gives; `target` is told of its end, and kept until then. */
export function startInference(calls: NativeInferenceCalls, target: CompletionTarget): number {
  return takeOff(nativeAddon().inFlight as InFlight, target, calls);
}

/** Forgets an inference that was cancelled before its turn. */
export function forgetInference(number: number): void {
  abandon(nativeAddon().inFlight as InFlight, number);
}

let externalBuffers: boolean | undefined;

/**
 * Whether live views of native memory can be made: not in engines that cage their memory, as Electron's does. There, what
 * would be a view is a copy or memory of JavaScript's own. `OPENVINO_NODE_EXTERNAL_BUFFERS=0` makes any engine such a one.
 */
export function externalBuffersAllowed(): boolean {
  externalBuffers ??= process.env['OPENVINO_NODE_EXTERNAL_BUFFERS'] !== '0' && nativeAddon().externalBuffers();
  return externalBuffers;
}

let clockOffsetMs: number | undefined;

/** What to add to a stamp of the addon's clock for a time of `performance.now()`. */
export function clockOffset(): number {
  clockOffsetMs ??= performance.now() - nativeAddon().now();
  return clockOffsetMs;
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
  const inFlight = loaded.inFlight ?? emptySky();
  loaded.inFlight = inFlight;
  loaded.initialize({
    createError: errorFromNative,
    onComplete: (count, errors) => land(inFlight, count, errors),
    ended: inFlight.ended,
  });
  // process.exit() ends the process without the addon's cleanup hook, and OpenVINO's static objects would be destroyed
  // under a compilation that still runs: 1 of 40 such exits crashed
  process.prependListener('exit', () => loaded.stop());
  addon = loaded;
  return loaded;
}

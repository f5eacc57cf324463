import { type ImportRequest, importModel, importModelSync } from '../blob/model-import.js';
import { abandonable } from '../common/abort.js';
import { checkNoMore, checkOptions } from '../common/options.js';
import { type CompiledModel, makeCompiledModel } from '../model/compiled-model.js';
import type { Model } from '../model/model.js';
import { nativeAddon } from '../native.js';
import { notInCApi } from '../not-in-c-api.js';
import { nameToRead } from '../properties/properties.js';
import type {
  Properties,
  PropertyToRead,
  PropertyValue,
  PropertyValueOf,
  ReadablePropertyName,
} from '../properties/property-types.js';
import type { RemoteContext } from '../remote/remote-context.js';
import type { RemoteParams } from '../remote/remote-params.js';
import { counted, currentRuntime } from '../runtime.js';
import type { Tensor } from '../tensor/tensor.js';
import { makeVersion } from '../version.js';
import { attempt, compileModel, compileModelSync } from './compile-model.js';
import { createContext, defaultContext } from './core-context.js';
import { noSuchDevice, readProperty, readVersions, setProperties } from './core-device.js';
import {
  blocked,
  type CoreOptions,
  type DeviceVersions,
  type ImportOptions,
  importOf,
  type LoadOptions,
  type ModelWeights,
  type NoProperties,
  signalOf,
} from './core-options.js';
import type { CoreParts } from './core-parts.js';
import { type DeviceArgument, parseDevice } from './device.js';
import { checkFile, checkPlugins, EXTENSION_FILE } from './file-kind.js';
import { readModel, readModelSync } from './read-model.js';

/** For those of this package who work with a core. */
export let partsOf: (core: Core) => CoreParts;

/**
 * Entry to OpenVINO: devices, their properties, reading and compiling models.
 *
 * The first core of a thread opens the OpenVINO library (see {@link loadRuntime}).
 *
 * @category Core
 * @example
 * ```ts
 * const core = new Core();
 * console.log(core.getAvailableDevices()); // ['CPU', 'GPU', 'NPU']
 * const compiledModel = await core.compileModel('model.xml', 'AUTO:GPU,CPU', { PERFORMANCE_HINT: 'LATENCY' });
 * core.close(); // what was made by it lives on
 * ```
 */
export class Core {
  readonly #parts: CoreParts;

  static {
    partsOf = (core) => core.#parts;
  }

  /** @throws OpenVINOError as {@link loadRuntime}. */
  constructor(options: CoreOptions = {}) {
    checkOptions(options, ['pluginsXml'], '{ pluginsXml: "/path/plugins.xml" }');
    const { pluginsXml } = options;
    if (pluginsXml !== undefined) checkPlugins(pluginsXml);
    const runtime = currentRuntime();
    const devices = pluginsXml ?? runtime.pluginsXml;
    const native = new (nativeAddon().Core)(runtime.native, devices);
    this.#parts = { native, runtime, pluginsXml: devices };
  }

  /** Devices of this machine that OpenVINO can use: `['CPU', 'GPU.0', 'GPU.1', 'NPU']`. */
  getAvailableDevices(): string[] {
    return this.#parts.native.availableDevices();
  }

  /**
   * Versions of the plugins behind a device string.
   *
   * @throws OpenVINOError `INVALID_DEVICE`, `DEVICE_NOT_FOUND`.
   * @example
   * ```ts
   * const [plugin] = Object.values(core.getVersions('CPU'));
   * console.log(plugin?.buildNumber);
   * ```
   */
  getVersions<Name extends string>(device: DeviceArgument<Name>): DeviceVersions;
  getVersions(device: string): DeviceVersions {
    parseDevice(device);
    const versions: DeviceVersions = {};
    const flat = readVersions(this.#parts.native, device);
    for (let i = 0; i + 2 < flat.length; i += 3) {
      versions[flat[i] as string] = makeVersion(flat[i + 1] as string, flat[i + 2] as string);
    }
    if (Object.keys(versions).length === 0) throw noSuchDevice(this.#parts.native, device, undefined);
    return versions;
  }

  /**
   * A property of a device, or (without a device) of OpenVINO.
   *
   * @param name A name, or an entry of {@link properties}.
   * @returns A number, boolean, word, list or map for the names of the table, text for others; a bigint where a number would
   *   not be exact.
   * @throws OpenVINOError `UNKNOWN_PROPERTY`, also for what can only be set; `DEVICE_NOT_FOUND`, `INVALID_DEVICE`,
   *   `INVALID_ARGUMENT`.
   * @example
   * ```ts
   * const [least, most] = core.getProperty('CPU', 'RANGE_FOR_STREAMS'); // two numbers
   * const mapped = core.getProperty('ENABLE_MMAP'); // boolean
   * ```
   */
  getProperty<Name extends ReadablePropertyName | (string & {})>(name: PropertyToRead<Name>): PropertyValueOf<Name>;
  getProperty<Name extends ReadablePropertyName | (string & {})>(
    device: string,
    name: PropertyToRead<Name>,
  ): PropertyValueOf<Name>;
  getProperty(first: unknown, second?: unknown, ...extra: never[]): PropertyValue {
    checkNoMore('getProperty(device, name)', extra);
    const [device, name] = second === undefined ? ['', nameToRead(first)] : [first, nameToRead(second)];
    return readProperty(this.#parts.native, device, name);
  }

  /**
   * Sets properties of a device, or (without a device) of OpenVINO itself and of all devices that have them; models compiled
   * later use them.
   *
   * @throws OpenVINOError `READ_ONLY_PROPERTY`, `INVALID_PROPERTY_VALUE`, `UNKNOWN_PROPERTY`, `DEVICE_NOT_FOUND`,
   *   `INVALID_DEVICE`, `INVALID_ARGUMENT`.
   * @example
   * ```ts
   * core.setProperty('CPU', { NUM_STREAMS: 2, ENABLE_CPU_PINNING: false });
   * core.setProperty({ ENABLE_MMAP: false });
   * ```
   */
  setProperty(properties: Properties): void;
  setProperty(device: string, properties: Properties): void;
  setProperty(first: string | Properties, ...rest: (Properties | undefined)[]): void {
    const [device, properties, ...extra] = typeof first === 'string' ? [first, ...rest] : [undefined, first, ...rest];
    checkNoMore(device === undefined ? 'setProperty(properties)' : 'setProperty(device, properties)', extra);
    setProperties(this.#parts.native, device, properties);
  }

  /**
   * Reads a model while JavaScript goes on.
   *
   * @param model Path of an .xml (IR), .onnx, .pdmodel, .pb or .tflite file; or the text of an IR, as string or bytes.
   * @param weights Path of the IR's .bin, where it is not beside the .xml (left out or empty: it is); or its bytes.
   * @throws OpenVINOError (rejects) `MODEL_NOT_FOUND`, `MODEL_NOT_READABLE`, `MODEL_INVALID`, `MODEL_TOO_OLD` (an IR before
   *   version 10), `WEIGHTS_NOT_FOUND`, `WEIGHTS_INVALID`, `CANCELLED`.
   * @example
   * ```ts
   * import { readFile } from 'node:fs/promises';
   *
   * using fromFile = await core.readModel('model.xml');
   * using fromMemory = await core.readModel(await readFile('model.xml'), await readFile('model.bin'));
   * ```
   */
  readModel(model: string | Uint8Array, weights?: ModelWeights, options?: LoadOptions): Promise<Model> {
    return abandonable(
      () => signalOf(options),
      'Reading the model',
      () => counted(this.#parts.runtime, () => readModel(this.#parts.native, model, weights)),
      (late) => late.close(),
    );
  }

  /**
   * Reads a model, blocking the thread; see {@link Core.readModel}.
   *
   * @example
   * ```ts
   * using model = core.readModelSync('model.xml');
   * ```
   */
  readModelSync(model: string | Uint8Array, weights?: ModelWeights): Model;
  readModelSync(model: string | Uint8Array, weights?: ModelWeights, ...extra: never[]): Model {
    checkNoMore('readModelSync(model, weights)', extra, blocked('readModel'));
    return readModelSync(this.#parts.native, model, weights);
  }

  /**
   * Compiles a model for a device while JavaScript goes on. The library can't be stopped at it, and the process's end waits for it.
   *
   * @param model A model that was read, or the path of one.
   * @param device `CPU`, `GPU.1`, `NPU`, `AUTO`, `AUTO:GPU,CPU`, `MULTI:…`, `HETERO:…`, `BATCH:GPU(4)`; AUTO where left out.
   *   MULTI and AUTO leave out devices that the machine lacks without a word: EXECUTION_DEVICES tells which run. Or a
   *   {@link RemoteContext}: then the model's memory is that context's.
   * @param properties For example `{ PERFORMANCE_HINT: 'THROUGHPUT', INFERENCE_PRECISION_HINT: 'f32' }`.
   * @throws OpenVINOError (rejects) `INVALID_DEVICE`, `DEVICE_NOT_FOUND`, `UNKNOWN_PROPERTY`, `INVALID_PROPERTY_VALUE`,
   *   `READ_ONLY_PROPERTY`, `COMPILE_FAILED`, `CANCELLED`, and for a path what {@link Core.readModel} throws.
   * @example
   * ```ts
   * const compiled = await core.compileModel(model, 'CPU', { INFERENCE_PRECISION_HINT: 'f32' });
   * const fromFile = await core.compileModel('model.xml'); // on the device that AUTO chooses
   * ```
   */
  compileModel<Name extends string>(
    model: Model | string,
    device?: DeviceArgument<Name> | RemoteContext,
    properties?: Properties,
    options?: LoadOptions,
  ): Promise<CompiledModel>;
  compileModel(
    model: Model | string,
    target: string | RemoteContext = 'AUTO',
    properties?: Properties,
    options?: LoadOptions,
  ): Promise<CompiledModel> {
    return abandonable(
      () => signalOf(options),
      'Compiling the model',
      () => counted(this.#parts.runtime, () => compileModel(this.#parts, model, target, properties)),
      (late) => late.close(),
    );
  }

  /**
   * Compiles a model, blocking the thread; see {@link Core.compileModel}.
   *
   * @example
   * ```ts
   * const compiled = core.compileModelSync('model.xml', 'CPU');
   * ```
   */
  compileModelSync<Name extends string>(
    model: Model | string,
    device?: DeviceArgument<Name> | RemoteContext,
    properties?: Properties,
  ): CompiledModel;
  compileModelSync(
    model: Model | string,
    target: string | RemoteContext = 'AUTO',
    properties?: Properties,
    ...extra: never[]
  ): CompiledModel {
    checkNoMore('compileModelSync(model, device, properties)', extra, blocked('compileModel'));
    return compileModelSync(this.#parts, model, target, properties);
  }

  /**
   * A remote context of a device from objects of its driver, so that both use the same memory.
   *
   * @param device `GPU`, `GPU.1`, `NPU`; other devices have no contexts.
   * @param params For a GPU `{ CONTEXT_TYPE: 'OCL', OCL_CONTEXT: handle }` (`OCL_QUEUE`, `OCL_CONTEXT_DEVICE_ID` and `TILE_ID`
   *   as needed) or `{ CONTEXT_TYPE: 'VA_SHARED', VA_DEVICE: handle }`; the device's own context without any. Handles are
   *   addresses, as bigints; a wrong one crashes the process.
   * @throws OpenVINOError `NOT_IMPLEMENTED` where the device has no contexts, `DEVICE_NOT_FOUND`, `INVALID_DEVICE`,
   *   `INVALID_ARGUMENT`, and `GENERAL_ERROR` where the device refuses the parameters.
   * @example
   * ```ts
   * function share(core: Core, clContext: bigint, clQueue: bigint): RemoteContext {
   *   return core.createContext('GPU', { CONTEXT_TYPE: 'OCL', OCL_CONTEXT: clContext, OCL_QUEUE: clQueue });
   * }
   * ```
   */
  createContext(device: string, params?: RemoteParams): RemoteContext {
    return createContext(this.#parts.native, this.#parts.runtime.native, device, params);
  }

  /**
   * The remote context that a device has by itself: the one that models compiled for it are in.
   *
   * @param device `GPU`, `GPU.1`, `NPU`; other devices have no contexts.
   * @throws OpenVINOError As {@link Core.createContext}.
   * @example
   * ```ts
   * function tell(core: Core): void {
   *   using context = core.getDefaultContext('GPU');
   *   console.log(context.getDeviceName(), context.getParams()); // GPU.0 { CONTEXT_TYPE: 'OCL', … }
   * }
   * ```
   */
  getDefaultContext(device: string): RemoteContext {
    return defaultContext(this.#parts.native, this.#parts.runtime.native, device);
  }

  /**
   * Imports a model that was compiled and exported, for the same device and by the same OpenVINO: that spares compiling it.
   * The bytes are copied, since the library goes on using them.
   *
   * @param source Path of what {@link CompiledModel.exportModel} wrote, or its bytes: a Buffer, or a Tensor of u8.
   * @param device The device that exported it. AUTO, MULTI and BATCH import none.
   * @param properties The C API has none here: set them by {@link Core.setProperty} for the device before.
   * @throws OpenVINOError (rejects) `CHECKSUM_MISMATCH`, `MODEL_NOT_FOUND`, `MODEL_NOT_READABLE`, `MODEL_INVALID` where the
   *   device does not know it, `NOT_IMPLEMENTED`, `NOT_IN_C_API` where properties are given, `INVALID_DEVICE`,
   *   `DEVICE_NOT_FOUND`, `INVALID_ARGUMENT`, `CANCELLED`.
   * @example
   * ```ts
   * await compiledModel.exportModel('model.blob');
   * const imported = await core.importModel('model.blob', 'CPU');
   * ```
   */
  importModel<Given extends object>(
    source: string | Uint8Array | Tensor,
    device: string,
    properties?: Given & NoProperties<Given>,
    options?: ImportOptions,
  ): Promise<CompiledModel> {
    return abandonable(
      () => signalOf(options, ['signal', 'sha256']),
      'Importing the model',
      () => counted(this.#parts.runtime, () => this.#importModel(importOf(source, device, properties, options))),
      (late) => late.close(),
    );
  }

  async #importModel(request: ImportRequest): Promise<CompiledModel> {
    const native = await importModel(this.#parts.native, request, attempt(this.#parts, request.device, []));
    return makeCompiledModel(native, this.#parts.runtime, request.device);
  }

  /** Imports a model, blocking the thread; see {@link Core.importModel}. */
  importModelSync<Given extends object>(
    source: string | Uint8Array | Tensor,
    device: string,
    properties?: Given & NoProperties<Given>,
    options?: Omit<ImportOptions, 'signal'>,
  ): CompiledModel {
    const request = importOf(source, device, properties, options, ['sha256']);
    const native = importModelSync(this.#parts.native, request, attempt(this.#parts, device, []));
    return makeCompiledModel(native, this.#parts.runtime, device);
  }

  /**
   * Adds a library of custom operations. Its code runs even where the call then fails: trust it.
   *
   * @throws OpenVINOError `NOT_SUPPORTED_BY_RUNTIME` before OpenVINO 2025.4, `GENERAL_ERROR`.
   * @example
   * ```ts
   * // a library of operations that the model has and OpenVINO has not
   * assert.throws(() => core.addExtension('/opt/acme/libacme_operations.so'), { code: 'FILE_NOT_FOUND' });
   * ```
   */
  addExtension(libraryPath: string): void {
    checkFile(libraryPath, EXTENSION_FILE);
    this.#parts.native.addExtension(libraryPath);
  }

  /**
   * Not in the C API.
   *
   * @throws OpenVINOError `NOT_IN_C_API`, always.
   * @example
   * ```ts
   * assert.throws(() => core.queryModel(model, 'CPU'), { code: 'NOT_IN_C_API' });
   * ```
   */
  queryModel(_model?: Model, _device?: string, _properties?: Properties): { [operation: string]: string } {
    throw notInCApi('Core.queryModel()');
  }

  /** Frees the core; models and compiled models live on. Further use throws `CLOSED`; closing again does nothing. */
  close(): void {
    this.#parts.native.close();
  }

  /** Closes, as {@link Core.close} does: for `using core = …`. */
  [Symbol.dispose](): void {
    this.close();
  }
}

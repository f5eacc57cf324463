import type { ExportedModel } from '../blob/blob-file.js';
import { exportToBuffer, exportToBufferSync, exportToFile } from '../blob/model-export.js';
import { showAs } from '../common/inspect.js';
import { MADE_HERE } from '../common/made-here.js';
import { checkNoMore } from '../common/options.js';
import { notConstructible, OpenVINOError } from '../errors.js';
import { type InferInputs, type InferResults, type RunOptions, runSettings } from '../infer/infer-options.js';
import { type InferRequest, makeInferRequest } from '../infer/infer-request.js';
import type { NativeCompiledModel, NativeRelay } from '../native.js';
import { InferPool } from '../pool/infer-pool.js';
import { type PoolOptions, type PoolStats, poolParts } from '../pool/pool-options.js';
import { didYouMean, nameToRead, packProperties } from '../properties/properties.js';
import { parseProperty } from '../properties/property-parse.js';
import type {
  Properties,
  PropertyToRead,
  PropertyValue,
  PropertyValueOf,
  ReadablePropertyName,
} from '../properties/property-types.js';
import { makeRemoteContext, type RemoteContext } from '../remote/remote-context.js';
import { withoutContext } from '../remote/remote-params.js';
import type { OpenRuntime } from '../runtime.js';
import { type Model, makeModel } from './model.js';
import type { ModelTypes, PortTypes } from './model-types.js';
import type { Output } from './output.js';
import { type PortKey, PortLists } from './ports.js';
import { checkModelTypes } from './typed-model.js';

/** A request that takes turns with others, for those who own several and give each inference to one. */
export let makeRelayRequest: (model: CompiledModel, relay: NativeRelay) => InferRequest;
export let makeCompiledModel: (native: NativeCompiledModel, runtime: OpenRuntime, device: string) => CompiledModel;

/**
 * A model compiled for a device: {@link Core.compileModel} makes one.
 *
 * @category Models
 * @example
 * ```ts
 * const compiled = await core.compileModel('model.xml', 'CPU', { PERFORMANCE_HINT: 'THROUGHPUT' });
 * compiled.configurePool({ maxWaiting: 100 });
 * // from as many callers at the same time as you like
 * const [first, second] = await Promise.all([compiled.run({ image: tensor }), compiled.run([tensor])]);
 * console.log(first['boxes']?.shape, compiled.stats().latencyMs?.p50);
 * compiled.close();
 * ```
 *
 * What it is made of:
 *
 * ```ts
 * console.log(compiledModel.getProperty('EXECUTION_DEVICES')); // ['CPU']
 * for (const port of [...compiledModel.inputs, ...compiledModel.outputs]) console.log(String(port));
 * assert.equal(compiledModel.input('image').elementType, 'f32');
 * assert.deepEqual(compiledModel.output(0).shape, [1, 3, 32, 32]);
 * ```
 */
export class CompiledModel<Inputs extends PortTypes = PortTypes, Outputs extends PortTypes = PortTypes> {
  readonly #native: NativeCompiledModel;
  readonly #runtime: OpenRuntime;
  /** Device string that it was compiled for. */
  readonly #device: string;
  readonly #ports: PortLists;
  #pool: InferPool | undefined;
  #poolOptions: PoolOptions = {};
  #closed = false;

  static {
    showAs(CompiledModel, (model) => ({ device: model.#device, inputs: model.inputs, outputs: model.outputs }));
    makeRelayRequest = (model, relay) => model.#createRequest(relay);
    makeCompiledModel = (native, runtime, device) => {
      if (native.outputs().length === 0) throw new OpenVINOError('MODEL_INVALID', 'The model has no outputs.');
      return new CompiledModel(MADE_HERE, native, runtime, device);
    };
  }

  private constructor(token: typeof MADE_HERE, native: NativeCompiledModel, runtime: OpenRuntime, device: string) {
    if (token !== MADE_HERE) throw notConstructible('CompiledModel', 'core.compileModel()');
    this.#native = native;
    this.#ports = new PortLists(native, this);
    this.#runtime = runtime;
    this.#device = device;
  }

  get #untyped(): CompiledModel {
    return this as unknown as CompiledModel;
  }

  /** All inputs, in the model's order. */
  get inputs(): Output[] {
    return [...this.#ports.inputs.all];
  }

  /** All outputs, in the model's order. */
  get outputs(): Output[] {
    return [...this.#ports.outputs.all];
  }

  /**
   * An input by index or name; the only one without.
   *
   * @throws OpenVINOError `PORT_NOT_FOUND`.
   */
  input(key?: PortKey): Output;
  input(key?: PortKey, ...extra: never[]): Output {
    checkNoMore('input(key)', extra);
    return this.#ports.inputs.get(key);
  }

  /**
   * An output by index or name; the only one without.
   *
   * @throws OpenVINOError `PORT_NOT_FOUND`.
   */
  output(key?: PortKey): Output;
  output(key?: PortKey, ...extra: never[]): Output {
    checkNoMore('output(key)', extra);
    return this.#ports.outputs.get(key);
  }

  /**
   * The same compiled model for programs that know its ports: TypeScript then asks for its inputs by name and element type,
   * and its outputs come with the class of their `data`. So do those of its requests, of an {@link AsyncInferQueue} and of a
   * {@link pipeline} of it. The types are looked at once, here, and cost an inference nothing.
   *
   * @param types Element types of all inputs, or of the outputs that are wanted, or of both, by name.
   * @returns This compiled model.
   * @throws OpenVINOError `PORT_NOT_FOUND`, `ELEMENT_TYPE_MISMATCH`, `INVALID_ARGUMENT` where an input is left out.
   * @example
   * ```ts
   * const detector = compiledModel.typed({ inputs: { image: 'f32' }, outputs: { boxes: 'f32' } });
   * const { boxes } = await detector.run({ image: new Float32Array(3 * 32 * 32) });
   * const values: Float32Array = boxes.data;
   * ```
   */
  typed<KnownInputs extends PortTypes = PortTypes, KnownOutputs extends PortTypes = PortTypes>(
    types: ModelTypes<KnownInputs, KnownOutputs>,
  ): CompiledModel<KnownInputs, KnownOutputs> {
    checkModelTypes(types, this.#ports.inputs, this.#ports.outputs);
    return this as unknown as CompiledModel<KnownInputs, KnownOutputs>;
  }

  /**
   * A property of the compiled model: `EXECUTION_DEVICES` (which devices run it), `OPTIMAL_NUMBER_OF_INFER_REQUESTS` …
   *
   * @param name A name, or an entry of {@link properties}.
   * @returns A number, boolean, word, list or map for the names of the table, text for others.
   * @throws OpenVINOError `UNKNOWN_PROPERTY`, `INVALID_ARGUMENT`.
   * @example
   * ```ts
   * const devices = compiledModel.getProperty('EXECUTION_DEVICES'); // ['CPU']
   * ```
   */
  getProperty<Name extends ReadablePropertyName | (string & {})>(name: PropertyToRead<Name>): PropertyValueOf<Name>;
  getProperty(given: unknown, ...extra: never[]): PropertyValue {
    checkNoMore('getProperty(name)', extra);
    const name = nameToRead(given);
    try {
      return parseProperty(name, this.#native.getProperty(name));
    } catch (error) {
      throw explain(error, 'UNKNOWN_PROPERTY', `The compiled model has no property ${name}`, didYouMean(name));
    }
  }

  /**
   * Sets properties. Hardly any device lets a compiled model's properties change (BATCH: AUTO_BATCH_TIMEOUT, NPU:
   * WORKLOAD_TYPE); give them to {@link Core.compileModel} instead.
   *
   * @throws OpenVINOError `NOT_IMPLEMENTED` where the device lets none change, `INVALID_PROPERTY_VALUE` where it refuses these,
   *   `READ_ONLY_PROPERTY`, `INVALID_ARGUMENT`.
   * @example
   * ```ts
   * const compiled = await core.compileModel('model.xml', 'BATCH:CPU(2)');
   * compiled.setProperty({ AUTO_BATCH_TIMEOUT: 5 });
   * ```
   */
  setProperty(properties: Properties): void;
  setProperty(properties: Properties, ...extra: never[]): void {
    checkNoMore('setProperty(properties)', extra);
    const pairs = packProperties(properties);
    if (pairs.length === 0) return;
    try {
      this.#native.setProperties(pairs);
    } catch (error) {
      throw explain(
        error,
        'INVALID_PROPERTY_VALUE',
        `The compiled model does not take ${Object.keys(properties).join(', ')}`,
      );
    }
  }

  /**
   * Exports what the device has compiled to bytes, for {@link Core.importModel}.
   *
   * @throws OpenVINOError (rejects) `NOT_IMPLEMENTED` (AUTO and MULTI export nothing), `CLOSED`.
   * @example
   * ```ts
   * const blob = await compiledModel.exportModel();
   * ```
   */
  exportModel(): Promise<Buffer>;
  /**
   * Exports what the device has compiled to a file, for {@link Core.importModel}.
   *
   * @param path Where to write it, and beside it its SHA-256 (`PATH.sha256`, as sha256sum checks it); both stand there whole
   *   or not at all.
   * @throws OpenVINOError (rejects) as without a path, and `NOT_WRITABLE`, `INVALID_ARGUMENT`.
   * @example
   * ```ts
   * const { sha256, byteLength } = await compiledModel.exportModel('model.blob');
   * ```
   */
  exportModel(path: string): Promise<ExportedModel>;
  async exportModel(path?: string, ...extra: never[]): Promise<Buffer | ExportedModel> {
    checkNoMore('exportModel(path)', extra);
    return path === undefined ? exportToBuffer(this.#native) : exportToFile(this.#native, path);
  }

  /**
   * Exports what the device has compiled to bytes, blocking the thread; see {@link CompiledModel.exportModel}.
   *
   * @example
   * ```ts
   * const imported = core.importModelSync(compiledModel.exportModelSync(), 'CPU');
   * ```
   */
  exportModelSync(): Buffer;
  exportModelSync(...extra: never[]): Buffer {
    checkNoMore('exportModelSync()', extra, ': it gives the bytes, and exportModel(path) writes a file');
    return exportToBufferSync(this.#native);
  }

  /**
   * What the device made of the model. Of its ports the C API tells shapes and types; names and operations it does not, nor
   * can it be compiled.
   *
   * @throws OpenVINOError `CLOSED`, `GENERAL_ERROR` where the device does not tell.
   * @example
   * ```ts
   * using runtimeModel = compiledModel.getRuntimeModel();
   * console.log(runtimeModel.inputs.map((input) => `${input.elementType} ${input.partialShape}`));
   * ```
   */
  getRuntimeModel(): Model {
    return makeModel(this.#native.runtimeModel());
  }

  /**
   * The remote context that the model was compiled in, or its device's own.
   *
   * @throws OpenVINOError `NOT_IMPLEMENTED` where the device has none (CPU, AUTO, MULTI, HETERO, BATCH), `CLOSED`.
   * @example
   * ```ts
   * function makeBuffer(compiledModel: CompiledModel): RemoteTensor {
   *   using context = compiledModel.getContext();
   *   return context.createTensor('f32', compiledModel.output(0).shape);
   * }
   * ```
   */
  getContext(): RemoteContext {
    try {
      return makeRemoteContext(this.#native.context(), this.#runtime.native);
    } catch (error) {
      const isLibrarys = error instanceof OpenVINOError && error.status !== undefined;
      // BATCH fails by a property that its plugin was not told
      const hasNone = isLibrarys && (error.code === 'NOT_IMPLEMENTED' || this.#device.startsWith('BATCH'));
      throw hasNone ? withoutContext(`A model compiled for ${this.#device}`, error) : error;
    }
  }

  /**
   * A new infer request, idle, with tensors of its own. Requests of one compiled model can run at the same time.
   *
   * @example
   * ```ts
   * using request = compiledModel.createInferRequest();
   * const { boxes } = request.infer({ image: tensor });
   * ```
   */
  createInferRequest(): InferRequest<Inputs, Outputs> {
    return this.#createRequest(undefined) as unknown as InferRequest<Inputs, Outputs>;
  }

  #createRequest(relay: NativeRelay | undefined): InferRequest {
    const { inputs, outputs } = this.#ports;
    let byteLength = 0;
    for (const info of [...inputs.infos, ...outputs.infos]) byteLength += info.byteLength ?? 0;
    const native = this.#native.createInferRequest(byteLength, relay, this.#runtime.info.simulated);
    const [compiledModel, runtime] = [this.#untyped, this.#runtime.native];
    // AUTO moves a request's memory when it changes the device; of other devices' memory only the CPU's was looked at
    const placement = { staysPut: this.#device === 'CPU', device: this.#device };
    return makeInferRequest({ native, compiledModel, inputs, outputs, runtime, placement });
  }

  /**
   * Runs an inference, from any number of callers at the same time: on one of the model's own infer requests, of which there
   * are as many as the device works best with (OPTIMAL_NUMBER_OF_INFER_REQUESTS; compile with `PERFORMANCE_HINT:
   * 'THROUGHPUT'` for more than one or two), or after waiting for one, first come first served.
   *
   * @param inputs A tensor for each input. Leave their buffers alone until the promise settles.
   * @returns Outputs by name. They belong to the caller.
   * @throws OpenVINOError (rejects) `QUEUE_FULL` where too many wait ({@link CompiledModel.configurePool}), `CANCELLED` (the
   *   name is `AbortError`) where the signal aborts: once the inference has really stopped, or at once where it waits;
   *   `INVALID_ARGUMENT` where an input is left out, and what {@link InferRequest.infer} throws.
   * @example
   * ```ts
   * try {
   *   const results = await compiledModel.run({ image: tensor }, { signal: AbortSignal.timeout(1000) });
   *   console.log(results['boxes']?.data);
   * } catch (error) {
   *   if (!(error instanceof OpenVINOError) || error.code !== 'CANCELLED') throw error;
   * }
   * ```
   */
  run(inputs: InferInputs<Inputs>, options?: RunOptions<Outputs>): Promise<InferResults<Outputs>> {
    try {
      this.#pool = this.#openPool();
      const results = this.#pool.run(inputs as InferInputs, runSettings(options as RunOptions));
      return results as Promise<InferResults<Outputs>>;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** What {@link CompiledModel.run} has done, and does. */
  stats(): PoolStats {
    // what has not run yet can still be configured
    return this.#openPool().stats();
  }

  /**
   * Says how many infer requests {@link CompiledModel.run} has, and how many calls may wait for them; before the first run.
   *
   * @throws OpenVINOError `REQUEST_BUSY` after the first run, `INVALID_ARGUMENT`.
   */
  configurePool(options: PoolOptions): this {
    if (this.#pool !== undefined) {
      throw new OpenVINOError(
        'REQUEST_BUSY',
        "run() has begun, and its requests can't be changed; configure them before.",
      );
    }
    poolParts(this.#untyped, options, '');
    this.#poolOptions = options;
    return this;
  }

  /** The pool, or one such as the first run will get. */
  #openPool(): InferPool {
    if (this.#closed) throw new OpenVINOError('CLOSED', 'The compiled model is closed; make another one.');
    if (this.#pool !== undefined) return this.#pool;
    const advice = 'await some of them, answer "try later", or let more wait by configurePool()';
    return new InferPool({
      ...poolParts(this.#untyped, this.#poolOptions, advice),
      name: 'The compiled model is closed',
    });
  }

  /**
   * Frees the compiled model; requests made from it live on. Runs in flight end as ever, those that wait fail with `CLOSED`.
   * Further use throws `CLOSED`; closing again does nothing.
   */
  close(): void {
    this.#closed = true;
    this.#pool?.close();
    this.#native.close();
  }

  /** Closes, as {@link CompiledModel.close} does: for `using compiledModel = …`. */
  [Symbol.dispose](): void {
    this.close();
  }
}

function explain(
  error: unknown,
  code: 'UNKNOWN_PROPERTY' | 'INVALID_PROPERTY_VALUE',
  sentence: string,
  advice = '',
): unknown {
  if (!(error instanceof OpenVINOError) || error.status === undefined) return error;
  return new OpenVINOError(
    error.code === 'GENERAL_ERROR' ? code : error.code,
    `${sentence}: ${error.message}${advice}`,
    { cause: error, status: error.status },
  );
}

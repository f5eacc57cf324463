import { notConstructible, OpenVINOError } from './errors.js';
import { type InferRequest, makeInferRequest } from './infer-request.js';
import type { NativeCompiledModel, NativeRuntime } from './native.js';
import type { Output } from './output.js';
import { type PortKey, Ports } from './ports.js';
import { checkKey, type Properties, type PropertyValue, packProperties, parseProperty } from './properties.js';

export let makeCompiledModel: (native: NativeCompiledModel, runtime: NativeRuntime) => CompiledModel;

/**
 * A model compiled for a device: {@link Core.compileModel} makes one.
 *
 * @example
 * ```ts
 * const request = compiledModel.createInferRequest();
 * const { output } = await request.inferAsync([input]);
 * ```
 */
export class CompiledModel {
  readonly #native: NativeCompiledModel;
  readonly #runtime: NativeRuntime;
  #inputs: Ports | undefined;
  #outputs: Ports | undefined;

  static {
    makeCompiledModel = (native, runtime) => {
      if (native.outputs().length === 0) throw new OpenVINOError('MODEL_INVALID', 'The model has no outputs.');
      return new CompiledModel(native, runtime);
    };
  }

  private constructor(native: NativeCompiledModel, runtime: NativeRuntime) {
    if (native === undefined) throw notConstructible('CompiledModel', 'core.compileModel()');
    this.#native = native;
    this.#runtime = runtime;
  }

  get #inputPorts(): Ports {
    this.#inputs ??= new Ports(this.#native, this, 'input');
    return this.#inputs;
  }

  get #outputPorts(): Ports {
    this.#outputs ??= new Ports(this.#native, this, 'output');
    return this.#outputs;
  }

  /** All inputs, in the model's order. */
  get inputs(): Output[] {
    return [...this.#inputPorts.all];
  }

  /** All outputs, in the model's order. */
  get outputs(): Output[] {
    return [...this.#outputPorts.all];
  }

  /**
   * An input by index or name; the only one without.
   *
   * @throws OpenVINOError `PORT_NOT_FOUND`.
   */
  input(key?: PortKey): Output {
    return this.#inputPorts.get(key);
  }

  /**
   * An output by index or name; the only one without.
   *
   * @throws OpenVINOError `PORT_NOT_FOUND`.
   */
  output(key?: PortKey): Output {
    return this.#outputPorts.get(key);
  }

  /**
   * A property of the compiled model: `EXECUTION_DEVICES` (which devices run it), `OPTIMAL_NUMBER_OF_INFER_REQUESTS` …
   *
   * @returns Numbers, booleans and lists for the keys that hold them, else the library's text.
   * @throws OpenVINOError `UNKNOWN_PROPERTY`.
   */
  getProperty(name: string): PropertyValue {
    try {
      return parseProperty(name, this.#native.getProperty(checkKey(name)));
    } catch (error) {
      throw explain(error, 'UNKNOWN_PROPERTY', `The compiled model has no property ${name}`);
    }
  }

  /**
   * Sets properties. Few devices let a compiled model's properties change (AUTO and MULTI: their priorities); give them to
   * {@link Core.compileModel} instead.
   *
   * @throws OpenVINOError `NOT_IMPLEMENTED` where the device lets none change, `INVALID_PROPERTY_VALUE` where it refuses these.
   */
  setProperty(properties: Properties): void {
    try {
      this.#native.setProperties(packProperties(properties));
    } catch (error) {
      throw explain(
        error,
        'INVALID_PROPERTY_VALUE',
        `The compiled model does not take ${Object.keys(properties).join(', ')}`,
      );
    }
  }

  /** A new infer request, idle, with tensors of its own. Requests of one compiled model can run at the same time. */
  createInferRequest(): InferRequest {
    const [inputs, outputs] = [this.#inputPorts, this.#outputPorts];
    let byteLength = 0;
    for (const info of [...inputs.infos, ...outputs.infos]) byteLength += info.byteLength ?? 0;
    const native = this.#native;
    return makeInferRequest(
      (owner) => native.createInferRequest(byteLength, owner),
      this,
      inputs,
      outputs,
      this.#runtime,
    );
  }

  /** Frees the compiled model; requests made from it live on. Further use throws `CLOSED`; closing again does nothing. */
  close(): void {
    this.#native.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function explain(error: unknown, code: 'UNKNOWN_PROPERTY' | 'INVALID_PROPERTY_VALUE', sentence: string): unknown {
  if (!(error instanceof OpenVINOError) || error.status === undefined) return error;
  return new OpenVINOError(error.code === 'GENERAL_ERROR' ? code : error.code, `${sentence}: ${error.message}`, {
    cause: error,
    status: error.status,
  });
}

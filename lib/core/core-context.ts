import { OpenVINOError } from '../errors.js';
import { type CompiledModel, makeCompiledModel } from '../model/compiled-model.js';
import { type Model, nativeModel } from '../model/model.js';
import type { NativeCompiledModel, NativeCore, NativeRuntime } from '../native.js';
import { packProperties } from '../properties/properties.js';
import type { Properties } from '../properties/property-types.js';
import { makeRemoteContext, nativeContext, type RemoteContext } from '../remote/remote-context.js';
import { notMade, packRemoteParams, type RemoteParams, withoutContext } from '../remote/remote-params.js';
import type { OpenRuntime } from '../runtime.js';
import {
  type CompileAttempt,
  explainCompileFailure,
  explainCompileFailureSync,
  isUnexplained,
} from './compile-failure.js';
import { isThere, noSuchDevice } from './core-device.js';
import { isVirtual, parseDevice } from './device.js';

/** A context from handles; {@link Core.createContext}. */
export function createContext(
  native: NativeCore,
  runtime: NativeRuntime,
  device: string,
  params: RemoteParams | undefined,
): RemoteContext {
  checkLone(device);
  const packed = packRemoteParams(params, 'A remote context');
  try {
    return makeRemoteContext(native.createContext(device, packed), runtime);
  } catch (error) {
    throw explain(native, device, error);
  }
}

/** A device's own context; {@link Core.getDefaultContext}. */
export function defaultContext(native: NativeCore, runtime: NativeRuntime, device: string): RemoteContext {
  checkLone(device);
  try {
    return makeRemoteContext(native.defaultContext(device), runtime);
  } catch (error) {
    throw explain(native, device, error);
  }
}

/** A scheduler has no memory of its own, and the library's words for it name a check in its sources. */
function checkLone(device: string): void {
  // not parsed first: HETERO without a list is a device here, of which nothing more has to be said
  const base = typeof device === 'string' ? (device.split(':')[0] as string) : '';
  if (isVirtual(base)) throw withoutContext(base);
  parseDevice(device);
}

function explain(native: NativeCore, device: string, error: unknown): unknown {
  if (!(error instanceof OpenVINOError) || error.status === undefined) return error;
  if (error.code === 'NOT_IMPLEMENTED') return withoutContext(device, error);
  if (!isThere(native, device)) return noSuchDevice(native, device, error);
  return notMade(`a remote context of ${device}`, error);
}

/** A compilation in a remote context, checked before the model is read; {@link Core.compileModel}. */
export class ContextCompilation {
  readonly #native: NativeCore;
  readonly #context: RemoteContext;
  readonly #runtime: OpenRuntime;
  readonly #attempt: CompileAttempt;

  constructor(
    native: NativeCore,
    context: RemoteContext,
    properties: Properties | undefined,
    runtime: OpenRuntime,
    pluginsXml: string | null,
  ) {
    this.#native = native;
    this.#context = context;
    this.#runtime = runtime;
    const [device, pairs] = [context.getDeviceName(), packProperties(properties ?? {})];
    this.#attempt = { runtime: runtime.native, pluginsXml, device, pairs };
  }

  async run(model: Model): Promise<CompiledModel> {
    const { pairs } = this.#attempt;
    try {
      return this.#made(await this.#native.compileInContext(nativeModel(model), nativeContext(this.#context), pairs));
    } catch (error) {
      throw isUnexplained(error) ? await explainCompileFailure(error, this.#attempt) : error;
    }
  }

  runSync(model: Model): CompiledModel {
    const { pairs } = this.#attempt;
    try {
      return this.#made(this.#native.compileInContextSync(nativeModel(model), nativeContext(this.#context), pairs));
    } catch (error) {
      throw isUnexplained(error) ? explainCompileFailureSync(error, this.#attempt) : error;
    }
  }

  #made(native: NativeCompiledModel): CompiledModel {
    return makeCompiledModel(native, this.#runtime, this.#attempt.device);
  }
}

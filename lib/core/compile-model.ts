import { type CompiledModel, makeCompiledModel } from '../model/compiled-model.js';
import { Model, nativeModel } from '../model/model.js';
import { checkModelPath, checkModelPathAsync } from '../model/model-file.js';
import { packProperties } from '../properties/properties.js';
import type { Properties } from '../properties/property-types.js';
import { RemoteContext } from '../remote/remote-context.js';
import {
  type CompileAttempt,
  explainCompileFailure,
  explainCompileFailureSync,
  isUnexplained,
} from './compile-failure.js';
import { ContextCompilation } from './core-context.js';
import type { CoreParts } from './core-parts.js';
import { parseDevice } from './device.js';
import { readModel, readModelSync } from './read-model.js';

/** What a model is compiled for. */
export type Target = string | RemoteContext;

/** Compiles a model, or the file of one; failures tell their cause. */
export async function compileModel(
  core: CoreParts,
  model: Model | string,
  target: Target,
  properties: Properties | undefined,
): Promise<CompiledModel> {
  if (target instanceof RemoteContext) {
    const job = contextJob(core, target, properties);
    if (model instanceof Model) return job.run(model);
    // the C API has no way from a file into a context
    using read = await readModel(core.native, model, undefined);
    return await job.run(read);
  }
  const pairs = prepare(target, properties);
  const source = model instanceof Model ? nativeModel(model) : await checkModelPathAsync(model);
  try {
    return makeCompiledModel(await core.native.compileModel(source, target, pairs), core.runtime, target);
  } catch (error) {
    if (!isUnexplained(error)) throw error;
    const explained = await explainCompileFailure(error, attempt(core, target, pairs));
    if (explained !== error || typeof source !== 'string') throw explained;
    // it says nothing of which half failed: a model that can't be read is that file's fault
    (await readModel(core.native, source, undefined)).close();
    throw error;
  }
}

/** {@link compileModel}, blocking the thread. */
export function compileModelSync(
  core: CoreParts,
  model: Model | string,
  target: Target,
  properties: Properties | undefined,
): CompiledModel {
  if (target instanceof RemoteContext) {
    const job = contextJob(core, target, properties);
    if (model instanceof Model) return job.runSync(model);
    using read = readModelSync(core.native, model, undefined);
    return job.runSync(read);
  }
  const pairs = prepare(target, properties);
  if (!(model instanceof Model)) checkModelPath(model);
  const source = model instanceof Model ? nativeModel(model) : model;
  try {
    return makeCompiledModel(core.native.compileModelSync(source, target, pairs), core.runtime, target);
  } catch (error) {
    if (!isUnexplained(error)) throw error;
    const explained = explainCompileFailureSync(error, attempt(core, target, pairs));
    if (explained !== error || typeof source !== 'string') throw explained;
    readModelSync(core.native, source, undefined).close();
    throw error;
  }
}

/** For those who ask why a compilation, or an import, failed. */
export function attempt({ runtime, pluginsXml }: CoreParts, device: string, pairs: string[]): CompileAttempt {
  return { runtime: runtime.native, pluginsXml, device, pairs };
}

function contextJob(core: CoreParts, context: RemoteContext, properties: Properties | undefined): ContextCompilation {
  return new ContextCompilation(core.native, context, properties, core.runtime, core.pluginsXml);
}

function prepare(device: string, properties: Properties = {}): string[] {
  parseDevice(device);
  return packProperties(properties);
}

import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe } from '../common/describe.js';
import { Core, partsOf } from '../core/core.js';
import type { LoadOptions } from '../core/core-options.js';
import { parseDevice } from '../core/device.js';
import { checkPath, MODEL_FILE } from '../core/file-kind.js';
import { OpenVINOError } from '../errors.js';
import type { CompiledModel } from '../model/compiled-model.js';
import { packProperties } from '../properties/properties.js';
import type { Properties } from '../properties/property-types.js';
import { checkCacheFolder, discardEntry, newEntry, sealEntry, stateOf, storeEntry } from './cache-entry.js';

/**
 * What {@link ModelCache.compileModel} gives.
 *
 * @category Models
 * @example
 * ```ts
 * const cache = new ModelCache('models-of-mine');
 * const first: CachedModel = await cache.compileModel(core, 'model.xml', 'CPU');
 * assert.ok(first.stored && !first.hit);
 * const second = await cache.compileModel(core, 'model.xml', 'CPU');
 * assert.ok(second.hit);
 * console.log(`${cache.folder} has it`);
 * ```
 */
export interface CachedModel {
  /** The model on its device, as {@link Core.compileModel} gives it. */
  readonly compiledModel: CompiledModel;
  /** Whether the device took the model from the cache: LOADED_FROM_CACHE of the compiled model, not a guess. */
  readonly hit: boolean;
  /** Whether it is in the cache from now on. Devices that export nothing store nothing, and a full disk neither. */
  readonly stored: boolean;
}

/**
 * A folder of compiled models, so that a model's second load by a device spares the compilation; OpenVINO's model cache
 * (CACHE_DIR), with a checksum of each blob. The library looks at none: of 400 damaged blobs one gave wrong results and two
 * hung for ever. Here a blob that is not as it was written is thrown away, and the model compiled again.
 *
 * The folder must be the user's own (mode 0700), for who can write to it decides what the device runs. Several processes may
 * use it at the same time. An entry belongs to a model's path, a device string, properties, and an OpenVINO; a model that has
 * changed since is compiled again.
 *
 * @category Models
 * @example
 * ```ts
 * const cache = new ModelCache('model-cache');
 * const { compiledModel, hit } = await cache.compileModel(core, 'model.xml', 'CPU', { PERFORMANCE_HINT: 'LATENCY' });
 * ```
 */
export class ModelCache {
  /** The folder, as an absolute path. */
  readonly folder: string;

  /**
   * @param folder Made where it is not there, when the first model is compiled.
   * @throws OpenVINOError `INVALID_ARGUMENT`.
   */
  constructor(folder: string) {
    checkPath(folder, { ...MODEL_FILE, noun: 'cache folder' });
    this.folder = resolve(folder);
  }

  /**
   * Compiles a model, or has the device take it from the cache.
   *
   * @param core A core.
   * @param modelPath Path of the model, as {@link Core.compileModel} takes it.
   * @param device Device string.
   * @param properties Properties of the compilation, but for CACHE_DIR, which is the cache's own.
   * @throws OpenVINOError (rejects) as {@link Core.compileModel}; `NOT_WRITABLE` where the folder can't be made, or is
   *   another user's or open to others; `INVALID_ARGUMENT` for a CACHE_DIR.
   */
  async compileModel(
    core: Core,
    modelPath: string,
    device: string,
    properties: Properties = {},
    options?: LoadOptions,
  ): Promise<CachedModel> {
    if (!(core instanceof Core)) {
      throw new OpenVINOError('INVALID_ARGUMENT', `A ModelCache compiles by a Core, not ${describe(core)}.`);
    }
    checkPath(modelPath, MODEL_FILE);
    parseDevice(device);
    const key = await keyOf(core, modelPath, device, properties);
    await checkCacheFolder(this.folder);
    const entry = resolve(this.folder, key);
    const state = await stateOf(entry);
    if (state === 'damaged') await discardEntry(entry);
    const compile = (CACHE_DIR: string): Promise<CompiledModel> =>
      core.compileModel(modelPath, device, { ...properties, CACHE_DIR }, options);
    return state === 'whole' ? this.#load(entry, compile) : this.#store(entry, compile);
  }

  async #load(entry: string, compile: (folder: string) => Promise<CompiledModel>): Promise<CachedModel> {
    const compiledModel = await compile(entry);
    if (isFromCache(compiledModel)) return { compiledModel, hit: true, stored: true };
    // the model has changed since: the library has written another blob beside the old one
    return { compiledModel, hit: false, stored: await sealEntry(entry) };
  }

  async #store(entry: string, compile: (folder: string) => Promise<CompiledModel>): Promise<CachedModel> {
    const fresh = await newEntry(this.folder);
    try {
      const compiledModel = await compile(fresh);
      return { compiledModel, hit: isFromCache(compiledModel), stored: await storeEntry(fresh, entry) };
    } finally {
      await discardEntry(fresh);
    }
  }
}

/** Where the library keeps its blobs: the cache's to say. */
const OWN_PROPERTIES = ['CACHE_DIR', 'CACHE_PATH'];

function isFromCache(compiledModel: CompiledModel): boolean {
  return compiledModel.getProperty('LOADED_FROM_CACHE') === true;
}

async function keyOf(core: Core, modelPath: string, device: string, properties: Properties): Promise<string> {
  const pairs = packProperties(properties);
  const own = OWN_PROPERTIES.find((name) => pairs.some((text, index) => index % 2 === 0 && text === name));
  if (own !== undefined) {
    throw new OpenVINOError('INVALID_ARGUMENT', `${own} is what the ModelCache sets; leave it out.`);
  }
  const sorted = Array.from({ length: pairs.length / 2 }, (_, index) => pairs.slice(2 * index, 2 * index + 2)).sort();
  const path = await realpath(modelPath).catch(() => resolve(modelPath));
  const facts = [partsOf(core).runtime.info.buildNumber, path, device, sorted];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32);
}

import { type ImportRequest, importRequest } from '../blob/model-import.js';
import { checkSignal } from '../common/abort.js';
import { checkOptions } from '../common/options.js';
import type { Tensor } from '../tensor/tensor.js';
import type { Version } from '../version.js';

/**
 * Versions of a device's plugins, by device.
 *
 * @category Core
 * @example
 * ```ts
 * const versions: DeviceVersions = core.getVersions('CPU');
 * console.log(versions['CPU']?.description, versions['CPU']?.buildNumber);
 * ```
 */
export interface DeviceVersions {
  [device: string]: Version;
}

/**
 * Options of {@link Core}.
 *
 * @category Core
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import path from 'node:path';
 *
 * writeFileSync('plugins.xml', '<ie><plugins></plugins></ie>');
 * const options: CoreOptions = { pluginsXml: path.resolve('plugins.xml') };
 * using core = new Core(options);
 * ```
 */
export interface CoreOptions {
  /** Path of a plugins.xml that says which libraries serve which devices. It makes OpenVINO run their code: trust it. */
  readonly pluginsXml?: string | undefined;
}

/**
 * Options of {@link Core.readModel} and {@link Core.compileModel}.
 *
 * @category Core
 * @example
 * ```ts
 * const options: LoadOptions = { signal: AbortSignal.timeout(60_000) };
 * const compiled = await core.compileModel('model.xml', 'CPU', {}, options);
 * ```
 */
export interface LoadOptions {
  /**
   * Rejects the call at once with the code `CANCELLED` (the name `AbortError`), its cause the signal's reason. The library
   * can't be stopped: what it makes afterwards is freed.
   */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Options of {@link Core.importModel}.
 *
 * @category Models
 * @example
 * ```ts
 * const { path, sha256 } = await compiledModel.exportModel('exported.blob');
 * const options: ImportOptions = { sha256, signal: AbortSignal.timeout(60_000) };
 * using imported = await core.importModel(path, 'CPU', {}, options);
 * ```
 */
export interface ImportOptions extends LoadOptions {
  /**
   * SHA-256 of what is imported, in hexadecimal digits; false for no check. Where left out, a file needs its checksum beside
   * it, as {@link CompiledModel.exportModel} writes it, and bytes are not checked: devices import damaged models and infer
   * other results with them (of 54 damaged ones that the CPU took, 18 did).
   */
  readonly sha256?: string | false | undefined;
}

/**
 * Properties where the C API takes none: `{}`. What names some does not compile; an object whose names only run time knows
 * does, and is refused then if it has any.
 *
 * @category Models
 * @example
 * ```ts
 * const none: NoProperties = {};
 * await compiledModel.exportModel('model.blob');
 * using imported = await core.importModel('model.blob', 'CPU', none);
 * ```
 */
export type NoProperties<Given extends object = object> = string extends keyof Given
  ? Given
  : { readonly [Name in keyof Given]: never };

/**
 * Where an IR's weights are: the path of its .bin, the bytes, or a u8 tensor of them.
 *
 * @category Models
 * @example
 * ```ts
 * const weights: ModelWeights = 'model.bin';
 * using model = await core.readModel('model.xml', weights);
 * ```
 */
export type ModelWeights = string | Uint8Array | Tensor;

/** For who gives options to a method that has none. */
export function blocked(method: string): string {
  return `: the thread that it blocks hears of no signal; ${method} takes { signal }`;
}

/** The signal of options, which have those names. */
export function signalOf(options: LoadOptions | undefined, names = ['signal']): AbortSignal | undefined {
  if (options === undefined) return undefined;
  checkOptions(options, names, '{ signal: controller.signal }');
  return checkSignal(options.signal);
}

/** What is to be imported, all of it checked. */
export function importOf(
  source: unknown,
  device: string,
  properties: unknown,
  options: ImportOptions = {},
  names = ['signal', 'sha256'],
): ImportRequest {
  checkOptions(options, names, '{ sha256: "2f1c…" }');
  return importRequest(source, device, properties, options.sha256);
}

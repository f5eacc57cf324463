import { isPlainObject } from '../common/plain-object.js';
import {
  type CompileAttempt,
  explainCompileFailure,
  explainCompileFailureSync,
  isUnexplained,
} from '../core/compile-failure.js';
import { parseDevice } from '../core/device.js';
import { OpenVINOError } from '../errors.js';
import type { NativeCompiledModel, NativeCore } from '../native.js';
import { notInCApi } from '../not-in-c-api.js';
import { checkSha256 } from './checksum.js';
import { loadBlob, loadBlobSync } from './load-blob.js';

/** What is to be imported, and how it is checked. */
export interface ImportRequest {
  readonly source: unknown;
  readonly device: string;
  readonly sha256: string | false | undefined;
}

/**
 * Checks the arguments of an import.
 *
 * @throws OpenVINOError `INVALID_DEVICE`, `INVALID_ARGUMENT`, `NOT_IN_C_API` for properties.
 */
export function importRequest(source: unknown, device: string, properties: unknown, sha256: unknown): ImportRequest {
  parseDevice(device);
  if (properties !== undefined && (!isPlainObject(properties) || Object.keys(properties).length > 0)) {
    throw notInCApi('Core.importModel(…, config)');
  }
  return { source, device, sha256: checkSha256(sha256) };
}

/** Imports a model while JavaScript goes on. */
export async function importModel(
  native: NativeCore,
  { source, device, sha256 }: ImportRequest,
  attempt: CompileAttempt,
): Promise<NativeCompiledModel> {
  const blob = await loadBlob(source, sha256);
  try {
    return await native.importModel(blob, device);
  } catch (error) {
    if (!isUnexplained(error)) throw error;
    throw refused(error, await explainCompileFailure(error, attempt), device);
  }
}

/** {@link importModel}, blocking the thread. */
export function importModelSync(
  native: NativeCore,
  { source, device, sha256 }: ImportRequest,
  attempt: CompileAttempt,
): NativeCompiledModel {
  const blob = loadBlobSync(source, sha256);
  try {
    return native.importModelSync(blob, device);
  } catch (error) {
    if (!isUnexplained(error)) throw error;
    throw refused(error, explainCompileFailureSync(error, attempt), device);
  }
}

function refused(error: OpenVINOError, explained: OpenVINOError, device: string): OpenVINOError {
  if (explained !== error) return explained;
  const facts = { cause: error, ...(error.status !== undefined && { status: error.status }) };
  if (error.code === 'NOT_IMPLEMENTED') {
    return new OpenVINOError(
      'NOT_IMPLEMENTED',
      `${device} imports no models; import for the device itself that the model was exported from.`,
      facts,
    );
  }
  return new OpenVINOError(
    'MODEL_INVALID',
    `${device} can not import the model: ${error.message.replace(/\.+$/, '')}. A model is imported by the device and the OpenVINO that exported it; compile it again.`,
    facts,
  );
}

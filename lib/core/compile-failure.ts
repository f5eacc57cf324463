import { describe, shorten } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';
import { type Diagnosis, type NativeRuntime, nativeAddon } from '../native.js';
import { didYouMean } from '../properties/properties.js';
import { isAvailable, parseDevice, retiredDeviceAdvice } from './device.js';

/** Whether the library gave a failure without its cause: nearly all of them have the status −1. */
export function isUnexplained(error: unknown): error is OpenVINOError {
  return error instanceof OpenVINOError && error.status !== undefined && error.code !== 'CANCELLED';
}

/** A compilation that failed: for what, and by which runtime. */
export interface CompileAttempt {
  readonly runtime: NativeRuntime;
  readonly pluginsXml: string | null;
  readonly device: string;
  readonly pairs: string[];
}

/**
 * Why a model could not be compiled, asked of a core of its own; the library's error as it is where nothing shows, or where
 * nothing can be asked any more (the plugins.xml has gone).
 */
export async function explainCompileFailure(error: OpenVINOError, attempt: CompileAttempt): Promise<OpenVINOError> {
  const { runtime, pluginsXml, device, pairs } = attempt;
  const { base } = parseDevice(device);
  const facts = await nativeAddon()
    .diagnose(runtime, pluginsXml, base, pairs)
    .catch(() => undefined);
  return facts === undefined ? error : explain(error, device, pairs, facts);
}

/** {@link explainCompileFailure}, blocking the thread. */
export function explainCompileFailureSync(error: OpenVINOError, attempt: CompileAttempt): OpenVINOError {
  const { runtime, pluginsXml, device, pairs } = attempt;
  const { base } = parseDevice(device);
  let facts: Diagnosis;
  try {
    facts = nativeAddon().diagnoseSync(runtime, pluginsXml, base, pairs);
  } catch {
    return error;
  }
  return explain(error, device, pairs, facts);
}

function explain(error: OpenVINOError, device: string, pairs: readonly string[], facts: Diagnosis): OpenVINOError {
  const { base, devices } = parseDevice(device);
  const missing = devices.filter((name) => !isAvailable(name, facts.devices));
  // AUTO and MULTI drop devices that are missing; they fail for it only where none is left …
  const drops = (base === 'AUTO' || base === 'MULTI') && missing.length < devices.length;
  if (missing.length > 0 && !drops) return notFound(error, missing, facts.devices, '');
  const { refused, reason, supported } = facts;
  if (refused !== -1) {
    const [key, value] = [pairs[2 * refused] as string, pairs[2 * refused + 1] as string];
    const known = supported?.split(/\s+/).includes(key) ?? true;
    return refusedProperty(key, value, base, known, reason, error.message);
  }
  // … or where a plugin can't even be loaded (GPU without an OpenCL loader)
  if (missing.length === 0) return error;
  return notFound(error, missing, facts.devices, ` ${base} could not leave it out: ${error.message}.`);
}

function notFound(
  error: OpenVINOError,
  missing: readonly string[],
  available: readonly string[],
  why: string,
): OpenVINOError {
  const verb = missing.length === 1 ? 'is' : 'are';
  return new OpenVINOError(
    'DEVICE_NOT_FOUND',
    `${missing.join(' and ')} ${verb} not on this machine; its devices are ${available.join(', ') || 'none'}.${why}` +
      `${missing.map((name) => caseAdvice(name, available) + retiredDeviceAdvice(name)).join('')} \`ov-bench devices\` says why a device is missing.`,
    {
      cause: error,
      ...(error.status !== undefined && { status: error.status }),
      ...(error.operation !== undefined && { operation: error.operation }),
    },
  );
}

function caseAdvice(device: string, available: readonly string[]): string {
  const upper = device.toUpperCase();
  return upper !== device && isAvailable(upper, available) ? ` Device names are upper case: ${upper}.` : '';
}

/** Error for a property that a device refused. */
export function refusedProperty(
  key: string,
  value: string,
  device: string,
  supported: boolean,
  cause: unknown,
  reason: string,
): OpenVINOError {
  const text = cause instanceof OpenVINOError ? cause.message : reason;
  // CACHE_DIR is no plugin's own, and none lists it
  if (!supported && !text.includes("Couldn't create directory")) {
    return new OpenVINOError(
      'UNKNOWN_PROPERTY',
      `${device} has no property ${key}; getProperty('${device}', 'SUPPORTED_PROPERTIES') lists those it has.${didYouMean(key)}`,
      { cause },
    );
  }
  return new OpenVINOError(
    'INVALID_PROPERTY_VALUE',
    `${device} does not take ${describe(value)} for ${key}: ${text.replaceAll(value, () => shorten(value))}`,
    { cause },
  );
}

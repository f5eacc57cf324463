import { isAvailable, parseDevice, retiredDeviceAdvice } from './device.js';
import { OpenVINOError } from './errors.js';

/** What a diagnosis asks of a core. */
interface DiagnosedCore {
  availableDevices(): string[];
  getProperty(device: string, name: string): string;
  setProperties(device: string | null, pairs: string[]): void;
  close(): void;
}

/**
 * Finds out why a device string could not be used: nearly every failure of the library has the status −1, so the facts are
 * asked again, one by one. Gives the library's own error back where nothing shows.
 *
 * @param makeCore A fresh core to try things on.
 */
export function explainDeviceFailure(
  error: unknown,
  device: string,
  pairs: readonly string[],
  makeCore: () => DiagnosedCore,
): unknown {
  if (!(error instanceof OpenVINOError) || error.status === undefined || error.code === 'CANCELLED') return error;
  const core = makeCore();
  try {
    return (
      missingDevice(error, device, core) ??
      badProperty(error, device, pairs, core) ??
      partlyMissing(error, device, core) ??
      error
    );
  } catch {
    return error;
  } finally {
    core.close();
  }
}

function missingDevice(error: OpenVINOError, device: string, core: DiagnosedCore): OpenVINOError | undefined {
  const { base, devices } = parseDevice(device);
  const available = core.availableDevices();
  const missing = devices.filter((name) => !isAvailable(name, available));
  if (missing.length === 0) return undefined;
  // AUTO and MULTI drop devices that are missing; they fail for it only where none is left
  if ((base === 'AUTO' || base === 'MULTI') && missing.length < devices.length) return undefined;
  return notFound(error, missing, available, '');
}

/** AUTO and MULTI leave a missing device out, unless its plugin can't even be loaded (GPU without an OpenCL loader). */
function partlyMissing(error: OpenVINOError, device: string, core: DiagnosedCore): OpenVINOError | undefined {
  const { base, devices } = parseDevice(device);
  const available = core.availableDevices();
  const missing = devices.filter((name) => !isAvailable(name, available));
  if (missing.length === 0) return undefined;
  return notFound(error, missing, available, ` ${base} could not leave it out: ${reasonIn(error)}.`);
}

/** The library's own words, without the call that they came from. */
function reasonIn(error: OpenVINOError): string {
  return error.message.replace(/^ov_\w+ failed \(status -?\d+\): /, '');
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

function badProperty(
  error: OpenVINOError,
  device: string,
  pairs: readonly string[],
  core: DiagnosedCore,
): OpenVINOError | undefined {
  const { base } = parseDevice(device);
  let supported: Set<string>;
  try {
    supported = new Set(core.getProperty(base, 'SUPPORTED_PROPERTIES').split(/\s+/));
  } catch {
    return undefined;
  }
  for (let i = 0; i < pairs.length; i += 2) {
    const [key, value] = [pairs[i] as string, pairs[i + 1] as string];
    try {
      core.setProperties(base, [key, value]);
    } catch (cause) {
      return refusedProperty(key, value, base, supported.has(key), cause, error.message);
    }
  }
  return undefined;
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
  if (!supported) {
    return new OpenVINOError(
      'UNKNOWN_PROPERTY',
      `${device} has no property ${key}; getProperty('${device}', 'SUPPORTED_PROPERTIES') lists those it has.`,
      { cause },
    );
  }
  const text = cause instanceof OpenVINOError ? cause.message : reason;
  return new OpenVINOError(
    'INVALID_PROPERTY_VALUE',
    `${device} does not take ${JSON.stringify(value)} for ${key}: ${text}`,
    { cause },
  );
}

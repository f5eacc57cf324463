import { refusedProperty } from './compile-failure.js';
import { isAvailable, isVirtual, parseDevice, retiredDeviceAdvice } from './device.js';
import { OpenVINOError } from './errors.js';
import type { NativeCore } from './native.js';

/** Versions of the plugins behind a device string: name, build number and description of each. */
export function readVersions(native: NativeCore, device: string): string[] {
  try {
    return native.versions(device);
  } catch (error) {
    if (!(error instanceof OpenVINOError) || error.status === undefined) throw error;
    throw noSuchDevice(native, device, error);
  }
}

/** Sets a property of a device, or (null) of all. */
export function setOne(native: NativeCore, device: string | null, key: string, value: string): void {
  try {
    native.setProperties(device, [key, value]);
  } catch (error) {
    if (!(error instanceof OpenVINOError) || error.status === undefined) throw error;
    if (device === null) throw refusedByAll(native, key, value, error);
    if (!isThere(native, device)) throw noSuchDevice(native, device, error);
    throw refusedProperty(key, value, device, supports(native, device, key), error, error.message);
  }
}

function supports(native: NativeCore, device: string, key: string): boolean {
  try {
    return native.getProperty(device, 'SUPPORTED_PROPERTIES').split(/\s+/).includes(key);
  } catch {
    return true;
  }
}

/** Whether a device string's plugin can be asked, and the machine has all that it names. */
export function isThere(native: NativeCore, device: string): boolean {
  const { devices } = parseDevice(device);
  const available = native.availableDevices();
  try {
    if (native.versions(device).length === 0) return false;
  } catch {
    return false;
  }
  return devices.every((name) => isAvailable(name, available) || isVirtual(name));
}

function refusedByAll(native: NativeCore, key: string, value: string, error: OpenVINOError): OpenVINOError {
  const known = reads(native, key) || native.availableDevices().some((device) => supports(native, device, key));
  return new OpenVINOError(
    known ? 'INVALID_PROPERTY_VALUE' : 'UNKNOWN_PROPERTY',
    known
      ? `OpenVINO does not take ${JSON.stringify(value)} for ${key}: ${error.message}`
      : `OpenVINO has no property ${key} for all devices; set a device's with setProperty(device, …).`,
    { cause: error, ...(error.status !== undefined && { status: error.status }) },
  );
}

function reads(native: NativeCore, key: string): boolean {
  try {
    native.getProperty('', key);
    return true;
  } catch {
    return false;
  }
}

/** The error of a device that is not there, with those that are. */
export function noSuchDevice(native: NativeCore, device: string, cause: unknown): OpenVINOError {
  const available = native.availableDevices();
  const advice = parseDevice(device)
    .devices.filter((name) => !isAvailable(name, available))
    .map(retiredDeviceAdvice)
    .join('');
  return new OpenVINOError(
    'DEVICE_NOT_FOUND',
    `${device} is no device of this OpenVINO; this machine has ${available.join(', ') || 'none'}.${advice}`,
    { cause },
  );
}

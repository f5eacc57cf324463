import { OpenVINOError } from '../errors.js';
import type { NativeCore } from '../native.js';
import { didYouMean, packProperties } from '../properties/properties.js';
import { parseProperty } from '../properties/property-parse.js';
import type { Properties, PropertyValue } from '../properties/property-types.js';
import { refusedProperty } from './compile-failure.js';
import { devicesOfPlugin, isAvailable, isVirtual, retiredDeviceAdvice } from './device.js';

/** Versions of the plugins behind a device string: name, build number and description of each. */
export function readVersions(native: NativeCore, device: string): string[] {
  try {
    return native.versions(device);
  } catch (error) {
    if (!(error instanceof OpenVINOError) || error.status === undefined) throw error;
    throw noSuchDevice(native, device, error);
  }
}

/**
 * A property of a device, or ('') of OpenVINO.
 *
 * @throws OpenVINOError `UNKNOWN_PROPERTY`, `DEVICE_NOT_FOUND`, `INVALID_DEVICE`.
 */
export function readProperty(native: NativeCore, device: unknown, name: string): PropertyValue {
  if (device !== '') checkOwner(native, device);
  const base = device as string;
  try {
    return parseProperty(name, native.getProperty(base, name));
  } catch (error) {
    if (!(error instanceof OpenVINOError) || error.status === undefined) throw error;
    if (base !== '' && !isThere(native, base)) throw noSuchDevice(native, base, error);
    throw new OpenVINOError(
      'UNKNOWN_PROPERTY',
      `${base === '' ? 'OpenVINO' : base} has no readable property ${name}: ${error.message}${didYouMean(name)}`,
      { cause: error, status: error.status },
    );
  }
}

/** Sets properties of a device, or (undefined) of OpenVINO and all devices, once all of them are checked. */
export function setProperties(
  native: NativeCore,
  device: string | undefined,
  properties: Properties | undefined,
): void {
  if (device !== undefined) checkOwner(native, device);
  const pairs = packProperties(properties);
  for (let i = 0; i < pairs.length; i += 2) {
    const [name, value] = [pairs[i] as string, pairs[i + 1] as string];
    if (device === undefined) setForAll(native, name, value);
    else setForDevice(native, device, name, value);
  }
}

/**
 * Refuses a device string whose properties the library does not have. To set one of `CPU.1` fails, but the library counts it
 * among its devices from then on, and fails where a property is set for all of them; to read one gives the CPU's.
 */
function checkOwner(native: NativeCore, device: unknown): void {
  const devices = devicesOfPlugin(device);
  const text = device as string;
  const [base, list] = text.split(':');
  if (list === undefined || list === '') {
    if (text.includes('.')) checkId(native, text);
    return;
  }
  const available = native.availableDevices();
  if (devices.some((name) => !isAvailable(name, available) && !isVirtual(name))) {
    throw noSuchDevice(native, text, undefined);
  }
  throw new OpenVINOError(
    'INVALID_DEVICE',
    `Properties are those of ${[base, ...devices].join(' or ')}, and none of "${text}": read or set them there, or give DEVICE_PROPERTIES when a model is compiled.`,
  );
}

/** Refuses an id that a plugin does not have; a plugin without any device keeps what is set for later. */
function checkId(native: NativeCore, device: string): void {
  const available = native.availableDevices();
  const plugin = device.split('.')[0];
  const hasOthers = available.some((name) => name.split('.')[0] === plugin);
  if (hasOthers && !isAvailable(device, available)) throw noSuchDevice(native, device, undefined);
}

/** Plugins that are loaded, by core. */
const loaded = new WeakMap<NativeCore, Set<string>>();

/**
 * Loads a device's plugin, where it can be. What is set before, the library keeps without a look at it, and the plugin can
 * then never be loaded: measured with `NOPE=1` and `NUM_STREAMS=-3` on CPU, whose every later use fails.
 */
function load(native: NativeCore, device: string): void {
  const known = loaded.get(native) ?? new Set();
  loaded.set(native, known);
  if (known.has(device)) return;
  known.add(device);
  try {
    native.getProperty(device, 'SUPPORTED_PROPERTIES');
  } catch {
    // the device is not there, or is asked without its list: setting says so
  }
}

/** Sets a property of a device. */
function setForDevice(native: NativeCore, device: string, key: string, value: string): void {
  load(native, device);
  try {
    native.setProperties(device, [key, value]);
  } catch (error) {
    if (!(error instanceof OpenVINOError) || error.status === undefined) throw error;
    if (!isThere(native, device)) throw noSuchDevice(native, device, error);
    throw refusedProperty(key, value, device, supports(native, device, key, true), error, error.message);
  }
}

/**
 * Sets a property of OpenVINO itself, or of all devices that have it. The library would give it to devices that lack it as
 * well, and those it loads later fail for it: AUTO does with NUM_STREAMS.
 */
function setForAll(native: NativeCore, key: string, value: string): void {
  if (reads(native, '', key)) {
    setOnCore(native, key, value);
    return;
  }
  const available = native.availableDevices();
  const having = [...available, 'AUTO', 'MULTI', 'HETERO', 'BATCH'].filter((device) => supports(native, device, key));
  for (const device of having) setForDevice(native, device, key, value);
  // a plugin may take what it does not list, as the CPU's does with CACHE_MODE
  const others = available.filter((device) => !having.includes(device));
  const taken = others.filter((device) => takes(native, device, key, value));
  if (having.length + taken.length > 0) return;
  throw new OpenVINOError(
    'UNKNOWN_PROPERTY',
    `OpenVINO has no property ${key} for all devices; set a device's with setProperty(device, …).${didYouMean(key)}`,
  );
}

function setOnCore(native: NativeCore, key: string, value: string): void {
  try {
    native.setProperties(null, [key, value]);
  } catch (error) {
    if (!(error instanceof OpenVINOError) || error.status === undefined) throw error;
    throw refusedProperty(key, value, 'OpenVINO', true, error, error.message);
  }
}

function takes(native: NativeCore, device: string, key: string, value: string): boolean {
  try {
    setForDevice(native, device, key, value);
    return true;
  } catch (error) {
    if (error instanceof OpenVINOError && error.code !== 'CLOSED') return false;
    throw error;
  }
}

function supports(native: NativeCore, device: string, key: string, otherwise = false): boolean {
  try {
    return native.getProperty(device, 'SUPPORTED_PROPERTIES').split(/\s+/).includes(key);
  } catch {
    return otherwise;
  }
}

function reads(native: NativeCore, device: string, key: string): boolean {
  try {
    native.getProperty(device, key);
    return true;
  } catch {
    return false;
  }
}

/** Whether a device string's plugin can be asked, and the machine has all that it names. */
export function isThere(native: NativeCore, device: string): boolean {
  const devices = devicesOfPlugin(device);
  const available = native.availableDevices();
  try {
    if (native.versions(device).length === 0) return false;
  } catch {
    return false;
  }
  return devices.every((name) => isAvailable(name, available) || isVirtual(name));
}

/** The error of a device that is not there, with those that are. */
export function noSuchDevice(native: NativeCore, device: string, cause: unknown): OpenVINOError {
  const available = native.availableDevices();
  const advice = devicesOfPlugin(device)
    .filter((name) => !isAvailable(name, available))
    .map(retiredDeviceAdvice)
    .join('');
  return new OpenVINOError(
    'DEVICE_NOT_FOUND',
    `${device} is no device of this OpenVINO; this machine has ${available.join(', ') || 'none'}.${advice}`,
    { cause },
  );
}

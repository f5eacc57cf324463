import { type Core, OpenVINOError } from '../../index.js';
import { isPresent, parseRequested } from '../devices/devices-requested.js';

/** Keys that OpenVINO itself takes on behalf of any device; no device lists them. */
const CORE_KEYS = new Set([
  'ALLOW_AUTO_BATCHING',
  'AUTO_BATCH_TIMEOUT',
  'CACHE_BLOB_ID',
  'CACHE_DIR',
  'CACHE_MODE',
  'CACHE_PATH',
  'DEVICE_PROPERTIES',
  'ENABLE_MMAP',
  'ENABLE_WEIGHTLESS',
  'FORCE_TBB_TERMINATE',
  'MODEL_PRIORITY',
  'MULTI_DEVICE_PRIORITIES',
  'PERFORMANCE_HINT',
  'PERF_COUNT',
  'WEIGHTS_PATH',
]);

/**
 * The error for a property that none of a virtual device's devices knows. MULTI and AUTO take any name without a word
 * (measured on 2024.3 to 2026.4: MULTI:CPU with NOPE=1 compiles); a device by itself refuses it.
 */
export function unknownProperty(core: Core, device: string, keys: readonly string[]): OpenVINOError | undefined {
  const { virtual, devices } = parseRequested(device);
  const unusual = keys.filter((key) => !CORE_KEYS.has(key));
  if (virtual === '' || unusual.length === 0) return undefined;
  const available = core.getAvailableDevices();
  const named = devices.length > 0 ? devices.filter((name) => isPresent(name, available)) : available;
  const known = new Set([virtual, ...named].flatMap((name) => supportedProperties(core, name)));
  const unknown = unusual.filter((key) => !known.has(key));
  if (unknown.length === 0) return undefined;
  return new OpenVINOError(
    'UNKNOWN_PROPERTY',
    `${unknown.join(' and ')} ${unknown.length === 1 ? 'is not a property' : 'are no properties'} of ${[virtual, ...named].join(' or ')}: check the spelling (${virtual} itself would take it and do nothing).`,
  );
}

function supportedProperties(core: Core, device: string): string[] {
  try {
    const value = core.getProperty(device, 'SUPPORTED_PROPERTIES');
    return Array.isArray(value) ? value.map(String) : [];
  } catch {
    return [];
  }
}

/** A requested device string, as far as honesty about it needs. */
export interface RequestedDevices {
  /** `MULTI`, `AUTO`, `HETERO`, `BATCH`, or `''` for a device by itself. */
  readonly virtual: string;
  /** Devices asked for by name, without request counts and without those that AUTO is told to leave out. */
  readonly devices: readonly string[];
}

const VIRTUAL = new Set(['MULTI', 'AUTO', 'HETERO', 'BATCH']);

/**
 * Takes a device string apart. Whether it is a valid one is the library's to say, so this never throws.
 *
 * `CPU` · `GPU.0` · `MULTI:CPU,GPU(2)` · `AUTO` · `AUTO:GPU,-CPU` · `HETERO:GPU,CPU` · `BATCH:GPU(4)`
 */
export function parseRequested(device: string): RequestedDevices {
  const colon = device.indexOf(':');
  const base = colon === -1 ? device : device.slice(0, colon);
  if (!VIRTUAL.has(base)) return { virtual: '', devices: [device] };
  const names = (colon === -1 ? '' : device.slice(colon + 1))
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('-'))
    // BATCH may stand inside MULTI or AUTO, as BATCH:GPU(4)
    .map((part) => part.replace(/^BATCH:/, '').replace(/\(.*\)$/, ''));
  return { virtual: base, devices: [...new Set(names)] };
}

/** Devices that EXECUTION_DEVICES names: AUTO wraps a stand-in in parentheses, and BATCH lists itself beside its device. */
export function cleanExecutionDevices(devices: readonly string[]): string[] {
  const names = devices.map((name) => name.replace(/^\((.*)\)$/, '$1').trim());
  return [...new Set(names.filter((name) => name !== '' && name !== 'BATCH'))];
}

/** Whether AUTO still runs on the CPU while its target compiles: EXECUTION_DEVICES reads `(CPU)`. */
export function isStandInDevice(devices: readonly string[]): boolean {
  return devices.some((name) => /^\(.*\)$/.test(name));
}

/** `GPU` means any GPU and `GPU.0`; a lone GPU calls itself either way. */
export function deviceMatches(requested: string, present: string): boolean {
  return present === requested || present.startsWith(`${requested}.`) || requested === `${present}.0`;
}

export interface DeviceFacts {
  readonly requested: string;
  /** EXECUTION_DEVICES of the compiled model after the run; empty where it could not be read. */
  readonly executionDevices: readonly string[];
  /** `Core.getAvailableDevices()`. */
  readonly availableDevices: readonly string[];
  /** PERFORMANCE_HINT in effect, where known. */
  readonly performanceHint: string | null;
}

/**
 * Requested devices that did not run.
 *
 * AUTO picks one device by design, so there only a device that the machine lacks counts as dropped; with
 * CUMULATIVE_THROUGHPUT it uses all of them, as MULTI and HETERO do, and each must be among those that executed.
 */
export function droppedDevices(facts: DeviceFacts): string[] {
  const { virtual, devices } = parseRequested(facts.requested);
  const picksOne = virtual === 'AUTO' && facts.performanceHint !== 'CUMULATIVE_THROUGHPUT';
  const ran = cleanExecutionDevices(facts.executionDevices);
  if (!picksOne && ran.length === 0) return [];
  const present = picksOne ? facts.availableDevices : ran;
  return devices.filter((device) => !present.some((candidate) => deviceMatches(device, candidate)));
}

/** Whether the machine has a device at all. */
export function isPresent(device: string, availableDevices: readonly string[]): boolean {
  return availableDevices.some((candidate) => deviceMatches(device, candidate));
}

/** What became of devices that OpenVINO no longer has; undefined for others. */
export function retiredDeviceAdvice(device: string): string | undefined {
  switch (device.split('.')[0]) {
    case 'MYRIAD':
    case 'HDDL':
      return `${device} support ended with OpenVINO 2022.3; NPU is its successor.`;
    case 'VPUX':
    case 'VPU':
      return `${device} is called NPU today.`;
    default:
      return undefined;
  }
}

/** The device string with some devices replaced: `MULTI:CPU,MYRIAD` and `MYRIAD=NPU` give `MULTI:CPU,NPU`. */
export function mapDevices(device: string, mappings: readonly (readonly [from: string, to: string])[]): string {
  const colon = device.indexOf(':');
  const replace = (name: string): string => mappings.find(([from]) => from === name)?.[1] ?? name;
  if (colon === -1) return replace(device);
  const list = device.slice(colon + 1).split(',');
  return `${device.slice(0, colon)}:${list.map(replace).join(',')}`;
}

import { capital, describe } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';

/**
 * A device of OpenVINO's own: `GPU` is the first one where there are several. MYRIAD has gone from OpenVINO, and its name is
 * answered with what came after it.
 *
 * @category Core
 * @example
 * ```ts
 * const devices: PhysicalDevice[] = ['CPU', 'GPU.1', 'NPU'];
 * ```
 */
export type PhysicalDevice = 'CPU' | 'GPU' | `GPU.${number}` | 'NPU' | `NPU.${number}` | 'MYRIAD';

/**
 * A device string of OpenVINO's own: a device, AUTO (with its candidates, and a minus before those that it leaves out), or
 * MULTI, HETERO and BATCH with devices.
 *
 * @category Core
 * @example
 * ```ts
 * const device: Device = 'AUTO:GPU,CPU';
 * const compiled = await core.compileModel(model, device);
 * ```
 */
export type Device =
  | PhysicalDevice
  | 'AUTO'
  | `AUTO:${PhysicalDevice | '-'}${string}`
  | `MULTI:${PhysicalDevice}${string}`
  | `HETERO:${PhysicalDevice}${string}`
  | `BATCH:${PhysicalDevice}${string}`;

/**
 * The type of a device argument: a `string` whose value TypeScript does not know is taken, and a text that it knows only
 * where it is a {@link Device}, with devices in its list; one that is put together, as `MULTI:${names}`, is not known. A plugin
 * of one's own (plugins.xml) is named by a `string`: `'ACME' as string`.
 *
 * @category Core
 * @example
 * ```ts
 * const fromTheCommandLine: string = process.argv[9] ?? 'CPU';
 * const compiled = await core.compileModel(model, fromTheCommandLine);
 * ```
 */
export type DeviceArgument<Name extends string = string> = Name extends string
  ? IsPattern<Name> extends true
    ? Name
    : Name extends Device
      ? IsListKnown<Name> extends true
        ? Name
        : PhysicalDevice
      : Device
  : never;

/** Of a text such as `AUTO:GPU,CPU`. */
type IsListKnown<Name extends string> = Name extends `${string}:${infer List}` ? IsDeviceList<List> : true;

/** A type such as `AUTO:${string}`, of a text that was put together: TypeScript knows no value of it. */
type IsPattern<Name extends string> = Record<never, never> extends Record<Name, unknown> ? true : false;

/** A device as it stands in a list: AUTO leaves out those with a minus, BATCH and MULTI take a number of requests. */
type ListedDevice = `${'' | '-'}${PhysicalDevice}` | `${PhysicalDevice}(${number})`;
type IsDeviceList<List extends string> = List extends `${infer First},${infer Rest}`
  ? First extends ListedDevice
    ? IsDeviceList<Rest>
    : false
  : List extends ListedDevice
    ? true
    : false;

/** Devices that run a model on other devices. */
const VIRTUAL = new Set(['MULTI', 'AUTO', 'HETERO', 'BATCH']);

/** Whether a device runs a model on other devices. */
export function isVirtual(name: string): boolean {
  return VIRTUAL.has(name);
}

/** A device string in parts. */
export interface ParsedDevice {
  /** `'CPU'`, `'GPU.1'`, `'MULTI'` … without its list. */
  readonly base: string;
  /** The devices named after the colon, in order, `-CPU` exclusions without; the device itself where it is no virtual one. */
  readonly devices: readonly string[];
  /** Devices that an `AUTO:-CPU` leaves out. */
  readonly excluded: readonly string[];
}

function invalid(device: unknown, why: string): OpenVINOError {
  const shown = typeof device === 'string' ? JSON.stringify(device.slice(0, 80)) : describe(device);
  return new OpenVINOError(
    'INVALID_DEVICE',
    `${capital(shown)} is not a device: ${why}. Devices are written CPU, GPU.0, NPU, AUTO, AUTO:GPU,CPU, MULTI:CPU,GPU, HETERO:GPU,CPU or BATCH:GPU(4).`,
  );
}

/**
 * Takes a device string apart, and refuses what the library crashes or hangs on: more than 256 characters, more than 16
 * devices, a virtual device inside another (50,000 × "HETERO:" ends in a segmentation fault after seconds).
 *
 * @throws OpenVINOError `INVALID_DEVICE`.
 */
export function parseDevice(device: unknown): ParsedDevice {
  if (typeof device !== 'string') throw invalid(device, 'it must be a string, and stands before the properties');
  if (device === '') throw invalid(device, 'it is empty');
  if (device.length > 256) throw invalid(device, `it has ${device.length} characters, 256 are the most`);
  const colon = device.indexOf(':');
  const base = colon === -1 ? device : device.slice(0, colon);
  if (!/^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)?$/.test(base))
    throw invalid(device, 'its name has other characters than letters, digits and a dot');
  if (!VIRTUAL.has(base)) {
    if (colon !== -1) throw invalid(device, `${base} takes no list of devices`);
    return { base, devices: [base], excluded: [] };
  }
  const list = colon === -1 ? '' : device.slice(colon + 1);
  if (list === '') {
    if (base === 'AUTO') return { base, devices: [], excluded: [] };
    throw invalid(device, `${base} needs the devices to use after a colon, as in ${base}:CPU`);
  }
  return parseList(device, base, list.split(','));
}

/**
 * The devices that a device string names where it stands for a plugin, whose properties are read and set: `MULTI`, `HETERO`
 * and `BATCH` are asked without a list, as `AUTO` is.
 *
 * @throws OpenVINOError `INVALID_DEVICE`.
 */
export function devicesOfPlugin(device: unknown): readonly string[] {
  return typeof device === 'string' && VIRTUAL.has(device) ? [] : parseDevice(device).devices;
}

function parseList(device: string, base: string, parts: string[]): ParsedDevice {
  if (parts.length > 16) throw invalid(device, `it names ${parts.length} devices, 16 are the most`);
  if (base === 'BATCH' && parts.length > 1) throw invalid(device, 'BATCH takes one device');
  const devices: string[] = [];
  const excluded: string[] = [];
  for (const part of parts) {
    const match = /^(-?)([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)?)(\(\d{1,9}\))?$/.exec(part);
    if (match === null)
      throw invalid(
        device,
        part === '' ? 'a device of its list is empty' : `${JSON.stringify(part)} in its list is no device`,
      );
    const name = match[2] as string;
    if (VIRTUAL.has(name) && !(name === 'BATCH' && base !== 'BATCH'))
      throw invalid(device, `${name} can't stand inside ${base}`);
    if (match[1] === '-' && base !== 'AUTO') throw invalid(device, 'only AUTO can leave devices out with a minus');
    (match[1] === '-' ? excluded : devices).push(name);
  }
  return { base, devices, excluded };
}

/**
 * Whether a requested device is among those present: `GPU` stands for any `GPU.x`, `GPU.0` for a lone `GPU`. The CPU has no
 * ids: its plugin refuses `CPU.0`.
 *
 * @param available As `Core.getAvailableDevices()` gives them.
 */
export function isAvailable(device: string, available: readonly string[]): boolean {
  return available.some(
    (present) =>
      present === device || present.startsWith(`${device}.`) || (device === `${present}.0` && present !== 'CPU'),
  );
}

/** Advice for a device that has gone from OpenVINO; empty for others. */
export function retiredDeviceAdvice(device: string): string {
  const name = device.split('.')[0];
  if (name === 'MYRIAD' || name === 'HDDL') return ` ${name} support ended with OpenVINO 2022.3; NPU is its successor.`;
  if (name === 'VPU' || name === 'VPUX') return ` ${name} is called NPU today.`;
  return '';
}
